/**
 * The command `abuse`: random wrong calls of the public interface, and damaged files.
 *
 * @module
 */

import type { Command } from "../../src/cli/command.ts";
import type { CommandLine } from "../../src/cli/flags.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { UsageError } from "../../src/cli/usage_error.ts";
import { BACKENDS, ENGINE_NAMES, type EngineName } from "../../src/engine/backends.ts";
import { caseOf } from "./calls.ts";
import { render } from "./expression.ts";
import type { AbuseRequest, AbuseTold } from "./worker.ts";

/** A call that takes so long hangs, or does work without a bound. */
const HANG_SECONDS = 30;
/** Calls without an end by time. */
const CASES_DEFAULT = 1000;

/** The command `abuse`. */
export const command: Command = {
  description:
    "Makes random calls of the public interface with wrong values in one or a few places, at right and at wrong moments, " +
    "and reads damaged files. A call has to return what is right or to throw an error that says what cannot be done and " +
    "how to mend it. Each call is made on every engine, and again on the first one. A call that fails is shrunk to a " +
    "small program, which is printed. One seed gives the same calls.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [
    { name: "seed", value: "S", summary: "Seed of all calls; 1 by default." },
    { name: "cases", value: "N", summary: `Number of calls; ${CASES_DEFAULT} by default, without --seconds.` },
    { name: "files", value: "N", summary: "Number of damaged files; a tenth of the calls by default." },
    { name: "seconds", value: "N", summary: "Begin no further call after so many seconds." },
    { name: "case", value: "K", summary: "Make this one call alone, and print it, to see again what was found." },
    {
      name: "engine",
      value: "NAME",
      choices: ["all", ...ENGINE_NAMES],
      summary: "Engines that run the calls; all by default.",
    },
  ],
  permissions: [{ flag: "--allow-read, --allow-ffi", purpose: "of this folder and of the folder of the Rust library" }],
  exitCodes: {
    0: "every call did what it should",
    1: "a call or a file did not, or a call hung",
    2: "the command line or the Rust library cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const request = requestOf(line);
  for (const name of request.engines) {
    const opened = BACKENDS[name].open({});
    if (opened.found) continue;
    throw new UsageError(`Cannot run calls on ${name}: ${opened.message}. To mend it, ${opened.remedy}`);
  }
  const end = await inWorker(request);
  const lines = reportOf(request, end);
  if (line.has("json")) terminal.out(JSON.stringify({ ...end, passed: passed(end) }));
  else terminal.out(lines.join("\n"));
  return passed(end) ? 0 : 1;
}

/** The end of an abuse. */
interface AbuseEnd extends AbuseTold {
  /** Number of the call that did not end, or that ended the worker; undefined if none did. */
  readonly hung: { readonly number: number; readonly how: string } | undefined;
}

function passed({ findings, hung }: AbuseEnd): boolean {
  return findings.length === 0 && hung === undefined;
}

function requestOf(line: CommandLine): AbuseRequest {
  const seconds = wholeNumber(line, "seconds", 1), only = wholeNumber(line, "case", 0), asked = line.value("engine");
  const cases = only === undefined
    ? wholeNumber(line, "cases", 0) ?? (seconds === undefined ? CASES_DEFAULT : Number.MAX_SAFE_INTEGER)
    : 1;
  const files = only === undefined
    ? wholeNumber(line, "files", 0) ?? (cases === Number.MAX_SAFE_INTEGER ? cases : Math.ceil(cases / 10))
    : 0;
  return {
    seed: wholeNumber(line, "seed", 0) ?? 1,
    first: only ?? 0,
    cases,
    files,
    seconds: seconds ?? Infinity,
    engines: asked === undefined || asked === "all" ? ENGINE_NAMES.toReversed() : [asked as EngineName],
  };
}

function wholeNumber(line: CommandLine, name: string, least: number): number | undefined {
  const value = line.number(name);
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new UsageError(`Cannot use --${name} ${value}: it is a whole number from ${least} on`);
}

/** Makes the calls in a worker, which this thread watches: a call that hangs cannot watch itself. */
function inWorker(request: AbuseRequest): Promise<AbuseEnd> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const beat = new Int32Array(new SharedArrayBuffer(8));
  return new Promise((resolve) => {
    let last = -1,
      since = performance.now(),
      told: AbuseTold = { calls: 0, programs: 0, files: 0, counts: [], findings: [] };
    const end = (hung: AbuseEnd["hung"]): void => {
      clearInterval(watch);
      worker.terminate();
      resolve({ ...told, hung });
    };
    const watch = setInterval(() => {
      const now = Atomics.load(beat, 0);
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > HANG_SECONDS * 1000) {
        end({ number: Atomics.load(beat, 1), how: `did not end within ${HANG_SECONDS} seconds` });
      }
    }, 200);
    worker.onmessage = ({ data }: MessageEvent<AbuseTold & { readonly isEnd: boolean }>): void => {
      told = data;
      if (data.isEnd) end(undefined);
    };
    worker.onerror = (event): void => {
      event.preventDefault();
      end({ number: Atomics.load(beat, 1), how: `ended the thread: ${event.message}` });
    };
    worker.postMessage({ request, beat });
  });
}

function reportOf({ seed, first, cases, engines }: AbuseRequest, end: AbuseEnd): string[] {
  const { calls, programs, files, counts, findings, hung } = end, names = engines.join(" and ");
  const lines = [
    `${calls} calls and ${files} damaged files on ${names}, seed ${seed}; ${programs} programs were run`,
    ...counts.map(([kind, made, returned]) => `  ${kind.padEnd(10)} ${made} calls, of which ${returned} returned`),
  ];
  if (cases === 1) lines.push("", render(caseOf(seed, first).call));
  for (const { number, kind, fault, program } of findings) {
    lines.push("", `Case ${number} (${kind}): ${fault}`, "", program.trimEnd());
  }
  if (hung !== undefined) {
    lines.push("", `Case ${hung.number} ${hung.how}: --seed ${seed} --case ${hung.number} shows it`);
  }
  lines.push("", passed(end) ? "Nothing was wrong." : "Something is wrong, see above.");
  return lines;
}
