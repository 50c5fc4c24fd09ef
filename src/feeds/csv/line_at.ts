/**
 * Lines of a text by the offset of a byte, for messages.
 *
 * @module
 */

import { decodeText } from "./parse_cells.ts";

const LINE_FEED = 0x0a;

/** Most letters of a line that a message shows. */
const SHOWN = 120;

/**
 * Returns the number of the line at an offset.
 *
 * @param bytes A text.
 * @param offset An offset in it.
 * @returns The number of the line, from 1.
 */
export function lineOfOffset(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let position = bytes.indexOf(LINE_FEED); position !== -1 && position < offset; line++) {
    position = bytes.indexOf(LINE_FEED, position + 1);
  }
  return line;
}

/**
 * Returns the line at an offset, for a message.
 *
 * @param bytes A text.
 * @param offset Offset of the beginning of the line.
 * @returns Its text, shortened if it is long.
 */
export function lineText(bytes: Uint8Array, offset: number): string {
  // No letter takes more than four bytes in UTF-8.
  const end = Math.min(bytes.indexOf(LINE_FEED, offset), offset + 4 * SHOWN + 8);
  const text = decodeText(bytes, offset, end).trim();
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
