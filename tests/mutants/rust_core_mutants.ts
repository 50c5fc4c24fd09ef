/**
 * Mutants of the Rust core.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { AUDITOR, FUZZ, LAWS, NO_VOLUME, ORACLE, PARITY, RUIN } from "./suites.ts";

/** Mutants of the Rust core. */
export const RUST_CORE_MUTANTS: readonly Mutant[] = [
  {
    name: "rs_halves_need_both_reasons",
    operator: "wrong rule",
    edits: [
      {
        file: "rust/engine/src/state/amount.rs",
        before: "(remainder > rest) | ((remainder == rest) & (quotient & 1 == 1))",
        after: "(remainder > rest) & ((remainder == rest) & (quotient & 1 == 1))",
      },
    ],
    suite: ["cargo:cracktrader_engine amount"],
  },
  {
    name: "rs_chain_rotates_by_fourteen",
    operator: "constant off by one",
    edits: [
      {
        file: "rust/engine/src/state/chain.rs",
        before: "self.low = low.rotate_left(13).wrapping_add(high);",
        after: "self.low = low.rotate_left(14).wrapping_add(high);",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_fee_per_order_comes_with_later_fills",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/commission.rs",
        before: "COMMISSION_PER_ORDER if filled_before == 0.0 => instrument.terms.commission_rate,",
        after: "COMMISSION_PER_ORDER if filled_before != 0.0 => instrument.terms.commission_rate,",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_reducing_order_loses_what_it_filled",
    operator: "sign swapped",
    edits: [
      {
        file: "rust/engine/src/exact/fill.rs",
        before: "order.quantity = order.filled + closing;",
        after: "order.quantity = order.filled - closing;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_dust_is_filled",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/fill.rs",
        before: "} else if opening > 0.0 && notional == 0.0 {",
        after: "} else if opening > 0.0 && notional != 0.0 {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_fill_is_not_cut_to_free_cash",
    operator: "branch removed",
    edits: [
      {
        file: "rust/engine/src/exact/size.rs",
        before: "if !opposite && !on_margin && budget > free {",
        after: "if false && !opposite && !on_margin && budget > free {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_round_trip_pays_nothing_to_close",
    operator: "statement removed",
    edits: [
      {
        file: "rust/engine/src/exact/ledger.rs",
        before: "instrument.trip_commission += execution.closed_commission;",
        after: "",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_mark_rounds_half_up",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/ledger.rs",
        before: "let up = (remainder > rest) | ((remainder == rest) & is_odd(total));",
        after: "let up = (remainder >= rest) | ((remainder == rest) & is_odd(total));",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "rs_order_without_a_group_has_rivals",
    operator: "comparison turned",
    edits: [
      { file: "rust/engine/src/exact/rival.rs", before: "if order.group() == 0 {", after: "if order.group() != 0 {" },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_touch_passes_a_sell_limit",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/reach.rs",
        before: "(true, true) => extreme <= price,",
        after: "(true, true) => extreme < price,",
      },
    ],
    suite: ["tests/bar_paths_test.ts"],
  },
  {
    name: "rs_halted_instrument_matches",
    operator: "wrong rule",
    edits: [
      { file: "rust/engine/src/exact/reach.rs", before: "&& !instrument.halted", after: "&& instrument.halted" },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_sleeping_order_expires",
    operator: "check skipped",
    edits: [
      {
        file: "rust/engine/src/exact/due.rs",
        before: "if !order.active {",
        after: "if !order.active && order.validity == VALIDITY_GTC {",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "rs_bar_may_begin_before_the_last_one_ended",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/step.rs",
        before: "&& (shown.bars == 0 || begin_us >= shown.time_us)",
        after: "&& (shown.bars == 0 || begin_us < shown.time_us)",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_full_list_of_holes_grows",
    operator: "statement removed",
    edits: [
      { file: "rust/engine/src/state/sequence.rs", before: "self.holes.drain(..2);", after: "" },
    ],
    suite: ["cargo:cracktrader_engine sequence"],
  },
  {
    name: "rs_stale_report_lowers_the_count",
    operator: "connective swapped",
    edits: [
      {
        file: "rust/engine/src/report.rs",
        before: "apply_report(state, slot, report, stale || missing);",
        after: "apply_report(state, slot, report, stale && missing);",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "rs_refused_replacement_is_remembered",
    operator: "wrong rule",
    edits: [
      {
        file: "rust/engine/src/report.rs",
        before: "forget_replacement(order);",
        after: "forget_replacement(&mut Order::default());",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "rs_restored_step_has_no_bars",
    operator: "stale state after restore",
    edits: [
      { file: "rust/engine/src/snapshot.rs", before: "state.bars_of_step.push(instrument.id);", after: "" },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_restored_order_has_other_fill_ids",
    operator: "stale state after restore",
    edits: [
      {
        file: "rust/engine/src/snapshot.rs",
        before: "orders.add_fill_id(slot, pair[0], pair[1]);",
        after: "orders.add_fill_id(slot, pair[0], pair[1] ^ 1);",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_horizon_of_a_gtd_order_is_one_step_early",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/horizon.rs",
        before: "if times[middle] > after_us {",
        after: "if times[middle] >= after_us {",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "rs_quiet_steps_are_counted_once",
    operator: "sign swapped",
    edits: [
      {
        file: "rust/engine/src/exact/quiet.rs",
        before: "instrument.bars += steps as u32;",
        after: "instrument.bars -= steps as u32;",
      },
    ],
    suite: [LAWS],
  },
  {
    name: "rs_low_of_a_bar_is_not_hashed",
    operator: "hash input dropped",
    edits: [
      {
        file: "rust/engine/src/advance.rs",
        before: "record[BAR_LOW] = bar.low.to_bits();",
        after: "record[BAR_LOW] = 0;",
      },
    ],
    suite: [LAWS],
  },
  {
    name: "rs_refused_intent_does_not_use_its_id",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/intent.rs",
        before: "if id > state.orders.id_highest {",
        after: "if id <= state.orders.id_highest {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_last_money_cannot_be_spent",
    operator: "comparison turned",
    edits: [
      { file: "rust/engine/src/queue/ledger.rs", before: "if cash < 0.0 {", after: "if cash <= 0.0 {" },
    ],
    suite: ["tests/queue_test.ts"],
  },
  {
    name: "rs_round_trip_in_doubles_takes_its_size_from_a_difference",
    operator: "wrong field",
    edits: [
      {
        file: "rust/engine/src/queue/ledger.rs",
        before: "instrument.trip_price = (before * instrument.trip_price + opened * execution.price) / size;",
        after:
          "instrument.trip_price = ((size - opened + 0.0 * before) * instrument.trip_price + opened * execution.price) / size;",
      },
    ],
    suite: ["tests/oracle_test.ts"],
  },
  {
    name: "rs_queue_refuses_a_stop_before_the_first_bar",
    operator: "wrong rule",
    edits: [
      {
        file: "rust/engine/src/queue/intent.rs",
        before: "let priced = trigger != Trigger::None || then == Then::Limit;",
        after: "let priced = trigger == Trigger::None && then == Then::Limit;",
      },
    ],
    suite: ["tests/oracle_test.ts"],
  },
  {
    name: "rs_later_orders_are_checked_with_all_the_cash",
    operator: "statement removed",
    edits: [
      { file: "rust/engine/src/queue/broker.rs", before: "state.submitted.clear();", after: "" },
    ],
    suite: [ORACLE],
  },
  {
    name: "rs_trailing_stop_follows_away",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/queue/trail.rs",
        before: "let nearer = if order.is_buy() { trigger < order.stop } else { trigger > order.stop };",
        after: "let nearer = if order.is_buy() { trigger < order.stop } else { trigger <= order.stop };",
      },
    ],
    suite: [ORACLE],
  },
  {
    name: "rs_horizon_takes_a_bar_without_volume_for_any_other",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/horizon.rs",
        before: "while row < count && columns[volumes + row] != 0.0 {",
        after: "while row < count && columns[volumes + row] == 0.0 {",
      },
    ],
    suite: [NO_VOLUME],
  },
  {
    name: "rs_ruin_ahead_takes_the_best_mark_for_the_worst",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/ruin.rs",
        before: "let price = if (size > 0.0) == worst { lowest } else { highest };",
        after: "let price = if (size > 0.0) != worst { lowest } else { highest };",
      },
    ],
    suite: [RUIN],
  },
  {
    name: "rs_quiet_loop_runs_through_a_value_of_zero",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/quiet.rs",
        before: "if marked.abs() > EXACT_MAX || (marked <= 0.0 && before > 0.0) {",
        after: "if marked.abs() > EXACT_MAX || (marked < 0.0 && before > 0.0) {",
      },
    ],
    suite: [RUIN],
  },
];
