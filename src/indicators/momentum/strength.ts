/**
 * The strength of rises against falls: the computation of {@linkcode rsi}, {@linkcode rmi} and what is made of them.
 *
 * @module
 */

import type { Segment } from "../../lines/column.ts";
import { type AverageKernel, averageKernel } from "../average/average_kernel.ts";
import { Smoothing, type SmoothingSeed, wilderFactor } from "../average/smoothing.ts";
import { Lag } from "../../lines/lag.ts";

/** Parameters of a strength index. */
export interface StrengthParams {
  /** Number of changes. */
  readonly period: number;
  /** Name of the average of rises and falls. */
  readonly average: string;
  /** First value of Wilder's average. */
  readonly seed: string;
  /** Bars from one price to the other of a change. */
  readonly lookback: number;
}

/** The index of an average rise and an average fall: 50 where both are zero, as neither is stronger. */
export function strengthIndex(up: number, down: number): number {
  return up === 0 && down === 0 ? 50 : 100 - 100 / (1 + up / down);
}

/** A strength index one value at a time. */
export class StrengthKernel {
  readonly #ups: AverageKernel;
  readonly #downs: AverageKernel;
  readonly #before: Lag;

  /** Makes an index of the parameters. */
  constructor(params: StrengthParams) {
    this.#ups = changeAverage(params);
    this.#downs = changeAverage(params);
    this.#before = new Lag(params.lookback);
  }

  /** Adds the next value and returns the index, NaN before its minimum period. */
  update(value: number): number {
    const change = value - this.#before.update(value);
    if (change !== change) return NaN;
    return strengthIndex(this.#ups.update(change > 0 ? change : 0), this.#downs.update(change < 0 ? -change : 0));
  }
}

/** Writes the index of a segment, to the bits of {@linkcode StrengthKernel}. */
export function fillStrength({ inputs, outputs, from, until }: Segment, params: StrengthParams): void {
  const { period, average, lookback } = params, [input] = inputs, [output] = outputs;
  const first = from + lookback, factor = wilderFactor(period), rest = 1 - factor;
  const ups = changeAverage(params), downs = changeAverage(params);
  let up = NaN, down = NaN, i = first, cold = average === "smma" ? period : Infinity;
  for (; i < until && cold > 0; i++) {
    const change = input![i]! - input![i - lookback]!;
    output![i] = NaN;
    // Between two infinite prices there is no change, and a bar without one is left out.
    if (change !== change) continue;
    up = ups.update(change > 0 ? change : 0);
    down = downs.update(change < 0 ? -change : 0);
    output![i] = strengthIndex(up, down);
    cold--;
  }
  // In local variables the loop is several times as fast as with calls.
  for (; i < until; i++) {
    const change = input![i]! - input![i - lookback]!;
    if (change !== change) {
      output![i] = NaN;
      continue;
    }
    up = up * rest + (change > 0 ? change : 0) * factor;
    down = down * rest + (change < 0 ? -change : 0) * factor;
    output![i] = strengthIndex(up, down);
  }
}

function changeAverage({ period, average, seed }: StrengthParams): AverageKernel {
  return average === "smma"
    ? new Smoothing(period, wilderFactor(period), seed as SmoothingSeed)
    : averageKernel("rsi", average, period);
}
