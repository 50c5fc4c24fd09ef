/**
 * Rewrites runs in ways that must change only the rewritten part: other names, another order, other times, other units
 * of money, one more feed.
 *
 * @module
 */

import { hasDoubles } from "../../run/queue_options.ts";
import { shiftedSessions } from "../../feeds/calendar/session_table.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import type { Moment } from "../../feeds/time/moment_text.ts";
import { DAY_US } from "../../feeds/time/civil_date.ts";
import type { BacktestOptions } from "../../run/backtest_options.ts";
import type { Commission, CommissionSchedule } from "../../broker/commission_terms.ts";
import type { InstrumentOptions } from "../../broker/instrument_spec.ts";
import type { Margin } from "../../broker/margin_terms.ts";
import { parseRational, type Rational, times, toText } from "../../broker/rational.ts";
import type { Params } from "../../strategy/strategy.ts";
import { type Feeds, mapBars, mapColumns, stepTimes } from "./feed_window.ts";
import type { FactsReading } from "./run_facts.ts";

/** Feeds and options of a run. */
export interface RunInput {
  /** Feeds by name, in the order of their registration. */
  readonly feeds: Feeds;
  /** Options. */
  readonly options: BacktestOptions<Params>;
}

/** A rewritten run, and the mapping from the first run to it. */
export interface RewrittenRun extends RunInput {
  /** Maps the facts of the first run to those of the rewritten one. */
  readonly reading: FactsReading;
}

const WEEK_US = 7 * DAY_US;

/** Returns the run with its feeds registered in another order. */
export function permutedRun({ feeds, options }: RunInput, order: readonly string[]): RewrittenRun {
  return { feeds: Object.fromEntries(order.map((name) => [name, feeds[name]!])), options, reading: {} };
}

/**
 * Returns the run with other names for its feeds. The alphabetical order of the new names is the reverse of the old
 * one.
 */
export function renamedRun({ feeds, options }: RunInput): RewrittenRun {
  const sorted = Object.keys(feeds).sort(), digits = `${sorted.length}`.length;
  const rename = (name: string): string => {
    const rank = sorted.indexOf(name);
    return rank < 0 ? name : `renamed${`${sorted.length - rank}`.padStart(digits, "0")}`;
  };
  const renamed = Object.entries(feeds).map(([name, feed]) => [rename(name), { ...feed, name: rename(name) }]);
  const instruments = Object.entries(options.instruments ?? {}).map(([name, terms]) => [rename(name), terms]);
  return {
    feeds: Object.fromEntries(renamed),
    options: { ...options, instruments: Object.fromEntries(instruments) },
    reading: { feedName: rename },
  };
}

/** Name of the feed that {@linkcode silentRun} adds. */
export const SILENT_FEED = "silent";

/** Terms of a feed to whose position nothing happens, whatever the terms of all feeds say. */
const NOTHING_DUE: InstrumentOptions = { funding: [], dividends: [], splits: [], borrow: 0, onFeedEnd: "keep" };

/**
 * Returns the run with one more feed after the others: a bar at each step, all at one price. No order can be placed on
 * it.
 */
export function silentRun({ feeds, options }: RunInput): RewrittenRun {
  const timeUs = stepTimes(feeds), first = Object.values(feeds)[0]!, length = timeUs.length;
  const days = new Map<number, number>(), begins = new Map<number, number>();
  for (const { columns } of Object.values(feeds)) {
    columns.timeUs.forEach((time, row) => {
      if (!days.has(time)) days.set(time, columns.sessionDay[row]!);
      begins.set(time, Math.min(begins.get(time) ?? Infinity, columns.beginUs[row]!));
    });
  }
  const flat = new Float64Array(length).fill(1);
  const { finer: _finer, ...facts } = first;
  const silent: FeedData = {
    ...facts,
    name: SILENT_FEED,
    length,
    columns: {
      timeUs,
      // It begins with the others, so that a strategy that decides on opens is asked where it was.
      beginUs: timeUs.map((time, step) => Math.max(begins.get(time)!, step === 0 ? -Infinity : timeUs[step - 1]!)),
      sessionDay: timeUs.map((time) => days.get(time)!),
      open: flat,
      high: flat.slice(),
      low: flat.slice(),
      close: flat.slice(),
      volume: new Float64Array(length),
    },
    extra: {},
    decimals: 0,
    trade: false,
    notes: [],
  };
  const grids = hasDoubles(options) ? {} : { resolution: 1, tick: 1, lot: 1, ...NOTHING_DUE };
  const terms = { [SILENT_FEED]: { ...grids, multiplier: 1, commission: 0, slippage: 0 } };
  return {
    feeds: { ...feeds, [SILENT_FEED]: silent },
    options: { ...options, instruments: { ...options.instruments, ...terms } },
    reading: {},
  };
}

