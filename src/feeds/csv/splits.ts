/**
 * Adjusts prices back, and tells of splits that stand beside prices which are not adjusted.
 *
 * @module
 */

import { normalizedName } from "../column_names.ts";
import type { ColumnPlan } from "./column_plan.ts";
import type { Rows } from "./read_rows.ts";

/** Rows with the columns that an adjustment changes and needs. */
export type AdjustedRows = Pick<Rows, "open" | "high" | "low" | "close" | "volume" | "adjustedClose">;
/** Rows with the columns that tell of splits. */
export type PricedRows = Pick<Rows, "open" | "close" | "stamps" | "extra" | "adjustedClose">;

/** Names of columns with the ratio of a split, in the form of {@linkcode normalizedName}; other days have 0 or 1. */
const SPLIT_NAMES = [
  "stocksplits",
  "stocksplit",
  "splits",
  "split",
  "splitratio",
  "splitfactor",
  "splitcoefficient",
];

/** The smallest ratio, or its inverse, that is told: below it a day's prices move as much. */
const LEAST_RATIO = 1.1;
/** The smallest ratio that is taken for a split where only the adjusted close shows it, since dividends change it too. */
const LEAST_ADJUSTED_RATIO = 1.2;
/** How far a ratio may lie from a simple one: as a source writes it, and as it follows from the adjusted close. */
const WRITTEN_TOLERANCE = 1e-4;
const ADJUSTED_TOLERANCE = 0.01;
/** Largest second number of a simple ratio. */
const SECOND_MAX = 5;
/** Ratios of usual splits, and how far a jump of prices between two bars may lie from one to look like it. */
const USUAL_RATIOS: readonly number[] = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100];
const JUMP_TOLERANCE = 0.04;
/** The largest change within the bars beside a jump that looks like a split: in wilder ones a jump is one of prices. */
const QUIET_CHANGE = 0.1;

/**
 * Removes splits and dividends from prices, in place: open, high, low and close are multiplied by adjusted close / close.
 * The close is the adjusted close itself, and the extremes enclose it. Price times volume stays the same, so turnover in cash keeps its value.
 *
 * @param rows The rows, with their adjusted closes.
 */
export function adjustBack(rows: AdjustedRows): void {
  const { open, high, low, close, volume, adjustedClose } = rows;
  for (let row = 0; row < close.length; row++) {
    const before = close[row]!, after = adjustedClose![row]!, factor = after / before;
    // The product would miss the adjusted close in its last digit, and with it whatever equals the close.
    const adjusted = (price: number): number => price === before ? after : price * factor;
    const first = adjusted(open[row]!);
    open[row] = first;
    high[row] = Math.max(adjusted(high[row]!), first, after);
    low[row] = Math.min(adjusted(low[row]!), first, after);
    close[row] = after;
    if (volume[row] !== 0) volume[row]! /= factor;
  }
}

/**
 * Returns a note if a split stands beside prices that jump by its ratio, as they do when they are not adjusted.
 *
 * A column of splits tells the ratio. Without one, the adjusted close does: its ratio to the close changes by that of
 * the split.
 *
 * @param rows The rows, in the order of the file.
 * @param plan The columns.
 * @param isAdjusted True if the prices were adjusted back.
 * @param dateOf Returns the date of a row as it is written.
 * @returns The note, with date, ratio and remedy.
 */
export function splitNote(
  rows: PricedRows,
  plan: Pick<ColumnPlan, "names" | "adjustedClose">,
  isAdjusted: boolean,
  dateOf: (row: number) => string,
): string | undefined {
  const written = ratiosOfSplits(rows, plan), ratios = written ?? ratiosOfAdjustedClose(rows, plan);
  if (ratios === undefined) return isAdjusted || plan.adjustedClose !== -1 ? undefined : jumpNote(rows, dateOf);
  const tolerance = written === undefined ? ADJUSTED_TOLERANCE : WRITTEN_TOLERANCE;
  const { open, close, stamps } = rows, last = close.length - 1;
  const step = stamps[last]! < stamps[0]! ? -1 : 1;
  let count = 0, first = "";
  for (let row = step === 1 ? 1 : last - 1; row >= 0 && row <= last; row += step) {
    const ratio = ratios(row, row - step), before = close[row - step]!, after = open[row]!;
    if (ratio === undefined || !jumps(before / after, ratio)) continue;
    if (count++ > 0) continue;
    first = `${ratioText(ratio, tolerance)} on ${dateOf(row)}, where the price goes from ${before} to ${after}`;
  }
  if (count === 0) return undefined;
  const splits = count === 1
    ? `A split stands beside prices that are not adjusted: ${first}`
    : `${count} splits stand beside prices that are not adjusted, the first of them ${first}`;
  const remedy = plan.adjustedClose !== -1 && !isAdjusted
    ? `pass adjust: "back" to use the adjusted close`
    : "take prices that are adjusted for splits";
  return `${splits}; ${remedy}`;
}

