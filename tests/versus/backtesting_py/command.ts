/**
 * The command `versus:backtesting.py`: strategies there and here, and every difference explained.
 *
 * @module
 */

import type { Command } from "../../../src/cli/command.ts";
import type { CommandLine } from "../../../src/cli/flags.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { BACKENDS, ENGINE_NAMES } from "../../../src/engine/backends.ts";
import { jsonText } from "../../../src/records/json_line.ts";
import { compare, type Comparison, comparisonLines, playHere } from "./compare.ts";
import { PLANS } from "./plans.ts";
import { ENVIRONMENT, outcomeThere, playThere, type PythonRun } from "./python_side.ts";
import { programHash, RECORDED, RECORDING, recordingText } from "./recording.ts";

/** The command `versus:backtesting.py`. */
export const command: Command = {
  description:
    `Runs ${PLANS.length} strategies on ${ENVIRONMENT.requirements.join(", ")}, which are installed by pip into the ` +
    "folder .versus of the project, and their twins on every engine here, over the same prices. Trades and every value " +
    "of the equity are compared. A difference is explained by rules: with those of one side, a broker that has both " +
    "gives that side's values bit for bit. What it does not give is counted as unexplained.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [{ name: "record", summary: `Also write the run of ${RECORDED} there as the recording of the tests.` }],
  permissions: [
    { flag: "--allow-read", purpose: "the programs, the prices and the folder of the Rust library" },
    { flag: "--allow-write=fixtures/versus", purpose: "the recording, with --record" },
    { flag: "--allow-run=python3", purpose: "for backtesting.py; it writes its packages to .versus" },
    { flag: "--allow-ffi=./rust/lib", purpose: "for the Rust engine" },
  ],
  exitCodes: {
    0: "every difference is explained",
    1: "something is unexplained, or python3 or its packages cannot be had",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const engines = ENGINE_NAMES.filter((name) => {
    const opened = BACKENDS[name].open({});
    if (!opened.found) terminal.error(`${BACKENDS[name].title} is left out: ${opened.message}`);
    return opened.found;
  });
  const comparisons: Comparison[] = [];
  let versions: PythonRun["versions"] = {};
  for (const plan of PLANS) {
    const there = await playThere(plan);
    versions = there.versions;
    const played = new Map(engines.map((engine) => [engine, playHere(plan, engine)] as const));
    comparisons.push(compare(plan, outcomeThere(there), played));
    if (plan.strategy === RECORDED && line.has("record")) {
      await Deno.writeTextFile(RECORDING, recordingText(there, await programHash()));
    }
  }
  const unexplained = comparisons.reduce((sum, comparison) => sum + comparison.unexplained, 0);
  if (line.has("json")) {
    const rows = comparisons.map(({ plan, theirs, ours, ...rest }) => ({
      strategy: plan.strategy,
      there: { trades: theirs.trades.length, finalEquity: theirs.equity.at(-1) },
      here: { trades: ours.trades.length, finalEquity: ours.equity.at(-1) },
      ...rest,
    }));
    terminal.out(jsonText({ versions, comparisons: rows, unexplained }));
  } else {
    terminal.out(Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "));
    for (const comparison of comparisons) terminal.out(`\n${comparisonLines(comparison).join("\n")}`);
    terminal.out(`\n${comparisons.length} strategies, unexplained: ${unexplained}`);
  }
  return unexplained === 0 ? 0 : 1;
}
