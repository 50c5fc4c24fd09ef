/**
 * The note of a comparison of runs over different spans of time.
 *
 * @module
 */

import type { Result } from "../results/result.ts";

/** Returns a note with the span of each run; null if all have the same. */
export function spanNote(names: readonly string[], results: readonly Result[]): string | null {
  const spans = results.map(({ stats: { start, end } }) => start === null ? "no step" : `${start} to ${end}`);
  if (spans.every((span) => span === spans[0])) return null;
  const told = spans.map((span, run) => `${names[run]}: ${span}`).join("; ");
  return `The runs have different spans, so that figures which depend on time do not compare like with like. ${told}.`;
}
