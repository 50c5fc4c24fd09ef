/**
 * `goldenRun`: a run held against the accepted one.
 *
 * @module
 */

import { mkdirSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { inspected } from "../host.ts";
import { Result } from "../results/result.ts";
import { SavedResult } from "../results/saved_result.ts";
import { valueKind } from "../value_kind.ts";
import { compareGolden } from "./compare_golden.ts";
import { readGolden, writeGolden } from "./golden_file.ts";
import { goldenRecordOf } from "./golden_record.ts";

/** What became of a comparison: nothing differs, something does, or no run was accepted before. */
export type GoldenVerdict = "equal" | "differs" | "missing";

/** The comparison of a run with the accepted one. */
export interface GoldenReport {
  /** What became of it. */
  readonly verdict: GoldenVerdict;
  /** Path of the file of the accepted run. */
  readonly file: string;
  /** Index of the first step that differs; null if none does, or no run was accepted. */
  readonly firstBar: number | null;
  /** What differs, in sentences. */
  readonly lines: readonly string[];
  /** True if the run was accepted now. */
  readonly accepted: boolean;
}

/** Thrown by {@linkcode goldenRun} for a run that differs from the accepted one, or if there is none. */
export class GoldenRunError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "GoldenRunError";
  /** The comparison. */
  readonly report: GoldenReport;

  /** Makes the error of a comparison. */
  constructor(report: GoldenReport, message: string) {
    super(message);
    this.report = report;
  }
}

/** What `ct.backtest` returns, as far as a comparison asks for it. */
export interface GoldenResult {
  /** Name of the strategy class. */
  readonly strategyName: string;
  /** State chain after the last event. */
  readonly chain: string;
}

/** Options of {@linkcode goldenRun}. */
export interface GoldenOptions {
  /**
   * Path or `file:` URL of the file of the accepted run. Default: `golden/NAME.json` in the folder of the module that
   * `from` names.
   */
  readonly file?: string | URL;
  /** True to accept the run. Default: whether the command line has `--accept`, as in `deno test ... -- --accept`. */
  readonly accept?: boolean;
}

/** Returns the path of the file of an accepted run beside a module. */
export function goldenPath(module: string | URL, name?: string): string {
  const url = module instanceof URL ? module.href : module;
  const path = url.startsWith("file:") ? fileURLToPath(url) : resolve(url);
  return join(dirname(path), "golden", `${name ?? basename(path, extname(path))}.json`);
}

/**
 * Compares a result with the accepted run of a file, and accepts it if asked to.
 *
 * @param result The result.
 * @param file Path of the file of the accepted run.
 * @param accept True to write the result in its place, as a whole file or not at all.
 * @param force True to replace a file that is no accepted run, too.
 * @throws {GoldenFileError} If the file is no accepted run.
 * @throws {FileError} If it cannot be written.
 */
export function checkGolden(
  result: Result,
  file: string,
  accept: boolean = false,
  force: boolean = false,
): GoldenReport {
  const found = goldenRecordOf(result), accepted = acceptedOf(file, accept && force);
  const difference = accepted === undefined ? undefined : compareGolden(accepted, found);
  const verdict = accepted === undefined ? "missing" : difference === undefined ? "equal" : "differs";
  if (accept && verdict !== "equal") {
    mkdirSync(dirname(file), { recursive: true });
    writeGolden(file, found);
  }
  return {
    ...{ verdict, file, firstBar: difference?.firstBar ?? null, lines: difference?.lines ?? [] },
    accepted: accept && verdict !== "equal",
  };
}

function acceptedOf(file: string, force: boolean): ReturnType<typeof readGolden> {
  try {
    return readGolden(file);
  } catch (error) {
    if (force && error instanceof Error && error.name === "GoldenFileError") return undefined;
    throw error;
  }
}

