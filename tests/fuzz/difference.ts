/**
 * Finds the first difference between two ways of playing a log, as text for people.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { STATUS_LANES } from "../../src/contract/records.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { describeEvent, describeOutput } from "./describe.ts";
import type { Played } from "../../src/laws/log/playback.ts";

/** Returns the first difference, or undefined. Marks and commits may be missing on one side if the conduct differs. */
export function firstDifference(one: Played, other: Played, events: Float64Array): string | undefined {
  if (one.failure !== undefined || other.failure !== undefined) {
    const sides = [one, other].map((each) => `  ${each.how}: ${each.failure ?? "did not fail"}`);
    return `An engine failed inside\n${sides.join("\n")}`;
  }
  const record = firstRecord(one.outputs, other.outputs);
  if (record >= 0) {
    const sides = [one, other].map((each) => `  ${each.how}:\n    ${outputAt(each.outputs, record)}`);
    return `Output ${record + 1} differs\n${sides.join("\n")}\n${causeOf(one, other, record, events)}`;
  }
  for (let lane = 0; lane < one.status.length; lane++) {
    if (!Object.is(one.status[lane], other.status[lane])) {
      const name = STATUS_LANES[lane]![0];
      return `Status ${name} is ${one.status[lane]} (${one.how}) and ${other.status[lane]} (${other.how})`;
    }
  }
  const byte = firstByte(one.snapshot, other.snapshot);
  if (byte < 0) return undefined;
  const lane = byte >> 3;
  return `Snapshots of ${one.snapshot.length} and ${other.snapshot.length} bytes differ in lane ${lane}: ` +
    `${laneAt(one.snapshot, lane)} (${one.how}) and ${laneAt(other.snapshot, lane)} (${other.how})`;
}

/** Returns the outputs without marks and commits, which conduct may leave out. */
export function noticesOnly(outputs: Uint32Array): Uint32Array {
  const kept: number[] = [];
  for (let word = 0; word < outputs.length; word += contract.RECORD_WORDS) {
    const kind = outputs[word + contract.OUT_CODE]! & 255;
    if (kind !== contract.OUTPUT_MARK && kind !== contract.OUTPUT_COMMIT) kept.push(word);
  }
  const notices = new Uint32Array(kept.length * contract.RECORD_WORDS);
  kept.forEach((from, at) => {
    notices.set(outputs.subarray(from, from + contract.RECORD_WORDS), at * contract.RECORD_WORDS);
  });
  return notices;
}

function firstRecord(one: Uint32Array, other: Uint32Array): number {
  const length = Math.min(one.length, other.length);
  for (let word = 0; word < length; word++) {
    if (one[word] !== other[word]) return Math.floor(word / contract.RECORD_WORDS);
  }
  return one.length === other.length ? -1 : length / contract.RECORD_WORDS;
}

function recordAt(outputs: Uint32Array, record: number): Uint32Array {
  return outputs.subarray(record * contract.RECORD_WORDS, (record + 1) * contract.RECORD_WORDS);
}

function outputAt(outputs: Uint32Array, record: number): string {
  const words = recordAt(outputs, record);
  return words.length === 0 ? "nothing more" : describeOutput(words);
}

/** Returns the event that the earlier of two records names as its cause. */
function causeOf(one: Played, other: Played, record: number, events: Float64Array): string {
  const causes = [one, other].map((each) => recordAt(each.outputs, record)[contract.OUT_CAUSE] ?? Infinity);
  const cause = Math.min(...causes);
  if (cause * contract.RECORD_LANES > events.length || cause < 1) return `  cause: event ${cause}`;
  const words = wordsOf(events);
  const from = (cause - 1) * contract.RECORD_WORDS;
  return `  event ${cause}: ${describeEvent(words.subarray(from, from + contract.RECORD_WORDS))}`;
}

function firstByte(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at;
  return one.length === other.length ? -1 : length;
}

function laneAt(bytes: Uint8Array, lane: number): number | string {
  if ((lane + 1) * 8 > bytes.length) return "nothing";
  return new Float64Array(bytes.slice(lane * 8, lane * 8 + 8).buffer)[0]!;
}
