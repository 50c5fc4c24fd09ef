/**
 * The definition of patterns of candles.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { CandleHistory } from "./candle_history.ts";

/** A pattern of candles. */
export interface CandlePattern {
  /** Name of the function. */
  readonly name: string;
  /** Number of candles that it looks at. */
  readonly candles: number;
  /** Number of bars before the first of them that it compares their sizes with. */
  readonly before: number;
  /** The pattern in words. */
  readonly formula: string;
  /** Default of the part of a body that the last candle has to go into the first one. */
  readonly penetration?: number;
  /** Returns 1, -1 or 0 for the last candle. */
  readonly find: (candles: CandleHistory, penetration: number) => number;
}

/** Defines a pattern: it returns the function that makes its line of a feed. */
export function defineCandlePattern(pattern: CandlePattern): (feed: PriceLines, penetration?: number) => Line {
  const { name, candles, before, formula, find } = pattern;
  const make = defineIndicator({
    name,
    inputs: ["open", "high", "low", "close"],
    params: { ...(pattern.penetration === undefined ? {} : { penetration: pattern.penetration }) },
    factors: ["penetration"].filter(() => pattern.penetration !== undefined) as "penetration"[],
    minPeriod: before + candles,
    memory: "window",
    update: ({ penetration }) => {
      const history = new CandleHistory(candles);
      return (open, high, low, close) => {
        history.push(open, high, low, close);
        return find(history, penetration ?? 0);
      };
    },
    formula,
    plot: "none",
  });
  return (feed, penetration) => {
    checkPrices(name, feed);
    const { open, high, low, close } = feed;
    if (penetration !== undefined && penetration < 0) {
      throw new RangeError(
        `Cannot compute ${name} with penetration ${penetration}: pass a part from 0 on, such as 0.3`,
      );
    }
    return make(open, high, low, close, penetration === undefined ? {} : { penetration });
  };
}
