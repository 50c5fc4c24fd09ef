/**
 * Rounding of the numbers in options: to whole money units and to rates in 10^-9, with a note where it can be seen.
 *
 * A number that comes out of a division, such as 0.001 / 3, is not refused: it goes to the nearest count.
 *
 * @module
 */

import { EXACT_MAX, RATE_SCALE } from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import { over, parseRational, type Rational, toText } from "./rational.ts";

/** A change of an option up to this share of it is told to nobody. */
const TOLD_ABOVE = 1e-6 * (1 + 1e-9);

/**
 * Converts a fraction to the nearest integer count of 10^-9.
 *
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not from 0 to 1.
 */
export function rateOf(fraction: number, what: string, notes: string[]): number {
  if (typeof fraction !== "number") throw new TypeError(`Cannot use ${what} ${inspected(fraction)}: pass a number`);
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`Cannot use ${what} ${fraction}: pass a fraction from 0 to 1`);
  }
  const rate = Math.round(fraction * RATE_SCALE), used = rate / RATE_SCALE;
  tell(fraction, used, what, "rates are whole counts of 10^-9", notes);
  return rate;
}

/**
 * Converts a display amount to the nearest whole count of money units.
 *
 * @throws {RangeError} If it is negative or not finite, or more than a hundredth of the ledger's limit, which would
 * leave no room to grow.
 */
export function moneyOf(display: number, unit: Rational, what: string, notes: string[]): number {
  if (display === 0) return 0;
  const { numerator, denominator } = over(parseRational(display, what), unit);
  const below = numerator / denominator, twice = 2n * (numerator % denominator);
  const units = twice > denominator || (twice === denominator && below % 2n === 1n) ? below + 1n : below;
  if (units > BigInt(EXACT_MAX) / 100n) {
    throw new RangeError(
      `Cannot use ${what} ${display}: it is more than 2^53 / 100 money units of ${toText(unit)}; ` +
        `pass a coarser moneyUnit, such as 0.01`,
    );
  }
  const used = displayOf(Number(units), unit);
  tell(display, used, what, `money is counted in units of ${toText(unit)}`, notes);
  return Number(units);
}

/** Returns the display amount of a count of money units. */
export function displayOf(units: number, unit: Rational): number {
  return units * Number(unit.numerator) / Number(unit.denominator);
}

function tell(asked: number, used: number, what: string, why: string, notes: string[]): void {
  if (Math.abs(used - asked) <= asked * TOLD_ABOVE) return;
  notes.push(`The ${what} was rounded from ${asked} to ${used}, as ${why}`);
}
