/**
 * The members of a one-cancels-other group that one call names: orders of the run, and requests for new ones.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { GroupRequest } from "../strategy/order_options.ts";
import { OrderRecord } from "./order_record.ts";

/** What a call names: orders of the run, or requests with their place in the list. */
export type GroupMembers = readonly (OrderRecord | GroupRequest)[];

/** What joining needs to know of an order. */
export interface JoinFacts {
  /** True if the engine has not read it yet, so that its group can still be said. */
  readonly waits: boolean;
  /** True if others name it as their group. */
  readonly leads: boolean;
}

/** How orders of the run come into one group. */
export interface Joining {
  /** Id of the order that names the group; zero if the first request does. */
  readonly leader: number;
  /** Id of the order that named the group before, where one that was placed ahead of it joins; zero for none. */
  readonly before: number;
  /** Orders that are to join it, by id. */
  readonly joins: readonly OrderRecord[];
}

/**
 * Returns the members that a call names, which are at least two different ones.
 *
 * @throws {TypeError} If they are no list.
 * @throws {RangeError} If there are fewer than two, or one is named twice.
 */
export function checkedMembers(members: unknown): GroupMembers {
  if (!Array.isArray(members)) {
    throw new TypeError(`Cannot make a group of ${inspected(members, 0)}: pass a list of orders and requests`);
  }
  if (members.length < 2) {
    throw new RangeError(`Cannot make a group of ${members.length} orders: pass two or more`);
  }
  const orders = members.filter((member) => member instanceof OrderRecord);
  const twice = orders.find((order, at) => orders.indexOf(order) !== at);
  if (twice !== undefined) throw new RangeError(`Cannot use order ${twice.id} twice in a group: pass each order once`);
  return members as GroupMembers;
}

/**
 * Returns the side of a request.
 *
 * @throws {RangeError} If it is no side.
 */
export function checkedSide(side: unknown, at: number): "buy" | "sell" {
  if (side === "buy" || side === "sell") return side;
  throw new RangeError(`Cannot use side ${inspected(side, 0)} of member ${at} of a group: pass "buy" or "sell"`);
}

/**
 * Returns how orders come into one group. An order that the engine has read cannot change its group.
 *
 * @throws {RangeError} If they are of several groups, or one of them can be of none.
 */
export function joiningOf(orders: readonly OrderRecord[], factsOf: (order: OrderRecord) => JoinFacts): Joining {
  const joins: OrderRecord[] = [], groups = new Set<number>();
  for (const order of orders) {
    const { waits, leads } = factsOf(order);
    if (waits && !leads && order.group === order.id) joins.push(order);
    else groups.add(order.group);
  }
  joins.sort((a, b) => a.id - b.id);
  if (groups.size > 1) {
    throw new RangeError(
      `Cannot make one group of orders of ${groups.size} groups, those of order ${[...groups].join(" and order ")}: ` +
        "an order of an earlier bar keeps its group; place the new ones with it",
    );
  }
  const named = [...groups][0] ?? joins[0]?.id ?? 0, first = joins[0]?.id ?? named;
  for (const order of joins) {
    if (order.role === "entry") continue;
    throw new RangeError(
      `Cannot use order ${order.id} in a group: it is a ${order.role}; pass what buy or sell returned`,
    );
  }
  // An order names one that was placed ahead of it, so the first of them leads. What it leads then waits as it does.
  return first < named ? { leader: first, before: named, joins } : { leader: named, before: 0, joins };
}
