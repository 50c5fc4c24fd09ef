/**
 * The placement of an order at the edge.
 *
 * @module
 */

import type { Distance } from "./distance_terms.ts";
import type { ASKED_NAMES } from "./order_lanes.ts";
import type { AskedOrder, OrderRole, OrderSide } from "./result_rows.ts";

/** Size and prices that an order was asked for with. */
export type AskedTerms = Pick<AskedOrder, typeof ASKED_NAMES[number]>;

/** The part of an order that its placement fixes. */
export interface OrderPlacement {
  readonly side: OrderSide;
  readonly type: number;
  readonly instrument: number;
  readonly role: OrderRole;
  /** Size and prices that it was asked for with. */
  readonly asked: AskedTerms;
  /** Code of its validity, and the last time at which it may fill. Default: good till cancelled. */
  readonly lifetime?: { readonly validity: number; readonly validUs: number };
  /** True if it was asked to reduce a position only. Default: false. */
  readonly reduceOnly?: boolean;
  /** True for a limit order that must rest. Default: false. */
  readonly postOnly?: boolean;
  /** Share in 10^-9 of what its entry opens and targets before it left. Default: 0, for all. */
  readonly share?: number;
  /** Distance of its price from the entry's, or of its trailing trigger. Default: none. */
  readonly distance?: Distance | undefined;
  /** Distance of the limit of a trailing stop-limit from its trigger, in steps. Default: 0. */
  readonly offset?: number;
  /** Index of the step of the placement. */
  readonly step: number;
  readonly placedUs: number;
  /** Order id of the entry that this order protects, or zero. */
  readonly parent: number;
  /** Order id of the group's leader, or zero. */
  readonly oco: number;
  /** Number of its tag, or zero. */
  readonly tag: number;
}

/** Terms of an order in the core's counts, as its event has them: zero for an absent one. */
export interface AcceptedTerms {
  readonly quantity: number;
  readonly limit: number;
  readonly stop: number;
}
