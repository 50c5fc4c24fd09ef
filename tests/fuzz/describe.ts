/**
 * Describes records as text: kind, codes by name, and every lane that is not zero.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { EVENT_KINDS, EVENT_SHARED_WORDS, OUTPUT_KINDS } from "../../src/contract/records.ts";
import { CODE_NAMES } from "../../src/records/code_names.ts";
import { codeName } from "../code_name.ts";

/** Returns the name of a record kind, or its number, such as `kind 77`. */
export function kindName(family: "EVENT" | "OUTPUT", code: number): string {
  return CODE_NAMES[family].names.get(code) ?? `kind ${code}`;
}

/** Returns an event as text. */
export function describeEvent(words: Uint32Array): string {
  const floats = new Float64Array(words.slice().buffer);
  const name = kindName("EVENT", words[contract.LANE_KIND]!), kind = EVENT_KINDS[name];
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

/** Returns an output as text. */
export function describeOutput(words: Uint32Array): string {
  const floats = new Float64Array(words.slice().buffer);
  const code = words[contract.OUT_CODE]!;
  const name = kindName("OUTPUT", code & 255), kind = OUTPUT_KINDS[name];
  const detail = (code >>> 8) & 255, reason = code >>> 16;
  const parts = [`#${words[contract.OUT_SEQUENCE]} of event ${words[contract.OUT_CAUSE]}`, name];
  parts.push(detailName(name, detail), name === "FILL" ? codeName("FILL_RULE", reason) : codeName("REASON", reason));
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
      return codeName("STATE", detail);
    case "ROUND_TRIP":
      return codeName("TRIP", detail);
    case "DIAGNOSTIC":
      return codeName("LEVEL", detail);
    case "REFUSAL":
      return kindName("EVENT", detail);
    default:
      return `${detail}`;
  }
}

function part(parts: string[], name: string, value: number): void {
  if (Object.is(value, 0)) return;
  parts.push(`${name}=${Object.is(value, -0) ? "-0" : value}`);
}
