/**
 * The excursions of a trade: the least and the greatest profit that it had at a price of its bars.
 *
 * @module
 */

import type { BarColumns } from "../feeds/feed_data.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { FillPlace, FillWay } from "./fill_place.ts";
import type { PositionMoney } from "./position_money.ts";

/** The part of a bar's columns that excursions read. */
type Prices = Pick<BarColumns, "open" | "high" | "low" | "close">;

/**
 * Follows one trade from its first fill on. Profit at a price is what the closed parts made and what the rest would make
 * there, before commission, in money units and rounded as the engine rounds a position's value.
 *
 * Of a bar that the trade was held for whole, all four prices count. A fill divides its bar. Of a part of a bar, the open
 * or the close at its end counts, and the extremes by these rules:
 *
 * - Against the trade, an extreme counts, unless the fill at the end of the part shows that no such price came before it:
 *   a stop or a limit inside the bar fills when its price is first reached.
 * - For the trade, an extreme counts only if it certainly came in the part: the part goes up to the close, and the fill
 *   at its begin was reached on the way to that extreme, as with a stop that buys.
 */
export class Excursion {
  readonly #prices: Prices;
  readonly #money: PositionMoney;
  #lots = 0;
  #cost = 0;
  #closedProfit = 0;
  #worst = 0;
  #best = 0;
  #row = 0;
  #place: FillPlace = "open";
  #way: FillWay;

  /** Begins a trade without a fill. */
  constructor(prices: Prices, money: PositionMoney) {
    this.#prices = prices;
    this.#money = money;
  }

  /** The least profit so far in money units, zero or less. */
  get worst(): number {
    return this.#worst;
  }

  /** The greatest profit so far in money units, zero or more. */
  get best(): number {
    return this.#best;
  }

  /** Applies a fill of the trade on a row of its bars. */
  fill(facts: ExecutionFacts, row: number, place: FillPlace, way: FillWay): void {
    if (this.#lots !== 0) this.#hold(row, place, way);
    this.#closedProfit += facts.pnl;
    this.#lots = facts.positionSize;
    this.#cost = this.#money.cost(facts);
    this.#look(facts.price);
    this.#row = row;
    if (place === "same") return;
    // What is held behind a fill at a close is worth that close, which slippage may have moved the price away from.
    if (place === "close") this.#lookAt(this.#prices.close[row]!);
    this.#place = place;
    this.#way = way;
  }

  /** Follows an open trade up to the close of a row, behind which it has other lots at the same cost. */
  split(lots: number, row: number): void {
    if (this.#lots === 0) return;
    if (row >= this.#row) {
      this.#hold(row, "close", undefined);
      this.#row = row;
    }
    this.#place = "close";
    this.#way = undefined;
    this.#lots = lots;
  }

  /** Follows an open trade up to the last bar. */
  end(): void {
    const last = this.#prices.close.length - 1;
    if (this.#lots === 0 || last < 0) return;
    this.#hold(last, "close", undefined);
    this.#row = last;
    this.#place = "close";
  }

  /** Follows an open trade up to the last bar, which will be the first one of the next bars. */
  carry(): void {
    this.end();
    this.#row = 0;
    this.#place = "close";
    this.#way = undefined;
  }

  /** Takes in the time from the last fill to a place on a row. */
  #hold(row: number, place: FillPlace, way: FillWay): void {
    if (row === this.#row) {
      this.#part(row, this.#place, this.#way, place, way);
      return;
    }
    this.#part(this.#row, this.#place, this.#way, "close", undefined);
    const { high, low } = this.#prices;
    let most = -Infinity, least = Infinity;
    for (let at = this.#row + 1; at < row; at++) {
      if (high[at]! > most) most = high[at]!;
      if (low[at]! < least) least = low[at]!;
    }
    if (most !== -Infinity) {
      this.#lookAt(most);
      this.#lookAt(least);
    }
    this.#part(row, "open", undefined, place, way);
  }

  /** Takes in a part of a bar, from a place to another one. */
  #part(row: number, from: FillPlace, fromWay: FillWay, to: FillPlace, toWay: FillWay): void {
    if (from === "close" || to === "same") return;
    const { open, high, low, close } = this.#prices, isLong = this.#lots > 0;
    if (from === "open") this.#lookAt(open[row]!);
    if (to === "open") return;
    if (to === "close") this.#lookAt(close[row]!);
    const isWhole = from === "open" && to === "close";
    if (isWhole || toWay !== (isLong ? "down" : "up")) this.#lookAt((isLong ? low : high)[row]!);
    const isCertain = to === "close" && fromWay === (isLong ? "up" : "down");
    if (isWhole || isCertain) this.#lookAt((isLong ? high : low)[row]!);
  }

  #lookAt(price: number): void {
    this.#look(this.#money.steps(price));
  }

  #look(steps: number): void {
    const lots = this.#lots, value = lots === 0 ? 0 : this.#money.value(steps, Math.abs(lots));
    const profit = this.#closedProfit + (lots < 0 ? -value : value) - this.#cost;
    if (profit < this.#worst) this.#worst = profit;
    if (profit > this.#best) this.#best = profit;
  }
}
