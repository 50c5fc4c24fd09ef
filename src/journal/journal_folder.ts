/**
 * The folder of a journal: its lock, the lines of the venue, and the replay log of the run.
 *
 * What comes from a venue is a line of `venue.jsonl` before it acts, so a run is its lines run again. `run.log` is the
 * replay log, whose bytes follow from the lines: after a crash the run is made again from its lines, and each byte that
 * it writes is held against the log that is there. A torn tail of the log is the begin of what comes, and is completed.
 *
 * Both files are rotated: where they would grow past a limit, their bytes move to a compressed segment.
 *
 * @module
 */

import { joined, SegmentError, type SegmentReader } from "../replay/file_segments.ts";
import { LOG_MAGIC } from "../replay/log_format.ts";
import type { JournalHead, JournalLine } from "./journal_line.ts";
import { ROTATE_BYTES, RotatedFile } from "./rotated_file.ts";
import { SessionError } from "./session_error.ts";
import { linesPath, readLinesOf } from "./written_lines.ts";

/** Time between two syncs of turns without orders, in milliseconds. */
const SYNC_MS = 1000;

/** A journal that is open for one run, and for no other one. */
export class JournalFolder implements Disposable {
  /** Path of the folder. */
  readonly path: string;
  /** The lines that were there when it was opened. */
  readonly lines: readonly JournalLine[];
  /** The sink of the replay log. */
  readonly log: ResumedLog;
  readonly #lock: Deno.FsFile;
  readonly #venue: RotatedFile;
  readonly #encoder: TextEncoder = new TextEncoder();
  #syncedMs = performance.now();
  #closed = false;

  private constructor(
    path: string,
    lock: Deno.FsFile,
    venue: RotatedFile,
    log: ResumedLog,
    lines: readonly JournalLine[],
  ) {
    this.path = path;
    this.#lock = lock;
    this.#venue = venue;
    this.log = log;
    this.lines = lines;
  }

  /**
   * Opens the journal of a folder, which is made if it is not there.
   *
   * @param rotateBytes Size that a file is rotated at; any opening of the journal may have another one.
   * @throws {SessionError} JOURNAL_LOCKED if another process has it; JOURNAL_DAMAGED if a line cannot be read.
   */
  static open(path: string, rotateBytes: number = ROTATE_BYTES): JournalFolder {
    Deno.mkdirSync(path, { recursive: true });
    const lock = Deno.openSync(`${path}/lock`, { write: true, create: true });
    if (!lock.tryLockSync(true)) {
      lock.close();
      throw new SessionError(
        "JOURNAL_LOCKED",
        `Cannot open the journal ${path}: another process writes it; end that one, or give this run a folder of its own`,
      );
    }
    const files: { close(): void }[] = [lock];
    try {
      const venue = RotatedFile.open(linesPath(path), rotateBytes);
      files.push(venue);
      cutTornLine(venue);
      const lines = readLinesOf(path);
      // The lines first: the log has no turn that no line tells of.
      const log = RotatedFile.open(`${path}/run.log`, rotateBytes, () => venue.sync());
      files.push(log);
      return new JournalFolder(path, lock, venue, new ResumedLog(log), lines);
    } catch (error) {
      for (const file of files) file.close();
      throw error;
    }
  }

  /** The first line; undefined in a new journal. */
  get head(): JournalHead | undefined {
    const [first] = this.lines;
    return first?.kind === "head" ? first : undefined;
  }

  /** Appends a line, which is in the file when the call returns. */
  append(line: JournalLine): void {
    this.#venue.append(this.#encoder.encode(`${JSON.stringify(line)}\n`));
  }

