/**
 * Scales of charts: from values to places, and the round numbers of an axis.
 *
 * @module
 */

/** A straight line from values to places. */
export class Scale {
  readonly #from: number;
  readonly #place: number;
  readonly #factor: number;

  /** Makes the scale that has `from` at `start` and `until` at `end`. */
  constructor(from: number, until: number, start: number, end: number) {
    this.#from = from;
    this.#place = start;
    this.#factor = until === from ? 0 : (end - start) / (until - from);
  }

  /** Returns the place of a value. */
  at(value: number): number {
    return this.#place + (value - this.#from) * this.#factor;
  }

  /** Returns the place of a value, moved by so many units, as a short text with one decimal. */
  text(value: number, moved: number = 0): string {
    return String(+(this.at(value) + moved).toFixed(1));
  }
}

/** Returns round numbers between two values, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): readonly number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / count, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw)!;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(+(k * step).toPrecision(12));
  return ticks;
}
