/**
 * The functions of the library, in the form of `Deno.dlopen`. `rust/ffi/include/cracktrader.h` documents each argument
 * and its owner; both lists have the same order.
 *
 * Only buffers, opaque pointers, addresses of buffers and 32-bit integers cross. So every call is a fast call, and a permission for the
 * library's path is enough.
 *
 * @module
 */

/** Signatures of all functions of the library. */
export const SYMBOLS = {
  ct_layout: {
    parameters: [
      "buffer", // uint32_t *out
      "u32", // uint32_t capacity
    ],
    result: "u32",
  },
  ct_address: {
    parameters: [
      "buffer", // const uint64_t *buffer
    ],
    result: "pointer", // const uint64_t *
  },
  ct_create: {
    parameters: [
      "buffer", // const double *config
      "u32", // uint32_t count
      "buffer", // double *control
    ],
    result: "pointer", // ct_engine *
  },
  ct_free: {
    parameters: [
      "pointer", // ct_engine *engine
    ],
    result: "void",
  },
  ct_apply: {
    parameters: [
      "pointer", // ct_engine *engine
      "buffer", // const uint64_t *events
      "u32", // uint32_t count
      "buffer", // uint64_t *out
      "u32", // uint32_t out_capacity
      "buffer", // double *control
    ],
    result: "i32",
  },
  ct_read: {
    parameters: [
      "pointer", // ct_engine *engine
      "buffer", // uint64_t *out
      "u32", // uint32_t capacity
      "buffer", // double *control
    ],
    result: "i32",
  },
  ct_load: {
    parameters: [
      "pointer", // ct_engine *engine
      "buffer", // const double *columns
      "u32", // uint32_t columns_count
      "buffer", // const uint32_t *counts_and_bases
      "u32", // uint32_t instruments_count
      "buffer", // double *control
    ],
    result: "i32",
  },
  ct_advance: {
    parameters: [
      "pointer", // ct_engine *engine
      "buffer", // const double *columns
      "u32", // uint32_t columns_count
      "buffer", // double *marks
      "u32", // uint32_t marks_count
      "buffer", // double *control
    ],
    result: "i32",
  },
  ct_drive: {
    parameters: [
      "pointer", // ct_engine *engine
      "pointer", // const double *columns
      "u32", // uint32_t columns_count
      "pointer", // double *marks
      "pointer", // uint64_t *drive_buffer
      "u32", // uint32_t drive_buffer_count
    ],
    result: "i32",
  },
  ct_status: {
    parameters: [
      "pointer", // const ct_engine *engine
      "buffer", // double *out
      "u32", // uint32_t count
    ],
    result: "i32",
  },
  ct_snapshot: {
    parameters: [
      "pointer", // const ct_engine *engine
      "buffer", // uint8_t *out
      "u32", // uint32_t capacity
      "buffer", // double *control
    ],
    result: "i32",
  },
  ct_restore: {
    parameters: [
      "pointer", // ct_engine *engine
      "buffer", // const uint8_t *bytes
      "u32", // uint32_t size
    ],
    result: "i32",
  },
  ct_error: {
    parameters: [
      "pointer", // const ct_engine *engine
      "buffer", // uint8_t *out
      "u32", // uint32_t capacity
    ],
    result: "u32",
  },
} as const;

/** The functions of an open library. */
export type Symbols = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];
