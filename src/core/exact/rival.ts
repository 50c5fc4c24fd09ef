/**
 * Rivals: the members of a one-cancels-other group that one bar reaches.
 *
 * Only a fill ends a group, so a member gives way to another one for as long as that one may still fill. Where the bar
 * tells of two members which came first, that one fills. Where it does not, a stop fills and a limit gives way to it,
 * because that hurts the account; of two members of a kind, the first by acceptance fills. Then the fill is ambiguous.
 *
 * @module
 */

import {
  beforeEntry,
  isLoose,
  liesAbove,
  meets,
  NOT_REACHED,
  passedByEntry,
  reachedInside,
  reachesLimit,
  wokeInside,
} from "./reach.ts";
import { isByExtreme } from "./trail.ts";
import { THEN_MARKET, TRIGGER_TOUCH } from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { isStop, type Order, triggerRises, waitsForTrigger, worksAsLimit } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** No other member of the group competes. */
export const RIVAL_NONE = 0;
/** A limit of the group was reached too, and the bar does not hold which came first. */
export const RIVAL_LIMIT = 1;
/** A stop of the group was reached too, and the bar does not hold which came first. */
export const RIVAL_STOP = 2;
/** Another member of the group was certainly reached before. */
export const RIVAL_FIRST = 3;

/** A fill at the order's limit. */
const CLAIM_LIMIT = 1;
/** A fill at the order's trigger. */
const CLAIM_STOP = 2;
/** A fill at the limit of a stop-limit, at some moment after its trigger; the bar may not prove it. */
const CLAIM_AFTER_TRIGGER = 3;
/** A fill at the price of the entry, when the order woke. */
const CLAIM_ENTRY = 4;

/** A fill inside the bar that an order claims. */
interface Claim {
  readonly order: Order;
  readonly kind: number;
  /** Price that the bar has to reach: the limit, or the trigger of an order that waits for it. */
  readonly price: number;
  /** True if the bar reaches the price from below. */
  readonly above: boolean;
  /** True if the bar was perhaps at the price before the entry woke the order. */
  readonly loose: boolean;
  /** True if the bar has to go past the price, as it has for a limit under the rule `through`. */
  readonly past: boolean;
  /** True if the bar's extreme made the price, so that it was reached after that extreme. */
  readonly late: boolean;
}

/** Returns whether the limit of a stop-limit allows a fill at its trigger. */
export function allowsTrigger(state: State, order: Order): boolean {
  return reachesLimit(state, order, order.stop);
}

/** Returns the claim of an order, if the bar may fill it. */
function claimOf(state: State, order: Order, instrument: Instrument): Claim | undefined {
  // A stop-limit that this bar has triggered already may have filled at its limit, which the bar did not prove.
  const spent = order.triggered_us === state.time_us, waits = spent || waitsForTrigger(order);
  if ((!waits && !worksAsLimit(order)) || !meets(order, instrument)) return undefined;
  const price = waits ? order.stop : order.limit, above = waits ? triggerRises(order) : liesAbove(order);
  const loose = isLoose(state, order, above), late = isByExtreme(state, order);
  const past = !waits && !reachesLimit(state, order, price);
  if (passedByEntry(state, order)) return { order, kind: CLAIM_ENTRY, price, above, loose, past, late };
  if (!spent && reachedInside(state, order, instrument, price) === NOT_REACHED) return undefined;
  if (!waits) return { order, kind: CLAIM_LIMIT, price, above, loose, past, late };
  const best = order.is_buy ? instrument.low : instrument.high;
  if (order.kind.trigger === TRIGGER_TOUCH) return spent ? undefined : touchClaim(state, order, best, loose);
  if (isStop(order) || allowsTrigger(state, order)) return { order, kind: CLAIM_STOP, price, above, loose, past, late };
  if (!reachesLimit(state, order, best)) return undefined;
  return { order, kind: CLAIM_AFTER_TRIGGER, price, above, loose, past, late };
}

/** Returns the claim of an order whose touched trigger the bar reaches: a fill there, or on the way on at its limit. */
function touchClaim(state: State, order: Order, best: number, loose: boolean): Claim | undefined {
  const above = triggerRises(order), kind = CLAIM_LIMIT, late = false;
  const at_trigger = order.kind.then === THEN_MARKET || allowsTrigger(state, order);
  if (at_trigger) return { order, kind, price: order.stop, above, loose, past: false, late };
  if (!reachesLimit(state, order, best)) return undefined;
  return { order, kind, price: order.limit, above, loose, past: !reachesLimit(state, order, order.limit), late };
}

