/**
 * The hash of a result as plain data, by which a reader finds a document that was changed.
 *
 * @module
 */

import { sha256Hex } from "../engine/native/sha256.ts";

/**
 * Returns the SHA-256 of a document: of the UTF-8 text that `JSON.stringify` gives of all its members but `hash`, in
 * their order.
 */
export function documentHash(document: Readonly<Record<string, unknown>>): string {
  const { hash: _, ...rest } = document;
  return sha256Hex(new TextEncoder().encode(JSON.stringify(rest)));
}
