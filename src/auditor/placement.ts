/**
 * The reasons to reject the placement of an order, by the contract and the rules of the exact profile.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account } from "./account.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { Lanes } from "./records.ts";

/** The state that a placement is checked against. */
export interface PlacementState {
  readonly account: Account;
  readonly orders: ReadonlyMap<number, AuditedOrder>;
  readonly live: ReadonlySet<AuditedOrder>;
  readonly last_order_id: number;
  readonly risk_flags: number;
}

/** The flags by which limits of a session refuse an order, each with its reason. */
export const LIMITS: readonly (readonly [flag: number, reason: number])[] = [
  [contract.ORDER_FLAG_RISK_SIZE, contract.REASON_RISK_SIZE],
  [contract.ORDER_FLAG_RISK_NOTIONAL, contract.REASON_RISK_NOTIONAL],
  [contract.ORDER_FLAG_RISK_POSITION, contract.REASON_RISK_POSITION],
  [contract.ORDER_FLAG_RISK_GROSS, contract.REASON_RISK_GROSS],
  [contract.ORDER_FLAG_RISK_OPEN_ORDERS, contract.REASON_RISK_OPEN_ORDERS],
  [contract.ORDER_FLAG_RISK_RATE, contract.REASON_RISK_RATE],
  [contract.ORDER_FLAG_RISK_COLLAR, contract.REASON_RISK_COLLAR],
  [contract.ORDER_FLAG_RISK_STALE, contract.REASON_RISK_STALE],
];

/** Returns all reasons against a placement; an engine must name one of them. */
export function placementFaults(lanes: Lanes, state: PlacementState): number[] {
  const terms = state.account.terms[lanes.instrument!]!, faults: number[] = [];
  const fault = (applies: boolean, reason: number): void => {
    if (applies) faults.push(reason);
  };
  const has = (flag: number): boolean => (lanes.flags! & flag) !== 0;
  const protective = has(contract.ORDER_FLAG_PROTECTIVE), closes = has(contract.ORDER_FLAG_CLOSE);
  const size = state.account.size(lanes.instrument!), buys = lanes.side === contract.SIDE_BUY;
  const against = buys ? size < 0n : size > 0n;
  fault(!terms.traded, contract.REASON_NOT_TRADED);
  fault(lanes.order_id! <= state.last_order_id, contract.REASON_ORDER_ID);
  const adopted = has(contract.ORDER_FLAG_EXTERNAL);
  fault(adopted && (!terms.reported || protective || closes), contract.REASON_NOT_SUPPORTED);
  fault((state.risk_flags & contract.RISK_FLAG_HALT) !== 0 && !adopted, contract.REASON_RISK_FLAGGED);
  for (const [flag, reason] of LIMITS) fault(has(flag), reason);
  const whole = has(contract.ORDER_FLAG_WHOLE), targets = has(contract.ORDER_FLAG_TARGET);
  // The fraction of a protective order is its share of what its entry opens.
  const amounts = [lanes.quantity!, lanes.cash!, protective ? 0 : lanes.fraction!];
  const sizes = amounts.filter((each) => each !== 0).length;
  const only_closes = protective || closes || whole && against || targets && sizes === 0;
  const may_open = !has(contract.ORDER_FLAG_REDUCE_ONLY) && !only_closes && !adopted;
  fault((state.risk_flags & contract.RISK_FLAG_REDUCE_ONLY) !== 0 && may_open, contract.REASON_RISK_FLAGGED);
  const relative = has(contract.ORDER_FLAG_RELATIVE), trails = TRAILING.includes(lanes.order_type!);
  const by_rate = has(contract.ORDER_FLAG_TRAIL_RATE), trail = lanes.trail!;
  fault(!trails && !relative && trail !== 0, contract.REASON_PRICE_UNEXPECTED);
  fault((trails || relative) && isNoDistance(trail, by_rate), contract.REASON_TRAIL_RANGE);
  const begins = trails && lanes.stop === 0 && !protective && !terms.reported;
  fault(begins && state.account.lastPrice(lanes.instrument!) === undefined, contract.REASON_PRICE_MISSING);
  for (const [lane, types] of PRICES) {
    const price = lanes[lane]!, wanted = types.includes(lanes.order_type!) && !relative;
    fault(wanted && price === 0 && !trails, contract.REASON_PRICE_MISSING);
    fault(!wanted && price !== 0, contract.REASON_PRICE_UNEXPECTED);
    fault(price > contract.EXACT_MAX, contract.REASON_PRICE_RANGE);
    const whole = price !== 0 && Number.isInteger(price) ? BigInt(price) : 0n;
    fault(terms.tick !== 0n && whole % terms.tick !== 0n, contract.REASON_OFF_TICK);
  }
  fault(sizes > 1 || (protective || whole) && sizes > 0, contract.REASON_SIZE_SAID_TWICE);
  fault(sizes === 0 && !protective && !closes && !whole && !targets, contract.REASON_BELOW_LOT);
  const unsized = whole || targets || sizes > 0 && lanes.quantity === 0;
  fault(terms.reported && unsized, contract.REASON_UNSIZED_REPORTED);
  const timed = lanes.validity === contract.VALIDITY_GTD;
  fault(timed === (lanes.valid_us === 0), contract.REASON_VALIDITY_MISSING);
  const parent = state.orders.get(lanes.parent!), leader = state.orders.get(lanes.oco!);
  fault(
    (protective || lanes.parent !== 0) &&
      (!protective || parent === undefined || parent.ended ||
        parent.instrument !== lanes.instrument ||
        parent.sign === (buys ? 1n : -1n) || parent.aim !== 0n || parent.reducing && !parent.whole),
    contract.REASON_UNKNOWN_PARENT,
  );
  const at_stake = protective && parent !== undefined && !parent.ended && parent.instrument === lanes.instrument;
  const falls = at_stake && fallsWithProtection(parent, lanes, state.account);
  const no_distance = (trails || relative) && (isNoDistance(trail, by_rate) || !Number.isInteger(trail));
  fault(
    at_stake && (onWrongSide(lanes, parent, state) || falls && (no_distance || isNoPrice(lanes, terms.tick))),
    contract.REASON_PROTECTIVE_PRICE,
  );
  // An ended leader names its group for as long as another member lives.
  const members = leader?.ended === false
    ? [leader].filter((order) => order.oco === 0)
    : [...state.live].filter((order) => order.oco === lanes.oco);
  const joins = members.some((order) => state.account.terms[order.instrument]!.reported === terms.reported);
  fault(lanes.oco !== 0 && !joins, contract.REASON_UNKNOWN_OCO);
  const second = [...state.live].some((order) =>
    order.basket === lanes.basket && order.instrument === lanes.instrument
  );
  const leg = lanes.flags === contract.ORDER_FLAG_TARGET && lanes.quantity === 0 && lanes.cash === 0 && lanes.oco === 0;
  fault(lanes.basket !== 0 && (!leg || second), contract.REASON_BASKET);
  const first = state.orders.get(lanes.round_trip!), together = has(contract.ORDER_FLAG_TOGETHER) && !protective;
  const stands = first !== undefined && !first.ended && first.from_us === lanes.time_us &&
    first.label === lanes.round_trip && (first.flags & contract.ORDER_FLAG_TOGETHER) !== 0;
  fault(together && lanes.round_trip !== lanes.order_id && !stands, contract.REASON_GROUP_REFUSED);
  fault(closes && !against, contract.REASON_NOTHING_TO_CLOSE);
  const closing = [...state.live].some((order) =>
    order.instrument === lanes.instrument && (order.flags & contract.ORDER_FLAG_CLOSE) !== 0
  );
  fault(closes && closing, contract.REASON_ALREADY_CLOSING);
  return faults;
}

