/**
 * The WebAssembly backend: the Rust core as a module that this package ships. It needs no permission.
 *
 * @module
 */

import type { BackendOptions, BackendProblem, OpenedBackend } from "../backend.ts";
import { compiledModule } from "./shipped_module.ts";
import { WasmCore } from "./wasm_core.ts";
import { BUFFER_BYTES_MAX } from "./wasm_room.ts";

/** Opens the module as a backend, unless the columns are larger than its memory can hold. */
export function openWasm({ sealed }: BackendOptions): OpenedBackend | BackendProblem {
  const bytes = sealed?.columns.byteLength ?? 0;
  if (bytes > BUFFER_BYTES_MAX) {
    return {
      found: false,
      code: "WASM_MEMORY",
      message: `the columns have ${bytes} bytes, and its memory holds at most ${BUFFER_BYTES_MAX} of them`,
      remedy: 'use engineBackend "rust" or "typescript", or fewer bars',
    };
  }
  const compiled = compiledModule();
  if (!compiled.found) return compiled;
  return { found: true, make: (config) => new WasmCore(compiled.module, config, sealed) };
}
