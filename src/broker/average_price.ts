/**
 * The average price of several fills.
 *
 * @module
 */

/**
 * Returns the average price of lots and a new fill, weighted by lots. While all prices are equal it is exactly that
 * price.
 */
export function averageWith(average: number, lots: number, price: number, filled: number): number {
  if (lots === 0) return price;
  return price === average ? average : (average * lots + price * filled) / (lots + filled);
}

/** Average price weighted by lots. While all fills have the same price it is exactly that price. */
export class AveragePrice {
  #lots = 0;
  #price = 0;

  /** Number of lots. */
  get lots(): number {
    return this.#lots;
  }

  /** The average, or null without a fill. */
  get value(): number | null {
    return this.#lots === 0 ? null : this.#price;
  }

  /** Adds a fill; `lots` is unsigned. */
  add(price: number, lots: number): void {
    if (lots === 0) return;
    this.#price = averageWith(this.#price, this.#lots, price, lots);
    this.#lots += lots;
  }

  /** Makes other lots of the same value, as a split does: `after` for each `before`. */
  split(after: number, before: number): void {
    this.#lots = this.#lots * after / before;
    this.#price = this.#price * before / after;
  }

  /** Removes lots at the average price, as a closing fill does. */
  remove(lots: number): void {
    this.#lots -= lots;
  }
}
