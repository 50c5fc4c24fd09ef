/**
 * The fill ids of one order: a sorted list of pairs of words. Venues number their fills upwards, so a new id is nearly
 * always the highest and goes to the end.
 *
 * @module
 */

/** The fill ids seen so far. */
export class FillIds {
  /** High and low words in turn, ascending. */
  readonly words: number[] = [];

  /** Adds a fill id; returns whether it is new. */
  add(high: number, low: number): boolean {
    const words = this.words, end = words.length;
    if (end === 0 || isBelow(words[end - 2]!, words[end - 1]!, high, low)) {
      words.push(high, low);
      return true;
    }
    const at = this.#place(high, low);
    if (words[at] === high && words[at + 1] === low) return false;
    words.splice(at, 0, high, low);
    return true;
  }

  /** Returns whether a fill id was seen. */
  has(high: number, low: number): boolean {
    const words = this.words, end = words.length;
    if (end === 0 || isBelow(words[end - 2]!, words[end - 1]!, high, low)) return false;
    const at = this.#place(high, low);
    return words[at] === high && words[at + 1] === low;
  }

  /** Returns the index of the first pair that is not below a fill id. */
  #place(high: number, low: number): number {
    let least = 0, most = this.words.length / 2;
    while (least < most) {
      const middle = (least + most) >>> 1;
      if (isBelow(this.words[2 * middle]!, this.words[2 * middle + 1]!, high, low)) least = middle + 1;
      else most = middle;
    }
    return 2 * least;
  }
}

function isBelow(high: number, low: number, other_high: number, other_low: number): boolean {
  return high < other_high || (high === other_high && low < other_low);
}
