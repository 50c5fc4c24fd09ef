/**
 * Small series of bars, written as the prices that matter.
 *
 * @module
 */

import * as ct from "../../mod.ts";

/** Open, high, low and close of a bar. */
export type Prices = readonly [open: number, high: number, low: number, close: number];

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** Daily bars from Monday, 2024-01-01 on, one for each day of the calendar, with prices of two decimals and one volume. */
export function dailyBars(rows: readonly Prices[], options: ct.BarsOptions = {}, volume?: number): ct.Bars {
  const time = rows.map((_row, day) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10));
  return barsAt(time, rows, options, volume);
}

/** Bars at given times, with prices of two decimals, and one volume or none. */
export function barsAt(
  time: readonly string[],
  rows: readonly Prices[],
  options: ct.BarsOptions = {},
  volume?: number,
): ct.Bars {
  const column = (at: 0 | 1 | 2 | 3): number[] => rows.map((row) => row[at]);
  return ct.bars(
    {
      ...{ time, open: column(0), high: column(1), low: column(2), close: column(3) },
      ...(volume === undefined ? {} : { volume: rows.map(() => volume) }),
    },
    { name: "AAA", decimals: 2, ...options },
  );
}

/** Daily bars that rise by one a day: the open of bar n is 99 + n, two above the low, one below the high, the close. */
export function risingBars(count: number, options: ct.BarsOptions = {}): ct.Bars {
  return dailyBars(
    Array.from({ length: count }, (_value, bar): Prices => [100 + bar, 101 + bar, 98 + bar, 101 + bar]),
    options,
  );
}

/** The time at which bar n, counted from 1, of daily bars in UTC is known. */
export function endOfDayUs(bar: number): number {
  return (Date.UTC(2024, 0, 1) + bar * DAY_MS) * 1000 - 1;
}
