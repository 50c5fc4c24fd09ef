/**
 * The mark hash: a hash over cash and value at the end of each step.
 *
 * Marks follow from state and bars, so the state chain leaves them out; the mark hash tells runs apart whose marks
 * differ. Four chains take the marks in turn, each the cash and then the value, since a single chain would wait for its
 * own multiplications. The hash after any number of marks follows from those marks alone.
 *
 * @module
 */

import { wordsOf } from "../../contract/words.ts";
import { Chain } from "./chain.ts";

/** Chains that take the marks in turn. */
const CHAINS = 4;

/** A hash over marks, in order. */
export class MarkHash {
  readonly first: Chain = new Chain();
  readonly second: Chain = new Chain();
  readonly third: Chain = new Chain();
  readonly fourth: Chain = new Chain();
  /** Marks so far. */
  count = 0;
  readonly #mark: Float64Array = new Float64Array(2);
  readonly #words: Uint32Array = new Uint32Array(this.#mark.buffer);
  #marks: Float64Array = this.#mark;
  #words_of_marks: Uint32Array = this.#words;

  /** Adds the mark of a step. */
  add(cash: number, value: number): void {
    this.#mark[0] = cash;
    this.#mark[1] = value;
    this.#addWords(this.#words, 0, 2);
  }

  /** Adds the marks of some steps from two columns in one array: the cash from one lane on, the value from another. */
  addColumns(marks: Float64Array, cash_from: number, value_from: number, steps: number): void {
    const words = this.#wordsOf(marks);
    let step = 0;
    for (; step < steps && this.count % CHAINS !== 0; step++) {
      this.#addWords(words, 2 * (cash_from + step), 2 * (value_from + step));
    }
    const whole = step + Math.floor((steps - step) / CHAINS) * CHAINS;
    if (whole > step) this.#addFours(words, 2 * (cash_from + step), 2 * (value_from + step), whole - step);
    for (step = whole; step < steps; step++) this.#addWords(words, 2 * (cash_from + step), 2 * (value_from + step));
  }

  /** Adds a mark: the words of the cash from one place on, those of the value from another. */
  #addWords(words: Uint32Array, cash_from: number, value_from: number): void {
    const chain = this.#chain(this.count % CHAINS);
    chain.mix(words[cash_from]!, words[cash_from + 1]!);
    chain.mix(words[value_from]!, words[value_from + 1]!);
    this.count++;
  }

  /** Adds marks, as many as a multiple of four, beginning with the first chain. Local variables hold the chains. */
  #addFours(words: Uint32Array, cash_from: number, value_from: number, steps: number): void {
    const { first, second, third, fourth } = this;
    let low_a = first.low | 0, high_a = first.high | 0, low_b = second.low | 0, high_b = second.high | 0;
    let low_c = third.low | 0, high_c = third.high | 0, low_d = fourth.low | 0, high_d = fourth.high | 0;
    for (let at = 0; at < 2 * steps; at += 8) {
      for (let lane = 0; lane < 2; lane++) {
        const from = (lane === 0 ? cash_from : value_from) + at;
        const first_a = Math.imul(low_a ^ words[from]!, 0x9e3779b1);
        const second_a = Math.imul(high_a ^ words[from + 1]!, 0x85ebca77);
        const first_b = Math.imul(low_b ^ words[from + 2]!, 0x9e3779b1);
        const second_b = Math.imul(high_b ^ words[from + 3]!, 0x85ebca77);
        const first_c = Math.imul(low_c ^ words[from + 4]!, 0x9e3779b1);
        const second_c = Math.imul(high_c ^ words[from + 5]!, 0x85ebca77);
        const first_d = Math.imul(low_d ^ words[from + 6]!, 0x9e3779b1);
        const second_d = Math.imul(high_d ^ words[from + 7]!, 0x85ebca77);
        low_a = ((first_a << 13) | (first_a >>> 19)) + second_a | 0;
        high_a = ((second_a << 17) | (second_a >>> 15)) ^ first_a;
        low_b = ((first_b << 13) | (first_b >>> 19)) + second_b | 0;
        high_b = ((second_b << 17) | (second_b >>> 15)) ^ first_b;
        low_c = ((first_c << 13) | (first_c >>> 19)) + second_c | 0;
        high_c = ((second_c << 17) | (second_c >>> 15)) ^ first_c;
        low_d = ((first_d << 13) | (first_d >>> 19)) + second_d | 0;
        high_d = ((second_d << 17) | (second_d >>> 15)) ^ first_d;
      }
    }
    first.set(low_a, high_a);
    second.set(low_b, high_b);
    third.set(low_c, high_c);
    fourth.set(low_d, high_d);
    this.count += steps;
  }

  /** Returns the hash of all marks so far as a chain with two lanes. */
  sum(): Chain {
    const sum = new Chain();
    for (const { low, high } of [this.first, this.second, this.third, this.fourth]) sum.mix(low, high);
    sum.mix(this.count % 2 ** 32, Math.floor(this.count / 2 ** 32));
    return sum;
  }

  /** Returns the words of an array of marks. They are kept, because most callers pass the same array again. */
  #wordsOf(marks: Float64Array): Uint32Array {
    if (this.#marks !== marks) {
      this.#marks = marks;
      this.#words_of_marks = wordsOf(marks);
    }
    return this.#words_of_marks;
  }

  #chain(at: number): Chain {
    return at === 0 ? this.first : at === 1 ? this.second : at === 2 ? this.third : this.fourth;
  }
}
