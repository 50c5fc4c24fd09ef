/**
 * The average price of several fills.
 *
 * @module
 */

/** Average price weighted by lots; exactly the price itself as long as all fills have the same. */
export class AveragePrice {
  #lots = 0;
  #price = 0;

  /** Lots taken in. */
  get lots(): number {
    return this.#lots;
  }

  /** The average, or null without a fill. */
  get value(): number | null {
    return this.#lots === 0 ? null : this.#price;
  }

  /** Takes a fill in; its lots are unsigned. */
  add(price: number, lots: number): void {
    if (lots === 0) return;
    const total = this.#lots + lots;
    if (this.#lots === 0) this.#price = price;
    else if (price !== this.#price) this.#price = (this.#price * this.#lots + price * lots) / total;
    this.#lots = total;
  }

  /** Takes lots out at the average, as a closing fill does to a position. */
  remove(lots: number): void {
    this.#lots -= lots;
  }
}
