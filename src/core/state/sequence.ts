/**
 * Identity: the numbers of a producer that were seen, and those that are missing.
 *
 * A number above the highest one seen leaves a hole behind it, unless it is the next. A number within a hole is late
 * and new; any other number was seen before. Holes are ranges; beyond the limit the oldest hole is dropped.
 *
 * @module
 */

import { PRODUCER_HOLES_MAX } from "../../contract/contract.gen.ts";
import { ProducerFields } from "./fields.gen.ts";

/** A number that follows the highest one seen. */
export const SEQUENCE_NEXT = 0;
/** A number beyond the next one. */
export const SEQUENCE_GAP = 1;
/** A number beyond the next one; the oldest hole was dropped for the new one. */
export const SEQUENCE_GAP_FULL = 2;
/** A number that was missing. */
export const SEQUENCE_LATE = 3;
/** A number that was seen. */
export const SEQUENCE_SEEN = 4;

/** The seen and missing numbers of one producer. */
export class Producer extends ProducerFields {
  /** Makes a producer without any seen number. */
  constructor(id: number) {
    super();
    this.id = id;
  }

  /** Returns the class of a number, without recording it. */
  look(sequence: number): number {
    if (sequence === this.highest + 1) return SEQUENCE_NEXT;
    if (sequence > this.highest) {
      return this.holes.length / 2 === PRODUCER_HOLES_MAX ? SEQUENCE_GAP_FULL : SEQUENCE_GAP;
    }
    return this.#hole(sequence) >= 0 ? SEQUENCE_LATE : SEQUENCE_SEEN;
  }

  /** Records a number that was not seen before. */
  take(sequence: number): void {
    if (sequence > this.highest) {
      if (sequence > this.highest + 1) {
        if (this.holes.length / 2 === PRODUCER_HOLES_MAX) this.holes.splice(0, 2);
        this.holes.push(this.highest + 1, sequence - 1);
      }
      this.highest = sequence;
      return;
    }
    const at = this.#hole(sequence);
    const first = this.holes[at]!, last = this.holes[at + 1]!;
    if (first === last) this.holes.splice(at, 2);
    else if (sequence === first) this.holes[at] = sequence + 1;
    else if (sequence === last) this.holes[at + 1] = sequence - 1;
    else if (this.holes.length / 2 === PRODUCER_HOLES_MAX) this.holes[at] = sequence + 1;
    else this.holes.splice(at, 2, first, sequence - 1, sequence + 1, last);
  }

  #hole(sequence: number): number {
    for (let at = 0; at < this.holes.length; at += 2) {
      if (sequence >= this.holes[at]! && sequence <= this.holes[at + 1]!) return at;
    }
    return -1;
  }
}
