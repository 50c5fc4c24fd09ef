/**
 * Returns of months and years.
 *
 * @module
 */

import { type DailyEquity, returnsOf } from "../analyzers/daily_returns.ts";
import { dateOfDay, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import type { MonthReturn, YearReturn } from "./report_input.ts";

/** The last equity of a period. */
interface PeriodEnd {
  readonly year: number;
  readonly month: number;
  equity: number;
}

/**
 * Returns the returns of the months and years of a run: the change from the last equity of the period before, which for
 * the first one is the equity before the run.
 *
 * @param daily The last equity of each session date.
 * @param equityInitial The equity before the first date.
 */
export function periodReturns(
  daily: Pick<DailyEquity, "days" | "equity">,
  equityInitial: number,
): { readonly months: readonly MonthReturn[]; readonly years: readonly YearReturn[] } {
  const months: PeriodEnd[] = [], years: PeriodEnd[] = [];
  for (let i = 0; i < daily.days.length; i++) {
    const { year, month } = dateOfDay(daily.days[i]! - SESSION_DAY_OFFSET), equity = daily.equity[i]!;
    extend(months, { year, month, equity });
    extend(years, { year, month: 0, equity });
  }
  const valueOf = (ends: readonly PeriodEnd[], at: number): number | null => {
    const before = at === 0 ? equityInitial : ends[at - 1]!.equity;
    return returnsOf(Float64Array.of(before, ends[at]!.equity))?.[0] ?? null;
  };
  return {
    months: months.map(({ year, month }, at) => ({ year, month, value: valueOf(months, at) })),
    years: years.map(({ year }, at) => ({ year, value: valueOf(years, at) })),
  };
}

function extend(ends: PeriodEnd[], end: PeriodEnd): void {
  const last = ends.at(-1);
  if (last !== undefined && last.year === end.year && last.month === end.month) last.equity = end.equity;
  else ends.push(end);
}
