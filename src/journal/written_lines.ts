/**
 * The lines of a journal as they are written: in `venue.jsonl`, and in the segments that its first lines moved to.
 *
 * @module
 */

import { isFile } from "../host.ts";
import { joined, openSegments, SegmentError, segmentsOf } from "../replay/file_segments.ts";
import { type JournalLine, readJournalLines } from "./journal_line.ts";
import { SessionError } from "./session_error.ts";

/** Lines as bytes. */
export interface WrittenLines {
  /** The lines of all files, as far as these can be read; the last one may lack its end. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The segment that is missing or damaged behind them, as a clause with its path; undefined without one. */
  readonly fault: string | undefined;
  /** Returns where a line is, from 1: its number in its file, and the path of that. */
  readonly placeOf: (line: number) => { readonly path: string; readonly line: number };
}

/** Path of the lines of a journal. */
export function linesPath(folder: string): string {
  return `${folder}/venue.jsonl`;
}

/** Returns whether a folder has the lines of a journal. */
export function hasLines(folder: string): boolean {
  const path = linesPath(folder);
  try {
    // Between two steps of a rotation there are segments alone.
    return isFile(path) || segmentsOf(path).last > 0;
  } catch {
    return false;
  }
}

/**
 * Reads the lines of a journal from all files, as far as it goes.
 *
 * @throws {Deno.errors.NotFound} If the folder has none.
 */
export function readWrittenLines(folder: string): WrittenLines {
  const file = openSegments(linesPath(folder)), pieces: Uint8Array[] = [];
  let fault: string | undefined;
  try {
    for (let piece = file.readPiece(); piece !== undefined; piece = file.readPiece()) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    fault = error.message;
  } finally {
    file.close();
  }
  const bytes = joined(pieces);
  const placeOf = (line: number): { readonly path: string; readonly line: number } => {
    let begin = 0;
    for (let left = line - 1; left > 0; left--) begin = bytes.indexOf(0x0a, begin) + 1;
    const { path, byte } = file.placeOf(begin);
    let own = 1;
    for (const each of bytes.subarray(begin - byte, begin)) if (each === 0x0a) own++;
    return { path, line: own };
  };
  return { bytes, fault, placeOf };
}

/**
 * Returns the lines of a journal. A last one without its end was never acted on, and is left out.
 *
 * @throws {SessionError} JOURNAL_DAMAGED if one cannot be read, or a segment is missing or damaged.
 * @throws {Deno.errors.NotFound} If the folder has none.
 */
export function readLinesOf(folder: string): JournalLine[] {
  const { bytes, fault, placeOf } = readWrittenLines(folder), text = new TextDecoder().decode(bytes);
  const lines = readJournalLines(text.slice(0, text.lastIndexOf("\n") + 1).split("\n").slice(0, -1), placeOf);
  if (fault === undefined) return lines;
  throw new SessionError(
    "JOURNAL_DAMAGED",
    `Cannot read the journal ${folder}: ${fault}; put it back; cracktrader sessions recover tells what is kept`,
  );
}
