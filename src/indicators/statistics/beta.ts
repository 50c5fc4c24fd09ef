/**
 * The beta of an asset.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod } from "./sample.ts";

const BETA = defineIndicator({
  name: "beta",
  inputs: ["asset", "market"],
  params: { period: 5 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const assets = new CentredWindow(period), markets = new CentredWindow(period);
    let assetBefore = NaN, marketBefore = NaN;
    return (asset, market) => {
      const isFirst = assetBefore !== assetBefore;
      const assetReturn = returnFrom(assetBefore, asset), marketReturn = returnFrom(marketBefore, market);
      assetBefore = asset;
      marketBefore = market;
      if (isFirst) return NaN;
      assets.push(assetReturn);
      if (!markets.push(marketReturn)) return NaN;
      const { squares } = markets;
      return squares === 0 ? 0 : assets.productsWith(markets) / squares;
    };
  },
  formula: "covariance of both returns / variance of the market's",
});

/** The return from one price to the next, 0 from a price of 0. */
function returnFrom(before: number, price: number): number {
  return before === 0 ? 0 : (price - before) / before;
}

/**
 * Makes the beta of an asset: by how much its return changed, on average, with that of the market. 1 moves as the
 * market, 2 twice as much, -1 against it.
 *
 * Formula: the slope of a straight line through the last `period` pairs of returns, by least squares: sum of (a - mean
 * of a) * (m - mean of m) / sum of (m - mean of m)^2, where a = (asset - asset(1)) / asset(1) and m is that of the
 * market. While the market does not move it is 0, as in TA-Lib; a return from a price of 0 counts as 0. All is computed
 * anew for each window. Minimum period: the larger of both lines' plus `period`. Source: William Sharpe, "A Simplified
 * Model for Portfolio Analysis", Management Science 9 (1963); scipy's `linregress`; TA-Lib's BETA, which takes the market
 * first.
 *
 * @param asset Prices of the asset.
 * @param market Prices of the market, on the same feed.
 * @param period Number of returns, a whole number from 2 on; 5 by default, as in TA-Lib.
 * @returns The beta.
 * @throws {TypeError} If an input is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on, or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FollowsTheTrend extends ct.Strategy.with({ period: 60 }) {
 *   beta = ct.beta(this.data.close, ct.sma(this.data.close, 200), this.params.period);
 *
 *   override next(): void {
 *     if (this.beta.now > 1 && this.position.size === 0) this.buy();
 *     else if (this.beta.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function beta(asset: Line, market: Line, period: number = 5): Line {
  checkCall("beta", arguments, ["asset", "market", "period"]);
  checkLeastPeriod("beta", period, 2, "one pair of returns has no slope");
  return BETA(asset, market, { period });
}
