/**
 * Finds cargo and runs it in the folder of a workspace, so that the toolchain file and cargo configuration there apply.
 *
 * @module
 */

import { streamLines } from "./stream_lines.ts";

/** A cargo that was found and runs. */
export interface FoundCargo {
  readonly found: true;
  /** Path of the program. */
  readonly path: string;
  /** Version that it prints. */
  readonly version: string;
}

/** The reason why there is no cargo. */
export interface NoCargo {
  readonly found: false;
  /** The reason, as a clause without a full stop. */
  readonly reason: string;
}

/** The remedy for a missing cargo, as lines for the terminal. */
export const CARGO_REMEDY: string = [
  "The Rust engine is built with cargo, which rustup installs: see https://rustup.rs",
  "Open a new terminal after installing it, or add ~/.cargo/bin to the PATH.",
].join("\n");

/**
 * Looks for cargo on the PATH and runs it once, since the launcher of rustup exists even without a toolchain.
 *
 * @param folder The folder in which it will run; the working folder by default.
 */
export async function findCargo(folder?: URL): Promise<FoundCargo | NoCargo> {
  try {
    const { success, stdout, stderr } = await new Deno.Command("cargo", {
      args: ["--version"],
      ...(folder === undefined ? {} : { cwd: folder }),
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();
    if (success) return { found: true, path: "cargo", version: text(stdout) };
    return { found: false, reason: `cargo is there but does not run: ${text(stderr)}` };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (!error.message.includes("No such cwd")) return { found: false, reason: "cargo is not on the PATH" };
    return { found: false, reason: `there is no folder ${folder} to build in` };
  }
}

/**
 * Runs cargo and passes each line of its standard output to `onLine` at once. Its standard error, which shows progress,
 * goes to the terminal.
 *
 * @param folder The folder of the workspace.
 * @returns cargo's exit code
 */
export async function runCargo(
  path: string,
  args: readonly string[],
  folder: URL,
  onLine: (line: string) => void,
): Promise<number> {
  const command = new Deno.Command(path, {
    args: [...args],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  for await (const line of streamLines(child.stdout)) onLine(line);
  return (await child.status).code;
}
