/**
 * The distances of the last values of a stream from their mean.
 *
 * @module
 */

import { SlidingWindow } from "../sliding_window.ts";

/**
 * The last values of a stream, and their distances from their mean: the first step of every central moment.
 *
 * The mean is that of the distances from the oldest value, so that equal values have distances of exactly 0, and a high
 * level costs no digits. All is computed anew for each window, in order from the oldest value to the newest.
 */
export class CentredWindow {
  /** Distances of the values from their mean, from the oldest to the newest. */
  readonly distances: Float64Array;
  readonly #window: SlidingWindow;

  /** Makes a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#window = new SlidingWindow(period);
    this.distances = new Float64Array(period);
  }

  /** Adds a value, drops the oldest, and returns whether the window is full; before that there are no distances. */
  push(value: number): boolean {
    if (!this.#window.push(value)) return false;
    const { values, start, length } = this.#window, { distances } = this, oldest = values[start]!;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += distances[i] = values[start + i]! - oldest;
    const mean = sum / length;
    for (let i = 0; i < length; i++) distances[i]! -= mean;
    return true;
  }

  /** Distance of the newest value from the mean. */
  get newest(): number {
    return this.distances[this.distances.length - 1]!;
  }

  /** Sum of squared distances. */
  get squares(): number {
    return this.productsWith(this);
  }

  /** Sum of the products of distances with those of another window of the same length. */
  productsWith(other: CentredWindow): number {
    const { distances } = this, others = other.distances;
    let sum = 0;
    for (let i = 0; i < distances.length; i++) sum += distances[i]! * others[i]!;
    return sum;
  }

  /** Sum of cubed distances. */
  get cubes(): number {
    let sum = 0;
    for (const distance of this.distances) sum += distance * distance * distance;
    return sum;
  }

  /** Sum of the fourth powers of distances. */
  get fourths(): number {
    let sum = 0;
    for (const distance of this.distances) sum += distance * distance * (distance * distance);
    return sum;
  }
}
