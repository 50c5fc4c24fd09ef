/**
 * Mutants of what makes an order cheap at the edge: intents that wait for their step, and orders as places in pages.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const DRIVER = "src/run/driver_test.ts", NOTIFICATIONS = "tests/api/notifications_test.ts";

/** Mutants of crossings, of orders at the edge, and of the options and columns that are taken for a run. */
export const CROSSING_MUTANTS: readonly Mutant[] = [
  {
    name: "orders_that_waited_are_accepted_after_their_fills",
    operator: "statement removed",
    edits: [{
      file: "src/broker/journal.ts",
      before: "if (!isAlone || !this.orders.acceptExecuted(notice.word(OUT_EXECUTION_ORDER_ID))) this.acceptSent();",
      after: "",
    }],
    suite: [NOTIFICATIONS],
  },
  {
    name: "refusals_of_intents_that_waited_stand_at_the_next_step",
    operator: "wrong rule",
    edits: [{
      file: "src/broker/journal.ts",
      before: "let step = waitedUntilUs === -Infinity ? lastStep : lastStep - 1;",
      after: "let step = lastStep;",
    }],
    suite: ["tests/api/wake_test.ts"],
  },
  {
    name: "intents_of_a_saved_step_wait",
    operator: "wrong rule",
    edits: [{
      file: "src/run/driver.ts",
      before: "const waits = this.#mayWait && step + 1 < steps.length && step !== saveStep;",
      after: "const waits = this.#mayWait && step + 1 < steps.length;",
    }],
    suite: [DRIVER],
  },
  {
    name: "intents_of_the_last_step_wait",
    operator: "wrong rule",
    edits: [{
      file: "src/run/driver.ts",
      before: "const waits = this.#mayWait && step + 1 < steps.length && step !== saveStep;",
      after: "const waits = this.#mayWait && step !== saveStep;",
    }],
    suite: [DRIVER],
  },
  {
    name: "intents_wait_in_a_run_with_a_log",
    operator: "wrong rule",
    edits: [{
      file: "src/run/driver.ts",
      before: "this.#mayWait = !parts.everyStep && parts.log === undefined && parts.comingOpens === undefined;",
      after: "this.#mayWait = !parts.everyStep && parts.comingOpens === undefined;",
    }],
    suite: [DRIVER],
  },
  {
    name: "step_behind_intents_is_not_finished",
    operator: "wrong rule",
    edits: [{
      file: "src/run/broker_session.ts",
      before: "thenUs = isBefore && !stays ? timeUs : -Infinity;",
      after: "thenUs = -Infinity;",
    }],
    suite: ["src/run/broker_session_test.ts"],
  },
  {
    name: "ts_marks_behind_intents_overwrite_those_before",
    operator: "wrong field",
    edits: [{
      file: "src/core/core.ts",
      before: "if (buffer.then_us !== -Infinity) steps += this.advance(columns, buffer.then_us, marks, row + steps);",
      after: "if (buffer.then_us !== -Infinity) steps += this.advance(columns, buffer.then_us, marks, row);",
    }],
    suite: ["tests/api/wake_test.ts"],
  },
  {
    name: "rs_marks_behind_intents_overwrite_those_before",
    operator: "wrong field",
    edits: [{
      file: "rust/engine/src/core.rs",
      before: "steps += self.advance(columns, then_us, marks, row + steps);",
      after: "steps += self.advance(columns, then_us, marks, row);",
    }],
    suite: ["tests/api/wake_test.ts"],
  },
  {
    name: "order_has_its_size_before_the_core_took_it",
    operator: "wrong rule",
    edits: [{
      file: "src/broker/order_record.ts",
      before: "return quantity === 0 || this.isSent ? null : this.#spec.size(quantity);",
      after: "return quantity === 0 ? null : this.#spec.size(quantity);",
    }],
    suite: ["src/broker/order_record_test.ts"],
  },
  {
    name: "column_of_bars_is_given_out_itself",
    operator: "wrong rule",
    edits: [{
      file: "src/feeds/bars.ts",
      before: "const copy = given.get(name) ?? column.slice();",
      after: "const copy = given.get(name) ?? column;",
    }],
    suite: ["src/feeds/bars_test.ts"],
  },
  {
    name: "getters_of_a_class_are_no_options",
    operator: "statement removed",
    edits: [{
      file: "src/options.ts",
      before: "if (!Object.hasOwn(taken, name) && name in given) taken[name] = given[name];",
      after: "",
    }],
    suite: ["src/options_test.ts"],
  },
];
