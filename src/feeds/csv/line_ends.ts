/**
 * Line ends of a text: a line feed with or without a carriage return, or a carriage return alone as in old Mac files.
 *
 * @module
 */

import { endWithLineFeed } from "./parse_cells.ts";

/** A text whose lines end with a line feed. */
export interface EndedLines {
  /** The text. */
  readonly bytes: Uint8Array;
  /** True if the last line had no end. */
  readonly endsWithinLine: boolean;
  /** The decision about the line ends, as sentences. */
  readonly notes: readonly string[];
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Makes all lines of a text end with a line feed.
 *
 * @param bytes The text, which stays as it is.
 * @returns The text: the same bytes if nothing has to change, else a copy.
 */
export function endLines(bytes: Uint8Array): EndedLines {
  const last = bytes.length - 1;
  const endsWithinLine = last >= 0 && bytes[last] !== LINE_FEED && bytes[last] !== CARRIAGE_RETURN;
  const feed = bytes.indexOf(LINE_FEED);
  // A line feed at the very end may have been put behind a file with carriage returns.
  const first = feed === -1 || feed === last ? bytes.indexOf(CARRIAGE_RETURN) : -1;
  if (first === -1 || (feed === last && first === last - 1)) {
    return { bytes: endWithLineFeed(bytes), endsWithinLine, notes: [] };
  }
  const copy = new Uint8Array(bytes);
  for (let at = first; at !== -1; at = copy.indexOf(CARRIAGE_RETURN, at + 1)) copy[at] = LINE_FEED;
  return {
    bytes: endWithLineFeed(copy),
    endsWithinLine,
    notes: ["Lines end with a carriage return alone, as in old Mac files, and were read so"],
  };
}
