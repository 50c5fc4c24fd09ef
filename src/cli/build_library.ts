/**
 * Builds the Rust library with cargo.
 *
 * @module
 */

import { type FoundCargo, runCargo } from "./cargo.ts";

const PACKAGE = "cracktrader_ffi";

/**
 * Builds the library in release mode.
 *
 * @param cargo The cargo to build with.
 * @param crate The folder of the workspace.
 * @returns The path of the built file, from cargo's messages.
 * @throws {Error} If cargo fails or makes no library.
 */
export async function buildLibrary(cargo: FoundCargo, crate: URL): Promise<string> {
  // The target folder is always beside the sources, whatever CARGO_TARGET_DIR is, so that all tasks share one build.
  const args = ["build", "--release", "--locked", "--package", PACKAGE, "--target-dir", "target"];
  let library: string | undefined;
  const exitCode = await runCargo(cargo.path, [...args, "--message-format=json-render-diagnostics"], crate, (line) => {
    library = readArtifact(line) ?? library;
  });
  if (exitCode !== 0) {
    throw new Error(`Cannot build the Rust library: "cargo ${args.join(" ")}" ended with exit code ${exitCode}`);
  }
  if (library === undefined) {
    throw new Error(`Cannot install the Rust library: cargo built ${PACKAGE} but named no dynamic library of it`);
  }
  return library;
}

/** Returns the path of the dynamic library from a message of cargo, or undefined if the message has none. */
export function readArtifact(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  const message = JSON.parse(line) as { reason?: string; target?: { kind?: string[] }; filenames?: string[] };
  if (message.reason !== "compiler-artifact" || !message.target?.kind?.includes("cdylib")) return undefined;
  return message.filenames?.find((path) => /\.(?:so|dylib|dll)$/.test(path));
}
