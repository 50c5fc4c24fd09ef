/**
 * Buffers that an engine may keep in its own memory, so that a call copies nothing.
 *
 * @module
 */

/** A buffer that can move. Who reads or writes it takes its lanes from here, as they are another object after a move. */
export interface MovableLanes {
  /** Number of lanes. */
  readonly length: number;
  /** The lanes, or undefined as long as all are zero and nobody has asked for them. */
  readonly content: Float64Array<ArrayBuffer> | undefined;
  /** Moves to other lanes, which have the content already. */
  moveTo(lanes: Float64Array<ArrayBuffer>): void;
}
