/**
 * Exact products of integers held in doubles, rounded once.
 *
 * Money is price steps times lots times a scale, and a fee is that times a rate. The product can pass 2^53, and then a
 * quotient of doubles decides wherever its error cannot change the rounding. Elsewhere the product is split without
 * error and divided once. A product past 2^96 before the rate, or a result past 2^53, is `Infinity`, which the caller
 * turns into a refusal. All arguments are non-negative integers.
 *
 * @module
 */

import { EXACT_MAX, RATE_SCALE } from "../../contract/contract.gen.ts";

/** Half to even: the rounding of every amount of money. */
export const ROUND_HALF_EVEN = 0;
/** Away from zero: slippage against a buyer, to a tick. */
export const ROUND_UP = 1;
/** Towards zero: an amount to spend. */
export const ROUND_DOWN = 2;

const LIMB = 16_777_216; // 2^24, so that a limb times a limb stays below 2^48.
const LIMBS = 6;
const PRODUCT_LIMIT = 2 ** 96;
/** Largest divisor with room for a remainder of a few times the divisor below 2^53. */
const SHARE_WHOLE_MAX = 2 ** 50;
/** An estimate from here on is past 2^53 by more than its error. */
const ESTIMATE_LIMIT = 2 ** 53 + 64;
/**
 * Largest error of an estimate, as a share of it: five roundings of 2^-53 each at most, with room. At 2^49 it is a half,
 * so that an estimate from there on decides nothing.
 */
const DOUBT = 2 ** -50;
/** The rate scale as two factors, each small enough to divide limbs by. */
const RATE_SCALE_FIRST = 31_250, RATE_SCALE_SECOND = 32_000;

/** Money units of one price step times one lot, as numerator / (first * second). */
export interface Scale {
  readonly numerator: number;
  readonly first: number;
  readonly second: number;
  /** Product of the two factors of the denominator. */
  readonly denominator: number;
}

/** Returns price * lots * scale in money units, rounded half to even, or Infinity past 2^53. */
export function amount(price: number, lots: number, scale: Scale): number {
  const whole = price * lots * scale.numerator;
  if (whole <= EXACT_MAX) return rounded(whole, scale.denominator, ROUND_HALF_EVEN);
  if (whole >= PRODUCT_LIMIT) return Infinity;
  const estimate = whole / scale.denominator, below = Math.floor(estimate);
  const part = estimate - below, doubt = estimate * DOUBT;
  if (part < 0.5 - doubt) return below;
  if (part > 0.5 + doubt) return below + 1;
  return splitAmount(price, lots, scale);
}

/** Returns price * lots * scale if an estimate does not tell the rounding. */
function splitAmount(price: number, lots: number, scale: Scale): number {
  const { numerator, first, second, denominator } = scale;
  if (denominator <= SHARE_WHOLE_MAX) {
    if (price * numerator <= EXACT_MAX) return shared(price * numerator, lots, denominator, ROUND_HALF_EVEN);
    if (lots * numerator <= EXACT_MAX) return shared(lots * numerator, price, denominator, ROUND_HALF_EVEN);
  }
  return longProduct(price, lots, numerator, 1, first, second, 1, 1, ROUND_HALF_EVEN);
}

/** Returns price * lots * scale * rate / 10^9, rounded by `rounding`, or Infinity past 2^53. */
export function rated(price: number, lots: number, scale: Scale, rate: number, rounding: number): number {
  const base = price * lots * scale.numerator, whole = base * rate;
  const denominator = scale.denominator * RATE_SCALE;
  if (whole <= EXACT_MAX && denominator <= EXACT_MAX) return rounded(whole, denominator, rounding);
  if (base >= PRODUCT_LIMIT) return Infinity;
  const estimate = whole / denominator, below = Math.floor(estimate);
  const part = estimate - below, doubt = estimate * DOUBT;
  if (rounding === ROUND_HALF_EVEN) {
    if (part < 0.5 - doubt) return below;
    if (part > 0.5 + doubt) return below + 1;
  } else if (part > doubt && part < 1 - doubt) return rounding === ROUND_UP ? below + 1 : below;
  return splitRated(price, lots, scale, rate, rounding);
}

