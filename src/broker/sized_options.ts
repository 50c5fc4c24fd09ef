/**
 * The size of an order that a sizer says, put into the options of the order.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import type { OrderOptions, SizedOrderOptions } from "../strategy/order_options.ts";
import type { BrokerView, PositionView } from "../strategy/order_view.ts";
import type { Sizer, SizerContext, SizerSize } from "../strategy/sizers.ts";

/** The parts of an account that a sizer reads. */
export interface SizerParts {
  readonly feed: FeedLines;
  readonly position: PositionView;
  readonly broker: BrokerView;
  readonly pointValue: number;
}

/** Returns the sizer of an order: its own, or for an order without a size the one of the run; undefined without one. */
export function sizerOf(options: OrderOptions, ofRun: Sizer | undefined): Sizer | undefined {
  const { size, cash, fraction } = options;
  if (typeof size === "function") return size;
  if (ofRun === undefined || options.reduceOnly === true) return undefined;
  return size === undefined && cash === undefined && fraction === undefined ? ofRun : undefined;
}

/**
 * Returns the options of an order with the size that a sizer says.
 *
 * @throws {RangeError} If the order says its size in a second way.
 * @throws {TypeError} If the sizer says no size.
 */
export function withSize(
  side: "buy" | "sell",
  options: OrderOptions,
  sizer: Sizer,
  parts: SizerParts,
): SizedOrderOptions {
  const { size: _size, cash, fraction, ...rest } = options;
  if (cash !== undefined || fraction !== undefined) {
    throw new RangeError(
      `Cannot ${side} with a sizer and ${cash === undefined ? "fraction" : "cash"}: pass one of them`,
    );
  }
  const { limit, touch, stop, stopLoss } = options, { feed, position, broker, pointValue } = parts;
  // Without a bar there is no close yet: a sizer that needs no price says its size all the same.
  const price = limit ?? touch ?? stop ?? (feed.length > 0 ? feed.close.now : NaN);
  const context: SizerContext = {
    ...{ side, feed, position, broker, pointValue },
    price,
    stopLoss: stopPrice(side, price, stopLoss),
  };
  return { ...rest, ...saidBy(sizer(context)) } as SizedOrderOptions;
}

/** Returns the price of a stop-loss: its own, or the one at its distance from an expected price; null without one. */
function stopPrice(side: "buy" | "sell", price: number, stopLoss: OrderOptions["stopLoss"]): number | null {
  if (typeof stopLoss === "number") return stopLoss;
  if (typeof stopLoss !== "object" || stopLoss === null) return null;
  const { amount, percent } = ("trail" in stopLoss ? stopLoss.trail : stopLoss) as Partial<Record<string, number>>;
  const distance = amount ?? (percent === undefined ? NaN : price * percent / 100);
  // A distance that is none is refused with the order.
  return typeof distance !== "number" || Number.isNaN(distance)
    ? null
    : side === "buy"
    ? price - distance
    : price + distance;
}

/** Returns what a sizer said as an option of the size. */
function saidBy(said: SizerSize): { readonly size?: number; readonly cash?: number; readonly fraction?: number } {
  const terms: object = typeof said === "number" ? { size: said } : said,
    [name, ...others] = isOptions(terms) ? Object.keys(terms) : [];
  const amount: unknown = name === undefined ? undefined : (terms as Record<string, unknown>)[name];
  const isKnown = name === "size" || name === "cash" || name === "fraction";
  if (!isKnown || others.length > 0 || typeof amount !== "number") {
    throw new TypeError(
      `Cannot use the size ${
        inspected(said, 0)
      } of a sizer: return units as a number, or { size }, { cash } or { fraction }`,
    );
  }
  return { [name]: amount };
}
