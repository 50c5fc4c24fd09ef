/**
 * Judges a recording of analyzers on an engine: its strategy runs again under the backtrader profile, and orders,
 * trades, cash, value and every figure are compared bit for bit.
 *
 * @module
 */

import type { EngineName } from "../../../src/engine/backends.ts";
import { Engine } from "../../../src/engine/engine.ts";
import { calmar, drawDown, grossLeverage, positionsValue, timeDrawDown, transactions } from "./account_analyzers.ts";
import type { AnalyzedRun, AnalyzedTrade } from "./analyzed_run.ts";
import type { AnalyzerRecording } from "./recording.ts";
import {
  type AnalyzerArguments,
  annualReturn,
  logReturnsRolling,
  periodStats,
  returnsOf,
  sharpeRatio,
  timeframeOf,
  timeReturn,
  variabilityWeighted,
} from "./return_analyzers.ts";
import { systemQuality, tradeFigures } from "./trade_analyzers.ts";
import { crossingStrategist, FIRST_CALL } from "./crossing_strategist.ts";
import { YEARS } from "./periods.ts";
import { timeText } from "../scenario_times.ts";
import { type Replay, replay } from "../replay.ts";
import type { Scenario, ScenarioEvent, ScenarioFeed } from "../scenario.ts";
import { configurationOf } from "../scenario_configuration.ts";
import { barTime } from "../scenario_times.ts";

/** Replays a recording on a new engine of this name, and returns the places that differ and the number compared. */
export function judgeAnalyzers(
  recording: AnalyzerRecording,
  feed: ScenarioFeed,
  engineName: EngineName,
): { readonly compared: number; readonly differences: readonly string[]; readonly chain: string } {
  const scenario = scenarioOf(recording, feed);
  using engine = new Engine(configurationOf(scenario), { engineBackend: engineName, environmentOverride: false });
  const replayed = replay(scenario, engine, undefined, crossingStrategist(feed, recording.params.short === true));
  const run = analyzedRun(recording, feed, replayed), orders = orderRows(replayed), calls = run.cash.slice(FIRST_CALL);
  const made: Record<string, unknown> = {
    final: { cash: run.cash.at(-1), value: run.value.at(-1) },
    n_orders: orders.length,
    orders,
    trades: tradeRows(run),
    cashvalue_every_25: calls.flatMap((cash, at) => at % 25 === 0 ? [[at, cash, run.value[FIRST_CALL + at]]] : []),
  };
  const differences: string[] = [],
    compare = (place: string, recorded: unknown, ours: unknown): void => {
      const difference = firstDifference(recorded, ours, place);
      if (difference !== undefined) differences.push(difference);
    };
  for (const [name, ours] of Object.entries(made)) {
    compare(name, recording[name as keyof AnalyzerRecording], ours);
  }
  for (const [name, recorded] of Object.entries(recording.analyzers)) {
    compare(name, recorded, thinned(analyzed(name, recording.analyzer_args[name] ?? {}, run), recorded));
  }
  const compared = Object.keys(made).length + Object.keys(recording.analyzers).length;
  return { compared, differences, chain: replayed.chain.map((lane) => lane.toString(16)).join(" ") };
}

function scenarioOf(recording: AnalyzerRecording, feed: ScenarioFeed): Scenario {
  const { name, cash, commission, sizer } = recording;
  const sized = sizer === null ? {} : { sizer: { type: sizer[0], ...sizer[1] } };
  const broker = { cash, commission: commission === null ? [] : [commission] };
  return { name, datas: [feed], broker, ...sized, actions: [], events: [], final: {} };
}

/** Returns a figure by the name of its set-up: the analyzer, and a mark of its own behind a low line. */
function analyzed(name: string, args: AnalyzerArguments, run: AnalyzedRun): unknown {
  const kind = name.startsWith("SharpeRatio_A") ? "SharpeRatio_A" : name.split("_")[0]!;
  switch (kind) {
    case "AnnualReturn":
      return annualReturn(run);
    case "Calmar":
      return calmar(run);
    case "DrawDown":
      return drawDown(run);
    case "TimeDrawDown":
      return timeDrawDown(run, timeframeOf(args));
    case "GrossLeverage":
      return grossLeverage(run);
    case "LogReturnsRolling":
      return logReturnsRolling(run, timeframeOf(args));
    case "PeriodStats":
      return periodStats(run, timeframeOf(args, YEARS));
    case "PositionsValue":
      return positionsValue(run);
    case "Returns":
      return returnsOf(run, timeframeOf(args));
    case "SharpeRatio":
    case "SharpeRatio_A":
      return { sharperatio: sharpeRatio(run, args, kind === "SharpeRatio_A") };
    case "SQN":
      return systemQuality(run);
    case "TimeReturn":
      return timeReturn(run, timeframeOf(args), args.data !== undefined);
    case "TradeAnalyzer":
      return tradeFigures(run);
    case "Transactions":
      return transactions(run);
    case "VWR":
      return { vwr: variabilityWeighted(run, timeframeOf(args)) };
    default:
      throw new RangeError(`Cannot compute the analyzer "${name}": there is no definition of it here`);
  }
}

