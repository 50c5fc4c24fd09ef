/**
 * An event log with its configuration, which the laws over logs are checked on.
 *
 * @module
 */

import { recordsAt } from "./event_log_builder.ts";
import { joined } from "./playback.ts";
import { RECORD_LANES, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { recordToJson } from "../../replay/json_record.ts";
import { recordText } from "../../records/text.ts";
import { ReplayLogReader } from "../../replay/replay_log_reader.ts";
import type { ReplayLogSource } from "../../replay/log_source.ts";

/** Event records and the configuration of their engine. */
export interface EventLog {
  /** The configuration's lanes. */
  readonly configuration: Float64Array;
  /**
   * The records, 16 lanes each. Copy them as words and not as doubles, since copying a double may change the bits of a
   * NaN.
   */
  readonly events: Float64Array<ArrayBuffer>;
}

/** The first event at which two ways differ that must give the same result. */
export interface LogFault {
  /** Sequence of the event, from 1; zero if it is unknown. */
  readonly event: number;
  /** The result of the first way. */
  readonly expected: string;
  /** The result of the second way. */
  readonly found: string;
}

/** Returns the number of records. */
export function eventsCount(events: Float64Array): number {
  return events.length / RECORD_LANES;
}

/** Copies the records that pass a test. */
export function filteredEvents(
  events: Float64Array,
  keep: (words: Uint32Array, floats: Float64Array) => boolean,
): Float64Array<ArrayBuffer> {
  const words = wordsOf(events), places: number[] = [];
  for (let place = 0; place < eventsCount(events); place++) {
    const record = words.slice(place * RECORD_WORDS, (place + 1) * RECORD_WORDS);
    if (keep(record, new Float64Array(record.buffer))) places.push(place);
  }
  return recordsAt(events, places);
}

/** Copies a log and changes every record of the copy in place. */
export function rewrittenEvents(
  events: Float64Array,
  change: (words: Uint32Array, floats: Float64Array) => void,
): Float64Array<ArrayBuffer> {
  const copy = wordsOf(events).slice();
  for (let at = 0; at < copy.length; at += RECORD_WORDS) {
    change(
      new Uint32Array(copy.buffer, at * 4, RECORD_WORDS),
      new Float64Array(copy.buffer, at * 4, RECORD_LANES),
    );
  }
  return new Float64Array(copy.buffer as ArrayBuffer);
}

/** Writes an event as one line for people. */
export function eventText(events: Float64Array, place: number): string {
  return recordText(recordToJson("event", wordsOf(events), place * RECORD_WORDS));
}

/** Writes an output as one line for people. */
export function outputText(outputs: Uint32Array, place: number): string {
  return recordText(recordToJson("output", outputs, place * RECORD_WORDS));
}

/**
 * Reads the configuration and the events of a replay log.
 *
 * @throws {ReplayLogError} if the log cannot be read
 */
export function eventLogOf(source: ReplayLogSource): EventLog {
  const reader = new ReplayLogReader(source), parts: Uint32Array[] = [];
  for (const chunk of reader.chunks()) if (chunk.kind === "events") parts.push(chunk.words.slice());
  return {
    configuration: Float64Array.from(reader.header.configuration),
    events: new Float64Array(joined(parts).buffer as ArrayBuffer),
  };
}
