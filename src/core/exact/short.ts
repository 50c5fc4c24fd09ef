/**
 * Short steps: steps that concern only market orders, which all fill or end at the open.
 *
 * Where one bar comes and each live order is a market order for the next open, without a day or a last time, the phases
 * of a full step but the open have nothing to do: no order expires, waits for a price, or lives on. So a short step is
 * the same step with those phases left out.
 *
 * @module
 */

import {
  AT_NEXT,
  CHEAT_ON_CLOSE_ON,
  COLUMN_VOLUME,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  TRIGGER_NONE,
  VALIDITY_GTC,
} from "../../contract/contract.gen.ts";
import type { Columns } from "../state/columns.ts";
import { isPostOnly, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";
import { sleepAgain } from "./due.ts";
import { PART_ALL, PART_CLOSING } from "./size.ts";
import { matchAtOpen } from "./match.ts";

/** Returns whether the next step of the columns is short: a single instrument, and orders that begin before its bar. */
export function isShort(state: State, loaded: Columns, columns: Float64Array): boolean {
  const { orders } = state, { awake } = orders;
  // The close of a step may liquidate.
  if (state.on_margin) return false;
  // Orders at the close of their placement come ahead of the others.
  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) === CHEAT_ON_CLOSE_ON) return false;
  if (awake.length === 0 || loaded.counts.length !== 1 || orders.has_baskets) return false;
  // An order that sleeps waits for a price or for its entry.
  if (awake.length !== orders.resting.length - orders.resting_ended) return false;
  const instrument = state.instruments[0]!, row = instrument.bars - loaded.bases[0]!;
  if (instrument.bars === 0 || instrument.terms.reads_volume) return false;
  if (instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0]! + row] === 0) return false;
  for (const slot of awake) {
    const order = orders.slots[slot]!;
    // No bar begins before the last one ended.
    if (!isPlain(order) || order.placed_us > instrument.time_us) return false;
  }
  return true;
}

/**
 * Returns whether an order that is awake lives and waits for nothing but the next open. A limit is awake for its day, or
 * for its first bar.
 */
function isPlain(order: Order): boolean {
  if (isPostOnly(order)) return false;
  const { at, trigger } = order.kind;
  return order.ended === 0 && at === AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;
}

/** Matches the orders of a short step. */
export function stepShort(state: State): void {
  const { orders } = state, { awake } = orders, instrument = state.instruments[0]!;
  instrument.position_at_step = instrument.position_size;
  // A single order fills both parts in the second pass as it would in two.
  if (awake.length > 1) {
    for (const slot of awake) matchAtOpen(state, slot, PART_CLOSING);
  }
  for (const slot of awake) matchAtOpen(state, slot, PART_ALL);
  orders.compact();
  sleepAgain(state);
}
