/**
 * Cargo in `rust/`, as the tasks use it.
 *
 * @module
 */

import * as cargo from "../src/cli/cargo.ts";

export { CARGO_REMEDY } from "../src/cli/cargo.ts";

/** The folder of the Cargo workspace. */
export const RUST_FOLDER: URL = new URL("../rust/", import.meta.url);

/** Kept beside the sources whatever `CARGO_TARGET_DIR` says, so that all tasks share one build. */
export const TARGET_DIR_ARGUMENTS: readonly string[] = ["--target-dir", "target"];

/** A cargo that runs, or why there is none. */
export type Cargo = cargo.FoundCargo | cargo.NoCargo;

/** Looks for cargo on the PATH. */
export function findCargo(): Promise<Cargo> {
  return cargo.findCargo(RUST_FOLDER);
}

/** Runs cargo in `rust/`, hands on each line of its standard output, and returns its exit code. */
export function runCargo(path: string, args: readonly string[], onLine: (line: string) => void): Promise<number> {
  return cargo.runCargo(path, args, RUST_FOLDER, onLine);
}