/** Returns a report as lines for people. */
export function goldenReportText(report: GoldenReport, howToAccept: string): string {
  const { verdict, file, lines, accepted } = report;
  const list = lines.map((line) => `  ${line}.`);
  if (accepted) {
    return verdict === "missing"
      ? `Accepted as the first run of ${file}.`
      : [`Accepted in the place of the run of ${file}. It changes this:`, ...list].join("\n");
  }
  if (verdict === "equal") return `The run is equal to that of ${file}.`;
  if (verdict === "missing") return `Cannot compare the run: ${file} is not there. To accept the run, ${howToAccept}`;
  return [`The run differs from that of ${file}:`, ...list, `If that is right, ${howToAccept}`].join("\n");
}

/**
 * Runs something and holds its result against the accepted one, for a test. The accepted run lies as JSON in the folder
 * `golden` beside the test, a row a line, so that version control shows what a change of it means.
 *
 * The result has to be the same on either engine: a run that is accepted on one holds on the other.
 *
 * @param from The test's `import.meta`, beside which the folder `golden` lies.
 * @param name Name of the run and of its file.
 * @param run Makes the result.
 * @param options File, and whether the run is accepted.
 * @returns The comparison, if nothing differs or the run was accepted.
 * @throws {GoldenRunError} If the run differs, with what differs in words, or if no run was accepted.
 * @throws {TypeError} If `run` gives no result.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { goldenRun } from "@cracktrader/cracktrader/golden";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const prices = await ct.sample("aapl"), file = `${Deno.makeTempDirSync()}/hold.json`;
 * const run = (): ct.Result => ct.backtest(Hold, prices);
 * // In a test: Deno.test("the strategy trades as accepted", () => goldenRun(import.meta, "hold", run));
 * console.log(goldenRun(import.meta, "hold", run, { file, accept: true }).verdict); // missing
 * console.log(goldenRun(import.meta, "hold", run, { file }).verdict); // equal
 * ```
 */
export function goldenRun(
  from: { readonly url: string },
  name: string,
  run: () => GoldenResult,
  options: GoldenOptions = {},
): GoldenReport {
  checkName(name);
  const { file, accept = process.argv.includes("--accept") } = options;
  const path = file === undefined
    ? goldenPath(from.url, name)
    : file instanceof URL
    ? fileURLToPath(file)
    : resolve(file);
  const report = checkGolden(resultFrom(run(), "run"), path, accept);
  if (report.verdict === "equal" || report.accepted) return report;
  throw new GoldenRunError(report, goldenReportText(report, `run: ${acceptingCommand(from.url, path)}`));
}

/** Returns the command that accepts the runs of a test, with the permissions that this needs. */
function acceptingCommand(url: string, path: string): string {
  const test = url.startsWith("file:") ? pathText(fileURLToPath(url)) : url;
  return `deno test --allow-read --allow-write=${pathText(dirname(path))} ${test} -- --accept`;
}

/** Returns a path as a command has it: from the current folder if it lies there, and in quotes if it needs them. */
export function pathText(path: string): string {
  const inside = relative(".", path), text = inside.startsWith("..") || inside === "" ? path : inside;
  return /^[\w./:@+\\-]+$/.test(text) ? text : `"${text}"`;
}

/**
 * Checks that a value is a result.
 *
 * @throws {TypeError} If it is not.
 */
export function resultFrom(value: unknown, what: string): Result {
  if (value instanceof Result) return value;
  const kind = value instanceof SavedResult ? "a saved result" : valueKind(value);
  const remedy = value instanceof SavedResult
    ? "; its strategy and its lines were not saved, so run it again"
    : value instanceof Promise
    ? "; await it, and give the result that it promises"
    : "";
  throw new TypeError(`Cannot compare ${kind}, which ${what} gave: return what ct.backtest returns${remedy}`);
}

function checkName(name: string): void {
  if (typeof name === "string" && /^[^\s/\\:.][^/\\:]*$/.test(name)) return;
  throw new RangeError(
    `Cannot name a run ${inspected(name, 0)}: its file has this name, so pass one without / \\ and :`,
  );
}
