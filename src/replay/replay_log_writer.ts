/**
 * Writes a replay log during a run: append only, in bounded memory, so that a crash leaves a readable prefix.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import {
  CONFIG_CHAIN,
  CONFIG_INPUT_HASH,
  CONFIG_MARKS_TO_RECORDS,
  OUT_CODE,
  OUTPUT_COMMIT,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_COUNT,
  STATUS_PENDING,
  STATUS_SEQUENCE,
} from "../contract/contract.gen.ts";
import { CONFIG_LANES } from "../contract/records.ts";
import { wordsOf } from "../contract/words.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import type { JsonObject } from "../records/json.ts";
import { CHUNK_RECORDS_MAX, layoutHash } from "./log_format.ts";
import { checkSink, type ReplayLogSink } from "./log_sink.ts";
import { statusOfLog } from "./log_trailer.ts";
import { TAGS_OF_A_CHUNK } from "./tag_chunk.ts";
import { PACKAGE_VERSION } from "../package_version.ts";

/** The contents of a log's header. */
export interface ReplayLogStart {
  /** The configuration's lanes, with the conduct of {@linkcode recordingConfiguration}. */
  readonly configuration: Float64Array;
  /** Hash of the data columns, 16 hexadecimal digits. By default zeros, for events that do not come from columns. */
  readonly dataHash?: string;
  /** Facts for readers, such as strategy and parameters; the package's version is added as `package`. */
  readonly description?: JsonObject;
}

/** Options of a {@linkcode ReplayLogWriter}. */
export interface ReplayLogWriterOptions {
  /**
   * Number of records in a chunk, from 1 to 8192, which stay in memory until the chunk is full. 4096 by default, half a
   * mebibyte.
   */
  readonly chunkRecords?: number;
}

/** Returns the options of a writer, each read once. */
export function takenWriterOptions(options: ReplayLogWriterOptions): ReplayLogWriterOptions {
  const taken = takenOptions(options, ["chunkRecords"], {
    noObject: (shown) => `Cannot write a replay log with ${shown}: pass an object, such as { chunkRecords: 512 }`,
    unknown: (name) => `Cannot write a replay log with option ${inspected(name)}: the option is chunkRecords`,
  });
  const { chunkRecords } = taken;
  if (chunkRecords === undefined) return taken;
  if (Number.isInteger(chunkRecords) && chunkRecords >= 1 && chunkRecords <= CHUNK_RECORDS_MAX) return taken;
  throw new RangeError(
    `Cannot use ${inspected(chunkRecords, 0)} as chunkRecords: it is a whole number from 1 to ${CHUNK_RECORDS_MAX}`,
  );
}

/** Hash of the data where there are none. */
export const NO_DATA_HASH = "0000000000000000";

const RECORDING_LANES: readonly number[] = [CONFIG_MARKS_TO_RECORDS, CONFIG_CHAIN, CONFIG_INPUT_HASH];

/**
 * Returns a configuration with the conduct settings that a log needs: marks and commits as records, state chain and
 * input hash kept. Conduct does not change the decisions of a run, nor its chain.
 */
export function recordingConfiguration(configuration: Float64Array): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(configuration);
  for (const lane of RECORDING_LANES) lanes[lane] = 1;
  return lanes;
}

/** Records of one kind that are not yet written. */
interface Waiting {
  readonly words: Uint32Array;
  count: number;
}

/**
 * Writes a log to a sink. Records wait until a chunk is full, or until {@linkcode ReplayLogWriter.flush} is called.
 * Written chunks stay readable after any later crash. A log is whole once it is finished.
 *
 * @example After a crash, a log is replayed up to its last flush
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { MemorySink, recordingConfiguration, replay, ReplayLogWriter } from "@cracktrader/cracktrader/replay";
 *
 * class Idle extends ct.Strategy {
 *   override next(): void {}
 * }
 *
 * const engineBackend = "typescript";
 * const result = ct.backtest(Idle, await ct.csv("fixtures/prices/aapl.csv"), { engineBackend });
 * const configuration = recordingConfiguration(Float64Array.from(result.configuration.lanes));
 * const step = new Float64Array(16);
 * new Uint32Array(step.buffer)[20] = 7; // The kind of an event, STEP.
 *
 * const sink = new MemorySink(), writer = new ReplayLogWriter(sink, { configuration });
 * writer.events(step, 1);
 * writer.flush();
 * const report = replay(sink.bytes(), { engineBackend, allowUnfinished: true });
 * console.log(report.events, report.breaksOff?.code); // 1 "NO_TRAILER"
 * ```
 */
export class ReplayLogWriter {
  readonly #writer: ChunkWriter;
  readonly #chunkRecords: number;
  readonly #events: Waiting;
  readonly #outputs: Waiting;
  #eventsCount = 0;
  #outputsCount = 0;
  #commitsCount = 0;
  #finished = false;