/** Returns the run with all times moved later by some weeks. */
export function shiftedRun({ feeds, options }: RunInput, weeks: number): RewrittenRun {
  const shifted = mapBars(feeds, (feed) => ({
    ...feed,
    ...(feed.sessions === undefined ? {} : { sessions: shiftedSessions(feed.sessions, 7 * weeks) }),
    ...(feed.previousEndUs === undefined ? {} : { previousEndUs: feed.previousEndUs + weeks * WEEK_US }),
    columns: mapColumns(feed.columns, (column, name) => {
      if (name === "sessionDay") return column.map((day) => day + 7 * weeks);
      return name === "timeUs" || name === "beginUs" ? column.map((time) => time + weeks * WEEK_US) : column;
    }),
  }));
  const { cashFlows, instruments = {} } = options;
  const flows = cashFlows?.map(({ time, amount }) => ({ time: laterMoment(time, weeks), amount }));
  const terms = Object.entries(instruments).map(([name, each]) => [name, { ...each, ...laterRows(each, weeks) }]);
  return {
    feeds: shifted,
    options: {
      ...options,
      ...laterRows(options, weeks),
      ...(options.from === undefined ? {} : { from: laterMoment(options.from, weeks) }),
      ...(flows === undefined ? {} : { cashFlows: flows }),
      ...(options.instruments === undefined ? {} : { instruments: Object.fromEntries(terms) }),
    },
    reading: { shiftUs: weeks * WEEK_US },
  };
}

/** Returns the rows of what falls due, some weeks later. */
function laterRows({ funding, dividends, splits }: InstrumentOptions, weeks: number): InstrumentOptions {
  const later = <Row extends { readonly date: Moment }>(rows: readonly Row[]): Row[] =>
    rows.map((row) => ({ ...row, date: laterMoment(row.date, weeks) }));
  return {
    ...(typeof funding === "object"
      ? { funding: funding.map(({ time, rate }) => ({ time: laterMoment(time, weeks), rate })) }
      : {}),
    ...(typeof dividends === "object" ? { dividends: later(dividends) } : {}),
    ...(typeof splits === "object" ? { splits: later(splits) } : {}),
  };
}

/** Returns a moment some weeks later; of a text its date moves, and the rest stays. */
function laterMoment(time: Moment, weeks: number): Moment {
  if (time instanceof Date) return new Date(time.getTime() + weeks * WEEK_US / 1000);
  return time.trim().replace(
    /^\d{4}-\d{2}-\d{2}/,
    (date) => new Date(Date.parse(date) + weeks * WEEK_US / 1000).toISOString().slice(0, 10),
  );
}

/** A power of two. */
export type PowerOfTwo = 2 | 0.5;

/**
 * Returns the run with all prices and money times a power of two, and with them the resolution, the tick, the money
 * unit and fees in money.
 */
export function scaledRun({ feeds, options }: RunInput, factor: PowerOfTwo): RewrittenRun {
  const scaled = mapBars(feeds, (feed) => ({
    ...feed,
    ...scaledAmounts(feed, options, factor),
    columns: mapColumns(feed.columns, (column, name) => {
      const price = name === "open" || name === "high" || name === "low" || name === "close";
      return price ? column.map((value) => value * factor) : column;
    }),
  }));
  const instruments = Object.entries(options.instruments ?? {}).map((
    [name, terms],
  ) => [name, scaledTerms(hasDoubles(options) ? withoutGrids(terms) : terms, factor)]);
  const doubles = hasDoubles(options);
  return {
    feeds: scaled,
    options: {
      ...options,
      ...scaledTerms(options, factor),
      cash: (options.cash ?? 10_000) * factor,
      ...(doubles ? {} : { moneyUnit: scaledGrid(options.moneyUnit ?? "0.000001", factor) }),
      instruments: Object.fromEntries(instruments),
      ...(options.cashFlows === undefined ? {} : {
        cashFlows: options.cashFlows.map(({ time, amount }) => ({ time, amount: amount * factor })),
      }),
    },
    reading: { factor },
  };
}

