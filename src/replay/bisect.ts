/**
 * First divergence: the first event after which two sides differ.
 *
 * A side is an event log, its configuration and the function that makes an engine for it. The two sides may be one log
 * on two engines or on two builds of the library. They may also be two logs, such as those of two strategies, on one
 * engine.
 *
 * @module
 */

import { isOptions } from "../options.ts";
import { takenReplayOptions } from "./replay_log_reader.ts";
import { RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import { inspected } from "../host.ts";
import {
  type DisplayedState,
  displayOfRecord,
  displayOfState,
  type DisplayUnits,
  type DisplayValues,
} from "./display_values.ts";
import { recordToJson } from "./json_record.ts";
import type { JsonObject } from "../records/json.ts";
import { type StateDifference, stateDifferences } from "./state_difference.ts";

/** The members of an engine that a search calls; {@linkcode Engine} has all of them. */
export interface BisectEngine extends Disposable {
  /** Applies event records. */
  apply(events: Float64Array): unknown;
  /** Returns the pending outputs. */
  readAll(): Float64Array;
  /** Returns the status lanes. */
  status(): Float64Array;
  /** Returns the whole state in canonical bytes. */
  snapshot(): Uint8Array;
  /** Replaces the state by that of a snapshot. */
  restore(bytes: Uint8Array): void;
}

/** One of the two sides. */
export interface BisectSide {
  /** Name of the side in the result. */
  readonly name: string;
  /** Lanes of the configuration. */
  readonly config: Float64Array;
  /** The event records, 16 lanes each. */
  readonly events: Float64Array;
  /** Makes an engine of a configuration; every call makes a new one. */
  readonly createEngine: (config: Float64Array) => BisectEngine;
  /** Grids of prices, sizes and money, for display values; without them the result has the counts of the engine alone. */
  readonly units?: DisplayUnits;
}

/** Options of {@linkcode bisect}. */
export interface BisectOptions {
  /** Number of events between two checkpoints; 1024 by default. */
  readonly checkpointEvery?: number;
}

/** The actions of one side at the event after which the sides differ. */
export interface DivergedSide {
  /** Name of the side. */
  readonly name: string;
  /**
   * The event by its fields; undefined if the side's log ended before, or if the sides differ before the first event.
   */
  readonly event: JsonObject | undefined;
  /** The outputs that the engine made for the event, by the fields of each record. */
  readonly outputs: readonly JsonObject[];
  /** The message of an error that the engine threw. The side then has no state. */
  readonly failure: string | undefined;
  /**
   * Display values of the event and of each output by the names of their fields: prices, sizes and money in units,
   * moments as text, the instrument by its name. Fields that are zero or have none are left out.
   */
  readonly display: { readonly event: DisplayValues; readonly outputs: readonly DisplayValues[] };
}

/** A field in which the states differ, with its display values. */
export interface DivergedState extends StateDifference {
  /** Name of its instrument and display values, as far as they are known. */
  readonly display: DisplayedState;
}

/** The first event after which two sides differ. */
export interface Divergence {
  /** Sequence of the event, counted from 1; 0 if the sides differ before the first event. */
  readonly sequence: number;
  /** The actions of each side. */
  readonly sides: readonly [first: DivergedSide, second: DivergedSide];
  /** Fields in which the states after the event differ. Empty if only outputs differ, or if one side failed. */
  readonly state: readonly DivergedState[];
  /**
   * Number of events before the checkpoint from which the divergence can be reproduced; 0 means from the beginning. If
   * it is 0 and checkpoints lie between, a restored snapshot does not bring back the cause.
   */
  readonly checkpoint: number;
}

/** A place from which both sides can start: after a number of events, from snapshots unless it is the beginning. */
interface Checkpoint {
  readonly events: number;
  readonly snapshots: readonly [Uint8Array, Uint8Array] | undefined;
}

/** Runs one side through its log. */
class Runner implements Disposable {
  readonly side: BisectSide;
  readonly #engine: BisectEngine;
  #at: number;
  /** The message of an error that the engine threw; the engine is not called again after it. */
  failure: string | undefined;

  constructor(side: BisectSide, events: number, snapshot: Uint8Array | undefined) {
    this.side = side;
    this.#at = events;
    this.#engine = side.createEngine(side.config);
    if (snapshot !== undefined) this.#engine.restore(snapshot);
  }

  /** Applies the log up to a number of events, or to its end, and returns the engine's outputs. */
  run(until: number): Uint32Array {
    const events = this.side.events.subarray(this.#at * RECORD_LANES, until * RECORD_LANES);
    this.#at = until;
    if (this.failure !== undefined) return new Uint32Array(0);
    try {
      if (events.length > 0) this.#engine.apply(events);
      return wordsOf(this.#engine.readAll());
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      return new Uint32Array(0);
    }
  }

  status(): Float64Array {
    return this.#engine.status();
  }

  snapshot(): Uint8Array {
    return this.#engine.snapshot();
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

/** Runs both sides in step. */
class Pair implements Disposable {
  readonly #first: Runner;
  readonly #second: Runner;

  constructor(first: BisectSide, second: BisectSide, start: Checkpoint) {
    this.#first = new Runner(first, start.events, start.snapshots?.[0]);
    try {
      this.#second = new Runner(second, start.events, start.snapshots?.[1]);
    } catch (error) {
      this.#first[Symbol.dispose]();
      throw error;
    }
  }

  /** Applies both logs up to a number of events and returns whether the outputs differ or an engine failed. */
  run(until: number): boolean {
    const first = this.#first.run(until), second = this.#second.run(until);
    return this.#failed || !sameBytes(first, second);
  }

  /** Returns whether status or state of the sides differ at this point. */
  differs(): boolean {
    if (this.#failed) return true;
    return !sameBytes(this.#first.status(), this.#second.status()) ||
      !sameBytes(this.#first.snapshot(), this.#second.snapshot());
  }

  checkpoint(events: number): Checkpoint {
    return { events, snapshots: [this.#first.snapshot(), this.#second.snapshot()] };
  }

  /** Applies the next event, which makes the sides differ, and returns the difference. */
  diverge(sequence: number, checkpoint: number): Divergence {
    const sides = [divergedSide(this.#first, sequence), divergedSide(this.#second, sequence)] as const;
    const differences = this.#failed ? [] : stateDifferences(this.#first.snapshot(), this.#second.snapshot());
    const [ours, theirs] = [this.#first.side.units, this.#second.side.units];
    const state = differences.map((difference) => {
      const { path, instrument, first, second } = difference;
      const values = [{ value: first, units: ours }, { value: second, units: theirs }] as const;
      return { ...difference, display: displayOfState(path, instrument, values) };
    });
    return { sequence, sides, state, checkpoint };
  }

  get #failed(): boolean {
    return this.#first.failure !== undefined || this.#second.failure !== undefined;
  }

  [Symbol.dispose](): void {
    this.#first[Symbol.dispose]();
    this.#second[Symbol.dispose]();
  }
}

/**
 * Returns the first event after which two sides differ: in an output, in a lane of the status (hashes included), or in
 * a byte of the state.
 *
 * Both logs are applied from checkpoint to checkpoint. All outputs are compared; status and snapshots are compared at
 * each checkpoint, since equal chains do not prove equal states. From the last equal checkpoint, the event is found by
 * bisection. A difference in the state alone that disappears before the next checkpoint, without an effect on outputs
 * or hashes, is missed; `checkpointEvery: 1` misses none.
 *
 * @param first One side.
 * @param second The other side.
 * @returns The difference, or undefined if there is none.
 * @throws {RangeError} If a log is not whole records, or the events between checkpoints are not a whole number from 1
 * on.
 *
 * @example Two builds of the library over one log
 * ```ts
 * import { bisect, logSide } from "@cracktrader/cracktrader/replay";
 *
 * function firstDifference(log: string, before: string, after: string): number | undefined {
 *   const [first, second] = [before, after].map((libraryPath) =>
 *     logSide(log, { engineBackend: "rust", libraryPath, name: libraryPath })
 *   );
 *   return bisect(first!, second!)?.sequence;
 * }
 * ```
 */
export function bisect(first: BisectSide, second: BisectSide, options: BisectOptions = {}): Divergence | undefined {
  const { checkpointEvery: every = 1024 } = takenReplayOptions("bisect", options, ["checkpointEvery"]);
  for (const side of [first, second]) {
    if (isOptions(side) && side.events instanceof Float64Array && typeof side.createEngine === "function") continue;
    throw new TypeError(`Cannot bisect ${inspected(side, 0)}: pass what logSide returns`);
  }
  if (!(Number.isSafeInteger(every) && every >= 1)) {
    throw new RangeError(`Cannot use ${inspected(every, 0)} as checkpointEvery: it is a whole number from 1 on`);
  }
  const total = Math.max(eventsCount(first), eventsCount(second));
  const beginning: Checkpoint = { events: 0, snapshots: undefined };
  let last = beginning, until = 0;
  {
    using pair = new Pair(first, second, beginning);
    if (pair.differs()) return pair.diverge(0, 0);
    for (;;) {
      if (until === total) return undefined;
      until = Math.min(until + every, total);
      if (pair.run(until) || pair.differs()) break;
      last = pair.checkpoint(until);
    }
  }
  // Plays both sides from a checkpoint and returns whether they differ after a number of events.
  const differsFrom = (start: Checkpoint, end: number): boolean => {
    using pair = new Pair(first, second, start);
    for (let at = start.events; at < end;) {
      at = Math.min(at + every, end);
      if (pair.run(at)) return true;
    }
    return pair.differs();
  };
  // A state that no snapshot contains cannot show from a checkpoint, which is a separate finding.
  const start = last.events > 0 && differsFrom(last, until) ? last : beginning;
  let equal = last.events, different = until;
  while (different - equal > 1) {
    const middle = equal + Math.floor((different - equal) / 2);
    if (differsFrom(start, middle)) different = middle;
    else equal = middle;
  }
  using pair = new Pair(first, second, start);
  for (let at = start.events; at < different - 1;) {
    at = Math.min(at + every, different - 1);
    pair.run(at);
  }
  return pair.diverge(different, start.events);
}

function divergedSide(runner: Runner, sequence: number): DivergedSide {
  const { name, events } = runner.side, outputs = runner.run(sequence), described: JsonObject[] = [];
  for (let word = 0; word < outputs.length; word += RECORD_WORDS) {
    described.push(recordToJson("output", outputs, word));
  }
  const words = wordsOf(events);
  const event = sequence === 0 || sequence * RECORD_WORDS > words.length
    ? undefined
    : recordToJson("event", words, (sequence - 1) * RECORD_WORDS);
  const { units } = runner.side;
  const display = {
    event: event === undefined ? {} : displayOfRecord(event, units),
    outputs: described.map((output) => displayOfRecord(output, units)),
  };
  return { name, event, outputs: described, failure: runner.failure, display };
}

function eventsCount(side: BisectSide): number {
  if (side.events instanceof Float64Array && side.events.length % RECORD_LANES === 0) {
    return side.events.length / RECORD_LANES;
  }
  const size = side.events instanceof Float64Array ? `${side.events.length} lanes` : inspected(side.events);
  throw new RangeError(`Cannot use ${size} as the events of "${side.name}": they are records of ${RECORD_LANES} lanes`);
}

function sameBytes(first: ArrayBufferView, second: ArrayBufferView): boolean {
  if (first.byteLength !== second.byteLength) return false;
  const ours = new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  const theirs = new Uint8Array(second.buffer, second.byteOffset, second.byteLength);
  for (let at = 0; at < ours.length; at++) if (ours[at] !== theirs[at]) return false;
  return true;
}
