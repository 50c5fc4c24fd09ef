/**
 * Rolling sums over a column whose values have similar magnitudes, exact by ways that are shorter than that of any values.
 *
 * @module
 */

/** Number of bars up to which the error words of {@linkcode fillNear} have room. */
const BARS_MAX = 2 ** 30;
/** Number of bars of a window up to which the sums of both ways have room. */
const PERIOD_MAX = 2 ** 20;
/** Sizes of values between which no part of a sum is too small or too large for a double. */
const SIZE_MIN = 2 ** -500, SIZE_MAX = 2 ** 500;

/**
 * Writes the exactly rounded sums of the last `period` values over a divisor, from one index on. The first sums are of
 * fewer values. Returns the index of the first value at which both ways end, or the length.
 *
 * @param input The values: more than four times `period` from `start` on.
 * @param output Where the sums go; another array.
 */
export function fillSums(
  input: Float64Array,
  output: Float64Array,
  start: number,
  period: number,
  divisor: number,
): number {
  if (period > PERIOD_MAX) return start;
  const reached = fillNear(input, output, start, period, divisor);
  return reached === input.length ? reached : fillOnGrid(input, output, start, reached, period, divisor);
}

/**
 * Writes sums while all values of a window are between a power of two and three times that, such as prices. Where they
 * have wandered out of one such range, there is another one.
 *
 * In the range the difference of two values is a multiple of the last bit of the smaller one and at most 2^53 of those,
 * so it is exact. It is also smaller than the sum, so that two subtractions tell the error of its addition (Dekker's
 * Fast2Sum). The errors add up without rounding, since they are multiples of the same bit and, within the greatest
 * numbers of bars, too few for more than 53 bits.
 */
function fillNear(input: Float64Array, output: Float64Array, start: number, period: number, divisor: number): number {
  // A sum of fewer values might be smaller than a difference.
  if (period < 4 || input.length > BARS_MAX) return start;
  for (let at = start + period;;) {
    const isFirst = at === start + period, from = at - period;
    let smallest = input[at]!, largest = smallest;
    for (let i = from; i < at; i++) {
      smallest = Math.min(smallest, input[i]!);
      largest = Math.max(largest, input[i]!);
    }
    const least = 2 ** Math.floor(Math.log2(smallest)), most = 3 * least;
    // A NaN fails the comparisons, as all values that are not above zero do.
    if (!(least > SIZE_MIN && least < SIZE_MAX && smallest >= least && largest <= most)) return isFirst ? start : at;
    let high = 0, low = 0;
    for (let i = from; i < at; i++) {
      // Knuth's TwoSum.
      const value = input[i]!, next = high + value, part = next - high;
      low += (high - (next - part)) + (value - part);
      high = next;
      if (isFirst) output[i] = (high + low) / divisor;
    }
    const begun = at;
    // Within one function with the sums above, these stay doubles; as arguments they could be small integers too, which
    // takes three times as long.
    for (; at < input.length; at++) {
      const value = input[at]!;
      if (!(value >= least && value <= most)) break;
      const change = value - input[at - period]!, next = high + change;
      low += change - (next - high);
      high = next;
      output[at] = (high + low) / divisor;
    }
    // Values that leave a range soon after it began would make every sum one of a whole window.
    if (at === input.length || at - begun < 4 * period) return at;
  }
}

/**
 * Writes sums from the index `from` on, of values that begin at `start`, while the values stay in a range that those of
 * the first window set.
 *
 * Each value is cut at a power of two: a part on the grid above, and the rest below. Within the range, the sum of a
 * window's upper parts and that of its rests need at most 53 bits each. So both are exact without any correction, and
 * the addition of both rounds once.
 */
function fillOnGrid(
  input: Float64Array,
  output: Float64Array,
  start: number,
  from: number,
  period: number,
  divisor: number,
): number {
  const first = Math.max(start, from - period), full = Math.min(first + period, input.length);
  let largest = 0;
  for (let i = first; i < full; i++) largest = Math.max(largest, Math.abs(input[i]!));
  // Eight times the largest of the first values leaves room for a rising market; NaN and infinities fail the
  // comparison.
  const limit = 2 ** (Math.ceil(Math.log2(largest)) + 3), room = 2 ** Math.ceil(Math.log2(period + 1));
  if (!(limit > SIZE_MIN && limit < SIZE_MAX)) return from;
  // A sum holds at most `room` values. Upper parts are multiples of the grid and below the limit, so their sum is less
  // than 2^52 grids. Rests are at most half a grid and multiples of the last bit of the smallest value, 2^-52 of that
  // value.
  const grid = limit * room * 2 ** -52, smallest = grid * room, cut = grid * 2 ** 52 * 1.5;
  let high = 0, low = 0;
  for (let i = first; i < full; i++) {
    const value = input[i]!;
    if (!isWithin(value, smallest, limit)) return Math.max(from, i);
    const above = (value + cut) - cut;
    high += above;
    low += value - above;
    if (i >= from) output[i] = (high + low) / divisor;
  }
  for (let i = full; i < input.length; i++) {
    const value = input[i]!;
    // Most values are prices, above zero, which two comparisons tell.
    if (!(value < limit && value >= smallest) && !isWithin(value, smallest, limit)) return i;
    const above = (value + cut) - cut, leaving = input[i - period]!, leavingAbove = (leaving + cut) - cut;
    high += above - leavingAbove;
    low += (value - above) - (leaving - leavingAbove);
    output[i] = (high + low) / divisor;
  }
  return input.length;
}

/** Returns whether the parts of a value are exact on a grid for values up to a limit. */
function isWithin(value: number, smallest: number, limit: number): boolean {
  const size = Math.abs(value);
  return size < limit && (size >= smallest || size === 0);
}
