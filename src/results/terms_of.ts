/**
 * The terms that a run inferred, for further runs over other bars or in another flow.
 *
 * @module
 */

import type { BarWithoutVolume } from "../broker/bar_without_volume.ts";
import type { ResolvedConfiguration } from "./result_fields.ts";

/** Terms of a run as options: those that are inferred from bars where they are not given. */
export interface InferredTerms {
  /** Least amount of money. */
  readonly moneyUnit: string;
  /** Grids and the rule on bars without volume of each feed, by name. */
  readonly instruments: Readonly<
    Record<string, {
      /** Unit of prices. */
      readonly resolution: string;
      /** Grid of order prices; null for none. */
      readonly tick: string | null;
      /** Least size and step of sizes. */
      readonly lot: string;
      /** Value of one point of price for one unit. */
      readonly multiplier: string;
      /** Lowest price that is counted; absent where prices are above zero. */
      readonly pricesFrom?: string;
      /** Treatment of bars without volume. */
      readonly barWithoutVolume: BarWithoutVolume;
    }>
  >;
}

/**
 * Returns the terms of a run as options for another one, so that it infers nothing from its own bars: all that follows
 * from prices and cash. Costs and other options are given again.
 *
 * @param result A result, just made or read back.
 * @returns The options `moneyUnit` and `instruments`.
 *
 * @example The same run over bars that come one after the other
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const feed = await ct.sample("aapl"), options = { commission: 0.001 };
 * const whole = ct.backtest(Hold, feed, options);
 * const parts = await ct.run(Hold, [feed.head(10), feed.slice({ bars: feed.length - 10 })], {
 *   ...options,
 *   instruments: { bars: ct.termsOf(whole).instruments["aapl"]! },
 * });
 * assertEquals(parts.chain, whole.chain);
 * ```
 */
export function termsOf(
  result: { readonly configuration: Pick<ResolvedConfiguration, "moneyUnit" | "instruments"> },
): InferredTerms {
  const { moneyUnit, instruments } = result.configuration;
  const terms = instruments.map(({ name, resolution, tick, lot, multiplier, barWithoutVolume, pricesFrom }) => {
    const any = pricesFrom === undefined ? {} : { pricesFrom };
    return [name, { resolution, tick, lot, multiplier, barWithoutVolume, ...any }] as const;
  });
  return { moneyUnit, instruments: Object.fromEntries(terms) };
}
