/**
 * The files that a command writes: none of them is a file that it reads, or another one that it writes, and none takes
 * the place of something that is not like it.
 *
 * @module
 */

import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { dirname, resolve } from "node:path";
import { AtomicFile, FileError, partOf } from "../checkpoint/atomic_file.ts";
import { CHECKPOINT_MAGIC } from "../checkpoint/checkpoint_file.ts";
import { GOLDEN_START } from "../golden/golden_file.ts";
import { JSON_LINES_START, LOG_MAGIC } from "../replay/log_format.ts";
import { REPORT_START } from "../report/page_start.ts";
import type { ReplayLogSink } from "../replay/log_sink.ts";
import { CSV_ROWS, csvHeader, type CsvTable } from "../results/csv_text.ts";
import type { Flag } from "./flags.ts";
import { pathExists } from "./path_exists.ts";
import { UsageError } from "./usage_error.ts";

/** A file that a command line names. */
export interface NamedFile {
  /** The flag or the argument that names it, such as `"--data"`. */
  readonly flag: string;
  /** The path as it was written. */
  readonly path: string;
}

/** The content that a file is written with. */
export type ContentKind =
  | "replay log"
  | "checkpoint"
  | "log in JSON Lines"
  | "accepted run"
  | "report"
  | TableKind;

/** The content of a table in CSV, by its name. */
type TableKind = `table of ${CsvTable}`;

/** A file that a command writes. */
export interface OutputFile extends NamedFile {
  /** Its content. A file with other content is replaced only by force. */
  readonly kind: ContentKind;
  /** Flag of a file that it may replace all the same: a run may go on from its own checkpoint. */
  readonly replaces?: string;
}

/** The flag that lets a file be replaced, whatever is in it. */
export const FORCE_FLAG: Flag = {
  name: "force",
  summary: "Replace a file that holds something else. Never one that the command reads.",
};

/** The first bytes of a content. */
const STARTS: Readonly<Record<ContentKind, Uint8Array>> = {
  "replay log": LOG_MAGIC,
  "checkpoint": CHECKPOINT_MAGIC,
  "log in JSON Lines": new TextEncoder().encode(JSON_LINES_START),
  "accepted run": new TextEncoder().encode(GOLDEN_START),
  "report": new TextEncoder().encode(REPORT_START),
  ...Object.fromEntries(
    ([...CSV_ROWS, "equity"] as const).map((
      table,
    ) => [`table of ${table}`, new TextEncoder().encode(csvHeader(table))]),
  ) as Record<TableKind, Uint8Array>,
};

/**
 * Checks the files of a command before any of them is opened for writing.
 *
 * Two paths are one file if the system says so (through links, second names, another spelling), or if both are new and
 * have one folder and one name, in upper or lower case, as some file systems do not tell these apart.
 *
 * @param inputs The files that it reads.
 * @param outputs The files that it writes.
 * @param force True to replace files with other content.
 * @throws {UsageError} If an output is an input, another output or the standard output, or holds something else; both
 * are named.
 */
export function checkFiles(inputs: readonly NamedFile[], outputs: readonly OutputFile[], force: boolean): void {
  // The part beside an output is written too.
  const written = outputs.flatMap((output) => [
    { ...output, at: output.path },
    { ...output, at: partOf(output.path) },
  ]);
  const read = inputs.map((input) => ({ ...input, at: input.path }));
  for (const { flag, path, kind, replaces, at } of written) {
    // By its name first, as the system may not let it be looked at.
    const isNamed = STANDARD_OUTPUT.test(resolve(plainPath(at))), place = isNamed ? "" : placeOf(at, flag);
    if (isNamed || isStandardOutput(at, place)) {
      throw new UsageError(
        `Cannot write ${flag} ${path}: ${
          at === path ? "it" : at
        } is the standard output, where the answer goes; name ` +
          "another one",
      );
    }
    const other = [...read, ...written.filter((one) => one.flag !== flag)]
      .find((one) => one.flag !== replaces && placeOf(one.at, one.flag) === place);
    if (other !== undefined) {
      const shown = (one: NamedFile & { at: string }): string =>
        one.at === one.path ? `${one.flag} ${one.path}` : `${one.at}, where ${one.flag} ${one.path} is written first`;
      throw new UsageError(
        `Cannot write ${flag} ${path}: ${at === path ? "" : `it is written to ${at} first, and that `}` +
          `${at === path ? "it " : ""}is the file of ${shown(other)}, which would be lost; name another one`,
      );
    }
    if (force || holds(at, kind)) continue;
    throw new UsageError(
      `Cannot write ${flag} ${path}: the file ${at} holds something that is no ${kind}; name another one, or replace ` +
        "it with --force",
    );
  }
}

