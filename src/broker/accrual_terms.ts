/**
 * What falls due on a position without an order: funding, dividends, splits and the cost of borrowing, and what becomes of
 * a position whose bars end.
 *
 * @module
 */

import { EXACT_MAX, RATE_SCALE, SCALE_FACTOR_LIMIT } from "../contract/contract.gen.ts";
import { checkMoment, type Moment } from "../feeds/time/moment_text.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { nearestBelow, over, parseRational, ratio, type Rational, times, toNumber } from "./rational.ts";

/**
 * A rate of funding, as perpetual futures have it.
 *
 * @example A rate of 0.01 % at midnight in UTC
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const rate: ct.FundingRate = { time: "2024-01-02T00:00Z", rate: 0.0001 };
 * console.log(rate.rate);
 * ```
 */
export interface FundingRate {
  /** When it is due, as a `Date`, a time of day or a session date. The first bar that ends then or later settles it. */
  readonly time: Moment;
  /** Fraction of the notional: above 0 long positions pay it to short ones, below 0 they receive it. */
  readonly rate: number;
}

/**
 * A dividend in cash.
 *
 * @example A dividend of 0.24 for each share
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const dividend: ct.Dividend = { date: "2024-02-09", amount: 0.24 };
 * console.log(dividend.amount);
 * ```
 */
export interface Dividend {
  /** Ex-date: the first session of which a buyer does not get it. Who held before the first bar of that date gets it. */
  readonly date: Moment;
  /** Amount for each unit, in the account's currency. */
  readonly amount: number;
}

/**
 * A split.
 *
 * @example Four new shares for each old one
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const split: ct.Split = { date: "2020-08-31", ratio: 4 };
 * console.log(split.ratio);
 * ```
 */
export interface Split {
  /** The first session whose prices are for new units. */
  readonly date: Moment;
  /** New units for one old unit: 4, 0.1, or as a text `"3:2"`. A number goes to the simplest fraction that is as near. */
  readonly ratio: number | string;
}

/** The options of what falls due on a position. */
export interface AccrualOptions {
  readonly funding?: readonly FundingRate[] | string;
  readonly dividends?: readonly Dividend[] | string;
  readonly splits?: readonly Split[] | string;
  readonly borrow?: number;
  readonly onFeedEnd?: "keep" | "close";
}

/** Names of the {@linkcode AccrualOptions}. */
export const ACCRUAL_OPTIONS: readonly (keyof AccrualOptions)[] = [
  "funding",
  "dividends",
  "splits",
  "borrow",
  "onFeedEnd",
];

/** A number relative to which a ratio is that of a fraction: a price file writes a third as 0.333333. */
const RATIO_DOUBT = 2e-6;
/** Largest denominator of a ratio that is given as a number. */
const RATIO_DENOMINATOR_MAX = 1000;

/** A list of rows by the name of its option: an example, the names of the entries, and the check of the second one. */
interface RowKind {
  readonly example: string;
  readonly names: readonly [when: string, value: string];
  check(value: unknown, what: string): void;
}

const ROW_KINDS: Readonly<Record<"funding" | "dividends" | "splits", RowKind>> = {
  funding: {
    example: '{ time: "2024-01-02T08:00Z", rate: 0.0001 }',
    names: ["time", "rate"],
    check: (value, what) => void rateUnits(value, what),
  },
  dividends: {
    example: '{ date: "2024-02-09", amount: 0.24 }',
    names: ["date", "amount"],
    check: (value, what) => void checkDividend(value, what),
  },
  splits: {
    example: '{ date: "2024-06-10", ratio: 4 }',
    names: ["date", "ratio"],
    check: (value, what) => void splitRatio(value, what),
  },
};

/**
 * Returns the options of what falls due, each read once.
 *
 * @param what Names an option for messages.
 * @throws {TypeError} If one is of the wrong type.
 * @throws {RangeError} If one is out of range.
 */
export function takenAccruals(options: AccrualOptions, what: (option: string) => string): AccrualOptions {
  const taken: Record<string, unknown> = {};
  for (const name of ["funding", "dividends", "splits"] as const) {
    if (options[name] !== undefined) taken[name] = takenRows(options[name], ROW_KINDS[name], what(name));
  }
  if (options.borrow !== undefined) annualRate(options.borrow, what("borrow"));
  const { onFeedEnd } = options;
  if (onFeedEnd !== undefined && onFeedEnd !== "keep" && onFeedEnd !== "close") {
    throw new RangeError(`Cannot use ${what("onFeedEnd")} ${inspected(onFeedEnd, 0)}: pass "keep" or "close"`);
  }
  return taken;
}

