/**
 * The command `model`: random runs on both engines and in a model in exact fractions, every row compared.
 *
 * @module
 */

import type { Command } from "../../../src/cli/command.ts";
import type { CommandLine } from "../../../src/cli/flags.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { BACKENDS, ENGINE_NAMES } from "../../../src/engine/backends.ts";
import { compareWithModel } from "./agreement.ts";
import { type PlayedEngine, whyNoPython } from "./judge.ts";

const DEFAULT_CASES = 2000;

/** The command `model`. */
export const command: Command = {
  description:
    "Plays random plans through the public API on both engines, and again in a model that was written from the " +
    "documents alone, in Python and in exact fractions. Fills, orders, refusals, round trips, equity and cash have to be " +
    "equal. A run that differs is shrunk and printed.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [
    { name: "seed", value: "N", summary: "Seed of all cases; 1 by default." },
    { name: "cases", value: "N", summary: `Number of random runs; ${DEFAULT_CASES} by default.` },
    { name: "case", value: "N", summary: "Run this one case alone, to see again what a report named." },
    {
      name: "engine",
      value: "NAME",
      choices: ["all", "both", "typescript"],
      summary: "All by default; both are TypeScript and Rust.",
    },
  ],
  permissions: [
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library" },
    { flag: "--allow-run=python3", purpose: "for the model" },
  ],
  exitCodes: {
    0: "all agree, and what should come to pass did",
    1: "a run differs, something never came to pass, or python3 is missing",
    2: "the command line or the Rust library cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const seed = wholeNumber(line, "seed", 0) ?? 1, cases = wholeNumber(line, "cases", 1) ?? DEFAULT_CASES;
  const only = wholeNumber(line, "case", 0);
  const asked = line.value("engine");
  const engines: readonly PlayedEngine[] = asked === "typescript"
    ? ["typescript"]
    : asked === "both"
    ? ["typescript", "rust"]
    : ENGINE_NAMES.toReversed();
  for (const name of engines) {
    const opened = BACKENDS[name].open({});
    if (!opened.found) {
      throw new UsageError(`Cannot ask about the engines: ${opened.message}. To mend it, ${opened.remedy}`);
    }
  }
  const missing = await whyNoPython();
  if (missing !== undefined) {
    terminal.error(`skipped: ${missing}; install Python 3, which needs no package`);
    return 1;
  }
  const report = await compareWithModel({ seed, cases, engines, only });
  for (const text of report.lines) terminal.out(text);
  if (report.lacking.length > 0) terminal.out(`Never came to pass: ${report.lacking.join(", ")}`);
  terminal.out(`${report.agreed} of ${report.cases} runs agree with the model on ${engines.join(" and ")}`);
  return report.agreed === report.cases && report.lacking.length === 0 ? 0 : 1;
}

function wholeNumber(line: CommandLine, name: string, least: number): number | undefined {
  const value = line.number(name);
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new UsageError(`Cannot use --${name} ${value}: it is a whole number from ${least} on`);
}
