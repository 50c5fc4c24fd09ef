/**
 * Exponential smoothing one value at a time: the average under {@linkcode ema} and {@linkcode smma}.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";

/**
 * The first value of a smoothed average: `"sma"`, the mean of the first `period` values (backtrader, TA-Lib); or
 * `"first"`, the first value alone, counted from there (TradingView's `ta.ema`, pandas' `ewm(adjust=False)`).
 */
export type SmoothingSeed = "sma" | "first";

/** All seeds. */
export const SMOOTHING_SEEDS: readonly SmoothingSeed[] = ["sma", "first"];

/** Rejects a seed that is none. */
export function checkSeed(indicator: string, seed: string): asserts seed is SmoothingSeed {
  if (SMOOTHING_SEEDS.includes(seed as SmoothingSeed)) return;
  const seeds = SMOOTHING_SEEDS.map((known) => JSON.stringify(known)).join(", ");
  throw new RangeError(`Cannot compute ${indicator} with seed ${inspected(seed, 0)}: there are ${seeds}`);
}

/** The smoothing factor of an exponential average: 2 / (1 + period). */
export function exponentialFactor(period: number): number {
  return 2 / (1 + period);
}

/** The smoothing factor of Wilder's average: 1 / period. */
export function wilderFactor(period: number): number {
  return 1 / period;
}

/**
 * previous * (1 - factor) + x * factor, evaluated in this order, from the seed on. NaN for the first `period - 1`
 * values.
 */
export class Smoothing {
  readonly #factor: number;
  readonly #rest: number;
  readonly #seed: RollingSum | undefined;
  /** Values up to the first average. */
  #missing: number;
  #average = NaN;

  /** Makes an average with a factor from 0 to 1 that has its first value after `period` values. */
  constructor(period: number, factor: number, seed: SmoothingSeed = "sma") {
    this.#factor = factor;
    this.#rest = 1 - factor;
    this.#seed = seed === "sma" ? new RollingSum(period, period) : undefined;
    this.#missing = period;
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    if (this.#missing === 0) return this.#average = this.#average * this.#rest + value * this.#factor;
    return this.#warmUp(value);
  }

  #warmUp(value: number): number {
    this.#missing--;
    if (this.#seed !== undefined) this.#average = this.#seed.update(value);
    else this.#average = this.#average === this.#average ? this.#average * this.#rest + value * this.#factor : value;
    return this.#missing === 0 ? this.#average : NaN;
  }
}

/** Writes the smoothing of a column from one bar up to another, to the bits of {@linkcode Smoothing}. */
export function smoothColumn(
  input: Float64Array,
  output: Float64Array,
  from: number,
  until: number,
  period: number,
  factor: number,
  seed: SmoothingSeed = "sma",
): void {
  const kernel = new Smoothing(period, factor, seed), rest = 1 - factor, warm = Math.min(from + period, until);
  let average = NaN;
  for (let i = from; i < warm; i++) output[i] = average = kernel.update(input[i]!);
  // In local variables the loop is twice as fast as with calls.
  for (let i = warm; i < until; i++) output[i] = average = average * rest + input[i]! * factor;
}
