/**
 * Exact rational numbers from user input: grids such as 0.01, "1/32" or 1e-8.
 *
 * @module
 */

/** A positive fraction in lowest terms. */
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
  return a;
}

/** Returns the product of two fractions. */
export function times(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Returns the quotient of two fractions. */
export function over(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Returns the fraction 10^-decimals. */
export function powerOfTenth(decimals: number): Rational {
  return { numerator: 1n, denominator: 10n ** BigInt(decimals) };
}

/**
 * Reads a number as its printed decimal, or a text such as "0.25" or "1/32".
 *
 * @throws {RangeError} If it is not a positive finite number; `what` is its name in the message.
 */
export function parseRational(value: number | string, what: string): Rational {
  const text = String(value).trim();
  const fraction = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  const decimal = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  let result: Rational | undefined;
  if (fraction !== null && BigInt(fraction[2]!) > 0n) {
    result = { numerator: BigInt(fraction[1]!), denominator: BigInt(fraction[2]!) };
  } else if (decimal !== null && text !== "" && text !== ".") {
    const digits = (decimal[1] ?? "") + (decimal[2] ?? ""), exponent = Number(decimal[3] ?? 0);
    const shift = exponent - (decimal[2] ?? "").length;
    if (digits !== "" && Math.abs(shift) <= 400) {
      const whole = BigInt(digits);
      result = shift >= 0
        ? { numerator: whole * 10n ** BigInt(shift), denominator: 1n }
        : { numerator: whole, denominator: 10n ** BigInt(-shift) };
    }
  }
  if (result === undefined || result.numerator <= 0n) {
    throw new RangeError(`Cannot use ${what} ${JSON.stringify(value)}: it is a positive number, or a text like "1/32"`);
  }
  return ratio(result.numerator, result.denominator);
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
