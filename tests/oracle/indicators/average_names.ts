/**
 * Names of backtrader's moving averages, and ours.
 *
 * @module
 */

import { AVERAGE_NAMES, type AverageName } from "../../../src/indicators/average/average_kernel.ts";

/** Each moving average of backtrader with its aliases; the first name is that of the class. */
export const AVERAGES = {
  sma: ["MovingAverageSimple", "SMA", "SimpleMovingAverage"],
  ema: ["ExponentialMovingAverage", "EMA", "MovingAverageExponential"],
  smma: [
    "SmoothedMovingAverage",
    "SMMA",
    "WilderMA",
    "MovingAverageSmoothed",
    "MovingAverageWilder",
    "ModifiedMovingAverage",
  ],
  wma: ["WeightedMovingAverage", "WMA", "MovingAverageWeighted"],
  dema: ["DoubleExponentialMovingAverage", "DEMA", "MovingAverageDoubleExponential"],
  tema: ["TripleExponentialMovingAverage", "TEMA", "MovingAverageTripleExponential"],
  kama: ["AdaptiveMovingAverage", "KAMA", "MovingAverageAdaptive"],
  zlema: ["ZeroLagExponentialMovingAverage", "ZLEMA", "ZeroLagEma"],
  hma: ["HullMovingAverage", "HMA", "HullMA"],
  zeroLag: ["ZeroLagIndicator", "ZLIndicator", "ZLInd", "EC", "ErrorCorrecting"],
  dickson: ["DicksonMovingAverage", "DMA", "DicksonMA"],
} as const;

/**
 * Returns our name of an average, by the name of a class of backtrader or its short form without `MovingAverage`
 * (`Smoothed`); undefined if there is none yet.
 */
export function averageNamed(name: string): AverageName | undefined {
  const short = name.slice(name.lastIndexOf(".") + 1);
  const found = Object.entries(AVERAGES).find(([, names]) =>
    names.some((known) => known === short || (short !== "" && known.replace("MovingAverage", "") === short))
  );
  return AVERAGE_NAMES.find((average) => average === found?.[0]);
}
