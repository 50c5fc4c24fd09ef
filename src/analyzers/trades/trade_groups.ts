/**
 * Closed trades in groups: by feed, side, tag, reason of exit, time of opening and time held.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { DAY_US, HOUR_US, SESSION_DAY_OFFSET, weekdayOf } from "../../feeds/time/civil_date.ts";
import type { FigureInput } from "../figure_input.ts";
import { gainsOverLosses } from "../returns/gain_figures.ts";

/** Closed trades of one group. */
export interface TradeGroupRow {
  /** The group: a feed, a tag, `"long"`, a weekday such as `"Mon"`, an hour such as `"09"`, a range of days. */
  readonly group: string;
  /** Number of closed trades. */
  readonly trades: number;
  /** Number of those with a profit / number of all. */
  readonly winRate: number;
  /** Sum of the profits after commission, in money. */
  readonly pnl: number;
  /** Mean profit, in money. */
  readonly expectancy: number;
  /** Mean of profit / entry value, a fraction; null if no trade has an entry above zero. */
  readonly averageTrade: number | null;
  /** Sum of the profits above zero / -sum of those below; null without a loss. */
  readonly profitFactor: number | null;
}

/** Trades in groups. */
export interface TradeTables {
  /** By feed, in the order in which the feeds first closed a trade. */
  readonly tradesByFeed: readonly TradeGroupRow[];
  /** By side: `"long"`, `"short"`. */
  readonly tradesBySide: readonly TradeGroupRow[];
  /** By the tag of the entry; `""` is without one. Empty if no row has a tag. */
  readonly tradesByTag: readonly TradeGroupRow[];
  /** By the reason of the exit. Empty if no row has one. */
  readonly tradesByExitReason: readonly TradeGroupRow[];
  /** By the weekday of the session date of the opening: `"Mon"` to `"Sun"`. */
  readonly tradesByWeekday: readonly TradeGroupRow[];
  /** By the hour of the opening on the clock of the run: `"00"` to `"23"`. Empty if no session date has two steps. */
  readonly tradesByHour: readonly TradeGroupRow[];
  /** By the time held: `"< 1 h"`, `"1 h to 1 d"`, `"1 to 7 d"`, `"7 to 30 d"`, `"30 to 90 d"`, `"90 d and more"`. */
  readonly tradesByHoldingTime: readonly TradeGroupRow[];
}

/** Names of the days of a week, Monday first. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Names of times held, with the least number of days that is above each. */
const HOLDING_TIMES = [
  ["< 1 h", 1 / 24],
  ["1 h to 1 d", 1],
  ["1 to 7 d", 7],
  ["7 to 30 d", 30],
  ["30 to 90 d", 90],
  ["90 d and more", Infinity],
] as const;

/** Returns the closed trades of a run in groups; a group without a trade has no row. */
export function tradeTables(input: FigureInput): TradeTables {
  const { rows, days } = input.closedTrades, isDated = input.dates.days.length === input.equity.length;
  const hours = rows.map(({ openedUs }) => hourText(hourOf(input.wallTimeUs(openedUs))));
  const weekdays = rows.map(({ openedBar }) => {
    return WEEKDAYS[weekdayOf(input.sessionDay[openedBar - input.firstStep]! - SESSION_DAY_OFFSET) - 1]!;
  });
  const holding = [...days].map((length) => HOLDING_TIMES.find(([, below]) => length < below)![0]);
  const names = HOLDING_TIMES.map(([name]) => name);
  const tags = rows.map(({ tag }) => tag ?? ""), reasons = rows.map(({ exitReason }) => exitReason ?? "");
  return {
    tradesByFeed: groupRows(input, rows.map(({ feed }) => feed)),
    tradesBySide: groupRows(input, rows.map(({ long }) => long ? "long" : "short"), ["long", "short"]),
    tradesByTag: tags.every((tag) => tag === "") ? [] : groupRows(input, tags),
    tradesByExitReason: reasons.every((reason) => reason === "") ? [] : groupRows(input, reasons),
    tradesByWeekday: groupRows(input, weekdays, WEEKDAYS),
    tradesByHour: isDated ? [] : groupRows(input, hours, [...new Set(hours)].sort()),
    tradesByHoldingTime: groupRows(input, holding, names),
  };
}

/** Returns the hour of a reading of a clock, 0 to 23. */
export function hourOf(wallUs: number): number {
  return Math.floor((wallUs - Math.floor(wallUs / DAY_US) * DAY_US) / HOUR_US);
}

/** Returns an hour as text, `"00"` to `"23"`. */
export function hourText(hour: number): string {
  return String(hour).padStart(2, "0");
}

/** Returns a row for each group; without an order, groups stand as they first occur. */
function groupRows(input: FigureInput, groups: readonly string[], order?: readonly string[]): TradeGroupRow[] {
  const { pnl, returns } = input.closedTrades, places = new Map<string, number[]>();
  groups.forEach((group, at) => {
    const known = places.get(group);
    if (known === undefined) places.set(group, [at]);
    else known.push(at);
  });
  return (order ?? [...places.keys()]).flatMap((group) => {
    const members = places.get(group);
    if (members === undefined) return [];
    const profits = Float64Array.from(members, (at) => pnl[at]!), sum = exactSum(profits);
    const fractions = Float64Array.from(members, (at) => returns[at]!).filter((value) => !Number.isNaN(value));
    return [{
      group,
      trades: members.length,
      winRate: profits.filter((value) => value > 0).length / members.length,
      pnl: sum,
      expectancy: sum / members.length,
      averageTrade: fractions.length === 0 ? null : exactSum(fractions) / fractions.length,
      profitFactor: gainsOverLosses(profits),
    }];
  });
}
