/**
 * The options of a strategy's order calls, and the check of their names.
 *
 * @module
 */

import { type OptionWords, takenOptions } from "../options.ts";
import { optionRemedy } from "./foreign_options.ts";
import type { OrderView } from "./order_view.ts";
import type { Sizer } from "./sizers.ts";
import type { Validity } from "./valid_distance.ts";

/**
 * Size of an order, given in exactly one way.
 *
 * - `size`: units of the instrument, rounded down to the lot.
 * - `cash`: amount to spend, commission included, in the account's currency.
 * - `fraction`: part of the account's value, above 0 and at most 1, with `leverage` at most that.
 *
 * The engine turns `cash` and `fraction` into units when it fills the order, and cuts both to the free cash; until then
 * `OrderView.size` is null. The fraction is one of the account's value at that moment.
 *
 * An order without any of them never flips a position. Placed against a position, it closes what is open at its fill,
 * and nothing more. Otherwise it opens with the whole account, as `fraction: 1`; if the position is opposite at its
 * fill, it closes that. To flip, give a size, or use {@linkcode Strategy.target}.
 *
 * A rule says the size when the order is placed: as `size`, or for all orders without a size as the sizer of the run; see
 * {@linkcode Sizer}.
 */
export type SizeOption = SaidSize | {
  /** A rule that says the size, such as `ct.sizers.percent(10)`. Default: none; see the other form of `size`. */
  readonly size: Sizer;
  readonly cash?: never;
  readonly fraction?: never;
};

/** Size of an order that is said by numbers. */
export type SaidSize =
  | {
    /**
     * Units of the instrument, rounded down to the lot. Default: without any of `size`, `cash` and `fraction` the order
     * closes an opposite position, else opens with the whole account.
     */
    readonly size: number;
    readonly cash?: never;
    readonly fraction?: never;
  }
  | {
    /**
     * Amount to spend at the fill, commission included, in the account's currency; cut to the free cash. Default: none;
     * see `size`.
     */
    readonly cash: number;
    readonly size?: never;
    readonly fraction?: never;
  }
  | {
    /**
     * Part of the account's value at the fill to spend, above 0 and at most 1, with `leverage` at most that; cut to the free
     * cash. Default: none; see `size`.
     */
    readonly fraction: number;
    readonly size?: never;
    readonly cash?: never;
  }
  | { readonly size?: never; readonly cash?: never; readonly fraction?: never };

/**
 * A distance between two prices, given in exactly one way: `amount` in the units of the feed's prices, or `percent` of
 * the price that it is measured from, above 0 and below 100. A price at a distance is at least one step of the resolution
 * away, and with a declared `tick` snaps away from that price.
 *
 * @example A stop 5 % below the price of the entry
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const below: ct.PriceDistance = { percent: 5 };
 *
 * class Protected extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1, stopLoss: below });
 *   }
 * }
 *
 * const prices = { open: [100, 200], high: [100, 200], low: [100, 180], close: [100, 185] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
 * const { fills } = ct.backtest(Protected, feed, { cash: 1000 });
 * assertEquals(fills.map(({ price }) => price), [200, 190]);
 * ```
 */
export type PriceDistance =
  | {
    /** Distance in the units of the feed's prices, above 0. Default: none; one of `amount` and `percent` is needed. */
    readonly amount: number;
    readonly percent?: never;
  }
  | {
    /** Distance in percent of the price, above 0 and below 100. Default: none; one of `amount` and `percent` is needed. */
    readonly percent: number;
    readonly amount?: never;
  };

/** Distance of a trigger price that follows the market. */
export type Trail = PriceDistance;

/** A trailing stop-loss: its trigger follows the market at a distance, from the price of the entry's fill on. */
export interface TrailingDistance {
  /** Distance of the trigger from the best price since the entry. Default: none; it is needed. */
  readonly trail: PriceDistance;
}

/** One of several targets: a price, or a distance from the price of the entry's fill, and a share of what it opened. */
export type TargetShare =
  & {
    /**
     * Part of what the entry opened that this target closes, above 0 and at most 1. All fractions together come to at most
     * 1; what they leave has no target. Default: for the last target all that is left; the others need one.
     */
    readonly fraction?: number;
  }
  & (PriceDistance | {
    /** Limit price. Default: none; one of `price`, `amount` and `percent` is needed. */
    readonly price: number;
    readonly amount?: never;
    readonly percent?: never;
  });

