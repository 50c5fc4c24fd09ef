/**
 * The table of backends. A core that is added gets a name, a row here and a folder of its own.
 *
 * @module
 */

import type { BackendOptions, BackendProblem, OpenedBackend } from "./backend.ts";
import { openRust } from "./native/rust_backend.ts";
import { openTypeScript } from "./typescript/typescript_core.ts";

/** Name of an engine. */
export type EngineName = "rust" | "typescript";

/** A row of the table. */
export interface Backend {
  /** Name for people. */
  readonly title: string;
  /** Thing beside this package that the backend takes, for the reason why it was passed over. */
  readonly needs: string;
  /** Opens the backend, or says why it cannot be had. Asks for no permission. */
  readonly open: (options: BackendOptions) => OpenedBackend | BackendProblem;
}

/** All backends in the order in which `"auto"` tries them: the fastest first, last the one that is always there. */
export const BACKENDS: Readonly<Record<EngineName, Backend>> = {
  rust: { title: "Rust", needs: "the Rust library", open: openRust },
  typescript: { title: "TypeScript", needs: "nothing", open: openTypeScript },
};

/** Names of all engines, in the order of the table. */
export const ENGINE_NAMES: readonly EngineName[] = Object.keys(BACKENDS) as EngineName[];

/** Returns the engines that can be had here, first the one that is always there, which others are held against. */
export function enginesHere(): readonly EngineName[] {
  return ENGINE_NAMES.filter((name) => BACKENDS[name].open({}).found).toReversed();
}
