/**
 * The host: all services that this package takes from its runtime, Deno.
 *
 * A browser has a part of them: values are shown in fewer words there, no variable of an environment is set, and files
 * cannot be read. Reading data files, opening the Rust library, the processes of a proof and the command line have hosts of
 * their own (`src/feeds`, `src/engine/native`, `src/laws/process`, `src/cli`), since each can be left out.
 *
 * @module
 */

/** True on Deno, and false in a browser, where the engines run and nothing is read from the machine. */
export const IS_DENO: boolean = "Deno" in globalThis;

/**
 * Returns a module that is built into the runtime. It is asked for when it is needed, and not imported, as a browser has
 * none and does without.
 *
 * @throws {TypeError} In a browser.
 */
export function builtIn<Module>(name: "node:crypto" | "node:path" | "node:url" | "node:zlib"): Module {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const found = process?.getBuiltinModule?.(name);
  if (found === undefined) throw new TypeError(`Cannot use ${name}: this runtime does not have it`);
  return found as Module;
}

/** Longest text of a value in an error message. */
const INSPECTED_LIMIT = 300;

/** Returns a value as one line of text for an error message, cut if it is long; `depth` limits the depth of objects. */
export function inspected(value: unknown, depth?: number): string {
  const text = inspectedWhole(value, depth).replace(/\s*\n\s*/g, " ");
  return shortName(text);
}

/** Returns a path or a name for an error message, cut if it is long. */
export function shortName(text: string): string {
  return text.length > INSPECTED_LIMIT ? `${text.slice(0, INSPECTED_LIMIT)}...` : text;
}

function inspectedWhole(value: unknown, depth: number | undefined): string {
  // The source of a class or the stack of an error says less than its name.
  if (typeof value === "function") return `the function ${JSON.stringify(nameOf(value))}`;
  try {
    if (!IS_DENO) return shownInBrowser(value);
    if (value instanceof URL) return Deno.inspect(value.href, { strAbbreviateSize: 200 });
    if (value instanceof Error) return `the error ${Deno.inspect(`${value.message}`, { strAbbreviateSize: 200 })}`;
    return Deno.inspect(value, { strAbbreviateSize: 200, iterableLimit: 20, ...depth === undefined ? {} : { depth } });
  } catch {
    // A revoked proxy, or an object whose own inspection throws.
    return "a value that cannot be shown";
  }
}

function shownInBrowser(value: unknown): string {
  if (value instanceof Error) return `the error ${JSON.stringify(`${value.message}`)}`;
  const text = typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : undefined;
  return text ?? (Object.is(value, -0) ? "-0" : String(value));
}

function nameOf(value: object): string {
  const name = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? name : "";
}

/** Shows a value, under the options of the call that asked for it. */
type Inspector = (value: unknown) => string;

/**
 * Names of the methods by which a value says how it is printed, in Deno and in tools that inspect as Node does, each with
 * the inspector among the arguments that it is called with.
 */
export const INSPECTED_BY: readonly (readonly [name: symbol, inspectorOf: (given: readonly unknown[]) => Inspector])[] =
  [
    [Symbol.for("Deno.customInspect"), ([inspect, options]) => inspectorOf(inspect, options)],
    [Symbol.for("nodejs.util.inspect.custom"), ([_depth, options, inspect]) => inspectorOf(inspect, options)],
  ];

/** A caller by hand may pass nothing. */
function inspectorOf(inspect: unknown, options: unknown): Inspector {
  if (typeof inspect !== "function") return IS_DENO ? Deno.inspect : shownInBrowser;
  return (value) => String(inspect(value, options));
}

/** Returns an environment variable, or undefined if it is unset, empty, or not permitted yet. Never prompts. */
export function permittedVariable(name: string): string | undefined {
  if (!IS_DENO) return undefined;
  const permission = Deno.permissions.querySync({ name: "env", variable: name });
  return permission.state === "granted" ? Deno.env.get(name) || undefined : undefined;
}

