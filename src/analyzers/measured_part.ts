/**
 * The measured part of a run: the steps, rows and the account's value from which the statistics are taken.
 *
 * @module
 */

import { type AccountFlow, growthCurve } from "./returns/growth_curve.ts";
import type { FillRow, OrderRow, RefusalRow, TradeRow } from "../broker/result_rows.ts";

/** Curves and rows of a run. The four arrays have one entry for each step. */
export interface RunCurves {
  /** Times of the steps in microseconds since the epoch, ascending. */
  readonly timeUs: Float64Array;
  /** The session date of each step as a day number, 0001-01-01 being 1. */
  readonly sessionDay: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** Money that came from outside or went there, by step; none by default. */
  readonly flows?: readonly AccountFlow[] | undefined;
  /**
   * Values of the account as they would be without that money, where the curves have only some steps; worked out by
   * default.
   */
  readonly growth?: Float64Array | undefined;
  /** 1 for each step that ended with a position in any feed, else 0. */
  readonly inMarket: Uint8Array;
  /** Cash at the start of the run, above zero. */
  readonly cashInitial: number;
  /** Index of the step from which on the run is measured; 0 for the whole run. */
  readonly measureStep: number;
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every trade, open ones included. */
  readonly trades: readonly TradeRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Number of steps of the run and of those before the measured part, where the curves have only some of them. */
  readonly kept?: { readonly steps: number; readonly measured: number } | undefined;
}

/** The part of a run from one of its steps on: its curves, and the rows that began in it. */
export interface MeasuredPart extends Omit<RunCurves, "cashInitial" | "measureStep" | "kept" | "flows" | "growth"> {
  /** Value of the account before its first step. */
  readonly equityInitial: number;
  /** Value at each step as it would be without the money that came or went; `equity` itself where none did. */
  readonly growth: Float64Array;
  /** Money that came from outside or went there in it, by step of the run. */
  readonly flows: readonly AccountFlow[];
}

/**
 * Returns the part of a run from a step on.
 *
 * @param run The run.
 * @returns The part; the whole run from step 0.
 */
export function measuredPart(run: RunCurves): MeasuredPart {
  const from = run.measureStep, rowsFrom = run.kept?.measured ?? from, all = run.flows ?? [];
  const equity = from === 0 ? run.equity : run.equity.subarray(from);
  const equityInitial = from === 0 ? run.cashInitial : run.equity[from - 1] ?? run.cashInitial;
  const flows = all.length === 0 ? all : all.filter(({ step }) => step >= rowsFrom);
  const growth = run.growth === undefined
    ? growthCurve(equity, equityInitial, flows, rowsFrom)
    : from === 0
    ? run.growth
    : run.growth.subarray(from);
  if (from === 0) return { ...run, equityInitial, growth, flows };
  return {
    growth,
    flows,
    timeUs: run.timeUs.subarray(from),
    sessionDay: run.sessionDay.subarray(from),
    equity,
    inMarket: run.inMarket.subarray(from),
    equityInitial,
    orders: run.orders.filter(({ bar }) => bar >= rowsFrom),
    fills: run.fills.filter(({ bar }) => bar >= rowsFrom),
    trades: run.trades.filter(({ openedBar }) => openedBar >= rowsFrom),
    refusals: run.refusals.filter(({ bar }) => bar >= rowsFrom),
  };
}
