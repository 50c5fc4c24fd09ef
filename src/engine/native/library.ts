/**
 * Finds the Rust library, checks it, and opens it once in a process.
 *
 * No function here prompts for a permission: one that is not granted yet counts as denied. A library stays open, as a
 * call into a closed library ends the process.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { BackendProblem } from "../backend.ts";
import type { EngineErrorCode } from "../engine_error.ts";
import { LAYOUT_COUNT, layoutDifference } from "../layout_difference.ts";
import { PACKAGE_VERSION } from "../../package_version.ts";
import { cacheLibraryFolder, cacheVariables, IS_LOCAL, libraryFolders } from "./library_folders.ts";
import { type FormatProblem, formatProblem } from "./library_format.ts";
import { NativeCore } from "./native_core.ts";
import { fileState, readRegularFile } from "./regular_file.ts";
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
  /**
   * Path or `file:` URL of the library; without it the usual folders are searched. It is trusted: no SHA-256 is known of
   * it but the digits in the name of an installed library. Its format and its layout are checked.
   */
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

/** Name of an installed library: it has the first digits of the file's SHA-256. */
const LIBRARY_NAME = /^(?:lib)?cracktrader-([0-9a-f]{12})\.(?:so|dylib|dll)$/;
const NO_FILE_CODE = "LIBRARY_MISSING";
/** Sizes beyond which a file is none of ours and is not read. */
const NOTE_BYTES_MAX = 0x1_0000, LIBRARY_BYTES_MAX = 0x1000_0000;
/** How often `current.json` is read again because installations replaced the library between its reading and opening. */
const NOTE_READS_MAX = 5;

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
  return library.found ? trialProblems((config) => new NativeCore(library.symbols, config)) : [library.message];
}

/**
 * Opens the library that `current.json` of a folder names, after a comparison of its SHA-256. If that library is gone,
 * installations may have replaced it meanwhile, so the file is read again.
 */
function openFromFolder(folder: URL): OpenedLibrary | BackendProblem {
  let tried: string | undefined;
  for (let read = 1;; read++) {
    const current = readNote(folder);
    if ("found" in current) return current;
    const library = openCurrent(folder, current);
    const isGone = !library.found && library.code === NO_FILE_CODE;
    if (!isGone || current.file === tried || read === NOTE_READS_MAX) return library;
    tried = current.file;
  }
}

/** Returns the contents of `current.json` in a folder, or the problem. */
function readNote(folder: URL): CurrentLibrary | BackendProblem {
  const note = new URL("current.json", folder);
  if (!granted("read", note)) return notPermitted("read", note, folder);
  let text: string;
  try {
    text = new TextDecoder().decode(readRegularFile(note, NOTE_BYTES_MAX).bytes);
  } catch (error) {
    return readingProblem(note, error);
  }
  return readCurrent(text) ?? problem("LIBRARY_DAMAGED", `${displayPath(note)} does not name a library`);
}

function openCurrent(folder: URL, current: CurrentLibrary): OpenedLibrary | BackendProblem {
  if (current.target !== Deno.build.target) {
    // Quoted, as the text is whatever the file says.
    const target = JSON.stringify(current.target);
    return problem("LIBRARY_PLATFORM", `the one in ${displayPath(folder)} was built for ${target}`);
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
  const checked = checkBytes(file, sha256);
  if ("found" in checked) return checked;
  let symbols: Symbols;
  try {
    symbols = Deno.dlopen(file, SYMBOLS).symbols;
  } catch (error) {
    return openingProblem(path, error);
  }
  // The system opens a path and no bytes, so another file can have taken the place of the one that was checked.
  const state = checked.state === undefined ? undefined : fileState(file);
  if (state !== checked.state) {
    // An installation takes old libraries away, and the folder names a newer one then.
    if (state === "") return problem(NO_FILE_CODE, `${path} was removed while it was opened`);
    return problem("LIBRARY_DAMAGED", `${path} was replaced while it was opened`);
  }
  const table = new Uint32Array(LAYOUT_COUNT);
  const difference = layoutDifference(table, symbols.ct_layout(table, table.length));
  const library: OpenedLibrary | BackendProblem = difference === undefined
    ? { found: true, symbols, path }
    : problem("LIBRARY_LAYOUT", `${path} was built from another contract: ${difference}`);
  opened.set(path, library);
  return library;
}

/**
 * Checks the bytes of a file if they may be read, and returns its state then. A file with an expected SHA-256 is never
 * used unchecked; one without is compared with the digits in its name, if it has the name of an installed library.
 */
function checkBytes(file: string | URL, sha256: string | undefined): { state?: string } | BackendProblem {
  if (!granted("read", file)) {
    return sha256 === undefined ? {} : notPermitted("read", file, new URL(".", file));
  }
  const path = displayPath(file);
  let bytes: Uint8Array, state: string;
  try {
    ({ bytes, state } = readRegularFile(file, LIBRARY_BYTES_MAX));
  } catch (error) {
    return readingProblem(file, error);
  }
  const format: FormatProblem | undefined = formatProblem(bytes, Deno.build);
  if (format !== undefined) {
    return problem(format.kind === "damaged" ? "LIBRARY_DAMAGED" : "LIBRARY_PLATFORM", `${path} ${format.message}`);
  }
  const digest = sha256Hex(bytes), digits = LIBRARY_NAME.exec(path.replace(/^.*[\\/]/s, ""))?.[1];
  if (sha256 !== undefined && digest !== sha256) {
    return problem("LIBRARY_DAMAGED", `${path} does not have the SHA-256 that current.json names`);
  }
  if (digits !== undefined && !digest.startsWith(digits)) {
    return problem("LIBRARY_DAMAGED", `${path} does not have the SHA-256 whose first digits are in its name`);
  }
  return { state };
}

function readingProblem(file: string | URL, error: unknown): BackendProblem {
  const path = displayPath(file);
  if (error instanceof Deno.errors.NotFound) return problem(NO_FILE_CODE, `there is no file ${path}`);
  if (error instanceof RangeError) return problem("LIBRARY_DAMAGED", `${path} ${error.message}`);
  return problem("LIBRARY_DAMAGED", `${path} cannot be read: ${messageOf(error)}`);
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
  throw new TypeError(`Cannot use ${inspected(path, 0)} as libraryPath: it must be a path or a file: URL`);
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
