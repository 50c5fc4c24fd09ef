/**
 * The trailer of a replay log: its totals, and the engine's status at the end.
 *
 * @module
 */

import { STATUS_COUNT, STATUS_DATA_HIGH, STATUS_DATA_LOW } from "../contract/contract.gen.ts";

/** Contents of a log's trailer. */
export interface ReplayLogTrailer {
  /** Number of event records. */
  readonly events: number;
  /** Number of output records, marks and commits included. */
  readonly outputs: number;
  /** Number of commits among the outputs. */
  readonly commits: number;
  /**
   * The status lanes of the engine after the last event, with final chain and input hash. The lanes of the data's hash
   * are zero, since a replay loads no columns; the header has that hash.
   */
  readonly status: Float64Array;
}

const COUNTS = 3;

/** Number of lanes of the trailer. */
export const TRAILER_LANES: number = COUNTS + STATUS_COUNT;

/** Encodes a trailer. */
export function encodeTrailer(trailer: ReplayLogTrailer): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(TRAILER_LANES);
  lanes.set([trailer.events, trailer.outputs, trailer.commits]);
  lanes.set(trailer.status, COUNTS);
  return lanes;
}

/** Decodes a trailer. */
export function decodeTrailer(lanes: Float64Array): ReplayLogTrailer {
  return { events: lanes[0]!, outputs: lanes[1]!, commits: lanes[2]!, status: lanes.slice(COUNTS) };
}

/** Returns the status lanes in the form of a trailer, without those of the data's hash. */
export function statusOfLog(status: Float64Array): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(STATUS_COUNT);
  lanes.set(status.subarray(0, STATUS_COUNT));
  lanes[STATUS_DATA_LOW] = lanes[STATUS_DATA_HIGH] = 0;
  return lanes;
}
