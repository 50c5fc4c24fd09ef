/**
 * Mutants of groups that one call makes: taken whole or refused whole.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

const SUITE: readonly string[] = ["tests/api/oco_test.ts", "tests/parity_test.ts"];

type Line = readonly [before: string, after: string];

/** A defect in both cores. */
function both(name: string, operator: Operator, file: string, typescript: Line, rust: Line): Mutant {
  return {
    name,
    operator,
    edits: [
      { file: `src/core/${file}.ts`, before: typescript[0], after: typescript[1] },
      { file: `rust/engine/src/${file}.rs`, before: rust[0], after: rust[1] },
    ],
    suite: [...SUITE],
  };
}

/** A defect at the edge. */
function edge(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file, before, after }], suite: [...SUITE] };
}

/** Mutants of groups of one call. */
export const ORDERS_MUTANTS: readonly Mutant[] = [
  both("a_refused_call_leaves_the_orders_taken", "wrong rule", "intent", [
    "    rejectCall(state, model, callOf(state, event, entry));",
    "    rejectCall(state, model, 0 * callOf(state, event, entry));",
  ], [
    "            reject_call(state, model, call_of(state, event, entry));",
    "            reject_call(state, model, 0 * call_of(state, event, entry));",
  ]),
  both("a_refused_call_takes_its_later_orders", "wrong rule", "exact/intent", [
    "  return stands ? undefined : refuse(REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, call);",
    "  return stands || !stands ? undefined : refuse(REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, call);",
  ], [
    "    refuse_if(!stands, REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, f64::from(call))",
    "    refuse_if(!stands && stands, REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, f64::from(call))",
  ]),
  edge(
    "a_request_of_a_group_is_not_bound",
    "statement removed",
    "src/broker/order_desk.ts",
    "    if (call !== undefined) this.#writer.together(call === 0 ? order.id : call);",
    "",
  ),
  edge(
    "an_order_that_joins_keeps_no_group",
    "statement removed",
    "src/broker/order_desk.ts",
    "      if (isNew) this.#records.join(order, leader);",
    "",
  ),
];