function analyzedRun(recording: AnalyzerRecording, feed: ScenarioFeed, { events }: Replay): AnalyzedRun {
  const values = events.filter(({ ev }) => ev === "cashvalue"), shares = recording.cash / 100;
  const numbers = (name: string): number[] => values.map((event) => event[name] as number);
  const value = numbers("value"), executions: Map<number, [number, number][]> = new Map();
  const sizes: number[] = events.filter(({ ev }) => ev === "pos").map(({ size }) => size as number);
  let at = 0;
  for (const event of events) {
    if (event.ev === "order") at = event.len as number - 1;
    if (event.ev !== "bit") continue;
    executions.set(at, [...executions.get(at) ?? [], [event.size as number, event.price as number]]);
  }
  return {
    feed: feed.name,
    dates: feed.bars.map(([date]) => date),
    times: feed.bars.map(([date]) => timeText(barTime(date, `a bar of ${feed.name}`))),
    opens: feed.bars.map((bar) => bar[1]),
    closes: feed.bars.map((bar) => bar[4]),
    start: recording.cash,
    cash: numbers("cash"),
    value,
    read: recording.fundmode ? numbers("fundvalue") : value,
    readStart: recording.fundmode ? recording.cash / shares : recording.cash,
    sizes,
    executions,
    trades: tradesOf(events),
  };
}

function tradesOf(events: readonly ScenarioEvent[]): AnalyzedTrade[] {
  const trades: Map<unknown, AnalyzedTrade> = new Map();
  for (const event of events) {
    if (event.ev !== "trade") continue;
    const { ref, pnl, pnlcomm, barlen, price, size, len } = event as Readonly<Record<string, number>>;
    let trade = trades.get(ref);
    if (trade === undefined) {
      trade = {
        openedAt: len! - 1,
        closedAt: undefined,
        long: size! > 0,
        price: price!,
        pnl: 0,
        pnlcomm: 0,
        barlen: 0,
      };
      trades.set(ref, trade);
    }
    if (event.isclosed === true) Object.assign(trade, { closedAt: len! - 1, pnl, pnlcomm, barlen });
  }
  return [...trades.values()];
}

/** Returns the rows of orders that ended by an execution or for lack of cash. */
function orderRows({ events }: Replay): unknown[] {
  const rows: unknown[] = [];
  for (const { ev, status, ex_dt, ex_size, ex_price, ex_comm, size } of events) {
    if (ev !== "order") continue;
    const date = String(ex_dt).slice(0, 10);
    if (status === "Completed") rows.push([date, ex_size, ex_price, ex_comm]);
    else if (status === "Margin") rows.push([date, "Margin", size]);
  }
  return rows;
}

function tradeRows(run: AnalyzedRun): unknown[] {
  return run.trades.flatMap(({ openedAt, closedAt, price, pnl, pnlcomm, barlen, long }) =>
    closedAt === undefined ? [] : [[run.dates[openedAt], run.dates[closedAt], price, pnl, pnlcomm, barlen, long]]
  );
}

const THIN = "__first_and_last_and_every_50th__";

/** Returns a table as plain data, thinned where the recording is: every 50th entry and the last three. */
function thinned(ours: unknown, recorded: unknown): unknown {
  if (!(ours instanceof Map)) return ours;
  const entries = [...ours as Map<string, unknown>];
  const isThin = typeof recorded === "object" && recorded !== null && THIN in recorded;
  if (!isThin) return Object.fromEntries(entries);
  const kept = entries.filter((_entry, at) => at % 50 === 0 || at >= entries.length - 3);
  return { [THIN]: Object.fromEntries(kept), __count__: entries.length };
}

/** Returns the first place at which two values differ, by their bits. The recording writes NaN as null. */
function firstDifference(recorded: unknown, ours: unknown, place: string): string | undefined {
  const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null;
  if (isTree(recorded) && isTree(ours)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(ours)])) {
      const difference = firstDifference(recorded[key], ours[key], `${place}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (recorded === null && Number.isNaN(ours)) return undefined;
  if (Object.is(recorded, ours)) return undefined;
  return `${place}: recorded ${Deno.inspect(recorded)}, computed ${Deno.inspect(ours)}`;
}