  /**
   * Writes the header of a log to a sink.
   *
   * @throws {RangeError} if the configuration lacks a conduct setting that a log needs, or an option is out of range
   */
  constructor(sink: ReplayLogSink, start: ReplayLogStart, options: ReplayLogWriterOptions = {}) {
    checkSink(sink);
    const { configuration } = start, { chunkRecords = CHUNK_RECORDS_MAX / 2 } = takenWriterOptions(options);
    for (const lane of RECORDING_LANES) {
      if (configuration[lane] === 1) continue;
      throw new RangeError(
        `Cannot record under a configuration whose lane ${lane} (${CONFIG_LANES[lane]![0]}) is ${
          configuration[lane]
        }: ` +
          "it must be 1; make it with recordingConfiguration",
      );
    }
    this.#chunkRecords = chunkRecords;
    this.#events = { words: new Uint32Array(chunkRecords * RECORD_WORDS), count: 0 };
    this.#outputs = { words: new Uint32Array(chunkRecords * RECORD_WORDS), count: 0 };
    this.#writer = new ChunkWriter(sink);
    this.#writer.header({
      layoutHash: layoutHash(),
      dataHash: start.dataHash ?? NO_DATA_HASH,
      configuration,
      description: { ...start.description, package: PACKAGE_VERSION },
    });
  }

  /** Number of event records so far. */
  get eventsCount(): number {
    return this.#eventsCount;
  }

  /** Number of output records so far. */
  get outputsCount(): number {
    return this.#outputsCount;
  }

  /** Adds the first `count` event records of a buffer. Call it before `outputs` with the outputs of these events. */
  events(records: Float64Array, count: number): void {
    this.#require("events", records, count);
    this.#take(this.#events, records, count);
    this.#eventsCount += count;
  }

  /** Adds the first `count` output records of a buffer, in the order in which the engine made them. */
  outputs(records: Float64Array, count: number): void {
    this.#require("outputs", records, count);
    const words = wordsOf(records);
    for (let word = OUT_CODE; word < count * RECORD_WORDS; word += RECORD_WORDS) {
      if ((words[word]! & 255) === OUTPUT_COMMIT) this.#commitsCount++;
    }
    this.#take(this.#outputs, records, count);
    this.#outputsCount += count;
  }

  /** Writes texts of tags at once, so that they stand before the orders that use them first. */
  tags(texts: readonly string[]): void {
    if (this.#finished) throw new Error("Cannot add tags to a replay log that is finished");
    for (let at = 0; at < texts.length; at += TAGS_OF_A_CHUNK) {
      this.#writer.tags(texts.slice(at, at + TAGS_OF_A_CHUNK));
    }
  }

  /** Writes the waiting records to the sink. */
  flush(): void {
    // Events first, since no output may stand in a log before its event.
    if (this.#events.count > 0) this.#writer.events(this.#events.words, this.#events.count);
    if (this.#outputs.count > 0) this.#writer.outputs(this.#outputs.words, this.#outputs.count);
    this.#events.count = this.#outputs.count = 0;
  }

  /**
   * Writes the waiting records and the trailer. The sink stays open: the caller closes it.
   *
   * @param status the engine's status lanes after the last event, when all outputs have been read
   * @throws {RangeError} if the status does not match the written records
   */
  finish(status: Float64Array): void {
    this.#require("an end", status, 0);
    if (status.length < STATUS_COUNT) {
      throw new RangeError(`Cannot finish a replay log with ${status.length} of ${STATUS_COUNT} status lanes`);
    }
    if (status[STATUS_PENDING] !== 0) {
      throw new RangeError(
        `Cannot finish a replay log while ${
          status[STATUS_PENDING]
        } outputs wait in the engine: read and write them first`,
      );
    }
    if (status[STATUS_SEQUENCE] !== Math.min(this.#eventsCount, 0xffff_ffff)) {
      throw new RangeError(
        `Cannot finish a replay log of ${this.#eventsCount} events: the engine was given ${status[STATUS_SEQUENCE]}`,
      );
    }
    this.flush();
    this.#writer.trailer({
      events: this.#eventsCount,
      outputs: this.#outputsCount,
      commits: this.#commitsCount,
      status: statusOfLog(status),
    });
    this.#finished = true;
  }

  #require(what: string, records: Float64Array, count: number): void {
    if (this.#finished) throw new Error(`Cannot add ${what} to a replay log that is finished`);
    if (!(Number.isInteger(count) && count >= 0 && count * RECORD_LANES <= records.length)) {
      throw new RangeError(`Cannot write ${count} ${what}: the buffer holds ${records.length / RECORD_LANES} of them`);
    }
  }

  #take(waiting: Waiting, records: Float64Array, count: number): void {
    const words = wordsOf(records);
    for (let from = 0; from < count;) {
      if (waiting.count === this.#chunkRecords) this.flush();
      const until = Math.min(count, from + this.#chunkRecords - waiting.count);
      waiting.words.set(words.subarray(from * RECORD_WORDS, until * RECORD_WORDS), waiting.count * RECORD_WORDS);
      waiting.count += until - from;
      from = until;
    }
  }
}