/** Returns whether one price is nearer to the open than another one on the same side, or as near. */
function isNear(price: number, other: number, above: boolean): boolean {
  return above ? price <= other : price >= other;
}

/** Returns whether one claim certainly came before another one: on every path that fills the other, if it were alone. */
function precedes(state: State, one: Claim, other: Claim): boolean {
  if (one.late !== other.late) return !one.late && precedesLate(state, one, other);
  // On its way to an entry, the bar passes the prices of other members before those that the entry wakes.
  const waits = one.kind === CLAIM_AFTER_TRIGGER, rested = !waits && !wokeInside(state, one.order);
  if (rested && beforeEntry(state, other.order, one.price, one.above, one.past)) return true;
  if (other.kind === CLAIM_ENTRY) return false;
  if (one.kind === CLAIM_ENTRY) {
    const beyond = !beforeEntry(state, one.order, other.price, other.above, other.past);
    return wokeInside(state, other.order) || (beyond && !isLoose(state, one.order, other.above));
  }
  const other_waits = other.kind === CLAIM_AFTER_TRIGGER, { above } = other;
  if (waits) {
    // From an entry beyond its trigger, the way to the other side passes its limit.
    if (one.above !== above && beforeEntry(state, other.order, one.price, one.above, false)) {
      return one.order.limit !== other.price && isNear(one.order.limit, other.price, above);
    }
    // Of two that come back from one side, the first is the one with the nearer trigger, if its limit comes first too.
    return other_waits && one.above === above && isNear(one.price, other.price, above) &&
      one.order.limit !== other.order.limit && isNear(one.order.limit, other.order.limit, !above);
  }
  if (one.loose && !other.loose) {
    // Only a trigger at the entry or beyond it tells that the entry came first.
    const beyond = !beforeEntry(state, one.order, other.price, above, true) && !isLoose(state, one.order, above);
    if (!other_waits || !beyond) return false;
  }
  if (one.above === above) {
    return one.price === other.price ? other_waits && !one.past : isNear(one.price, other.price, above);
  }
  // On its way back from its trigger, a stop-limit passes the prices of the other side that lie before its limit.
  return other_waits && one.price !== other.order.limit && isNear(one.price, other.order.limit, one.above);
}

/**
 * Returns whether a claim came before one whose price the bar's extreme made: all on the side of that extreme did, and on
 * the other side what lies nearer. At one price with it, which came first is unknown.
 */
function precedesLate(state: State, one: Claim, late: Claim): boolean {
  if (one.kind === CLAIM_ENTRY) return !wokeInside(state, one.order);
  if (one.loose || one.kind === CLAIM_AFTER_TRIGGER) return false;
  return one.above !== late.above || (one.price !== late.price && isNear(one.price, late.price, late.above));
}

/** Returns the effect of the other members of an order's group that the bar reaches too. */
export function rivalOf(state: State, order: Order, instrument: Instrument): number {
  if (order.group === 0) return RIVAL_NONE;
  const own = claimOf(state, order, instrument), others: Claim[] = [];
  if (own === undefined) return RIVAL_NONE;
  // A member that sleeps is not reached.
  for (const slot of state.orders.awake) {
    const other = state.order(slot);
    if (other === order || other.group !== order.group || other.instrument !== order.instrument) continue;
    // Targets for shares of one entry do not end each other.
    if (order.entry_share > 0 && other.entry_share > 0) continue;
    const claim = claimOf(state, other, instrument);
    if (claim !== undefined) others.push(claim);
  }
  let rival = RIVAL_NONE;
  for (const claim of others) {
    if (precedes(state, claim, own)) return RIVAL_FIRST;
    if (rival === RIVAL_STOP || precedes(state, own, claim)) continue;
    // A member that another one precedes does not compete itself.
    if (others.some((first) => precedes(state, first, claim))) continue;
    rival = claim.kind === CLAIM_STOP ? RIVAL_STOP : RIVAL_LIMIT;
  }
  return rival;
}
