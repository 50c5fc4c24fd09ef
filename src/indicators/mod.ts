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
export { macd, type MacdLines } from "./momentum/macd.ts";
export { rsi, type RsiOptions } from "./momentum/rsi.ts";

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
export { highest } from "./statistics/highest.ts";
export { lowest } from "./statistics/lowest.ts";

// Volatility.
export { atr, type AtrOptions } from "./volatility/atr.ts";
export { trueRange } from "./volatility/true_range.ts";
