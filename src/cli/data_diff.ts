/**
 * The act `data diff`: what a newer download changed in the rows, and in decisions and money of a strategy.
 *
 * @module
 */

import { barTimeText } from "../catalogue/bar_time.ts";
import { diffBars, type RowChange, type RowDiff } from "../catalogue/row_diff.ts";
import { diffRuns, type RowCounts, type RunDiff } from "../catalogue/run_diff.ts";
import type { EngineChoice } from "../engine/choice.ts";
import type { Bars } from "../feeds/bars.ts";
import { nameOfSource } from "../feeds/csv/csv_options.ts";
import type { Result } from "../results/result.ts";
import { backtest } from "../run/backtest.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { CommandLine } from "./flags.ts";
import { jsonText } from "../records/json_line.ts";
import { loadLimit, loadStrategy } from "./load_strategy.ts";
import { Progress } from "./progress.ts";
import { readFileOf } from "./read_feeds.ts";
import { accountOptions, RUN_FLAGS } from "./run_options.ts";
import { StrategyFailure } from "./strategy_failure.ts";
import { readParams } from "./strategy_params.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";

// Taken before any strategy is loaded, which could put another one in its place.
const { setTimeout } = globalThis;
/** Rows that are shown without `--rows`. */
const SHOWN = 5;

/** Compares two files, and the runs over them if there is a strategy. */
export async function diff(line: CommandLine, terminal: Terminal): Promise<number> {
  const [, oldPath, newPath, path] = line.operands as [string, string, string, string?];
  if (path === undefined) refuseRunFlags(line);
  using progress = new Progress(terminal);
  // Both have one name, so that terms of the instrument are those of both.
  const name = nameOfSource(oldPath),
    older = await readFileOf(line, oldPath, name),
    newer = await readFileOf(line, newPath, name);
  const rows = diffBars(older, newer), lastUs = older.columns.timeUs.at(-1) ?? -Infinity;
  const later = rows.changes.filter(({ kind, timeUs }) => kind === "added" && timeUs > lastUs).length;
  const run = path === undefined ? undefined : await runBoth(line, path, name, [older, newer], progress);
  progress[Symbol.dispose]();
  const isSame = rows.changes.length === later && rows.facts.length === 0 && run?.same !== false;
  if (line.has("json")) {
    terminal.out(jsonText({ same: isSame, rows: { ...rows, later }, ...(run === undefined ? {} : { run }) }));
  } else {terminal.out(
      [...rowLines(rows, later, older, line.has("rows")), ...(run === undefined ? [] : runLines(run, older))].join(
        "\n",
      ),
    );}
  return isSame ? 0 : 1;
}

/** Refuses flags of a run without a strategy, as they would have no effect. */
function refuseRunFlags(line: CommandLine): void {
  const given = ["engine", "load-timeout", ...RUN_FLAGS.map(({ name }) => name)].find((name) => line.has(name));
  if (given === undefined) return;
  throw new UsageError(`Cannot use --${given} without a strategy: name its module behind both files`);
}

async function runBoth(
  line: CommandLine,
  path: string,
  name: string,
  bars: readonly [Bars, Bars],
  progress: Progress,
): Promise<RunDiff> {
  const strategy = await loadStrategy(path, line.value("export"), loadLimit(line));
  const engineBackend = line.value("engine") as EngineChoice | undefined;
  const options: BacktestOptions = {
    ...accountOptions(line),
    params: readParams(line.values("params"), strategy.defaults),
    ...(engineBackend === undefined ? {} : { engineBackend }),
  };
  const results = bars.map((one, index) => {
    progress.tell(`Running ${strategy.name} over the ${index === 0 ? "older" : "newer"} prices`);
    return run(strategy, { [name]: one }, options);
  });
  // A promise of the strategy that was rejected in a run is told in the next turn, and then there is no result.
  await new Promise((resolve) => setTimeout(resolve));
  return diffRuns(results[0]!, results[1]!);
}