  /**
   * Lets the disk have what was written: at once after a turn with orders, else now and then.
   *
   * @param hasOrders True if the turn made intents.
   */
  sync(hasOrders: boolean): void {
    const nowMs = performance.now();
    if (!hasOrders && nowMs - this.#syncedMs < SYNC_MS) return;
    // The lines first: a log may lack its last turns, but has none that no line tells of.
    this.#venue.sync();
    this.log.sync();
    this.#syncedMs = nowMs;
  }

  /**
   * Returns what a file named KILL in the folder asks for; undefined without one. The file may say how in its first word,
   * `halt`, `cancel` or `flatten`, and why behind it. Whatever else it has, and an empty one, cancels.
   */
  kill(): KillRequest | undefined {
    return killOf(this.path);
  }

  /** Removes the file named KILL, if there is one. */
  removeKill(): void {
    removeKill(this.path);
  }

  /** Syncs and closes the files, and lets others have the journal. */
  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.sync(true);
    } finally {
      for (const file of [this.#venue, this.log, this.#lock]) file.close();
    }
  }
}

/** What a file named KILL asks for. */
export interface KillRequest {
  readonly how: "halt" | "cancel" | "flatten";
  readonly reason: string;
}

/** Returns what the file named KILL in a folder asks for; undefined without one. */
export function killOf(folder: string): KillRequest | undefined {
  let text: string;
  try {
    text = Deno.readTextFileSync(`${folder}/KILL`);
  } catch (error) {
    // One that is there and cannot be read kills too.
    if (error instanceof Deno.errors.NotFound) return undefined;
    text = "";
  }
  const [, how = "cancel", why = ""] = /^\s*(halt|cancel|flatten)\b:?\s*([^\n]*)/.exec(text) ?? [];
  const told = why.trim().slice(0, 200);
  return { how: how as KillRequest["how"], reason: told === "" ? "there is a file KILL" : `${told} (by a file KILL)` };
}

/** Removes the file named KILL of a folder, if there is one. */
export function removeKill(folder: string): void {
  try {
    Deno.removeSync(`${folder}/KILL`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Cuts off a last line without its end, on which nobody acted. */
function cutTornLine(file: RotatedFile): void {
  const bytes = file.tail();
  const whole = bytes.lastIndexOf(0x0a) + 1;
  file.cut(whole);
}

/** The replay log of a run that is made again: what is there is compared, and what is new is written. */
export class ResumedLog {
  readonly #file: RotatedFile;
  /** Reads what is there, from the first segment on; undefined when all of it has been made again. */
  #there: SegmentReader | undefined;
  #at = 0;

  /** Begins at the first byte of a log. */
  constructor(file: RotatedFile) {
    this.#file = file;
    this.#there = file.reader();
  }

  /**
   * Writes bytes behind those of the log, and compares those that lie within it.
   *
   * @throws {SessionError} OTHER_RUN or JOURNAL_DAMAGED if the log has other ones; JOURNAL_DAMAGED if one of its segments
   * is missing or damaged.
   */
  writeSync(bytes: Uint8Array): number {
    const there = this.#read(bytes.length);
    if (there.length > 0) this.#compare(bytes.subarray(0, there.length), there);
    if (there.length < bytes.length) {
      this.#endOfThere();
      this.#file.append(bytes.subarray(there.length));
    }
    this.#at += bytes.length;
    return bytes.length;
  }

  /** Lets the disk have all bytes. */
  sync(): void {
    this.#file.sync();
  }

  /** Closes the files. */
  close(): void {
    this.#endOfThere();
    this.#file.close();
  }

  #endOfThere(): void {
    this.#there?.close();
    this.#there = undefined;
  }

  /** Returns the next bytes that are there, so many or those up to the end. */
  #read(count: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    try {
      for (let left = count; this.#there !== undefined && left > 0;) {
        const piece = new Uint8Array(left), read = this.#there.readSync(piece);
        if (read === null) break;
        pieces.push(piece.subarray(0, read));
        left -= read;
      }
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      throw new SessionError(
        "JOURNAL_DAMAGED",
        `Cannot go on with ${this.#file.path}: ${error.message}; put it back, or remove run.log and its segments, and ` +
          "the run makes them again",
        { cause: error },
      );
    }
    return joined(pieces);
  }

  #compare(made: Uint8Array, there: Uint8Array): void {
    const differs = made.findIndex((byte, at) => byte !== there[at]);
    if (differs < 0) return;
    // The header, which is written first and at once, has the strategy's name, its parameters and all terms. A file that
    // does not begin as a log does lacks the segments before it.
    if (this.#at === 0 && differs >= LOG_MAGIC.length) {
      throw new SessionError(
        "OTHER_RUN",
        `Cannot go on with ${this.#file.path}: it is the log of another strategy, or of other parameters or terms; run ` +
          "what it was begun with, or give this run a folder of its own",
      );
    }
    const { path, byte } = this.#there!.placeOf(this.#at + differs);
    throw new SessionError(
      "JOURNAL_DAMAGED",
      `Cannot go on with ${path}: the run made again differs at byte ${byte}; the log was changed, a segment before ` +
        "that byte is missing, or the strategy does not repeat: it may use the time, random numbers or files",
    );
  }
}
