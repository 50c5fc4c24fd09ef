/**
 * Converts a configuration to an object with named lanes, and back to the same lanes.
 *
 * @module
 */

import {
  CONFIG_INSTRUMENTS,
  CONFIG_RULE_NUMBERS,
  INSTRUMENT_STRIDE,
  INSTRUMENTS_MAX,
} from "../contract/contract.gen.ts";
import { CONFIG_LANES, INSTRUMENT_LANES } from "../contract/records.ts";
import { RULE_LANES, type RuleLane } from "../contract/rules.ts";
import { wordsOf } from "../contract/words.ts";
import { FieldError } from "./json_lines_error.ts";
import { doubleToJson, isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import { requireDouble, show } from "./json_record.ts";

const HEAD: readonly string[] = CONFIG_LANES.map(([name]) => name);
const INSTRUMENT: readonly string[] = INSTRUMENT_LANES.map(([name]) => name);
const RULE_ENTRIES: readonly (readonly [string, RuleLane])[] = Object.entries(RULE_LANES);

/** Returns a valid configuration as an object: its head, the choices of its rules, its instruments. */
export function configurationToJson(lanes: Float64Array): JsonObject {
  const rules = RULE_ENTRIES.map(([name, rule], at): [string, JsonValue] => {
    const value = lanes[CONFIG_RULE_NUMBERS + at]!;
    return [name, Object.is(value, -0) ? "-0" : rule.choices[value]![0]];
  });
  const instruments: JsonObject[] = [];
  for (let base = CONFIG_INSTRUMENTS; base < lanes.length; base += INSTRUMENT_STRIDE) {
    instruments.push(lanesToJson(INSTRUMENT, lanes.subarray(base, base + INSTRUMENT_STRIDE)));
  }
  return { ...lanesToJson(HEAD, lanes), rules: Object.fromEntries(rules), instruments };
}

/**
 * Returns the lanes of a configuration.
 *
 * @throws {FieldError} if a field is missing, unknown, or has a value that its lane cannot hold
 */
export function configurationFromJson(value: JsonValue | undefined, path: string): Float64Array<ArrayBuffer> {
  const object = requireObject(value, path, [...HEAD, "rules", "instruments"]);
  const instruments = object["instruments"], rulesPath = `${path}.rules`;
  if (!Array.isArray(instruments) || instruments.length > INSTRUMENTS_MAX) {
    throw new FieldError(`${path}.instruments`, `it is a list of at most ${INSTRUMENTS_MAX} instruments`);
  }
  const lanes = new Float64Array(CONFIG_INSTRUMENTS + instruments.length * INSTRUMENT_STRIDE);
  lanesFromJson(HEAD, object, path, lanes, 0);
  const rules = requireObject(object["rules"], rulesPath, RULE_ENTRIES.map(([name]) => name));
  RULE_ENTRIES.forEach(([name, rule], at) => {
    const choice = rules[name] === "-0" ? -0 : rule.choices.findIndex(([known]) => known === rules[name]);
    if (choice < 0) {
      const known = rule.choices.map(([known]) => known).join(", ");
      throw new FieldError(`${rulesPath}.${name}`, `${show(rules[name])} is no choice: there are ${known}`);
    }
    lanes[CONFIG_RULE_NUMBERS + at] = choice;
  });
  instruments.forEach((instrument: JsonValue, id) => {
    const place = `${path}.instruments.${id}`;
    const block = requireObject(instrument, place, INSTRUMENT);
    lanesFromJson(INSTRUMENT, block, place, lanes, CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE);
  });
  return lanes;
}

/** Returns the first lanes by name. */
export function lanesToJson(names: readonly string[], lanes: Float64Array): JsonObject {
  const words = wordsOf(lanes);
  return Object.fromEntries(names.map((name, at) => [name, doubleToJson(words[2 * at]!, words[2 * at + 1]!)]));
}

/** Sets the lanes from `base` on by name. */
export function lanesFromJson(
  names: readonly string[],
  object: JsonObject,
  path: string,
  lanes: Float64Array,
  base: number,
): void {
  const words = wordsOf(lanes);
  names.forEach((name, at) => words.set(requireDouble(`${path}.${name}`, object[name]), 2 * (base + at)));
}

/** Returns an object after checking that it has no fields but the named ones. */
export function requireObject(value: JsonValue | undefined, path: string, names: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw new FieldError(path, "it is an object, and not missing");
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) {
      throw new FieldError(`${path === "" ? "" : `${path}.`}${name}`, "there is no such field");
    }
  }
  return value;
}
