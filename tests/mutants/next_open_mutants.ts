/**
 * Mutants of decisions on the open of a coming bar.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

/** A defect that the tests of these decisions have to find. */
function opens(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file, before, after }], suite: ["tests/api/next_open_test.ts"] };
}

/** A defect of decisions on opens that cheat. */
function amid(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file, before, after }], suite: ["tests/api/cheat_on_open_test.ts"] };
}

const COMING_OPENS = "src/run/coming_opens.ts", DRIVER = "src/run/driver.ts", SESSION = "src/run/broker_session.ts";

/** Mutants of decisions on opens. */
export const NEXT_OPEN_MUTANTS: readonly Mutant[] = [
  opens(
    "opens_of_later_bars_are_shown",
    "wrong rule",
    COMING_OPENS,
    "  return new Set(begins.keys().filter((id) => begins[id] === firstUs && firstUs < Infinity));",
    "  return new Set(begins.keys().filter((id) => begins[id]! < Infinity && firstUs < Infinity));",
  ),
  opens(
    "opens_of_bars_that_began_before_are_shown",
    "wrong rule",
    COMING_OPENS,
    "    return timeUs[row] === stepUs && begin >= afterUs ? begin : Infinity;",
    "    return timeUs[row] === stepUs ? begin : Infinity;",
  ),
  opens(
    "opens_stay_shown",
    "check skipped",
    DRIVER,
    "      opens.hide();",
    "      void opens;",
  ),
  opens(
    "opens_are_shown_while_lines_have_no_value",
    "check skipped",
    DRIVER,
    "        if (opens !== undefined && steps.isReady && !this.#stopped) this.#decideOnOpens(opens, steps.timeUs[step]!);",
    "        if (opens !== undefined && step > 0 && !this.#stopped) this.#decideOnOpens(opens, steps.timeUs[step]!);",
  ),
  opens(
    "opens_of_a_block_begin_where_the_last_one_ended",
    "stale state after restore",
    COMING_OPENS,
    "    this.#rows.fill(0);",
    "    void this.#rows;",
  ),
  opens(
    "opens_law_overwrites_the_open_that_a_strategy_may_know",
    "wrong rule",
    "src/laws/strategy/look_ahead_of_run.ts",
    "  if (!run.base.uses.opens || form === FROM_OPEN) return new Set();",
    "  if (form !== undefined) return new Set();",
  ),
  opens(
    "opens_law_lets_next_know_them",
    "check skipped",
    "src/laws/strategy/look_ahead_of_run.ts",
    "  return run.base.uses.opens ? [...FORMS, FROM_OPEN] : FORMS;",
    "  return FORMS;",
  ),
  opens(
    "opens_law_keeps_those_that_come_later",
    "wrong rule",
    "src/laws/strategy/look_ahead_of_run.ts",
    "  return new Set([...feedsThatBegin(all, rows, stepUs, untilUs)].map((id) => names[id]!));",
    "  return feedsThatBegin(all, rows, stepUs, untilUs).size > 0 ? new Set(names) : new Set();",
  ),
  opens(
    "opens_let_other_feeds_be_traded",
    "check skipped",
    "src/broker/order_desk.ts",
    "    if (begins === undefined || begins.has(instrument)) return;",
    "    if (begins === undefined || begins.size > 0) return;",
  ),
  opens(
    "opens_are_decided_on_with_requests_that_wait",
    "wrong rule",
    DRIVER,
    "    this.#mayWait = !parts.everyStep && parts.log === undefined && parts.comingOpens === undefined;",
    "    this.#mayWait = !parts.everyStep && parts.log === undefined;",
  ),
  opens(
    "opens_orders_stay_open_over_the_close",
    "check skipped",
    DRIVER,
    "    this.#afterNext?.actOnOpens?.(clock.timeUs);",
    "    void this.#afterNext;",
  ),
  opens(
    "opens_close_that_is_due_is_lost_between_blocks",
    "stale state after restore",
    "src/run/session_exits.ts",
    "      if (feed.schedule.due.length > 0) feed.before = feed.schedule;",
    "      feed.before = undefined;",
  ),
  opens(
    "opens_time_of_the_block_before_is_lost",
    "stale state after restore",
    "src/broker/run_clock.ts",
    "    this.#beforeUs = this.#times.at(-1) ?? this.#beforeUs;",
    "    void this.#beforeUs;",
  ),
  amid(
    "requests_amid_a_step_come_ahead_of_its_bars",
    "wrong rule",
    SESSION,
    "    events.bars(timeUs);",
    "    void timeUs;",
  ),
  amid(
    "the_step_amid_requests_has_no_cash",
    "wrong rule",
    SESSION,
    "    lanes[row] = status[STATUS_CASH]!;",
    "    void row;",
  ),
  amid(
    "the_step_amid_requests_is_finished_again",
    "wrong rule",
    SESSION,
    "    this.#finish(1);",
    "    this.#finish(0);",
  ),
  amid(
    "bars_amid_a_resumed_run_begin_with_its_first_ones",
    "stale state after restore",
    SESSION,
    "    events.skipTo(timeUs);",
    "",
  ),
  amid(
    "the_log_of_requests_amid_a_step_has_no_bars",
    "wrong rule",
    "src/replay/run_recorder.ts",
    "    this.#events.bars(this.#events.nextUs);",
    "    this.#events.skipTo(this.#events.nextUs + 1);",
  ),
  amid(
    "requests_of_next_are_amid_the_step_behind",
    "stale state after restore",
    DRIVER,
    "    clock.amidUs = undefined;",
    "    void clock;",
  ),
  amid(
    "notices_amid_a_step_stand_in_the_row_before",
    "wrong rule",
    DRIVER,
    "    if (count > 0) this.#take(count, amidUs === undefined ? step : step + 1, intentsUs < timeUs);",
    "    if (count > 0) this.#take(count, step, intentsUs < timeUs);",
  ),
  amid(
    "orders_amid_a_step_live_from_the_bar_before_on",
    "wrong rule",
    "src/broker/queue_desk.ts",
    "    return clock.amidUs ?? bars[instrument]!.columns.timeUs[clocks[instrument]!.bar] ?? clock.timeUs;",
    "    return bars[instrument]!.columns.timeUs[clocks[instrument]!.bar] ?? clock.timeUs;",
  ),
  amid(
    "a_close_that_nobody_knows_amid_a_step_makes_a_size",
    "check skipped",
    "src/broker/queue_desk.ts",
    '    if (options.size === undefined) this.#checkCloseIsKnown("target a value or a fraction", "pass size");',
    "",
  ),
  amid(
    "a_silent_feed_begins_amid_the_bar_before",
    "wrong rule",
    "src/laws/strategy/rewritten_run.ts",
    "      beginUs: timeUs.map((time, step) => Math.max(begins.get(time)!, step === 0 ? -Infinity : timeUs[step - 1]!)),",
    "      beginUs: timeUs.map((time, step) => Math.max(time - DAY_US, step === 0 ? -Infinity : timeUs[step - 1]!)),",
  ),
];