/** Returns the columns of a feed that hold dividends and spreads, which are amounts of money, times a factor. */
function scaledAmounts(
  { name, extra }: FeedData,
  options: RunInput["options"],
  factor: PowerOfTwo,
): Pick<FeedData, "extra"> {
  const { dividends, slippageSpread } = { ...options, ...options.instruments?.[name] };
  const columns = [...new Set([dividends, slippageSpread])].flatMap((column) => {
    const amounts = typeof column === "string" ? extra[column] : undefined;
    return amounts === undefined ? [] : [[column as string, amounts.map((amount) => amount * factor)] as const];
  });
  return { extra: { ...extra, ...Object.fromEntries(columns) } };
}

/** Leaves the terms out that stand for no grid with doubles. */
function withoutGrids({ resolution: _resolution, lot: _lot, ...terms }: InstrumentOptions): InstrumentOptions {
  return terms;
}

function scaledTerms(terms: InstrumentOptions, factor: PowerOfTwo): InstrumentOptions {
  return {
    ...terms,
    ...(terms.resolution === undefined ? {} : { resolution: scaledGrid(terms.resolution, factor) }),
    ...(terms.tick === undefined || terms.tick === null ? {} : { tick: scaledGrid(terms.tick, factor) }),
    ...(typeof terms.pricesFrom === "string" || typeof terms.pricesFrom === "number"
      ? { pricesFrom: `-${scaledGrid(`${terms.pricesFrom}`.slice(1), factor)}` }
      : {}),
    ...(terms.slippageAmount === undefined ? {} : { slippageAmount: scaledGrid(terms.slippageAmount, factor) }),
    ...(terms.margin === undefined || terms.margin === null ? {} : { margin: scaledMargin(terms.margin, factor) }),
    ...(terms.commission === undefined ? {} : { commission: scaledCommission(terms.commission, factor) }),
    ...(typeof terms.dividends === "object"
      ? { dividends: terms.dividends.map(({ date, amount }) => ({ date, amount: amount * factor })) }
      : {}),
  };
}

function scaledGrid(grid: number | string, factor: PowerOfTwo): string {
  const by: Rational = factor === 2 ? { numerator: 2n, denominator: 1n } : { numerator: 1n, denominator: 2n };
  return toText(times(parseRational(grid, "grid"), by));
}

/** Returns a margin whose amounts are scaled; fractions of a notional stay. */
function scaledMargin(margin: Margin, factor: PowerOfTwo): Margin {
  if ("initial" in margin) return margin;
  const { initialPerUnit, maintenancePerUnit } = margin;
  return {
    initialPerUnit: initialPerUnit * factor,
    ...(maintenancePerUnit === undefined ? {} : { maintenancePerUnit: maintenancePerUnit * factor }),
  };
}

/** Returns a schedule whose amounts are scaled; rates stay. */
function scaledSchedule(schedule: CommissionSchedule, factor: PowerOfTwo): CommissionSchedule {
  const { perUnit, perOrder, minimum, maximum, tiers } = schedule;
  return {
    ...schedule,
    ...(perUnit === undefined ? {} : { perUnit: perUnit * factor }),
    ...(perOrder === undefined ? {} : { perOrder: perOrder * factor }),
    ...(minimum === undefined ? {} : { minimum: minimum * factor }),
    ...(maximum === undefined ? {} : { maximum: maximum * factor }),
    ...(tiers === undefined ? {} : { tiers: tiers.map((tier) => ({ ...tier, from: tier.from * factor })) }),
  };
}

function scaledCommission(commission: Commission, factor: PowerOfTwo): Commission {
  if (typeof commission === "number") return commission;
  if ("taker" in commission) return scaledSchedule(commission, factor);
  if ("perOrder" in commission) return { perOrder: commission.perOrder * factor };
  const { perUnit, minimum } = commission;
  return { perUnit: perUnit * factor, ...(minimum === undefined ? {} : { minimum: minimum * factor }) };
}