/** Returns the address of the module that this program was started with; undefined where it is not known. */
export function mainModule(): string | undefined {
  try {
    return IS_DENO ? Deno.mainModule : undefined;
  } catch {
    // Without permission to read the folder that it lies in.
    return undefined;
  }
}

/** Puts a function in the place of those by which code ends its thread or its process. */
export function forbidEnding(instead: () => never): void {
  Object.defineProperty(globalThis, "close", { value: instead, configurable: true, writable: true });
  if (IS_DENO) Object.defineProperty(Deno, "exit", { value: instead, configurable: true, writable: true });
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

/**
 * Returns a path or a `file:` URL as it is.
 *
 * @throws {TypeError} If it is a URL of another protocol.
 */
export function checkedPath(path: string | URL, action: string): string | URL {
  if (!(path instanceof URL) || path.protocol === "file:") return path;
  throw new TypeError(`Cannot ${action} ${shortName(path.href)}: pass a path or a file: URL`);
}

/**
 * Returns the path of a file that is to be written as it is.
 *
 * @throws {TypeError} If it is no text, an empty one, or a URL of another protocol.
 */
export function targetPath(path: unknown): string | URL {
  if (typeof path === "string" && path !== "") return path;
  if (path instanceof URL) return checkedPath(path, "write");
  throw new TypeError(`Cannot write ${inspected(path, 0)}: pass the path of a file as a text, or a file: URL`);
}

/**
 * Returns the error of a file that cannot be read: that of the system in its class, with the file and a remedy.
 *
 * @param what The file, as in `"the replay log x.log"`.
 */
export function unreadable(what: string, error: unknown): Error {
  const reason = reasonOf(error), message = `Cannot read ${what}: ${reason}`, options = { cause: error };
  if (error instanceof Deno.errors.NotFound) return new Deno.errors.NotFound(message, options);
  if (error instanceof Deno.errors.NotCapable) return new Deno.errors.NotCapable(message, options);
  if (error instanceof Deno.errors.PermissionDenied) return new Deno.errors.PermissionDenied(message, options);
  return new RangeError(message, options);
}

/** Returns whether an error of the system says that a file or its folder is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound;
}

/** Name of a signal of the operating system, such as `"SIGUSR2"`. */
export type SystemSignal = Deno.Signal;

/**
 * Calls a function whenever a signal comes, and returns a function that ends this.
 *
 * @throws {TypeError} If the system does not have the signal, or keeps it for itself.
 */
export function onSignal(name: SystemSignal, act: () => void): () => void {
  Deno.addSignalListener(name, act);
  return () => Deno.removeSignalListener(name, act);
}

/** Returns the words of an error of the system, with a remedy where there is a common one. */
export function reasonOf(error: unknown): string {
  const told = shortName(error instanceof Error ? error.message : String(error));
  if (error instanceof Deno.errors.NotFound) return `${told}; check the path`;
  if (error instanceof Deno.errors.NotCapable) return `${told}; pass --allow-read of it`;
  if (error instanceof Deno.errors.PermissionDenied) return `${told}; check its rights`;
  return told;
}

/** Opens a file for reading. */
export function openFile(path: string | URL): OpenFile {
  return Deno.openSync(path);
}

/** Adds bytes to a file, which is made if need be, and returns once the disk holds them. */
export function appendSynced(path: string, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { append: true, create: true });
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncDataSync();
}

/** Cuts a file to so many bytes. */
export function cutFile(path: string, length: number): void {
  Deno.truncateSync(path, length);
}

/** The thing that lies at a path, links not followed. */
export type PathKind = "nothing" | "file" | "folder" | "link" | "device or pipe";

