/**
 * `deno task install-rust`: builds the Rust library in release mode, checks it and puts it into `rust/lib/`, where the
 * module finds it.
 *
 * A process may have the library loaded while the next one is installed. So a file that is there is never written to:
 * each build gets a name of its own, made from its content, and `current.json`, which says which one counts, is
 * replaced in one piece.
 *
 * @module
 */

import { type Cargo, CARGO_REMEDY, findCargo, runCargo, RUST_FOLDER, TARGET_DIR_ARGUMENTS } from "./cargo.ts";

const LIBRARY_FOLDER = new URL("lib/", RUST_FOLDER);
const LIBRARY_MODULE = new URL("../src/native/library.ts", import.meta.url);
const PACKAGE = "cracktrader_ffi";
const BUILD_NAME = /^(?:lib)?cracktrader-[0-9a-f]{12}\.(?:so|dylib|dll)$/;

const HELP = `Build the Rust engine and put it where the module finds it.

Usage: deno task install-rust [--help]

Runs "cargo build --release --locked" on the package ${PACKAGE}, checks the library that comes out and copies it to
rust/lib/ under a name made from its SHA-256. rust/lib/current.json names the build that counts. Nothing outside of
rust/ is written to.

Exit code: 0 if the library is installed, 1 if it is not.`;

/** What `rust/lib/current.json` holds. */
export interface CurrentLibrary {
  /** The name of the library's file in `rust/lib/`. */
  readonly file: string;
  /** The SHA-256 of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** The platform that it was built for, such as `x86_64-unknown-linux-gnu`. */
  readonly target: string;
}

/**
 * Builds, checks and installs the library.
 *
 * @returns what `current.json` now says
 * @throws {Error} if any of it fails, with what to do
 */
export async function installRust(cargo: Cargo & { found: true }): Promise<CurrentLibrary> {
  const built = await buildLibrary(cargo);
  const bytes = await Deno.readFile(built);
  const sha256 = await sha256Hex(bytes);
  const current: CurrentLibrary = { file: libraryFileName(sha256), sha256, target: Deno.build.target };

  await Deno.mkdir(LIBRARY_FOLDER, { recursive: true });
  const previous = await readCurrentFile();
  const library = new URL(current.file, LIBRARY_FOLDER);
  if (!await holds(library, sha256)) await replaceFile(library, bytes);
  try {
    await verify(library);
  } catch (error) {
    if (current.file !== previous) await Deno.remove(library).catch(() => {});
    throw error;
  }
  await replaceFile(
    new URL("current.json", LIBRARY_FOLDER),
    new TextEncoder().encode(`${JSON.stringify(current, null, 2)}\n`),
  );
  await removeOldBuilds([current.file, previous]);
  return current;
}

/** Builds the library and returns the path of the file that cargo says it made. */
async function buildLibrary(cargo: Cargo & { found: true }): Promise<string> {
  const args = ["build", "--release", "--locked", "--package", PACKAGE, ...TARGET_DIR_ARGUMENTS];
  let library: string | undefined;
  const exitCode = await runCargo(cargo.path, [...args, "--message-format=json-render-diagnostics"], (line) => {
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

/** The path of the dynamic library, if the message of cargo tells of one. */
function readArtifact(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  const message = JSON.parse(line) as { reason?: string; target?: { kind?: string[] }; filenames?: string[] };
  if (message.reason !== "compiler-artifact" || !message.target?.kind?.includes("cdylib")) return undefined;
  return message.filenames?.find((path) => /\.(?:so|dylib|dll)$/.test(path));
}

function libraryFileName(sha256: string): string {
  const name = `cracktrader-${sha256.slice(0, 12)}`;
  if (Deno.build.os === "windows") return `${name}.dll`;
  return `lib${name}.${Deno.build.os === "darwin" ? "dylib" : "so"}`;
}

/** Has the module itself load the library, so that what is installed is what it accepts. */
async function verify(library: URL): Promise<void> {
  let problems: readonly string[];
  try {
    // The only call from here into the module. Its address is computed, so that building the library does not depend
    // on the rest of the module compiling.
    const { verifyLibrary } = await import(LIBRARY_MODULE.href) as { verifyLibrary(path: string): string[] };
    problems = verifyLibrary(filePath(library));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot install the Rust library as it could not be checked: ${message}`, { cause: error });
  }
  if (problems.length > 0) {
    throw new Error(`Cannot install the Rust library as it does not match this checkout:\n  ${problems.join("\n  ")}`);
  }
}

/** The file that `current.json` names before it is replaced, if there is one and it can be read. */
async function readCurrentFile(): Promise<string | undefined> {
  try {
    const current: unknown = JSON.parse(await Deno.readTextFile(new URL("current.json", LIBRARY_FOLDER)));
    const file = (current as Partial<CurrentLibrary> | null)?.file;
    return typeof file === "string" ? file : undefined;
  } catch (error) {
    // A damaged file names nothing that must be kept, and is about to be replaced.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the file is there and whole; one that was damaged since is installed anew. */
async function holds(file: URL, sha256: string): Promise<boolean> {
  try {
    return await sha256Hex(await Deno.readFile(file)) === sha256;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Puts the bytes in the file's place in one piece: readers see the old file or the new one, and a process that has the
 * old one loaded keeps it.
 */
async function replaceFile(file: URL, bytes: Uint8Array): Promise<void> {
  const temporary = new URL(`temporary-${crypto.randomUUID()}`, file);
  try {
    {
      using handle = await Deno.open(temporary, { write: true, createNew: true });
      for (let written = 0; written < bytes.length;) written += await handle.write(bytes.subarray(written));
      await handle.sync();
    }
    await Deno.rename(temporary, file);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/**
 * Removes builds that nobody starts with any more. The one that was current until now stays, since a process may have
 * read its name and not yet opened it.
 */
async function removeOldBuilds(kept: readonly (string | undefined)[]): Promise<void> {
  for await (const entry of Deno.readDir(LIBRARY_FOLDER)) {
    if (!BUILD_NAME.test(entry.name) || kept.includes(entry.name)) continue;
    // Windows refuses to remove a library that is loaded; it then goes with a later build.
    await Deno.remove(new URL(entry.name, LIBRARY_FOLDER)).catch(() => {});
  }
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function filePath(file: URL): string {
  const path = decodeURIComponent(file.pathname);
  return Deno.build.os === "windows" ? path.replace(/^\//, "") : path;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0) {
    console.error(`Cannot use the argument "${args[0]}": the task takes none but --help`);
    return 1;
  }
  const cargo = await findCargo();
  if (!cargo.found) {
    console.error(`Cannot build the Rust library: ${cargo.reason}\n${CARGO_REMEDY}`);
    return 1;
  }
  console.log(`Building with ${cargo.version}`);
  try {
    const current = await installRust(cargo);
    console.log(`Installed rust/lib/${current.file} for ${current.target}`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
