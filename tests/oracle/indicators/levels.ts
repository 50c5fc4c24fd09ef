/**
 * Classes of backtrader for levels of price. recorded_class.ts tells the form.
 *
 * @module
 */

import { type PivotPrice, pivots } from "../../../src/indicators/levels/pivots.ts";
import { when } from "../../../src/indicators/rules/when.ts";
import type { Line } from "../../../src/lines/line.ts";
import type { RecordedClass, RecordedInputs, RecordedParams } from "./recorded_class.ts";

/** The price that a pivot is the mean of: backtrader takes the close twice if it is asked for both. */
function priceOf(params: RecordedParams): PivotPrice {
  const open = params.flag("open"), close = params.flag("close");
  return close ? "hlcc4" : open ? "ohlc4" : "hlc3";
}

/**
 * The levels of DeMark where the close is below the open. For the two other cases backtrader takes the formula of each
 * other, which is written out.
 */
function demarkLines({ feed }: RecordedInputs): Readonly<Record<string, Line>> {
  const { open, high, low, close } = feed, { pivot, s1, r1 } = pivots(feed, { kind: "demark" });
  const closeTwice = high.plus(low).plus(close.times(2)), highTwice = high.times(2).plus(low).plus(close);
  const x = when(close.above(open), closeTwice, highTwice), half = x.dividedBy(2), falls = close.below(open);
  return {
    p: when(falls, pivot, x.dividedBy(4)),
    s1: when(falls, s1, half.minus(high)),
    r1: when(falls, r1, half.minus(low)),
  };
}

/** The classes. */
export const LEVEL_CLASSES: readonly RecordedClass[] = [
  {
    names: ["PivotPoint"],
    indicators: ["pivots"],
    params: { open: false, close: false },
    idle: ["_autoplot"],
    lines: ({ feed }, params) => {
      const { pivot, s1, s2, r1, r2 } = pivots(feed, { price: priceOf(params) });
      return { p: pivot, s1, s2, r1, r2 };
    },
  },
  {
    names: ["FibonacciPivotPoint"],
    indicators: ["pivots"],
    params: { open: false, close: false, level1: 0.382, level2: 0.618, level3: 1.0 },
    idle: ["_autoplot"],
    lines: ({ feed }, params) => {
      const levels = [params.number("level1"), params.number("level2"), params.number("level3")] as const;
      const { pivot, s1, s2, s3, r1, r2, r3 } = pivots(feed, { kind: "fibonacci", price: priceOf(params), levels });
      return { p: pivot, s1, s2, s3, r1, r2, r3 };
    },
  },
  {
    names: ["DemarkPivotPoint"],
    indicators: ["pivots"],
    idle: ["open", "close", "level1", "level2", "level3", "_autoplot"],
    lines: demarkLines,
  },
];
