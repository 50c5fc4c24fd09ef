/**
 * The trailer of a replay log: what it holds in all and what the engine said at the end.
 *
 * @module
 */

import { STATUS_COUNT, STATUS_DATA_HIGH, STATUS_DATA_LOW } from "../contract/contract.gen.ts";

/** What the trailer of a log says. */
export interface ReplayLogTrailer {
  /** Event records. */
  readonly events: number;
  /** Output records, marks and commits included. */
  readonly outputs: number;
  /** Commits among them. */
  readonly commits: number;
  /**
   * The status lanes of the engine after the last event, with final chain and input hash. The lanes of the data's hash
   * are zero: who replays a log loads no columns, and the header has that hash.
   */
  readonly status: Float64Array;
}

const COUNTS = 3;

/** Lanes of the trailer. */
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

/** The status lanes without those of the data's hash, as trailers hold them. */
export function statusOfLog(status: Float64Array): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(STATUS_COUNT);
  lanes.set(status.subarray(0, STATUS_COUNT));
  lanes[STATUS_DATA_LOW] = lanes[STATUS_DATA_HIGH] = 0;
  return lanes;
}
