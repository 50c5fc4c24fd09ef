/**
 * `deno task fuzz`: random event logs through both engines, every byte compared.
 *
 * @module
 */

import { openLibrary } from "../src/native/library.ts";
import { fuzz } from "../tests/fuzz/fuzz.ts";
import type { EngineName } from "../tests/fuzz/playback.ts";

const HELP = `deno task fuzz [--seed N] [--cases N] [--events N] [--minutes M] [--case N] [--engine both|typescript]

Plays random event logs, legal and illegal, on both engines in several ways and compares every output byte, hash and
snapshot. One seed gives one report.

  --seed N      seed of all cases, 1 by default
  --cases N     number of random cases, 500 by default
  --events N    events of a random case, about, 2000 by default
  --minutes M   begin no further case after so many minutes
  --case N      run this one case alone, to see again what a report named
  --engine E    both by default; typescript compares the ways of playing a log on that engine alone

Exit code 1 when something differs, when fewer than a fifth of the events changed the state, or when a reason that an
event can bring about was not met; 2 for a wrong argument.`;

/** What the arguments say. */
interface Arguments {
  seed: number;
  cases: number;
  events: number;
  minutes?: number;
  only?: number;
  engines: readonly EngineName[];
}

/** Least values of the arguments that are whole numbers. */
const NUMBERS: Readonly<Record<string, number>> = {
  "--seed": 0,
  "--cases": 0,
  "--events": 10,
  "--minutes": 1,
  "--case": 0,
};

function parseArguments(args: readonly string[]): Arguments {
  const parsed: Arguments = { seed: 1, cases: 500, events: 2000, engines: ["typescript", "rust"] };
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at]!, value = args[at + 1];
    if (name === "--engine") {
      if (value !== "both" && value !== "typescript") {
        throw new RangeError(`Cannot use --engine ${value}: there are both and typescript`);
      }
      if (value === "typescript") parsed.engines = ["typescript"];
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
    else parsed.only = number;
  }
  return parsed;
}

function main(args: readonly string[]): number {
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
  const { passed, lines } = fuzz(parsed);
  console.log(lines.join("\n"));
  return passed ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = main(Deno.args);
