/**
 * Reads a replay log chunk by chunk, in bounded memory, and reports the first fault with its byte.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { OUT_CODE, OUTPUT_COMMIT, RECORD_BYTES, RECORD_WORDS, STATUS_SEQUENCE } from "../contract/contract.gen.ts";
import { crc32 } from "./crc32.ts";
import {
  CHUNK_CHECKSUM,
  CHUNK_COUNT,
  CHUNK_EVENTS,
  CHUNK_HEAD_BYTES,
  CHUNK_KIND,
  CHUNK_OUTPUTS,
  CHUNK_PAYLOAD_CHECKSUM,
  CHUNK_RECORDS_MAX,
  CHUNK_TAGS,
  CHUNK_TRAILER,
} from "./log_format.ts";
import { readHeader, type ReplayLogHeader } from "./log_header.ts";
import { LogReader, type ReplayLogSource } from "./log_source.ts";
import { decodeTrailer, type ReplayLogTrailer, TRAILER_LANES } from "./log_trailer.ts";
import { ReplayLogError } from "./replay_log_error.ts";
import { decodeTags, TAG_CHUNK_LANES_MAX } from "./tag_chunk.ts";

/** Consecutive records of a log. */
export interface ReplayLogRecords {
  /** Events, or outputs of earlier events. */
  readonly kind: "events" | "outputs";
  /** Byte of the log at which the chunk begins. */
  readonly offset: number;
  /** Number of the first record among those of its kind, from 1. For events this is the sequence. */
  readonly first: number;
  /** Number of records. */
  readonly count: number;
  /** The records' float lanes, 16 for each record. */
  readonly floats: Float64Array<ArrayBuffer>;
  /** The same records as words, 32 for each record. */
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Texts of tags, which later orders use by their numbers. */
export interface ReplayLogTags {
  /** Marks texts of tags. */
  readonly kind: "tags";
  /** Byte of the log at which the chunk begins. */
  readonly offset: number;
  /** Number of the first text, from 1; an order has the number of its tag in the lane `tag`. */
  readonly first: number;
  /** The texts. */
  readonly texts: readonly string[];
}

/** The last chunk of a whole log. */
export interface ReplayLogEnd extends ReplayLogTrailer {
  /** Marks the last chunk. */
  readonly kind: "trailer";
  /** Byte of the log at which the chunk begins. */
  readonly offset: number;
}

/** The place at which an unfinished log breaks off. */
export interface ReplayLogBreak {
  /** Marks the end of the readable part. */
  readonly kind: "break";
  /** Byte of the log after the last whole chunk. */
  readonly offset: number;
  /** The error that is thrown where unfinished logs are not allowed. */
  readonly problem: ReplayLogError;
}

/** A part of a log. */
export type ReplayLogChunk = ReplayLogRecords | ReplayLogTags | ReplayLogEnd | ReplayLogBreak;

/** Options of a {@linkcode ReplayLogReader}. */
export interface ReplayLogReaderOptions {
  /**
   * True if a log may break off after its header, as after the end of its process by a crash. All whole chunks are then
   * read, and the last chunk has the place and the kind of the break. False by default: a break is an error.
   */
  readonly allowUnfinished?: boolean;
}

/** Names of the {@linkcode ReplayLogReaderOptions}. */
export const READER_OPTIONS: readonly string[] = ["allowUnfinished"];

/** Returns known options of a function of replay logs, each read once. */
export function takenReplayOptions<Options extends object>(
  action: string,
  options: Options,
  known: readonly string[],
): Options {
  return takenOptions(options, known, {
    noObject: (shown) => `Cannot ${action} with ${shown} as options: pass an object, or leave it out`,
    unknown: (name) => `Cannot ${action} with option ${inspected(name)}: the options are ${known.join(", ")}`,
  });
}

/** Returns the options of a reader among those of a function that has more. */
export function readerOptionsOf({ allowUnfinished }: ReplayLogReaderOptions): ReplayLogReaderOptions {
  return allowUnfinished === undefined ? {} : { allowUnfinished };
}

/** The progress of a reader. */
interface Progress {
  events: number;
  outputs: number;
  commits: number;
  tags: number;
}

/**
 * Reads a log from its bytes or its file.
 *
 * @example Count the fills of a log
 * ```ts
 * import { ReplayLogReader } from "@cracktrader/cracktrader/replay";
 *
 * function records(path: string): number {
 *   let count = 0;
 *   for (const chunk of new ReplayLogReader(path).chunks()) if (chunk.kind === "outputs") count += chunk.count;
 *   return count;
 * }
 * ```
 */
export class ReplayLogReader {
  /** The header of the log. */
  readonly header: ReplayLogHeader;
  readonly #source: ReplayLogSource;
  readonly #allowUnfinished: boolean;

