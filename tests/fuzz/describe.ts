/**
 * Records as text: kind, codes by name, and every lane that is not zero.
 *
 * @module
 */

import { REASONS } from "../../src/contract/codes.ts";
import * as contract from "../../src/contract/contract.gen.ts";
import { ORDER_STATES } from "../../src/contract/order_states.ts";
import { EVENT_KINDS, EVENT_SHARED_WORDS, OUTPUT_KINDS, type RecordKind } from "../../src/contract/records.ts";
import { CODES } from "../../src/contract/codes.ts";

/** Name of a code in a table, or its number. */
export function nameOf(table: Readonly<Record<string, readonly [number, string]>>, code: number): string {
  return Object.entries(table).find(([, [known]]) => known === code)?.[0] ?? `${code}`;
}

/** Name of a record kind, or its number. */
export function kindName(kinds: Readonly<Record<string, RecordKind>>, code: number): string {
  return Object.entries(kinds).find(([, kind]) => kind.code === code)?.[0] ?? `kind ${code}`;
}

/** One event as text. */
export function describeEvent(words: Uint32Array): string {
  const floats = new Float64Array(words.slice().buffer);
  const name = kindName(EVENT_KINDS, words[contract.LANE_KIND]!), kind = EVENT_KINDS[name];
  const parts = [name, `time_us=${floats[contract.LANE_TIME_US]}`];
  for (let lane = 1; lane < contract.EVENT_FLOATS; lane++) {
    part(parts, kind?.floats[lane - 1]?.[0] ?? `reserved float ${lane}`, floats[lane]!);
  }
  for (let word = contract.LANE_INSTRUMENT; word < contract.RECORD_WORDS; word++) {
    const shared = EVENT_SHARED_WORDS[word - contract.LANE_KIND]?.[0];
    const own = kind?.words[word - contract.LANE_ORDER_ID - 1]?.[0];
    part(parts, shared ?? own ?? `reserved word ${word}`, words[word]!);
  }
  return parts.join(" ");
}

/** One output as text. */
export function describeOutput(words: Uint32Array): string {
  const floats = new Float64Array(words.slice().buffer);
  const code = words[contract.OUT_CODE]!;
  const name = kindName(OUTPUT_KINDS, code & 255), kind = OUTPUT_KINDS[name];
  const detail = (code >>> 8) & 255, reason = code >>> 16;
  const parts = [`#${words[contract.OUT_SEQUENCE]} of event ${words[contract.OUT_CAUSE]}`, name];
  parts.push(detailName(name, detail), name === "FILL" ? nameOf(CODES.FILL_RULE!, reason) : nameOf(REASONS, reason));
  parts.push(`time_us=${floats[contract.OUT_TIME_US]}`);
  for (let lane = 1; lane < contract.OUTPUT_FLOATS; lane++) {
    part(parts, kind?.floats[lane - 1]?.[0] ?? `reserved float ${lane}`, floats[lane]!);
  }
  for (let word = contract.OUT_CAUSE + 1; word < contract.RECORD_WORDS; word++) {
    part(parts, kind?.words[word - contract.OUT_CAUSE - 1]?.[0] ?? `reserved word ${word}`, words[word]!);
  }
  return parts.join(" ");
}

function detailName(kind: string, detail: number): string {
  switch (kind) {
    case "ORDER":
    case "FILL":
      return nameOf(ORDER_STATES, detail);
    case "ROUND_TRIP":
      return nameOf(CODES.TRIP!, detail);
    case "DIAGNOSTIC":
      return nameOf(CODES.LEVEL!, detail);
    case "REFUSAL":
      return kindName(EVENT_KINDS, detail);
    default:
      return `${detail}`;
  }
}

function part(parts: string[], name: string, value: number): void {
  if (Object.is(value, 0)) return;
  parts.push(`${name}=${Object.is(value, -0) ? "-0" : value}`);
}
