/**
 * The notes of a summary, as the sentences that they are.
 *
 * @module
 */

import type * as ct from "../../mod.ts";

/** Returns the notes at the end of a summary, each on one line. */
export function summaryNotes(result: ct.Result): string[] {
  const lines = result.summary().split("\n"), first = lines.findIndex((line) => line.startsWith("Engine:"));
  const notes: string[] = [];
  for (const line of lines.slice(first + 1)) {
    if (line.startsWith("- ")) notes.push(line.slice(2));
    else if (notes.length > 0) notes[notes.length - 1] += ` ${line.trim()}`;
  }
  return notes;
}
