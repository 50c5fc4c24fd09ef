/**
 * The filter of Laguerre polynomials, one value at a time.
 *
 * @module
 */

/** Four stages of a Laguerre filter, all zero at first. */
export class Laguerre {
  readonly #gamma: number;
  /** The first stage, an exponential average. */
  first = 0;
  /** The second stage. */
  second = 0;
  /** The third stage. */
  third = 0;
  /** The fourth stage. */
  fourth = 0;

  /** Makes a filter with a damping from 0 to 1. */
  constructor(gamma: number) {
    this.#gamma = gamma;
  }

  /** Adds the next value. */
  update(value: number): void {
    const gamma = this.#gamma, { first, second, third, fourth } = this;
    this.first = (1 - gamma) * value + gamma * first;
    this.second = -gamma * this.first + first + gamma * second;
    this.third = -gamma * this.second + second + gamma * third;
    this.fourth = -gamma * this.third + third + gamma * fourth;
  }
}
