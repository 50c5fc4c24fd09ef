/**
 * How the objects that a strategy holds are shown by a console, and why they are not numbers.
 *
 * @module
 */

import { INSPECTED_BY } from "./host.ts";

/** An object as a console shows it: a title, and its facts by name; or a text, as it is. */
export type Shown = string | { readonly title: string; readonly facts: Readonly<Record<string, unknown>> };

/** Makes a console show the objects of a class by their facts, as their own fields are private. */
export function showBy<T extends object>(prototype: T, shownOf: (object: T) => Shown): void {
  for (const [name, inspectOf] of INSPECTED_BY) {
    Object.defineProperty(prototype, name, {
      value(this: T, ...given: unknown[]): string {
        const shown = shownOf(this);
        return typeof shown === "string" ? shown : `${shown.title} ${inspectOf(given)(shown.facts)}`;
      },
    });
  }
}

/**
 * Returns the text of an object where JavaScript asks for one, as in a template. Everything else that asks for a plain
 * value computes or compares, with NaN and false for an answer.
 *
 * @param hint The wish of JavaScript: `"string"`, `"number"` or `"default"`.
 * @param text The text.
 * @param what The object, for the message: `'line "close"'`.
 * @param remedy The way to its number: `"read its value at the current bar, close.now"`.
 * @throws {TypeError} If the wish is a number, or anything.
 */
export function textOnly(hint: string, text: string, what: string, remedy: string): string {
  if (hint === "string") return text;
  throw new TypeError(`Cannot compute with ${what} itself: ${remedy}`);
}
