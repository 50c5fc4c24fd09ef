/**
 * The event log of a run, kept while the run goes on, and the chain after each of its events.
 *
 * It serves to find the first event at which two engines differ, after a comparison found that they do.
 *
 * @module
 */

import {
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  RECORD_LANES,
  RECORD_WORDS,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
} from "../../src/contract/contract.gen.ts";
import { CODE_NAMES } from "../../src/records/code_names.ts";
import { Engine } from "../../src/engine/engine.ts";
import { hashText } from "../../src/records/text.ts";
import { logSide, MemorySink, RunLog } from "../../src/replay/mod.ts";
import type { EngineName } from "../engines.ts";

/** A configuration and the events that an engine took in under it. */
export interface EventLog {
  /** The configuration's lanes. */
  readonly config: Float64Array;
  /** Event records. */
  readonly events: Float64Array;
}

/** The events of a run, by the replay log that it writes. */
export function eventsOfRun(run: (replayLog: RunLog) => void): EventLog {
  const sink = new MemorySink();
  run(new RunLog(sink));
  const { config, events } = logSide(sink.bytes(), { engineBackend: "typescript", environmentOverride: false });
  return { config, events };
}

/** Yields the state chain after each event of a log on an engine. */
export function* chainsAfterEach(log: EventLog, engineBackend: EngineName): Generator<string> {
  using engine = new Engine(log.config, { engineBackend, environmentOverride: false });
  const status = engine.status(), out = new Float64Array(64 * RECORD_LANES);
  for (let at = 0; at < log.events.length; at += RECORD_LANES) {
    engine.apply(log.events.subarray(at, at + RECORD_LANES), 1, out);
    // The outputs are in the chain already; they are read so that they do not pile up.
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
  const kind = CODE_NAMES.EVENT.names.get(words[LANE_KIND]!);
  const order = words[LANE_ORDER_ID] === 0 ? "" : ` of order ${words[LANE_ORDER_ID]}`;
  return `${kind}${order} at ${record[LANE_TIME_US]} us`;
}

/** The state chain of a status, as 16 hexadecimal digits. */
export function chainText(status: Float64Array): string {
  return hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!);
}
