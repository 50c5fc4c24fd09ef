/**
 * Writes the parts of a replay log, header and chunks, each with its checksums.
 *
 * @module
 */

import { RECORD_BYTES } from "../contract/contract.gen.ts";
import { crc32 } from "./crc32.ts";
import {
  CHUNK_CHECKSUM,
  CHUNK_COUNT,
  CHUNK_EVENTS,
  CHUNK_HEAD_BYTES,
  CHUNK_KIND,
  CHUNK_OUTPUTS,
  CHUNK_PAYLOAD_CHECKSUM,
  CHUNK_TAGS,
  CHUNK_TRAILER,
} from "./log_format.ts";
import { encodeHeader, type ReplayLogHeader } from "./log_header.ts";
import { type ReplayLogSink, writeAll } from "./log_sink.ts";
import { encodeTags } from "./tag_chunk.ts";
import { encodeTrailer, type ReplayLogTrailer, TRAILER_LANES } from "./log_trailer.ts";

/** Writes a log part by part, without checking that the log is complete. */
export class ChunkWriter {
  readonly #sink: ReplayLogSink;
  readonly #head: Uint32Array = new Uint32Array(CHUNK_HEAD_BYTES / 4);
  readonly #headBytes: Uint8Array = new Uint8Array(this.#head.buffer);
  /** The checksum of the previous head. */
  #checksum = 0;

  /** Makes a writer. It writes nothing yet. */
  constructor(sink: ReplayLogSink) {
    this.#sink = sink;
  }

  /** Writes the header. */
  header(header: ReplayLogHeader): void {
    const { bytes, checksum } = encodeHeader(header);
    this.#checksum = checksum;
    writeAll(this.#sink, bytes);
  }

  /** Writes a chunk of event records. */
  events(words: Uint32Array, count: number): void {
    this.#chunk(CHUNK_EVENTS, count, words, count * RECORD_BYTES);
  }

  /** Writes a chunk of output records. */
  outputs(words: Uint32Array, count: number): void {
    this.#chunk(CHUNK_OUTPUTS, count, words, count * RECORD_BYTES);
  }

  /** Writes a chunk of texts of tags. */
  tags(texts: readonly string[]): void {
    const payload = encodeTags(texts);
    this.#chunk(CHUNK_TAGS, payload.byteLength / 8, payload, payload.byteLength);
  }

  /** Writes the trailer. */
  trailer(trailer: ReplayLogTrailer): void {
    const lanes = encodeTrailer(trailer);
    this.#chunk(CHUNK_TRAILER, TRAILER_LANES, lanes, lanes.byteLength);
  }

  #chunk(kind: number, count: number, payload: Float64Array | Uint32Array, length: number): void {
    const bytes = new Uint8Array(payload.buffer, payload.byteOffset, length);
    this.#head[CHUNK_KIND] = kind;
    this.#head[CHUNK_COUNT] = count;
    this.#head[CHUNK_PAYLOAD_CHECKSUM] = crc32(bytes);
    this.#checksum = crc32(this.#headBytes.subarray(0, CHUNK_CHECKSUM * 4), this.#checksum);
    this.#head[CHUNK_CHECKSUM] = this.#checksum;
    writeAll(this.#sink, this.#headBytes);
    writeAll(this.#sink, bytes);
  }
}
