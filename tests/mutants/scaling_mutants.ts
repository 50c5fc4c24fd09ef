/**
 * Mutants of what makes many resting orders and many feeds cheap: books, due orders, blocks of bars, quiet loops.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { FUZZ, PARITY } from "./suites.ts";

/** Runs with hundreds of resting orders over many blocks of bars, and their recorded chains. */
const RESTING = "tests/api/resting_orders_test.ts";

/** Runs of several feeds in the quiet loop and in full steps. */
const QUIET = "tests/api/quiet_feeds_test.ts";

/** Mutants of books, due orders and blocks of bars. */
export const SCALING_MUTANTS: readonly Mutant[] = [
  {
    name: "ts_order_at_the_high_is_not_due",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/due.ts",
        before: "for (let slot = heap.top(slots); slot >= 0 && heap.key <= most; slot = heap.top(slots)) {",
        after: "for (let slot = heap.top(slots); slot >= 0 && heap.key < most; slot = heap.top(slots)) {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_due_orders_are_asked_as_they_came",
    operator: "statement removed",
    edits: [
      {
        file: "src/core/exact/due.ts",
        before: "if (orders.awake.length !== awake_before) orders.sortAwake();",
        after: "",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "ts_replaced_order_keeps_its_old_price",
    operator: "statement removed",
    edits: [{ file: "src/core/exact/replace.ts", before: "watch(state, slot);", after: "" }],
    suite: [FUZZ],
  },
  {
    name: "ts_search_climbs_past_a_block",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/state/extremes.ts",
        before: "for (; at % FAN === 0 && level + 1 < this.#levels.length; at /= FAN) level++;",
        after: "for (; at % FAN !== 0 && level + 1 < this.#levels.length; at /= FAN) level++;",
      },
    ],
    suite: ["src/core/state/extremes_test.ts"],
  },
  {
    name: "ts_farther_price_is_searched_for_nowhere",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/horizon.ts",
        before:
          "let row = extremes.firstAtLeast(columns, found.row >= cursor && found.key < key ? found.row : cursor, key);",
        after:
          "let row = extremes.firstAtLeast(columns, found.row >= cursor && found.key > key ? found.row : cursor, key);",
      },
    ],
    suite: [RESTING],
  },
  {
    name: "ts_entry_holds_for_any_order_in_its_slot",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/state/order_heap.ts",
        before: "return order.rank === rank && order.ended === 0 && (!this.#of_prices || order.watched === key);",
        after: "return rank !== 0 && order.ended === 0 && (!this.#of_prices || order.watched === key);",
      },
    ],
    suite: ["src/core/state/order_heap_test.ts"],
  },
  {
    name: "rs_order_at_the_low_is_not_due",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/engine/src/exact/due.rs",
        before: "if heap.key() > most {",
        after: "if heap.key() >= most {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "rs_woken_protection_is_asked_in_the_next_step",
    operator: "statement removed",
    edits: [{ file: "rust/engine/src/exact/tied.rs", before: "state.orders.wake(slot);", after: "" }],
    suite: [PARITY],
  },
  {
    name: "ts_order_stays_awake_when_it_retires",
    operator: "statement removed",
    edits: [
      {
        file: "src/core/state/order.ts",
        before: "if (order.awake) this.#unlist(this.awake, slot);",
        after: "",
      },
    ],
    suite: ["src/core/state/order_test.ts"],
  },
  {
    name: "rs_block_holds_its_first_row_only",
    operator: "wrong rule",
    edits: [
      {
        file: "rust/engine/src/state/extremes.rs",
        before: "most_of(rows[skipped..].iter().map(|&value| sign * value))",
        after: "most_of(rows[skipped..].iter().take(1).map(|&value| sign * value))",
      },
    ],
    suite: [RESTING],
  },
  {
    name: "both_limit_that_needs_more_than_a_touch_is_watched_at_its_price",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/due.ts",
        before: "return order.is_buy ? past - order.limit : past + order.limit;",
        after: "return order.is_buy ? past + 1 - order.limit : past + 1 + order.limit;",
      },
      {
        file: "rust/engine/src/exact/due.rs",
        before: "past - order.limit",
        after: "past + 1.0 - order.limit",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "ts_quiet_loop_leaves_out_the_last_feed",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/quiet_several.ts",
        before: "if (at === loaded.offsets[id]! + count || columns[at] !== time_us) continue;",
        after: "if (id === 2 || at === loaded.offsets[id]! + count || columns[at] !== time_us) continue;",
      },
    ],
    suite: [QUIET],
  },
  {
    name: "rs_quiet_loop_of_several_runs_through_the_ruin",
    operator: "wrong rule",
    edits: [
      {
        file: "rust/engine/src/exact/quiet_several.rs",
        before: "if worth <= 0.0 && value > 0.0 {",
        after: "if worth <= 0.0 && value < 0.0 {",
      },
    ],
    suite: [QUIET],
  },
  {
    name: "ts_quiet_loop_of_several_keeps_its_first_value",
    operator: "statement removed",
    edits: [{ file: "src/core/exact/quiet_several.ts", before: "value = worth;", after: "" }],
    suite: [QUIET],
  },
  {
    name: "feeds_that_differ_are_joined_once",
    operator: "wrong rule",
    edits: [
      {
        file: "src/broker/pack.ts",
        before:
          "const same = known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at]);",
        after: "const same = known?.parts.length === parts.length;",
      },
    ],
    suite: ["src/broker/pack_test.ts"],
  },
];
