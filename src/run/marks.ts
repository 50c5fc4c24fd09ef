/**
 * The marks of a run: cash and value of each step.
 *
 * @module
 */

import type { MovableLanes } from "../engine/movable_lanes.ts";

/** The marks in money units, one column after the other, until the run ends. An engine writes them. */
export class Marks implements MovableLanes {
  /** Number of lanes. */
  readonly length: number;
  content: Float64Array<ArrayBuffer> | undefined;
  /** True if the lanes lie in the memory of an engine, which goes with it. */
  #isLent = false;

  /** Makes marks of so many steps, all of them zero. */
  constructor(steps: number) {
    this.length = 2 * steps;
  }

  /** The lanes; a new object after a move. */
  get lanes(): Float64Array<ArrayBuffer> {
    return this.content ??= new Float64Array(this.length);
  }

  /** Moves to other lanes, which have the content already. */
  moveTo(lanes: Float64Array<ArrayBuffer>): void {
    this.content = lanes;
    this.#isLent = true;
  }

  /** Ends the marks, and returns them in units of the currency, in an array that nobody else has. */
  take(moneyUnits: number): Float64Array<ArrayBuffer> {
    const { lanes } = this, shown = this.#isLent ? new Float64Array(lanes.length) : lanes;
    for (let at = 0; at < shown.length; at++) shown[at] = lanes[at]! / moneyUnits;
    this.content = undefined;
    return shown;
  }
}
