/**
 * Instruments whose prices may be zero and below, as those of an adjusted future or of a spread.
 *
 * The core counts prices from one step up. The steps of such an instrument begin far below its lowest price: the core
 * counts {@linkcode zeroSteps} more for each price, and the edge takes them off again. All that compares prices, or takes
 * one from another, is the same for it. A fraction of a price is not, so such an instrument trades as a future: its
 * profit is a difference of prices, and its margin is an amount. A commission by a rate counts from that zero, which the
 * core knows: it is one on the notional without its sign.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { over, parseRational, powerOfTenth, type Rational, times, toNumber } from "./rational.ts";

/** Prices of the data may go below zero by this multiple of the largest one, without its sign. */
const ROOM = 8;
/** Prices of a feed without any, or with zeros alone, are counted as if the largest were this one. */
const LARGEST_UNKNOWN = 1;

/**
 * Returns the distance from the lowest price that is counted to zero, in display units: the next number of one digit. It is
 * not larger than it has to be, as amounts are worked out from counted prices, and they have to stay below 2^53 units.
 */
export function roomBelowZero(largest: number): Rational {
  const wanted = ROOM * (largest > 0 ? largest : LARGEST_UNKNOWN),
    [digit, exponent] = wanted.toExponential(0).split("e");
  // Rounded to a digit it may be smaller, and is larger with the next one.
  const count = BigInt(digit!) + (Number(`${digit}e${exponent}`) < wanted ? 1n : 0n);
  return times({ numerator: count, denominator: 1n }, powerOfTenth(-Number(exponent)));
}

/** Returns whether the core has the prices of a feed: of one of any prices only if it trades. */
export function isCounted({ anyPrices, trade }: { readonly anyPrices?: true; readonly trade: boolean }): boolean {
  return anyPrices !== true || trade;
}

/**
 * Returns the room below zero that the option `pricesFrom` gives.
 *
 * @throws {TypeError} If it is neither a number nor a text.
 * @throws {RangeError} If it is not below zero, or the feed has prices above zero alone.
 */
export function givenRoom(pricesFrom: unknown, isAny: boolean, what: string): Rational | undefined {
  if (pricesFrom === undefined || pricesFrom === null) return undefined;
  const text = `${pricesFrom}`, shown = `Cannot use ${what} ${inspected(pricesFrom, 0)}: `, remedy = "such as -1000";
  if (typeof pricesFrom !== "number" && typeof pricesFrom !== "string") {
    throw new TypeError(`${shown}pass a number below 0, ${remedy}`);
  }
  if (!/^-\d[\d.e+/-]*$/.test(text)) throw new RangeError(`${shown}pass a number below 0, ${remedy}`);
  if (!isAny) throw new RangeError(`${shown}its prices are above zero; pass null, or read it with prices: "any"`);
  return parseRational(typeof pricesFrom === "number" ? -pricesFrom : text.slice(1), what);
}

/** Returns the lowest price that is counted as a number: of a number, or of a text such as "-1000" or "-4939/4". */
export function lowestPrice(pricesFrom: number | string): number {
  const [numerator, denominator = 1] = `${pricesFrom}`.split("/").map(Number);
  return numerator! / denominator;
}

/** Returns the steps that the core counts for a price of zero: the room below it, up to a whole tick. */
export function zeroSteps(room: Rational, resolution: Rational, tick: number): number {
  const { numerator, denominator } = over(room, resolution), grid = BigInt(Math.max(tick, 1));
  const divisor = denominator * grid;
  return toNumber((numerator + divisor - 1n) / divisor * grid, "pricesFrom");
}

/** Returns the error of a feed whose prices may be zero and below, and that cannot trade as it is. */
export function untradeable(name: string, remedy: string): RangeError {
  return new RangeError(
    `Cannot place orders on feed "${name}": its prices may be zero and below, as prices: "any" says; ${remedy} ` +
      "trade: false, so that it gives lines alone",
  );
}

/** Terms of trade that decide whether such an instrument can trade. */
interface AnyPriceTerms {
  readonly settlement?: string;
  readonly margin?: object | null;
}

/** Terms that are fractions of a price or of a notional, with what to pass instead. */
const FRACTIONS: readonly (readonly [name: string, remedy: string])[] = [
  ["leverage", "pass margin: { initialPerUnit: 1000 }"],
  ["slippage", "pass slippageAmount or slippageTicks"],
  ["slippageImpact", "pass slippageAmount or slippageTicks"],
  ["liquidationFee", "pass a commission, which a liquidation has too"],
  ["borrow", "leave it out"],
  ["funding", "leave it out"],
  ["splits", "leave it out"],
];

/**
 * Checks that the terms of such an instrument are those of a future, without a fraction of a price.
 *
 * @throws {RangeError} If they are not.
 */
export function checkAnyPrices(name: string, options: AnyPriceTerms): void {
  const { settlement, margin } = options;
  for (const [term, remedy] of FRACTIONS) {
    const value = (options as Readonly<Record<string, unknown>>)[term];
    if (value !== undefined && value !== null && value !== 0) throw fractionOf(term, value, name, remedy);
  }
  if (margin !== undefined && margin !== null && "initial" in margin) {
    throw fractionOf("margin", margin, name, "pass margin: { initialPerUnit: 1000 }");
  }
  if (settlement !== "futures" || margin === undefined || margin === null) {
    throw untradeable(
      name,
      'trade it as a future with settlement: "futures" and margin: { initialPerUnit: 1000 }, or pass',
    );
  }
}

function fractionOf(term: string, value: unknown, name: string, remedy: string): RangeError {
  return new RangeError(
    `Cannot use ${term} ${
      inspected(value)
    } of feed "${name}": a fraction of a price says nothing where prices may be ` +
      `zero and below; ${remedy}`,
  );
}

/** Returns the error of an order that is said as a fraction of a price, or by money, on such an instrument. */
export function fractionOfOrder(what: string, name: string, remedy: string): RangeError {
  return new RangeError(
    `Cannot use ${what} on feed "${name}", whose prices may be zero and below: they tell no worth of a unit; ${remedy}`,
  );
}
