/**
 * Baselines: a report that was kept, and whether a new one is slower.
 *
 * @module
 */

import { ENGINE_NAMES, type EngineName } from "../engines.ts";
import type { ComparedUnit } from "./arguments.ts";
import { type Report, REPORT_VERSION } from "./report.ts";

/** A comparison with a baseline. */
export interface Comparison {
  /** The baseline's file as it was given. */
  readonly baseline: string;
  /** When the baseline was measured. */
  readonly baselineDate: string;
  /** The measure that is compared. */
  readonly compared: ComparedUnit;
  readonly maxSlowdownRatio: number;
  /** Measurements that were made, of which the fastest of each engine counts. */
  readonly measurements: number;
  readonly results: readonly ComparedBackend[];
  /** Differences that may make the comparison a poor one. */
  readonly warnings: readonly string[];
}

/** One engine, then and now. */
export interface ComparedBackend {
  readonly backend: EngineName;
  readonly baseline: number;
  readonly now: number;
  /** Now by then. */
  readonly slowdown: number;
  readonly regressed: boolean;
}

/** A slowdown that passes the limit by less than this factor may be the machine's: others at work double a time. */
const DOUBT = 10;

const ENGINES: readonly EngineName[] = ENGINE_NAMES.toReversed();

/**
 * Reads a baseline.
 *
 * @throws {Error} If the file is not there, cannot be read, or is no report with times.
 */
export function readBaseline(path: string): Report {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Error(`Cannot compare with baseline ${path}: there is no such file; write it with --update-baseline`);
    }
    throw new Error(`Cannot read baseline ${path}: ${(error as Error).message}`, { cause: error });
  }
  let report: Report;
  try {
    report = JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot read baseline ${path}: ${(error as Error).message}`, { cause: error });
  }
  if (report?.format !== "cracktrader backend report") {
    throw new Error(`Cannot read baseline ${path}: its format is not "cracktrader backend report"`);
  }
  if (report.version !== REPORT_VERSION) {
    throw new Error(
      `Cannot read baseline ${path}: its version is ${report.version}, not ${REPORT_VERSION}; ` +
        "write it anew with --update-baseline --force-baseline-overwrite",
    );
  }
  for (const name of ENGINES) checkTimes(path, name, report.backends?.[name]);
  if (report.backends.typescript === undefined) throw new Error(`Cannot read baseline ${path}: it has no times`);
  if (report.settings === undefined || report.machine === undefined || report.runtime === undefined) {
    throw new Error(`Cannot read baseline ${path}: it does not say what was measured on which machine`);
  }
  return report;
}

function checkTimes(path: string, name: string, times: Report["backends"][EngineName]): void {
  if (times === undefined) return;
  for (const value of [times.meanMs, times.ratioToBareLoop]) {
    if (!(typeof value === "number" && value > 0)) {
      throw new Error(`Cannot read baseline ${path}: the times of ${name} hold ${Deno.inspect(value)}`);
    }
  }
}

/** Facts that a report must share with its baseline. */
interface Comparable {
  readonly settings: Report["settings"];
  /** Names of the engines that are measured. */
  readonly engines: readonly EngineName[];
  /** Why Rust is not among them, and whether that was asked for. */
  readonly absent: { readonly reason: string; readonly asked: boolean } | undefined;
}

/**
 * Checks that a comparison would mean something.
 *
 * @throws {Error} If the baseline is of another profile or of other bars, or if an engine is in one of the two alone.
 */
export function checkComparable(path: string, baseline: Report, now: Comparable): void {
  for (const name of ["profile", "bars"] as const) {
    const then = baseline.settings[name], wanted = now.settings[name];
    if (then === wanted) continue;
    throw new Error(
      `Cannot compare with baseline ${path}: its ${name} is ${then}, and this run's is ${wanted}; ` +
        `pass --${name} ${then}, or name another baseline`,
    );
  }
  const had = baseline.backends.rust !== undefined, have = now.engines.includes("rust");
  if (!had && have) {
    throw new Error(
      `Cannot compare with baseline ${path}: it has no times of Rust; pass --typescript-only, or write it anew`,
    );
  }
  if (had && !have && now.absent?.asked !== true) {
    throw new Error(
      `Cannot compare with baseline ${path}: it has times of Rust, which is not here: ${now.absent?.reason}`,
    );
  }
}