/**
 * Options of {@linkcode Strategy.buy} and {@linkcode Strategy.sell}: size, prices, lifetime and protection of an order.
 *
 * Prices are in the units of the feed's prices, sizes in units of the instrument. An order without `limit`, `stop`,
 * `trail`, `touch`, `onOpen` and `onClose` is a market order, which fills at the open of the next bar. Without a declared `tick` a price goes to the
 * nearest step of the resolution. With one, a limit price snaps away from a worse price, and a trigger price to the
 * nearest tick; see `tickRounding`. An order whose price is no step above zero, or past the grid, is refused with a
 * code. An entry is refused together with the price of its protection.
 *
 * @example An entry at 10.5 or better for half of the account, with a stop and a target
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const entry: ct.OrderOptions = { fraction: 0.5, limit: 10.5, stopLoss: 9, takeProfit: 12 };
 *
 * class BuyTheDip extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy(entry);
 *   }
 * }
 *
 * const prices = { open: [10, 11], high: [11, 11.5], low: [9.5, 10], close: [11, 11] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
 * const result = ct.backtest(BuyTheDip, feed, { cash: 1000 });
 * assertEquals(result.fills.map(({ price }) => price), [10.5]);
 * assertEquals(result.orders.map(({ role }) => role), ["entry", "stopLoss", "takeProfit"]);
 * ```
 */
export type OrderOptions<F extends string = string> = SizeOption & OrderTerms<F>;

/** Options of an order whose size was said by a number. */
export type SizedOrderOptions<F extends string = string> = SaidSize & OrderTerms<F>;

/** Options of {@linkcode OrderOptions} beside the size. */
export interface OrderTerms<F extends string = string> {
  /** Limit price: the order fills there or better. With `stop` it makes a stop-limit order. Default: none. */
  readonly limit?: number;
  /**
   * Trigger price: at this price the order becomes a market order, or with `limit` a limit order. With `trail` it is the
   * first trigger. Default: none.
   */
  readonly stop?: number;
  /**
   * Distance at which the trigger follows the market, toward it only: that of a sell follows rising prices, that of a buy
   * falling ones. It begins at `stop`, else at this distance from the last close. With
   * the profile `"backtrader"` the distance counts from `stop` too, and the trigger follows closes alone. Otherwise a bar meets the trigger that the bar
   * before left at its open; then its open moves the trigger, and then its range meets it, so a bar whose range spans the
   * distance fires it. Not possible with `limit`, `touch`, `onOpen` or `onClose`. Default: none.
   */
  readonly trail?: Trail;
  /**
   * Distance of a limit from the trigger of `trail`, on its losing side: reached, the order becomes a limit order there. 0
   * for a limit at the trigger. Default: none, a market order at the trigger.
   */
  readonly limitOffset?: number;
  /**
   * Trigger price on the better side of the market: at this price or better the order becomes a market order, or with
   * `limit` a limit order. Not possible with `stop` or `trail`. Default: none.
   */
  readonly touch?: number;
  /**
   * True to fill at the open of the next session: of the first bar of a later session date. Not possible with a price.
   * Default: false.
   */
  readonly onOpen?: boolean;
  /**
   * True to fill at the close of the next bar instead of its open. Not possible with `limit` or `stop`. Default:
   * false.
   */
  readonly onClose?: boolean;
  /**
   * Lifetime of the order. `"day"` ends with the session date of the first bar that the order meets. `"ioc"` (immediate
   * or cancel) fills in the first bar that it meets, or is cancelled. `"fok"` (fill or kill) does so too, and only whole
   * by one execution: it neither flips a position nor is cut to one. A `Date` is the last time at which it may fill, and a
   * distance such as `{ days: 2 }` counts from the end of the bar on which it is placed, a day being 24 hours. Default:
   * until it fills or is cancelled.
   */
  readonly valid?: Validity | "ioc" | "fok";
  /**
   * True for a limit order that is to rest: if the open of the first bar that it meets would fill it, it is rejected with
   * the reason `wouldTake`. Needs `limit`, without a trigger. Default: false.
   */
  readonly postOnly?: boolean;
  /**
   * Trigger price of a stop order that closes the part that this order opens, or its distance from the price of this
   * order's first fill: `{ amount: 2 }`, `{ percent: 5 }`; with `{ trail: { percent: 5 } }` it follows the market from
   * there. It sleeps until this order fills.
   *
   * It has to lie on the losing side of this order's price: its limit, else its trigger, else the last close; otherwise
   * the engine refuses this order. An entry that fills beyond it at a gap is closed at its own price. After an entry
   * inside a bar, the bar does not show what came later: a stop that the bar reaches fires unless the entry's own way
   * rules it out, so a breakout entry with a stop above the bar's open is stopped in the same bar.
   * Default: none.
   */
  readonly stopLoss?: number | PriceDistance | TrailingDistance;
  /**
   * Limit price of an order that closes the part that this order opens, or its distance from the price of this order's
   * first fill. A fill of the `stopLoss` cancels it, and the reverse. A list has a target for each share of what this
   * order opens; each of them that fills leaves the `stopLoss` the rest.
   * Default: none.
   */
  readonly takeProfit?: number | PriceDistance | readonly TargetShare[];
  /**
   * Another order of this run, or several of one group; when one of the group fills, the engine cancels the others. The
   * group may have any number of orders. Default: none.
   */
  readonly oco?: OrderView | readonly OrderView[];
  /**
   * True to reduce the position only: the order never opens one and never changes its sign. Needs `size`, and allows
   * neither `stopLoss` nor `takeProfit`. Default: false.
   */
  readonly reduceOnly?: boolean;
  /**
   * A text of 1 to 64 characters by which the order, its fills and its trade are known in the result; its protective
   * orders have it too. It changes nothing of the run. Default: none.
   */
  readonly tag?: string;
  /** Name of the feed to trade. Default: the first feed. */
  readonly feed?: F;
}