/** Returns price * lots * scale * rate / 10^9 if an estimate does not tell the rounding. */
function splitRated(price: number, lots: number, scale: Scale, rate: number, rounding: number): number {
  const { numerator, first, second, denominator } = scale;
  if (denominator <= SHARE_WHOLE_MAX) {
    const by_price = price * numerator <= EXACT_MAX, total = by_price ? price * numerator : lots * numerator;
    const part = by_price ? lots : price, quotient = total <= EXACT_MAX ? divided(total, part, denominator) : Infinity;
    if (quotient !== Infinity) {
      // total * part = quotient * denominator + rest, so two more divisions give the quotient by 10^9.
      const rest = productDifference(total, part, quotient, denominator);
      const more = divided(rest, rate, denominator), dust = productDifference(rest, rate, more, denominator);
      const high = divided(quotient, rate, RATE_SCALE);
      if (high === Infinity) return Infinity;
      const low = productDifference(quotient, rate, high, RATE_SCALE) + more, carry = Math.floor(low / RATE_SCALE);
      return raised(high + carry, low - carry * RATE_SCALE, dust, RATE_SCALE, rounding);
    }
  }
  return longProduct(
    price,
    lots,
    numerator,
    rate,
    first,
    second,
    RATE_SCALE_FIRST,
    RATE_SCALE_SECOND,
    rounding,
  );
}

/** Returns total * part / whole, rounded half to even, for part <= whole or a result below 2^53. */
export function share(total: number, part: number, whole: number): number {
  const product = total * part;
  if (product <= EXACT_MAX) return rounded(product, whole, ROUND_HALF_EVEN);
  return shared(total, part, whole, ROUND_HALF_EVEN);
}

/** Returns total * part / whole, rounded down, for part <= whole. */
export function shareDown(total: number, part: number, whole: number): number {
  const product = total * part;
  if (product <= EXACT_MAX) return rounded(product, whole, ROUND_DOWN);
  return shared(total, part, whole, ROUND_DOWN);
}

/** Returns total * part / whole, rounded up, for part <= whole or a result below 2^53. */
export function shareUp(total: number, part: number, whole: number): number {
  const product = total * part;
  if (product <= EXACT_MAX) return rounded(product, whole, ROUND_UP);
  return shared(total, part, whole, ROUND_UP);
}

/** Returns total * part / whole if the product passes 2^53. */
function shared(total: number, part: number, whole: number, rounding: number): number {
  const quotient = divided(total, part, whole);
  if (quotient === Infinity) return Infinity;
  return raised(quotient, productDifference(total, part, quotient, whole), 0, whole, rounding);
}

/** Returns total * part / whole, rounded down, or Infinity past 2^53. */
function divided(total: number, part: number, whole: number): number {
  // The estimate is off by a few units at most, and the exact remainder corrects it.
  let quotient = Math.floor(total * part / whole);
  if (quotient >= ESTIMATE_LIMIT) return Infinity;
  if (quotient > EXACT_MAX) quotient = EXACT_MAX;
  let remainder = productDifference(total, part, quotient, whole);
  while (remainder < 0 || remainder >= whole) {
    quotient += Math.floor(remainder / whole);
    if (quotient > EXACT_MAX) return Infinity;
    remainder = productDifference(total, part, quotient, whole);
  }
  return quotient;
}

/** Rounds quotient + (remainder + dust) / whole, where dust stands for anything between zero and one. */
function raised(quotient: number, remainder: number, dust: number, whole: number, rounding: number): number {
  const rest = whole - remainder;
  let up = false;
  if (rounding === ROUND_UP) up = remainder > 0 || dust > 0;
  else if (rounding === ROUND_HALF_EVEN) {
    up = remainder > rest || (remainder === rest && (dust > 0 || quotient % 2 === 1));
  }
  const result = up ? quotient + 1 : quotient;
  return result > EXACT_MAX ? Infinity : result;
}

