/**
 * Reads events and outputs by the names of their lanes in the contract.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import {
  EVENT_FLOATS,
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  OUTPUT_FLOATS,
  OUTPUT_KINDS,
  OUTPUT_SHARED_FLOATS,
  OUTPUT_SHARED_WORDS,
  type RecordKind,
} from "../contract/records.ts";

/** A record by the names of its lanes, without the lanes that its kind does not name. */
export type Lanes = Record<string, number>;

/** An event: the name of its kind, or undefined for an unknown number, and its lanes. */
export interface AuditedEvent {
  readonly kind: string | undefined;
  readonly lanes: Lanes;
}

/** An output: the name of its kind, the parts of its code, and its lanes. */
export interface AuditedOutput {
  readonly kind: string;
  readonly detail: number;
  readonly reason: number;
  readonly sequence: number;
  readonly cause: number;
  readonly lanes: Lanes;
}

/** The lanes of a kind by name with their places: floats in units of 8 bytes, words in units of 4. */
interface Layout {
  readonly name: string;
  readonly floats: readonly (readonly [name: string, lane: number])[];
  readonly words: readonly (readonly [name: string, word: number])[];
}

const EVENT_LAYOUTS = layouts(EVENT_KINDS, EVENT_FLOATS, EVENT_SHARED_FLOATS, EVENT_SHARED_WORDS);
const OUTPUT_LAYOUTS = layouts(OUTPUT_KINDS, OUTPUT_FLOATS, OUTPUT_SHARED_FLOATS, OUTPUT_SHARED_WORDS);

function layouts(
  kinds: Readonly<Record<string, RecordKind>>,
  floats_count: number,
  shared_floats: readonly (readonly [string, string])[],
  shared_words: readonly (readonly [string, string])[],
): ReadonlyMap<number, Layout> {
  const all = new Map<number, Layout>();
  for (const [name, kind] of Object.entries(kinds)) {
    all.set(kind.code, {
      name,
      floats: [...shared_floats, ...kind.floats].map(([lane], at) => [lane, at]),
      words: [...shared_words, ...kind.words].map(([lane], at) => [lane, 2 * floats_count + at]),
    });
  }
  return all;
}

/** Reads the event that begins at a record's place. */
export function readEvent(floats: Float64Array, words: Uint32Array, record: number): AuditedEvent {
  const layout = EVENT_LAYOUTS.get(words[record * contract.RECORD_WORDS + contract.LANE_KIND]!);
  return { kind: layout?.name, lanes: lanesOf(layout, floats, words, record) };
}

/** Reads the output that begins at a record's place. */
export function readOutput(floats: Float64Array, words: Uint32Array, record: number): AuditedOutput {
  const code = words[record * contract.RECORD_WORDS + contract.OUT_CODE]!, layout = OUTPUT_LAYOUTS.get(code & 255);
  if (layout === undefined) throw new RangeError(`Cannot read output ${record + 1}: there is no kind ${code & 255}`);
  const lanes = lanesOf(layout, floats, words, record);
  const { sequence, cause } = lanes;
  return {
    kind: layout.name,
    detail: (code >>> 8) & 255,
    reason: code >>> 16,
    sequence: sequence!,
    cause: cause!,
    lanes,
  };
}

function lanesOf(layout: Layout | undefined, floats: Float64Array, words: Uint32Array, record: number): Lanes {
  const lanes: Lanes = {};
  for (const [name, lane] of layout?.floats ?? []) lanes[name] = floats[record * contract.RECORD_LANES + lane]!;
  for (const [name, word] of layout?.words ?? []) lanes[name] = words[record * contract.RECORD_WORDS + word]!;
  return lanes;
}
