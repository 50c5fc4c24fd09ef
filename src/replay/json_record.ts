/**
 * Converts a record to an object with named fields, and back to the same bytes.
 *
 * @module
 */

import { RECORD_WORDS } from "../contract/contract.gen.ts";
import { FieldError } from "./json_lines_error.ts";
import { doubleFromJson, doubleToJson, isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import {
  formOf,
  kindOf,
  kindsOf,
  type RecordFamily,
  type RecordForm,
  type WordField,
} from "../records/record_fields.ts";

/** Field with the lanes that no named field covers. A good record has none. */
const RAW = "raw";
const WORD_MAX = 0xffff_ffff;

/** Returns the named fields of the record whose first word is `base`, and under `raw` the lanes without a name. */
export function recordToJson(family: RecordFamily, words: Uint32Array, base: number): JsonObject {
  const form = formOf(family, kindOf(family, words, base));
  const said = new Uint32Array(RECORD_WORDS), fields: Record<string, JsonValue> = {};
  for (const field of form.fields) {
    if (field.form === "float") {
      said[2 * field.lane] = said[2 * field.lane + 1] = WORD_MAX;
      fields[field.name] = doubleToJson(words[base + 2 * field.lane]!, words[base + 2 * field.lane + 1]!);
      continue;
    }
    said[field.word]! |= field.mask << field.shift;
    const value = (words[base + field.word]! >>> field.shift & field.mask) >>> 0;
    if (!(field.optional && value === 0)) fields[field.name] = wordToJson(field, value);
  }
  const raw = rawLanes(form, words, base, said);
  if (raw !== undefined) fields[RAW] = raw;
  return fields;
}

/** Returns a word as its number, as the name of its code, or as the names of its bits if all bits have one. */
function wordToJson(field: WordField, value: number): JsonValue {
  if (field.form === "code") return field.codes?.names.get(value) ?? value;
  if (field.form === "number") return value;
  const names: string[] = [];
  let rest = value;
  const low = field.low?.names.get(value & 255);
  if (low !== undefined) {
    names.push(low);
    rest -= value & 255;
  }
  for (const [bit, name] of field.codes!.names) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest -= bit;
  }
  return rest === 0 ? names : value;
}

/** Returns the lanes that are not zero and that no named field covers. */
function rawLanes(
  form: RecordForm,
  words: Uint32Array,
  base: number,
  said: Uint32Array,
): JsonObject | undefined {
  const lanes: Record<string, JsonValue> = {};
  for (let lane = 0; lane < form.floats; lane++) {
    const low = words[base + 2 * lane]!, high = words[base + 2 * lane + 1]!;
    if (said[2 * lane] === 0 && (low !== 0 || high !== 0)) lanes[`float_${lane}`] = doubleToJson(low, high);
  }
  for (let word = 2 * form.floats; word < RECORD_WORDS; word++) {
    if (said[word] === 0 && words[base + word] !== 0) lanes[`word_${word}`] = words[base + word]!;
  }
  return Object.keys(lanes).length === 0 ? undefined : lanes;
}

/**
 * Writes a record from its named fields to the words from `base` on.
 *
 * @param ignored a field that is not the record's own
 * @throws {FieldError} if a field is missing, unknown, or has a value that its lane cannot hold
 */
