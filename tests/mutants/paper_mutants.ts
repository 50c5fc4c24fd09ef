/**
 * Mutants of sessions with an exchange: bars as they close, turns, journals, limits, and the run over turns.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const ASSEMBLER = "src/session/bar_assembler.ts";
const ASSEMBLER_TEST = "src/session/bar_assembler_test.ts";
const LIVE = "src/session/live_bars.ts";
const LIVE_TEST = "src/session/live_bars_test.ts";
const FOLDER = "src/journal/journal_folder.ts";
const JOURNAL_TEST = "tests/session/journal_test.ts";
const PAPER_TEST = "tests/session/paper_test.ts";
const LIMITS_TEST = "tests/session/limits_test.ts";
const CORE_LIMITS_TEST = "tests/venue/session_limits_test.ts";
const CACHE = "src/session/history_cache.ts";
const CACHE_TEST = "tests/session/history_cache_test.ts";
const AUDIT = "src/session/live_audit.ts";
const AUDIT_TEST = "tests/session/audit_live_test.ts";
const RECOVER_TEST = "tests/session/recover_test.ts";
const ALERTS = "src/session/alerts.ts";
const ALERTS_TEST = "tests/session/alerts_test.ts";
const ORDER_LIMITS = "src/session/order_limits.ts";
const RUN_LIMITS = "src/session/run_limits.ts";
const BLOCKS_TEST = "src/run/blocks/block_run_test.ts";

/** Mutants of sessions with an exchange. */
export const PAPER_MUTANTS: readonly Mutant[] = [
  {
    name: "paper_notional_without_a_price_is_within_limits",
    operator: "check skipped",
    edits: [
      {
        file: ORDER_LIMITS,
        before: "if (limit === undefined || values[name] <= limit) continue;",
        after: "if (limit === undefined || !(values[name] > limit)) continue;",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "paper_replaced_order_counts_as_before",
    operator: "statement removed",
    edits: [{ file: ORDER_LIMITS, before: "if (found === 0) sizes.set(id, request.size);", after: "" }],
    suite: [LIMITS_TEST],
  },
  {
    name: "paper_cancelled_order_keeps_its_place",
    operator: "statement removed",
    edits: [{ file: ORDER_LIMITS, before: "if (opens(order)) open--;", after: "" }],
    suite: [LIMITS_TEST],
  },
  {
    name: "paper_weaker_kill_acts_behind_a_stronger_one",
    operator: "wrong rule",
    edits: [
      {
        file: RUN_LIMITS,
        before: "return KILLS.indexOf(kill) > (this.#kill === undefined ? -1 : KILLS.indexOf(this.#kill));",
        after: "return KILLS.indexOf(kill) !== (this.#kill === undefined ? -1 : KILLS.indexOf(this.#kill));",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "paper_command_before_the_first_step_is_lost",
    operator: "statement removed",
    edits: [{ file: "src/run/driver.ts", before: "if (this.#riskWaits) this.#writeWaitingRisk();", after: "" }],
    suite: [PAPER_TEST],
  },
  {
    name: "sink_takes_the_protection_of_an_order",
    operator: "statement removed",
    edits: [{ file: "src/broker/order_records.ts", before: "record.leave();", after: "" }],
    suite: ["tests/api/block_border_test.ts"],
  },
  {
    name: "paper_next_bar_counts_as_closed",
    operator: "comparison turned",
    edits: [
      {
        file: ASSEMBLER,
        before: "if (bar.beginUs < this.#nextUs) return this.#again(bar);",
        after: "if (bar.beginUs <= this.#nextUs) return this.#again(bar);",
      },
    ],
    suite: [ASSEMBLER_TEST],
  },
  {
    name: "paper_lost_connection_leaves_bars_trusted",
    operator: "statement removed",
    edits: [{ file: ASSEMBLER, before: "this.#doubtedUs = Math.max(this.#doubtedUs, nowUs);", after: "" }],
    suite: [ASSEMBLER_TEST],
  },
  {
    name: "paper_answer_without_a_bar_is_believed_at_once",
    operator: "wrong rule",
    edits: [
      {
        file: ASSEMBLER,
        before: "this.#skipTo(Math.min(untilUs, Math.floor((nowUs - 3 * this.#graceUs) / this.#step) * this.#step));",
        after: "this.#skipTo(Math.min(untilUs, nowUs * this.#step));",
      },
    ],
    suite: [ASSEMBLER_TEST],
  },
  {
    name: "paper_late_update_reopens_an_ended_bar",
    operator: "check skipped",
    edits: [
      {
        file: ASSEMBLER,
        before: "if (known?.closed !== true || bar.closed === true) this.#open.set(bar.beginUs, bar);",
        after: "this.#open.set(bar.beginUs, bar);",
      },
    ],
    suite: [ASSEMBLER_TEST],
  },
  {
    name: "paper_revised_bar_is_not_told",
    operator: "statement removed",
    edits: [{ file: ASSEMBLER, before: "this.counts.revised++;", after: "" }],
    suite: [ASSEMBLER_TEST],
  },
  {
    name: "paper_turn_waits_for_no_feed",
    operator: "check skipped",
    edits: [{ file: LIVE, before: "if (isOpen && nowUs < waitsUntilUs) return waitsUntilUs;", after: "" }],
    suite: [LIVE_TEST],
  },
  {
    name: "paper_late_bar_goes_back_in_time",
    operator: "wrong rule",
    edits: [{
      file: LIVE,
      before: "const timeUs = Math.max(endUs, this.#lastStepUs + 1);",
      after: "const timeUs = endUs;",
    }],
    suite: [LIVE_TEST],
  },
  {
    name: "paper_lost_connection_is_not_told_to_the_bars",
    operator: "check skipped",
    edits: [
      { file: LIVE, before: "for (const assembler of this.#assemblers) assembler.interrupt(nowUs);", after: "" },
    ],
    suite: [LIVE_TEST],
  },
  {
    name: "paper_empty_answer_is_asked_for_again_at_once",
    operator: "check skipped",
    edits: [
      {
        file: LIVE,
        before: "if (found === 0 && lacking === 0) this.#askFromUs[id] = nowUs + ASK_AGAIN_US;",
        after: "",
      },
    ],
    suite: [LIVE_TEST],
  },
  {
    name: "paper_silent_stream_goes_on",
    operator: "check skipped",
    edits: [{ file: LIVE, before: "if (clock.nowUs() >= this.#heardUs + limitUs) dead.abort();", after: "" }],
    suite: ["tests/session/faults_test.ts"],
  },
  {
    name: "paper_ban_is_not_heard",
    operator: "check skipped",
    edits: [
      {
        file: "src/session/venue_caller.ts",
        before: "if (error.retryAtUs !== undefined) this.#notBeforeUs = Math.max(this.#notBeforeUs, error.retryAtUs);",
        after: "",
      },
    ],
    suite: ["src/session/venue_caller_test.ts"],
  },
  {
    name: "paper_refusal_is_asked_for_again",
    operator: "wrong rule",
    edits: [
      {
        file: "src/session/venue_caller.ts",
        before: "if (!(error instanceof VenueError) || !error.passes) {",
        after: "if (!(error instanceof VenueError)) {",
      },
    ],
    suite: ["src/session/venue_caller_test.ts"],
  },
  {
    name: "paper_kill_takes_orders",
    operator: "wrong rule",
    edits: [{ file: "src/session/turn_source.ts", before: '"cancel": RISK_FLAG_HALT,', after: '"cancel": 0,' }],
    suite: [JOURNAL_TEST],
  },
  {
    name: "paper_torn_line_is_read",
    operator: "wrong rule",
    edits: [
      { file: FOLDER, before: "const whole = bytes.lastIndexOf(0x0a) + 1;", after: "const whole = bytes.length;" },
    ],
    suite: [JOURNAL_TEST],
  },
  {
    name: "paper_changed_log_is_believed",
    operator: "check skipped",
    edits: [{ file: FOLDER, before: "if (differs < 0) return;", after: "if (differs < there.length) return;" }],
    suite: [JOURNAL_TEST],
  },
  {
    name: "paper_second_process_has_the_journal",
    operator: "check skipped",
    edits: [
      {
        file: FOLDER,
        before: "if (!lock.tryLockSync(true)) {",
        after: 'if (!lock.tryLockSync(true) && path === "") {',
      },
    ],
    suite: [JOURNAL_TEST],
  },
  {
    name: "paper_commands_count_their_bars_again",
    operator: "check skipped",
    edits: [
      {
        file: "src/session/session_run.ts",
        before: "if (!isNew) return;",
        after: "",
      },
    ],
    suite: [PAPER_TEST],
  },
  {
    name: "paper_twice_a_loss_only_stops_entries",
    operator: "constant off by one",
    edits: [
      {
        file: "src/session/risk_limits.ts",
        before: "return { level: kills && value > 2 * limit ? 2 : 1, reason };",
        after: "return { level: kills && value > 3 * limit ? 2 : 1, reason };",
      },
    ],
    suite: ["src/session/risk_limits_test.ts"],
  },
  {
    name: "paper_last_bar_of_the_warm_up_trades",
    operator: "comparison turned",
    edits: [
      {
        file: "src/run/blocks/block_steps.ts",
        before: "if (!this.#isReady() || this.timeUs[step]! <= this.#fromUs) return this.#cold();",
        after: "if (!this.#isReady() || this.timeUs[step]! < this.#fromUs) return this.#cold();",
      },
    ],
    suite: [BLOCKS_TEST],
  },
  {
    name: "paper_log_forgets_later_blocks",
    operator: "check skipped",
    edits: [
      { file: "src/run/broker_session.ts", before: "this.#recorder?.goOn({ columns, counts });", after: "" },
    ],
    suite: [BLOCKS_TEST],
  },
  {
    name: "paper_kept_run_is_shut_down",
    operator: "check skipped",
    edits: [{ file: "src/run/blocks/block_run.ts", before: 'if (ending === "keep") return;', after: "" }],
    suite: [JOURNAL_TEST],
  },
  {
    name: "limits_refuse_what_only_reduces",
    operator: "check skipped",
    edits: [{ file: ORDER_LIMITS, before: "if (size <= Math.max(0, -held - waiting)) return 0;", after: "" }],
    suite: [LIMITS_TEST],
  },
  {
    name: "limits_forget_the_orders_that_work",
    operator: "wrong rule",
    edits: [
      {
        file: ORDER_LIMITS,
        before: "const after = Math.max(0, held + waiting + size);",
        after: "const after = Math.max(0, held + size);",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "limits_name_another_reason",
    operator: "wrong field",
    edits: [
      {
        file: "src/core/intent.ts",
        before: "return refuse(REASON_RISK_SIZE + first, WORD_LANE + lane, limits);",
        after: "return refuse(REASON_RISK_SIZE + first + 1, WORD_LANE + lane, limits);",
      },
    ],
    suite: [CORE_LIMITS_TEST],
  },
  {
    name: "limits_weaker_command_lowers_a_kill",
    operator: "check skipped",
    edits: [
      {
        file: RUN_LIMITS,
        before: 'return this.entries !== "killed" || (command !== "stop-entries" && command !== "resume-entries");',
        after: "return command.length > 0;",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "limits_resuming_lifts_a_ruin",
    operator: "wrong rule",
    edits: [
      {
        file: "src/run/driver.ts",
        before: "const ruin = this.isHeldByRuin ? RISK_FLAG_REDUCE_ONLY : 0;",
        after: "const ruin = 0;",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "limits_lost_command_is_not_asked_for_again",
    operator: "statement removed",
    edits: [
      {
        file: "src/session/session_run.ts",
        before: "this.#askFor(this.#limits.takeOwed());",
        after: "",
      },
    ],
    suite: [LIMITS_TEST],
  },
  {
    name: "alerts_tell_the_address",
    operator: "wrong field",
    edits: [
      {
        file: ALERTS,
        before: "this.#tell(`An alert could not be delivered to ${this.#options.webhook.host}: ${failure}`);",
        after: "this.#tell(`An alert could not be delivered to ${this.#options.webhook.href}: ${failure}`);",
      },
    ],
    suite: [ALERTS_TEST],
  },
  {
    name: "alerts_alert_of_themselves",
    operator: "check skipped",
    edits: [{ file: ALERTS, before: 'if (fields["alert"] !== undefined) return false;', after: "" }],
    suite: [ALERTS_TEST],
  },
  {
    name: "alerts_hold_up_the_end",
    operator: "wrong rule",
    edits: [{ file: ALERTS, before: "const CLOSE_MS = 2000;", after: "const CLOSE_MS = 4 * MINUTE_MS;" }],
    suite: [ALERTS_TEST],
  },
  {
    name: "recover_keeps_lines_behind_the_damage",
    operator: "wrong rule",
    edits: [
      {
        file: "src/journal/journal_survey.ts",
        before: "if (damagedLine === undefined) keptBytes = end + 1;",
        after: "if (lostLines < 1) keptBytes = end + 1;",
      },
    ],
    suite: [RECOVER_TEST],
  },
  {
    name: "recover_misses_a_line_that_is_gone",
    operator: "check skipped",
    edits: [
      {
        file: "src/journal/journal_line.ts",
        before: 'return line.turn === last + 1 ? "" : `turn ${line.turn} comes behind turn ${last}`;',
        after: 'return line.turn > last ? "" : `turn ${line.turn} comes behind turn ${last}`;',
      },
    ],
    suite: [RECOVER_TEST],
  },
  {
    name: "recover_takes_a_lost_command_for_a_ruin",
    operator: "wrong rule",
    edits: [
      {
        file: "src/journal/lines_beside_log.ts",
        before: "if (!isHeld && first + row > ruin) {",
        after: "if (!isHeld && first + row < ruin) {",
      },
    ],
    suite: [RECOVER_TEST],
  },
  {
    name: "audit_calls_a_late_fill_dear",
    operator: "check skipped",
    edits: [
      {
        file: AUDIT,
        before: "const isLate = ({ bar, timeUs }: ExactFill): boolean => bar > lastBar && timeUs > lastUs;",
        after: "const isLate = ({ bar, timeUs }: ExactFill): boolean => bar > lastBar + 9 && timeUs > lastUs;",
      },
    ],
    suite: [AUDIT_TEST],
  },
  {
    name: "audit_parts_the_fills_of_an_order",
    operator: "wrong rule",
    edits: [{
      file: AUDIT,
      before: "if (size >= wanted && !orders.has(fill.orderId)) continue;",
      after: "if (size > 0n) continue;",
    }],
    suite: [AUDIT_TEST],
  },
  {
    name: "audit_counts_a_fill_twice",
    operator: "statement removed",
    edits: [{ file: "src/session/live_fills.ts", before: "byId.set(key, fill);", after: "" }],
    suite: [AUDIT_TEST],
  },
  {
    name: "cache_asks_for_all_again",
    operator: "wrong rule",
    edits: [{ file: CACHE, before: "at = Math.max(at, end);", after: "at = Math.max(at, begin);" }],
    suite: [CACHE_TEST],
  },
  {
    name: "cache_believes_that_the_newest_bar_is_none",
    operator: "wrong rule",
    edits: [
      {
        file: "src/session/venue_session.ts",
        before: "await series.add(isRecent ? [fromUs, lastUs] : part, terms, rows);",
        after: "await series.add(isRecent ? part : [fromUs, lastUs], terms, rows);",
      },
    ],
    suite: [CACHE_TEST],
  },
];
