/**
 * Converts a replay log to JSON Lines, and back to the same bytes.
 *
 * The first line has the header. A line with `chunk` has the number and the family of the records that follow it. The
 * line of a record begins with its number. A line with texts of tags comes before the orders that use them. The last
 * line has the trailer. The schema is `replay_log.schema.json` beside this file.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { OUT_CODE, OUTPUT_COMMIT, RECORD_WORDS } from "../contract/contract.gen.ts";
import { checkConfiguration } from "../core/config.ts";
import { STATUS_LANES } from "../contract/records.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import { parseHash } from "../records/text.ts";
import {
  configurationFromJson,
  configurationToJson,
  lanesFromJson,
  lanesToJson,
  requireObject,
} from "./json_configuration.ts";
import { FieldError, JsonLinesError } from "./json_lines_error.ts";
import { recordFromJson, recordToJson, show } from "./json_record.ts";
import { faultOfJsonText } from "./json_text.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import { CHUNK_RECORDS_MAX, layoutHash, LOG_NAME, LOG_VERSION, TEXT_BYTES_MAX } from "./log_format.ts";
import type { ReplayLogHeader } from "./log_header.ts";
import { checkSink, MemorySink, type ReplayLogSink } from "./log_sink.ts";
import type { ReplayLogSource } from "./log_source.ts";
import type { ReplayLogTrailer } from "./log_trailer.ts";
import { ReplayLogReader, type ReplayLogReaderOptions } from "./replay_log_reader.ts";
import { areTags, TAGS_OF_A_CHUNK } from "./tag_chunk.ts";

/** Names of the status lanes in the order of the contract. */
const STATUS_NAMES: readonly string[] = STATUS_LANES.map(([name]) => name);
const COUNT_NAMES = ["events", "outputs", "commits"] as const;

/**
 * Returns the lines of a replay log, one after the other and without line ends. An unfinished log, if it is allowed,
 * has no line with a trailer.
 *
 * @throws {ReplayLogError} if the log cannot be read
 *
 * @example Print a log
 * ```ts
 * import { exportJsonLines } from "@cracktrader/cracktrader/replay";
 *
 * function print(path: string): void {
 *   for (const line of exportJsonLines(path)) console.log(line);
 * }
 * ```
 */
export function* exportJsonLines(log: ReplayLogSource, options: ReplayLogReaderOptions = {}): Generator<string> {
  const reader = new ReplayLogReader(log, options);
  yield JSON.stringify(headerToJson(reader.header));
  for (const chunk of reader.chunks()) {
    if (chunk.kind === "break") return;
    if (chunk.kind === "trailer") {
      yield JSON.stringify({ trailer: trailerToJson(chunk) });
      continue;
    }
    if (chunk.kind === "tags") {
      yield JSON.stringify({ tags: chunk.texts });
      continue;
    }
    yield JSON.stringify({ chunk: chunk.kind, count: chunk.count });
    const family = chunk.kind === "events" ? "event" : "output";
    for (let at = 0; at < chunk.count; at++) {
      yield JSON.stringify({ [family]: chunk.first + at, ...recordToJson(family, chunk.words, at * RECORD_WORDS) });
    }
  }
}

/**
 * Returns the bytes of the replay log from its exported lines.
 *
 * @throws {JsonLinesError} at the first line that is no part of a log; the error names line and field
 *
 * @example There and back
 * ```ts
 * import { exportJsonLines, importJsonLines } from "@cracktrader/cracktrader/replay";
 *
 * function copy(log: Uint8Array): Uint8Array {
 *   return importJsonLines(exportJsonLines(log));
 * }
 * ```
 */
export function importJsonLines(lines: Iterable<string>): Uint8Array<ArrayBuffer> {
  const sink = new MemorySink();
  writeJsonLines(lines, sink);
  return sink.bytes();
}

/**
 * Writes a replay log from its exported lines to a sink, in bounded memory.
 *
 * @throws {JsonLinesError} at the first line that is no part of a log; the error names line and field
 */
