/**
 * Invariants, checked after every event when the configuration asks for it. A breach is a fault, never a notice.
 *
 * @module
 */

import { CONFIG_RULE_NUMBERS, NUMBERS_EXACT, STATE_FILLED } from "../contract/contract.gen.ts";
import { assert } from "./assert.ts";
import { isTerminal, type Order } from "./order.ts";
import type { State } from "./state.ts";

/** Checks what must hold between any two events: conservation, the sums over instruments, and one order. */
export function checkInvariants(state: State, order: Order | undefined): void {
  if (state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_EXACT) {
    let cost = 0, short_cost = 0, marks = 0;
    for (const instrument of state.instruments) {
      const size = instrument.position_size;
      cost += instrument.position_cost;
      marks += instrument.mark;
      if (size < 0) short_cost -= instrument.position_cost;
      assert(size !== 0 || instrument.position_cost === 0, "A position of zero has a cost");
      assert(size >= 0 || instrument.position_cost <= 0, "A short position has a positive cost");
      assert(size <= 0 || instrument.position_cost >= 0, "A long position has a negative cost");
    }
    assert(cost === state.cost, "The costs of the positions do not add up");
    assert(short_cost === state.short_cost, "The costs of the shorts do not add up");
    assert(marks === state.marks, "The marks do not add up");
    const sum = (state.cash - state.external) + (state.cost - state.realised) + state.commission;
    assert(sum === 0, "The ledger does not sum to zero");
  }
  if (order !== undefined) checkOrder(order, state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_EXACT);
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
