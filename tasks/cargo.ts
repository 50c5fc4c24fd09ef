/**
 * Finds cargo and runs it in `rust/`, where a toolchain file and a cargo configuration of the workspace count.
 *
 * @module
 */

/** The folder of the Cargo workspace. */
export const RUST_FOLDER: URL = new URL("../rust/", import.meta.url);

/** Kept beside the sources whatever `CARGO_TARGET_DIR` says, so that all tasks share one build. */
export const TARGET_DIR_ARGUMENTS: readonly string[] = ["--target-dir", "target"];

/** A cargo that runs, or why there is none. */
export type Cargo =
  | { readonly found: true; readonly path: string; readonly version: string }
  | { readonly found: false; readonly reason: string };

/** What to do about a missing cargo, as lines for the terminal. */
export const CARGO_REMEDY: string = [
  "The Rust engine is built with cargo, which rustup installs: see https://rustup.rs",
  "Open a new terminal after installing it, or add ~/.cargo/bin to the PATH.",
].join("\n");

/** Looks for cargo on the PATH. It counts only if it runs: the launcher of rustup is there before any toolchain is. */
export async function findCargo(): Promise<Cargo> {
  try {
    const { success, stdout, stderr } = await new Deno.Command("cargo", {
      args: ["--version"],
      cwd: RUST_FOLDER,
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();
    if (success) return { found: true, path: "cargo", version: text(stdout) };
    return { found: false, reason: `cargo is there but does not run: ${text(stderr)}` };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { found: false, reason: "cargo is not on the PATH" };
    throw error;
  }
}

/**
 * Runs cargo in `rust/` and hands each line of its standard output to `onLine` as it comes; what it writes to standard
 * error, which is its progress, goes to the terminal.
 *
 * @returns cargo's exit code
 */
export async function runCargo(
  path: string,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<number> {
  const command = new Deno.Command(path, {
    args: [...args],
    cwd: RUST_FOLDER,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.replace(/\r$/, ""));
  }
  if (rest !== "") onLine(rest);
  return (await child.status).code;
}
