/**
 * The library in `rust/lib/` as tests take it apart.
 *
 * @module
 */

/** The repository's top folder. */
export const ROOT: URL = new URL("../../", import.meta.url);

/** The folder that libraries are installed to. */
export const LIBRARY_FOLDER: URL = new URL("rust/lib/", ROOT);

/** Address of the installed library. */
export function installedLibrary(): URL {
  const { file } = JSON.parse(Deno.readTextFileSync(new URL("current.json", LIBRARY_FOLDER))) as { file: string };
  return new URL(file, LIBRARY_FOLDER);
}

/** A `file:` URL as a path that programs take. */
export function pathOf(file: URL): string {
  const path = decodeURIComponent(file.pathname);
  return Deno.build.os === "windows" ? path.replace(/^\//, "") : path;
}

/** Makes a temporary folder that goes when the test is over. */
export function temporaryFolder(): { readonly url: URL; [Symbol.dispose](): void } {
  const path = Deno.realPathSync(Deno.makeTempDirSync());
  return {
    url: new URL(`file://${encodeURI(path)}/`),
    [Symbol.dispose](): void {
      Deno.removeSync(path, { recursive: true });
    },
  };
}

/** Runs a program to its end and returns what it wrote. */
export async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = await new Deno.Command(program, { args: [...args], cwd: ROOT, env: { ...env }, stdin: "null" })
    .output();
  const decoder = new TextDecoder();
  return { code: output.code, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
}

/** Runs a module of this folder in a process of its own, with these flags only; there is no terminal to be asked. */
export function runModule(
  module: string,
  flags: readonly string[],
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const path = pathOf(new URL(module, import.meta.url));
  return run(Deno.execPath(), ["run", "--quiet", "--no-lock", ...flags, path, ...args], env);
}

/** Makes a named pipe. Not on Windows. */
export async function makePipe(file: URL): Promise<void> {
  const code = `const { success } = await new Deno.Command("mkfifo", { args: [${
    JSON.stringify(pathOf(file))
  }] }).output();
    if (!success) Deno.exit(1);`;
  // A process of Deno makes it, as the tests may run no other program of the system.
  const { code: exit, stderr } = await run(Deno.execPath(), ["eval", code]);
  if (exit !== 0) throw new Error(`Cannot make the pipe ${pathOf(file)}: ${stderr}`);
}