export function recordFromJson(
  family: RecordFamily,
  record: JsonObject,
  ignored: string,
  words: Uint32Array,
  base: number,
): void {
  words.fill(0, base, base + RECORD_WORDS);
  const kinds = kindsOf(family), kind = kinds.codes.get(record["kind"] as string) ?? record["kind"];
  if (kind === undefined) throw new FieldError("kind", "it is missing");
  if (!isWord(kind, WORD_MAX)) {
    const known = [...kinds.codes.keys()].join(", ");
    throw new FieldError("kind", `${show(record["kind"])} is no kind of ${family}: there are ${known}`);
  }
  const form = formOf(family, kind), known = new Set([ignored, RAW]), said = new Uint32Array(RECORD_WORDS);
  for (const field of form.fields) {
    known.add(field.name);
    const value = record[field.name];
    if (field.form === "float") {
      said[2 * field.lane] = said[2 * field.lane + 1] = WORD_MAX;
      words.set(requireDouble(field.name, value), base + 2 * field.lane);
      continue;
    }
    said[field.word]! |= field.mask << field.shift;
    if (value === undefined && field.optional) continue;
    words[base + field.word]! |= wordFromJson(field, value) << field.shift;
  }
  for (const name of Object.keys(record)) {
    if (!known.has(name)) throw new FieldError(name, `${form.name ?? "a record of this kind"} has no such field`);
  }
  if (record[RAW] !== undefined) setRaw(form, record[RAW], said, words, base);
}

function wordFromJson(field: WordField, value: JsonValue | undefined): number {
  const max = field.mask >>> 0;
  if (isWord(value, max)) return value;
  if (field.form === "code" && typeof value === "string") {
    const code = field.codes?.codes.get(value);
    if (code !== undefined) return code;
  }
  if (field.form === "bits" && Array.isArray(value)) return bitsFromNames(field, value);
  if (value === undefined) throw new FieldError(field.name, "it is missing");
  const wanted = field.form === "number" ? "" : field.form === "code" ? ", or a code's name" : ", or names of bits";
  throw new FieldError(field.name, `${show(value)} is no whole number from 0 to ${max}${wanted}`);
}

function bitsFromNames(field: WordField, names: readonly JsonValue[]): number {
  let value = 0;
  for (const name of names) {
    const bit = field.codes!.codes.get(name as string) ?? field.low?.codes.get(name as string);
    if (bit === undefined || (value & bit) !== 0) {
      throw new FieldError(field.name, `${show(name)} is no bit of it, or said twice`);
    }
    value |= bit;
  }
  return value;
}

function setRaw(
  form: RecordForm,
  raw: JsonValue,
  said: Uint32Array,
  words: Uint32Array,
  base: number,
): void {
  if (!isJsonObject(raw)) throw new FieldError(RAW, `${show(raw)} is no object of lanes`);
  for (const [name, value] of Object.entries(raw)) {
    const path = `${RAW}.${name}`, match = /^(float|word)_(\d{1,2})$/.exec(name), lane = Number(match?.[2]);
    const isFloat = match?.[1] === "float", word = isFloat ? 2 * lane : lane;
    const inRange = isFloat ? lane < form.floats : lane >= 2 * form.floats && lane < RECORD_WORDS;
    if (match === null || !inRange) throw new FieldError(path, "the record has no such lane");
    if (said[word] !== 0) throw new FieldError(path, "the lane has a name of its own");
    if (isFloat) words.set(requireDouble(path, value), base + word);
    else if (isWord(value, WORD_MAX)) words[base + word] = value;
    else throw new FieldError(path, `${show(value)} is no whole number from 0 to ${WORD_MAX}`);
  }
}

/** Returns the two words of a double in JSON. */
export function requireDouble(name: string, value: JsonValue | undefined): readonly [low: number, high: number] {
  const words = doubleFromJson(value);
  if (words !== undefined) return words;
  if (value === undefined) throw new FieldError(name, "it is missing");
  throw new FieldError(
    name,
    `${show(value)} is no number; those that JSON lacks are "-0", "inf", "-inf", "nan" and the bits of another NaN`,
  );
}

function isWord(value: JsonValue | undefined, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max && !Object.is(value, -0);
}

/** Most letters of a value that a message shows. */
const SHOWN = 100;

/** Returns a value as text for a message; a long one is cut. */
export function show(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  // The JSON parser reads a number with too large an exponent as infinite, which JSON would write as null.
  if (typeof value === "number" && !Number.isFinite(value)) return "a number beyond all doubles";
  const text = JSON.stringify(typeof value === "string" ? value.slice(0, SHOWN + 1) : value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
