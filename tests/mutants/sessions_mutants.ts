/**
 * Mutants of calendars, of the place of a bar in its session, of timers and of exits at the close.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const SCHEDULE = "src/feeds/calendar/bar_schedule.ts";
const FLAT = "tests/api/flat_at_test.ts";
const TIMERS = "tests/api/timers_test.ts";

/** Mutants of sessions. */
export const SESSIONS_MUTANTS: readonly Mutant[] = [
  {
    name: "sessions_close_belongs_to_the_session",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/calendar/calendar.ts",
        before: "if (session !== null && timeUs >= session.openUs && timeUs < session.closeUs) return session;",
        after: "if (session !== null && timeUs >= session.openUs && timeUs <= session.closeUs) return session;",
      },
    ],
    suite: ["src/feeds/calendar/calendar_test.ts"],
  },
  {
    name: "sessions_early_closes_are_forgotten",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/calendar/exchange_data.ts",
        before: "if (exception !== undefined) return exception;",
        after: "if (exception === undefined) return exception;",
      },
    ],
    suite: ["src/feeds/calendar/named_calendar_test.ts"],
  },
  {
    name: "sessions_beyond_the_calendar_are_guessed",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/calendar/feed_sessions.ts",
        before: "if (dayAt(last) > source.lastDay) refuse(timeUs.findIndex((_, row) => dayAt(row) > source.lastDay));",
        after:
          "if (dayAt(last) > source.lastDay + 9999) refuse(timeUs.findIndex((_, row) => dayAt(row) > source.lastDay));",
      },
    ],
    suite: ["src/feeds/calendar/feed_sessions_test.ts"],
  },
  {
    name: "sessions_last_bar_ends_before_the_close",
    operator: "comparison turned",
    edits: [
      {
        file: SCHEDULE,
        before: "if (endUs >= table.closeUs[row]!) return true;",
        after: "if (endUs > table.closeUs[row]!) return true;",
      },
    ],
    suite: ["src/feeds/calendar/bar_schedule_test.ts"],
  },
  {
    name: "sessions_next_bar_lies_in_the_break",
    operator: "wrong field",
    edits: [
      {
        file: SCHEDULE,
        before: "return at >= 0 && timeUs < breakEndUs[at]! ? breakEndUs[at]! : timeUs;",
        after: "return at >= 0 && timeUs < breakEndUs[at]! ? timeUs : timeUs;",
      },
    ],
    suite: ["src/feeds/calendar/bar_schedule_test.ts", "src/run/exit_schedule_test.ts"],
  },
  {
    name: "timers_fire_on_the_bar_before_their_moment",
    operator: "comparison turned",
    edits: [
      {
        file: "src/run/run_timers.ts",
        before: "if (times[middle]! < wantedUs) low = middle + 1;",
        after: "if (times[middle]! <= wantedUs) low = middle + 1;",
      },
    ],
    suite: [TIMERS],
  },
  {
    name: "timers_of_the_past_fire_again_after_a_checkpoint",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/run_timers.ts",
        before: "while (timer.step < firstStep) this.#advance(timer, timer.step);",
        after: "while (timer.step < firstStep - 1) this.#advance(timer, timer.step);",
      },
    ],
    suite: [TIMERS],
  },
  {
    name: "timers_are_carried_without_being_asked",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/timer_moments.ts",
        before: "for (let at = carry ? dayBefore + 1 : day; at <= day; at++) if (filter(at)) return true;",
        after: "for (let at = dayBefore + 1; at <= day; at++) if (filter(at)) return true;",
      },
    ],
    suite: ["src/run/timer_moments_test.ts"],
  },
  {
    name: "timers_are_run_past",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "return Math.min(until, before.nextStep - 1);",
        after: "return Math.min(until, before.nextStep);",
      },
    ],
    suite: ["src/run/driver_test.ts"],
  },
  {
    name: "exits_leave_what_opens_in_the_last_bar",
    operator: "check skipped",
    edits: [
      {
        file: "src/run/session_exits.ts",
        before: "if (opens) this.#desk.exit(id, side, TYPE_MARKET_ON_CLOSE, EXACT_MAX);",
        after: "if (opens && holds) this.#desk.exit(id, side, TYPE_MARKET_ON_CLOSE, EXACT_MAX);",
      },
    ],
    suite: [FLAT],
  },
  {
    name: "exits_forget_what_a_broken_session_carried",
    operator: "check skipped",
    edits: [
      {
        file: "src/run/session_exits.ts",
        before: "if ((due & BROKEN_OFF) !== 0) feed.carried = lots;",
        after: "if ((due & BROKEN_OFF) !== 0) feed.carried = 0;",
      },
    ],
    suite: [FLAT],
  },
  {
    name: "exits_come_late_and_are_not_marked",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/exit_schedule.ts",
        before: "return filled !== day || filledUs - timeframeUs >= closeUs;",
        after: "return filled === day && filledUs - timeframeUs >= closeUs;",
      },
    ],
    suite: [FLAT],
  },
  {
    name: "exits_forget_a_session_that_broke_off_with_a_block",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/exit_schedule.ts",
        before: "if (!isClosed && day !== sessionDay[0]!) this.due[0]! |= AFTER_BREAK;",
        after: "if (isClosed && day !== sessionDay[0]!) this.due[0]! |= AFTER_BREAK;",
      },
    ],
    suite: [FLAT],
  },
  {
    name: "exits_take_the_close_of_the_block_at_hand",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/session_exits.ts",
        before:
          "const expected = this.#expected.has(order.id) ? this.#expected.get(order.id) : schedule.expected(order.placedUs);",
        after: "const expected = schedule.expected(order.placedUs);",
      },
    ],
    suite: [FLAT],
  },
  {
    name: "sessions_resampled_bars_go_on_over_the_night",
    operator: "wrong rule",
    edits: [
      {
        file: SCHEDULE,
        before: 'const endUs = grid === "clock"',
        after: 'const endUs = grid !== "open"',
      },
    ],
    suite: ["src/feeds/calendar/bar_schedule_test.ts", "tests/api/flat_at_sizes_test.ts"],
  },
  {
    name: "sessions_joined_table_ends_with_the_first",
    operator: "wrong field",
    edits: [
      {
        file: "src/feeds/calendar/joint_sessions.ts",
        before: "return { table: sessionTable(source, here, one.firstDay, other.lastDay) };",
        after: "return { table: sessionTable(source, here, one.firstDay, one.lastDay) };",
      },
    ],
    suite: ["src/feeds/calendar/joint_sessions_test.ts"],
  },
  {
    name: "timers_fire_twice_where_sessions_overlap",
    operator: "comparison turned",
    edits: [
      {
        file: "src/run/timer_moments.ts",
        before: "if (atUs <= this.#lastUs) continue;",
        after: "if (atUs < this.#lastUs) continue;",
      },
    ],
    suite: ["src/run/timer_moments_test.ts"],
  },
  {
    name: "timers_forget_a_moment_at_the_end_of_a_block",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/run/run_timers.ts",
        before: "if (timer.next === undefined) this.#advance(timer, 0);",
        after: "if (timer.next === undefined || timer.step === Infinity) this.#advance(timer, 0);",
      },
    ],
    suite: [TIMERS],
  },
  {
    name: "timers_lose_the_days_between_two_blocks",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/timer_moments.ts",
        before: "const from = this.#lastDay === undefined ? first - SESSION_DAY_OFFSET : this.#lastDay + 1;",
        after: "const from = Math.max(first - SESSION_DAY_OFFSET, (this.#lastDay ?? 0) + 1);",
      },
    ],
    suite: [TIMERS],
  },
  {
    name: "timers_of_a_session_fire_in_its_warm_up",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/blocks/block_run.ts",
        before: "return this.#session === undefined ? 0 : firstAfter(timeUs, this.#session.fromUs, false);",
        after: "return this.#session === undefined ? 0 : firstAfter(timeUs, 0, false);",
      },
    ],
    suite: ["tests/session/paper_test.ts"],
  },
];