function run(strategy: StrategyClass<Params>, feeds: Record<string, Bars>, options: BacktestOptions): Result {
  try {
    return backtest(strategy, feeds, options);
  } catch (error) {
    throw error instanceof StrategyError ? new StrategyFailure(error) : error;
  }
}

function rowLines(rows: RowDiff, later: number, bars: Bars, isWhole: boolean): string[] {
  const { added, removed, revised, same, changes, facts } = rows;
  const counts = [`${added - later} added`, `${removed} removed`, `${revised} revised`, `${same} the same`];
  const told = changes.filter(({ kind, timeUs }) =>
    kind !== "added" || timeUs <= (bars.columns.timeUs.at(-1) ?? -Infinity)
  );
  const shown = isWhole ? told : told.slice(0, SHOWN), rest = told.length - shown.length;
  return [
    `Rows       ${counts.join(", ")}${later === 0 ? "" : `; ${later} later than the last older one`}`,
    ...facts.map(({ fact, older, newer }) => `  ${fact}: ${older} is now ${newer}`),
    ...shown.map((change) => `  ${changeText(change, bars)}`),
    ...(rest === 0 ? [] : [`  ... and ${rest} more; --rows shows all`]),
  ];
}

function changeText({ kind, timeUs, values }: RowChange, bars: Bars): string {
  const text = values.map(({ column, older, newer }) => `${column} ${older} is now ${newer}`).join(", ");
  return `${barTimeText(timeUs, bars)}  ${kind}${text === "" ? "" : `: ${text}`}`;
}

function runLines(run: RunDiff, bars: Bars): string[] {
  const { decision, orders, fills, trades, equity } = run;
  const time = (timeUs: number): string => barTimeText(timeUs, bars);
  const words = (decisions: readonly string[]): string => decisions.length === 0 ? "nothing" : decisions.join(", ");
  const decided = decision === null
    ? "the same at every bar of both"
    : `first other one at ${time(decision.timeUs)}: ${words(decision.older)}; now ${words(decision.newer)}`;
  const { older, newer, firstUs, largest, largestUs } = equity;
  const money = older === null
    ? "no bar of both"
    : firstUs === null
    ? `${older} at the last bar of both, the same at every bar`
    : `${older} at the last bar of both, ${
      newer === older ? "the same" : `now ${newer}, ${signed(newer! - older)}`
    }; first other at ${time(firstUs)}, ` +
      `at most ${signed(largest)} at ${time(largestUs!)}`;
  return [
    `Decisions  ${decided}`,
    `Orders     ${countsText(orders)}`,
    `Fills      ${countsText(fills)}`,
    `Trades     ${countsText(trades)}`,
    `Equity     ${money}`,
    verdict(run, time),
  ];
}

/** Says what differs: the decisions of the strategy, what became of them, or the value of the account alone. */
function verdict({ decision, orders, fills, trades, equity }: RunDiff, time: (timeUs: number) => string): string {
  if (decision !== null) return "The strategy did something else.";
  const names = Object.entries({ orders, fills, trades }).filter(([, rows]) => rows.onlyOlder + rows.onlyNewer > 0)
    .map(([name]) => name);
  if (names.length > 0) return `The strategy decided the same, and its ${names.join(" and ")} differ.`;
  const { steps, firstUs } = equity;
  if (firstUs === null) return "The strategy did the same.";
  const bars = steps === 1 ? `1 bar, ${time(firstUs)}` : `${steps} bars, first on ${time(firstUs)}`;
  return `The strategy did the same; the value of the account differs on ${bars}.`;
}

function countsText({ older, newer, onlyOlder, onlyNewer }: RowCounts): string {
  if (onlyOlder + onlyNewer === 0) return `${older}, the same`;
  return `${older}, now ${newer}: ${onlyOlder} are no more, ${onlyNewer} are new`;
}

/** Money differs by sums of doubles, of which the last digits are noise. */
function signed(difference: number): string {
  const rounded = Number(difference.toPrecision(12));
  return `${rounded > 0 ? "+" : ""}${rounded}`;
}
