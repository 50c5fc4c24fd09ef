/**
 * Mutants of the rotation of journals: segments, the steps of a rotation, and those who read them.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const FILE = "src/journal/rotated_file.ts";
const FILE_TEST = "src/journal/rotated_file_test.ts";
const SEGMENTS = "src/replay/file_segments.ts";
const SEGMENTS_TEST = "src/replay/file_segments_test.ts";
const ROTATION_TEST = "tests/session/rotation_test.ts";

/** Mutants of the rotation of journals. */
export const ROTATION_MUTANTS: readonly Mutant[] = [
  {
    name: "rotation_comes_behind_the_limit",
    operator: "wrong rule",
    edits: [
      {
        file: FILE,
        before: "const isFull = this.#size > 0 && this.#size + bytes.length > this.#limitBytes;",
        after: "const isFull = this.#size > this.#limitBytes;",
      },
    ],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_that_was_cut_off_is_left",
    operator: "statement removed",
    edits: [{ file: FILE, before: "for (const number of plain) finish(segmentPath(path, number));", after: "" }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_takes_what_lies_beside_a_segment_for_it",
    operator: "check skipped",
    edits: [{
      file: FILE,
      before: "  if (isFile(`${segment}.gz`)) Deno.removeSync(segment);",
      after: "  if (segment === '') Deno.removeSync(segment);",
    }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_counts_copies_with_a_date_in_their_name",
    operator: "check skipped",
    edits: [{
      file: "src/replay/file_segments.ts",
      before: '    const rest = entry.name.slice(name.length + 1), [digits = ""] = /^\\d{5}(?!\\d)/.exec(rest) ?? [];',
      after: '    const rest = entry.name.slice(name.length + 1), [digits = ""] = /^\\d{5,}/.exec(rest) ?? [];',
    }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_replaces_the_last_segment",
    operator: "stale state after restore",
    edits: [{ file: FILE, before: "this.#segments = segments;", after: "this.#segments = Math.max(0, segments - 1);" }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_of_the_log_comes_before_its_lines",
    operator: "statement removed",
    edits: [{ file: FILE, before: "this.#beforeRotation();", after: "" }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_keeps_the_bytes_beside_the_compressed_ones",
    operator: "statement removed",
    edits: [{ file: FILE, before: "Deno.removeSync(segment);", after: "" }],
    suite: [FILE_TEST],
  },
  {
    name: "rotation_passes_a_missing_segment_over",
    operator: "check skipped",
    edits: [{ file: SEGMENTS, before: "throw new SegmentError(`${path}.gz is missing`);", after: "return;" }],
    suite: [SEGMENTS_TEST],
  },
  {
    name: "rotation_reads_segments_before_a_whole_log",
    operator: "check skipped",
    edits: [
      {
        file: SEGMENTS,
        before:
          "if (isWhole || !hasSegments(path)) return new SegmentReader(path, 0, file, begin.subarray(0, length));",
        after: "if (!hasSegments(path)) return new SegmentReader(path, 0, file, begin.subarray(0, length));",
      },
    ],
    suite: [SEGMENTS_TEST],
  },
  {
    name: "rotation_forgets_a_segment_that_is_not_compressed",
    operator: "check skipped",
    edits: [
      {
        file: SEGMENTS,
        before: "if (number === 0 || (!isPlain && behind !== `${ending}.gz`)) continue;",
        after: "if (number === 0 || behind !== `${ending}.gz`) continue;",
      },
    ],
    suite: [SEGMENTS_TEST],
  },
  {
    name: "rotation_lines_before_a_damaged_segment_are_the_journal",
    operator: "check skipped",
    edits: [
      {
        file: "src/journal/written_lines.ts",
        before: "if (fault === undefined) return lines;",
        after: 'if (fault !== "") return lines;',
      },
    ],
    suite: [ROTATION_TEST],
  },
  {
    name: "rotation_damaged_segment_of_lines_is_no_loss",
    operator: "check skipped",
    edits: [
      {
        file: "src/journal/journal_survey.ts",
        before: "if (fault === undefined || lines.damagedLine !== undefined) return lines;",
        after: 'if (fault !== "" || lines.damagedLine !== undefined) return lines;',
      },
    ],
    suite: [ROTATION_TEST],
  },
];
