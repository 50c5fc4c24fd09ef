/**
 * Wrong rules of reported execution in both cores: a word of the venue that is lost, or money that is booked wrong.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { FUZZ } from "./suites.ts";

const RACES = "tests/venue/replacement_races_test.ts";
const TIED = "tests/venue/tied_orders_test.ts";

/** Wrong rules of reported execution in both cores. */
export const VENUE_MUTANTS: readonly Mutant[] = [
  {
    name: "venue_retired_id_is_the_last_one",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/state/order.ts",
        before: "if (order.id > this.retired_id_highest) this.retired_id_highest = order.id;",
        after: "this.retired_id_highest = order.id;",
      },
      {
        file: "rust/engine/src/state/order.rs",
        before: "if id > self.retired_id_highest {",
        after: "if id != self.retired_id_highest {",
      },
    ],
    suite: ["tests/venue/lost_reports_test.ts"],
  },
  {
    name: "venue_withdrawal_takes_proceeds_of_a_short",
    operator: "wrong field",
    edits: [
      {
        file: "src/core/exact/account.ts",
        before: "if (paid < 0 && free + paid < 0) {",
        after: "if (paid < 0 && account.cash + paid < 0) {",
      },
      {
        file: "rust/engine/src/exact/account.rs",
        before: "if paid < 0.0 && free + paid < 0.0 {",
        after: "if paid < 0.0 && account.cash + paid < 0.0 {",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "venue_fill_of_an_undecided_replacement_is_too_much",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/state/order.ts",
        before: "return this.replace_quantity > most ? this.replace_quantity : most;",
        after: "return most;",
      },
      {
        file: "rust/engine/src/state/order.rs",
        before: "if self.replace_quantity > most {",
        after: "if false {",
      },
    ],
    suite: [RACES],
  },
  {
    name: "venue_quantity_before_a_replacement_is_forgotten",
    operator: "check skipped",
    edits: [
      { file: "src/core/report.ts", before: "rememberQuantity(order, order.quantity);", after: "" },
      { file: "rust/engine/src/report.rs", before: "remember_quantity(order, quantity);", after: "" },
    ],
    suite: [RACES],
  },
  {
    name: "venue_full_order_under_a_cancellation_is_filled_at_once",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/fill.ts",
        before: "const undecided = order.state === STATE_CANCEL_PENDING && order.replacing;",
        after: "const undecided = order.state === STATE_CREATED && order.replacing;",
      },
      {
        file: "rust/engine/src/exact/fill.rs",
        before: "let undecided = order.state == STATE_CANCEL_PENDING && order.replacing();",
        after: "let undecided = order.state == STATE_CREATED && order.replacing();",
      },
    ],
    suite: [RACES],
  },
  {
    name: "venue_refused_cancellation_forgets_the_replacement",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/state/order.ts",
        before: "if (order.replacing) return STATE_REPLACE_PENDING;",
        after: "",
      },
      {
        file: "rust/engine/src/state/order.rs",
        before: "if order.replacing() {",
        after: "if false {",
      },
    ],
    suite: [RACES],
  },
  {
    name: "venue_end_of_a_full_order_loses_its_fills",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/report.ts",
        before: "} else if (isTerminal(outcome) && (order.filled === 0 || order.filled < order.quantity)) {",
        after: "} else if (isTerminal(outcome) && (order.filled === 0 || order.filled <= order.quantity)) {",
      },
      {
        file: "rust/engine/src/report.rs",
        before: "let filled_up = order.filled > 0.0 && order.filled == quantity;",
        after: "let filled_up = order.filled > 0.0 && order.filled > quantity;",
      },
    ],
    suite: [RACES],
  },
  {
    name: "venue_closing_part_of_a_rebate_is_a_fee",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/fill.ts",
        before: "closed_commission = signed(commission < 0 ? -1 : 1, share(Math.abs(commission), closing, lots));",
        after: "closed_commission = signed(1, share(Math.abs(commission), closing, lots));",
      },
      {
        file: "rust/engine/src/exact/fill.rs",
        before:
          "closed_commission = signed(if commission < 0.0 { -1.0 } else { 1.0 }, share(commission.abs(), closing, lots));",
        after: "closed_commission = signed(1.0, share(commission.abs(), closing, lots));",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "venue_fee_in_kind_stays_in_the_position",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/ledger.ts",
        before: "instrument.position_size += execution.quantity - execution.fee_lots;",
        after: "instrument.position_size += execution.quantity;",
      },
      {
        file: "rust/engine/src/exact/ledger.rs",
        before: "instrument.position_size += execution.quantity - execution.fee_lots;",
        after: "instrument.position_size += execution.quantity;",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "venue_funding_is_money_from_outside",
    operator: "wrong field",
    edits: [
      {
        file: "src/core/exact/account.ts",
        before: "account.other_profit += paid;",
        after: "account.external += paid;",
      },
      {
        file: "rust/engine/src/exact/account.rs",
        before: "state.account.other_profit += paid;",
        after: "state.account.external += paid;",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "venue_protection_ends_before_fills_that_are_counted",
    operator: "check skipped",
    edits: [
      { file: "src/core/exact/tied.ts", before: "if (parent.reported > parent.filled) return;", after: "" },
      {
        file: "rust/engine/src/exact/tied.rs",
        before: "if parent.reported > parent.filled {",
        after: "if false {",
      },
    ],
    suite: [TIED],
  },
  {
    name: "venue_member_at_a_venue_is_cancelled_at_once",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/exact/tied.ts",
        before: "if (!reported || order.state === STATE_CREATED) endOrder(state, slot, ORDER_EVENT_CANCEL, reason);",
        after: "if (!reported || order.ended === 0) endOrder(state, slot, ORDER_EVENT_CANCEL, reason);",
      },
      {
        file: "rust/engine/src/exact/tied.rs",
        before: "if !reported || order.state == STATE_CREATED {",
        after: "if !reported || order.ended == 0 {",
      },
    ],
    suite: [FUZZ],
  },
  {
    name: "venue_halt_keeps_out_what_is_there",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/intent.ts",
        before: "if ((event.word(PLACE_FLAGS) & ORDER_FLAG_EXTERNAL) !== 0) return undefined;",
        after: "",
      },
      {
        file: "rust/engine/src/intent.rs",
        before: "if event.word(PLACE_FLAGS) & ORDER_FLAG_EXTERNAL != 0 {",
        after: "if false {",
      },
    ],
    suite: ["tests/venue/adopted_orders_test.ts"],
  },
  {
    name: "venue_overfill_alarms_nobody",
    operator: "check skipped",
    edits: [
      {
        file: "src/core/report.ts",
        before: "return alarm(state, REASON_OVERFILL, order.id, instrument.id, lots, left);",
        after: "return;",
      },
      {
        file: "rust/engine/src/report.rs",
        before: "return alarm(state, REASON_OVERFILL, id, instrument, lots, left);",
        after: "return;",
      },
    ],
    suite: ["tests/venue/lost_reports_test.ts"],
  },
];
