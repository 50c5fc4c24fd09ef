/**
 * The averages by name, one value at a time, for indicators that let the caller choose one.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { GaussianAverage } from "./alma.ts";
import { DoubleAverage } from "./dema.ts";
import { DicksonAverage, dicksonBars } from "./dickson.ts";
import { HullAverage, hullBars } from "./hma.ts";
import { AdaptiveAverage } from "./kama.ts";
import { SimpleAverage } from "./sma.ts";
import { exponentialFactor, Smoothing, wilderFactor } from "./smoothing.ts";
import { TillsonAverage } from "./t3.ts";
import { TripleAverage } from "./tema.ts";
import { TriangularAverage } from "./trima.ts";
import { WeightedAverage } from "./wma.ts";
import { CorrectedAverage } from "./zero_lag.ts";
import { lagOf, ZeroLagAverage } from "./zlema.ts";

/** An average one value at a time. */
export interface AverageKernel {
  /** Adds the next value and returns the average, NaN before its minimum period. */
  update(value: number): number;
}

/**
 * Names of the averages that an indicator can be made with: those of the functions. All parameters but the period are
 * the defaults of these.
 */
export type AverageName =
  | "alma"
  | "dema"
  | "dickson"
  | "ema"
  | "hma"
  | "kama"
  | "sma"
  | "smma"
  | "t3"
  | "tema"
  | "trima"
  | "wma"
  | "zeroLag"
  | "zlema";

/** An average by name: its kernel of a period, and the values that its first one needs. */
interface NamedAverage {
  readonly kernel: (period: number) => AverageKernel;
  readonly bars: (period: number) => number;
}

const AVERAGES: Readonly<Record<AverageName, NamedAverage>> = {
  alma: { kernel: (period) => new GaussianAverage(period), bars: (period) => period },
  dema: { kernel: (period) => new DoubleAverage(period), bars: (period) => 2 * period - 1 },
  dickson: { kernel: (period) => new DicksonAverage(period), bars: (period) => dicksonBars(period) },
  ema: { kernel: (period) => new Smoothing(period, exponentialFactor(period)), bars: (period) => period },
  hma: { kernel: (period) => new HullAverage(period), bars: hullBars },
  kama: { kernel: (period) => new AdaptiveAverage(period), bars: (period) => period + 1 },
  sma: { kernel: (period) => new SimpleAverage(period), bars: (period) => period },
  smma: { kernel: (period) => new Smoothing(period, wilderFactor(period)), bars: (period) => period },
  t3: { kernel: (period) => new TillsonAverage(period), bars: (period) => 6 * period - 5 },
  tema: { kernel: (period) => new TripleAverage(period), bars: (period) => 3 * period - 2 },
  trima: { kernel: (period) => new TriangularAverage(period), bars: (period) => period },
  wma: { kernel: (period) => new WeightedAverage(period), bars: (period) => period },
  zeroLag: { kernel: (period) => new CorrectedAverage(period), bars: (period) => period },
  zlema: { kernel: (period) => new ZeroLagAverage(period), bars: (period) => period + lagOf(period) },
};

/** All names of averages. */
export const AVERAGE_NAMES: readonly AverageName[] = [
  "alma",
  "dema",
  "dickson",
  "ema",
  "hma",
  "kama",
  "sma",
  "smma",
  "t3",
  "tema",
  "trima",
  "wma",
  "zeroLag",
  "zlema",
];

/**
 * Rejects a name that is that of no average.
 *
 * @throws {RangeError} If there is no such average.
 */
export function checkAverage(indicator: string, name: string): asserts name is AverageName {
  if (typeof name === "string" && Object.hasOwn(AVERAGES, name)) return;
  const names = AVERAGE_NAMES.map((known) => JSON.stringify(known)).join(", ");
  throw new RangeError(`Cannot compute ${indicator} with the average ${inspected(name, 0)}: there are ${names}`);
}

/**
 * Returns an average by name.
 *
 * @throws {RangeError} If there is no such average.
 */
export function averageKernel(indicator: string, name: string, period: number): AverageKernel {
  checkAverage(indicator, name);
  return AVERAGES[name].kernel(period);
}

/**
 * Returns the number of values that the first one of an average needs: the period for most, more for those that are
 * averages of averages. An indicator with a choice of averages has its minimum period from this.
 *
 * @throws {RangeError} If there is no such average.
 */
export function averageBars(indicator: string, name: string, period: number): number {
  checkAverage(indicator, name);
  return AVERAGES[name].bars(period);
}
