/**
 * The marks of a run: cash and value of each step.
 *
 * @module
 */

import type { MovableLanes } from "../engine/movable_lanes.ts";
import { giveBack } from "../records/given_back.ts";

/** The marks in money units, one column after the other, until the run ends. An engine writes them. */
export class Marks implements MovableLanes {
  /** Number of lanes. */
  readonly length: number;
  content: Float64Array<ArrayBuffer> | undefined;
  /** True if the lanes lie in the memory of an engine, which goes with it. */
  #isLent = false;

  /** Number of the engine's steps up to each step that is shown; undefined where these are the same. */
  readonly #ends: Uint32Array | undefined;

  /**
   * Makes marks of so many steps, all of them zero.
   *
   * @param ends Number of them up to each step that {@linkcode Marks.take} returns; each is returned without.
   */
  constructor(steps: number, ends?: Uint32Array) {
    this.length = 2 * steps;
    this.#ends = ends;
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

  /** Ends the marks, and returns their columns, in lanes that nobody else has. */
  take(moneyUnits: number): MarkCurves {
    const { lanes } = this, kept = this.#isLent ? lanes.slice() : lanes;
    this.content = undefined;
    const ends = this.#ends, steps = this.length / 2;
    if (ends === undefined) return new MarkCurves(kept, moneyUnits);
    const shown = new Float64Array(2 * ends.length);
    ends.forEach((end, step) => {
      shown[step] = kept[end - 1]!;
      shown[ends.length + step] = kept[steps + end - 1]!;
    });
    return new MarkCurves(shown, moneyUnits);
  }
}

/** The columns of ended marks in units of the currency. Each is converted when it is first read, as few are read at all. */
export class MarkCurves {
  readonly #cash: Float64Array;
  readonly #equity: Float64Array;
  readonly #moneyUnits: number;
  readonly #converted: Set<Float64Array> = new Set();

  /** Takes lanes in money units over; they are converted where they lie. */
  constructor(lanes: Float64Array, moneyUnits: number) {
    this.#cash = lanes.subarray(0, lanes.length / 2);
    this.#equity = lanes.subarray(lanes.length / 2);
    this.#moneyUnits = moneyUnits;
  }

  /** Cash at the end of each step. */
  get cash(): Float64Array {
    return this.#shown(this.#cash);
  }

  /** Value of the account at the end of each step. */
  get equity(): Float64Array {
    return this.#shown(this.#equity);
  }

  /** Gives the memory of both columns back. */
  giveBack(): void {
    giveBack(this.#equity);
  }

  #shown(column: Float64Array): Float64Array {
    if (this.#converted.has(column)) return column;
    const units = this.#moneyUnits;
    for (let at = 0; at < column.length; at++) column[at] = column[at]! / units;
    this.#converted.add(column);
    return column;
  }
}
