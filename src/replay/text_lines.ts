/**
 * The lines of a text file, one by one and in bounded memory.
 *
 * @module
 */

import { openFile } from "../host.ts";
import { JsonLinesError } from "./json_lines_error.ts";

/** Bytes that are read at once. */
const PIECE_BYTES = 0x1_0000;
/** Most letters of a line. The longest line of a log is its header, whose description has 16 MiB at most. */
export const LINE_LETTERS_MAX: number = 2 ** 27;

/**
 * Returns the lines of a file without their line ends. The time grows with the length of a line, not with its square:
 * the pieces of a line are joined once.
 *
 * @throws {JsonLinesError} at a line that is no UTF-8 or longer than the limit
 */
export function* linesOfFile(path: string | URL): Generator<string> {
  const file = openFile(path);
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true }), bytes = new Uint8Array(PIECE_BYTES);
    let pieces: string[] = [], letters = 0, number = 1;
    for (let count: number | null = 0; count !== null;) {
      count = file.readSync(bytes);
      const text = decoded(decoder, bytes, count, number);
      let start = 0;
      for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
        pieces.push(text.slice(start, end));
        yield pieces.join("");
        pieces = [];
        letters = 0;
        number++;
        start = end + 1;
      }
      pieces.push(text.slice(start));
      letters += text.length - start;
      if (letters > LINE_LETTERS_MAX) {
        throw new JsonLinesError(number, "", `it has more than ${LINE_LETTERS_MAX} letters, and no line of a log has`);
      }
    }
    if (letters > 0) yield pieces.join("");
  } finally {
    file.close();
  }
}

/** Decodes a piece, or the end of the file. */
function decoded(decoder: TextDecoder, bytes: Uint8Array, count: number | null, line: number): string {
  try {
    return count === null ? decoder.decode() : decoder.decode(bytes.subarray(0, count), { stream: true });
  } catch {
    throw new JsonLinesError(line, "", "it or one of the next lines is not written in UTF-8");
  }
}