/** Returns whether an output, or the part beside it, is there already. */
export function isThere(path: string): boolean {
  return [path, partOf(path)].some((each) => pathExists(plainPath(each)));
}

/** A file that is being written. */
export interface OutputSink extends ReplayLogSink, Disposable {
  /** Puts the content in its place. */
  commit(): void;
  /** Leaves the content where it is, unfinished, and returns the path of that. */
  keepPart(): string;
}

/**
 * Opens a file for its new content, which takes the place of the old one when it is whole. A pipe or a character device
 * takes it at once.
 *
 * @throws {FileError} If it cannot be written.
 */
export function openOutput(path: string): OutputSink {
  return isStream(path) ? new StreamSink(path) : new AtomicFile(path);
}

/** Writes a text as the whole content of a file. */
export function writeOutput(file: OutputSink, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.commit();
}

/** A pipe or a device. */
class StreamSink implements OutputSink {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  constructor(path: string) {
    this.#path = path;
    this.#file = this.#try(() => Deno.openSync(path, { write: true }));
  }

  writeSync(bytes: Uint8Array): number {
    return this.#try(() => this.#file.writeSync(bytes));
  }

  commit(): void {}

  keepPart(): string {
    return this.#path;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  #try<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new FileError(this.#path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}

function isStream(path: string): boolean {
  try {
    const { isFile, isDirectory, isBlockDevice } = Deno.statSync(path);
    return !isFile && !isDirectory && !isBlockDevice;
  } catch {
    // What is wrong is said when it is opened.
    return false;
  }
}

/** Returns whether a file is new, empty, no file at all, or begins as its content does, as far as it goes. */
function holds(path: string, kind: ContentKind): boolean {
  const start = STARTS[kind], bytes = new Uint8Array(start.length);
  try {
    if (!Deno.statSync(path).isFile) return true;
    using file = Deno.openSync(path);
    const count = file.readSync(bytes) ?? 0;
    return bytes.subarray(0, count).every((byte, at) => byte === start[at]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw new UsageError(`Cannot look at ${path} before it is written: ${messageOf(error)}`, { cause: error });
  }
}

/** Returns a text that is equal for two paths exactly if they are one file. */
function placeOf(path: string, flag: string): string {
  const plain = plainPath(path);
  try {
    return identityOf(plain);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw new UsageError(`Cannot tell which file ${flag} ${path} is: ${messageOf(error)}`, { cause: error });
    }
  }
  const whole = resolve(plain), folder = dirname(whole), name = whole.slice(folder.length).replace(/^[\\/]/, "");
  return `${folderOf(folder)}/${name.normalize("NFC").toLowerCase()}`;
}

function plainPath(path: string): string {
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}

/** Paths of standard output, where a system has them. */
const STANDARD_OUTPUT = /^\/(?:dev\/(?:stdout|fd\/1)|proc\/self\/fd\/1)$/;

/** Returns whether a path at a place is the file, pipe or device that standard output is. */
function isStandardOutput(path: string, place: string): boolean {
  try {
    const { dev, ino } = fstatSync(1);
    // Where the system numbers no files, as Windows may not, a redirected output cannot be told.
    const isSame = ino !== 0 && place === `file ${dev} ${ino}`;
    return (isSame || (isatty(1) && place === identityOf("/dev/tty"))) && !isNullDevice(path);
  } catch {
    // It was closed, or there is no such terminal.
    return false;
  }
}

function isNullDevice(path: string): boolean {
  try {
    return Deno.realPathSync(plainPath(path)) === "/dev/null";
  } catch {
    return false;
  }
}

function identityOf(path: string): string {
  const { dev, ino } = Deno.statSync(path);
  // Where the system numbers no files, the path without links has to do.
  return ino === null || ino === 0 ? Deno.realPathSync(path).toLowerCase() : `file ${dev} ${ino}`;
}

/** Returns the identity of a folder, or its path if it is not there or may not be looked at. */
function folderOf(folder: string): string {
  try {
    return identityOf(folder);
  } catch {
    return folder.toLowerCase();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
