/**
 * Invariants, checked after every event when the configuration asks for it. A breach is a fault, never a notice.
 *
 * @module
 */

import { STATE_FILLED } from "../contract/contract.gen.ts";
import { assert } from "./state/assert.ts";
import { isTerminal, type Order } from "./state/order.ts";
import type { State } from "./state/state.ts";

/** Checks what must hold between any two events: conservation, the sums over instruments, and one order. */
export function checkInvariants(state: State, order: Order | undefined): void {
  if (state.exact) {
    const costs = [-state.account.cost], short_costs = [-state.account.short_cost], marks = [-state.account.marks];
    for (const instrument of state.instruments) {
      const size = instrument.position_size;
      costs.push(instrument.position_cost);
      marks.push(instrument.mark);
      if (size < 0) short_costs.push(-instrument.position_cost);
      assert(size !== 0 || instrument.position_cost === 0, "A position of zero has a cost");
      assert(size >= 0 || instrument.position_cost <= 0, "A short position has a positive cost");
      assert(size <= 0 || instrument.position_cost >= 0, "A long position has a negative cost");
    }
    assert(sumsToZero(costs), "The costs of the positions do not add up");
    assert(sumsToZero(short_costs), "The costs of the shorts do not add up");
    assert(sumsToZero(marks), "The marks do not add up");
    const entries = [
      state.account.cash,
      state.account.cost,
      state.account.commission,
      -state.account.external,
      -state.account.realised,
    ];
    assert(sumsToZero(entries), "The ledger does not sum to zero");
  }
  if (order !== undefined) checkOrder(order, state.exact);
}

/** Whether integers below 2^53 add up to zero, whatever their partial sums: high and low halves add up apart. */
function sumsToZero(values: readonly number[]): boolean {
  let high = 0, low = 0;
  for (const value of values) {
    const half = Math.floor(value / 134_217_728);
    high += half;
    low += value - half * 134_217_728;
  }
  return high * 134_217_728 === -low;
}

function checkOrder(order: Order, exact: boolean): void {
  assert(order.filled >= 0, "An order has filled less than nothing");
  // Doubles add up to a quantity only nearly, so there the fills say themselves when nothing is left.
  if (exact) {
    assert(order.quantity === 0 || order.filled <= order.quantity, "An order has filled more than its quantity");
    assert(order.state !== STATE_FILLED || order.filled === order.quantity, "A filled order has lots left");
  }
  assert(isTerminal(order.state) === (order.ended !== 0), "An order that ended is not in the list of ended ones");
}
