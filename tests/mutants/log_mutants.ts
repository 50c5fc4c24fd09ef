/**
 * Mutants of the replay log, of checkpoints and of logs.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** Mutants of the replay log, of checkpoints and of logs. */
export const LOG_MUTANTS: readonly Mutant[] = [
  {
    name: "log_heads_are_not_chained",
    operator: "hash input dropped",
    edits: [
      {
        file: "src/replay/chunk_writer.ts",
        before: "this.#checksum = crc32(this.#headBytes.subarray(0, CHUNK_CHECKSUM * 4), this.#checksum);",
        after: "this.#checksum = crc32(this.#headBytes.subarray(0, CHUNK_CHECKSUM * 4));",
      },
    ],
    suite: ["src/replay/replay_log_writer_test.ts"],
  },
  {
    name: "log_trailer_with_other_counts_passes",
    operator: "comparison turned",
    edits: [
      {
        file: "src/replay/replay_log_reader.ts",
        before: "if (trailer[name] === progress[name]) continue;",
        after: "if (trailer[name] !== progress[name]) continue;",
      },
    ],
    suite: ["src/replay/replay_log_reader_test.ts"],
  },
  {
    name: "log_first_word_is_not_compared",
    operator: "constant off by one",
    edits: [
      {
        file: "src/replay/replay.ts",
        before: "for (let word = 0; word < RECORD_WORDS; word++) if (one[word] !== other[word]) return false;",
        after: "for (let word = 1; word < RECORD_WORDS; word++) if (one[word] !== other[word]) return false;",
      },
    ],
    suite: ["src/replay/replay_test.ts"],
  },
  {
    name: "log_other_layout_is_read",
    operator: "branch removed",
    edits: [
      {
        file: "src/replay/log_header.ts",
        before: "if (layout !== layoutHash()) {",
        after: "if (false && layout !== layoutHash()) {",
      },
    ],
    suite: ["src/replay/replay_log_reader_test.ts"],
  },
  {
    name: "log_negative_zero_is_zero",
    operator: "comparison turned",
    edits: [
      {
        file: "src/records/json.ts",
        before: 'if (value === 0) return high === 0 ? 0 : "-0";',
        after: 'if (value === 0) return high !== 0 ? 0 : "-0";',
      },
    ],
    suite: ["src/records/json_test.ts"],
  },
  {
    name: "log_step_at_negative_zero",
    operator: "sign swapped",
    edits: [
      { file: "src/replay/column_events.ts", before: "return least + 0;", after: "return least - 0;" },
    ],
    suite: ["src/replay/run_recorder_test.ts"],
  },
  {
    name: "log_volume_is_not_recorded",
    operator: "hash input dropped",
    edits: [
      {
        file: "src/replay/column_events.ts",
        before: "floats[lane + BAR_VOLUME] = columns[from + COLUMN_VOLUME * count]!;",
        after: "",
      },
    ],
    suite: ["src/replay/run_recorder_test.ts"],
  },
  {
    name: "log_divergence_is_found_one_event_late",
    operator: "constant off by one",
    edits: [
      {
        file: "src/replay/bisect.ts",
        before: "while (different - equal > 1) {",
        after: "while (different - equal > 2) {",
      },
    ],
    suite: ["src/replay/bisect_test.ts"],
  },
  {
    name: "log_description_in_longer_json_is_read",
    operator: "comparison turned",
    edits: [
      {
        file: "src/replay/log_header.ts",
        before: "if (!isJsonObject(value) || JSON.stringify(value) !== text) {",
        after: "if (!isJsonObject(value) || JSON.stringify(value) === text) {",
      },
    ],
    suite: ["src/replay/replay_log_reader_test.ts"],
  },
  {
    name: "log_flushed_outputs_are_written_again",
    operator: "wrong rule",
    edits: [
      {
        file: "src/replay/replay_log_writer.ts",
        before: "this.#events.count = this.#outputs.count = 0;",
        after: "this.#events.count = 0;",
      },
    ],
    suite: ["src/replay/replay_log_writer_test.ts"],
  },
  {
    name: "checkpoint_half_a_checksum_is_enough",
    operator: "connective swapped",
    edits: [
      {
        file: "src/checkpoint/checkpoint_file.ts",
        before: "if (bytes.length !== size || words[5] !== low || words[6] !== high) throw damaged();",
        after: "if (bytes.length !== size || words[5] !== low && words[6] !== high) throw damaged();",
      },
    ],
    suite: ["src/checkpoint/checkpoint_file_test.ts"],
  },
  {
    name: "checkpoint_map_keeps_what_it_had",
    operator: "stale state after restore",
    edits: [
      { file: "src/checkpoint/value_text.ts", before: "map.clear();", after: "" },
    ],
    suite: ["src/checkpoint/value_text_test.ts"],
  },
  {
    name: "checkpoint_array_keeps_its_length",
    operator: "stale state after restore",
    edits: [
      { file: "src/checkpoint/value_text.ts", before: "array.length = written.length;", after: "" },
    ],
    suite: ["src/checkpoint/value_text_test.ts"],
  },
  {
    name: "checkpoint_file_is_not_renamed",
    operator: "statement removed",
    edits: [
      { file: "src/checkpoint/atomic_file.ts", before: "renameFile(this.#part, this.#target);", after: "" },
    ],
    suite: ["src/checkpoint/atomic_file_test.ts"],
  },
  {
    name: "checkpoint_part_of_a_failed_write_stays",
    operator: "statement removed",
    edits: [
      { file: "src/checkpoint/atomic_file.ts", before: "removeFile(this.#part);", after: "" },
    ],
    suite: ["src/checkpoint/atomic_file_test.ts"],
  },
  {
    name: "checkpoint_is_not_held_against_its_core",
    operator: "check skipped",
    edits: [
      {
        file: "src/run/checkpoint_content.ts",
        before:
          "if (told !== found) throw wrongContent(name, field, `stands for ${told}, and its snapshot has ${found}`);",
        after: "if (told === undefined) throw wrongContent(name, field, `stands for ${told}`);",
      },
    ],
    suite: ["src/run/checkpoint_content_test.ts"],
  },
  {
    name: "checkpoint_records_need_not_fill_the_orders",
    operator: "check skipped",
    edits: [
      {
        file: "src/broker/journal.ts",
        before: "if (order.filledLots === filled) continue;",
        after: "if (order.filledLots >= filled) continue;",
      },
    ],
    suite: ["src/run/checkpoint_content_test.ts"],
  },
  {
    name: "checkpoint_marks_are_not_restored",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/run/run_checkpoint.ts",
        before: "state.marks.lanes.set(value, state.marks.length / 2);",
        after: "",
      },
    ],
    suite: ["tests/api/checkpoint_test.ts"],
  },
  {
    name: "checkpoint_clocks_are_not_restored",
    operator: "stale state after restore",
    edits: [
      { file: "src/run/run_checkpoint.ts", before: "state.clocks.feeds[id]!.isNew = isNew;", after: "" },
    ],
    suite: ["src/run/run_checkpoint_test.ts"],
  },
  {
    name: "checkpoint_joint_clocks_are_not_restored",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/run/run_checkpoint.ts",
        before: "state.clocks.follow(status[STATUS_STEP_US]!);",
        after: "",
      },
    ],
    suite: ["src/run/run_checkpoint_test.ts"],
  },
  {
    name: "logs_level_is_not_asked",
    operator: "comparison turned",
    edits: [
      {
        file: "src/logs/output_log.ts",
        before: "if (logger.wants?.(found.level, found.category) === false) continue;",
        after: "if (logger.wants?.(found.level, found.category) !== false) continue;",
      },
    ],
    suite: ["src/logs/output_log_test.ts"],
  },
  {
    name: "log_sink_may_count_more_than_it_got",
    operator: "check skipped",
    edits: [
      {
        file: "src/replay/log_sink.ts",
        before: "if (!(Number.isInteger(count) && count > 0 && count <= given)) {",
        after: "if (!(Number.isInteger(count) && count > 0)) {",
      },
    ],
    suite: ["src/replay/log_sink_test.ts"],
  },
  {
    name: "log_trigger_that_was_reached_trails_on_after_a_checkpoint",
    operator: "stale state after restore",
    edits: [{
      file: "src/broker/order_record.ts",
      before: "    if (this.#word(STATE) === STATE_TRIGGERED || this.#float(FILLED) > 0) return;",
      after: "    void STATE_TRIGGERED;",
    }],
    suite: ["tests/api/checkpoint_test.ts"],
  },
];
