/**
 * The command `explain`: says in sentences how an order of a replay log came out.
 *
 * @module
 */

import { explainRun } from "../explain/explain.ts";
import { readExplainedRun } from "../explain/explain_log.ts";
import type { ExplainedRun } from "../explain/explained_run.ts";
import type { Explanation } from "../explain/explanation.ts";
import { ReplayLogError } from "../replay/replay_log_error.ts";
import type { Command } from "./command.ts";
import { type CommandLine, numberOf } from "./flags.ts";
import { logAt } from "./log_of_folder.ts";
import { jsonText } from "../records/json_line.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

/** The command `explain`. */
export const command: Command = {
  description:
    "Explains an order of a run from its replay log: what was asked, why each bar on the way did not fill it, which " +
    "rule and bound set the price, and what it did to cash, position, group and protection. Without an order it lists " +
    "all orders. Dates and times are in UTC, and prices as the grid has them. The folder of a journal means the log in it.",
  operands: { usage: "LOG [ORDER]", least: 1, most: 2 },
  flags: [
    { name: "trade", value: "ID", summary: "Explain a trade instead of an order." },
    { name: "unfinished", summary: "Take a log that breaks off, as a killed run leaves it." },
  ],
  permissions: [{ flag: "--allow-read=.", purpose: "the log, wherever it lies" }],
  exitCodes: {
    0: "the order was explained",
    2: "the command line or the log cannot be used, or the run has no such order",
  },
  run,
};

function run(line: CommandLine, terminal: Terminal): number {
  const [file, order] = line.operands as [string, string?], trade = line.number("trade");
  if (order !== undefined && trade !== undefined) throw new UsageError("Cannot explain an order and --trade at once");
  const explained = read(file, line.has("unfinished"));
  if (order === undefined && trade === undefined) {
    list(explained, line, terminal);
    return 0;
  }
  const explanation = explain(explained, trade === undefined ? numberOf(order!, "ORDER") : undefined, trade);
  const { title, lines, steps } = explanation;
  terminal.out(line.has("json") ? jsonText({ title, lines, steps }) : explanation.toString());
  return 0;
}

function read(file: string, allowUnfinished: boolean): ExplainedRun {
  try {
    return readExplainedRun(logAt(file), { allowUnfinished });
  } catch (error) {
    if (error instanceof ReplayLogError || error instanceof RangeError) {
      throw new UsageError(`Cannot use ${file}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function explain(run: ExplainedRun, order: number | undefined, trade: number | undefined): Explanation {
  try {
    if (trade === undefined) return explainRun(run, order!);
    const row = run.rows.trades.find(({ id }) => id === trade);
    if (row !== undefined) return explainRun(run, row);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
  throw new UsageError(`Cannot explain trade ${trade}: the log has ${run.rows.trades.length}, numbered from 1 on`);
}

function list({ rows: { orders } }: ExplainedRun, line: CommandLine, terminal: Terminal): void {
  if (line.has("json")) return terminal.out(jsonText({ orders }));
  const rows = orders.map(({ id, feed, role, side, type, bar, state, reason }) =>
    `${`${id}`.padStart(6)}  bar ${`${bar}`.padEnd(6)}  ${feed}  ${role}, ${side}, ${type}: ${state}, ${reason}`
  );
  terminal.out([`${orders.length} orders`, ...rows].join("\n"));
}
