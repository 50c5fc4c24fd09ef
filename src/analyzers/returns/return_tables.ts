/**
 * Returns in groups: by months and years of the calendar, by weekday, and by hour.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { SESSION_DAY_OFFSET, weekdayOf } from "../../feeds/time/civil_date.ts";
import type { FigureInput } from "../figure_input.ts";
import { hourOf, hourText, WEEKDAYS } from "../trades/trade_groups.ts";
import { dateOf, growthOf, periodSpans } from "./calendar_periods.ts";

/** The return of a month or of a year. */
export interface PeriodReturnRow {
  /** The year. */
  readonly year: number;
  /** The month, 1 to 12; null for a whole year. */
  readonly month: number | null;
  /** Last equity of the period / the equity before it - 1, a fraction; null if that equity is not above zero. */
  readonly returnFraction: number | null;
  /** The same of the benchmark; null where its value is not known. */
  readonly benchmarkReturn: number | null;
}

/** Returns of one weekday or of one hour. */
export interface ReturnGroupRow {
  /** The group: `"Mon"` to `"Sun"`, or `"00"` to `"23"`. */
  readonly group: string;
  /** Number of returns. */
  readonly count: number;
  /** Mean return, a fraction; null if it is past every number. */
  readonly mean: number | null;
  /** Number of returns above zero / number of those that are not zero; null if all are zero. */
  readonly winRate: number | null;
}

/** Returns in groups. */
export interface ReturnTables {
  /** Returns of the months that have a session date with a return. */
  readonly monthly: readonly PeriodReturnRow[];
  /** Returns of the years that have one. */
  readonly yearly: readonly PeriodReturnRow[];
  /** Returns of the session dates by weekday. */
  readonly returnsByWeekday: readonly ReturnGroupRow[];
  /**
   * Returns from step to step by the hour in which the step's bar ends, on the clock of the run. Empty if no session date
   * has two steps.
   */
  readonly returnsByHour: readonly ReturnGroupRow[];
}

/** Returns the returns of a run in groups; a group without a return has no row. */
export function returnTables(input: FigureInput): ReturnTables {
  return {
    monthly: periodRows(input, "month"),
    yearly: periodRows(input, "year"),
    returnsByWeekday: weekdayRows(input),
    returnsByHour: hourRows(input),
  };
}

function periodRows({ days, values, benchmarkValues }: FigureInput, period: "month" | "year"): PeriodReturnRow[] {
  return periodSpans(days, period).map(({ from, to }) => {
    const { year, month } = dateOf(days[from]!);
    return {
      year,
      month: period === "month" ? month : null,
      returnFraction: finite(growthOf(values, from, to)),
      benchmarkReturn: benchmarkValues === null ? null : finite(growthOf(benchmarkValues, from, to)),
    };
  });
}

/** Returns a value with one zero; null for one that is past every number or not known. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

function weekdayRows({ days, returns }: FigureInput): ReturnGroupRow[] {
  return groupRows(
    WEEKDAYS.length,
    (at) => WEEKDAYS[at]!,
    returns,
    (at) => weekdayOf(days[at]! - SESSION_DAY_OFFSET) - 1,
  );
}

function hourRows(input: FigureInput): ReturnGroupRow[] {
  const { timeUs, equity, equityInitial, dates } = input;
  if (dates.days.length === equity.length) return [];
  const returns = equity.map((value, step) => {
    const before = step === 0 ? equityInitial : equity[step - 1]!;
    return before > 0 ? (value - before) / before : NaN;
  });
  // A bar that ends on the hour belongs to the hour before.
  return groupRows(24, hourText, returns, (step) => hourOf(input.wallTimeUs(timeUs[step]! - 1)));
}

/** Returns a row for each group with a return. */
function groupRows(
  groups: number,
  nameOf: (group: number) => string,
  returns: Float64Array,
  groupOf: (at: number) => number,
): ReturnGroupRow[] {
  const counts = new Float64Array(groups), places = new Uint8Array(returns.length);
  for (let at = 0; at < returns.length; at++) {
    if (Number.isNaN(returns[at]!)) continue;
    const group = groupOf(at);
    counts[group]!++;
    places[at] = group + 1;
  }
  const columns = [...counts].map((count) => new Float64Array(count)), filled = new Float64Array(groups);
  for (let at = 0; at < returns.length; at++) {
    const group = places[at]! - 1;
    if (group >= 0) columns[group]![filled[group]!++] = returns[at]!;
  }
  return columns.flatMap((column, group) => {
    if (column.length === 0) return [];
    let wins = 0, losses = 0;
    for (let at = 0; at < column.length; at++) {
      if (column[at]! > 0) wins++;
      else if (column[at]! < 0) losses++;
    }
    return [{
      group: nameOf(group),
      count: column.length,
      mean: finite(exactSum(column) / column.length),
      winRate: wins + losses === 0 ? null : wins / (wins + losses),
    }];
  });
}
