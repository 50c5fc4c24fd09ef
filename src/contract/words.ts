/**
 * The words of records: the same memory as their float lanes, read as 32-bit words.
 *
 * @module
 */

/**
 * Returns the words of lanes, two per lane, in the same memory: a write to one changes the other. A copy of lanes as
 * words keeps every bit, also of a NaN.
 */
export function wordsOf(lanes: Float64Array): Uint32Array {
  return new Uint32Array(lanes.buffer, lanes.byteOffset, lanes.length * 2);
}
