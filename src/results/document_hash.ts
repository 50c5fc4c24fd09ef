/**
 * The hash of a result as plain data, by which a reader finds a document that was changed.
 *
 * @module
 */

import { sha256Hex } from "../engine/native/sha256.ts";
import { jsonText } from "../records/json_line.ts";

// Taken before any strategy is loaded, which could put another in its place.
const encoder = new TextEncoder(), encode = encoder.encode.bind(encoder);

/**
 * Returns the SHA-256 of a document: of the UTF-8 text that `JSON.stringify` gives of all its members but `hash`, in
 * their order.
 */
export function documentHash(document: Readonly<Record<string, unknown>>): string {
  const { hash: _, ...rest } = document;
  return sha256Hex(encode(jsonText(rest)));
}
