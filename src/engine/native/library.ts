/**
 * Finds the Rust library, checks it, and opens it once in a process.
 *
 * No function here prompts for a permission: one that is not granted yet counts as denied. A library stays open, as a
 * call into a closed library ends the process.
 *
 * @module
 */

import { LAYOUT, STATE_LAYOUT } from "../../contract/contract.gen.ts";
import { recordLayout, stateLayout } from "../../contract/layout.ts";
import type { BackendProblem } from "../backend.ts";
import type { EngineErrorCode } from "../engine_error.ts";
import { PACKAGE_VERSION } from "../../package_version.ts";
import { cacheLibraryFolder, cacheVariables, IS_LOCAL, libraryFolders } from "./library_folders.ts";
import { type FormatProblem, formatProblem } from "./library_format.ts";
import { sha256Hex } from "./sha256.ts";
import { SYMBOLS, type Symbols } from "./symbols.ts";
import { trialProblems } from "./trial.ts";

/** An open library that matches the contract. */
export interface OpenedLibrary {
  readonly found: true;
  readonly symbols: Symbols;
  /** Path of the file. */
  readonly path: string;
}

/** The places of the library. */
export interface LibraryOptions {
  /** Path or `file:` URL of the library; without it the usual folders are searched. */
  readonly libraryPath?: string | URL;
  /** Folders to search in place of the usual ones, each with a `current.json`. */
  readonly folders?: readonly URL[];
}

/** Contents of `current.json` in a library folder. */
interface CurrentLibrary {
  readonly file: string;
  readonly sha256: string;
  readonly target: string;
}

const LIBRARY_NAME = /^(?:lib)?cracktrader-[0-9a-f]{12}\.(?:so|dylib|dll)$/;
const NO_FILE_CODE = "LIBRARY_MISSING";

/** Open libraries by path, and problems of libraries with another layout, which a second attempt would not change. */
const opened = new Map<string, OpenedLibrary | BackendProblem>();
/** Library in the usual folders. A process keeps it, whatever is installed later. */
let usual: URL | undefined;

/**
 * Returns the library, or the problem. Never prompts, and never throws for missing files or permissions.
 *
 * @throws {TypeError} if `libraryPath` is not a path or a `file:` URL
 */
export function openLibrary(options: LibraryOptions = {}): OpenedLibrary | BackendProblem {
  if (options.libraryPath !== undefined) return openFile(checkedPath(options.libraryPath));
  if (options.folders === undefined && usual !== undefined) return openFile(usual);
  const folders = options.folders ?? libraryFolders();
  for (const folder of folders) {
    const found = openFromFolder(folder);
    // The first folder with a file decides, so that a damaged library is not skipped silently.
    if (!found.found && found.code === NO_FILE_CODE) continue;
    return found;
  }
  const places = folders.map((folder) => displayPath(folder)).join(" or in ");
  return problem(NO_FILE_CODE, places === "" ? "there is no folder to find it in" : `there is none in ${places}`);
}

/**
 * Returns the problems of a library: it does not open, its layout differs, or a trial run gives wrong results. An empty
 * list means that the library is good.
 */
export function verifyLibrary(path: string): string[] {
  const library = openFile(checkedPath(path));
  return library.found ? trialProblems(library.symbols) : [library.message];
}

/** Opens the library that `current.json` of a folder names, after a comparison of its SHA-256. */
function openFromFolder(folder: URL): OpenedLibrary | BackendProblem {
  const note = new URL("current.json", folder);
  if (!granted("read", note)) return notPermitted("read", note, folder);
  let text: string;
  try {
    text = Deno.readTextFileSync(note);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return problem(NO_FILE_CODE, `there is no ${displayPath(note)}`);
    return problem("LIBRARY_DAMAGED", `${displayPath(note)} cannot be read: ${messageOf(error)}`);
  }
  const current = readCurrent(text);
  if (current === undefined) return problem("LIBRARY_DAMAGED", `${displayPath(note)} does not name a library`);
  if (current.target !== Deno.build.target) {
    return problem("LIBRARY_PLATFORM", `the one in ${displayPath(folder)} was built for ${current.target}`);
  }
  const file = new URL(current.file, folder);
  const library = openFile(file, current.sha256);
  if (library.found && inUsualFolder(folder)) usual = file;
  return library;
}

function inUsualFolder(folder: URL): boolean {
  return libraryFolders().some((known) => known.href === folder.href);
}

function readCurrent(text: string): CurrentLibrary | undefined {
  let current: Partial<CurrentLibrary> | null;
  try {
    current = JSON.parse(text) as Partial<CurrentLibrary> | null;
  } catch {
    return undefined;
  }
  const { file, sha256, target } = current ?? {};
  if (typeof file !== "string" || typeof sha256 !== "string" || typeof target !== "string") return undefined;
  return LIBRARY_NAME.test(file) ? { file, sha256, target } : undefined;
}

/** Returns an open library, or opens the file. A file with a known SHA-256 is compared first. */
function openFile(file: string | URL, sha256?: string): OpenedLibrary | BackendProblem {
  const path = displayPath(file);
  if (!granted("ffi", file)) return notPermitted("ffi", file, sha256 === undefined ? file : new URL(".", file));
  const known = opened.get(path);
  if (known !== undefined) return known;
  const unsound = checkBytes(file, sha256);
  if (unsound !== undefined) return unsound;
  let symbols: Symbols;
  try {
    symbols = Deno.dlopen(file, SYMBOLS).symbols;
  } catch (error) {
    return openingProblem(path, error);
  }
  const difference = layoutDifference(symbols);
  const library: OpenedLibrary | BackendProblem = difference === undefined
    ? { found: true, symbols, path }
    : problem("LIBRARY_LAYOUT", `${path} was built from another contract: ${difference}`);
  opened.set(path, library);
  return library;
}

