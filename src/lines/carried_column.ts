/**
 * A column of one clock, carried over to another: at each bar of the other, the value that was known then.
 *
 * @module
 */

import type { Clock } from "./clock.ts";
import { type Column, Holes } from "./column.ts";

/** A column whose value at a bar is that of the last bar of another column that had come by then, or NaN before its first. */
export class CarriedColumn implements Column {
  readonly #source: Column;
  /** For each place of a bar, the index of the last bar of the source; -1 before its first. */
  readonly #bars: Int32Array;
  readonly #holes = new Holes();
  #values = new Float64Array(0);
  #known = 0;

  /** Carries a column over to a clock; no value is made. */
  constructor(source: Column, bars: Int32Array, clock?: Clock) {
    this.#source = source;
    this.#bars = bars;
    clock?.window?.keepColumn({
      complete: () => {
        try {
          this.extend(clock.length - 1);
        } catch {
          // The source keeps its error for whoever reads the line.
        }
      },
      drop: (count) => {
        this.#values.copyWithin(0, count, this.#known);
        this.#known = Math.max(0, this.#known - count);
      },
    });
  }

  get values(): Float64Array {
    return this.#values;
  }

  get barByBar(): boolean {
    return this.#source.barByBar;
  }

  get known(): number {
    return this.#known;
  }

  holeFrom(from: number): number {
    return this.#holes.next(this.#values, from);
  }

  extend(index: number): void {
    if (index < this.#known) return;
    const bars = this.#bars, source = this.#source;
    if (this.#values.length === 0) this.#values = new Float64Array(bars.length);
    // The last bar is the latest of the source, and in a run step by step no later one may be made.
    if (bars[index]! >= 0) source.extend(bars[index]!);
    const values = this.#values, from = source.values;
    for (let i = this.#known; i <= index; i++) values[i] = bars[i]! < 0 ? NaN : from[bars[i]!]!;
    this.#known = index + 1;
  }
}
