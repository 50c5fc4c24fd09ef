/**
 * Mutants of runs over feeds that wait: what goes on from block to block.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const FLOWS = "tests/flows_test.ts";
const OF_TRACE = "src/laws/strategy/signals_of_trace_test.ts";
const WAITING = "tests/api/waiting_feeds_test.ts";

/** Mutants of runs over feeds that wait. */
export const FLOWS_MUTANTS: readonly Mutant[] = [
  {
    name: "flows_horizon_of_the_block_before_stays",
    operator: "stale state after restore",
    edits: [{
      file: "src/run/broker_session.ts",
      before: "    this.#engine.drive(columns, marks.lanes, buffer);",
      after: "    void marks;",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_last_step_of_a_block_is_not_finished",
    operator: "wrong rule",
    edits: [{ file: "src/run/blocks/block_run.ts", before: "        if (count > 0) driver.commit();", after: "" }],
    suite: [FLOWS],
  },
  {
    name: "flows_bars_begin_anew_in_each_block",
    operator: "stale state after restore",
    edits: [{
      file: "src/run/blocks/block_run.ts",
      before: "        bases[id]! += feed.length;",
      after: "        bases[id]! += 0;",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_steps_of_rows_count_from_their_block",
    operator: "wrong field",
    edits: [{
      file: "src/run/driver.ts",
      before: "      journal.take(count, this.#clock.first + step, waitedUs);",
      after: "      journal.take(count, step, waitedUs);",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_indicators_forget_a_block",
    operator: "stale state after restore",
    edits: [{
      file: "src/lines/column.ts",
      before: "    this.#known = Math.max(0, this.#known - bars);",
      after: "    this.#known = 0;",
    }],
    suite: [FLOWS, WAITING],
  },
  {
    name: "flows_lines_are_not_completed_before_bars_go",
    operator: "wrong rule",
    edits: [{
      file: "src/lines/clock_group.ts",
      before: "    for (const { clock } of members) clock.window!.complete();",
      after: "",
    }],
    suite: [FLOWS, WAITING],
  },
  {
    name: "flows_a_feed_runs_ahead_of_the_others",
    operator: "wrong rule",
    edits: [{
      file: "src/run/blocks/merged_blocks.ts",
      before:
        "      if (!feed.ended && feed.rest!.length > 0) untilUs = Math.min(untilUs, feed.rest!.columns.timeUs.at(-1)!);",
      after:
        "      if (!feed.ended && feed.rest!.length > 0) untilUs = Math.max(0, feed.rest!.columns.timeUs.at(-1)!);",
    }],
    suite: [FLOWS, WAITING],
  },
  {
    name: "flows_excursion_loses_its_bars_at_a_border",
    operator: "wrong rule",
    edits: [{
      file: "src/broker/excursion.ts",
      before: "    this.end();",
      after: "",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_warm_up_counts_from_the_block",
    operator: "wrong field",
    edits: [{
      file: "src/run/blocks/block_steps.ts",
      before: "      if (clock.first + clock.index + 1 >= this.#warm[k]!) ready++;",
      after: "      if (clock.index + 1 >= this.#warm[k]!) ready++;",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_drawdown_of_the_last_stretch_is_lost",
    operator: "wrong rule",
    edits: [{
      file: "src/run/blocks/date_keeper.ts",
      before: "    if (this.#low < this.#peak && this.#last !== undefined) this.#endStretch(this.#last.timeUs);",
      after: "",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_orders_go_while_what_protects_them_lives",
    operator: "check skipped",
    edits: [{
      file: "src/broker/order_records.ts",
      before: "      if (record.alive || this.around(record).some((other) => other.alive)) continue;",
      after: "      if (record.alive) continue;",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_price_off_the_grid_is_rounded",
    operator: "check skipped",
    edits: [{
      file: "src/run/blocks/block_prices.ts",
      before: "        if (!this.#mayRound[id] && !this.#isFirst) throw this.#error(feed, id, row);",
      after: "",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_sources_are_left_open",
    operator: "wrong rule",
    edits: [{
      file: "src/run/blocks/block_run.ts",
      before: "    await source.close(error).catch(() => {});",
      after: "",
    }],
    suite: [WAITING],
  },
  {
    name: "flows_law_passes_a_run_without_orders",
    operator: "check skipped",
    edits: [{
      file: "src/laws/strategy/flows_of_run.ts",
      before: "  if (orders.length + refusals.length === 0) {",
      after: "  if (orders.length + refusals.length < 0) {",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_signals_sell_nothing_short",
    operator: "wrong rule",
    edits: [{
      file: "src/signals/signals_strategy.ts",
      before: "    const buys = (code & ENTRY) !== 0, sells = (code & SHORT_ENTRY) !== 0;",
      after: "    const buys = (code & ENTRY) !== 0, sells = false;",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_signals_enter_on_the_wrong_side_of_a_stop",
    operator: "wrong field",
    edits: [{
      file: "src/signals/signals_strategy.ts",
      before: "      ...(this.#takeProfit === undefined ? {} : { takeProfit: this.#takeProfit(bar, side) }),",
      after: "      ...(this.#takeProfit === undefined ? {} : { takeProfit: this.#stopLoss!(bar, side) }),",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_signals_leave_out_a_closed_trade",
    operator: "wrong rule",
    edits: [{
      file: "src/laws/strategy/signals_of_trace.ts",
      before: "    while (this.#at < trades.length && (trades[this.#at]!.closedBar ?? Infinity) <= step) this.#at++;",
      after: "    while (this.#at < trades.length && (trades[this.#at]!.closedBar ?? Infinity) < step) this.#at++;",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_signals_of_a_part_are_taken",
    operator: "check skipped",
    edits: [{
      file: "src/laws/strategy/signals_of_trace.ts",
      before: '  if (side * goes < 0 && !leaves) return "an order reduces a position by a part";',
      after: "",
    }],
    suite: [OF_TRACE],
  },
  {
    name: "flows_law_lets_signals_do_otherwise",
    operator: "statement removed",
    edits: [{
      file: "src/laws/strategy/flows_of_run.ts",
      before: "    return trial.fail(tried, run.counterExample(what, signalled.difference, window));",
      after: "",
    }],
    suite: [FLOWS],
  },
  {
    name: "flows_larger_bar_waits_for_the_next_bar_of_its_feed",
    operator: "wrong rule",
    edits: [{
      file: "src/feeds/resample/block_resampler.ts",
      before: "    const facts = { grid: this.#grid, isDated: this.#isDated, lastUs, bricks };",
      after: "    const facts = { grid: this.#grid, isDated: this.#isDated, bricks };",
    }],
    suite: ["src/feeds/resample/block_resampler_test.ts"],
  },
  {
    name: "flows_growing_bar_begins_anew_in_each_block",
    operator: "stale state after restore",
    edits: [{
      file: "src/feeds/resample/block_grower.ts",
      before: "    this.#kept = rowsOf(source, last, source.length);",
      after: "    this.#kept = rowsOf(source, source.length - Math.min(1, last), source.length);",
    }],
    suite: ["src/feeds/resample/block_grower_test.ts"],
  },
  {
    name: "flows_growing_lines_end_with_the_first_block",
    operator: "check skipped",
    edits: [{
      file: "src/lines/feed_lines.ts",
      before: "    group.grow(clock, grown);",
      after: "    void group;",
    }],
    suite: ["tests/api/resampled_lines_test.ts"],
  },
  {
    name: "flows_bricks_begin_before_the_last_of_them",
    operator: "stale state after restore",
    edits: [{
      file: "src/feeds/resample/resample.ts",
      before: "  if (bricks.knownUs.length > 0) soFar.last = mapColumns(bricks, bricks, (column) => column.slice(-1));",
      after: "  void mapColumns;",
    }],
    suite: ["src/feeds/resample/block_resampler_test.ts"],
  },
  {
    name: "flows_bricks_find_no_room",
    operator: "check skipped",
    edits: [{
      file: "src/lines/clock_group.ts",
      before: "  if (bars <= window!.room) return;",
      after: "  if (bars > 0) return;",
    }],
    suite: ["tests/api/resampled_lines_test.ts"],
  },
  {
    name: "flows_larger_bars_have_the_sessions_of_the_block_alone",
    operator: "stale state after restore",
    edits: [{
      file: "src/feeds/resample/block_resampler.ts",
      before: "    firstDay = zone.dayUpTo(firstUs),",
      after: "    firstDay = zone.dayUpTo(Math.max(firstUs, timeUs[0]!)),",
    }],
    suite: ["src/feeds/resample/block_resampler_test.ts"],
  },
  {
    name: "flows_larger_bars_are_not_taken_into_their_lines",
    operator: "wrong rule",
    edits: [{
      file: "src/lines/clock_group.ts",
      before: "columns.set(clock, columnsOfLines(feed));",
      after: "void columnsOfLines;",
    }],
    suite: ["tests/api/resampled_lines_test.ts"],
  },
];
