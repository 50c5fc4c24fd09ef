/**
 * What a strategy can say about an order.
 *
 * @module
 */

import type { OrderView } from "./order_view.ts";

/**
 * The size of an order, said in exactly one way: `size` in units, `cash` as an amount to spend with commission, or
 * `fraction` of the account's value. Without any it is `fraction: 1`.
 */
export type SizeOption =
  | { readonly size: number; readonly cash?: never; readonly fraction?: never }
  | { readonly cash: number; readonly size?: never; readonly fraction?: never }
  | { readonly fraction: number; readonly size?: never; readonly cash?: never }
  | { readonly size?: never; readonly cash?: never; readonly fraction?: never };

/** Options of `buy` and `sell`. Prices are in display units. */
export type OrderOptions = SizeOption & {
  /** Limit price: fills there or better. With `stop` it is the limit of a stop-limit order. */
  readonly limit?: number;
  /** Trigger price: becomes a market order there, or with `limit` a limit order. */
  readonly stop?: number;
  /** Fill at the close of the next bar instead of its open. */
  readonly onClose?: boolean;
  /** How long the order lives: until cancelled by default, to the end of the session (`"day"`), or to a time. */
  readonly valid?: "day" | Date;
  /** Trigger of a stop order that closes what this order opens. */
  readonly stopLoss?: number;
  /** Price of a limit order that closes what this order opens. */
  readonly takeProfit?: number;
  /** Another order; when one of the two fills, the other is cancelled. */
  readonly oco?: OrderView;
  /** Never open a position or change its sign. */
  readonly reduceOnly?: boolean;
  /** Name of the feed to trade; the first one by default. */
  readonly feed?: string;
};

/** Options of `close`. */
export interface CloseOptions {
  /** Units to close; the whole position by default. */
  readonly size?: number;
  /** Fill at the close of the next bar instead of its open. */
  readonly onClose?: boolean;
  /** Name of the feed whose position to close; the first one by default. */
  readonly feed?: string;
}

/** What `replace` changes; what is left out stays. */
export interface ReplaceOptions {
  /** New total size in units. */
  readonly size?: number;
  /** New limit price. */
  readonly limit?: number;
  /** New trigger price. */
  readonly stop?: number;
}

const ORDER_OPTION_NAMES: readonly (keyof OrderOptions)[] = [
  "size",
  "cash",
  "fraction",
  "limit",
  "stop",
  "onClose",
  "valid",
  "stopLoss",
  "takeProfit",
  "oco",
  "reduceOnly",
  "feed",
];

/** The options that each action takes. */
const OPTION_NAMES: Readonly<Record<"buy" | "sell" | "close" | "replace", readonly string[]>> = {
  buy: ORDER_OPTION_NAMES,
  sell: ORDER_OPTION_NAMES,
  close: ["size", "onClose", "feed"],
  replace: ["size", "limit", "stop"],
};

/**
 * Refuses options that an action does not have: an order whose stop is lost to a misspelt name is worse than none. The
 * compiler says so of an object literal, though not of plain JavaScript nor of an object that was made elsewhere.
 *
 * @throws {TypeError} If the options are no object, or one of them is unknown.
 */
export function checkOptionNames(action: "buy" | "sell" | "close" | "replace", options: object): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`Cannot ${action} with ${String(options)}: pass an object, such as { size: 10 }`);
  }
  const known = OPTION_NAMES[action];
  for (const name in options) {
    if (known.includes(name)) continue;
    throw new TypeError(`Cannot use option "${name}" of ${action}: the options are ${known.join(", ")}`);
  }
}
