/**
 * The averages by name, one value at a time, for indicators that let the caller choose one.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { SimpleAverage } from "./sma.ts";
import { exponentialFactor, Smoothing, wilderFactor } from "./smoothing.ts";

/** An average one value at a time. */
export interface AverageKernel {
  /** Adds the next value and returns the average, NaN before its minimum period. */
  update(value: number): number;
}

/** Names of the averages: simple, exponential, and Wilder's smoothed one. */
export type AverageName = "sma" | "ema" | "smma";

/** All names of averages. */
export const AVERAGE_NAMES: readonly AverageName[] = ["sma", "ema", "smma"];

const KERNELS: Readonly<Record<AverageName, (period: number) => AverageKernel>> = {
  sma: (period) => new SimpleAverage(period),
  ema: (period) => new Smoothing(period, exponentialFactor(period)),
  smma: (period) => new Smoothing(period, wilderFactor(period)),
};

/**
 * Returns an average by name.
 *
 * @throws {RangeError} If there is no such average.
 */
export function averageKernel(indicator: string, name: string, period: number): AverageKernel {
  if (!Object.hasOwn(KERNELS, name)) {
    const names = AVERAGE_NAMES.map((known) => JSON.stringify(known)).join(", ");
    throw new RangeError(`Cannot compute ${indicator} with the average ${inspected(name, 0)}: there are ${names}`);
  }
  return KERNELS[name as AverageName](period);
}
