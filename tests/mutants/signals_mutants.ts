/**
 * Mutants of lines that wake a strategy, of signals, and of means that are compared as whole numbers.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const WAKE = "tests/api/wake_test.ts", SIGNALS = "tests/api/signals_test.ts";

/** Mutants of lines that wake a strategy, of signals, and of means that are compared as whole numbers. */
export const SIGNALS_MUTANTS: readonly Mutant[] = [
  {
    name: "wake_forgets_news_of_a_step",
    operator: "constant inverted",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "if (reader.kind !== OUTPUT_MARK && reader.kind !== OUTPUT_COMMIT) return true;",
        after: "if (reader.kind !== OUTPUT_MARK && reader.kind !== OUTPUT_COMMIT) return false;",
      },
    ],
    suite: [WAKE],
  },
  {
    name: "wake_takes_marks_in_a_replay_log_for_news",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "if (reader.kind !== OUTPUT_MARK && reader.kind !== OUTPUT_COMMIT) return true;",
        after: "return true;",
      },
    ],
    suite: [WAKE],
  },
  {
    name: "wake_keeps_news_for_ever",
    operator: "statement removed",
    edits: [{ file: "src/run/driver.ts", before: "calls.hasNews = false;", after: "" }],
    suite: [WAKE],
  },
  {
    name: "wake_sleeps_through_a_timer",
    operator: "statement removed",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "if (this.#nextCalls !== undefined) this.#nextCalls.hasNews = true;",
        after: "",
      },
    ],
    suite: [WAKE],
  },
  {
    name: "wake_jumps_over_the_horizon",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "step = times[wanted]! < horizonUs ? wanted : stepBefore(times, horizonUs, step + 1, wanted);",
        after: "step = wanted;",
      },
    ],
    suite: [WAKE],
  },
  {
    name: "wake_stops_a_bar_after_the_one_before_the_horizon",
    operator: "wrong field",
    edits: [{ file: "src/run/driver.ts", before: "return low;", after: "return high;" }],
    suite: [WAKE],
  },
  {
    name: "wake_forgets_news_in_a_checkpoint",
    operator: "stale state after restore",
    edits: [{ file: "src/run/checkpoints.ts", before: "run.wakes.hasNews = position.hasNews;", after: "" }],
    suite: [WAKE],
  },
  {
    name: "wake_is_called_by_a_value_that_is_none",
    operator: "check skipped",
    edits: [
      {
        file: "src/run/wake_lines.ts",
        before: "if (signs[index] !== 0 && signs[index] !== NO_VALUE) return true;",
        after: "if (signs[index] !== 0) return true;",
      },
    ],
    suite: ["src/run/wake_lines_test.ts"],
  },
  {
    name: "wake_makes_lines_ahead_of_their_bars",
    operator: "connective swapped",
    edits: [
      {
        file: "src/run/wake_lines.ts",
        before: "if (clock.stepwise || column.barByBar) return from;",
        after: "if (clock.stepwise && column.barByBar) return from;",
      },
    ],
    suite: ["src/run/wake_lines_test.ts"],
  },
  {
    name: "wake_is_not_heeded_by_nextstart",
    operator: "check skipped",
    edits: [
      {
        file: "src/strategy/strategy.ts",
        before: "if (this.#context.wakes.isDue) this.next();",
        after: "this.next();",
      },
    ],
    suite: [WAKE],
  },
  {
    name: "signals_entry_beats_the_exit_of_its_bar",
    operator: "wrong rule",
    edits: [
      {
        file: "src/signals/signals_strategy.ts",
        before: "if ((left & (ENTRY | EXIT)) === (ENTRY | EXIT)) left &= ~(ENTRY | EXIT);",
        after: "if ((left & (ENTRY | EXIT)) === (ENTRY | EXIT)) left &= ~EXIT;",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "signals_are_read_on_bars_of_other_feeds",
    operator: "connective swapped",
    edits: [
      {
        file: "src/signals/signals_strategy.ts",
        before: "if (bar < 0 || !this.clock.isNew) return;",
        after: "if (bar < 0 && !this.clock.isNew) return;",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "signals_enter_while_an_entry_waits",
    operator: "wrong rule",
    edits: [
      {
        file: "src/signals/signals_strategy.ts",
        before: "if (goes === 0 || (!this.#accumulates && (waits || held * goes > 0))) return;",
        after: "if (goes === 0 || (!this.#accumulates && held * goes > 0)) return;",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "signals_close_twice",
    operator: "check skipped",
    edits: [
      {
        file: "src/signals/signals_strategy.ts",
        before: "if (this.#exit?.alive !== true) this.#exit = this.#context.close(this.#closing);",
        after: "this.#exit = this.#context.close(this.#closing);",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "signals_stop_a_short_below_its_entry",
    operator: "sign swapped",
    edits: [
      {
        file: "src/signals/signals_strategy.ts",
        before: "return (_bar, side) => close.now * (1 + side * away);",
        after: "return (_bar, side) => close.now * (1 - side * away);",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "signals_forget_orders_that_wait_in_a_checkpoint",
    operator: "stale state after restore",
    edits: [{ file: "src/signals/signals_strategy.ts", before: "this.#entry = entry;", after: "" }],
    suite: [SIGNALS],
  },
  {
    name: "signals_take_nan_for_false",
    operator: "wrong rule",
    edits: [
      {
        file: "src/signals/signals.ts",
        before: "if (value === 0 || value === false) return false;",
        after: "if (value === 0 || value === false || value !== value) return false;",
      },
    ],
    suite: [SIGNALS],
  },
  {
    name: "grid_sums_are_compared_without_their_periods",
    operator: "wrong field",
    edits: [
      {
        file: "src/lines/window_mean.ts",
        before: "const x = leftSum * rightPeriod, y = rightSum * leftPeriod;",
        after: "const x = leftSum * leftPeriod, y = rightSum * rightPeriod;",
      },
    ],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "grid_ties_of_whole_numbers_are_ties_of_means",
    operator: "wrong rule",
    edits: [
      {
        file: "src/lines/window_mean.ts",
        before: "return difference > 0 ? 1 : difference < 0 ? -1 : 0;",
        after: "return 0;",
      },
    ],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "grid_of_another_feed_is_compared",
    operator: "check skipped",
    edits: [{ file: "src/lines/window_mean.ts", before: "if (a.grid !== b.grid) return false;", after: "" }],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "grid_sums_grow_past_their_limit",
    operator: "check skipped",
    edits: [
      {
        file: "src/lines/window_mean.ts",
        before: "if (!(x < PRODUCT_MAX && y < PRODUCT_MAX)) return false;",
        after: "",
      },
    ],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "running_sums_are_compared_without_their_periods",
    operator: "wrong field",
    edits: [
      {
        file: "src/lines/window_mean.ts",
        before:
          "const end = sums[i + 1]!, x = (end - sums[i + 1 - left]!) * right, y = (end - sums[i + 1 - right]!) * left;",
        after:
          "const end = sums[i + 1]!, x = (end - sums[i + 1 - left]!) * left, y = (end - sums[i + 1 - right]!) * right;",
      },
    ],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "running_sums_are_compared_past_the_limit",
    operator: "check skipped",
    edits: [
      {
        file: "src/lines/window_mean.ts",
        before: "if (running !== undefined && running.highest * a.period * b.period < PRODUCT_MAX) {",
        after: "if (running !== undefined) {",
      },
    ],
    suite: ["src/lines/window_mean_test.ts"],
  },
  {
    name: "grid_crossing_remembers_an_equality",
    operator: "statement removed",
    edits: [{ file: "src/indicators/rules/crossover.ts", before: "if (side === 0) continue;", after: "" }],
    suite: ["src/lines/signs_test.ts"],
  },
  {
    name: "grid_mean_of_a_mean_is_one_of_prices",
    operator: "check skipped",
    edits: [
      {
        file: "src/lines/line.ts",
        before: "if (price?.period === 1) setMean(partsOf(line).column, { ...price, period });",
        after: "if (price !== undefined) setMean(partsOf(line).column, { ...price, period });",
      },
    ],
    suite: ["src/lines/signs_test.ts"],
  },
  {
    name: "bytes_are_made_behind_holes",
    operator: "wrong rule",
    edits: [
      {
        file: "src/indicators/rules/crossover.ts",
        before: "if (input.holeFrom(first) < length) return undefined;",
        after: "if (input.holeFrom(first) > length) return undefined;",
      },
    ],
    suite: ["src/lines/signs_test.ts"],
  },
];
