/**
 * The drive buffer: the one buffer of a call that drives an engine. Scalars both ways lie at its head, then comes room for
 * outputs, then the events.
 *
 * @module
 */

import {
  DRIVE_EVENTS_COUNT,
  DRIVE_HORIZON_US,
  DRIVE_LANES,
  DRIVE_MARKS_COUNT,
  DRIVE_OUTPUTS,
  DRIVE_OUTPUTS_ROOM,
  DRIVE_PENDING,
  DRIVE_ROW,
  DRIVE_STEPS,
  DRIVE_UNTIL_US,
  RECORD_LANES,
} from "../contract/contract.gen.ts";

/** A buffer that both cores read and write; whoever drives an engine keeps one and uses it for every call. */
export class DriveBuffer {
  /** The whole buffer. */
  lanes!: Float64Array<ArrayBuffer>;
  /** Room for outputs. */
  outputs!: Float64Array<ArrayBuffer>;
  /** Room for events. */
  events!: Float64Array<ArrayBuffer>;
  readonly #outputs_room: number;

  /** Makes a drive buffer with room for so many records. */
  constructor(outputs_room: number, events_room: number) {
    this.#outputs_room = outputs_room;
    this.#make(events_room);
  }

  /** Doubles the room for events, which are kept. The views are others from then on. */
  grow(): void {
    const { events } = this;
    this.#make(events.length / RECORD_LANES * 2);
    this.events.set(events);
  }

  #make(events_room: number): void {
    const events_from = DRIVE_LANES + this.#outputs_room * RECORD_LANES;
    this.lanes = new Float64Array(events_from + events_room * RECORD_LANES);
    this.outputs = this.lanes.subarray(DRIVE_LANES, events_from);
    this.events = this.lanes.subarray(events_from);
    this.lanes[DRIVE_OUTPUTS_ROOM] = this.#outputs_room;
  }

  /** Says what to do: up to which time, into which row of how many marks, and how many events then. */
  ask(until_us: number, marks_count: number, row: number, events_count: number): void {
    const lanes = this.lanes;
    lanes[DRIVE_UNTIL_US] = until_us;
    lanes[DRIVE_MARKS_COUNT] = marks_count;
    lanes[DRIVE_ROW] = row;
    lanes[DRIVE_EVENTS_COUNT] = events_count;
  }

  /** Says what was done. */
  answer(steps: number, outputs: number, pending: number, horizon_us: number): void {
    const lanes = this.lanes;
    lanes[DRIVE_STEPS] = steps;
    lanes[DRIVE_OUTPUTS] = outputs;
    lanes[DRIVE_PENDING] = pending;
    lanes[DRIVE_HORIZON_US] = horizon_us;
  }

  /** Last time to advance to. */
  get until_us(): number {
    return this.lanes[DRIVE_UNTIL_US]!;
  }

  /** Row of the marks that the first step goes to. */
  get row(): number {
    return this.lanes[DRIVE_ROW]!;
  }

  /** Events to apply. */
  get events_count(): number {
    return this.lanes[DRIVE_EVENTS_COUNT]!;
  }

  /** Output records that there is room for. */
  get outputs_room(): number {
    return this.#outputs_room;
  }

  /** Steps of the last call, each with its row in the marks. */
  get steps(): number {
    return this.lanes[DRIVE_STEPS]!;
  }

  /** Output records that the last call read. */
  get outputs_count(): number {
    return this.lanes[DRIVE_OUTPUTS]!;
  }

  /** Outputs that wait to be read. */
  get pending(): number {
    return this.lanes[DRIVE_PENDING]!;
  }

  /** Time of the first step to come that could make a notice if no intent comes, or Infinity. */
  get horizon_us(): number {
    return this.lanes[DRIVE_HORIZON_US]!;
  }
}
