/**
 * The header of a replay log: the layout of its records and the configuration of the engine that made them.
 *
 * @module
 */

import { CONFIG_INSTRUMENTS, INSTRUMENT_STRIDE, INSTRUMENTS_MAX } from "../contract/contract.gen.ts";
import { checkConfiguration } from "../core/config.ts";
import { inspected } from "../host.ts";
import { hashText, parseHash } from "../records/text.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import { crc32 } from "./crc32.ts";
import {
  HEADER_BODY_CHECKSUM,
  HEADER_CHECKSUM,
  HEADER_DATA,
  HEADER_HEAD_BYTES,
  HEADER_LANES,
  HEADER_LAYOUT,
  HEADER_RESERVED,
  HEADER_TEXT_BYTES,
  HEADER_VERSION,
  layoutHash,
  LOG_MAGIC,
  LOG_VERSION,
  TEXT_BYTES_MAX,
} from "./log_format.ts";
import { isNestedTooDeep, JSON_DEPTH_MAX } from "./json_text.ts";
import type { LogReader } from "./log_source.ts";
import { ReplayLogError } from "./replay_log_error.ts";

/** Most lanes of a configuration. */
const LANES_MAX = CONFIG_INSTRUMENTS + INSTRUMENTS_MAX * INSTRUMENT_STRIDE;

/** Contents of a log's header. */
export interface ReplayLogHeader {
  /** Hash of the contract's layout table, 16 hexadecimal digits. */
  readonly layoutHash: string;
  /** Hash of the data columns, 16 hexadecimal digits; zeros when the events did not come from columns. */
  readonly dataHash: string;
  /** The configuration's lanes. An engine with this configuration can replay the log. */
  readonly configuration: Float64Array;
  /**
   * Facts for readers: `package` is the version of the package that wrote the log. A run adds strategy, parameters,
   * rules and instruments. A replay needs none of them.
   */
  readonly description: JsonObject;
}

/** A header, and the checksum that the first chunk continues. */
export interface ReadHeader {
  readonly header: ReplayLogHeader;
  readonly checksum: number;
}

/**
 * Encodes a header.
 *
 * @throws {RangeError} if the description is longer than 16 MiB or nested deeper than 1,000 levels
 */
export function encodeHeader(header: ReplayLogHeader): { bytes: Uint8Array<ArrayBuffer>; checksum: number } {
  const { configuration } = header;
  if (isNestedTooDeep(header.description)) {
    throw new RangeError(
      `Cannot describe a replay log by values that are nested deeper than ${JSON_DEPTH_MAX} levels: leave something out`,
    );
  }
  const text = new TextEncoder().encode(JSON.stringify(header.description));
  if (text.length > TEXT_BYTES_MAX) {
    throw new RangeError(
      `Cannot describe a replay log in ${text.length} bytes: there may be ${TEXT_BYTES_MAX}; leave something out`,
    );
  }
  const bytes = new Uint8Array(HEADER_HEAD_BYTES + configuration.length * 8 + paddedBytes(text.length));
  const words = new Uint32Array(bytes.buffer);
  bytes.set(LOG_MAGIC);
  words[HEADER_VERSION] = LOG_VERSION;
  words[HEADER_LANES] = configuration.length;
  words[HEADER_TEXT_BYTES] = text.length;
  words.set(hashWords(header.layoutHash, "layoutHash"), HEADER_LAYOUT);
  words.set(hashWords(header.dataHash, "dataHash"), HEADER_DATA);
  bytes.set(
    new Uint8Array(configuration.buffer, configuration.byteOffset, configuration.byteLength),
    HEADER_HEAD_BYTES,
  );
  bytes.set(text, HEADER_HEAD_BYTES + configuration.byteLength);
  words[HEADER_BODY_CHECKSUM] = crc32(bytes.subarray(HEADER_HEAD_BYTES));
  const checksum = words[HEADER_CHECKSUM] = crc32(bytes.subarray(0, HEADER_CHECKSUM * 4));
  return { bytes, checksum };
}

/**
 * Reads a header.
 *
 * @throws {ReplayLogError} if the log has no header that this version can read
 */