export function writeJsonLines(lines: Iterable<string>, sink: ReplayLogSink): void {
  checkSink(sink);
  if (
    typeof lines === "string" || ArrayBuffer.isView(lines) ||
    typeof (lines as Iterable<string> | null | undefined)?.[Symbol.iterator] !== "function"
  ) {
    throw new TypeError(
      `Cannot import ${
        inspected(lines, 0)
      }: pass the lines of a log as an array or another iterable, text.split("\\n")`,
    );
  }
  const importer = new Importer(sink);
  let number = 0;
  for (const line of lines) {
    number++;
    if (typeof line !== "string") throw new JsonLinesError(number, "", `it is no text but ${inspected(line, 0)}`);
    if (line.trim() === "") continue;
    try {
      importer.take(parseLine(line));
    } catch (error) {
      throw error instanceof FieldError ? new JsonLinesError(number, error.field, error.message) : error;
    }
  }
  const missing = importer.missing();
  if (missing !== undefined) throw new JsonLinesError(number + 1, "", missing);
}

/** Reads the lines of a log one by one. */
class Importer {
  readonly #writer: ChunkWriter;
  readonly #words: Uint32Array = new Uint32Array(CHUNK_RECORDS_MAX * RECORD_WORDS);
  readonly #counts: Record<(typeof COUNT_NAMES)[number], number> = { events: 0, outputs: 0, commits: 0 };
  #stage: "header" | "chunks" | "end" = "header";
  /** The chunk whose records come next. */
  #chunk: { readonly kind: "events" | "outputs"; readonly count: number } | undefined;
  #taken = 0;

  constructor(sink: ReplayLogSink) {
    this.#writer = new ChunkWriter(sink);
  }

