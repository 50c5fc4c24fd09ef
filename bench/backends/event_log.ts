/**
 * The event log of a run, kept while the run goes on, and the chain after each of its events.
 *
 * It serves to find the first event at which two engines differ, after a comparison found that they do.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_COLUMNS,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  EVENT_BAR,
  EVENT_STEP,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
} from "../../src/contract/contract.gen.ts";
import { EVENT_KINDS } from "../../src/contract/records.ts";
import { Engine } from "../../src/engine.ts";
import type { EngineName } from "../engines.ts";

/** A configuration and the events that an engine took in under it. */
export interface EventLog {
  /** The configuration's lanes. */
  readonly config: Float64Array;
  /** Event records. */
  readonly events: Float64Array;
}

/** Columns as an engine loaded them, with the row that comes next of each instrument. */
interface LoadedColumns {
  readonly columns: Float64Array;
  readonly counts: Uint32Array;
  readonly offsets: readonly number[];
  readonly next: number[];
}

/**
 * Keeps every event that engines take in while a function runs. Bars that an engine pulls from columns are kept as the
 * records that they equal.
 *
 * A run makes its engine itself, so this listens at the class for as long as the function runs.
 */
export function eventsOfRun(run: () => void): Float64Array {
  const { apply, advance, drive, loadColumns, loadSealed } = Engine.prototype;
  const pages: Float64Array[] = [];
  let loaded: LoadedColumns | undefined;
  const advanced = (steps: number): void => {
    if (loaded !== undefined) pages.push(recordsOfSteps(loaded, steps));
  };
  Engine.prototype.loadColumns = function (this: Engine, columns, counts, bases): void {
    loadColumns.call(this, columns, counts, bases);
    loaded = freshColumns(columns, counts);
  };
  Engine.prototype.loadSealed = function (this: Engine, sealed): void {
    loadSealed.call(this, sealed);
    loaded = freshColumns(sealed.columns, sealed.counts);
  };
  Engine.prototype.apply = function (this: Engine, events, count, out): number {
    const taken = count ?? events.length / RECORD_LANES;
    pages.push(events.slice(0, taken * RECORD_LANES));
    return apply.call(this, events, taken, out);
  };
  Engine.prototype.advance = function (this: Engine, columns, options): ReturnType<Engine["advance"]> {
    const done = advance.call(this, columns, options);
    advanced(done.steps);
    return done;
  };
  Engine.prototype.drive = function (this: Engine, columns, marks, exchange): void {
    const events = exchange.events.slice(0, exchange.events_count * RECORD_LANES);
    drive.call(this, columns, marks, exchange);
    advanced(exchange.steps);
    pages.push(events);
  };
  try {
    run();
  } finally {
    Object.assign(Engine.prototype, { apply, advance, drive, loadColumns, loadSealed });
  }
  return joined(pages);
}

/** Yields the state chain after each event of a log on an engine. */
export function* chainsAfterEach(log: EventLog, engineBackend: EngineName): Generator<string> {
  using engine = new Engine(log.config, { engineBackend, environmentOverride: false });
  const status = engine.status(), out = new Float64Array(64 * RECORD_LANES);
  for (let at = 0; at < log.events.length; at += RECORD_LANES) {
    engine.apply(log.events.subarray(at, at + RECORD_LANES), 1, out);
    // What was said is in the chain already; it is read so that it does not pile up.
    while (engine.pending > 0) engine.read(out);
    engine.status(status);
    yield chainText(status);
  }
}

/** The number of the first event after which two series of chains differ, the first event being 1. */
export function firstDifference(first: Iterable<string>, second: Iterable<string>): number | undefined {
  using a = Iterator.from(first) as IteratorObject<string> & Disposable;
  using b = Iterator.from(second) as IteratorObject<string> & Disposable;
  for (let number = 1;; number++) {
    const left = a.next(), right = b.next();
    if (left.done && right.done) return undefined;
    if (left.done !== right.done || left.value !== right.value) return number;
  }
}

/** Says what an event of a log is; the first one is number 1. */
export function describeEvent(log: EventLog, number: number): string {
  const at = (number - 1) * RECORD_LANES, record = log.events.subarray(at, at + RECORD_LANES);
  if (record.length === 0) return "no event of the log";
  const words = new Uint32Array(record.buffer, record.byteOffset, RECORD_WORDS);
  const kind = Object.keys(EVENT_KINDS).find((name) => EVENT_KINDS[name]!.code === words[LANE_KIND]);
  const order = words[LANE_ORDER_ID] === 0 ? "" : ` of order ${words[LANE_ORDER_ID]}`;
  return `${kind}${order} at ${record[LANE_TIME_US]} us`;
}

/** The state chain of a status, as 16 hexadecimal digits. */
export function chainText(status: Float64Array): string {
  const word = (lane: number): string => status[lane]!.toString(16).padStart(8, "0");
  return word(STATUS_CHAIN_LOW) + word(STATUS_CHAIN_HIGH);
}

function freshColumns(columns: Float64Array, counts: Uint32Array): LoadedColumns {
  return { columns, counts, offsets: offsetsOf(counts), next: Array.from(counts, () => 0) };
}

function offsetsOf(counts: Uint32Array): number[] {
  let offset = 0;
  return Array.from(counts, (count) => {
    const own = offset;
    offset += count * BAR_COLUMNS;
    return own;
  });
}

/** The records of so many steps: the bars of each time by ascending instrument, then the step. */
function recordsOfSteps(loaded: LoadedColumns, steps: number): Float64Array {
  const pages: Float64Array[] = [];
  for (let step = 0; step < steps; step++) {
    const times = loaded.next.map((row, id) => row < loaded.counts[id]! ? valueAt(loaded, id, 0, row) : Infinity);
    const timeUs = Math.min(...times);
    times.forEach((time, id) => {
      if (time === timeUs) pages.push(barRecord(loaded, id, loaded.next[id]!++));
    });
    pages.push(record(EVENT_STEP, timeUs).floats);
  }
  return joined(pages);
}

function barRecord(loaded: LoadedColumns, id: number, row: number): Float64Array {
  const { floats, words } = record(EVENT_BAR, valueAt(loaded, id, 0, row));
  words[LANE_INSTRUMENT] = id;
  floats[BAR_BEGIN_US] = valueAt(loaded, id, 1, row);
  words[BAR_SESSION_DAY] = valueAt(loaded, id, 2, row);
  [BAR_OPEN, BAR_HIGH, BAR_LOW, BAR_CLOSE, BAR_VOLUME].forEach((lane, index) => {
    floats[lane] = valueAt(loaded, id, 3 + index, row);
  });
  return floats;
}

function valueAt(loaded: LoadedColumns, id: number, column: number, row: number): number {
  return loaded.columns[loaded.offsets[id]! + column * loaded.counts[id]! + row]!;
}

function record(kind: number, timeUs: number): { floats: Float64Array; words: Uint32Array } {
  const floats = new Float64Array(RECORD_LANES), words = new Uint32Array(floats.buffer);
  floats[LANE_TIME_US] = timeUs;
  words[LANE_KIND] = kind;
  return { floats, words };
}

function joined(pages: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pages.reduce((sum, page) => sum + page.length, 0));
  let at = 0;
  for (const page of pages) {
    all.set(page, at);
    at += page.length;
  }
  return all;
}
