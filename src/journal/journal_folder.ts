/**
 * The folder of a journal: its lock, the lines of the venue, and the replay log of the run.
 *
 * What comes from a venue is a line of `venue.jsonl` before it acts, so a run is its lines run again. `run.log` is the
 * replay log, whose bytes follow from the lines: after a crash the run is made again from its lines, and each byte that
 * it writes is held against the log that is there. A torn tail of the log is the begin of what comes, and is completed.
 *
 * @module
 */

import { writeAll } from "../replay/log_sink.ts";
import { type JournalHead, type JournalLine, readJournalLines } from "./journal_line.ts";
import { SessionError } from "./session_error.ts";

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
  readonly #venue: Deno.FsFile;
  readonly #encoder: TextEncoder = new TextEncoder();
  #syncedMs = performance.now();
  #closed = false;

  private constructor(
    path: string,
    lock: Deno.FsFile,
    venue: Deno.FsFile,
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
   * @throws {SessionError} JOURNAL_LOCKED if another process has it; JOURNAL_DAMAGED if a line cannot be read.
   */
  static open(path: string): JournalFolder {
    Deno.mkdirSync(path, { recursive: true });
    const lock = Deno.openSync(`${path}/lock`, { write: true, create: true });
    if (!lock.tryLockSync(true)) {
      lock.close();
      throw new SessionError(
        "JOURNAL_LOCKED",
        `Cannot open the journal ${path}: another process writes it; end that one, or give this run a folder of its own`,
      );
    }
    const files: Deno.FsFile[] = [lock];
    try {
      const venue = Deno.openSync(`${path}/venue.jsonl`, { read: true, write: true, create: true });
      files.push(venue);
      const lines = readLines(venue, `${path}/venue.jsonl`);
      const file = Deno.openSync(`${path}/run.log`, { read: true, write: true, create: true });
      files.push(file);
      return new JournalFolder(path, lock, venue, new ResumedLog(file, `${path}/run.log`), lines);
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
    writeAll(this.#venue, this.#encoder.encode(`${JSON.stringify(line)}\n`));
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
    this.#venue.syncDataSync();
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

/** Reads the whole lines of a file, cuts a torn last one off, and leaves the file at its end. */
function readLines(file: Deno.FsFile, path: string): JournalLine[] {
  const bytes = new Uint8Array(file.statSync().size);
  for (let at = 0; at < bytes.length;) at += file.readSync(bytes.subarray(at)) ?? bytes.length;
  const whole = bytes.lastIndexOf(0x0a) + 1;
  file.truncateSync(whole);
  file.seekSync(whole, Deno.SeekMode.Start);
  const texts = new TextDecoder().decode(bytes.subarray(0, whole)).split("\n").slice(0, -1);
  return readJournalLines(texts, path);
}

/** The replay log of a run that is made again: what is there is compared, and what is new is written. */
export class ResumedLog {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  readonly #there: number;
  #at = 0;

  /** Begins at the first byte of a log. */
  constructor(file: Deno.FsFile, path: string) {
    this.#file = file;
    this.#path = path;
    this.#there = file.statSync().size;
  }

  /** Bytes of the log that were there and have not been made again. */
  get bytesLeft(): number {
    return Math.max(0, this.#there - this.#at);
  }

  /**
   * Writes bytes behind those of the log, and compares those that lie within it.
   *
   * @throws {SessionError} OTHER_RUN or JOURNAL_DAMAGED if the log has other ones.
   */
  writeSync(bytes: Uint8Array): number {
    const known = Math.min(bytes.length, this.bytesLeft);
    if (known > 0) this.#compare(bytes.subarray(0, known));
    if (known < bytes.length) writeAll(this.#file, bytes.subarray(known));
    this.#at += bytes.length;
    return bytes.length;
  }

  /** Lets the disk have all bytes. */
  sync(): void {
    this.#file.syncDataSync();
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  #compare(made: Uint8Array): void {
    const there = new Uint8Array(made.length);
    for (let at = 0; at < there.length;) at += this.#file.readSync(there.subarray(at)) ?? there.length;
    const differs = made.findIndex((byte, at) => byte !== there[at]);
    if (differs < 0) return;
    // The header, which is written first and at once, has the strategy's name, its parameters and all terms.
    if (this.#at === 0) {
      throw new SessionError(
        "OTHER_RUN",
        `Cannot go on with ${this.#path}: it is the log of another strategy, or of other parameters or terms; run what it ` +
          "was begun with, or give this run a folder of its own",
      );
    }
    throw new SessionError(
      "JOURNAL_DAMAGED",
      `Cannot go on with ${this.#path}: the run made again differs at byte ${
        this.#at + differs
      }; the log was changed, or ` +
        "the strategy does not repeat: it may use the time, random numbers or files",
    );
  }
}