function takenRows(given: unknown, { example, names, check }: RowKind, what: string): unknown {
  if (typeof given === "string") return given;
  if (!Array.isArray(given)) {
    throw new TypeError(
      `Cannot use ${what} ${
        inspected(given, 0)
      }: pass a list, such as [${example}], or the name of a column of the feed`,
    );
  }
  return given.map((row: Readonly<Record<string, unknown>>, at) => {
    const place = `${what}[${at}]`, [when, value] = names;
    const entries = takenOptions(row, names, {
      noObject: (shown) => `Cannot use ${place} ${shown}: pass an object, such as ${example}`,
      unknown: (name) => `Cannot find option "${name}" of ${place}: there are ${when} and ${value}`,
    });
    const moment = checkMoment(`${place}.${when}`, entries[when]);
    check(entries[value], `${place}.${value}`);
    return { [when]: moment instanceof Date ? new Date(moment) : moment, [value]: entries[value] };
  });
}

/**
 * Returns a rate of funding in 10^-9.
 *
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not between -1 and 1.
 */
export function rateUnits(rate: unknown, what: string): number {
  if (typeof rate !== "number") throw new TypeError(`Cannot use ${what} ${inspected(rate, 0)}: pass a number`);
  if (!(Math.abs(rate) < 1)) {
    throw new RangeError(`Cannot use ${what} ${rate}: pass a fraction between -1 and 1, such as 0.0001 for 0.01 %`);
  }
  return Math.round(rate * RATE_SCALE);
}

/**
 * Returns a rate of a year in 10^-9.
 *
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not between -1 and 1.
 */
export function annualRate(rate: unknown, what: string): number {
  if (typeof rate !== "number") throw new TypeError(`Cannot use ${what} ${inspected(rate, 0)}: pass a number`);
  if (!(Math.abs(rate) < 1)) {
    throw new RangeError(`Cannot use ${what} ${rate}: pass the rate of a year as a fraction, such as 0.04 for 4 %`);
  }
  return Math.round(rate * RATE_SCALE);
}

function checkDividend(amount: unknown, what: string): number {
  if (typeof amount !== "number") throw new TypeError(`Cannot use ${what} ${inspected(amount, 0)}: pass a number`);
  if (!(amount > 0 && amount < Infinity)) {
    throw new RangeError(`Cannot use ${what} ${amount}: pass the amount for one unit, above 0`);
  }
  return amount;
}

/**
 * Returns a dividend as money units for each lot, numerator and denominator. A dividend is one of the price, so each unit
 * pays it as often as the multiplier counts the price.
 *
 * @param spec Display size of one lot, and the value of one point of price for one unit.
 * @throws {RangeError} If it is more than the ledger holds.
 */
export function dividendOf(
  amount: unknown,
  { lot, multiplier }: { readonly lot: Rational; readonly multiplier: Rational },
  moneyUnit: Rational,
  what: string,
): readonly [number, number] {
  const units = times(lot, multiplier);
  const exact = over(times(parseRational(checkDividend(amount, what), what), units), moneyUnit);
  const { numerator, denominator } = nearestBelow(exact, BigInt(EXACT_MAX));
  return [toNumber(numerator, what), toNumber(denominator, what)];
}

/**
 * Returns the new units for old units of a split.
 *
 * @throws {TypeError} If it is neither a number nor a text.
 * @throws {RangeError} If it is no ratio above 0.
 */
export function splitRatio(given: unknown, what: string): readonly [numerator: number, denominator: number] {
  if (typeof given !== "number" && typeof given !== "string") {
    throw new TypeError(`Cannot use ${what} ${inspected(given, 0)}: pass a number such as 4, or a text such as "3:2"`);
  }
  const { numerator, denominator } = typeof given === "number" ? simplest(given) : ratioOfText(given);
  const limit = BigInt(SCALE_FACTOR_LIMIT);
  if (numerator > 0n && denominator > 0n && numerator < limit && denominator < limit) {
    return [Number(numerator), Number(denominator)];
  }
  throw new RangeError(
    `Cannot use ${what} ${inspected(given, 0)}: pass new units for one old unit, such as 4, 0.1 or "3:2"`,
  );
}

function ratioOfText(text: string): Rational {
  const [, numerator, denominator] = /^\s*(\d{1,9})\s*[:/]\s*(\d{1,9})\s*$/.exec(text) ?? [];
  if (numerator === undefined || BigInt(denominator!) === 0n) return { numerator: 0n, denominator: 0n };
  return ratio(BigInt(numerator), BigInt(denominator!));
}

/** Returns the fraction of the least denominator that is as near to a number as price files write ratios. */
function simplest(value: number): Rational {
  if (!(value > 0 && value < SCALE_FACTOR_LIMIT)) return { numerator: 0n, denominator: 0n };
  for (let denominator = 1; denominator <= RATIO_DENOMINATOR_MAX; denominator++) {
    const numerator = Math.round(value * denominator);
    if (numerator > 0 && Math.abs(numerator / denominator - value) <= RATIO_DOUBT * value) {
      return ratio(BigInt(numerator), BigInt(denominator));
    }
  }
  return parseRational(value, "ratio");
}
