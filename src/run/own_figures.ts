/**
 * The option `figures`: figures of the user.
 *
 * @module
 */

import { type Figure, isFigure } from "../analyzers/figure.ts";
import { figures } from "../analyzers/figures.ts";
import { inspected } from "../host.ts";

/**
 * Rejects figures of the user that cannot be used.
 *
 * @throws {TypeError} If one was not made by `ct.analyzer`.
 * @throws {RangeError} If one has no name, or that of a figure which every result has.
 */
export function checkOwnFigures(own: Readonly<Record<string, Figure>> = {}): void {
  for (const [name, figure] of Object.entries(own)) {
    if (!isFigure(figure)) {
      throw new TypeError(
        `Cannot use ${inspected(figure, 0)} as figure ${
          inspected(name)
        }: make it by ct.analyzer({ formula, unit, compute })`,
      );
    }
    if (name.trim() === "") throw new RangeError(`Cannot use a figure without a name: name it, as in { mine: figure }`);
    if (Object.hasOwn(figures, name)) {
      throw new RangeError(`Cannot add figure ${inspected(name)}: every result has one of that name; choose another`);
    }
  }
}
