/**
 * The input of a report from a result.
 *
 * @module
 */

import { benchmarkValues } from "../analyzers/benchmark/benchmark_values.ts";
import { growthCurve } from "../analyzers/returns/growth_curve.ts";
import type { CashFlowRow } from "../broker/result_rows.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import type { Result } from "../results/result.ts";
import type { ResolvedConfiguration } from "../results/result_fields.ts";
import { type FinishedRun, runOf } from "../results/run_of_result.ts";
import { lineFields } from "../strategy/declared_lines.ts";
import type { NamedText, ReportCurves, ReportFeed, ReportInput, ReportLine } from "./report_input.ts";
import { figuresOf } from "./stats_figures.ts";

/** Rows of the table of drawdowns. */
const DRAWDOWNS = 10;
/** Longest text of a parameter. */
const TEXT_LIMIT = 400;

/** Returns everything that the report of a result shows. */
export function reportOfResult(result: Result, title?: string): ReportInput {
  const run = runOf(result), { stats, tables, strategyName } = result;
  return {
    title: title ?? `${strategyName} on ${run.feeds.map(({ name }) => name).join(", ")}`,
    strategy: strategyName,
    params: Object.entries(result.configuration.params).map(([name, value]) => ({ name, text: textOf(value) })),
    configuration: configurationOf(result.configuration),
    chain: result.chain,
    markHash: result.markHash(),
    engine: result.engine,
    version: PACKAGE_VERSION,
    notes: result.notes,
    period: stats.start === null || stats.end === null ? null : { start: stats.start, end: stats.end },
    zone: run.timeZone,
    dated: stats.sessionDays === stats.bars,
    feeds: run.feeds.map(feedOf),
    lines: linesOf(result, run.feeds),
    curves: curvesOf(run, result.cashFlows),
    figures: figuresOf(result),
    ...{ orders: result.orders, fills: result.fills, trades: result.trades, refusals: result.refusals },
    changes: run.story().changes,
    months: tables.monthly.map(({ year, month, returnFraction: value }) => ({ year, month: month!, value })),
    years: tables.yearly.map(({ year, returnFraction: value }) => ({ year, value })),
    drawdowns: tables.drawdowns.slice(0, DRAWDOWNS),
    groups: [
      { name: "Tag", rows: tables.tradesByTag },
      { name: "Reason of exit", rows: tables.tradesByExitReason },
      { name: "Side", rows: tables.tradesBySide },
      ...(run.feeds.length < 2 ? [] : [{ name: "Feed", rows: tables.tradesByFeed }]),
    ].filter(({ rows }) => rows.length > 0),
  };
}

/** Returns the curves of the account, the benchmark beginning with the same money. */
function curvesOf(
  { timeUs, equity, cash, cashInitial, benchmark }: FinishedRun,
  cashFlows: readonly CashFlowRow[],
): ReportCurves {
  const flows = cashFlows.map(({ bar: step, timeUs, amount }) => ({ step, timeUs, amount }));
  const growth = flows.length === 0 ? {} : { growth: growthCurve(equity, cashInitial, flows, 0) };
  const curves = { timeUs, equity, cash, cashInitial, ...growth };
  if (benchmark === undefined || timeUs.length === 0) return curves;
  const values = benchmarkValues(benchmark, timeUs), first = values.find((value) => !Number.isNaN(value));
  if (first === undefined || !(first > 0)) return curves;
  return { ...curves, benchmark: { name: benchmark.name, values: values.map((value) => value / first * cashInitial) } };
}

function feedOf(feed: FeedData): ReportFeed {
  const { timeUs, open, high, low, close, volume } = feed.columns, { name, decimals, timeZone: zone } = feed;
  return { name, decimals, zone, dated: feed.timeframeUs >= DAY_US, timeUs, open, high, low, close, volume };
}

function linesOf(result: Result, feeds: readonly FeedData[]): ReportLine[] {
  const names = feeds.map(({ name }) => name), clocks = new Map<string, string>();
  for (const { field, line } of lineFields(result.strategy)) clocks.set(field, line.clock.name);
  return result.lines().map(({ field, name, about, values, timeUs }) => {
    const clock = clocks.get(field)!;
    // A line of several feeds, or of larger bars, is drawn with the first feed that its bars are named after.
    const feed = names.includes(clock) ? clock : names.find((each) => clock.startsWith(each)) ?? names[0]!;
    return { field, name, plot: about?.plot ?? "none", values, timeUs, feed };
  });
}

/** Returns a configuration as names and texts. */
export function configurationOf(configuration: ResolvedConfiguration): ReportInput["configuration"] {
  const { profile, rules, cash, moneyUnit, onRuin, instruments } = configuration;
  return [
    { name: "Account", entries: named({ cash, moneyUnit, onRuin, profile }) },
    ...instruments.map(({ name, ...terms }) => ({ name: `Feed ${name}`, entries: named(terms) })),
    { name: "Rules", entries: named(rules) },
  ];
}

function named(values: Readonly<Record<string, unknown>>): NamedText[] {
  return Object.entries(values).map(([name, value]) => ({ name, text: textOf(value) }));
}

/** Returns a value of a configuration as text. */
export function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : value instanceof Date ? value.toJSON() ?? "none" : inspected(value);
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}...` : text;
}
