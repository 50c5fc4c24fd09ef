/**
 * The last items of a kind, each with its number: a page that has some asks for those behind them.
 *
 * @module
 */

/** Gives items of all kinds one order. */
export class Counter {
  /** Number of the last item; 0 before the first. */
  last = 0;
}

/** Keeps the last items of a kind, and lets older ones go. */
export class Recent<T> {
  readonly #counter: Counter;
  readonly #most: number;
  readonly #items: T[] = [];
  readonly #numbers: number[] = [];
  /** Place of the next item, where the oldest one is. */
  #next = 0;

  /** Makes an empty one that keeps so many items at most. */
  constructor(counter: Counter, most: number) {
    this.#counter = counter;
    this.#most = most;
  }

  /** Number of items that are kept. */
  get length(): number {
    return this.#items.length;
  }

  /** Adds an item. */
  add(item: T): void {
    this.#items[this.#next] = item;
    this.#numbers[this.#next] = ++this.#counter.last;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** Returns the items behind a number that are kept, the oldest first. */
  behind(number: number): T[] {
    const count = this.#items.length, found: T[] = [];
    // Before it is full, the oldest item is the first one.
    for (let at = count < this.#most ? 0 : this.#next, left = count; left > 0; left--) {
      if (this.#numbers[at]! > number) found.push(this.#items[at]!);
      at = (at + 1) % count;
    }
    return found;
  }
}
