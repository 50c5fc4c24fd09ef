/**
 * The file of a checkpoint: a head, a text of plain data, and sections of bytes, under one checksum.
 *
 * The head has eight words of 32 bits, little-endian: "CTCK", "PT" and a zero, format version, bytes of the text,
 * number of sections, two words of checksum over all other bytes, zero. The sizes of the sections follow, one word
 * each, then the text, then the sections. Every part is padded with zeros to a multiple of 32 bytes.
 *
 * @module
 */

import { Chain } from "../core/state/chain.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import type { JsonValue } from "../records/json.ts";

/** The contents of a checkpoint file. */
export interface CheckpointParts {
  /** Plain data. */
  readonly text: JsonValue;
  /** Bytes by number. The reader defines the meaning of each section. */
  readonly sections: readonly Uint8Array[];
}

/** The letters CTCK and PT, read as numbers. */
const MAGIC_FIRST = 0x4b43_5443, MAGIC_SECOND = 0x5450;
/** The first bytes of a checkpoint. */
export const CHECKPOINT_MAGIC: Uint8Array = new Uint8Array(Uint32Array.of(MAGIC_FIRST, MAGIC_SECOND).buffer);
const FORMAT_VERSION = 1;
const HEAD_BYTES = 32;
/** Parts begin at multiples of this size, the number of bytes that the checksum mixes at a time. */
const PART_BYTES = 32;
const SECTIONS_MAX = 64;

/** Encodes a checkpoint. */
export function encodeCheckpoint({ text, sections }: CheckpointParts): Uint8Array<ArrayBuffer> {
  const textBytes = new TextEncoder().encode(JSON.stringify(text));
  const sizes = new Uint8Array(Uint32Array.from(sections, (section) => section.length).buffer);
  const parts = [sizes, textBytes, ...sections];
  const bytes = new Uint8Array(parts.reduce((size, part) => size + filled(part.length), HEAD_BYTES));
  const words = new Uint32Array(bytes.buffer);
  words.set([MAGIC_FIRST, MAGIC_SECOND, FORMAT_VERSION, textBytes.length, sections.length]);
  let at = HEAD_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += filled(part.length);
  }
  words.set(checksum(words), 5);
  return bytes;
}

/**
 * Decodes a checkpoint. The sections are views of the bytes.
 *
 * @throws {CheckpointError} If the bytes are no checkpoint, or damaged.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): CheckpointParts {
  if (CHECKPOINT_MAGIC.some((byte, at) => at < bytes.length && bytes[at] !== byte)) {
    throw new CheckpointError("BAD_MAGIC", `Cannot resume from ${name}: it is no checkpoint`);
  }
  const cut = (): CheckpointError =>
    new CheckpointError("CUT", `Cannot resume from ${name}: it ends after ${bytes.length} bytes, in the middle`);
  if (bytes.length < HEAD_BYTES) throw cut();
  const copy = bytes.slice(0, bytes.length - bytes.length % PART_BYTES), words = new Uint32Array(copy.buffer);
  const [version, textSize, sectionsCount] = [words[2]!, words[3]!, words[4]!];
  if (version !== FORMAT_VERSION) {
    throw new CheckpointError(
      "OTHER_VERSION",
      `Cannot resume from ${name}: its format has version ${version}, this package reads ${FORMAT_VERSION}`,
    );
  }
  const damaged = (): CheckpointError =>
    new CheckpointError(
      "DAMAGED",
      `Cannot resume from ${name}: its checksum is wrong, so that a part of it is not what was written`,
    );
  if (sectionsCount > SECTIONS_MAX) throw damaged();
  const sizesEnd = HEAD_BYTES + filled(sectionsCount * 4);
  if (copy.length < sizesEnd) throw cut();
  const sizes = Array.from(words.subarray(HEAD_BYTES / 4, HEAD_BYTES / 4 + sectionsCount));
  const size = [textSize, ...sizes].reduce((sum, part) => sum + filled(part), sizesEnd);
  if (bytes.length < size) throw cut();
  const [low, high] = checksum(words);
  if (bytes.length !== size || words[5] !== low || words[6] !== high) throw damaged();
  const text = jsonOf(copy.subarray(sizesEnd, sizesEnd + textSize));
  if (text === undefined) throw damaged();
  const sections: Uint8Array[] = [];
  let at = sizesEnd + filled(textSize);
  for (const part of sizes) {
    sections.push(copy.subarray(at, at + part));
    at += filled(part);
  }
  return { text, sections };
}

/** Returns the value that bytes write as JSON, or undefined if they do not. */
function jsonOf(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Returns the checksum over all words but its own two. */
function checksum(words: Uint32Array): [number, number] {
  const chain = new Chain();
  chain.mix(words[0]!, words[1]!);
  chain.mix(words[2]!, words[3]!);
  chain.mix(words[4]!, words[7]!);
  chain.mixWords(words, HEAD_BYTES / 4, words.length);
  return [chain.low, chain.high];
}

function filled(size: number): number {
  return Math.ceil(size / PART_BYTES) * PART_BYTES;
}
