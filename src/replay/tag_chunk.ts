/**
 * The texts of tags in a replay log: a chunk holds those that the orders after it use first.
 *
 * @module
 */

import { isWellFormedTag } from "../records/tag_text.ts";

/** Most bytes of a chunk of tags. A writer divides more of them. */
export const TAG_CHUNK_LANES_MAX = 0x2_0000;

/** Most texts that one chunk is written with, each of some 400 bytes at the most. */
export const TAGS_OF_A_CHUNK = 1024;

/** Encodes texts: a list in JSON, with spaces behind it up to a multiple of 8 bytes. */
export function encodeTags(texts: readonly string[]): Uint32Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(0x20);
  padded.set(bytes);
  return new Uint32Array(padded.buffer);
}

/** Decodes texts, or returns undefined for bytes that {@linkcode encodeTags} does not write. */
export function decodeTags(bytes: Uint8Array): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!areTags(value)) return undefined;
  const again = new Uint8Array(encodeTags(value).buffer);
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? value : undefined;
}

/** Returns whether a value is a list of one tag or more. */
export function areTags(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.length <= TAGS_OF_A_CHUNK && value.every(isWellFormedTag);
}
