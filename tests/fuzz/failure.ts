/**
 * A failing case, the comparison of two failures, and the text of a failure.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { describeEvent } from "./describe.ts";

/** A log that shows a fault. */
export interface Failure {
  /** Number of the random case with the fault. */
  readonly number: number;
  /** The fault of the whole case, before shrinking. */
  readonly found: string;
  /** Configuration and events, shrunk. */
  readonly config: Float64Array<ArrayBuffer>;
  readonly events: Float64Array<ArrayBuffer>;
  /** The fault of the shrunk log. */
  readonly difference: string;
  /** Seed of the batches and moves between engines that show the fault. */
  readonly comparing: number;
  /** Number of bars of each instrument in the columns under the events; empty for a log without columns. */
  readonly bars: readonly number[];
}

/** Most events of a shrunk log that are printed. */
const PRINTED_EVENTS = 60;

/**
 * Returns the part of a difference that stays the same for a fault: kinds, states, reasons and names of lanes, without
 * values and ends of batches.
 */
export function reasonOf(difference: string): string {
  return difference.split("\n").map((line) =>
    line.replace(/, restored into [^:(]*/, "").replace(/, (one batch|batches of up to \d+)/, "")
      .replace(/ [a-z_]+( \d+)?=\S+/g, "").replace(/-?\d[\d.e+]*/g, "N")
  ).filter((line) => !line.startsWith("  event ")).join("\n");
}

/** Returns the failure as lines: the fault, then the shrunk log as a table. */
export function failureLines(failure: Failure, seed: number): string[] {
  const { number, found, config, events, difference, bars } = failure;
  const count = events.length / contract.RECORD_LANES;
  return [
    `case ${number} of seed ${seed}: ${found}`,
    `shrunk to ${count} events: ${difference}`,
    ...eventTable(events, PRINTED_EVENTS),
    ...(bars.length > 0 ? [`  with ${bars.join(" and ")} bars in columns`] : []),
    `  configuration ${config.join(",")}`,
  ];
}

/** Returns events as a table: number, kind, time, and the lanes that are not zero. */
export function eventTable(events: Float64Array, most: number): string[] {
  const words = wordsOf(events), rows: string[][] = [];
  const count = events.length / contract.RECORD_LANES;
  for (let event = 0; event < Math.min(count, most); event++) {
    const text = describeEvent(words.subarray(event * contract.RECORD_WORDS, (event + 1) * contract.RECORD_WORDS));
    const lanes = text.split(" "), time = lanes.findIndex((lane) => lane.startsWith("time_us="));
    rows.push([
      `${event + 1}`,
      lanes.slice(0, time).join(" "),
      lanes[time]!.slice("time_us=".length),
      lanes.slice(time + 1).join(" "),
    ]);
  }
  const table = [["#", "event", "time_us", "lanes"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    `  ${row.map((cell, column) => column < 3 ? cell.padEnd(widths[column]!) : cell).join("  ")}`.trimEnd()
  );
  return count > most ? [...lines, `  and ${count - most} more`] : lines;
}
