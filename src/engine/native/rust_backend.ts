/**
 * The Rust backend: a core of the library, if the library opens.
 *
 * @module
 */

import type { BackendOptions, BackendProblem, OpenedBackend } from "../backend.ts";
import { openLibrary } from "./library.ts";
import { NativeCore } from "./native_core.ts";

/** Opens the library as a backend. */
export function openRust({ libraryPath }: BackendOptions): OpenedBackend | BackendProblem {
  const library = openLibrary(libraryPath === undefined ? {} : { libraryPath });
  if (!library.found) return library;
  const { path, symbols } = library;
  // `Deno.dlopen` accepts no shared memory for a configuration, so the library gets a copy.
  return { found: true, path, make: (config) => new NativeCore(symbols, config.slice()) };
}
