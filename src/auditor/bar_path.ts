/**
 * The effect of a bar on an order: at its open, inside it, and after an entry of the same bar.
 *
 * A bar is four prices without an order. A certain fill happens; an uncertain fill happens only if it hurts the
 * account.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { AuditedOrder, Entry } from "./audited_order.ts";

/** A bar in price steps. */
export interface AuditedBar {
  readonly begin_us: number;
  readonly session_day: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  /** Volume in display units. */
  readonly volume: number;
}

/** The effect of a bar on an order. */
export interface Touch {
  /** True if the bar reaches the order's trigger and does not fill it by the trigger. */
  readonly triggers: boolean;
  /** The fill, if the order fills. */
  readonly fill: TouchedFill | undefined;
}

/** A fill before slippage. */
export interface TouchedFill {
  readonly price: bigint;
  readonly rule: number;
  /** True if slippage applies: to market orders and triggered stops. */
  readonly slips: boolean;
  readonly moment: Entry["moment"];
  /** Direction of the price. */
  readonly direction: bigint;
  /** True if the bar does not prove the fill. It is taken because it hurts the account. */
  readonly uncertain: boolean;
}

/** No effect. */
const UNTOUCHED: Touch = { triggers: false, fill: undefined };

/** Returns whether a price of the bar fills a limit, under the rule on exact touches. */
export function filledBy(order: AuditedOrder, price: bigint, through: boolean): boolean {
  return order.within(price) && !(through && price === order.limit);
}

/** Returns the effect of the open on an order. */
export function touchedAtOpen(order: AuditedOrder, bar: AuditedBar, through: boolean): Touch {
  const at = (rule: number, slips: boolean): TouchedFill => (
    { price: bar.open, rule, slips, moment: "open", direction: 0n, uncertain: false }
  );
  switch (order.type) {
    case contract.TYPE_MARKET:
      return { triggers: false, fill: at(contract.FILL_RULE_OPEN, true) };
    case contract.TYPE_MARKET_ON_OPEN:
      return bar.session_day > order.after_day
        ? { triggers: false, fill: at(contract.FILL_RULE_SESSION_OPEN, true) }
        : UNTOUCHED;
    case contract.TYPE_STOP:
    case contract.TYPE_STOP_TRAIL:
      if (order.triggered) return { triggers: false, fill: at(contract.FILL_RULE_OPEN, true) };
      if (!order.beyond(bar.open)) return UNTOUCHED;
      return { triggers: false, fill: at(contract.FILL_RULE_STOP_GAP, true) };
    case contract.TYPE_MARKET_IF_TOUCHED:
      if (order.triggered) return { triggers: false, fill: at(contract.FILL_RULE_OPEN, true) };
      if (!order.touchedBy(bar.open)) return UNTOUCHED;
      return { triggers: false, fill: at(contract.FILL_RULE_TOUCH_OPEN, true) };
    case contract.TYPE_LIMIT:
      return filledBy(order, bar.open, through)
        ? { triggers: false, fill: at(contract.FILL_RULE_LIMIT_OPEN, false) }
        : UNTOUCHED;
    case contract.TYPE_LIMIT_IF_TOUCHED:
    case contract.TYPE_STOP_TRAIL_LIMIT:
    case contract.TYPE_STOP_LIMIT: {
      const touches = order.type === contract.TYPE_LIMIT_IF_TOUCHED;
      const triggers = !order.triggered && (touches ? order.touchedBy(bar.open) : order.beyond(bar.open));
      if (!triggers && !order.triggered) return UNTOUCHED;
      return filledBy(order, bar.open, through)
        ? { triggers, fill: at(contract.FILL_RULE_LIMIT_OPEN, false) }
        : { triggers, fill: undefined };
    }
    default:
      return UNTOUCHED;
  }
}

/** Returns the effect of the inside of a bar on an order that rests since the open. */
export function touchedInside(order: AuditedOrder, bar: AuditedBar, through: boolean): Touch {
  const best = order.sign > 0n ? bar.low : bar.high, worst = order.sign > 0n ? bar.high : bar.low;
  const inside = (price: bigint, rule: number, slips: boolean, direction: bigint): TouchedFill => (
    { price, rule, slips, moment: "inside", direction, uncertain: false }
  );
  const atLimit = (): TouchedFill => inside(order.limit, contract.FILL_RULE_LIMIT, false, -order.sign);
  switch (order.type) {
    case contract.TYPE_LIMIT:
      return filledBy(order, best, through) ? { triggers: false, fill: atLimit() } : UNTOUCHED;
    case contract.TYPE_MARKET_IF_TOUCHED:
      return !order.triggered && order.touchedBy(best)
        ? { triggers: false, fill: inside(order.stop, contract.FILL_RULE_TOUCH, true, -order.sign) }
        : UNTOUCHED;
    case contract.TYPE_LIMIT_IF_TOUCHED: {
      if (order.triggered) return filledBy(order, best, through) ? { triggers: false, fill: atLimit() } : UNTOUCHED;
      if (!order.touchedBy(best)) return UNTOUCHED;
      if (filledBy(order, order.stop, through)) {
        return { triggers: true, fill: inside(order.stop, contract.FILL_RULE_TOUCH_LIMIT, false, -order.sign) };
      }
      // The price goes on from the trigger to a limit that is better still.
      return { triggers: true, fill: filledBy(order, best, through) ? atLimit() : undefined };
    }
    case contract.TYPE_STOP:
    case contract.TYPE_STOP_TRAIL:
      return !order.triggered && order.beyond(worst)
        ? { triggers: false, fill: inside(order.stop, contract.FILL_RULE_STOP, true, order.sign) }
        : UNTOUCHED;
    case contract.TYPE_STOP_TRAIL_LIMIT:
    case contract.TYPE_STOP_LIMIT: {
      if (order.triggered) return filledBy(order, best, through) ? { triggers: false, fill: atLimit() } : UNTOUCHED;
      if (!order.beyond(worst)) return UNTOUCHED;
      if (filledBy(order, order.stop, through)) {
        return { triggers: true, fill: inside(order.stop, contract.FILL_RULE_STOP_LIMIT, false, order.sign) };
      }
      // From a trigger outside the limit to a close within it, the price must have passed the limit. It came back to it.
      return {
        triggers: true,
        fill: filledBy(order, bar.close, through) ? { ...atLimit(), direction: 0n } : undefined,
      };
    }
    default:
      return UNTOUCHED;
  }
}

/** Returns the effect of a bar on a protective order whose entry filled in this bar. */
export function touchedAfterEntry(order: AuditedOrder, entry: Entry, bar: AuditedBar, through: boolean): Touch {
  const is_stop = order.type === contract.TYPE_STOP || order.type === contract.TYPE_STOP_TRAIL;
  // A trigger that has followed this bar was not there when the entry filled.
  const passed = order.followed_us === entry.time_us
    ? false
    : is_stop
    ? order.beyond(entry.price)
    : filledBy(order, entry.price, through);
  if (passed) {
    const { price, moment } = entry, rule = contract.FILL_RULE_ENTRY_PRICE;
    return { triggers: false, fill: { price, rule, slips: is_stop, moment, direction: 0n, uncertain: false } };
  }
  if (entry.moment === "close") return UNTOUCHED;
  const touch = touchedInside(order, bar, through), fill = touch.fill;
  if (entry.moment === "open" || fill === undefined) return touch;
  const proven = is_stop ? order.beyond(bar.close) : filledBy(order, bar.close, through);
  if (fill.direction === entry.direction || proven) return touch;
  return is_stop ? { ...touch, fill: { ...fill, uncertain: true } } : UNTOUCHED;
}
