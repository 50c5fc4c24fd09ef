/**
 * The format of a replay log.
 *
 * Everything is little-endian and lies at a multiple of 8 bytes, so that records can be read in place:
 *
 * | part   | bytes                                                                                                    |
 * | ------ | -------------------------------------------------------------------------------------------------------- |
 * | header | head of 48 bytes, the lanes of the configuration, a text in JSON, zeros up to a multiple of 8             |
 * | chunks | head of 16 bytes and a payload: event records, output records, texts of tags, at the end the trailer    |
 *
 * The header's head has the magic, 8 bytes, and then these words: version, count of configuration lanes, bytes of the
 * text, zero, two of the layout's hash, two of the data's hash, checksum of the bytes after the head, checksum of the
 * head. A chunk's head has: kind, count of records (of lanes in the trailer), checksum of the payload, checksum of the
 * head. Texts of tags are a list in JSON with spaces behind it, up to a multiple of 8 bytes, which the count divides by 8;
 * their numbers go on from those of the chunks before, from 1.
 *
 * A checksum is CRC-32 (ISO 3309, the one of gzip and PNG), which detects every single flipped bit and every burst of
 * up to 32 bits. The checksum of a chunk's head continues the one of the previous head, so that missing or swapped
 * chunks are detected. Heads have a separate checksum so that a damaged count is not mistaken for a cut file.
 *
 * The outputs of an event stand after it, not necessarily at once, in the order in which the engine made them.
 *
 * @module
 */

import { LAYOUT } from "../contract/contract.gen.ts";
import { sha256Hex } from "../engine/native/sha256.ts";

/** The first bytes of a log: a name, and line ends that a transfer in text mode would change. */
export const LOG_MAGIC: Uint8Array = Uint8Array.of(0x43, 0x54, 0x4c, 0x4f, 0x47, 0x0d, 0x0a, 0x00);
/** The magic's name, as JSON Lines carry it. */
export const LOG_NAME = "CTLOG";
/** The first characters of a log in JSON Lines. */
export const JSON_LINES_START: string = `{"log":"${LOG_NAME}"`;
/** Version of the format. */
export const LOG_VERSION = 1;

/** Bytes of the header's head. */
export const HEADER_HEAD_BYTES = 48;
/** Word of the header's head that holds the version. */
export const HEADER_VERSION = 2;
/** Word with the count of configuration lanes. */
export const HEADER_LANES = 3;
/** Word with the bytes of the text. */
export const HEADER_TEXT_BYTES = 4;
/** Word that is zero. */
export const HEADER_RESERVED = 5;
/** First of two words with the hash of the layout. */
export const HEADER_LAYOUT = 6;
/** First of two words with the hash of the data columns. */
export const HEADER_DATA = 8;
/** Word with the checksum of the bytes after the head. */
export const HEADER_BODY_CHECKSUM = 10;
/** Word with the checksum of the words before it. */
export const HEADER_CHECKSUM = 11;
/** Most bytes of the text. A longer one is rejected. */
export const TEXT_BYTES_MAX = 0x100_0000;

/** Bytes of a chunk's head. */
export const CHUNK_HEAD_BYTES = 16;
/** Word of a chunk's head that holds its kind. */
export const CHUNK_KIND = 0;
/** Word with the count of records, or of lanes in the trailer. */
export const CHUNK_COUNT = 1;
/** Word with the checksum of the payload. */
export const CHUNK_PAYLOAD_CHECKSUM = 2;
/** Word with the checksum of the words before it, continued from the previous head. */
export const CHUNK_CHECKSUM = 3;
/** Most records of a chunk. A reader holds one chunk in memory at a time. */
export const CHUNK_RECORDS_MAX = 8192;

/** Kind of a chunk of event records. */
export const CHUNK_EVENTS = 1;
/** Kind of a chunk of output records. */
export const CHUNK_OUTPUTS = 2;
/** Kind of the last chunk. */
export const CHUNK_TRAILER = 3;
/** Kind of a chunk with texts of tags: those that the orders after it use first. */
export const CHUNK_TAGS = 4;

/** Returns the hash of the contract's layout table: the first 16 hexadecimal digits of its SHA-256. */
export function layoutHash(): string {
  return sha256Hex(new Uint8Array(LAYOUT.buffer, LAYOUT.byteOffset, LAYOUT.byteLength)).slice(0, 16);
}
