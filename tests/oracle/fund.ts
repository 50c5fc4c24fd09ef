/**
 * The shares of a fund: money from outside buys shares at the value that a share had last.
 *
 * @module
 */

/** Value of a share at the start. */
const START = 100;

/** The fund of an account. */
export class Fund {
  #shares: number;
  #share: number = START;
  #waiting: number[] = [];

  constructor(cash: number) {
    this.#shares = cash / START;
  }

  /** Number of shares. */
  get shares(): number {
    return this.#shares;
  }

  /** Value of a share at the last valuation. */
  get share(): number {
    return this.#share;
  }

  /** Adds money from outside, which waits for the next valuation. */
  transfer(amount: number): void {
    this.#waiting.push(amount);
  }

  /** Turns the money that waits into shares. */
  takeTransfers(): void {
    for (const amount of this.#waiting) this.#shares += amount / this.#share;
    this.#waiting = [];
  }

  /** Values the shares. */
  value(account: number): void {
    this.takeTransfers();
    this.#share = account / this.#shares;
  }
}
