/**
 * Sums that equal the exactly rounded sum bit for bit: {@linkcode exactSum} for an array, {@linkcode RollingSum} for
 * the last values of a stream, {@linkcode GrowingSum} for all of its values so far.
 *
 * A plain running sum drifts, and on tight series the drift moves crossings of averages. Here every sum is the exact
 * real sum, rounded once to the nearest double (ties to even), in any order of the values. Python's `math.fsum` gives
 * the same result. Method: Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 * Predicates" (1997), with the correction for ties that CPython's `math.fsum` makes.
 *
 * Values that are not finite follow IEEE 754: a NaN, or infinities of both signs, give NaN; other infinities give that
 * infinity. (`math.fsum` raises an error for opposite infinities.) A sum beyond the range of a double is an infinity. A
 * sum within the range is correct even if its parts exceed it. (`math.fsum` raises an error for both.)
 *
 * @module
 */

import { fillSums } from "./column_sums.ts";

/** Returns the exactly rounded sum of the values; 0 for none. */
export function exactSum(values: Float64Array): number {
  // Two doubles hold most sums, as in a RollingSum; beyond them the sum goes on with as many as it takes.
  let high = 0, low = 0, at = 0;
  for (; at < values.length; at++) {
    const value = values[at]!, nextHigh = high + value, highPart = nextHigh - high;
    const error = (high - (nextHigh - highPart)) + (value - highPart), nextLow = low + error;
    if (!(nextLow - low === error && nextLow - error === low)) break;
    high = nextHigh;
    low = nextLow;
  }
  // A value that is not finite, or a sum past the doubles, fails the comparisons above.
  const parts: number[] = [];
  if (!addTo(parts, low) || !addTo(parts, high)) return roundExpansion(null, values);
  for (; at < values.length; at++) if (!addTo(parts, values[at]!)) return roundExpansion(null, values);
  return roundExpansion(parts, values);
}

/**
 * The exactly rounded sum of the last `period` values of a stream, or of all values while there are fewer.
 *
 * Two doubles hold the sum; their unrounded total is exact. An update adds the change of the sum with error-free
 * transformations. While the low word loses nothing, one addition of both words gives the rounded sum. Otherwise
 * (values of very different magnitudes, or a value that is not finite) the whole window is summed. This repeats at each
 * update until two doubles are enough again.
 *
 * A column of values with similar magnitudes takes a shorter way to the same sums: {@linkcode fillSums}.
 */
export class RollingSum {
  readonly #window: Float64Array;
  readonly #divisor: number;
  readonly #single: Float64Array = new Float64Array(1);
  #fresh = true;
  #oldest = 0;
  #high = 0;
  #low = 0;

  /**
   * Makes a sum over a window of `period` values, a whole number from 1 on. Each rounded sum is divided by `divisor`:
   * the period for a mean, 1 for the sum itself.
   */
  constructor(period: number, divisor: number = 1) {
    this.#window = new Float64Array(period);
    this.#divisor = divisor;
  }

  /** Adds the next value, drops the oldest, and returns the sum over the divisor. */
  update(value: number): number {
    const single = this.#single;
    single[0] = value;
    this.fill(single, single, 0);
    return single[0];
  }

  /**
   * Updates with each value of `input` from index `start` on and writes the results to the same indices of `output`,
   * which may be the same array. The state is in local variables during the loop, which is several times as fast as
   * calls of {@linkcode RollingSum.update}.
   */
  fill(input: Float64Array, output: Float64Array, start: number): void {
    const window = this.#window;
    if (this.#fresh && input !== output && input.length - start > 4 * window.length) {
      const first = start;
      start = fillSums(input, output, first, window.length, this.#divisor);
      // The window is filled again with the last values, so that this sum continues from there.
      this.#fresh = false;
      const from = Math.max(first, start - window.length);
      this.fill(input.subarray(from, start), new Float64Array(start - from), 0);
    }
    this.#fresh = false;
    const divisor = this.#divisor;
    let oldest = this.#oldest;
    let high = this.#high;
    let low = this.#low;
    for (let i = start; i < input.length; i++) {
      const value = input[i]!;
      // While the window is not full, the leaving value is one of its initial zeros.
      const leaving = window[oldest]!;
      window[oldest] = value;
      oldest = oldest + 1 === window.length ? 0 : oldest + 1;

      // change + changeError = value - leaving, exactly (Knuth's TwoSum).
      const change = value - leaving;
      const changePart = change - value;
      const changeError = (value - (change - changePart)) - (leaving + changePart);
      // nextHigh + highError = high + change, exactly.
      const nextHigh = high + change;
      const highPart = nextHigh - high;
      const highError = (high - (nextHigh - highPart)) + (change - highPart);
      // Both errors go to the low word. An addition is exact if and only if subtracting either term gives the other.
      const error = highError + changeError;
      const nextLow = low + error;
      if (
        error - highError === changeError && error - changeError === highError &&
        nextLow - low === error && nextLow - error === low
      ) {
        high = nextHigh;
        low = nextLow;
        output[i] = (high + low) / divisor;
      } else {
        const expansion = expansionOf(window);
        // A NaN fails the comparisons of the next update, which then sums the window again.
        high = expansion === null || expansion.length > 2 ? NaN : expansion.at(-1) ?? 0;
        low = expansion?.length === 2 ? expansion[0]! : 0;
        output[i] = roundExpansion(expansion, window) / divisor;
      }
    }
    this.#oldest = oldest;
    this.#high = high;
    this.#low = low;
  }
}

/** The exactly rounded sum of all values so far. Values that are not finite, and sums past the doubles, stay as they are. */
export class GrowingSum {
  readonly #parts: number[] = [];
  /** The sum by plain additions, once it is not finite. */
  #beyond: number | undefined;

