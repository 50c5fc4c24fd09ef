/**
 * `deno task fuzz`: random event logs through both engines, every byte compared, and an auditor who knows neither.
 *
 * @module
 */

import { openLibrary } from "../src/native/library.ts";
import type { Failure } from "../tests/fuzz/failure.ts";
import type { FuzzReport } from "../tests/fuzz/fuzz.ts";
import { fuzzInWorkers } from "../tests/fuzz/parallel.ts";
import type { EngineName } from "../tests/fuzz/playback.ts";
import { writeRegression } from "../tests/fuzz/regression.ts";

const HELP = `deno task fuzz [--seed N] [--cases N] [--events N] [--minutes M] [--case N] [--engine both|typescript]
               [--workers N] [--audit-every N] [--save NAME] [--json]

Plays random event logs, legal and illegal, on both engines in several ways and compares every output byte, hash and
snapshot. An auditor, a slow and obvious model that shares no code with either engine, works out by itself what had to
come. One seed gives one report. What is found is shrunk and printed as a table.

  --seed N         seed of all cases, 1 by default
  --cases N        number of random cases, 500 by default
  --events N       events of a random case, about, 2000 by default
  --minutes M      begin no further case after so many minutes
  --case N         run this one case alone, to see again what a report named
  --engine E       both by default; typescript compares the ways of playing a log on that engine alone
  --workers N      threads that share the cases, 2 by default; the report is that of one
  --audit-every N  audit every so many cases; all by default
  --save NAME      write what is found to fixtures/regressions/NAME.json, which the tests play from then on
  --json           print counts and failure as JSON

Exit code 1 when something differs, when the auditor objects, when fewer than a fifth of the events changed the state, or
when a reason, a fill rule or a pair of the order-state table that can be met was not; 2 for a wrong argument.`;

/** Where failures are kept. */
const REGRESSIONS = new URL("../fixtures/regressions/", import.meta.url);

/** What the arguments say. */
interface Arguments {
  seed: number;
  cases: number;
  events: number;
  minutes?: number;
  only?: number;
  engines: readonly EngineName[];
  workers: number;
  audit_every: number;
  save?: string;
  json: boolean;
}

/** Least values of the arguments that are whole numbers. */
const NUMBERS: Readonly<Record<string, number>> = {
  "--seed": 0,
  "--cases": 0,
  "--events": 10,
  "--minutes": 1,
  "--case": 0,
  "--workers": 1,
  "--audit-every": 1,
};

function parseArguments(args: readonly string[]): Arguments {
  const parsed: Arguments = {
    seed: 1,
    cases: 500,
    events: 2000,
    engines: ["typescript", "rust"],
    workers: 2,
    audit_every: 1,
    json: false,
  };
  for (let at = 0; at < args.length; at++) {
    const name = args[at]!;
    if (name === "--json") {
      parsed.json = true;
      continue;
    }
    const value = args[++at];
    if (name === "--engine") {
      if (value !== "both" && value !== "typescript") {
        throw new RangeError(`Cannot use --engine ${value}: there are both and typescript`);
      }
      if (value === "typescript") parsed.engines = ["typescript"];
      continue;
    }
    if (name === "--save") {
      if (value === undefined || !/^[a-z0-9_]+$/.test(value)) {
        throw new RangeError(`Cannot use --save ${value}: a name has small letters, digits and underscores`);
      }
      parsed.save = value;
      continue;
    }
    const least = NUMBERS[name];
    if (least === undefined) throw new RangeError(`Cannot use the argument "${name}": see --help`);
    const number = Number(value);
    if (value === undefined || !Number.isSafeInteger(number) || number < least) {
      throw new RangeError(`Cannot use ${name} ${value}: it is a whole number from ${least} on`);
    }
    if (name === "--seed") parsed.seed = number;
    else if (name === "--cases") parsed.cases = number;
    else if (name === "--events") parsed.events = number;
    else if (name === "--minutes") parsed.minutes = number;
    else if (name === "--workers") parsed.workers = number;
    else if (name === "--audit-every") parsed.audit_every = number;
    else parsed.only = number;
  }
  return parsed;
}

/** Writes a failure where the tests find it; returns what was done. */
function save(name: string, failure: Failure, seed: number): string {
  if (failure.bars.length > 0) {
    return `Not saved: the case goes through columns, which a log does not hold; run it again with --case ${failure.number}`;
  }
  const about = `Case ${failure.number} of seed ${seed}: ${failure.difference}`,
    { config, events, comparing } = failure;
  const file = new URL(`${name}.json`, REGRESSIONS);
  Deno.writeTextFileSync(file, writeRegression({ name, about, config, events, comparing }), { createNew: true });
  return `saved as fixtures/regressions/${name}.json`;
}

/** The report for machines. */
function jsonOf(report: FuzzReport, parsed: Arguments): string {
  const { failure, met, passed } = report;
  const { seed, cases, events, engines } = parsed;
  const told = failure === undefined ? undefined : {
    case: failure.number,
    found: failure.found,
    difference: failure.difference,
    regression: writeRegression({ name: "", about: "", ...failure }),
  };
  return JSON.stringify({ passed, asked: { seed, cases, events, engines }, met, failure: told }, undefined, 2);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let parsed: Arguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  if (parsed.engines.includes("rust")) {
    const library = openLibrary();
    if (!library.found) {
      console.error(`Cannot compare the engines: ${library.message}. To mend it, ${library.remedy}`);
      return 1;
    }
  }
  const { workers, save: name, json, ...options } = parsed;
  const report = await fuzzInWorkers(options, workers);
  console.log(json ? jsonOf(report, parsed) : report.lines.join("\n"));
  if (name !== undefined && report.failure !== undefined) {
    const told = save(name, report.failure, parsed.seed);
    if (json) console.error(told);
    else console.log(told);
  }
  return report.passed ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
