/**
 * The drive buffer: the only buffer of a call that drives an engine. Its head holds the scalars in both directions; the
 * room for outputs and the events follow.
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
  DRIVE_THEN_US,
  DRIVE_UNTIL_US,
  RECORD_LANES,
} from "../contract/contract.gen.ts";

/**
 * A buffer that every core reads and writes. The driver of an engine keeps one buffer and passes it to every call. The
 * views are taken from it after each call, as an engine with memory of its own moves the buffer there.
 */
export class DriveBuffer {
  /** The whole buffer. */
  lanes!: Float64Array<ArrayBuffer>;
  /** Room for outputs. */
  outputs!: Float64Array<ArrayBuffer>;
  /** Room for events. */
  events!: Float64Array<ArrayBuffer>;
  readonly #outputs_room: number;

  /** Number of lanes of the whole buffer. */
  get length(): number {
    return this.lanes.length;
  }

  /** The whole buffer. */
  get content(): Float64Array<ArrayBuffer> {
    return this.lanes;
  }

  /** Moves to other lanes, which have the content already. The views are new objects afterwards. */
  moveTo(lanes: Float64Array<ArrayBuffer>): void {
    const events_from = DRIVE_LANES + this.#outputs_room * RECORD_LANES;
    this.lanes = lanes;
    this.outputs = lanes.subarray(DRIVE_LANES, events_from);
    this.events = lanes.subarray(events_from);
  }

  /** Makes a drive buffer with room for a number of outputs and events. */
  constructor(outputs_room: number, events_room: number) {
    this.#outputs_room = outputs_room;
    this.#make(events_room);
  }

  /** Doubles the room for events and keeps the events. The views are new objects afterwards. */
  grow(): void {
    const { events } = this;
    this.#make(events.length / RECORD_LANES * 2);
    this.events.set(events);
  }

  #make(events_room: number): void {
    this.moveTo(new Float64Array(DRIVE_LANES + (this.#outputs_room + events_room) * RECORD_LANES));
    this.lanes[DRIVE_OUTPUTS_ROOM] = this.#outputs_room;
    this.lanes[DRIVE_THEN_US] = -Infinity;
  }

  /**
   * Writes the request: the last time, the number of marks and the first row, the number of events to apply, and the
   * last time to advance to behind them.
   */
  ask(until_us: number, marks_count: number, row: number, events_count: number, then_us: number = -Infinity): void {
    const lanes = this.lanes;
    lanes[DRIVE_UNTIL_US] = until_us;
    lanes[DRIVE_MARKS_COUNT] = marks_count;
    lanes[DRIVE_ROW] = row;
    lanes[DRIVE_EVENTS_COUNT] = events_count;
    lanes[DRIVE_THEN_US] = then_us;
  }

  /** Writes the answer: the steps, the outputs read, the outputs that still wait, and the horizon. */
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

  /** Last time to advance to behind the events; minus infinity for none. */
  get then_us(): number {
    return this.lanes[DRIVE_THEN_US]!;
  }

  /** Row of the marks that the first step goes to. */
  get row(): number {
    return this.lanes[DRIVE_ROW]!;
  }

  /** Number of events to apply. */
  get events_count(): number {
    return this.lanes[DRIVE_EVENTS_COUNT]!;
  }

  /** Number of output records that fit. */
  get outputs_room(): number {
    return this.#outputs_room;
  }

  /** Number of steps of the last call; each has its row in the marks. */
  get steps(): number {
    return this.lanes[DRIVE_STEPS]!;
  }

  /** Number of output records that the last call read. */
  get outputs_count(): number {
    return this.lanes[DRIVE_OUTPUTS]!;
  }

  /** Returns the number of outputs that wait to be read. */
  get pending(): number {
    return this.lanes[DRIVE_PENDING]!;
  }

  /** Returns the time of the first coming step that could make a notice without an intent, or Infinity. */
  get horizon_us(): number {
    return this.lanes[DRIVE_HORIZON_US]!;
  }
}
