/**
 * The average price of several fills.
 *
 * @module
 */

/** Returns the average price of some lots and a fill, weighted by lots; exactly the price itself while all are equal. */
export function averageWith(average: number, lots: number, price: number, filled: number): number {
  if (lots === 0) return price;
  return price === average ? average : (average * lots + price * filled) / (lots + filled);
}

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
    this.#price = averageWith(this.#price, this.#lots, price, lots);
    this.#lots += lots;
  }

  /** Takes lots out at the average, as a closing fill does to a position. */
  remove(lots: number): void {
    this.#lots -= lots;
  }
}
