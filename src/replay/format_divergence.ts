/**
 * Formats a first divergence as text for people.
 *
 * @module
 */

import type { DivergedSide, Divergence } from "./bisect.ts";
import { recordText } from "../records/text.ts";

/** Most fields of the states that are listed; the others are only counted. */
const FIELDS_SHOWN = 40;

/**
 * Returns a first divergence as text: its place, the event, the outputs of each side, and a table of the fields in
 * which the states differ. Prices, sizes, money, moments and instruments stand in brackets behind the counts of the
 * engine, where the sides have their units.
 *
 * @param divergence The result of {@linkcode bisect}; undefined means that nothing differs.
 * @returns The text, without a newline at the end.
 *
 * @example
 * ```ts
 * import { bisect, formatDivergence, logSide } from "@cracktrader/cracktrader/replay";
 *
 * function compare(first: string, second: string): void {
 *   console.log(formatDivergence(bisect(logSide(first, { name: first }), logSide(second, { name: second }))));
 * }
 * ```
 */
export function formatDivergence(divergence: Divergence | undefined): string {
  if (divergence === undefined) return "No divergence: outputs, hashes and states are equal after every checkpoint";
  const { sequence, sides: [first, second], state, checkpoint } = divergence;
  const names = `${first.name} and ${second.name}`;
  const lines = sequence === 0
    ? [`${names} differ before the first event`]
    : [`${names} first differ after event ${sequence}, again when run from ${startText(checkpoint)}`];
  lines.push("", ...eventLines(first, second), ...outputLines(first), ...outputLines(second), "");
  if (state.length === 0) {
    const failed = first.failure !== undefined || second.failure !== undefined;
    lines.push(
      failed ? "A failed engine has no state to compare" : "The states are equal; what was said of them is not",
    );
    return lines.join("\n");
  }
  const rows = state.slice(0, FIELDS_SHOWN).map(({ path, first, second, display }) => [
    display.instrument === undefined ? path : `${path} (${display.instrument})`,
    valueText(first, display.first),
    valueText(second, display.second),
  ]);
  lines.push(...table([["state after it", first.name, second.name], ...rows]));
  if (state.length > FIELDS_SHOWN) lines.push(`and ${state.length - FIELDS_SHOWN} fields more`);
  return lines.join("\n");
}

function startText(checkpoint: number): string {
  return checkpoint === 0 ? "the beginning" : `the checkpoint after event ${checkpoint}`;
}

/** Returns the event, or one event for each side if they differ. */
function eventLines(first: DivergedSide, second: DivergedSide): string[] {
  const [ours, theirs] = [first, second].map(({ event, display }) =>
    event === undefined ? "none" : recordText(event, display.event)
  );
  if (ours === theirs) return ours === "none" ? [] : [`event: ${ours}`];
  return [`event of ${first.name}: ${ours}`, `event of ${second.name}: ${theirs}`];
}

function outputLines(side: DivergedSide): string[] {
  if (side.failure !== undefined) return [`${side.name} failed: ${side.failure}`];
  if (side.outputs.length === 0) return [`${side.name} says nothing`];
  return [
    `${side.name} says:`,
    ...side.outputs.map((output, at) => `  ${recordText(output, side.display.outputs[at])}`),
  ];
}

function valueText(value: number | undefined, display: number | string | undefined): string {
  if (value === undefined) return "(none)";
  const text = Object.is(value, -0) ? "-0" : `${value}`;
  return display === undefined ? text : `${text} (${display})`;
}

/** Returns rows in columns: names to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)).join("  ")
  );
}
