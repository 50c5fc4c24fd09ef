/**
 * Plays logs to engines, whole or in batches, and compares all results.
 *
 * @module
 */

import {
  OUT_CAUSE,
  OUT_CODE,
  OUTPUT_COMMIT,
  OUTPUT_EXECUTION,
  OUTPUT_MARK,
  OUTPUT_ROUND_TRIP,
  RECORD_LANES,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import { STATUS_LANES } from "../../contract/records.ts";
import { wordsOf } from "../../contract/words.ts";
import type { EngineName } from "../../engine/backends.ts";
import type { Engine } from "../../engine/engine.ts";
import { joined, makeEngine, type Played, playWhole } from "./playback.ts";
import { type EventLog, eventsCount, outputText } from "./event_log.ts";
import type { LogFault } from "./event_log.ts";
import type { Random } from "../random.ts";

/** All results of playing a log. Outputs are kept as words, so that copies keep the bits of a NaN. */
export type PlayedLog = Played;

/** Plays a log in one batch. */
export function playLog(name: EngineName, { configuration, events }: EventLog): PlayedLog {
  return playWhole(name, configuration, events);
}

/** Reads the pending outputs of an engine. */
export function readWords(engine: Engine): Uint32Array {
  return wordsOf(engine.readAll());
}

/**
 * Plays a log in random batches. With `moves`, the next of the named engines continues from the snapshot about so many
 * times.
 */
export function playBatches(
  names: readonly EngineName[],
  { configuration, events }: EventLog,
  random: Random,
  moves: number,
): PlayedLog {
  const count = eventsCount(events), longest = random.pick([1, 3, 40, 1000]), outputs: Uint32Array[] = [];
  const moves_percent = Math.min(30, Math.ceil(50 * moves * longest / Math.max(1, count)));
  let at = random.below(names.length), engine = makeEngine(names[at]!, configuration);
  let how = `${names[at]}, batches of up to ${longest}`;
  try {
    for (let from = 0; from < count;) {
      const until = Math.min(count, from + 1 + random.below(longest));
      engine.apply(events.subarray(from * RECORD_LANES, until * RECORD_LANES));
      from = until;
      if (random.chance(25)) outputs.push(readWords(engine));
      if (moves === 0 || from === count || !random.chance(moves_percent)) continue;
      outputs.push(readWords(engine));
      const snapshot = engine.snapshot();
      engine[Symbol.dispose]();
      at = (at + 1) % names.length;
      how += `, restored into ${names[at]} after event ${from}`;
      engine = makeEngine(names[at]!, configuration);
      engine.restore(snapshot);
    }
    outputs.push(readWords(engine));
    return ended(how, engine, outputs);
  } catch (error) {
    return failed(how, outputs, error);
  } finally {
    engine[Symbol.dispose]();
  }
}

/** Plays a log and changes the engine after some of its events: the next one by turns goes on from the snapshot. */
export function playMoved(
  names: readonly EngineName[],
  { configuration, events }: EventLog,
  places: readonly number[],
): PlayedLog {
  const count = eventsCount(events), outputs: Uint32Array[] = [];
  const ends = [...places.filter((place) => place > 0 && place < count), count];
  let engine = makeEngine(names[0]!, configuration), how: string = names[0]!, from = 0;
  try {
    for (const [at, until] of ends.entries()) {
      engine.apply(events.subarray(from * RECORD_LANES, until * RECORD_LANES));
      outputs.push(readWords(engine));
      from = until;
      if (until === count) break;
      const snapshot = engine.snapshot(), name = names[(at + 1) % names.length]!;
      engine[Symbol.dispose]();
      how += `, restored into ${name} after event ${until}`;
      engine = makeEngine(name, configuration);
      engine.restore(snapshot);
    }
    return ended(how, engine, outputs);
  } catch (error) {
    return failed(how, outputs, error);
  } finally {
    engine[Symbol.dispose]();
  }
}

/** Returns all results of an engine at the end of a log. */
export function ended(how: string, engine: Engine, outputs: readonly Uint32Array[]): PlayedLog {
  return {
    how,
    outputs: joined(outputs),
    status: engine.status(),
    snapshot: engine.snapshot(),
    failure: undefined,
  };
}

/** Makes the results of a log on which an engine threw. */
export function failed(how: string, outputs: readonly Uint32Array[], error: unknown): PlayedLog {
  const failure = error instanceof Error ? error.message : String(error);
  return { how, outputs: joined(outputs), status: new Float64Array(0), snapshot: new Uint8Array(0), failure };
}

/** The parts of the results that are compared; all by default. */
export interface ComparedParts {
  /** Compares status and snapshot too; true by default. */
  readonly state?: boolean;
}

/** Returns the first difference between two ways to play a log, or undefined. */
export function playedDifference(
  expected: PlayedLog,
  found: PlayedLog,
  { state = true }: ComparedParts = {},
): LogFault | undefined {
  if (expected.failure !== undefined || found.failure !== undefined) {
    const side = (played: PlayedLog): string => `${played.how}: ${played.failure ?? "it does not fail"}`;
    return { event: 0, expected: side(expected), found: side(found) };
  }
  const record = firstRecord(expected.outputs, found.outputs);
  if (record >= 0) {
    const causes = [expected, found].map(({ outputs }) => outputs[record * RECORD_WORDS + OUT_CAUSE] ?? Infinity);
    const side = ({ how, outputs }: PlayedLog): string => {
      const there = record < outputs.length / RECORD_WORDS;
      return `output ${record + 1} ${there ? outputText(outputs, record) : "is not there"} (${how})`;
    };
    return { event: Math.min(...causes), expected: side(expected), found: side(found) };
  }
  return state ? stateDifference(expected, found) : undefined;
}

function stateDifference(expected: PlayedLog, found: PlayedLog): LogFault | undefined {
  for (let lane = 0; lane < expected.status.length; lane++) {
    if (Object.is(expected.status[lane], found.status[lane])) continue;
    const side = ({ how, status }: PlayedLog): string => `status ${STATUS_LANES[lane]![0]} ${status[lane]} (${how})`;
    return { event: 0, expected: side(expected), found: side(found) };
  }
  const length = Math.max(expected.snapshot.length, found.snapshot.length);
  for (let byte = 0; byte < length; byte++) {
    if (expected.snapshot[byte] === found.snapshot[byte]) continue;
    const side = ({ how, snapshot }: PlayedLog): string =>
      `snapshot byte ${byte} ${snapshot[byte] ?? "is not there"} (${how})`;
    return { event: 0, expected: side(expected), found: side(found) };
  }
  return undefined;
}

function firstRecord(one: Uint32Array, other: Uint32Array): number {
  const length = Math.min(one.length, other.length);
  for (let word = 0; word < length; word++) {
    if (one[word] !== other[word]) return Math.floor(word / RECORD_WORDS);
  }
  return one.length === other.length ? -1 : length / RECORD_WORDS;
}

/** Returns the results with only the outputs of some kinds, and without the state. */
export function outputsOnly(played: PlayedLog, keep: (kind: number) => boolean): PlayedLog {
  return {
    ...played,
    outputs: outputsOf(played.outputs, keep),
    status: new Float64Array(0),
    snapshot: new Uint8Array(0),
  };
}

/** Returns whether a kind is a notice. Marks and commits are none, since conduct may leave them out. */
export function isNotice(kind: number): boolean {
  return kind !== OUTPUT_MARK && kind !== OUTPUT_COMMIT;
}

/** Returns whether a kind is an order update, a fill or a round trip. Refusals and diagnostics may quote any value. */
export function isTrade(kind: number): boolean {
  return kind === OUTPUT_EXECUTION || (isNotice(kind) && kind <= OUTPUT_ROUND_TRIP);
}

/** Copies the outputs whose kind passes a test. */
export function outputsOf(outputs: Uint32Array, keep: (kind: number) => boolean): Uint32Array<ArrayBuffer> {
  const places: number[] = [];
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) if (keep(outputs[at + OUT_CODE]! & 255)) places.push(at);
  const kept = new Uint32Array(places.length * RECORD_WORDS);
  places.forEach((from, at) => kept.set(outputs.subarray(from, from + RECORD_WORDS), at * RECORD_WORDS));
  return kept;
}