  take(line: JsonObject): void {
    if (this.#stage === "end") throw new FieldError("", "something follows the trailer, with which a log ends");
    if (this.#stage === "header") {
      this.#writer.header(headerFromJson(line));
      this.#stage = "chunks";
    } else if (this.#chunk !== undefined) this.#takeRecord(line, this.#chunk);
    else if ("trailer" in line) this.#takeTrailer(line);
    else if ("tags" in line) this.#takeTags(line);
    else this.#takeChunk(line);
  }

  /**
   * Returns the name of the missing part if no line follows. A log without a trailer is one that breaks off, so it is
   * written unchanged.
   */
  missing(): string | undefined {
    if (this.#stage === "header") return "there is no header";
    return this.#chunk === undefined
      ? undefined
      : `the chunk has ${this.#chunk.count} ${this.#chunk.kind}, and the lines end after ${this.#taken}`;
  }

  #takeChunk(line: JsonObject): void {
    const { chunk: kind, count } = requireObject(line, "", ["chunk", "count"]);
    if (kind !== "events" && kind !== "outputs") {
      throw new FieldError("chunk", `${show(kind)} is no kind of chunk: there are "events" and "outputs"`);
    }
    if (!(typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= CHUNK_RECORDS_MAX)) {
      throw new FieldError("count", `${show(count)} is no whole number from 1 to ${CHUNK_RECORDS_MAX}`);
    }
    if (kind === "outputs" && this.#counts.events === 0) throw new FieldError("chunk", "no event comes before it");
    this.#chunk = { kind, count };
    this.#taken = 0;
  }

  #takeRecord(line: JsonObject, chunk: { readonly kind: "events" | "outputs"; readonly count: number }): void {
    const family = chunk.kind === "events" ? "event" : "output", number = this.#counts[chunk.kind] + 1;
    if (line[family] !== number) {
      throw new FieldError(
        family,
        `${show(line[family])} is not the number of the next ${family}, ${number}`,
      );
    }
    const base = this.#taken * RECORD_WORDS;
    recordFromJson(family, line, family, this.#words, base);
    if (family === "output" && (this.#words[base + OUT_CODE]! & 255) === OUTPUT_COMMIT) this.#counts.commits++;
    this.#counts[chunk.kind]++;
    this.#taken++;
    if (this.#taken < chunk.count) return;
    if (chunk.kind === "events") this.#writer.events(this.#words, chunk.count);
    else this.#writer.outputs(this.#words, chunk.count);
    this.#chunk = undefined;
  }

  #takeTags(line: JsonObject): void {
    const { tags } = requireObject(line, "", ["tags"]);
    if (!areTags(tags)) throw new FieldError("tags", `${show(tags)} is no list of 1 to ${TAGS_OF_A_CHUNK} tags`);
    this.#writer.tags(tags);
  }

  #takeTrailer(line: JsonObject): void {
    const trailer = trailerFromJson(requireObject(line, "", ["trailer"])["trailer"]);
    for (const name of COUNT_NAMES) {
      if (trailer[name] === this.#counts[name]) continue;
      throw new FieldError(`trailer.${name}`, `it is ${trailer[name]}, and there are ${this.#counts[name]}`);
    }
    this.#writer.trailer(trailer);
    this.#stage = "end";
  }
}

function parseLine(line: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new FieldError("", `it is no JSON: ${(error as Error).message}`);
  }
  if (!isJsonObject(value)) throw new FieldError("", "it is no object");
  const fault = faultOfJsonText(line, value);
  if (fault !== undefined) throw new FieldError(fault.field, fault.clause);
  return value;
}

function headerToJson(header: ReplayLogHeader): JsonObject {
  return {
    log: LOG_NAME,
    version: LOG_VERSION,
    layout_hash: header.layoutHash,
    data_hash: header.dataHash,
    description: header.description,
    configuration: configurationToJson(header.configuration),
  };
}

function headerFromJson(line: JsonObject): ReplayLogHeader {
  if (line["log"] !== LOG_NAME) throw new FieldError("log", `the first line is a header, with "${LOG_NAME}" in it`);
  if (line["version"] !== LOG_VERSION) {
    throw new FieldError("version", `it is ${show(line["version"])}, and this package reads ${LOG_VERSION}`);
  }
  const names = ["log", "version", "layout_hash", "data_hash", "description", "configuration"];
  const { layout_hash, data_hash, description, configuration } = requireObject(line, "", names);
  if (layout_hash !== layoutHash()) {
    throw new FieldError(
      "layout_hash",
      `it is ${show(layout_hash)}, and this package lays records out by ${layoutHash()}`,
    );
  }
  if (typeof data_hash !== "string" || parseHash(data_hash) === undefined) {
    throw new FieldError("data_hash", `${show(data_hash)} is not 16 hexadecimal digits in lower case`);
  }
  if (!isJsonObject(description)) throw new FieldError("description", "it is an object, and not missing");
  if (new TextEncoder().encode(JSON.stringify(description)).length > TEXT_BYTES_MAX) {
    throw new FieldError("description", `it takes more than ${TEXT_BYTES_MAX} bytes`);
  }
  const lanes = configurationFromJson(configuration, "configuration"), refusal = checkConfiguration(lanes);
  if (refusal !== undefined) {
    const { reason, lane } = refusal;
    throw new FieldError("configuration", `its lane ${lane}, ${lanes[lane]}, is refused, reason ${reason}`);
  }
  return { layoutHash: layout_hash, dataHash: data_hash, description, configuration: lanes };
}

function trailerToJson(trailer: ReplayLogTrailer): JsonObject {
  const counts = Object.fromEntries(COUNT_NAMES.map((name) => [name, trailer[name]]));
  return { ...counts, status: lanesToJson(STATUS_NAMES, trailer.status) };
}

function trailerFromJson(value: JsonValue | undefined): ReplayLogTrailer {
  const object = requireObject(value, "trailer", [...COUNT_NAMES, "status"]),
    status = new Float64Array(STATUS_NAMES.length);
  const path = "trailer.status", counts = new Float64Array(COUNT_NAMES.length);
  lanesFromJson(COUNT_NAMES, object, "trailer", counts, 0);
  lanesFromJson(STATUS_NAMES, requireObject(object["status"], path, STATUS_NAMES), path, status, 0);
  return { events: counts[0]!, outputs: counts[1]!, commits: counts[2]!, status };
}
