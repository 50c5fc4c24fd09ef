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
export type { AnnualOptions } from "./statistics/annual.ts";
export { anyOf } from "./statistics/any_of.ts";
export { beta } from "./statistics/beta.ts";
export { correlation } from "./statistics/correlation.ts";
export { covariance } from "./statistics/covariance.ts";
export { exponentialSmoothing } from "./statistics/exponential_smoothing.ts";
export type { ExtremeBarsOptions, ExtremeTie } from "./statistics/extreme_bars.ts";
export { garmanKlass } from "./statistics/garman_klass.ts";
export { highest } from "./statistics/highest.ts";
export { highestBars } from "./statistics/highest_bars.ts";
export { hurst, type HurstOptions } from "./statistics/hurst.ts";
export { kurtosis } from "./statistics/kurtosis.ts";
export { linearRegression, type LinearRegressionLines } from "./statistics/linear_regression.ts";
export { lowest } from "./statistics/lowest.ts";
export { lowestBars } from "./statistics/lowest_bars.ts";
export { meanDeviation, type MeanDeviationOptions } from "./statistics/mean_deviation.ts";
export { median } from "./statistics/median.ts";
export { nonZeroDifference } from "./statistics/non_zero_difference.ts";
export { parkinson } from "./statistics/parkinson.ts";
export { percentRank } from "./statistics/percent_rank.ts";
export { quantile } from "./statistics/quantile.ts";
export { rank } from "./statistics/rank.ts";
export { type RegressionLines, regressionOn } from "./statistics/regression_on.ts";
export { rogersSatchell } from "./statistics/rogers_satchell.ts";
export type { SampleOptions } from "./statistics/sample.ts";
export { skew } from "./statistics/skew.ts";
export { spreadScore, type SpreadScoreLines } from "./statistics/spread_score.ts";
export { stdDev, type StdDevOptions } from "./statistics/std_dev.ts";
export { sum } from "./statistics/sum.ts";
export { variance } from "./statistics/variance.ts";
export { volatility, type VolatilityOptions } from "./statistics/volatility.ts";
export { weightedAverage, type WeightedAverageOptions } from "./statistics/weighted_average.ts";
export { yangZhang } from "./statistics/yang_zhang.ts";
export { zScore } from "./statistics/z_score.ts";

// Volatility.
export { atr, type AtrOptions } from "./volatility/atr.ts";
export { trueRange } from "./volatility/true_range.ts";

// Volume.
export { ad } from "./volume/ad.ts";
export type { Anchor } from "./volume/anchor.ts";
export { anchoredVwap, type AnchoredVwapOptions } from "./volume/anchored_vwap.ts";
export { chaikinOscillator } from "./volume/chaikin_oscillator.ts";
export { cmf } from "./volume/cmf.ts";
export { easeOfMovement, type EaseOfMovementOptions } from "./volume/ease_of_movement.ts";
export { forceIndex, type ForceIndexOptions } from "./volume/force_index.ts";
export { mfi } from "./volume/mfi.ts";
export { obv } from "./volume/obv.ts";
export { pvo, type PvoLines } from "./volume/pvo.ts";
export { volumeOscillator } from "./volume/volume_oscillator.ts";
export { vwap, type VwapOptions } from "./volume/vwap.ts";
export { vwapBands, type VwapBandsLines, type VwapBandsOptions } from "./volume/vwap_bands.ts";
export { williamsAd } from "./volume/williams_ad.ts";