/**
 * A request for an order of a group of {@linkcode Strategy.oco}: its side, and the options of `buy` and `sell` but `oco`.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const request: ct.GroupRequest = { side: "sell", size: 10, stop: 95 };
 * console.log(request.side);
 * ```
 */
export type GroupRequest<F extends string = string> = OrderOptions<F> & {
  /** Side of the order. */
  readonly side: "buy" | "sell";
  readonly oco?: never;
};

/**
 * Options of {@linkcode Strategy.close}: the part to close, the time, and the feed.
 *
 * @example Half of the position, at the close of the next bar
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const half: ct.CloseOptions = { size: 5, onClose: true };
 *
 * class TakeHalf extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 10 });
 *     else if (this.data.length === 2) this.close(half);
 *   }
 * }
 *
 * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * const result = ct.backtest(TakeHalf, feed, { cash: 1000 });
 * assertEquals(result.fills.map(({ side, size, price }) => [side, size, price]), [["buy", 10, 11], ["sell", 5, 13]]);
 * ```
 */
export interface CloseOptions<F extends string = string> {
  /** Units to close, rounded down to the lot. Default: the whole position. */
  readonly size?: number;
  /** True to fill at the close of the next bar instead of its open. Default: false. */
  readonly onClose?: boolean;
  /** A text of 1 to 64 characters by which the order and its fills are known in the result. Default: none. */
  readonly tag?: string;
  /** Name of the feed whose position to close. Default: the first feed. */
  readonly feed?: F;
}

/**
 * The position that {@linkcode Strategy.target} takes the account to, given in exactly one way. A negative number is a
 * short position, zero is none.
 *
 * - `size`: units of the instrument, rounded down to the lot.
 * - `value`: value of the position at the fill's price, in the account's currency.
 * - `fraction`: value of the position as a part of the account's value at the fill, from -1 to 1; with
 *   `leverage` up to that on either side.
 *
 * @example Half of the account in the market
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const half: ct.TargetOptions = { fraction: 0.5 };
 *
 * class HalfInvested extends ct.Strategy.with({}) {
 *   override next(): void {
 *     this.target(half);
 *   }
 * }
 *
 * const prices = { open: [10, 10, 20], high: [10, 20, 20], low: [10, 10, 20], close: [10, 20, 20] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * const result = ct.backtest(HalfInvested, feed, { cash: 1000 });
 * assertEquals(result.fills.map(({ side, size, price }) => [side, size, price]), [["buy", 50, 10], ["sell", 12.5, 20]]);
 * ```
 */
export interface TargetOptions<F extends string = string> {
  /** Units to hold, rounded down to the lot; negative for a short position. Default: none; one of the three is needed. */
  readonly size?: number;
  /**
   * Value to hold at the fill's price, in the account's currency; negative for a short position. Default: none; one of
   * the three is needed.
   */
  readonly value?: number;
  /**
   * Part of the account's value at the fill to hold, from -1 to 1; with `leverage` up to that on either side. Default: none;
   * one of the three is needed.
   */
  readonly fraction?: number;
  /** A text of 1 to 64 characters by which the order and its fills are known in the result. Default: none. */
  readonly tag?: string;
  /** Name of the feed to trade. Default: the first feed. */
  readonly feed?: F;
}

/**
 * Options of {@linkcode Strategy.targetWeights}, which has an example.
 *
 * @example Everything else is closed
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const options: ct.TargetWeightsOptions = { others: "close", tag: "rotation" };
 * console.log(options.others);
 * ```
 */