  /**
   * Reads the header of a log.
   *
   * @throws {ReplayLogError} if the log has no header that this version can read
   */
  constructor(source: ReplayLogSource, options: ReplayLogReaderOptions = {}) {
    const { allowUnfinished = false } = takenReplayOptions("read a replay log", options, READER_OPTIONS);
    if (typeof allowUnfinished !== "boolean") {
      throw new TypeError(`Cannot use allowUnfinished ${inspected(allowUnfinished, 0)}: pass true or false`);
    }
    this.#source = source;
    this.#allowUnfinished = allowUnfinished;
    using reader = new LogReader(source);
    this.header = readHeader(reader).header;
  }

  /**
   * Reads the chunks from first to last; the file stays open during the iteration. Each chunk is checked before it is
   * returned, so all chunks before an error are good.
   *
   * @throws {ReplayLogError} at the first fault
   */
  *chunks(): Generator<ReplayLogChunk, void, void> {
    using reader = new LogReader(this.#source);
    let { checksum } = readHeader(reader);
    const progress: Progress = { events: 0, outputs: 0, commits: 0, tags: 0 };
    while (true) {
      const offset = reader.offset;
      const head = reader.read(CHUNK_HEAD_BYTES), words = new Uint32Array(head.buffer, 0, head.length >> 2);
      if (head.length < CHUNK_HEAD_BYTES) {
        yield this.#broken(head.length === 0 ? "NO_TRAILER" : "CUT", reader, offset, progress);
        return;
      }
      checksum = crc32(head.subarray(0, CHUNK_CHECKSUM * 4), checksum);
      if (checksum !== words[CHUNK_CHECKSUM]) {
        throw new ReplayLogError(
          "DAMAGED",
          offset,
          `the checksum of the head of a chunk is wrong; the log is good up to there, ${afterEvent(progress)}`,
        );
      }
      const kind = words[CHUNK_KIND]!, count = words[CHUNK_COUNT]!;
      requirePossible(kind, count, offset, progress);
      const length = kind === CHUNK_EVENTS || kind === CHUNK_OUTPUTS ? count * RECORD_BYTES : count * 8;
      const payload = reader.read(length);
      if (payload.length < length) {
        yield this.#broken("CUT", reader, offset, progress);
        return;
      }
      if (crc32(payload) !== words[CHUNK_PAYLOAD_CHECKSUM]) {
        throw new ReplayLogError(
          "DAMAGED",
          offset + CHUNK_HEAD_BYTES,
          `the checksum of ${describe(kind, count)}, ${length} bytes, is wrong; the log is good up to there, ` +
            afterEvent(progress),
        );
      }
      if (kind === CHUNK_TRAILER) {
        yield trailerChunk(payload, offset, progress, reader);
        return;
      }
      if (kind === CHUNK_TAGS) yield tagsChunk(payload, offset, progress);
      else yield recordsChunk(kind, count, payload, offset, progress);
    }
  }

  /** Returns the place of the break as a chunk if a break is allowed, and throws otherwise. */
  #broken(code: "CUT" | "NO_TRAILER", reader: LogReader, offset: number, progress: Progress): ReplayLogBreak {
    const problem = new ReplayLogError(
      code,
      reader.offset,
      code === "CUT"
        ? `the file ends inside a chunk that begins at byte ${offset}, ${afterEvent(progress)}`
        : `the file ends without a trailer ${afterEvent(progress)}`,
    );
    if (!this.#allowUnfinished) throw problem;
    return { kind: "break", offset, problem };
  }
}

function afterEvent(progress: Progress): string {
  return `after event ${progress.events}`;
}

function describe(kind: number, count: number): string {
  if (kind === CHUNK_TAGS) return "the texts of tags";
  return kind === CHUNK_TRAILER ? "the trailer" : `${count} ${kind === CHUNK_EVENTS ? "events" : "outputs"}`;
}

/** Rejects a chunk that has a right checksum and yet is impossible, which means a defect of the writer. */
function requirePossible(kind: number, count: number, offset: number, progress: Progress): void {
  const bad = (clause: string): ReplayLogError => new ReplayLogError("BAD_CHUNK", offset, clause);
  if (kind === CHUNK_TRAILER) {
    if (count !== TRAILER_LANES) throw bad(`a trailer of ${count} lanes, which has ${TRAILER_LANES}`);
    return;
  }
  if (kind === CHUNK_TAGS) {
    if (count === 0 || count > TAG_CHUNK_LANES_MAX) {
      throw bad(`texts of tags in ${count} lanes, which may have 1 to ${TAG_CHUNK_LANES_MAX}`);
    }
    return;
  }
  if (kind !== CHUNK_EVENTS && kind !== CHUNK_OUTPUTS) throw bad(`a chunk of kind ${kind}, which there is not`);
  if (count === 0 || count > CHUNK_RECORDS_MAX) {
    throw bad(`a chunk of ${count} records, which may have 1 to ${CHUNK_RECORDS_MAX}`);
  }
  if (kind === CHUNK_OUTPUTS && progress.events === 0) throw bad("outputs before the first event");
}

function recordsChunk(
  kind: number,
  count: number,
  payload: Uint8Array<ArrayBuffer>,
  offset: number,
  progress: Progress,
): ReplayLogRecords {
  const words = new Uint32Array(payload.buffer), floats = new Float64Array(payload.buffer);
  if (kind === CHUNK_EVENTS) {
    const first = progress.events + 1;
    progress.events += count;
    return { kind: "events", offset, first, count, floats, words };
  }
  const first = progress.outputs + 1;
  progress.outputs += count;
  for (let word = OUT_CODE; word < words.length; word += RECORD_WORDS) {
    if ((words[word]! & 255) === OUTPUT_COMMIT) progress.commits++;
  }
  return { kind: "outputs", offset, first, count, floats, words };
}

function tagsChunk(payload: Uint8Array<ArrayBuffer>, offset: number, progress: Progress): ReplayLogTags {
  const texts = decodeTags(payload);
  if (texts === undefined) throw new ReplayLogError("BAD_CHUNK", offset, "texts of tags that no run writes");
  const first = progress.tags + 1;
  progress.tags += texts.length;
  return { kind: "tags", offset, first, texts };
}

function trailerChunk(
  payload: Uint8Array<ArrayBuffer>,
  offset: number,
  progress: Progress,
  reader: LogReader,
): ReplayLogEnd {
  const trailer = decodeTrailer(new Float64Array(payload.buffer));
  for (const name of ["events", "outputs", "commits"] as const) {
    if (trailer[name] === progress[name]) continue;
    throw new ReplayLogError(
      "BAD_TRAILER",
      offset,
      `the trailer counts ${trailer[name]} ${name}, and the log has ${progress[name]}`,
    );
  }
  if (trailer.status[STATUS_SEQUENCE] !== Math.min(progress.events, 0xffff_ffff)) {
    throw new ReplayLogError(
      "BAD_TRAILER",
      offset,
      `the trailer's status is after event ${trailer.status[STATUS_SEQUENCE]}, and the log has ${progress.events}`,
    );
  }
  const end = reader.offset;
  if (reader.read(1).length > 0) {
    throw new ReplayLogError("TRAILING_BYTES", end, "something follows the trailer, with which a log ends");
  }
  return { kind: "trailer", offset, ...trailer };
}
