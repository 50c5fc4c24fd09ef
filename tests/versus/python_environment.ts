/**
 * Programs of another library, run by Python with its packages.
 *
 * @module
 */

import { CommandFailure } from "../../src/cli/usage_error.ts";

/** Packages that a program needs, in a folder of their own. */
export interface PythonEnvironment {
  /** Folder of the packages, which Git ignores. */
  readonly folder: URL;
  /** Requirements as pip writes them, `NAME==VERSION`. */
  readonly requirements: readonly string[];
  /** The command that needs them, as a user types it. */
  readonly command: string;
}

const ENVIRONMENT = new URL("environment.py", import.meta.url);

/**
 * Runs a program, and installs its packages before if they are missing.
 *
 * @returns what it wrote to standard output
 * @throws {CommandFailure} If there is no Python, the packages cannot be installed, or the program failed.
 */
export async function runPython(
  { folder, requirements, command }: PythonEnvironment,
  program: URL,
  args: readonly string[],
): Promise<string> {
  const words = [ENVIRONMENT.pathname, folder.pathname, requirements.join(","), program.pathname, ...args];
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command("python3", { args: ["-B", ...words], stdin: "null" }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const remedy = `install Python 3.10 or later with its modules venv and pip, then run ${command}`;
    throw new CommandFailure(`Cannot compare: there is no python3 to run; ${remedy}`, { cause: error });
  }
  const { success, stdout, stderr } = output, decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  const said = decoder.decode(stderr).trimEnd().split("\n").slice(-12).join("\n");
  throw new CommandFailure(`Cannot compare: python3 failed; ${command} runs it again\n${said}`);
}
