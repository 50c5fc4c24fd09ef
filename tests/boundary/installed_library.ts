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
export async function makePipe(path: string): Promise<void> {
  await evaluate(
    `const { success } = await new Deno.Command("mkfifo", { args: [${JSON.stringify(path)}] }).output();
     if (!success) Deno.exit(1);`,
  );
}

/** Makes a link to a file or a folder. */
export async function makeLink(target: string, link: string): Promise<void> {
  await evaluate(`Deno.symlinkSync(${JSON.stringify(target)}, ${JSON.stringify(link)});`);
}

/** Makes a second name of a file. */
export async function makeHardLink(file: string, name: string): Promise<void> {
  await evaluate(`Deno.linkSync(${JSON.stringify(file)}, ${JSON.stringify(name)});`);
}

/** Runs code with all permissions in a process of its own, as the tests have but the few that they need. */
async function evaluate(code: string): Promise<void> {
  const ended = await run(Deno.execPath(), ["eval", "--no-lock", code]);
  if (ended.code !== 0) throw new Error(`Cannot prepare the test: ${ended.stderr}`);
}