/** Checks the bytes of a file if they may be read; a file with an expected SHA-256 is never used unchecked. */
function checkBytes(file: string | URL, sha256: string | undefined): BackendProblem | undefined {
  if (!granted("read", file)) {
    return sha256 === undefined ? undefined : notPermitted("read", file, new URL(".", file));
  }
  const path = displayPath(file);
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return problem(NO_FILE_CODE, `there is no file ${path}`);
    return problem("LIBRARY_DAMAGED", `${path} cannot be read: ${messageOf(error)}`);
  }
  const format: FormatProblem | undefined = formatProblem(bytes, Deno.build);
  if (format !== undefined) {
    return problem(format.kind === "damaged" ? "LIBRARY_DAMAGED" : "LIBRARY_PLATFORM", `${path} ${format.message}`);
  }
  if (sha256 !== undefined && sha256Hex(bytes) !== sha256) {
    return problem("LIBRARY_DAMAGED", `${path} does not have the SHA-256 that current.json names`);
  }
  return undefined;
}

function openingProblem(path: string, error: unknown): BackendProblem {
  const message = messageOf(error);
  if (error instanceof Deno.errors.NotCapable) return problem("LIBRARY_NOT_PERMITTED", message);
  if (message.includes("register symbol")) {
    return problem("LIBRARY_LAYOUT", `${path} was built from another contract: ${message}`);
  }
  if (/no such file|cannot find/i.test(message)) return problem(NO_FILE_CODE, `there is no file ${path}`);
  return problem("LIBRARY_DAMAGED", `${path} cannot be opened: ${message}`);
}

/** Returns the first difference between the layout tables of both sides, by name and with both values. */
function layoutDifference(symbols: Symbols): string | undefined {
  const expected = [...LAYOUT, ...STATE_LAYOUT], table = new Uint32Array(expected.length);
  const count = symbols.ct_layout(table, table.length);
  const at = table.subarray(0, count).findIndex((entry, index) => entry !== expected[index]);
  if (at < 0) return count === expected.length ? undefined : `it has ${count} constants, not ${expected.length}`;
  const { name } = [...recordLayout(), ...stateLayout()][at]!;
  return `${name} is ${table[at]} there and ${expected[at]} here`;
}

/** Returns whether a permission is granted already. A query does not prompt. */
function granted(name: "read" | "ffi", path: string | URL): boolean {
  return Deno.permissions.querySync({ name, path }).state === "granted";
}

/**
 * Returns the problem of a missing permission. The grant is a folder if each build renames the library, else the file.
 */
function notPermitted(name: "read" | "ffi", path: string | URL, grant: string | URL): BackendProblem {
  // A comma separates paths in a permission's list, so a comma in a path is doubled.
  const granted = displayPath(grant).replaceAll(",", ",,");
  const flags = grant instanceof URL && grant.pathname.endsWith("/")
    ? [`--allow-read=${granted}`, `--allow-ffi=${granted}`]
    : [`--allow-${name}=${granted}`];
  return {
    found: false,
    code: "LIBRARY_NOT_PERMITTED",
    message: `the ${name} permission for ${displayPath(path)} is not granted`,
    remedy: `run with ${flags.map((flag) => /\s/.test(flag) ? `"${flag}"` : flag).join(" ")}`,
  };
}

function problem(code: EngineErrorCode, message: string): BackendProblem {
  return { found: false, code, message, remedy: remedyOf() };
}

/** Returns the remedy: the command that installs a good library into a searched folder. */
function remedyOf(): string {
  if (IS_LOCAL) return `run "deno task install-rust" in ${displayPath(new URL("../../../", import.meta.url))}`;
  const env = `--allow-env=${cacheVariables().join(",")}`;
  const install =
    `run "deno run jsr:@cracktrader/cracktrader@${PACKAGE_VERSION}/cli install-rust", which says what to ` +
    `permit it`;
  return cacheLibraryFolder() === undefined
    ? `run with ${env}, as the library lies in the user's cache, and if it is not there yet, ${install}`
    : install;
}

/**
 * Returns a path or URL that the runtime resolves against the working folder. A bare name becomes a path, as otherwise
 * the system searches its own folders if the permission is not limited to paths.
 */
function checkedPath(path: string | URL): string | URL {
  if (path instanceof URL || (typeof path === "string" && path.startsWith("file:"))) {
    const url = URL.parse(path);
    if (url?.protocol === "file:" && isWellEscaped(url.pathname)) return url;
  } else if (typeof path === "string" && path !== "") {
    return /[\\/]/.test(path) ? path : `./${path}`;
  }
  throw new TypeError(`Cannot use ${Deno.inspect(String(path))} as libraryPath: it must be a path or a file: URL`);
}

function isWellEscaped(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Returns a `file:` URL as a path for programs of the system. */
function displayPath(file: string | URL): string {
  if (typeof file === "string") return file;
  const path = decodeURIComponent(file.pathname);
  if (Deno.build.os !== "windows") return path;
  return file.host === ""
    ? path.replace(/^\//, "").replaceAll("/", "\\")
    : `\\\\${file.host}${path.replaceAll("/", "\\")}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
