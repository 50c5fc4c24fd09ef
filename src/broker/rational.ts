/**
 * Exact rational numbers from user input: grids such as 0.01, "1/32" or 1e-8.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** A fraction in lowest terms, whose denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Makes a fraction in lowest terms. */
export function ratio(numerator: bigint, denominator: bigint): Rational {
  const divisor = gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** Returns the product of two fractions. */
export function times(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Returns the quotient of two fractions. */
export function over(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Returns the fraction 10^-decimals; negative decimals give a whole power of ten. */
export function powerOfTenth(decimals: number): Rational {
  return decimals >= 0
    ? { numerator: 1n, denominator: 10n ** BigInt(decimals) }
    : { numerator: 10n ** BigInt(-decimals), denominator: 1n };
}

/** A number with more digits than these is the result of arithmetic; nobody writes it. */
const WRITTEN_DIGITS = 12;
/** Largest denominator of a fraction that is found behind such a number. */
const QUOTIENT_DENOMINATOR_MAX = 1_000_000n;
/** Digits of a decimal that is found behind such a number. */
const SUM_DIGITS = 12;

/**
 * Returns the fraction that a number of more than 12 digits stands for: 0.3333333333333333 is 1/3,
 * 0.30000000000000004 is 3/10, and a number with nothing simple beside it is its printed decimal.
 */
function meantBy(value: number, printed: Rational): Rational {
  const near = ({ numerator, denominator }: Rational): boolean =>
    Math.abs(Number(numerator) / Number(denominator) - value) <= 2 * Number.EPSILON * value;
  for (const fraction of convergents(printed)) {
    if (fraction.denominator > QUOTIENT_DENOMINATOR_MAX) break;
    if (near(fraction)) return fraction;
  }
  const sum = decimalOf(value.toPrecision(SUM_DIGITS));
  return sum !== undefined && near(sum) ? sum : printed;
}

/** Yields the convergents of the continued fraction of a positive number: ever nearer, each the best of its size. */
function* convergents(value: Rational): Generator<Rational> {
  let [above, below] = [value.numerator, value.denominator];
  let last: Rational = { numerator: 1n, denominator: 0n }, before: Rational = { numerator: 0n, denominator: 1n };
  while (below > 0n) {
    const whole = above / below;
    const next = {
      numerator: whole * last.numerator + before.numerator,
      denominator: whole * last.denominator + before.denominator,
    };
    yield next;
    [last, before] = [next, last];
    [above, below] = [below, above % below];
  }
}

/** Returns the nearest fraction whose numerator and denominator stay below a limit; the same one if they do. */
export function nearestBelow(value: Rational, limit: bigint): Rational {
  let best = value;
  if (value.numerator < limit && value.denominator < limit) return best;
  for (const fraction of convergents(value)) {
    if (fraction.numerator >= limit || fraction.denominator >= limit) break;
    best = fraction;
  }
  return best;
}

/**
 * Reads a number as its printed decimal, or a text such as "0.25" or "1/32". A number of more than 12 digits is read as
 * the decimal or the fraction that it stands for: 0.1 + 0.2 is 3/10, and 1 / 3 is 1/3.
 *
 * @throws {RangeError} If it is not a positive finite number; `what` is its name in the message.
 */
export function parseRational(value: number | string, what: string): Rational {
  if (typeof value !== "number" && typeof value !== "string") {
    throw new TypeError(`Cannot use ${what} ${inspected(value, 0)}: it is a positive number, or a text like "1/32"`);
  }
  const text = String(value).trim();
  const fraction = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  const result = fraction !== null && BigInt(fraction[2]!) > 0n
    ? { numerator: BigInt(fraction[1]!), denominator: BigInt(fraction[2]!) }
    : decimalOf(text);
  if (result === undefined || result.numerator <= 0n) {
    throw new RangeError(`Cannot use ${what} ${inspected(value)}: it is a positive number, or a text like "1/32"`);
  }
  const exact = ratio(result.numerator, result.denominator);
  const digits = text.replace(/e.*$/i, "").replace(".", "").replace(/^0+|0+$/g, "").length;
  return typeof value === "number" && digits > WRITTEN_DIGITS ? meantBy(value, exact) : exact;
}

/** Reads a decimal number with or without an exponent. */
function decimalOf(text: string): Rational | undefined {
  const decimal = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (decimal === null || text === "" || text === ".") return undefined;
  const digits = (decimal[1] ?? "") + (decimal[2] ?? ""), exponent = Number(decimal[3] ?? 0);
  const shift = exponent - (decimal[2] ?? "").length;
  if (digits === "" || Math.abs(shift) > 400) return undefined;
  const whole = BigInt(digits);
  return shift >= 0 ? ratio(whole * 10n ** BigInt(shift), 1n) : ratio(whole, 10n ** BigInt(-shift));
}

/** Writes a fraction in the form that {@linkcode parseRational} reads: `1/32`, or `5` for a whole number. */
export function toText(value: Rational): string {
  return value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
}

/**
 * Returns an integer as a double.
 *
 * @throws {RangeError} If it exceeds 2^53.
 */
export function toNumber(value: bigint, what: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`Cannot use ${what}: ${value} passes 2^53`);
  return Number(value);
}
