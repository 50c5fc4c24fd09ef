/**
 * A maker of calls: random right parts, with wrong ones at a few places.
 *
 * @module
 */

import { Random } from "../../src/laws/random.ts";
import { type Expression, object, text } from "./expression.ts";
import { NASTY } from "./nasty_values.ts";
import { isRecord, type Slot, type Slots, takes } from "./options.ts";
import { evaluated } from "./program.ts";

/** Names that no option has. */
const UNKNOWN_NAMES = ["csah", "", "__proto__", "constructor", "toString", "Cash", "length", "\u0000", "then", "sl"];

/** Makes one case: first the right call, counting the places where a fault may stand, and then with faults there. */
export class Maker {
  readonly random: Random;
  readonly #faults: Random;
  readonly #wrong: ReadonlySet<number>;
  /** Places so far. */
  places = 0;

  constructor(seed: number, number: number, wrong: ReadonlySet<number>) {
    this.random = new Random(seed, 2 * number);
    this.#faults = new Random(seed, 2 * number + 1);
    this.#wrong = wrong;
  }

  /** Returns whether a fault stands at the next place. */
  #isWrong(): boolean {
    return this.#wrong.has(this.places++);
  }

  /** A value of a slot. */
  value(slot: Slot, place: string): Expression {
    const good = this.random.pick(slot.good);
    if (!this.#isWrong()) return text(good);
    const nasty = this.#faults.pick(NASTY);
    // A value that names the engine in its own words is refused or taken by the table alone.
    const refused = !takes(slot, evaluated(nasty));
    return text(nasty, { place, refused });
  }

  /** An argument of any kind, of which nothing is known. */
  loose(good: string, place: string): Expression {
    return this.#isWrong() ? text(this.#faults.pick(NASTY), { place, refused: false }) : text(good);
  }

  /** Some options, or a wrong value in their place. */
  options(
    slots: Slots,
    place: string,
    always: readonly (readonly [string, Expression])[] = [],
    most = 4,
    known: Slots = slots,
  ): Expression {
    const names = Object.keys(slots), chosen = new Set<string>();
    for (let count = this.random.below(most + 1); count > 0; count--) chosen.add(this.random.pick(names));
    const entries = [...chosen].map((name): readonly [string, Expression] => {
      const value = this.value(slots[name]!, name), isGetter = this.random.below(12) === 0;
      return [isGetter ? `get ${name}` : name, value];
    });
    if (this.#isWrong()) {
      const name = this.#faults.pick(UNKNOWN_NAMES);
      entries.push([name, text(this.#faults.pick(NASTY), { place: `${place}: ${name}`, refused: true })]);
    }
    const record: Slot = { good: ["{}"], fits: (value) => isRecord(value, Object.keys(known)) };
    if (!this.#isWrong()) return object([...always, ...entries]);
    const nasty = this.#faults.pick(NASTY);
    return text(nasty, { place, refused: !takes(record, evaluated(nasty)) });
  }
}

/** The engine of a run, as an option. */
export const ENGINE: readonly [string, Expression] = ["engineBackend", text("engine")];

/** Makes a call of a part of the interface. */
export type Make = (maker: Maker) => Expression;
