/**
 * Rivals: the members of a one-cancels-other group that one bar reaches.
 *
 * Only a fill ends a group, so a member gives way to another one for as long as that one may still fill. Of two prices
 * on one side, the nearer one certainly came first, and the price of an entry before all others of the bar. The order of
 * two prices on different sides is unknown: a stop fills and a limit gives way to it, because that hurts the account. Of
 * two members of a kind, the first by acceptance fills.
 *
 * @module
 */

import { CERTAIN, liesAbove, meets, NOT_REACHED, passedByEntry, reachedInside, reachesLimit } from "./reach.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { isStop, type Order, waitsForTrigger, worksAsLimit } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** No other member of the group competes. */
export const RIVAL_NONE = 0;
/** A limit of the group was reached too, and the bar does not hold which came first. */
export const RIVAL_LIMIT = 1;
/** A stop of the group was reached too, and the bar does not hold which came first. */
export const RIVAL_STOP = 2;
/** Another member of the group was certainly reached before. */
export const RIVAL_FIRST = 3;

/** The bar would not fill the order. */
const CLAIM_NONE = 0;
/** A fill at the order's limit. */
const CLAIM_LIMIT = 1;
/** A fill at the order's trigger. */
const CLAIM_STOP = 2;
/** A fill at the limit of a stop-limit, at some moment after its trigger; the bar may not prove it. */
const CLAIM_AFTER_TRIGGER = 3;
/** A fill at the price of the entry, when the order woke. */
const CLAIM_ENTRY = 4;

/** A fill inside the bar that an order claims. One object serves all, and is valid until the next claim is read. */
const claim = { kind: CLAIM_NONE, price: 0, limit: 0, above: false, certain: false };

/** Returns whether the limit of a stop-limit allows a fill at its trigger. */
export function allowsTrigger(order: Order): boolean {
  return order.is_buy ? order.limit >= order.stop : order.limit <= order.stop;
}

/** Reads the claim of an order and returns its kind. */
function readClaim(state: State, order: Order, instrument: Instrument): number {
  claim.kind = CLAIM_NONE;
  // A stop-limit that this bar has triggered already may have filled at its limit, which the bar did not prove.
  const spent = order.triggered_us === state.time_us, waits = spent || waitsForTrigger(order);
  if ((!waits && !worksAsLimit(order)) || !meets(order, instrument)) return CLAIM_NONE;
  if (passedByEntry(state, order)) {
    claim.kind = CLAIM_ENTRY;
    claim.certain = true;
    return CLAIM_ENTRY;
  }
  claim.price = waits ? order.stop : order.limit;
  claim.limit = order.limit;
  claim.above = waits ? order.is_buy : liesAbove(order);
  const reached = spent ? CERTAIN : reachedInside(state, order, instrument, claim.price);
  if (reached === NOT_REACHED) return CLAIM_NONE;
  claim.certain = reached === CERTAIN;
  if (!waits) claim.kind = CLAIM_LIMIT;
  else if (isStop(order) || allowsTrigger(order)) claim.kind = CLAIM_STOP;
  else if (reachesLimit(state, order, order.is_buy ? instrument.low : instrument.high)) {
    claim.kind = CLAIM_AFTER_TRIGGER;
    claim.certain = false;
  }
  return claim.kind;
}

/** Returns whether another order is a member of the same group in the same instrument. */
function isMember(order: Order, other: Order): boolean {
  return other !== order && other.group === order.group && other.instrument === order.instrument;
}

/** Returns whether the way back from a trigger, which lies above or below, passes a price before a limit. */
function isBefore(price: number, limit: number, trigger_above: boolean): boolean {
  return trigger_above ? price > limit : price < limit;
}

/** Returns the effect of the other members of an order's group that the bar reaches too. */
export function rivalOf(state: State, order: Order, instrument: Instrument): number {
  if (order.group === 0) return RIVAL_NONE;
  const above = liesAbove(order), waits = waitsForTrigger(order), price = waits ? order.stop : order.limit;
  const after_trigger = waits && !isStop(order) && !allowsTrigger(order);
  // The nearest price on each side is certainly the first one of its side.
  let nearest_above = Infinity, nearest_below = -Infinity;
  for (const slot of state.orders.resting) {
    const other = state.order(slot);
    if (!isMember(order, other) || readClaim(state, other, instrument) === CLAIM_NONE || !claim.certain) continue;
    if (claim.kind === CLAIM_ENTRY) return RIVAL_FIRST;
    // On its way back from its trigger, a stop-limit passes the prices of the other side that lie before its limit.
    if (after_trigger && claim.above !== above && isBefore(claim.price, order.limit, above)) return RIVAL_FIRST;
    if (claim.above) nearest_above = claim.price < nearest_above ? claim.price : nearest_above;
    else nearest_below = claim.price > nearest_below ? claim.price : nearest_below;
  }
  if (above ? nearest_above < price : nearest_below > price) return RIVAL_FIRST;
  let rival = RIVAL_NONE;
  for (const slot of state.orders.resting) {
    const other = state.order(slot);
    if (!isMember(order, other) || readClaim(state, other, instrument) === CLAIM_NONE) continue;
    // A price behind the nearest one of its side competes with that one alone.
    if (claim.above ? claim.price > nearest_above : claim.price < nearest_below) continue;
    const comes_back = claim.kind === CLAIM_AFTER_TRIGGER && claim.above !== above;
    if (comes_back && isBefore(price, claim.limit, claim.above)) continue;
    const nearer = claim.above ? claim.price < price : claim.price > price;
    if (claim.above === above && (claim.price !== price || claim.kind === CLAIM_AFTER_TRIGGER)) {
      // On one side only a fill at some moment after a trigger can come before a price that is farther, or after it.
      if (!after_trigger && (claim.kind !== CLAIM_AFTER_TRIGGER || !nearer)) continue;
    }
    if (rival !== RIVAL_STOP) rival = claim.kind === CLAIM_STOP ? RIVAL_STOP : RIVAL_LIMIT;
  }
  return rival;
}