export interface TargetWeightsOptions {
  /**
   * What becomes of positions on feeds that have no weight: `"keep"` leaves them as they are, `"close"` closes them.
   * Default: `"keep"`.
   */
  readonly others?: "keep" | "close";
  /** A text of 1 to 64 characters by which the orders and their fills are known in the result. Default: none. */
  readonly tag?: string;
}

/**
 * Options of {@linkcode Strategy.replace}, which has an example: the new terms of an order. An absent term stays as it
 * is.
 *
 * @example A stop that follows the price up
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trails extends ct.Strategy.with({}) {
 *   entry: ct.OrderView | undefined;
 *
 *   override next(): void {
 *     this.entry ??= this.buy({ size: 10, stopLoss: this.data.close.now * 0.9 });
 *     const stopLoss = this.entry.stopLoss!, stop = this.data.close.now * 0.9;
 *     const terms: ct.ReplaceOptions = { stop };
 *     if (this.position.size > 0 && stopLoss.alive && stop > stopLoss.stop!) this.replace(stopLoss, terms);
 *   }
 * }
 *
 * const prices = { open: [10, 10, 20, 17], high: [10, 20, 20, 17], low: [10, 10, 20, 17], close: [10, 20, 20, 17] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], ...prices });
 * const { fills } = ct.backtest(Trails, feed, { cash: 1000 });
 * assertEquals(fills.map(({ side, price }) => [side, price]), [["buy", 10], ["sell", 17]]);
 * ```
 */
export interface ReplaceOptions {
  /** New total size in units, the filled part included. It must exceed the filled part. Default: the size stays. */
  readonly size?: number;
  /** New limit price; only for an order that has one. Default: the limit price stays. */
  readonly limit?: number;
  /** New trigger price; only for an order that has one. Default: the trigger price stays. */
  readonly stop?: number;
  /**
   * New distance, in the way in which the order has its own: of a trailing trigger, which begins anew at `stop`, else at
   * this distance from the last close; or of a price from the entry's while that has not filled. Default: it stays.
   */
  readonly trail?: PriceDistance;
  /** New distance of the limit of a trailing stop-limit from its trigger, above 0. Default: it stays. */
  readonly limitOffset?: number;
}

const ORDER_OPTION_NAMES: readonly (keyof OrderOptions)[] = [
  "size",
  "cash",
  "fraction",
  "limit",
  "stop",
  "trail",
  "limitOffset",
  "touch",
  "onOpen",
  "onClose",
  "valid",
  "postOnly",
  "stopLoss",
  "takeProfit",
  "oco",
  "reduceOnly",
  "tag",
  "feed",
];

/** Calls that take options. */
type OrderAction = "buy" | "sell" | "oco" | "close" | "target" | "targetWeights" | "replace";

/** Option names by action. */
const OPTION_NAMES: Readonly<Record<OrderAction, readonly string[]>> = {
  buy: ORDER_OPTION_NAMES,
  sell: ORDER_OPTION_NAMES,
  oco: ["side", ...ORDER_OPTION_NAMES.filter((name) => name !== "oco")],
  close: ["size", "onClose", "tag", "feed"],
  target: ["size", "value", "fraction", "tag", "feed"],
  targetWeights: ["others", "tag"],
  replace: ["size", "limit", "stop", "trail", "limitOffset"],
};

/** Words of the errors by action, made once, as an order is placed often. */
const OPTION_WORDS: Readonly<Record<OrderAction, OptionWords>> = {
  buy: wordsOf("buy"),
  sell: wordsOf("sell"),
  oco: wordsOf("oco"),
  close: wordsOf("close"),
  target: wordsOf("target"),
  targetWeights: wordsOf("targetWeights"),
  replace: wordsOf("replace"),
};

function wordsOf(action: OrderAction): OptionWords {
  return {
    noObject: (shown) => `Cannot ${action} with ${shown}: pass an object, such as { size: 10 }`,
    unknown: (name) => {
      const names = OPTION_NAMES[action], remedy = optionRemedy(name, names);
      const what = remedy === undefined ? "" : `${remedy}; `;
      return `Cannot use option "${name}" of ${action}: ${what}the options are ${names.join(", ")}`;
    },
  };
}

/**
 * Returns the options of an action, each read once. Options that it does not have are rejected: a misspelt `stopLoss`
 * would leave a position without its stop. TypeScript finds this only in object literals.
 *
 * @throws {TypeError} If the options are no object, or one of them is unknown.
 */
export function takenOrderOptions<Options extends object>(action: OrderAction, options: Options): Options {
  return takenOptions(options, OPTION_NAMES[action], OPTION_WORDS[action]);
}