/**
 * Returns a note if prices jump by the ratio of a usual split between two quiet bars, in a file that has neither a column
 * of splits nor one of adjusted closes.
 */
function jumpNote({ open, close, stamps }: PricedRows, dateOf: (row: number) => string): string | undefined {
  const last = close.length - 1, step = stamps[last]! < stamps[0]! ? -1 : 1;
  const isQuiet = (row: number): boolean => Math.abs(close[row]! / open[row]! - 1) <= QUIET_CHANGE;
  let count = 0, first = "";
  for (let row = step === 1 ? 1 : last - 1; row >= 0 && row <= last; row += step) {
    const before = close[row - step]!,
      after = open[row]!,
      change = before / after,
      larger = Math.max(change, 1 / change);
    if (!(larger >= USUAL_RATIOS[0]! * (1 - JUMP_TOLERANCE)) || !isQuiet(row) || !isQuiet(row - step)) continue;
    const ratio = USUAL_RATIOS.find((usual) => Math.abs(larger / usual - 1) <= JUMP_TOLERANCE);
    if (ratio === undefined || count++ > 0) continue;
    const text = simpleRatio(change < 1 ? 1 / ratio : ratio, WRITTEN_TOLERANCE);
    first = `from ${before} to ${after} on ${dateOf(row)}, as after a split of ${text}`;
  }
  if (count === 0) return undefined;
  const jump = count === 1 ? "The price jumps" : `The price jumps ${count} times, first`;
  return `${jump} ${first}; if it was one, take prices that are adjusted for splits`;
}

type RatioOf = (row: number, before: number) => number | undefined;

function ratiosOfSplits({ extra }: PricedRows, plan: Pick<ColumnPlan, "names" | "adjustedClose">): RatioOf | undefined {
  const name = plan.names.find((each) => SPLIT_NAMES.includes(normalizedName(each)) && extra.has(each));
  if (name === undefined) return undefined;
  const splits = extra.get(name)!;
  return (row) => isAtLeast(splits[row]!, LEAST_RATIO) ? splits[row] : undefined;
}

function ratiosOfAdjustedClose(
  { extra, close, adjustedClose }: PricedRows,
  plan: Pick<ColumnPlan, "names" | "adjustedClose">,
): RatioOf | undefined {
  const adjusted = plan.adjustedClose === -1 ? undefined : extra.get(plan.names[plan.adjustedClose]!);
  // Prices that were adjusted have no column of adjusted closes beside them.
  if (adjusted === undefined || adjustedClose !== undefined) return undefined;
  return (row, before) => {
    const ratio = (adjusted[row]! / close[row]!) / (adjusted[before]! / close[before]!);
    return isAtLeast(ratio, LEAST_ADJUSTED_RATIO) && simpleRatio(ratio, ADJUSTED_TOLERANCE) !== undefined
      ? ratio
      : undefined;
  };
}

function isAtLeast(ratio: number, least: number): boolean {
  return ratio > 0 && ratio < Infinity && (ratio >= least || ratio <= 1 / least);
}

/** Returns whether prices jumped by a ratio rather than not at all. */
function jumps(change: number, ratio: number): boolean {
  return Math.abs(Math.log(change / ratio)) < Math.abs(Math.log(ratio)) / 2;
}

/** Returns a ratio as new to old shares, `4:1` or `1:10`; one that is not simple as a number. */
function ratioText(ratio: number, tolerance: number): string {
  return simpleRatio(ratio, tolerance) ?? `${Number(ratio.toPrecision(6))}:1`;
}

function simpleRatio(ratio: number, tolerance: number): string | undefined {
  const larger = ratio < 1 ? 1 / ratio : ratio;
  for (let second = 1; second <= SECOND_MAX; second++) {
    const first = Math.round(larger * second);
    if (Math.abs(first / second / larger - 1) <= tolerance) {
      return ratio < 1 ? `${second}:${first}` : `${first}:${second}`;
    }
  }
  return undefined;
}
