/**
 * The way of a trailing trigger through a bar.
 *
 * A bar is walked twice, once by its high first and once by its low first, price by price. Of two different ends the one
 * that costs the account more counts.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { AuditedBar } from "./bar_path.ts";
import { ceiling, floor, halfEven, rational } from "./rational.ts";

/** The end of a trailing trigger's way through a bar. */
export interface Trailed {
  /** Trigger at which the order fires, or with which it goes on. */
  readonly stop: bigint;
  /** True if the other way through the bar ends otherwise. */
  readonly doubt: boolean;
  /** True if only prices behind the bar's best one made the trigger. */
  readonly late: boolean;
}

/** Returns the price at an order's distance above or below a price, and away from it on the grid of order prices. */
export function atDistance(order: AuditedOrder, price: bigint, tick: bigint, above: boolean): bigint {
  const one = BigInt(contract.RATE_SCALE), sign = above ? 1n : -1n;
  const exact = order.by_rate
    ? rational(price * (one + sign * order.trail), one)
    : rational(price + sign * order.trail);
  let steps: bigint;
  if (tick === 0n) {
    steps = halfEven(exact);
    if (steps === price) steps += sign;
  } else {
    const ticks = rational(exact.numerator, exact.denominator * tick);
    steps = tick * (above ? ceiling(ticks) : floor(ticks));
  }
  const most = BigInt(contract.EXACT_MAX);
  return steps < 0n ? 0n : steps > most ? most : steps;
}

/** Returns the nearer to the market of the order's trigger and the one that a price makes. */
export function pulledBy(order: AuditedOrder, stop: bigint, price: bigint, tick: bigint): bigint {
  const buys = order.sign > 0n, made = atDistance(order, price, tick, buys);
  return buys ? (made < stop ? made : stop) : made > stop ? made : stop;
}

/** Returns the end of a trigger's way through a bar whose open did not fire it. */
export function trailedInside(order: AuditedOrder, bar: AuditedBar, tick: bigint): Trailed {
  const good = order.sign > 0n ? bar.low : bar.high, bad = order.sign > 0n ? bar.high : bar.low;
  const opened = pulledBy(order, order.stop, bar.open, tick);
  const walk = (prices: readonly bigint[]): { stop: bigint; fires: boolean } => {
    let stop = opened;
    for (const price of prices) {
      if (order.sign > 0n ? price >= stop : price <= stop) return { stop, fires: true };
      stop = pulledBy(order, stop, price, tick);
    }
    return { stop, fires: false };
  };
  const bad_first = walk([bad, good, bar.close]), good_first = walk([good, bad, bar.close]);
  const ends = [bad_first, good_first].filter(({ fires }) => fires).map(({ stop }) => stop);
  if (ends.length === 0) return { stop: bad_first.stop, doubt: false, late: false };
  // A sale hurts more the lower it is, a purchase the higher it is.
  const stop = ends.reduce((worst, each) => (each - worst) * order.sign > 0n ? each : worst);
  return { stop, doubt: ends.length === 1 || ends[0] !== ends[1], late: stop !== opened };
}
