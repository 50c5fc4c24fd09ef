/**
 * Columns of ascending times: search in one, and the distinct times of several.
 *
 * @module
 */

/** Returns the index of the first time after a given time, or at that time if included. */
export function firstAfter(times: Float64Array, timeUs: number, included: boolean): number {
  let from = 0, until = times.length;
  while (from < until) {
    const middle = (from + until) >>> 1;
    if (times[middle]! < timeUs || (!included && times[middle] === timeUs)) from = middle + 1;
    else until = middle;
  }
  return from;
}

/**
 * Returns the index of the last time up to a given time, -1 without any. The search goes on from a place, and is short
 * where that is not far before the index.
 */
export function lastUntil(times: Float64Array, timeUs: number, near: number): number {
  let from = near >= 0 && near < times.length && times[near]! <= timeUs ? near : -1, step = 1;
  while (from + step < times.length && times[from + step]! <= timeUs) {
    from += step;
    step *= 2;
  }
  let until = Math.min(from + step, times.length);
  while (until - from > 1) {
    const middle = (from + until) >>> 1;
    if (times[middle]! <= timeUs) from = middle;
    else until = middle;
  }
  return from;
}

/** Returns the distinct times of columns, each of which ascends, in ascending order. One column alone has no repetition. */
export function distinctTimes(columns: readonly Float64Array[]): Float64Array {
  if (columns.length === 1) return columns[0]!;
  const times = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  const cursors = columns.map(() => 0);
  let count = 0;
  while (true) {
    let least = Infinity;
    for (let id = 0; id < columns.length; id++) {
      const time = columns[id]![cursors[id]!];
      if (time !== undefined && time < least) least = time;
    }
    if (least === Infinity) return times.slice(0, count);
    for (let id = 0; id < columns.length; id++) while (columns[id]![cursors[id]!] === least) cursors[id]!++;
    times[count++] = least;
  }
}
