/**
 * Mutants of the price and the first bar of an order: fills at the close of the placement, and latency.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

const FILL_CLOSE = "tests/api/fill_close_test.ts";

type Line = readonly [before: string, after: string];

/** A defect in both cores. */
function both(name: string, operator: Operator, file: string, typescript: Line, rust: Line): Mutant {
  return {
    name,
    operator,
    edits: [
      { file: `src/core/exact/${file}.ts`, before: typescript[0], after: typescript[1] },
      { file: `rust/engine/src/exact/${file}.rs`, before: rust[0], after: rust[1] },
    ],
    suite: [FILL_CLOSE],
  };
}

/** Mutants of fills at the close of the placement, and of latency. */
export const LATENCY_MUTANTS: readonly Mutant[] = [
  both("latency_meets_a_bar_too_early", "wrong rule", "latency", [
    "  if (latency_bars !== 0) order.first_bar = instrument.bars + 1 + latency_bars;",
    "  if (latency_bars !== 0) order.first_bar = instrument.bars + latency_bars;",
  ], [
    "        order.first_bar = f64::from(instrument.bars) + 1.0 + latency_bars;",
    "        order.first_bar = f64::from(instrument.bars) + latency_bars;",
  ]),
  both("latency_of_a_replacement_is_forgotten", "wrong rule", "replace", [
    "  enterMarket(state, order, state.instrumentOf(order));",
    "  void enterMarket;",
  ], ["    enter_market(state, slot);", "    let _ = enter_market;"]),
  both("latency_keeps_protection_waiting", "check skipped", "latency", [
    "  if (execution === EXECUTION_REPORTED || order.protective) return;",
    "  if (execution === EXECUTION_REPORTED) return;",
  ], [
    "    if instrument.terms.execution == EXECUTION_REPORTED || order.protective() {",
    "    if instrument.terms.execution == EXECUTION_REPORTED {",
  ]),
  both("latency_day_begins_before_the_order", "wrong rule", "expire", [
    "    if (order.ended !== 0 || !lacksDay(order) || !instrument.has_bar || !hasArrived(order, instrument)) continue;",
    "    if (order.ended !== 0 || !lacksDay(order) || !instrument.has_bar) continue;",
  ], [
    "        if order.ended != 0 || !lacks_day(order) || !instrument.has_bar || !has_arrived(order, instrument) {",
    "        if order.ended != 0 || !lacks_day(order) || !instrument.has_bar || (false && !has_arrived(order, instrument)) {",
  ]),
  both("placement_close_comes_after_what_is_ahead_of_bars", "wrong rule", "placed", [
    "  if (!state.step_open || state.bars_of_step.length > 0) return;",
    "  if (!state.step_open || state.bars_of_step.length === 0) return;",
  ], [
    "    if !state.step_open || !state.bars_of_step.is_empty() {",
    "    if !state.step_open || state.bars_of_step.is_empty() {",
  ]),
  both("placement_close_comes_before_a_transfer", "wrong rule", "placed", [
    "    moveTransfer(state);",
    "    void moveTransfer;",
  ], [
    "        move_transfer(state);",
    "        let _ = move_transfer;",
  ]),
  both("placement_close_ahead_of_bars_leaves_no_mark", "wrong rule", "fill", [
    "  if (instrument.ahead) markInstrument(state, instrument);",
    "  if (false && instrument.ahead) markInstrument(state, instrument);",
  ], [
    "    if state.instruments[id as usize].ahead {",
    "    if false && state.instruments[id as usize].ahead {",
  ]),
  both("placement_close_of_an_earlier_step_counts", "wrong rule", "latency", [
    "  const is_shown = instrument.bars > 0 && instrument.time_us === state.time_us;",
    "  const is_shown = instrument.bars > 0;",
  ], [
    "    let is_shown = instrument.bars > 0 && instrument.time_us == state.time_us;",
    "    let is_shown = instrument.bars > 0;",
  ]),
  both("placement_close_fills_limits_too", "wrong rule", "latency", [
    "    is_market = trigger === TRIGGER_NONE && then === THEN_MARKET && at === AT_NEXT;",
    "    is_market = trigger === TRIGGER_NONE && (then === THEN_MARKET || at === AT_NEXT);",
  ], [
    "    let is_market = trigger == Trigger::None && then == Then::Market && at == At::Next;",
    "    let is_market = trigger == Trigger::None && (then == Then::Market || at == At::Next);",
  ]),
  both("placement_close_opens_at_the_open", "wrong rule", "reach", [
    "    (order.fills === 0 || instrument.ahead || (order.fills === 1 && order.executed_us === instrument.time_us));",
    "    (order.fills === 0 || instrument.ahead);",
  ], [
    "        && (order.fills == 0 || instrument.ahead || (order.fills == 1 && order.executed_us == instrument.time_us))",
    "        && (order.fills == 0 || instrument.ahead)",
  ]),
  both("placement_close_opens_behind_a_close_of_a_later_bar", "wrong rule", "reach", [
    "    (order.fills === 0 || instrument.ahead || (order.fills === 1 && order.executed_us === instrument.time_us));",
    "    (order.fills === 0 || instrument.ahead || order.executed_us === instrument.time_us);",
  ], [
    "        && (order.fills == 0 || instrument.ahead || (order.fills == 1 && order.executed_us == instrument.time_us))",
    "        && (order.fills == 0 || instrument.ahead || order.executed_us == instrument.time_us)",
  ]),
  both("placement_close_waits_for_the_open", "wrong rule", "match", [
    "  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) === CHEAT_ON_CLOSE_ON) matchAtPlacement(state);",
    "  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) !== CHEAT_ON_CLOSE_ON) matchAtPlacement(state);",
  ], [
    "    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON {",
    "    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) != CHEAT_ON_CLOSE_ON {",
  ]),
  both("placement_close_wakes_protection_in_its_bar", "wrong rule", "tied", [
    "    if (execution.rule !== FILL_RULE_PLACEMENT_CLOSE) order.woken_us = state.time_us;",
    "    order.woken_us = state.time_us;",
  ], [
    "        if execution.rule != FILL_RULE_PLACEMENT_CLOSE {",
    "        if execution.rule != FILL_RULE_OPEN {",
  ]),
  both("placement_close_slips_within_the_next_bar", "wrong rule", "slippage", [
    "  const leaves = rule === FILL_RULE_PLACEMENT_CLOSE ||",
    "  const leaves = rule === FILL_RULE_OPEN ||",
  ], [
    "    let leaves = rule == FILL_RULE_PLACEMENT_CLOSE || instrument.terms.slippage_flags & SLIPPAGE_FLAG_BEYOND_BAR != 0;",
    "    let leaves = rule == FILL_RULE_OPEN || instrument.terms.slippage_flags & SLIPPAGE_FLAG_BEYOND_BAR != 0;",
  ]),
  both("placement_close_targets_are_measured_from_the_open", "wrong field", "match", [
    "    distance = distanceToTarget(state, order, instrument, marketPrice(order, instrument));",
    "    distance = distanceToTarget(state, order, instrument, instrument.open);",
  ], [
    "    let distance = distance_to_target(state, order, instrument, market_price(order, instrument));",
    "    let distance = distance_to_target(state, order, instrument, instrument.open);",
  ]),
];
