/**
 * The input of a report from a result.
 *
 * @module
 */

import { dailyEquity } from "../analyzers/daily_returns.ts";
import { drawdowns } from "../analyzers/drawdown.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { inspected } from "../host.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { fieldsOf, type ResolvedConfiguration, type Result, type ResultFields } from "../results/result.ts";
import { declaredLines } from "../strategy/declared_lines.ts";
import { drawdownRows } from "./drawdown_rows.ts";
import { holdCurve } from "./hold_curve.ts";
import { periodReturns } from "./period_returns.ts";
import type { NamedText, ReportCurves, ReportFeed, ReportInput, ReportLine } from "./report_input.ts";
import { statsFigures } from "./stats_figures.ts";

/** Rows of the table of drawdowns. */
const DRAWDOWNS = 10;
/** Longest text of a parameter. */
const TEXT_LIMIT = 400;

/** Returns everything that the report of a result shows. */
export function reportOfResult(result: Result, title?: string): ReportInput {
  const fields = fieldsOf(result), { stats } = result, { timeUs, equity, cashInitial, measureStep } = fields;
  const first = fields.feeds[0]!, zone = new TimeZone(first.timeZone);
  // The table of months belongs to the figures, so it begins where they do.
  const daily = dailyEquity(fields.sessionDay.subarray(measureStep), equity.subarray(measureStep));
  const { months, years } = periodReturns(daily, stats.equityInitial);
  const drawdown = drawdowns(equity.subarray(measureStep), stats.equityInitial);
  return {
    title: title ?? `${result.strategy} on ${fields.feeds.map(({ name }) => name).join(", ")}`,
    strategy: result.strategy,
    params: Object.entries(result.configuration.params).map(([name, value]) => ({ name, text: textOf(value) })),
    configuration: configurationOf(result.configuration),
    chain: result.chain,
    markHash: result.markHash(),
    engine: result.engine,
    version: PACKAGE_VERSION,
    notes: result.notes,
    period: stats.start === null || stats.end === null ? null : { start: stats.start, end: stats.end },
    zone: first.timeZone,
    dated: stats.sessionDays === stats.bars,
    feeds: fields.feeds.map(feedOf),
    lines: linesOf(fields),
    curves: curvesOf(fields),
    figures: statsFigures(stats),
    ...{ orders: result.orders, fills: result.fills, trades: result.trades, refusals: result.refusals },
    moves: result.moves,
    months: stats.equityInitial > 0 ? months : [],
    years: stats.equityInitial > 0 ? years : [],
    drawdowns: stats.equityInitial > 0 ? drawdownRows(timeUs.subarray(measureStep), drawdown, zone, DRAWDOWNS) : [],
  };

  function curvesOf({ cash, feeds }: ResultFields): ReportCurves {
    const held = holdCurve(timeUs, feeds, cashInitial);
    const benchmark = held === undefined ? {} : { benchmark: { name: "Buy and hold", values: held } };
    return { timeUs, equity, cash, cashInitial, ...benchmark };
  }
}

function feedOf(feed: FeedData): ReportFeed {
  const { timeUs, open, high, low, close, volume } = feed.columns, { name, decimals, timeZone: zone } = feed;
  return { name, decimals, zone, dated: feed.timeframeUs >= DAY_US, timeUs, open, high, low, close, volume };
}

function linesOf({ strategy, feeds }: ResultFields): ReportLine[] {
  const names = feeds.map(({ name }) => name);
  return declaredLines(strategy).map(({ field, name, clock, plot, values, timeUs }) => ({
    ...{ field, name, plot, values, timeUs },
    // A line of several feeds, or of larger bars, is drawn with the first feed that its bars are named after.
    feed: names.includes(clock) ? clock : names.find((feed) => clock.startsWith(feed)) ?? names[0]!,
  }));
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
