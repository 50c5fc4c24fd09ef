/**
 * All indicators of this package, by families.
 *
 * @module
 */

// Averages.
export { alma, type AlmaOptions } from "./average/alma.ts";
export type { AverageName } from "./average/average_kernel.ts";
export { dema } from "./average/dema.ts";
export { dickson } from "./average/dickson.ts";
export { ema, type SmoothingOptions } from "./average/ema.ts";
export { envelope, type EnvelopeLines } from "./average/envelope.ts";
export { hma } from "./average/hma.ts";
export { kama } from "./average/kama.ts";
export { oscillator } from "./average/oscillator.ts";
export { sma } from "./average/sma.ts";
export { smma } from "./average/smma.ts";
export type { SmoothingSeed } from "./average/smoothing.ts";
export { t3 } from "./average/t3.ts";
export { tema } from "./average/tema.ts";
export { trima } from "./average/trima.ts";
export { vwma, type VwmaOptions } from "./average/vwma.ts";
export { wma } from "./average/wma.ts";
export { zeroLag } from "./average/zero_lag.ts";
export { zlema } from "./average/zlema.ts";

// Momentum.
export { macd, type MacdLines } from "./momentum/macd.ts";
export { rsi, type RsiOptions } from "./momentum/rsi.ts";

// Words of rules.
export { crossedAbove, crossedBelow, crossover } from "./rules/crossover.ts";

// Statistics of a window.
export { accumulate } from "./statistics/accumulate.ts";
export { allOf } from "./statistics/all_of.ts";
export { anyOf } from "./statistics/any_of.ts";
export { exponentialSmoothing } from "./statistics/exponential_smoothing.ts";
export type { ExtremeBarsOptions, ExtremeTie } from "./statistics/extreme_bars.ts";
export { highest } from "./statistics/highest.ts";
export { highestBars } from "./statistics/highest_bars.ts";
export { hurst, type HurstOptions } from "./statistics/hurst.ts";
export { lowest } from "./statistics/lowest.ts";
export { lowestBars } from "./statistics/lowest_bars.ts";
export { meanDeviation, type MeanDeviationOptions } from "./statistics/mean_deviation.ts";
export { nonZeroDifference } from "./statistics/non_zero_difference.ts";
export { percentRank } from "./statistics/percent_rank.ts";
export { type RegressionLines, regressionOn } from "./statistics/regression_on.ts";
export { spreadScore, type SpreadScoreLines } from "./statistics/spread_score.ts";
export { stdDev, type StdDevOptions } from "./statistics/std_dev.ts";
export { sum } from "./statistics/sum.ts";
export { weightedAverage, type WeightedAverageOptions } from "./statistics/weighted_average.ts";

// Volatility.
export { atr, type AtrOptions } from "./volatility/atr.ts";
export { trueRange } from "./volatility/true_range.ts";
