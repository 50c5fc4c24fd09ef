/**
 * Logarithm, exponential and power, rounded once from 220 bits: what a good library of C gives, where the functions of
 * an engine may be off by a unit in the last place.
 *
 * @module
 */

/** Bits behind the point. */
const BITS = 220n;
const ONE = 1n << BITS;

/** Returns a finite double as a fixed-point number. */
function fixed(value: number): bigint {
  let scaled = value, shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return (BigInt(scaled) << BITS) >> shift;
}

/** Rounds a fixed-point number to the nearest double; a tie does not come from functions like these. */
function rounded(value: bigint): number {
  if (value === 0n) return 0;
  const sign = value < 0n ? -1 : 1, magnitude = value < 0n ? -value : value;
  const extra = BigInt(magnitude.toString(2).length) - 54n;
  // One bit more than a double has, and a sticky one, so that the conversion rounds the whole of it.
  const cut = extra > 0n ? (magnitude >> extra) << 1n | (magnitude % (1n << extra) === 0n ? 0n : 1n) : magnitude << 1n;
  const power = Number((extra > 0n ? extra : 0n) - 1n - BITS);
  return sign * Number(cut) * 2 ** power;
}

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

/** Returns ln of a fixed-point number above zero: 2 atanh((m - 1) / (m + 1)) of its mantissa, and its power of two. */
function lnFixed(value: bigint): bigint {
  const power = BigInt(value.toString(2).length - 1) - BITS;
  const mantissa = power >= 0n ? value >> power : value << -power;
  return atanhTwice(mantissa) + power * LN2;
}

function atanhTwice(mantissa: bigint): bigint {
  const ratio = ((mantissa - ONE) << BITS) / (mantissa + ONE), square = multiply(ratio, ratio);
  let term = ratio, sum = 0n;
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = multiply(term, square);
  }
  return 2n * sum;
}

const LN2 = atanhTwice(2n * ONE);

function expFixed(value: bigint): bigint {
  const power = value / LN2, rest = value - power * LN2;
  let term = ONE, sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = multiply(term, rest) / k;
    sum += term;
  }
  return power >= 0n ? sum << power : sum >> -power;
}

/** Returns the natural logarithm of a number above zero; of any other one, NaN. */
export function ln(value: number): number {
  return value > 0 && value < Infinity ? rounded(lnFixed(fixed(value))) : NaN;
}

/** Returns e to a power. */
export function exp(value: number): number {
  return Number.isFinite(value) ? rounded(expFixed(fixed(value))) : NaN;
}

/** Returns e to a power, less one. */
export function expm1(value: number): number {
  return Number.isFinite(value) ? rounded(expFixed(fixed(value)) - ONE) : NaN;
}

/** Returns a number above zero to a power. */
export function pow(base: number, power: number): number {
  if (base === 0) return power === 0 ? 1 : 0;
  return base > 0 ? rounded(expFixed(multiply(lnFixed(fixed(base)), fixed(power)))) : NaN;
}