export function readHeader(reader: LogReader): ReadHeader {
  const head = reader.read(HEADER_HEAD_BYTES);
  const magic = LOG_MAGIC.findIndex((byte, at) => at < head.length && head[at] !== byte);
  if (magic >= 0) {
    throw new ReplayLogError(
      "BAD_MAGIC",
      magic,
      "this is no replay log; it does not begin like one, nor may a first segment of it be read beside it",
    );
  }
  if (head.length < HEADER_HEAD_BYTES) throw cutInHeader(reader);
  const words = new Uint32Array(head.buffer), version = words[HEADER_VERSION]!;
  if (version !== LOG_VERSION) {
    throw new ReplayLogError(
      "OTHER_VERSION",
      HEADER_VERSION * 4,
      `its format has version ${version}, this package reads version ${LOG_VERSION}`,
    );
  }
  const checksum = words[HEADER_CHECKSUM]!;
  if (crc32(head.subarray(0, HEADER_CHECKSUM * 4)) !== checksum) {
    throw new ReplayLogError("DAMAGED", 0, `the checksum of its first ${HEADER_HEAD_BYTES} bytes is wrong`);
  }
  const layout = hashText(words[HEADER_LAYOUT]!, words[HEADER_LAYOUT + 1]!);
  if (layout !== layoutHash()) {
    throw new ReplayLogError(
      "OTHER_LAYOUT",
      HEADER_LAYOUT * 4,
      `its records were laid out by another contract, ${layout}, and this package has ${layoutHash()}; ` +
        "read it with the version that wrote it",
    );
  }
  const lanes = words[HEADER_LANES]!, textBytes = words[HEADER_TEXT_BYTES]!;
  if (words[HEADER_RESERVED] !== 0 || textBytes > TEXT_BYTES_MAX || lanes > LANES_MAX) {
    throw badHeader(HEADER_LANES * 4, "the sizes in its head cannot be");
  }
  const body = reader.read(lanes * 8 + paddedBytes(textBytes));
  if (body.length < lanes * 8 + paddedBytes(textBytes)) throw cutInHeader(reader);
  if (crc32(body) !== words[HEADER_BODY_CHECKSUM]) {
    throw new ReplayLogError(
      "DAMAGED",
      HEADER_HEAD_BYTES,
      `the checksum of the ${body.length} bytes with configuration and description is wrong`,
    );
  }
  const configuration = new Float64Array(body.buffer, 0, lanes).slice();
  const refusal = checkConfiguration(configuration);
  if (refusal !== undefined) {
    const { reason, lane } = refusal;
    throw badHeader(HEADER_HEAD_BYTES + lane * 8, `lane ${lane} of its configuration is refused, reason ${reason}`);
  }
  return {
    header: {
      layoutHash: layout,
      dataHash: hashText(words[HEADER_DATA]!, words[HEADER_DATA + 1]!),
      configuration,
      description: parseDescription(body.subarray(lanes * 8), textBytes, reader.offset - body.length + lanes * 8),
    },
    checksum,
  };
}

/**
 * Reads the description from its text. The text must be exactly in the form that this package writes, so that a copy of
 * the log has the same bytes.
 */
function parseDescription(padded: Uint8Array, textBytes: number, offset: number): JsonObject {
  if (padded.subarray(textBytes).some((byte) => byte !== 0)) {
    throw badHeader(offset + textBytes, "its description is not followed by zeros");
  }
  let value: JsonValue | undefined, text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(padded.subarray(0, textBytes));
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isJsonObject(value) && isNestedTooDeep(value)) {
    throw badHeader(offset, `its description is nested deeper than ${JSON_DEPTH_MAX} levels`);
  }
  if (!isJsonObject(value) || JSON.stringify(value) !== text) {
    throw badHeader(offset, "its description is not an object in the shortest JSON");
  }
  return value;
}

function paddedBytes(count: number): number {
  return Math.ceil(count / 8) * 8;
}

function hashWords(text: string, name: string): readonly [number, number] {
  const words = parseHash(text);
  if (words !== undefined) return words;
  throw new RangeError(`Cannot use ${inspected(text)} as ${name}: it is 16 hexadecimal digits in lower case`);
}

function cutInHeader(reader: LogReader): ReplayLogError {
  return new ReplayLogError("CUT", reader.offset, "the file ends inside its header");
}

function badHeader(offset: number, clause: string): ReplayLogError {
  return new ReplayLogError("BAD_HEADER", offset, clause);
}