/** Returns the differences between a baseline and a report that do not forbid a comparison. */
export function comparisonWarnings(baseline: Report, now: Report): string[] {
  const warnings: string[] = [];
  const compare = (what: string, then: unknown, current: unknown): void => {
    if (then !== current) warnings.push(`${what}: ${then} in the baseline, ${current} now`);
  };
  for (const name of ["system", "architecture", "processor", "processors", "memoryBytes"] as const) {
    compare(`another machine, ${name}`, baseline.machine[name], now.machine[name]);
  }
  compare("Deno", baseline.runtime.deno, now.runtime.deno);
  for (const name of ["iterations", "warmup", "iterationMs"] as const) {
    compare(`settings, ${name}`, baseline.settings[name], now.settings[name]);
  }
  if (baseline.parity.status !== "different" && now.parity.status !== "different") {
    compare("the work itself, value at its end", baseline.parity.outcome.value, now.parity.outcome.value);
  }
  if (baseline.backends.rust !== undefined && now.backends.rust === undefined) {
    warnings.push("Rust is in the baseline and was left out now");
  }
  return warnings;
}

/** Compares measurements with a baseline; of several the fastest counts, as a machine only ever adds to a time. */
export function compareWithBaseline(
  path: string,
  baseline: Report,
  measurements: readonly Report[],
  compared: ComparedUnit,
  maxSlowdownRatio: number,
): Comparison {
  const results: ComparedBackend[] = [];
  for (const backend of ENGINES) {
    const then = comparedValue(baseline, backend, compared);
    const values = measurements.map((report) => comparedValue(report, backend, compared)).filter((value) =>
      value !== undefined
    );
    if (then === undefined || values.length === 0) continue;
    const now = Math.min(...values), slowdown = now / then;
    results.push({ backend, baseline: then, now, slowdown, regressed: slowdown > maxSlowdownRatio });
  }
  return {
    baseline: path,
    baselineDate: baseline.date,
    compared,
    maxSlowdownRatio,
    measurements: measurements.length,
    results,
    warnings: comparisonWarnings(baseline, measurements.at(-1)!),
  };
}

/** Whether a regression is so small that it has to be measured again before it counts. */
export function isDoubtful({ results, maxSlowdownRatio }: Comparison): boolean {
  const regressed = results.filter((result) => result.regressed);
  return regressed.length > 0 && regressed.every(({ slowdown }) => slowdown <= maxSlowdownRatio * DOUBT);
}

function comparedValue(report: Report, backend: EngineName, compared: ComparedUnit): number | undefined {
  const times = report.backends[backend];
  return compared === "ratio" ? times?.ratioToBareLoop : times?.meanMs;
}

/** Lines for a person. */
export function renderComparison(comparison: Comparison): string[] {
  const { baseline, baselineDate, compared, maxSlowdownRatio, measurements, results, warnings } = comparison;
  const unit = compared === "ratio" ? "x bare loop" : "ms";
  return [
    `baseline ${baseline} of ${baselineDate}, ${
      measurements === 1 ? "one measurement" : `${measurements} measurements`
    }:`,
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...results.map(({ backend, baseline, now, slowdown, regressed }) => {
      const numbers = `${baseline.toPrecision(4)} ${unit} then, ${now.toPrecision(4)} ${unit} now`;
      const verdict = regressed ? "regressed: more than" : "within";
      return `  ${backend}: ${numbers}, ${slowdown.toFixed(3)} times, ${verdict} ${maxSlowdownRatio}`;
    }),
  ];
}
