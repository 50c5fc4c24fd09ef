/**
 * The facts about an indicator that its lines carry.
 *
 * @module
 */

/** The facts about an indicator that its lines carry, for reports. */
export interface LineAbout {
  /** Name of the indicator, such as `macd`. */
  readonly indicator: string;
  /** Name of the output, such as `signal`; empty for an indicator of one line. */
  readonly output: string;
  /** Bars that a value depends on, see {@linkcode LineMemory}. */
  readonly memory: LineMemory;
  /** The formula, as text. */
  readonly formula: string;
  /** Where a chart draws the line. */
  readonly plot: LinePlot;
}

/**
 * The bars that a value of an indicator depends on: a `"window"` of the last ones; all, with a weight that is `"fading"`;
 * or all for ever, `"unbounded"`, so that a run with another first bar has other values.
 */
export type LineMemory = "window" | "fading" | "unbounded";

const MEMORIES: readonly LineMemory[] = ["window", "fading", "unbounded"];

/** Returns the longer of two memories. */
export function longerMemory(one: LineMemory, other: LineMemory): LineMemory {
  return MEMORIES[Math.max(MEMORIES.indexOf(one), MEMORIES.indexOf(other))]!;
}

/** Where a chart draws a line: over the price, in a pane of its own, or not at all. */
export type LinePlot = "price" | "pane" | "none";
