/**
 * The tags of a run's orders: their texts by number, in the order of first use.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isWellFormedTag, TAG_CHARACTERS_MAX, tagCharacters } from "../records/tag_text.ts";

/** The texts of tags. An order carries the number of its tag, and zero without one. */
export class TagTexts {
  readonly #texts: string[] = [];
  readonly #numbers: Map<string, number> = new Map();

  /** Number of texts. */
  get count(): number {
    return this.#texts.length;
  }

  /** Returns the texts from one on, the first being number 1. */
  from(number: number): readonly string[] {
    return this.#texts.slice(number - 1);
  }

  /** Returns the text of a number, or null for zero. */
  text(number: number): string | null {
    return number === 0 ? null : this.#texts[number - 1]!;
  }

  /**
   * Returns the number of the option `tag` of an order, which a new text gets here.
   *
   * @throws {TypeError} If it is no text.
   * @throws {RangeError} If it is empty or too long.
   */
  number(tag: unknown): number {
    if (tag === undefined) return 0;
    const known = typeof tag === "string" ? this.#numbers.get(tag) : undefined;
    return known ?? this.#add(checkedTag(tag));
  }

  /**
   * Restores saved texts into an empty object.
   *
   * @throws {RangeError} If they are none that a run has saved.
   */
  load(texts: readonly string[]): void {
    for (const text of texts) {
      checkedTag(text);
      if (this.#numbers.has(text)) throw new RangeError(`tag ${inspected(text)} is there twice`);
      this.#add(text);
    }
  }

  #add(text: string): number {
    const number = this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }
}

function checkedTag(tag: unknown): string {
  if (typeof tag !== "string") {
    throw new TypeError(`Cannot use tag ${inspected(tag, 0)}: pass a text, such as tag: "breakout"`);
  }
  if (tagCharacters(tag) <= TAG_CHARACTERS_MAX && !tag.isWellFormed()) {
    throw new RangeError(
      `Cannot use tag ${
        JSON.stringify(tag)
      }: it has half of a character, a surrogate alone, which no file keeps; pass ` +
        "whole characters",
    );
  }
  if (isWellFormedTag(tag)) return tag;
  throw new RangeError(
    tag === ""
      ? `Cannot use an empty tag: pass a text of 1 to ${TAG_CHARACTERS_MAX} characters, or leave it out`
      : `Cannot use tag ${inspected(tag)} of ${tagCharacters(tag)} characters: pass 1 to ${TAG_CHARACTERS_MAX}`,
  );
}