/** Returns the kind of thing at a path. Its link is not followed. */
export function kindOf(path: string): PathKind {
  try {
    const { isFile, isDirectory, isSymlink } = Deno.lstatSync(path);
    return isFile ? "file" : isDirectory ? "folder" : isSymlink ? "link" : "device or pipe";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "nothing";
    throw error;
  }
}

/** Returns the path without links of something that exists. */
export function realPath(path: string): string {
  return Deno.realPathSync(path);
}

/** Throws the error of the system if an existing file may not be written, and changes nothing. */
export function checkWritable(path: string): void {
  Deno.openSync(path, { append: true }).close();
}

/** Gives a file the access rights of another one, where the system has such. */
export function copyRights(from: string, to: string): void {
  const { mode } = Deno.statSync(from);
  if (mode !== null && Deno.build.os !== "windows") Deno.chmodSync(to, mode & 0o777);
}

/** A file that this process alone writes. */
export interface OwnedFile {
  /** Writes bytes and returns how many it wrote. */
  writeSync(bytes: Uint8Array): number;
  /** Returns once the disk holds the bytes. */
  syncSync(): void;
  /** Closes the file and lets others write it. */
  close(): void;
}

/**
 * Opens an empty file that no other program writes as long as it is open; other programs have to ask in the same way.
 *
 * @param waits True to wait for another program that writes it.
 * @returns the file, or undefined if another program writes it
 */
export function openOwned(path: string, waits: boolean): OwnedFile | undefined {
  while (true) {
    const file = Deno.openSync(path, { write: true, create: true });
    try {
      if (!lock(file, waits)) {
        file.close();
        return undefined;
      }
      // Whoever had the lock may have renamed or removed the file meanwhile.
      if (isAt(file, path)) {
        file.truncateSync();
        return file;
      }
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

/** Locks a file. A file system without locks has to do without. */
function lock(file: Deno.FsFile, waits: boolean): boolean {
  try {
    if (file.tryLockSync(true)) return true;
    if (waits) file.lockSync(true);
    return waits;
  } catch {
    return true;
  }
}

function isAt(file: Deno.FsFile, path: string): boolean {
  try {
    const open = file.statSync(), there = Deno.statSync(path);
    return open.ino === there.ino && open.dev === there.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Something in a folder. */
export interface FolderEntry {
  /** Its name. */
  readonly name: string;
  /** True for a folder, and for a link to one. */
  readonly isFolder: boolean;
}

/** Returns what is in a folder, by name. */
export function listFolder(path: string): FolderEntry[] {
  const separator = /[\\/]$/.test(path) ? "" : "/";
  return Array.from(Deno.readDirSync(path), ({ name, isDirectory, isSymlink }) => ({
    name,
    isFolder: isDirectory || (isSymlink && isFolderAt(`${path}${separator}${name}`)),
  })).toSorted((a, b) => a.name < b.name ? -1 : 1);
}

function isFolderAt(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    // A link to nothing.
    return false;
  }
}

/** Makes a folder, and those above it, unless it is there. */
export function makeFolder(path: string): void {
  Deno.mkdirSync(path, { recursive: true });
}

/** Removes a file. */
export function removeFile(path: string): void {
  Deno.removeSync(path);
}

/** Renames a file and replaces a file of the new name. */
export function renameFile(from: string, to: string): void {
  Deno.renameSync(from, to);
}

/** Returns whether a path is a file that this process may see. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Returns the URL of a path; a relative path starts at the working folder. */
export function urlOfPath(path: string): URL {
  const isWindows = Deno.build.os === "windows";
  // Characters that mean something else in a URL, or that it leaves out.
  const escaped = (text: string): string =>
    (isWindows ? text.replaceAll("\\", "/") : text).replace(/[%#?\\\n\r\t]/g, encodeURIComponent);
  return new URL(escaped(path), new URL(`file://${isWindows ? "/" : ""}${escaped(Deno.cwd())}/`));
}

/** Returns the path of a `file:` URL. */
export function pathOfUrl(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1) : path;
}
