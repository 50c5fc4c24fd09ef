/**
 * The value of some bars ago.
 *
 * @module
 */

import type { Computation } from "./column.ts";

/** A delay of a number of bars, one value at a time: NaN for the first of them. */
export class Lag {
  readonly #values: Float64Array;
  #place = 0;

  /** Makes a delay of `bars` values, a whole number from 1 on. */
  constructor(bars: number) {
    this.#values = new Float64Array(bars).fill(NaN);
  }

  /** Adds the next value and returns that of `bars` values before it. */
  update(value: number): number {
    const place = this.#place, before = this.#values[place]!;
    this.#values[place] = value;
    this.#place = place + 1 === this.#values.length ? 0 : place + 1;
    return before;
  }
}

/** Makes the computation of a function of each value and of that of so many bars before it. */
export function lagging(
  bars: number,
  of: (value: number, before: number) => number,
): Required<Pick<Computation, "start" | "fill">> {
  return {
    start: () => {
      const lag = new Lag(bars);
      return (value) => of(value!, lag.update(value!));
    },
    fill: ({ inputs, outputs, from, until }) => {
      const [input] = inputs, [output] = outputs;
      for (let i = from + bars; i < until; i++) output![i] = of(input![i]!, input![i - bars]!);
    },
  };
}
