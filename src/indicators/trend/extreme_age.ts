/**
 * The number of bars since the extreme value of a window.
 *
 * @module
 */

/** The number of values since the highest of the last ones, of which the newest counts if several are equal. */
export class HighestAge {
  readonly #values: Float64Array;
  #place = 0;
  #count = 0;
  /** Number of values since the highest one. */
  #age = 0;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#values = new Float64Array(period);
  }

  /** Adds the next value and returns the number of values since the highest of the last `period`, NaN before them. */
  update(value: number): number {
    const values = this.#values, period = values.length, place = this.#place;
    values[place] = value;
    this.#place = place + 1 === period ? 0 : place + 1;
    if (this.#count < period) this.#count++;
    this.#age++;
    if (this.#age >= this.#count) this.#search(place);
    else if (value >= values[(place - this.#age + period) % period]!) this.#age = 0;
    return this.#count === period ? this.#age : NaN;
  }

  #search(place: number): void {
    const values = this.#values, period = values.length;
    let highest = -Infinity;
    for (let age = 0, at = place; age < this.#count; age++, at = at === 0 ? period - 1 : at - 1) {
      if (!(values[at]! > highest)) continue;
      highest = values[at]!;
      this.#age = age;
    }
  }
}

/** The number of values since the lowest of the last ones, of which the newest counts if several are equal. */
export class LowestAge {
  readonly #negated: HighestAge;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#negated = new HighestAge(period);
  }

  /** Adds the next value and returns the number of values since the lowest of the last `period`, NaN before them. */
  update(value: number): number {
    return this.#negated.update(-value);
  }
}
