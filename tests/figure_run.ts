/**
 * Small runs for figures, written as the values that matter.
 *
 * @module
 */

import { fillRow, tradeRow } from "./example_rows.ts";
import { SESSION_DAY_OFFSET } from "../src/feeds/time/civil_date.ts";
import { FigureInput } from "../src/analyzers/figure_input.ts";
import { type FigureName, figures } from "../src/analyzers/figures.ts";
import { type FigureValue, valueOf } from "../src/analyzers/figure.ts";
import { computeStats, type StatsInput } from "../src/analyzers/stats.ts";
import type { FillRow, TradeRow } from "../src/broker/result_rows.ts";

const DAY_US = 86_400_000_000;

/** A run with one step a date. `benchmark` has the closes of one feed on the same dates. */
export interface SmallRun extends Partial<Omit<StatsInput, "benchmark" | "equity">> {
  /** Dates of the steps; by default the days from Monday, 2024-01-01 on. */
  readonly dates?: readonly string[];
  /** Value of the account at each step; the first is the initial cash too. */
  readonly equity: readonly number[];
  /** Closes of the benchmark. */
  readonly benchmark?: readonly number[];
}

/** Returns the curves and rows of a run. */
export function smallRun({ dates, equity: values, benchmark, ...others }: SmallRun): StatsInput {
  const equity = Float64Array.from(values), first = Date.UTC(2024, 0, 1);
  const sessionDay = equity.map((_, at) =>
    (dates === undefined ? first / 864e5 + at : Date.parse(dates[at]!) / 864e5) +
    SESSION_DAY_OFFSET
  );
  const timeUs = sessionDay.map((day) => (day - SESSION_DAY_OFFSET) * DAY_US);
  return {
    ...{ timeUs, sessionDay, equity, inMarket: new Uint8Array(equity.length), cashInitial: equity[0] ?? 1000 },
    ...{ measureStep: 0, orders: [], fills: [], trades: [], refusals: [], buyAndHold: [], warmUpBars: 0 },
    timeZone: "UTC",
    ...others,
    ...(benchmark === undefined
      ? {}
      : { benchmark: { name: "x", feeds: [{ timeUs, values: Float64Array.from(benchmark) }], rebalanced: false } }),
  };
}

/** Returns the input of the figures of a run. */
export function inputOf(run: SmallRun): FigureInput {
  const input = smallRun(run);
  return FigureInput.of(input, computeStats(input));
}

/** Returns the figures of a run by name, and the reason of those that are null. */
export function figuresOf(run: SmallRun, names: readonly FigureName[]): Record<string, number | string | null> {
  const input = inputOf(run);
  return Object.fromEntries(names.map((name) => {
    const { value, reason }: FigureValue = valueOf(figures[name], input);
    return [name, value ?? reason];
  }));
}

/** Five returns of 5/8, -3/8, 5/8, -3/8 and 1/8 over a turn of the year and of a month, and 256 of them in a year. */
export const FIVE_RETURNS = {
  dates: ["2023-12-28", "2023-12-29", "2024-01-02", "2024-01-03", "2024-02-01", "2024-02-02"],
  equity: [1024, 1664, 1040, 1690, 1056.25, 1188.28125],
  periodsPerYear: 256,
} as const satisfies SmallRun;

/** Returns a closed trade, or an open one for a profit of null; its entry value is 32. */
export function trade(
  pnl: number | null,
  others: Partial<TradeRow> & Readonly<Record<string, unknown>> = {},
): TradeRow {
  const closed = pnl === null ? {} : { closedUs: DAY_US, closedBar: 1, exitPrice: 8 + pnl / 4, bars: 1 };
  // Without excursions and reasons, as a source of rows may have none.
  const { mae: _mae, mfe: _mfe, exitReason: _reason, ...row } = tradeRow({
    ...{ size: 4, entryPrice: 8, entryValue: 32, pnl },
    ...closed,
    ...others,
  });
  return { ...row, ...others } as TradeRow;
}

/** Returns a fill. */
export function fill(notional: number, others: Partial<FillRow> & Readonly<Record<string, unknown>> = {}): FillRow {
  // Without the cost of slippage, as a source of rows may not know it.
  const { slippage: _slippage, ...row } = fillRow({ price: notional, notional, ...others });
  return { ...row, ...others } as FillRow;
}
