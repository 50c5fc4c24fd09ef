/**
 * Levels of detail: a chart gets some hundreds of points for any range, which keep the extremes of what they stand for.
 *
 * @module
 */

/** Bars of a chart from one on up to another, in groups of some bars each. */
export interface Groups {
  /** First bar; a multiple of the stride. */
  readonly from: number;
  /** The bar after the last one. */
  readonly until: number;
  /** Bars of a group; the last group may have fewer. */
  readonly stride: number;
}

/** Returns the number of groups. */
export function groupCount({ from, until, stride }: Groups): number {
  return Math.max(0, Math.ceil((until - from) / stride));
}

/** Returns the last bar of a group. */
export function lastOf({ from, until, stride }: Groups, group: number): number {
  return Math.min(until, from + (group + 1) * stride) - 1;
}

/** Returns the least stride of 1, 2, 3, 4, 6, 8, 12, ... with which a number of bars makes at most so many groups. */
export function strideOf(bars: number, most: number): number {
  let stride = 1;
  for (let step = 1; Math.ceil(bars / stride) > most; step++) {
    stride = step % 2 === 1 ? 2 ** ((step + 1) / 2) : 3 * 2 ** (step / 2 - 1);
  }
  return stride;
}

/** Returns the groups that cover a range and as much again on either side. */
export function groupsAround(from: number, to: number, count: number, most: number): Groups {
  const span = Math.max(1, to - from), stride = strideOf(span, most);
  const first = Math.max(0, Math.floor((from - span) / stride) * stride);
  return { from: first, until: Math.min(count, Math.ceil((to + span + 1) / stride) * stride), stride };
}

/** Prices and volumes of bars. */
export interface CandleColumns {
  /** First prices. */
  readonly open: Float64Array;
  /** Highest prices. */
  readonly high: Float64Array;
  /** Lowest prices. */
  readonly low: Float64Array;
  /** Last prices. */
  readonly close: Float64Array;
}

/** Returns one candle for each group: its first open, highest high, lowest low and last close. */
export function candlesOf(columns: CandleColumns, groups: Groups): CandleColumns {
  const count = groupCount(groups), { from, stride } = groups;
  const [open, high, low, close] = [0, 0, 0, 0].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let group = 0; group < count; group++) {
    const first = from + group * stride, last = lastOf(groups, group);
    let highest = -Infinity, lowest = Infinity;
    for (let bar = first; bar <= last; bar++) {
      if (columns.high[bar]! > highest) highest = columns.high[bar]!;
      if (columns.low[bar]! < lowest) lowest = columns.low[bar]!;
    }
    open[group] = columns.open[first]!;
    high[group] = highest;
    low[group] = lowest;
    close[group] = columns.close[last]!;
  }
  return { open, high, low, close };
}

/** Returns the sum of each group. */
export function sumsOf(values: Float64Array, groups: Groups): Float64Array {
  const count = groupCount(groups), sums = new Float64Array(count), { from, stride } = groups;
  for (let group = 0; group < count; group++) {
    let sum = 0;
    for (let bar = from + group * stride, last = lastOf(groups, group); bar <= last; bar++) sum += values[bar]!;
    sums[group] = sum;
  }
  return sums;
}

/**
 * Returns one value for each group, so that the extremes stay: of two groups, the least and the largest value of both in
 * the order in which they come. A group without a value is NaN. The last group has its last value.
 */
export function pointsOf(values: Float64Array, groups: Groups): Float64Array {
  const count = groupCount(groups), points = new Float64Array(count).fill(NaN), { from, stride } = groups;
  if (stride === 1) return values.slice(groups.from, groups.until);
  for (let group = 0; group < count; group += 2) {
    const second = group + 1 < count, last = lastOf(groups, second ? group + 1 : group);
    let least = -1, largest = -1;
    for (let bar = from + group * stride; bar <= last; bar++) {
      const value = values[bar]!;
      if (value !== value) continue;
      if (least < 0 || value < values[least]!) least = bar;
      if (largest < 0 || value > values[largest]!) largest = bar;
    }
    if (least < 0) continue;
    const [one, other] = least < largest ? [least, largest] : [largest, least];
    points[group] = values[one]!;
    if (second) points[group + 1] = values[other]!;
  }
  if (count > 0) points[count - 1] = values[lastOf(groups, count - 1)]!;
  return points;
}

/** Returns the first place in ascending numbers whose number is at or above a value. */
export function placeOf(ascending: ArrayLike<number>, value: number): number {
  let from = 0, until = ascending.length;
  while (from < until) {
    const middle = (from + until) >>> 1;
    if (ascending[middle]! < value) from = middle + 1;
    else until = middle;
  }
  return from;
}
