/**
 * The table of backends. A new core gets a name, a row here, and a folder of its own.
 *
 * @module
 */

import type { BackendOptions, BackendProblem, OpenedBackend } from "./backend.ts";
import { openRust } from "./native/rust_backend.ts";
import { openTypeScript } from "./typescript/typescript_core.ts";
import { openWasm } from "./wasm/wasm_backend.ts";

/** Name of an engine. */
export type EngineName = "rust" | "wasm" | "typescript";

/** A row of the table. */
export interface Backend {
  /** Name in messages. */
  readonly title: string;
  /** Requirement beside this package, for the message about a backend that was skipped. */
  readonly needs: string;
  /** Opens the backend, or returns the problem. Asks for no permission. */
  readonly open: (options: BackendOptions) => OpenedBackend | BackendProblem;
}

/** All backends in the order that `"auto"` tries: the fastest first, the one that always opens last. */
export const BACKENDS: Readonly<Record<EngineName, Backend>> = {
  rust: { title: "Rust", needs: "the Rust library", open: openRust },
  wasm: { title: "WebAssembly", needs: "WebAssembly", open: openWasm },
  typescript: { title: "TypeScript", needs: "nothing", open: openTypeScript },
};

/** Names of all engines, in the order of the table. */
export const ENGINE_NAMES: readonly EngineName[] = Object.keys(BACKENDS) as EngineName[];

/** Returns the engines that open here. The first one always opens, and comparisons use it as reference. */
export function enginesHere(): readonly EngineName[] {
  return ENGINE_NAMES.filter((name) => BACKENDS[name].open({}).found).toReversed();
}
