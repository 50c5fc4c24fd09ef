/**
 * Mutants of fills on finer bars: how bars of two sizes come together, and which steps are those of the strategy.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const FILL_ON = "tests/api/fill_on_test.ts";
const FILL_ON_EVENTS = "tests/api/fill_on_events_test.ts";

/** Mutants of fills on finer bars. */
export const FINER_FILLS_MUTANTS: readonly Mutant[] = [
  {
    name: "finer_agreement_is_not_asked_for",
    operator: "statement removed",
    edits: [{
      file: "src/run/prepare.ts",
      before: "  if (fills !== undefined) checkAgreement(fills, specs);",
      after: "",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_bars_outside_of_the_days_stay",
    operator: "wrong field",
    edits: [{
      file: "src/run/fill_feeds.ts",
      before: "  const timeUs = columns.timeUs.slice(first, ends[count - 1] ?? first), beginUs = columns.beginUs;",
      after: "  const timeUs = columns.timeUs.slice(first), beginUs = columns.beginUs;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_last_bar_keeps_its_time",
    operator: "wrong field",
    edits: [{
      file: "src/run/fill_feeds.ts",
      before: "    timeUs[row - first] = us;",
      after: "",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_high_is_that_of_the_first_bar",
    operator: "wrong rule",
    edits: [{
      file: "src/run/fill_feeds.ts",
      before: "      if (high[row]! > most) most = high[row]!;",
      after: "      void high;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_steps_of_the_session_are_those_of_the_run",
    operator: "wrong field",
    edits: [{
      file: "src/run/broker_session.ts",
      before: "    return this.#ends === undefined ? this.#finished : this.#through;",
      after: "    return this.#finished;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_resumed_session_counts_steps_of_the_run",
    operator: "stale state after restore",
    edits: [{
      file: "src/run/broker_session.ts",
      before: "    this.#finish(this.#ends?.[step] ?? step + 1);",
      after: "    this.#finish(step + 1);",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_checkpoint_keeps_marks_of_the_run",
    operator: "wrong field",
    edits: [{
      file: "src/run/run_checkpoint.ts",
      before: "  const marked = state.ends?.[position.step] ?? steps;",
      after: "  const marked = steps;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_fills_of_a_step_count_for_the_one_before",
    operator: "wrong field",
    edits: [{
      file: "src/run/driver.ts",
      before: "    const waitedUs = intentsWaited ? this.#opensUs?.[step] ?? this.#clock.timeUs : -Infinity;",
      after: "    const waitedUs = intentsWaited ? this.#clock.timeUs : -Infinity;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_money_opens_the_end_of_its_day",
    operator: "wrong field",
    edits: [{
      file: "src/run/driver.ts",
      before: "      events.write(inside?.timeUs ?? this.#opensUs?.[step] ?? steps.timeUs[step]!, intents);",
      after: "      events.write(inside?.timeUs ?? steps.timeUs[step]!, intents);",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_events_inside_a_day_open_it",
    operator: "wrong field",
    edits: [{
      file: "src/run/driver.ts",
      before: "      const { inside } = events;",
      after: "      const { inside } = { inside: undefined as typeof events.inside };",
    }],
    suite: [FILL_ON_EVENTS],
  },
  {
    name: "finer_bars_astride_an_end_are_taken",
    operator: "check skipped",
    edits: [{
      file: "src/run/fill_feeds.ts",
      before: "    if (!isFree && columns.timeUs[row]! !== us) throw astride(coarse, fine, bar, row);",
      after: "    void isFree;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_curves_take_the_first_step_of_each",
    operator: "wrong field",
    edits: [{
      file: "src/run/marks.ts",
      before: "      shown[ends.length + step] = kept[steps + end - 1]!;",
      after: "      shown[ends.length + step] = kept[steps + (ends[step - 1] ?? 0)]!;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_explanation_looks_at_the_last_bar_of_the_step",
    operator: "wrong rule",
    edits: [{
      file: "src/run/finer_rows.ts",
      before: "    if (rule === null || !isFillAtOpen(rule)) return step(timeUs);",
      after: "    if (rule !== null) return step(timeUs);",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_order_at_the_close_is_taken",
    operator: "check skipped",
    edits: [{
      file: "src/broker/order_desk.ts",
      before: "    if (onClose !== true || this.#isFinelyFilled?.(instrument) !== true) return;",
      after: "    if (onClose !== true || instrument >= 0) return;",
    }],
    suite: [FILL_ON],
  },
  {
    name: "finer_account_has_the_value_of_the_bar_before",
    operator: "wrong rule",
    edits: [{
      file: "src/run/fill_feeds.ts",
      before: "        return ends[clock.step]! - 1;",
      after: "        return ends[clock.step]! - 2;",
    }],
    suite: [FILL_ON],
  },
];
