/**
 * The strategies of the comparison as functions of prices and position, for the bridge.
 *
 * That these say what the strategies on either side say is not assumed: the bridge with all rules of one side has to give
 * that side's result, bit for bit.
 *
 * @module
 */

import { highestAt, lowestAt, meanAt, type Prices } from "./prices.ts";

/** A request of a strategy. */
export type Ask =
  | { readonly kind: "close" }
  | { readonly kind: "cancel" }
  | {
    readonly kind: "buy" | "sell";
    /** Size in units; a part of the account's buying power where `part` is true. */
    readonly size: number;
    readonly part?: true;
    readonly limit?: number;
    readonly stop?: number;
    readonly stopLoss?: number;
    readonly target?: number;
  };

/** A strategy: its first bar with a value of every indicator, and what it asks at the end of a bar. */
export interface Decisions {
  readonly warm: number;
  decide(prices: Prices, bar: number, held: number): readonly Ask[];
}

/** Returns 1, -1 or 0 as two averages crossed upwards, downwards or not at a bar. */
function cross(prices: Prices, bar: number, first: number, fast: number, slow: number): number {
  if (bar === first) return 0;
  const over = (at: number): number => Math.sign(meanAt(prices.close, at, fast) - meanAt(prices.close, at, slow));
  const now = over(bar), before = over(bar - 1);
  return before < 0 && now > 0 ? 1 : before > 0 && now < 0 ? -1 : 0;
}

/** The strategies by name. */
export const DECISIONS = {
  SmaCross: {
    warm: 29,
    decide(prices, bar, held) {
      const crossed = cross(prices, bar, 29, 10, 30);
      if (crossed > 0) return held === 0 ? [{ kind: "buy", size: 1, part: true }] : [];
      return crossed < 0 ? [{ kind: "close" }] : [];
    },
  },
  StopAndTarget: {
    warm: 27,
    decide({ close }, bar, held) {
      const now = close[bar]!;
      if (held !== 0 || now <= meanAt(close, bar, 28)) return [];
      return [{ kind: "buy", size: 100, stopLoss: now * 0.985, target: now * 1.02 }];
    },
  },
  LimitAndStopEntries: {
    warm: 9,
    decide({ high, close }, bar, held) {
      if (held !== 0) return [{ kind: "cancel" }];
      const now = close[bar]!, top = highestAt(high, bar, 10);
      return [
        { kind: "cancel" },
        { kind: "buy", size: 150, stop: top * 1.001, stopLoss: top * 0.99, target: top * 1.015 },
        { kind: "buy", size: 100, limit: now * 0.985, stopLoss: now * 0.97, target: now * 1.0 },
      ];
    },
  },
  LongAndShort: {
    warm: 19,
    decide({ high, low }, bar, held) {
      if (high[bar]! >= highestAt(high, bar, 20) && held < 60) {
        return [{ kind: "buy", size: held <= 0 ? 40 - held : 20 }];
      }
      if (low[bar]! > lowestAt(low, bar, 20) || held <= -50) return [];
      return [{ kind: "sell", size: held >= 0 ? 25 + held : 25 }];
    },
  },
  Leveraged: {
    warm: 19,
    decide(prices, bar) {
      const crossed = cross(prices, bar, 19, 5, 20);
      return crossed === 0 ? [] : [{ kind: "close" }, { kind: crossed > 0 ? "buy" : "sell", size: 0.35, part: true }];
    },
  },
} as const satisfies Readonly<Record<string, Decisions>>;
