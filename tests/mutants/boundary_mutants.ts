/**
 * Mutants of the C boundary and of what calls it.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { FFI_CRATE } from "./suites.ts";

/** Mutants of the C boundary and of what calls it. */
export const BOUNDARY_MUTANTS: readonly Mutant[] = [
  {
    name: "ffi_drive_tells_its_end_as_horizon",
    operator: "wrong field",
    edits: [
      {
        file: "rust/ffi/src/lib.rs",
        before: "control[DRIVE_HORIZON_US] = drive.horizon_us.to_bits();",
        after: "control[DRIVE_HORIZON_US] = until_us.to_bits();",
      },
    ],
    suite: [FFI_CRATE],
  },
  {
    name: "ffi_restored_engine_keeps_its_columns",
    operator: "stale state after restore",
    edits: [
      { file: "rust/ffi/src/lib.rs", before: "engine.columns_count = 0;", after: "" },
    ],
    suite: ["src/engine/native/native_core_test.ts"],
  },
  {
    name: "ffi_buffers_that_touch_overlap",
    operator: "comparison turned",
    edits: [
      {
        file: "rust/ffi/src/buffer.rs",
        before:
          "first < last && size > 0 && (written as usize) < last && first < (written as usize).saturating_add(size)",
        after:
          "first < last && size > 0 && (written as usize) <= last && first < (written as usize).saturating_add(size)",
      },
    ],
    suite: ["src/engine/native/native_core_test.ts"],
  },
  {
    name: "ffi_poisoned_engine_goes_on",
    operator: "branch removed",
    edits: [
      {
        file: "rust/ffi/src/boundary.rs",
        before: "if engine.failure.is_some() {",
        after: "if false && engine.failure.is_some() {",
      },
    ],
    suite: [FFI_CRATE],
  },
  {
    name: "ffi_full_marks_are_refused",
    operator: "comparison turned",
    edits: [
      { file: "rust/ffi/src/drive_buffer.rs", before: "|| row > marks_count / 2", after: "|| row >= marks_count / 2" },
    ],
    suite: ["src/engine/native/native_core_test.ts"],
  },
  {
    name: "ffi_events_may_lie_in_the_outputs",
    operator: "sign swapped",
    edits: [
      {
        file: "rust/ffi/src/drive_buffer.rs",
        before: "|| events_count > records_room - outputs_room",
        after: "|| events_count > records_room + outputs_room",
      },
    ],
    suite: [FFI_CRATE],
  },
  {
    name: "ffi_number_of_instruments_is_not_compared",
    operator: "branch removed",
    edits: [
      {
        file: "rust/ffi/src/lib.rs",
        before: "if instruments_count != engine.instruments_count {",
        after: "if false && instruments_count != engine.instruments_count {",
      },
    ],
    suite: [FFI_CRATE],
    equivalent:
      "the core compares the number of counts with that of its instruments too, and refuses them with the same status",
  },
  {
    name: "native_restored_engine_keeps_its_outputs",
    operator: "stale state after restore",
    edits: [
      { file: "src/engine/native/native_core.ts", before: "this.#pending = 0;", after: "" },
    ],
    suite: ["src/engine/native/native_core_test.ts"],
  },
  {
    name: "native_horizon_is_not_taken",
    operator: "statement removed",
    edits: [
      {
        file: "src/engine/native/native_core.ts",
        before: 'this.#drive("advance", columns, NO_RECORDS, LOOK.lanes);',
        after: "",
      },
    ],
    suite: ["src/engine/native/native_core_test.ts"],
  },
  {
    name: "native_library_is_used_unseen",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/native/library.ts",
        before: "if (sha256 !== undefined && digest !== sha256) {",
        after: "if (sha256 !== undefined && digest === undefined) {",
      },
    ],
    suite: ["src/engine/native/library_test.ts"],
  },
  {
    name: "native_replaced_library_is_used",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/native/library.ts",
        before: '    return problem("LIBRARY_DAMAGED", `${path} was replaced while it was opened`);',
        after: "",
      },
    ],
    suite: ["src/engine/native/library_test.ts"],
  },
  {
    name: "native_installations_do_not_wait",
    operator: "check skipped",
    edits: [
      { file: "src/cli/library_store.ts", before: "await file.lock(true);", after: "" },
    ],
    suite: ["src/cli/library_store_test.ts"],
  },
  {
    name: "native_other_layout_is_taken",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/layout_difference.ts",
        before: "const at = table.subarray(0, count).findIndex((entry, index) => entry !== expected[index]);",
        after: "const at = -1;",
      },
    ],
    suite: ["src/engine/native/library_test.ts"],
  },
  {
    name: "wasm_moved_buffers_keep_their_old_views",
    operator: "check skipped",
    edits: [
      { file: "src/engine/wasm/wasm_room.ts", before: "housed.buffer.moveTo(housed.view);", after: "" },
    ],
    suite: ["src/engine/wasm/wasm_core_test.ts"],
  },
  {
    name: "wasm_marks_of_the_second_column_are_not_copied_out",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/wasm/wasm_core.ts",
        before: "for (const from of [row, half + row]) {",
        after: "for (const from of [row]) {",
      },
    ],
    suite: ["src/engine/wasm/wasm_core_test.ts"],
  },
  {
    name: "wasm_unsealed_columns_are_not_copied_again",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/wasm/wasm_core.ts",
        before: "if (columns !== this.#sealed?.columns) room.dropColumns();",
        after: "",
      },
    ],
    suite: ["src/engine/wasm/wasm_core_test.ts"],
  },
  {
    name: "wasm_instance_is_used_again_after_a_trap",
    operator: "check skipped",
    edits: [
      { file: "src/engine/wasm/wasm_core.ts", before: "if (this.#failure !== undefined) return;", after: "" },
    ],
    suite: ["src/engine/wasm/wasm_core_test.ts"],
  },
  {
    name: "wasm_instance_of_another_module_is_taken",
    operator: "check skipped",
    edits: [
      {
        file: "src/engine/wasm/rooms.ts",
        before: "const at = idle.findLastIndex((room) => room.module === module);",
        after: "const at = idle.length - 1;",
      },
    ],
    suite: ["tasks/build_wasm_test.ts"],
  },
  {
    name: "wasm_columns_past_the_memory_are_tried",
    operator: "wrong rule",
    edits: [
      {
        file: "src/engine/wasm/wasm_backend.ts",
        before: "if (bytes > BUFFER_BYTES_MAX) {",
        after: "if (bytes > 2 * BUFFER_BYTES_MAX) {",
      },
    ],
    suite: ["src/engine/wasm/wasm_core_test.ts"],
  },
  {
    name: "native_half_a_file_is_opened",
    operator: "wrong rule",
    edits: [
      {
        file: "src/engine/native/library_format.ts",
        before: "if (header.size > bytes.length) {",
        after: "if (header.size > 2 * bytes.length) {",
      },
    ],
    suite: ["src/engine/native/library_format_test.ts"],
  },
  {
    name: "engine_restored_engine_keeps_its_columns",
    operator: "stale state after restore",
    edits: [
      { file: "src/engine/engine.ts", before: "this.#columns_length = 0;", after: "" },
    ],
    suite: ["src/engine/engine_test.ts"],
  },
];
