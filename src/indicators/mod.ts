/**
 * All indicators of this package, by families.
 *
 * @module
 */

// Averages.
export type { AverageName } from "./average/average_kernel.ts";
export { ema, type SmoothingOptions } from "./average/ema.ts";
export { sma } from "./average/sma.ts";
export { smma } from "./average/smma.ts";
export type { SmoothingSeed } from "./average/smoothing.ts";

// Momentum.
export { macd, type MacdLines } from "./momentum/macd.ts";
export { rsi, type RsiOptions } from "./momentum/rsi.ts";

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