/** Returns whether an entry ends with its protection: one that has not filled, and of which no venue can know. */
export function fallsWithProtection(entry: AuditedOrder, lanes: Lanes, account: Account): boolean {
  const is_new = entry.state === contract.STATE_SUBMITTED && entry.from_us === lanes.time_us;
  const reported = account.terms[entry.instrument]!.reported;
  return entry.filled === 0n && (entry.flags & contract.ORDER_FLAG_EXTERNAL) === 0 && (!reported || is_new);
}

/** Returns whether a protective price lies at its entry's price or on the side where the entry would not reach it. */
function onWrongSide(lanes: Lanes, entry: AuditedOrder, { account }: PlacementState): boolean {
  const held = account.size(entry.instrument), against = held * entry.sign < 0n ? -held * entry.sign : 0n;
  const only_closes = against > 0n && (entry.reducing || entry.quantity > 0n && entry.quantity <= against);
  if (entry.filled > 0n || only_closes || (entry.flags & contract.ORDER_FLAG_EXTERNAL) !== 0) return false;
  const reference = [entry.limit, entry.stop, account.lastPrice(entry.instrument) ?? 0n].find((price) => price !== 0n);
  // A sum of both would hide a fraction beside a large number.
  const whole = Number.isInteger(lanes.stop!) && Number.isInteger(lanes.limit!);
  if (reference === undefined || !whole) return false;
  if (lanes.stop === 0 && lanes.limit === 0) return false;
  // A gain lies in the direction of the entry, a loss against it.
  const gain = (price: number): bigint => (BigInt(price) - reference) * entry.sign;
  return lanes.stop !== 0 ? gain(lanes.stop!) >= 0n : gain(lanes.limit!) <= 0n;
}

/** Returns whether a price that the order type needs is none that the instrument has. */
function isNoPrice(lanes: Lanes, tick: bigint): boolean {
  const optional = TRAILING.includes(lanes.order_type!) || (lanes.flags! & contract.ORDER_FLAG_RELATIVE) !== 0;
  return PRICES.some(([lane, types]) => {
    const price = lanes[lane]!;
    if (optional && price === 0) return false;
    const whole = Number.isInteger(price) && price > 0 && price <= contract.EXACT_MAX;
    return types.includes(lanes.order_type!) && (!whole || tick !== 0n && BigInt(price) % tick !== 0n);
  });
}

/** Returns whether a distance is none, or takes the whole price. */
function isNoDistance(trail: number, by_rate: boolean): boolean {
  return trail <= 0 || trail > contract.EXACT_MAX || by_rate && trail >= contract.RATE_SCALE;
}

/** Types whose trigger follows the market, which say no price, or a first one. */
const TRAILING: readonly number[] = [contract.TYPE_STOP_TRAIL, contract.TYPE_STOP_TRAIL_LIMIT];

/** Price lanes with the order types that need them. */
const PRICES: readonly (readonly [lane: string, types: readonly number[]])[] = [
  [
    "limit",
    [contract.TYPE_LIMIT, contract.TYPE_STOP_LIMIT, contract.TYPE_STOP_TRAIL_LIMIT, contract.TYPE_LIMIT_IF_TOUCHED],
  ],
  [
    "stop",
    [
      contract.TYPE_STOP,
      contract.TYPE_STOP_LIMIT,
      contract.TYPE_STOP_TRAIL,
      contract.TYPE_STOP_TRAIL_LIMIT,
      contract.TYPE_MARKET_IF_TOUCHED,
      contract.TYPE_LIMIT_IF_TOUCHED,
    ],
  ],
];