  /** Adds the next value and returns the sum. */
  add(value: number): number {
    if (this.#beyond !== undefined) return this.#beyond += value;
    const before = roundExpansion(this.#parts, NO_VALUES);
    if (addTo(this.#parts, value)) return roundExpansion(this.#parts, NO_VALUES);
    return this.#beyond = before + value;
  }
}

const NO_VALUES: Float64Array = new Float64Array(0);

/**
 * Adds the values up to an expansion: doubles that do not overlap, none zero, ascending in magnitude, whose unrounded
 * total is the exact sum. Returns null if a value is not finite or a partial sum leaves the range of a double.
 */
function expansionOf(values: Float64Array): number[] | null {
  const parts: number[] = [];
  for (let i = 0; i < values.length; i++) if (!addTo(parts, values[i]!)) return null;
  return parts;
}

/** Adds a value to an expansion; returns false if it or a partial sum is not finite. */
function addTo(parts: number[], value: number): boolean {
  let sum = value, kept = 0;
  if (!Number.isFinite(sum)) return false;
  for (let j = 0; j < parts.length; j++) {
    const part = parts[j]!;
    const total = sum + part;
    const sumPart = total - part;
    const error = (sum - sumPart) + (part - (total - sumPart));
    if (error !== 0) parts[kept++] = error;
    sum = total;
  }
  if (!Number.isFinite(sum)) return false;
  parts.length = kept;
  if (sum !== 0) parts.push(sum);
  return true;
}

/** Rounds an expansion to the nearest double, ties to even; without one, sums the values with slow integers. */
function roundExpansion(expansion: number[] | null, values: Float64Array): number {
  if (expansion === null) return sumByIntegers(values);
  let index = expansion.length - 1;
  if (index < 0) return 0;
  let high = expansion[index]!;
  let low = 0;
  while (index > 0 && low === 0) {
    index--;
    const part = expansion[index]!;
    const total = high + part;
    low = part - (total - high);
    high = total;
  }
  // If the low word is exactly half a unit of the high one, the addition rounded to even without the parts below. If
  // they point the same way, there was no tie and the sum is the neighbour on that side.
  if (index > 0 && Math.sign(low) === Math.sign(expansion[index - 1]!)) {
    const double = low * 2;
    const neighbour = high + double;
    if (neighbour - high === double) high = neighbour;
  }
  return high;
}

/** Sums values as whole numbers of 2^-1074, the smallest double; values that are not finite by plain addition. */
function sumByIntegers(values: Float64Array): number {
  if (!values.every(Number.isFinite)) {
    return values.reduce((sum, value) => Number.isFinite(value) ? sum : sum + value, 0);
  }
  let units = 0n;
  const word = new DataView(new ArrayBuffer(8));
  for (const value of values) {
    word.setFloat64(0, Math.abs(value));
    const bits = word.getBigUint64(0);
    const exponent = bits >> 52n;
    const fraction = bits & 0xfffffffffffffn;
    const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
    units += value < 0 ? -magnitude : magnitude;
  }
  // Number() rounds to the nearest double, ties to even, but not beyond the range. So the lowest bits are cut, one
  // sticky bit replaces them, and an exponent restores the magnitude.
  const size = (units < 0n ? -units : units).toString(2).length;
  const cut = BigInt(Math.max(0, size - 64));
  const top = units >> cut;
  const sticky = top << cut === units ? 0n : 1n;
  return Number(top | sticky) * 2 ** (Number(cut) - 1074);
}
