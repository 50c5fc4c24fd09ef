/**
 * The distance to the highest value of the last bars, one value at a time.
 *
 * @module
 */

import { inspected } from "../../host.ts";

/** Of equal extremes, the one that counts: the newest or the oldest. */
export type ExtremeTie = "newest" | "oldest";

const TIES: readonly ExtremeTie[] = ["newest", "oldest"];

/** Options of the distance to an extreme. */
export interface ExtremeBarsOptions {
  /** Of equal extremes, the one that counts: `"newest"` by default, or `"oldest"`. */
  readonly tie?: ExtremeTie;
}

/** Rejects a tie that is none. */
export function checkTie(indicator: string, tie: string): asserts tie is ExtremeTie {
  if (TIES.includes(tie as ExtremeTie)) return;
  const ties = TIES.map((known) => JSON.stringify(known)).join(", ");
  throw new RangeError(`Cannot compute ${indicator} with tie ${inspected(tie, 0)}: there are ${ties}`);
}

/**
 * The bars since the highest of the last values: NaN for the first `period - 1` values, from 0 to `period - 1` then.
 *
 * It keeps the values that no later one beats, in a queue from the highest on. Each value enters and leaves it once.
 */
export class HighestBars {
  readonly #period: number;
  readonly #isNewest: boolean;
  /** The queue, in a ring: values, and the bars at which they came. */
  readonly #values: Float64Array;
  readonly #bars: Float64Array;
  #head = 0;
  #count = 0;
  #bar = -1;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number, tie: ExtremeTie = "newest") {
    this.#period = period;
    this.#isNewest = tie === "newest";
    this.#values = new Float64Array(period);
    this.#bars = new Float64Array(period);
  }

  /** Adds the next value and returns the bars since the highest of the last `period`. */
  update(value: number): number {
    const values = this.#values, bars = this.#bars, period = this.#period, bar = ++this.#bar;
    if (this.#count > 0 && bars[this.#head]! <= bar - period) {
      this.#head = this.#head + 1 === period ? 0 : this.#head + 1;
      this.#count--;
    }
    for (; this.#count > 0; this.#count--) {
      const last = values[this.#placeOf(this.#count - 1)]!;
      if (last > value || (last === value && !this.#isNewest)) break;
    }
    const place = this.#placeOf(this.#count++);
    values[place] = value;
    bars[place] = bar;
    return bar + 1 < period ? NaN : bar - bars[this.#head]!;
  }

  #placeOf(at: number): number {
    const place = this.#head + at;
    return place < this.#period ? place : place - this.#period;
  }
}
