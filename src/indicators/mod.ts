/**
 * All indicators of this package, by families.
 *
 * @module
 */

export type { PriceLines } from "./feed_prices.ts";

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

// Levels of price.
export { type FractalLines, fractals } from "./levels/fractals.ts";
export {
  type CamarillaLines,
  type DemarkLines,
  type PivotKind,
  type PivotLines,
  type PivotOptions,
  type PivotPrice,
  pivots,
} from "./levels/pivots.ts";
export { type SwingLines, swings } from "./levels/swings.ts";

// Momentum.
export { accelerationOscillator, type AccelerationOscillatorOptions } from "./momentum/acceleration_oscillator.ts";
export { awesomeOscillator, type AwesomeOscillatorOptions } from "./momentum/awesome_oscillator.ts";
export { balanceOfPower } from "./momentum/balance_of_power.ts";
export { cci, type CciOptions } from "./momentum/cci.ts";
export { cmo, type CmoOptions } from "./momentum/cmo.ts";
export { connorsRsi, type ConnorsRsiOptions } from "./momentum/connors_rsi.ts";
export { coppock } from "./momentum/coppock.ts";
export { downDay } from "./momentum/down_day.ts";
export { downDayBool } from "./momentum/down_day_bool.ts";
export { downMove } from "./momentum/down_move.ts";
export { dpo, type DpoOptions } from "./momentum/dpo.ts";
export { dv2, type Dv2Options } from "./momentum/dv2.ts";
export { elderRay, type ElderRayLines, type ElderRayOptions } from "./momentum/elder_ray.ts";
export { fisher, type FisherLines } from "./momentum/fisher.ts";
export { kst, type KstOptions } from "./momentum/kst.ts";
export { laguerreFilter, type LaguerreFilterOptions } from "./momentum/laguerre_filter.ts";
export { laguerreRsi, type LaguerreRsiOptions } from "./momentum/laguerre_rsi.ts";
export { macd, type MacdLines, type MacdOptions } from "./momentum/macd.ts";
export { momentum } from "./momentum/momentum.ts";
export { momentumOscillator } from "./momentum/momentum_oscillator.ts";
export { percentChange } from "./momentum/percent_change.ts";
export { ppo, type PpoOptions } from "./momentum/ppo.ts";
export { prettyGoodOscillator, type PrettyGoodOscillatorOptions } from "./momentum/pretty_good_oscillator.ts";
export { priceOscillator, type PriceOscillatorOptions } from "./momentum/price_oscillator.ts";
export { rmi } from "./momentum/rmi.ts";
export { roc } from "./momentum/roc.ts";
export { roc100 } from "./momentum/roc100.ts";
export { rsi, type RsiOptions } from "./momentum/rsi.ts";
export { stochRsi } from "./momentum/stoch_rsi.ts";
export { stochastic } from "./momentum/stochastic.ts";
export { stochasticFast, type StochasticLines, type StochasticOptions } from "./momentum/stochastic_fast.ts";
export { stochasticFull, type StochasticFullLines } from "./momentum/stochastic_full.ts";
export { trix, type TrixOptions } from "./momentum/trix.ts";
export { type SignalLines, trixSignal } from "./momentum/trix_signal.ts";
export { tsi, type TsiOptions } from "./momentum/tsi.ts";
export { tsiSignal } from "./momentum/tsi_signal.ts";
export { ultimateOscillator } from "./momentum/ultimate_oscillator.ts";
export { upDay } from "./momentum/up_day.ts";
export { upDayBool } from "./momentum/up_day_bool.ts";
export { upMove } from "./momentum/up_move.ts";
export { williamsR } from "./momentum/williams_r.ts";

// Patterns of bars.
export { doji } from "./patterns/doji.ts";
export { engulfing } from "./patterns/engulfing.ts";
export { hammer, hangingMan } from "./patterns/hammer.ts";
export { harami } from "./patterns/harami.ts";
export {
  heikinAshi,
  heikinAshiDelta,
  type HeikinAshiDeltaLines,
  type HeikinAshiDeltaOptions,
  type HeikinAshiLines,
} from "./patterns/heikin_ashi.ts";
export { eveningStar, morningStar } from "./patterns/morning_star.ts";
export { darkCloudCover, piercing } from "./patterns/piercing.ts";
export { invertedHammer, shootingStar } from "./patterns/shooting_star.ts";
export { threeBlackCrows, threeWhiteSoldiers } from "./patterns/three_soldiers.ts";

// Words of rules.
export { barsSince } from "./rules/bars_since.ts";
export { countTrue } from "./rules/count_true.ts";
export { crossedAbove, crossedBelow, crossover } from "./rules/crossover.ts";
export { highestSince, lowestSince } from "./rules/highest_since.ts";
export { streak } from "./rules/streak.ts";
export { valueWhen } from "./rules/value_when.ts";
export { when } from "./rules/when.ts";

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

// Trend.
export { adx } from "./trend/adx.ts";
export { adxr } from "./trend/adxr.ts";
export { aroon, type AroonLines } from "./trend/aroon.ts";
export { aroonOscillator } from "./trend/aroon_oscillator.ts";
export { choppiness } from "./trend/choppiness.ts";
export { directionalIndicator, type DirectionalIndicatorLines } from "./trend/directional_indicator.ts";
export { directionalMovement, type DirectionalMovementLines } from "./trend/directional_movement.ts";
export { dmi, type DmiLines } from "./trend/dmi.ts";
export { hl2 } from "./trend/hl2.ts";
export { hlc3 } from "./trend/hlc3.ts";
export { hlcc4 } from "./trend/hlcc4.ts";
export { ichimoku, type IchimokuLines, type IchimokuOptions } from "./trend/ichimoku.ts";
export { minusDi } from "./trend/minus_di.ts";
export { ohlc4 } from "./trend/ohlc4.ts";
export { type DirectionalOptions, plusDi } from "./trend/plus_di.ts";
export { psar, type PsarOptions } from "./trend/psar.ts";
export { superTrend, type SuperTrendLines, type SuperTrendOptions } from "./trend/super_trend.ts";
export { vortex, type VortexLines } from "./trend/vortex.ts";

// Volatility.
export { atr, type AtrOptions } from "./volatility/atr.ts";
export { type BandLines, bollinger, type BollingerOptions } from "./volatility/bollinger.ts";
export { bollingerBandwidth } from "./volatility/bollinger_bandwidth.ts";
export { bollingerPercentB } from "./volatility/bollinger_percent_b.ts";
export { chandelier, type ChandelierLines, type ChandelierOptions } from "./volatility/chandelier.ts";
export { donchian, type DonchianOptions } from "./volatility/donchian.ts";
export { keltner, type KeltnerOptions } from "./volatility/keltner.ts";
export { massIndex } from "./volatility/mass_index.ts";
export { natr } from "./volatility/natr.ts";
export { trueHigh } from "./volatility/true_high.ts";
export { trueLow } from "./volatility/true_low.ts";
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
