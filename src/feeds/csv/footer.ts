/**
 * The line that some sources write behind the last row: `Downloaded from Barchart.com as of 01-16-2024`.
 *
 * @module
 */

import { cellsOfLine } from "./header.ts";

/** Space, tab, carriage return and line feed. */
const BLANKS = [0x20, 0x09, 0x0d, 0x0a];

/** Words of a sentence. A row that was cut within its date or within the name of its instrument has fewer. */
const LEAST_WORDS = 3;

/**
 * Returns the sentence that stands behind the last row.
 *
 * @param bytes The file, ending with a line feed.
 * @param delimiter The byte between cells.
 * @param start Offset of a line that is no row.
 * @returns The sentence; `undefined` if the line is another one, or another row stands behind it.
 */
export function footerAt(bytes: Uint8Array, delimiter: number, start: number): string | undefined {
  const { cells, end } = cellsOfLine(bytes, delimiter, start), [text = ""] = cells;
  if (cells.length !== 1 || !/^\p{L}/u.test(text) || text.includes("\n")) return undefined;
  if ((text.match(/\p{L}{2,}/gu) ?? []).length < LEAST_WORDS) return undefined;
  for (let at = end; at < bytes.length; at++) if (!BLANKS.includes(bytes[at]!)) return undefined;
  return text;
}
