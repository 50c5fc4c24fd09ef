/**
 * The Rust backend: a core of the library, if the library opens.
 *
 * @module
 */

import { IS_DENO } from "../../host.ts";
import type { BackendOptions, BackendProblem, OpenedBackend } from "../backend.ts";
import { openLibrary } from "./library.ts";
import { NativeCore } from "./native_core.ts";

/** Opens the library as a backend. */
export function openRust({ libraryPath }: BackendOptions): OpenedBackend | BackendProblem {
  if (!IS_DENO) {
    const message = "this runtime opens no library", remedy = "run it on Deno";
    return { found: false, code: "LIBRARY_PLATFORM", message, remedy };
  }
  const library = openLibrary(libraryPath === undefined ? {} : { libraryPath });
  if (!library.found) return library;
  const { path, symbols } = library;
  // `Deno.dlopen` accepts no shared memory for a configuration, so the library gets a copy.
  return { found: true, path, make: (config) => new NativeCore(symbols, config.slice()) };
}
