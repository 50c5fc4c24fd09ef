/**
 * Mutants of margin and liquidation, in both cores at once: the auditor knows the right result.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { FUZZ, PARITY } from "./suites.ts";

/** The same change of a line in each core, in a file of the exact model. */
function both(
  name: string,
  operator: Operator,
  file: string,
  typescript: readonly [before: string, after: string],
  rust: readonly [before: string, after: string],
  suite: string = PARITY,
): Mutant {
  const edits = [
    { file: `src/core/exact/${file}.ts`, before: typescript[0], after: typescript[1] },
    { file: `rust/engine/src/exact/${file}.rs`, before: rust[0], after: rust[1] },
  ];
  return { name: `both_${name}`, operator, edits, suite: [suite] };
}

/** Mutants of what margin sets aside, of what a future pays, and of who is liquidated. */
export const MARGIN_MUTANTS: readonly Mutant[] = [
  both("margin_is_free", "sign swapped", "margin", [
    "equity += instrument.mark - initialMargin(instrument);",
    "equity += instrument.mark + initialMargin(instrument);",
  ], [
    "equity += instrument.mark - initial_margin(instrument);",
    "equity += instrument.mark + initial_margin(instrument);",
  ]),
  both("margin_of_maintenance_opens", "wrong field", "margin", [
    "return marginOf(terms, terms.margin_initial, notional, lots);",
    "return marginOf(terms, terms.margin_maintenance, notional, lots);",
  ], [
    "margin_of(terms, terms.margin_initial, notional, lots)",
    "margin_of(terms, terms.margin_maintenance, notional, lots)",
  ]),
  both(
    "margin_gain_turned",
    "wrong rule",
    "ledger",
    [
      "return state.on_margin ? freeOnMargin(state, equityGain(instrument, price)) : freeCash(state);",
      "return state.on_margin ? freeOnMargin(state, -equityGain(instrument, price)) : freeCash(state);",
    ],
    ["free_on_margin(state, equity_gain(instrument, price))", "free_on_margin(state, -equity_gain(instrument, price))"],
    FUZZ,
  ),
  both("short_on_margin_sets_aside_twice_its_cost", "connective swapped", "ledger", [
    "if (instrument.position_size >= 0 || instrument.terms.margin_kind !== MARGIN_NONE) return 0;",
    "if (instrument.position_size >= 0 && instrument.terms.margin_kind !== MARGIN_NONE) return 0;",
  ], [
    "if instrument.position_size >= 0.0 || instrument.terms.margin_kind != MARGIN_NONE {",
    "if instrument.position_size >= 0.0 && instrument.terms.margin_kind != MARGIN_NONE {",
  ]),
  both("future_is_worth_its_notional", "comparison turned", "ledger", [
    "const { account } = state, sign = execution.sign, paid = instrument.terms.settlement === SETTLEMENT_PAID;",
    "const { account } = state, sign = execution.sign, paid = instrument.terms.settlement !== SETTLEMENT_PAID;",
  ], [
    "let paid = instrument.terms.settlement == SETTLEMENT_PAID;",
    "let paid = instrument.terms.settlement != SETTLEMENT_PAID;",
  ]),
  both("margin_counts_no_fill_of_the_step", "connective swapped", "fill", [
    "else if (state.bars_of_step.length > 1 || state.on_margin) markAtFill(state, instrument, price);",
    "else if (state.bars_of_step.length > 1 && state.on_margin) markAtFill(state, instrument, price);",
  ], [
    "} else if state.bars_of_step.len() > 1 || state.on_margin {",
    "} else if state.bars_of_step.len() > 1 && state.on_margin {",
  ], FUZZ),
  both("liquidation_never", "branch removed", "model", [
    "if (state.on_margin) liquidate(state);",
    "if (false && state.on_margin) liquidate(state);",
  ], ["if state.on_margin {", "if false && state.on_margin {"]),
  both("liquidation_at_the_margin", "comparison turned", "liquidation", [
    "if (maintenance === 0 || value >= maintenance) return;",
    "if (maintenance === 0 || value > maintenance) return;",
  ], ["if maintenance == 0.0 || value >= maintenance {", "if maintenance == 0.0 || value > maintenance {"]),
  both("liquidation_of_the_younger", "comparison turned", "liquidation", [
    "if (chosen !== undefined && margin === largest && instrument.trip > chosen.trip) continue;",
    "if (chosen !== undefined && margin === largest && instrument.trip <= chosen.trip) continue;",
  ], [
    "if chosen.is_some() && margin == largest && instrument.trip > first {",
    "if chosen.is_some() && margin == largest && instrument.trip <= first {",
  ]),
  both("liquidation_leaves_orders", "statement removed", "liquidation", [
    "cancelOrders(state, instrument, REASON_LIQUIDATED);",
    "",
  ], [
    "cancel_orders(state, id, REASON_LIQUIDATED);",
    "",
  ]),
  both("liquidation_costs_no_fee", "branch removed", "account", [
    "if (rule === FILL_RULE_LIQUIDATION) {",
    "if (false && rule === FILL_RULE_LIQUIDATION) {",
  ], ["if rule == FILL_RULE_LIQUIDATION {", "if false && rule == FILL_RULE_LIQUIDATION {"]),
  both(
    "liquidation_is_not_seen_coming",
    "comparison turned",
    "liquidation",
    [
      "return firstCrossing(state, loaded, columns, worstCushion, (cushion) => cushion <= slack);",
      "return firstCrossing(state, loaded, columns, worstCushion, (cushion) => cushion > slack);",
    ],
    [
      "first_crossing(state, loaded, columns, worst_cushion, |cushion| cushion <= slack)",
      "first_crossing(state, loaded, columns, worst_cushion, |cushion| cushion > slack)",
    ],
    "tests/api/liquidation_test.ts",
  ),
  both(
    "liquidation_ahead_at_the_better_price",
    "comparison turned",
    "liquidation",
    [
      "return ahead < now ? ahead : now;",
      "return ahead >= now ? ahead : now;",
    ],
    ["if ahead < now {", "if ahead >= now {"],
    "tests/api/liquidation_test.ts",
  ),
];
