/**
 * The command `fuzz`: plays random event logs on both engines and compares every byte, also with an independent
 * auditor.
 *
 * @module
 */

import type { Command } from "../../src/cli/command.ts";
import type { CommandLine } from "../../src/cli/flags.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { UsageError } from "../../src/cli/usage_error.ts";
import type { Failure } from "./failure.ts";
import type { FuzzOptions, FuzzReport } from "./fuzz.ts";
import { fuzzInWorkers } from "./parallel.ts";
import { BACKENDS, ENGINE_NAMES, type EngineName } from "../../src/engine/backends.ts";
import { writeRegression } from "./regression.ts";

/** Folder of the saved failures. */
const REGRESSIONS = "fixtures/regressions";

/** The engines of each choice, the reference first. */
const ENGINES: Readonly<Record<string, readonly EngineName[]>> = {
  all: ENGINE_NAMES.toReversed(),
  both: ["typescript", "rust"],
  typescript: ["typescript"],
};

/** The command `fuzz`. */
export const command: Command = {
  description:
    "Plays random event logs, legal and illegal, on every engine in several ways and compares every output byte, hash " +
    "and snapshot. An auditor, a slow and obvious model that shares no code with either engine, works out by itself what " +
    "had to come. One seed gives one report. What is found is shrunk and printed as a table.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [
    { name: "seed", value: "N", summary: "Seed of all cases; 1 by default." },
    { name: "cases", value: "N", summary: "Number of random cases; 500 by default." },
    { name: "events", value: "N", summary: "Events of a random case, about; 2000 by default." },
    { name: "minutes", value: "M", summary: "Begin no further case after so many minutes." },
    { name: "case", value: "N", summary: "Run this one case alone, to see again what a report named." },
    {
      name: "engine",
      value: "NAME",
      choices: ["all", "both", "typescript"],
      summary:
        "All by default; both are TypeScript and Rust; typescript compares the ways of playing a log there alone.",
    },
    {
      name: "workers",
      value: "N",
      summary: "Threads that share the cases, 2 by default and no more than cases; the report is that of one.",
    },
    {
      name: "demand-coverage",
      summary:
        "Fail if a reason, a fill rule or a pair of the order-state table that can be met was not; for long runs.",
    },
    { name: "audit-every", value: "N", summary: "Audit every so many cases; all by default." },
    {
      name: "save",
      value: "NAME",
      summary: `Write what is found to ${REGRESSIONS}/NAME.json, which the project's tests play from then on.`,
    },
  ],
  permissions: [
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library" },
    { flag: `--allow-write=${REGRESSIONS}`, purpose: "for --save" },
  ],
  exitCodes: {
    0: "no difference in what was met, which the report tells",
    1: "something differs, the auditor objects, or with --demand-coverage too little was met",
    2: "the command line or the Rust library cannot be used",
  },
  run,
};

/** The options from the command line. */
interface Asked extends FuzzOptions {
  readonly seed: number;
  readonly cases: number;
  readonly events: number;
  readonly engines: readonly EngineName[];
}

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const asked = readOptions(line), name = line.value("save"), json = line.has("json");
  if (name !== undefined && !/^[a-z0-9_]+$/.test(name)) {
    throw new UsageError(`Cannot use --save ${name}: a name has small letters, digits and underscores`);
  }
  for (const name of asked.engines) {
    const opened = BACKENDS[name].open({});
    if (opened.found) continue;
    throw new UsageError(`Cannot compare the engines: ${opened.message}. To mend it, ${opened.remedy}`);
  }
  const report = await fuzzInWorkers(asked, wholeNumber(line, "workers", 1) ?? 2);
  terminal.out(json ? jsonOf(report, asked) : report.lines.join("\n"));
  if (name !== undefined && report.failure !== undefined) {
    const told = save(name, report.failure, asked.seed);
    if (json) terminal.error(told);
    else terminal.out(told);
  }
  return report.passed ? 0 : 1;
}

function readOptions(line: CommandLine): Asked {
  const minutes = wholeNumber(line, "minutes", 1), only = wholeNumber(line, "case", 0);
  return {
    seed: wholeNumber(line, "seed", 0) ?? 1,
    cases: wholeNumber(line, "cases", 0) ?? 500,
    events: wholeNumber(line, "events", 10) ?? 2000,
    audit_every: wholeNumber(line, "audit-every", 1) ?? 1,
    demand_coverage: line.has("demand-coverage"),
    engines: ENGINES[line.value("engine") ?? "all"]!,
    ...(minutes === undefined ? {} : { minutes }),
    ...(only === undefined ? {} : { only }),
  };
}

function wholeNumber(line: CommandLine, name: string, least: number): number | undefined {
  const value = line.number(name);
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new UsageError(`Cannot use --${name} ${value}: it is a whole number from ${least} on`);
}

/** Writes a failure to the folder that the tests read; returns a text about it. */
function save(name: string, failure: Failure, seed: number): string {
  if (failure.bars.length > 0) {
    return `Not saved: the case goes through columns, which a log does not hold; run it again with --case ${failure.number}`;
  }
  const about = `Case ${failure.number} of seed ${seed}: ${failure.difference}`,
    { config, events, comparing } = failure;
  const file = `${REGRESSIONS}/${name}.json`;
  Deno.mkdirSync(REGRESSIONS, { recursive: true });
  Deno.writeTextFileSync(file, writeRegression({ name, about, config, events, comparing }), { createNew: true });
  return `saved as ${file}`;
}

/** Returns the report as JSON. */
function jsonOf(report: FuzzReport, asked: Asked): string {
  const { failure, met, passed } = report;
  const { seed, cases, events, engines } = asked;
  const told = failure === undefined ? undefined : {
    case: failure.number,
    found: failure.found,
    difference: failure.difference,
    regression: writeRegression({ name: "", about: "", ...failure }),
  };
  return JSON.stringify({ passed, asked: { seed, cases, events, engines }, met, failure: told }, undefined, 2);
}
