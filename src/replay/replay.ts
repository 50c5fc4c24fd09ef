/**
 * Replays a log: applies its events to an engine and compares every byte of the outputs, and so every hash.
 *
 * @module
 */

import {
  OUT_CAUSE,
  OUT_CODE,
  OUTPUT_COMMIT,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_INPUT_HIGH,
  STATUS_INPUT_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
} from "../contract/contract.gen.ts";
import { STATUS_LANES } from "../contract/records.ts";
import { ENGINE_OPTIONS } from "../engine/choice.ts";
import { Engine, type EngineBackend, type EngineOptions } from "../engine/engine.ts";
import { hashText } from "../records/text.ts";
import { lanesToJson } from "./json_configuration.ts";
import { recordToJson } from "./json_record.ts";
import type { JsonObject } from "../records/json.ts";
import { CHUNK_RECORDS_MAX } from "./log_format.ts";
import type { ReplayLogSource } from "./log_source.ts";
import { statusOfLog } from "./log_trailer.ts";
import { type FieldDifference, fieldDifferences, recordDifferences } from "./record_difference.ts";
import {
  READER_OPTIONS,
  readerOptionsOf,
  type ReplayLogEnd,
  ReplayLogReader,
  type ReplayLogReaderOptions,
  type ReplayLogRecords,
  takenReplayOptions,
} from "./replay_log_reader.ts";
import type { ReplayLogError } from "./replay_log_error.ts";

/** Options of {@linkcode replay}: the engine, and whether the log may break off. */
export interface ReplayOptions extends EngineOptions, ReplayLogReaderOptions {}

/** The first difference between a log and the outputs of an engine now. */
export interface ReplayDifference {
  /**
   * `"output"`: a record differs. `"missing"`: the engine makes fewer outputs than the log has. `"extra"`: it makes
   * more. `"status"`: all records are equal, but the status at the end differs.
   */
  readonly what: "output" | "missing" | "extra" | "status";
  /** Sequence of the event that caused the output, from 1; the last event for a status. */
  readonly event: number;
  /** That event with its fields by name, if the log has it. */
  readonly eventFields: JsonObject | undefined;
  /** Number of the output among all outputs of the log, from 1; for a status the number of outputs. */
  readonly output: number;
  /** The fields that differ, with their values in the log and from the engine. */
  readonly fields: readonly FieldDifference[];
}

/** The result of a replay. */
export interface ReplayReport {
  /** The engine of the replay, and the reason for choosing it. */
  readonly engine: EngineBackend;
  /** Number of events that were applied. */
  readonly events: number;
  /** Number of outputs that were compared, marks and commits included, up to the first difference. */
  readonly outputs: number;
  /** Number of commits among them, each with state chain and input hash. */
  readonly commits: number;
  /** State chain after the last event, 16 hexadecimal digits. */
  readonly chain: string;
  /** Mark hash over all steps, 16 hexadecimal digits. */
  readonly markHash: string;
  /** Input hash after the last event, 16 hexadecimal digits. */
  readonly inputHash: string;
  /**
   * Place and reason at which the log breaks off, if it does. The outputs of its last events may then be missing in it.
   */
  readonly breaksOff: ReplayLogError | undefined;
  /** True if everything was equal. */
  readonly equal: boolean;
  /** The first difference, if there is one. */
  readonly difference: ReplayDifference | undefined;
}

/**
 * Applies the events of a log to an engine with its configuration. Every output is compared with the log byte for byte,
 * every hash at every commit, and the status at the end. Memory is bounded by the chunks of the log.
 *
 * @throws {ReplayLogError} if the log cannot be read
 * @throws {EngineError} if the requested engine is not available
 *
 * @example
 * ```ts
 * import { replay } from "@cracktrader/cracktrader/replay";
 *
 * function check(path: string): boolean {
 *   const { equal, difference } = replay(path, { engineBackend: "typescript" });
 *   if (difference !== undefined) console.log(`event ${difference.event}`, difference.fields);
 *   return equal;
 * }
 * ```
 */
