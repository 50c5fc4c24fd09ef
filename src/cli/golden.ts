/**
 * The command `golden`: holds a run against the accepted one and says what changed.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { GoldenFileError } from "../golden/golden_file.ts";
import { checkGolden, goldenPath, goldenReportText, pathText, resultFrom } from "../golden/golden_run.ts";
import type { Result } from "../results/result.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import type { Command } from "./command.ts";
import { describeError } from "./error_report.ts";
import type { CommandLine } from "./flags.ts";
import { jsonText } from "../records/json_line.ts";
import { LOAD_SECONDS, loadModule } from "./load_strategy.ts";
import { checkFiles, FORCE_FLAG } from "./output_files.ts";
import { filesOfStrategy } from "./strategy_files.ts";
import type { Terminal } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";

/** Exit codes by the verdict of the comparison. */
const CODES = { equal: 0, differs: 1, missing: 2 } as const;

/** The command `golden`. */
export const command: Command = {
  description:
    "Runs a module whose default export is a function that returns what ct.backtest returns, or a promise of it, and " +
    "compares orders, fills, trades, refusals and equity with the accepted run in the folder golden beside it. Says the " +
    "first bar that differs, the order with the values of the strategy's lines, the fill with its rule, the trade, and " +
    "the money in total. A run that was accepted on one engine holds on the other.",
  operands: { usage: "RUN.ts", least: 1, most: 1 },
  flags: [
    { name: "accept", summary: "Accept the run: show what it changes, and write its file." },
    { name: "file", value: "FILE", summary: "File of the accepted run; golden/RUN.json beside the module by default." },
    FORCE_FLAG,
  ],
  permissions: [
    { flag: "--allow-read=.", purpose: "the module, what it reads, and the file of the accepted run" },
    { flag: "--allow-write=golden", purpose: "of the folder golden beside the module, with --accept" },
    { flag: "--allow-read, --allow-ffi", purpose: "of the folder of the Rust library, for the Rust engine" },
  ],
  exitCodes: {
    0: "nothing differs, or the run was accepted",
    1: "something differs, or the run threw an error",
    2: "no run was accepted yet, or the command line, the module or the file cannot be used",
  },
  run,
};

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const module = line.operands[0]!, accept = line.has("accept");
  const file = line.value("file") ?? goldenPath(module);
  const force = line.has(FORCE_FLAG.name);
  if (accept) {
    // The modules that a run imports are its files too, and could be replaced by force alone.
    const read = [module, ...(force ? filesOfStrategy(module).map(({ path }) => path) : [])];
    checkFiles(
      read.map((path) => ({ flag: "the run", path })),
      [{ flag: "--file", path: file, kind: "accepted run" }],
      force,
    );
  }
  const exports = await loadModule(module, { seconds: LOAD_SECONDS }, "the run");
  const result = await resultOf(exports["default"], module), report = comparedTo(file, result, accept, force);
  const extra = line.value("file") === undefined ? "" : ` --file ${file}`;
  const permissions = `--allow-read and --allow-write=${pathText(dirname(resolve(file)))}`;
  const text = goldenReportText(report, `run: cracktrader golden ${module}${extra} --accept (with ${permissions})`);
  const code = report.accepted ? 0 : CODES[report.verdict];
  if (line.has("json")) terminal.out(jsonText(report));
  else if (report.verdict === "missing" && !report.accepted) terminal.error(text);
  else terminal.out(text);
  return code;
}

/** Makes the result of the default export of a module. */
async function resultOf(exported: unknown, module: string): Promise<Result> {
  if (exported === undefined) {
    throw new UsageError(
      `Cannot find a run in ${module}: export one by default, such as export default () => ct.backtest(...)`,
    );
  }
  let value: unknown;
  try {
    value = await (typeof exported === "function" ? exported() : exported);
  } catch (error) {
    if (error instanceof StrategyError) throw new CommandFailure(error.message, { cause: error });
    throw new CommandFailure(`Cannot run ${module}: ${describeError(error).message}`, { cause: error });
  }
  try {
    return resultFrom(value, `the default export of ${module}`);
  } catch (error) {
    throw new UsageError(describeError(error).message, { cause: error });
  }
}

function comparedTo(file: string, result: Result, accept: boolean, force: boolean): ReturnType<typeof checkGolden> {
  try {
    return checkGolden(result, file, accept, force);
  } catch (error) {
    if (error instanceof GoldenFileError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
