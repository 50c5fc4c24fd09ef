/**
 * Mutants of the TypeScript core.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { AUDITOR, FUZZ, LAWS, NO_VOLUME, ORACLE, ORDER_STATES, PARITY, RUIN } from "./suites.ts";

/** Mutants of the TypeScript core. */
export const TYPESCRIPT_CORE_MUTANTS: readonly Mutant[] = [
  {
    name: "ts_share_rounds_half_down",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/state/amount.ts",
        before: "up = remainder > rest || (remainder === rest && (dust > 0 || quotient % 2 === 1));",
        after: "up = remainder >= rest || (remainder === rest && (dust > 0 || quotient % 2 === 1));",
      },
    ],
    suite: ["src/core/state/amount_test.ts"],
  },
  {
    name: "ts_long_product_is_not_doubled",
    operator: "constant off by one",
    edits: [
      { file: "src/core/state/amount.ts", before: "limbs[0] = 2;", after: "limbs[0] = 1;" },
    ],
    suite: ["src/core/state/amount_test.ts"],
  },
  {
    name: "ts_product_error_has_a_wrong_sign",
    operator: "sign swapped",
    edits: [
      {
        file: "src/core/state/amount.ts",
        before: "return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;",
        after: "return ((aHigh * bHigh - product) + aHigh * bLow - aLow * bHigh) + aLow * bLow;",
      },
    ],
    suite: ["src/core/state/amount_test.ts"],
  },
  {
    name: "ts_commission_adds_what_was_paid",
    operator: "sign swapped",
    edits: [
      {
        file: "src/core/exact/commission.ts",
        before: "return perUnit(instrument, filled_before + lots) - perUnit(instrument, filled_before);",
        after: "return perUnit(instrument, filled_before + lots) + perUnit(instrument, filled_before);",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_budget_search_ends_one_lot_high",
    operator: "constant off by one",
    edits: [
      {
        file: "src/core/exact/commission.ts",
        before: "while (most - least > 1) {",
        after: "while (most - least > 2) {",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "ts_unsized_order_opens_among_the_reducers",
    operator: "branch removed",
    edits: [
      {
        file: "src/core/exact/size.ts",
        before: "if (part === PART_CLOSING && !opposite) return false;",
        after: "if (false && part === PART_CLOSING && !opposite) return false;",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "ts_all_the_cash_is_not_enough",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/fill.ts",
        before: "else if (opening > 0 && available < needed) reason = REASON_INSUFFICIENT_CASH;",
        after: "else if (opening > 0 && available <= needed) reason = REASON_INSUFFICIENT_CASH;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_woken_child_keeps_its_old_quantity",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/tied.ts",
        before: "} else order.quantity += newly;",
        after: "} else void newly;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_proceeds_of_shorts_are_free",
    operator: "constant off by one",
    edits: [
      {
        file: "src/core/exact/ledger.ts",
        before: "return state.on_margin ? freeOnMargin(state, 0) : state.account.cash - 2 * state.account.short_cost;",
        after: "return state.on_margin ? freeOnMargin(state, 0) : state.account.cash - 1 * state.account.short_cost;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_last_close_shares_its_cost",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/ledger.ts",
        before: "return lots === size ? cost : share(cost, lots, size);",
        after: "return lots !== size ? cost : share(cost, lots, size);",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_round_trip_forgets_its_largest_size",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/ledger.ts",
        before: "if (Math.abs(instrument.position_size) > Math.abs(instrument.trip_quantity_max)) {",
        after: "if (Math.abs(instrument.position_size) <= Math.abs(instrument.trip_quantity_max)) {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_unclamped_fill_is_flagged",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/slippage.ts",
        before: "if (used !== wanted) all |= FILL_FLAG_CLAMPED;",
        after: "if (used === wanted) all |= FILL_FLAG_CLAMPED;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_slippage_rounds_half_even",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/slippage.ts",
        before: "const rounding = tick === 0 ? ROUND_HALF_EVEN : order.is_buy ? ROUND_UP : ROUND_DOWN;",
        after: "const rounding = tick === 0 ? ROUND_HALF_EVEN : order.is_buy ? ROUND_HALF_EVEN : ROUND_DOWN;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_an_estimate_decides_too_near_a_half",
    operator: "wrong rule",
    edits: [{ file: "src/core/state/amount.ts", before: "const DOUBT = 2 ** -50;", after: "const DOUBT = 2 ** -60;" }],
    suite: ["src/core/state/amount_test.ts"],
  },
  {
    name: "ts_a_price_without_a_tick_is_off_it",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/intent.ts",
        before: "if (tick !== 0 && price % tick !== 0) return refuse(REASON_OFF_TICK, lane, price);",
        after: "if (price % tick !== 0) return refuse(REASON_OFF_TICK, lane, price);",
      },
    ],
    suite: ["tests/api/prices_test.ts"],
  },
  {
    name: "ts_order_meets_the_bar_it_was_placed_in",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/reach.ts",
        before: "return instrument.begin_us >= order.placed_us && instrument.bars >= order.first_bar;",
        after: "return instrument.begin_us < order.placed_us && instrument.bars >= order.first_bar;",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_late_fill_of_the_rest_leaves_the_state",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/state/order.ts",
        before: "if (order.filled === order.quantity) order.state = STATE_FILLED;",
        after: "if (order.filled !== order.quantity) order.state = STATE_FILLED;",
      },
    ],
    suite: [ORDER_STATES],
  },
  {
    name: "ts_hole_begins_one_late",
    operator: "constant off by one",
    edits: [
      {
        file: "src/core/state/sequence.ts",
        before: "this.holes.push(this.highest + 1, sequence - 1);",
        after: "this.holes.push(this.highest + 2, sequence - 1);",
      },
    ],
    suite: ["src/core/state/sequence_test.ts"],
  },
  {
    name: "ts_restored_replacement_has_no_stop",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/core/state/walks.gen.ts",
        before: "order.replace_stop = reader.number(0, 9007199254740991);",
        after: "reader.number(0, 9007199254740991);",
      },
    ],
    suite: ["tests/snapshots_test.ts"],
  },
  {
    name: "ts_restored_engine_has_no_risk_flags",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/core/state/walks.gen.ts",
        before: "state.risk_flags = reader.whole(0, 3);",
        after: "reader.whole(0, 3);",
      },
    ],
    suite: ["tests/snapshots_test.ts"],
  },
  {
    name: "ts_half_a_checksum_is_enough",
    operator: "connective swapped",
    edits: [
      {
        file: "src/core/snapshot.ts",
        before:
          "if (words[words.length - 2] !== low || words[words.length - 1] !== high) return BOUNDARY_BAD_SNAPSHOT;",
        after: "if (words[words.length - 2] !== low && words[words.length - 1] !== high) return BOUNDARY_BAD_SNAPSHOT;",
      },
    ],
    suite: ["src/core/snapshot_test.ts"],
  },
  {
    name: "ts_intent_may_come_before_its_step",
    operator: "connective swapped",
    edits: [
      {
        file: "src/core/admit.ts",
        before: "if (!state.step_seen || time_us > state.step_us) return REASON_INTENT_TIME;",
        after: "if (!state.step_seen && time_us > state.step_us) return REASON_INTENT_TIME;",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "ts_bars_of_a_step_stand_as_they_came",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/step.ts",
        before: "for (; at > 0 && bars[at - 1]! > instrument.id; at--) bars[at] = bars[at - 1]!;",
        after: "for (; at > 0 && bars[at - 1]! <= instrument.id; at--) bars[at] = bars[at - 1]!;",
      },
    ],
    suite: ["src/core/step_test.ts"],
  },
  {
    name: "ts_cash_from_outside_is_a_profit",
    operator: "statement removed",
    edits: [
      { file: "src/core/exact/transfer.ts", before: "state.account.external += paid;", after: "" },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_begin_of_a_bar_is_not_hashed",
    operator: "hash input dropped",
    edits: [
      {
        file: "src/core/advance.ts",
        before: "record[BAR_BEGIN_US] = columns[from + COLUMN_BEGIN_US * count]!;",
        after: "",
      },
    ],
    suite: [LAWS],
  },
  {
    name: "ts_bases_are_not_hashed",
    operator: "hash input dropped",
    edits: [
      {
        file: "src/core/state/columns.ts",
        before: "for (let id = 0; id < loaded.counts.length; id++) chain.mix(loaded.counts[id]!, loaded.bases[id]!);",
        after: "for (let id = 0; id < loaded.counts.length; id++) chain.mix(loaded.counts[id]!, 0);",
      },
    ],
    suite: ["src/core/state/columns_test.ts"],
  },
  {
    name: "ts_fill_of_all_that_is_left_is_too_much",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/report.ts",
        before: "if (lots > left) {",
        after: "if (lots >= left) {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_horizon_overlooks_an_expiry",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/horizon.ts",
        before: "let nearest = nextExpiry(state, loaded, columns);",
        after: "let nearest = Infinity;",
      },
    ],
    suite: [LAWS],
  },
  {
    name: "ts_outputs_that_wait_are_not_moved",
    operator: "statement removed",
    edits: [
      {
        file: "src/core/state/outputs.ts",
        before: "this.words.copyWithin(0, this.#read * RECORD_WORDS, this.#written * RECORD_WORDS);",
        after: "",
      },
    ],
    suite: ["src/core/state/outputs_test.ts"],
  },
  {
    name: "ts_removed_id_leaves_a_gap",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/state/id_index.ts",
        before: "if (((slot - home) & mask) >= ((slot - gap) & mask)) {",
        after: "if (((slot - home) & mask) < ((slot - gap) & mask)) {",
      },
    ],
    suite: ["src/core/state/id_index_test.ts"],
  },
  {
    name: "ts_queue_matches_the_limit_beyond_the_bar",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/queue/price.ts",
        before: "if (order.is_buy ? limit >= low : limit <= high) return at(instrument, limit, FILL_RULE_LIMIT);",
        after: "if (order.is_buy ? limit > low : limit <= high) return at(instrument, limit, FILL_RULE_LIMIT);",
      },
    ],
    suite: [ORACLE],
  },
  {
    name: "ts_horizon_overlooks_a_bar_without_volume",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/horizon.ts",
        before: "if (book.unmet.top(slots) >= 0) {",
        after: "if (book.unmet.top(slots) >= slots.length) {",
      },
    ],
    suite: [NO_VOLUME],
  },
  {
    name: "ts_horizon_stops_at_each_bar_without_volume_but_the_first",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/due.ts",
        before:
          "if (state.instrumentOf(order).terms.needs_volume && !order.met_no_volume) book.unmet.push(slots, slot, order.rank);",
        after:
          "if (state.instrumentOf(order).terms.needs_volume && order.met_no_volume) book.unmet.push(slots, slot, order.rank);",
      },
    ],
    suite: [NO_VOLUME],
  },
  {
    name: "ts_ruin_ahead_is_below_zero_only",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/ruin.ts",
        before: "return falling ? value <= 0 : value > 0;",
        after: "return falling ? value < 0 : value > 0;",
      },
    ],
    suite: [RUIN],
  },
  {
    name: "ts_quiet_loop_runs_through_the_ruin",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/quiet.ts",
        before: "if (worth > EXACT_MAX || worth < -EXACT_MAX || (worth <= 0 && before > 0)) break;",
        after: "if (worth > EXACT_MAX || worth < -EXACT_MAX) break;",
      },
    ],
    suite: [RUIN],
  },
  {
    name: "ts_quiet_loop_overlooks_that_the_money_left",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/quiet.ts",
        before: "if (size === 0 && value <= 0 && before > 0) return 0;",
        after: "",
      },
    ],
    suite: ["tests/ruin_ahead_test.ts"],
  },
  {
    name: "ts_ruin_ahead_forgets_the_end_of_its_window",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/account_ahead.ts",
        before: "return crosses(near) ? nextTime(state, loaded, columns) : end_us;",
        after: "return crosses(near) ? nextTime(state, loaded, columns) : Infinity;",
      },
    ],
    suite: ["tests/ruin_ahead_test.ts"],
  },
];
