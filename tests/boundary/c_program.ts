/**
 * C programs over the installed library: compiled, run, and left out with the reason where a tool is missing.
 *
 * @module
 */

import { installedLibrary, LIBRARY_FOLDER, pathOf, ROOT, run } from "./installed_library.ts";

/** The output of a program, and how it ended. */
export type Outcome = Awaited<ReturnType<typeof run>>;

/**
 * Compiles a C program of this folder against the header and a library.
 *
 * @param source File name of the program, such as `smoke.c`.
 * @param folder Folder that the program is written to.
 * @param flags Further flags of the compiler.
 * @throws {Error} With what the compiler said, if it said anything: a warning is an error here.
 */
export async function compileProgram(source: string, folder: URL, flags: readonly string[] = []): Promise<string> {
  const program = pathOf(new URL(source.replace(/\.c$/, ""), folder));
  const { code, stdout, stderr } = await run("cc", [
    ...["-std=c99", "-Wall", "-Wextra", "-Wconversion", "-pedantic", "-Werror", "-g", ...flags],
    ...["-I", pathOf(new URL("rust/ffi/include/", ROOT)), "-o", program],
    pathOf(new URL(source, import.meta.url)),
    pathOf(installedLibrary()),
    `-Wl,-rpath,${pathOf(LIBRARY_FOLDER)}`,
    "-lm",
  ]);
  if (code !== 0 || stderr !== "") throw new Error(`Cannot compile ${source}, code ${code}: ${stdout}${stderr}`);
  return program;
}

/**
 * Runs a program that was just built, by way of a Deno process of its own. The programs that a test may run are listed
 * by name, and a file in a temporary folder has no name yet.
 */
export function runBuilt(program: string, args: readonly string[] = []): Promise<Outcome> {
  const code = "const { code, stdout, stderr } = new Deno.Command(Deno.args[0], { args: Deno.args.slice(1) })" +
    ".outputSync(); Deno.stdout.writeSync(stdout); Deno.stderr.writeSync(stderr); Deno.exitCode = code;";
  return run(Deno.execPath(), ["eval", code, program, ...args]);
}

/** Runs a program that was just built, as {@linkcode runBuilt}, and leaves it the terminal. Returns its exit code. */
export async function runBuiltHere(program: string, args: readonly string[]): Promise<number> {
  const code = "const { code, signal } = await new Deno.Command(Deno.args[0], { args: Deno.args.slice(1) }).spawn()" +
    ".status; if (signal !== null) console.error(`The program was ended by ${signal}`); Deno.exitCode = code;";
  const command = new Deno.Command(Deno.execPath(), { args: ["eval", code, program, ...args], stdin: "null" });
  return (await command.spawn().status).code;
}

/** Which of some programs are not there to run. */
export async function missingPrograms(programs: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const program of programs) {
    try {
      if ((await run(program, ["--version"])).code === 0) continue;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable)) throw error;
    }
    missing.push(program);
  }
  return missing;
}
