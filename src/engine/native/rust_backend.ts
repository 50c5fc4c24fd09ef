/**
 * The backend in Rust: a core of the library, if the library can be had.
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
  // The runtime takes no shared memory for a configuration, so the library gets a copy.
  return { found: true, path, make: (config) => new NativeCore(symbols, config.slice()) };
}