/** Divides two integers below 2^53 and rounds. */
function rounded(numerator: number, denominator: number, rounding: number): number {
  // The quotient of integers below 2^53 never rounds up to the next integer, so floor is exact.
  const quotient = Math.floor(numerator / denominator);
  const remainder = numerator - quotient * denominator;
  if (remainder === 0 || rounding === ROUND_DOWN) return quotient;
  if (rounding === ROUND_UP) return quotient + 1;
  const rest = denominator - remainder;
  return remainder > rest || (remainder === rest && quotient % 2 === 1) ? quotient + 1 : quotient;
}

/** Returns a number with the sign of a * b - c * d, for integers below 2^53. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  return productDifference(a, b, c, d);
}

/** Returns a * b - c * d, exact whenever the result is below 2^53, and always of the right sign. */
export function productDifference(a: number, b: number, c: number, d: number): number {
  const left = a * b, right = c * d;
  return (left - right) + (productError(a, b, left) - productError(c, d, right));
}

/** Returns what a + b lost by rounding to their sum (Knuth 1969), so that sums past 2^53 on the way lose nothing. */
export function lostBySum(a: number, b: number, sum: number): number {
  const part = sum - a;
  return (a - (sum - part)) + (b - part);
}

/** Returns a * b - product without error (Dekker 1971, with Veltkamp's split). */
function productError(a: number, b: number, product: number): number {
  const aScaled = a * 134_217_729, bScaled = b * 134_217_729; // 2^27 + 1
  const aHigh = aScaled - (aScaled - a), aLow = a - aHigh;
  const bHigh = bScaled - (bScaled - b), bLow = b - bHigh;
  return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
}

// Scratch for one product at a time; nothing in it outlives a call.
const limbs = new Float64Array(LIMBS);

/** Returns a * b * c * d / (e * f * g * h) over limbs of 24 bits; every divisor is below 2^29. */
function longProduct(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
  rounding: number,
): number {
  // Twice the product is divided, so that the lowest bit of the quotient is the half.
  limbs.fill(0);
  limbs[0] = 2;
  multiplyLimbs(a);
  multiplyLimbs(b);
  multiplyLimbs(c);
  multiplyLimbs(d);
  let rest = divideLimbs(e);
  rest += divideLimbs(f);
  rest += divideLimbs(g);
  rest += divideLimbs(h);
  const first = limbs[0]!, second = limbs[1]!, third = limbs[2]!;
  if (limbs[3] !== 0 || limbs[4] !== 0 || limbs[5] !== 0 || third >= 64) return Infinity;
  const half = first % 2;
  const quotient = third * (LIMB / 2) * LIMB + second * (LIMB / 2) + (first - half) / 2;
  let up = false;
  if (rounding === ROUND_UP) up = half === 1 || rest > 0;
  else if (rounding === ROUND_HALF_EVEN) up = half === 1 && (rest > 0 || quotient % 2 === 1);
  const result = up ? quotient + 1 : quotient;
  return result > EXACT_MAX ? Infinity : result;
}

function multiplyLimbs(factor: number): void {
  const first = factor % LIMB, high = (factor - first) / LIMB, second = high % LIMB, third = (high - second) / LIMB;
  let carry = 0, before = 0, beforeThat = 0;
  for (let index = 0; index < LIMBS; index++) {
    const limb = limbs[index]!;
    const sum = limb * first + before * second + beforeThat * third + carry;
    carry = Math.floor(sum / LIMB);
    limbs[index] = sum - carry * LIMB;
    beforeThat = before;
    before = limb;
  }
}

/** Divides the limbs in place and returns 1 if a remainder is left. */
function divideLimbs(divisor: number): number {
  if (divisor === 1) return 0;
  let remainder = 0;
  for (let index = LIMBS - 1; index >= 0; index--) {
    const value = remainder * LIMB + limbs[index]!;
    const quotient = Math.floor(value / divisor);
    limbs[index] = quotient;
    remainder = value - quotient * divisor;
  }
  return remainder > 0 ? 1 : 0;
}
