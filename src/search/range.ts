/**
 * `range`: the values of a parameter from one number to another.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Most values of one range. */
const VALUES_MAX = 1_000_000;
/** Digits behind the point up to which values are whole numbers of their last digit. */
const DECIMALS_MAX = 12;

/**
 * Returns the numbers from one to another, both included, for the parameters of {@linkcode optimize}. They are counted in
 * decimals, so that `range(0.1, 0.5, 0.1)` has 0.3 and not 0.30000000000000004.
 *
 * @param from The first number.
 * @param to The last number; it must lie a whole number of steps from the first.
 * @param step The distance of two numbers, above zero. Default: 1.
 * @returns The numbers, ascending, frozen.
 * @throws {TypeError} If one of them is not a finite number.
 * @throws {RangeError} If the step is not above zero, `to` lies below `from`, or the steps do not end at `to`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * assertEquals(ct.range(5, 20, 5), [5, 10, 15, 20]);
 * assertEquals(ct.range(0.1, 0.4, 0.1), [0.1, 0.2, 0.3, 0.4]);
 * ```
 */
export function range(from: number, to: number, step: number = 1): readonly number[] {
  for (const [name, value] of Object.entries({ from, to, step })) {
    if (typeof value === "number" && Number.isFinite(value)) continue;
    throw new TypeError(`Cannot make a range with ${name} ${inspected(value, 0)}: pass a finite number`);
  }
  if (!(step > 0)) throw new RangeError(`Cannot make a range with step ${step}: pass a number above 0`);
  if (to < from) throw new RangeError(`Cannot make a range from ${from} to ${to}: pass the smaller number first`);
  const decimals = Math.max(decimalsOf(from), decimalsOf(to), decimalsOf(step)), scale = 10 ** decimals;
  const first = Math.round(from * scale), last = Math.round(to * scale), stride = Math.round(step * scale);
  if (!(Math.max(Math.abs(first), Math.abs(last)) < 2 ** 53) || stride === 0) {
    throw new RangeError(
      `Cannot make a range from ${from} to ${to} by ${step}: use numbers with at most ${DECIMALS_MAX} decimals`,
    );
  }
  const steps = (last - first) / stride;
  if (!Number.isInteger(steps)) {
    const below = (first + Math.floor(steps) * stride) / scale;
    throw new RangeError(
      `Cannot make a range from ${from} to ${to} by ${step}: the steps do not end at ${to}; pass ${below} as its end`,
    );
  }
  if (steps >= VALUES_MAX) {
    throw new RangeError(
      `Cannot make a range of ${steps + 1} values: it has at most ${VALUES_MAX}; pass a larger step`,
    );
  }
  // A division of two whole numbers is the double next to the decimal number.
  return Object.freeze(Array.from({ length: steps + 1 }, (_none, at) => (first + at * stride) / scale));
}

function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < DECIMALS_MAX; decimals++) {
    if (Number(value.toFixed(decimals)) === value) return decimals;
  }
  return DECIMALS_MAX;
}