export function replay(log: ReplayLogSource, given: ReplayOptions = {}): ReplayReport {
  const options = takenReplayOptions("replay", given, [...ENGINE_OPTIONS, ...READER_OPTIONS]);
  const reader = new ReplayLogReader(log, readerOptionsOf(options));
  using engine = new Engine(reader.header.configuration, options);
  const comparison = new Comparison(engine);
  let breaksOff: ReplayLogError | undefined, found: FoundDifference | undefined;
  for (const chunk of reader.chunks()) {
    if (chunk.kind === "break") breaksOff = chunk.problem;
    else if (chunk.kind === "trailer") found = comparison.end(chunk);
    else if (chunk.kind === "outputs") found = comparison.outputs(chunk);
    else if (chunk.kind === "events") comparison.apply(chunk);
    if (found !== undefined) break;
  }
  const status = engine.status();
  return {
    engine: engine.backend,
    ...comparison.counts,
    chain: hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
    markHash: hashText(status[STATUS_MARK_LOW]!, status[STATUS_MARK_HIGH]!),
    inputHash: hashText(status[STATUS_INPUT_LOW]!, status[STATUS_INPUT_HIGH]!),
    breaksOff,
    equal: found === undefined,
    difference: found === undefined ? undefined : { ...found, eventFields: eventOf(reader, found.event) },
  };
}

type FoundDifference = Omit<ReplayDifference, "eventFields">;

/** Compares the outputs of an engine with those of the log. */
class Comparison {
  readonly counts: { events: number; outputs: number; commits: number } = { events: 0, outputs: 0, commits: 0 };
  readonly #engine: Engine;
  readonly #floats: Float64Array<ArrayBuffer> = new Float64Array(CHUNK_RECORDS_MAX * RECORD_LANES);
  readonly #words: Uint32Array = new Uint32Array(this.#floats.buffer);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  apply(chunk: ReplayLogRecords): void {
    this.#engine.apply(chunk.floats, chunk.count);
    this.counts.events += chunk.count;
  }

  outputs(chunk: ReplayLogRecords): FoundDifference | undefined {
    const count = this.#engine.read(this.#floats.subarray(0, chunk.count * RECORD_LANES));
    for (let at = 0; at < chunk.count; at++) {
      const base = at * RECORD_WORDS, logged = chunk.words.subarray(base, base + RECORD_WORDS);
      if (at === count) return this.#found("missing", logged[OUT_CAUSE]!, only(logged, "logged"));
      const replayed = this.#words.subarray(base, base + RECORD_WORDS);
      if (!equalWords(logged, replayed)) {
        const cause = Math.min(logged[OUT_CAUSE]!, replayed[OUT_CAUSE]!);
        return this.#found("output", cause, recordDifferences("output", logged, replayed));
      }
      this.counts.outputs++;
      if (isCommit(logged)) this.counts.commits++;
    }
    return undefined;
  }

  end(trailer: ReplayLogEnd): FoundDifference | undefined {
    if (this.#engine.read(this.#floats.subarray(0, RECORD_LANES)) > 0) {
      const replayed = this.#words.subarray(0, RECORD_WORDS);
      return this.#found("extra", replayed[OUT_CAUSE]!, only(replayed, "replayed"));
    }
    const fields = fieldDifferences(statusFields(trailer.status), statusFields(statusOfLog(this.#engine.status())));
    return fields.length === 0 ? undefined : this.#found("status", this.counts.events, fields);
  }

  #found(what: ReplayDifference["what"], event: number, fields: readonly FieldDifference[]): FoundDifference {
    return { what, event, output: this.counts.outputs + (what === "status" ? 0 : 1), fields };
  }
}

function equalWords(one: Uint32Array, other: Uint32Array): boolean {
  for (let word = 0; word < RECORD_WORDS; word++) if (one[word] !== other[word]) return false;
  return true;
}

function isCommit(words: Uint32Array): boolean {
  return (words[OUT_CODE]! & 255) === OUTPUT_COMMIT;
}

/** Returns all fields of a record that only one side has. */
function only(words: Uint32Array, side: "logged" | "replayed"): readonly FieldDifference[] {
  const fields = recordToJson("output", words, 0);
  return side === "logged" ? fieldDifferences(fields, {}) : fieldDifferences({}, fields);
}

function statusFields(status: Float64Array): JsonObject {
  return lanesToJson(STATUS_LANES.map(([name]) => name), status);
}

/** Returns an event of a log as an object, by reading the log again up to it. */
function eventOf(reader: ReplayLogReader, event: number): JsonObject | undefined {
  for (const chunk of reader.chunks()) {
    if (chunk.kind !== "events" || event >= chunk.first + chunk.count) continue;
    if (event < chunk.first) return undefined;
    return recordToJson("event", chunk.words, (event - chunk.first) * RECORD_WORDS);
  }
  return undefined;
}
