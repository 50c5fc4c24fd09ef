/**
 * The words of records: the same memory as their float lanes, read as 32-bit words.
 *
 * @module
 */

/**
 * Returns the words of lanes, two a lane, in the same memory: a write to either shows in both. Lanes that are copied as
 * words keep every bit, those of a NaN too.
 */
export function wordsOf(lanes: Float64Array): Uint32Array {
  return new Uint32Array(lanes.buffer, lanes.byteOffset, lanes.length * 2);
}
