/**
 * A file with its segments, as its bytes in memory.
 *
 * @module
 */

import { joined, openSegments } from "../src/replay/file_segments.ts";

/** Returns the bytes of a file with its segments. */
export function readSegments(path: string): Uint8Array<ArrayBuffer> {
  const file = openSegments(path), pieces: Uint8Array[] = [];
  try {
    for (let piece = file.readPiece(); piece !== undefined; piece = file.readPiece()) pieces.push(piece);
  } finally {
    file.close();
  }
  return joined(pieces);
}
