/**
 * Mutants in the ends of days that feeds share, and in the moments and prices at the edge that follow from a bar's end.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const DAY_ENDS = "tests/api/day_ends_test.ts";

/** Mutants in shared ends of days. */
export const DAY_ENDS_MUTANTS: readonly Mutant[] = [
  {
    name: "days_of_dates_keep_their_own_steps",
    operator: "check skipped",
    edits: [{
      file: "src/run/day_ends.ts",
      before: "return feeds.map((feed, id) => moves[id]! ? withMidnightEnds(feed) : feed);",
      after: "return feeds.map((feed, id) => moves[id]! && id < 0 ? withMidnightEnds(feed) : feed);",
    }],
    suite: [DAY_ENDS],
  },
  {
    name: "days_of_later_blocks_end_with_dates",
    operator: "check skipped",
    edits: [{
      file: "src/run/blocks/merged_blocks.ts",
      before: "else feed.rest = feed.endsAtMidnight ? withMidnightEnds(block) : block;",
      after: "else feed.rest = block;",
    }],
    suite: [DAY_ENDS],
  },
  {
    name: "days_end_at_midnight_beside_any_session",
    operator: "check skipped",
    edits: [{
      file: "src/run/day_ends.ts",
      before: "return closeUs !== undefined && (closeUs - dated.columns.timeUs[0]! - 1) % DAY_US === 0;",
      after: "return closeUs !== undefined && dated.length >= 0 * DAY_US;",
    }],
    suite: [DAY_ENDS],
  },
  {
    name: "benchmark_is_a_day_late",
    operator: "wrong rule",
    edits: [{
      file: "src/analyzers/benchmark/benchmark_values.ts",
      before: "known = lastUntil(timeUs, (at + 1) % SECOND_US === 0 ? at + 1 : at, known);",
      after: "known = lastUntil(timeUs, at + 0 * SECOND_US, known);",
    }],
    suite: [DAY_ENDS],
  },
  {
    name: "interest_is_paid_for_days_before_the_run",
    operator: "wrong rule",
    edits: [{
      file: "src/run/account_events.ts",
      before: "const since = step === begin ? Math.max(this.#day, this.#dayBefore) : this.#day;",
      after: "const since = step === begin ? Math.max(this.#day, 0 * this.#dayBefore) : this.#day;",
    }],
    suite: ["tests/api/account_events_test.ts"],
  },
  {
    name: "date_at_the_end_of_a_day_ends_before_it",
    operator: "wrong rule",
    edits: [{
      file: "src/feeds/time/moment_text.ts",
      before: "return ms * 1000 + ((ms + 1) % 1000 === 0 ? 999 : 0);",
      after: "return ms * 1000;",
    }],
    suite: ["tests/api/order_life_test.ts"],
  },
  {
    name: "sizer_prices_a_touch_at_the_close",
    operator: "wrong field",
    edits: [{
      file: "src/broker/sized_options.ts",
      before: "const price = limit ?? touch ?? stop ?? (feed.length > 0 ? feed.close.now : NaN);",
      after: "const price = limit ?? stop ?? (feed.length > 0 ? feed.close.now : touch === undefined ? NaN : 0);",
    }],
    suite: ["tests/api/sizers_test.ts"],
  },
];
