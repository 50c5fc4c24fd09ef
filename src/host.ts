/**
 * The host: everything that this package asks of the runtime that it runs on, which is Deno.
 *
 * A browser or another runtime needs another file in place of this one. Reading data files, opening the Rust library and
 * the command line have hosts of their own, `src/feeds`, `src/engine/native` and `src/cli`, since each can be left out.
 *
 * @module
 */

/** Returns a value as an error message shows it; `depth` limits how deep objects are shown. */
export function inspected(value: unknown, depth?: number): string {
  return Deno.inspect(value, depth === undefined ? {} : { depth });
}

/** Returns an environment variable, if it is set, not empty, and may be read without asking. */
export function permittedVariable(name: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable: name });
  return permission.state === "granted" ? Deno.env.get(name) || undefined : undefined;
}

/** Returns all bytes of a file. */
export function readWhole(path: string | URL): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(path);
}

/** A file that is open for reading. */
export interface OpenFile {
  /** Reads the next bytes into a buffer and returns how many came, or null at the end. */
  readSync(into: Uint8Array): number | null;
  /** Closes the file. */
  close(): void;
}

/** Opens a file for reading. */
export function openFile(path: string | URL): OpenFile {
  return Deno.openSync(path);
}

/** Writes bytes to a file, in place of those that it had, and returns when the disk holds them. */
export function writeSynced(path: string | URL, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

/** Renames a file, over one that has the new name. */
export function renameFile(from: string | URL, to: string | URL): void {
  Deno.renameSync(from, to);
}

/** Returns whether there is a file at a path that may be looked at. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Returns the URL of a path, which may be relative to the folder that the program was started in. */
export function urlOfPath(path: string): URL {
  const base = new URL(`file://${Deno.build.os === "windows" ? "/" : ""}${Deno.cwd().replaceAll("\\", "/")}/`);
  return new URL(path.replaceAll("\\", "/").replaceAll("#", "%23").replaceAll("?", "%3F"), base);
}

/** Returns the path of a `file:` URL. */
export function pathOfUrl(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1) : path;
}

/** Things that a module in a process of its own is given. */
export interface ProcessGrants {
  /** Path of the configuration file whose import map the module needs. */
  readonly config: string | undefined;
  /** Folder that it may read and open libraries of. */
  readonly libraryFolder: string | undefined;
}

/** A process that has ended. */
export interface EndedProcess {
  /** The bytes that it wrote to standard output. */
  readonly stdout: Uint8Array;
  /** The bytes that it wrote to standard error. */
  readonly stderr: Uint8Array;
  /** Its exit code. */
  readonly code: number;
}

/**
 * Runs a module in a process of its own without permissions but those that are granted, with bytes on standard input.
 *
 * @throws {Deno.errors.NotCapable} if this process may not run Deno
 */
export async function runIsolated(
  module: string,
  { config, libraryFolder }: ProcessGrants,
  input: Uint8Array<ArrayBuffer>,
): Promise<EndedProcess> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      "--no-lock",
      ...(config === undefined ? [] : ["--config", config]),
      ...(libraryFolder === undefined ? [] : [`--allow-read=${libraryFolder}`, `--allow-ffi=${libraryFolder}`]),
      module,
    ],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const sent = send(process.stdin, input);
  const { stdout, stderr, code } = await process.output();
  await sent;
  return { stdout, stderr, code };
}

/** Reads standard input to its end. */
export async function readStandardInput(): Promise<Uint8Array> {
  return await new Response(Deno.stdin.readable).bytes();
}

/** Writes all bytes to standard output. */
export function writeStandardOutput(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}

async function send(stdin: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch {
    // A process that died before it read everything says why on standard error.
  }
}
