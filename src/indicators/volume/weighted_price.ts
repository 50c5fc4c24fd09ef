/**
 * The price weighted by volume since a bar, with its deviation: what {@linkcode vwap} and its kin share.
 *
 * @module
 */

/** The price weighted by volume, one bar at a time, from the last bar that began anew. */
export class WeightedPrice {
  readonly #values = new CompensatedSum();
  readonly #volumes = new CompensatedSum();
  /** Sum of volume times the squared distance of its price from the mean. */
  #squares = 0;
  #mean = NaN;
  #anchor = NaN;

  /**
   * Adds a bar and returns the mean; the price itself while no volume was traded. It begins anew where the number of the
   * anchor changes; with 0 it has not begun and is NaN.
   */
  update(price: number, volume: number, anchor: number): number {
    if (anchor !== this.#anchor) this.#restart(anchor);
    if (anchor === 0) return NaN;
    const before = this.#mean, total = this.#volumes.add(volume), value = this.#values.add(price * volume);
    if (total === 0) return price;
    this.#mean = value / total;
    // The first trade lies on the mean. The product of both distances is not negative but for rounding (West 1979).
    if (before === before) this.#squares += Math.max(0, volume * (price - before) * (price - this.#mean));
    return this.#mean;
  }

  #restart(anchor: number): void {
    this.#values.restart();
    this.#volumes.restart();
    this.#squares = 0;
    this.#mean = NaN;
    this.#anchor = anchor;
  }

  /** The standard deviation of the prices, weighted by volume; 0 while no volume was traded. */
  get deviation(): number {
    const total = this.#volumes.sum;
    return total === 0 ? 0 : Math.sqrt(this.#squares / total);
  }
}

/** A sum that carries its rounding error into the next addition (Kahan 1965), as pandas sums groups. */
class CompensatedSum {
  /** The sum so far. */
  sum = 0;
  #error = 0;

  /** Forgets all values. */
  restart(): void {
    this.sum = this.#error = 0;
  }

  /** Adds a value and returns the sum. */
  add(value: number): number {
    const corrected = value - this.#error, sum = this.sum + corrected;
    this.#error = sum - this.sum - corrected;
    return this.sum = sum;
  }
}
