/**
 * The JSON Schema (2020-12) of a line of a replay log in JSON Lines, from the contract. The file
 * `replay_log.schema.json` is generated from it.
 *
 * @module
 */

import { RULE_LANES } from "../contract/rules.ts";
import { CONFIG_LANES, INSTRUMENT_LANES, STATUS_LANES } from "../contract/records.ts";
import type { JsonObject, JsonValue } from "../records/json.ts";
import { CHUNK_RECORDS_MAX, LOG_NAME, LOG_VERSION } from "./log_format.ts";
import { TAG_CHARACTERS_MAX } from "../records/tag_text.ts";
import { TAGS_OF_A_CHUNK } from "./tag_chunk.ts";
import { formOf, kindsOf, type RecordFamily, type RecordField, type RecordForm } from "../records/record_fields.ts";

const DOUBLE: JsonObject = { $ref: "#/$defs/double" };
const WORD: JsonObject = { $ref: "#/$defs/word" };
const HASH: JsonObject = { type: "string", pattern: "^[0-9a-f]{16}$" };
const COUNT: JsonObject = { type: "integer", minimum: 0 };
const WORD_MAX = 0xffff_ffff;

/** Returns the schema. */
export function replayLogSchema(): JsonObject {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A line of a replay log in JSON Lines",
    description:
      "The first line is a header. A chunk says how many records of which family follow it. The last line is " +
      "a trailer, unless the log breaks off.",
    oneOf: ["header", "chunk", "tags", "event", "output", "trailer"].map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: {
      double: {
        description:
          "A double in the shortest text that reads back as the same one, a word for what JSON has no number " +
          "for, or the 64 bits of a NaN that is not the usual one",
        anyOf: [
          { type: "number" },
          { enum: ["-0", "inf", "-inf", "nan"] },
          { type: "string", pattern: "^0x[7f]ff[0-9a-f]{13}$" },
        ],
      },
      raw: {
        description: "Lanes that are not zero although the kind of the record has no name for them",
        type: "object",
        minProperties: 1,
        patternProperties: { "^float_[0-9]{1,2}$": DOUBLE, "^word_[0-9]{1,2}$": WORD },
        additionalProperties: false,
      },
      word: { description: "A word of 32 bits", type: "integer", minimum: 0, maximum: WORD_MAX },
      header: headerSchema(),
      chunk: closed({
        chunk: { enum: ["events", "outputs"] },
        count: { type: "integer", minimum: 1, maximum: CHUNK_RECORDS_MAX },
      }),
      tags: closed({
        tags: {
          description: "Texts of tags, whose numbers go on from those before, from 1; orders have them as tag",
          type: "array",
          minItems: 1,
          maxItems: TAGS_OF_A_CHUNK,
          items: { type: "string", minLength: 1, maxLength: TAG_CHARACTERS_MAX },
        },
      }),
      event: familySchema("event"),
      output: familySchema("output"),
      trailer: closed({
        trailer: closed({
          events: COUNT,
          outputs: COUNT,
          commits: COUNT,
          status: closed(doubles(STATUS_LANES)),
        }),
      }),
    },
  };
}

function headerSchema(): JsonObject {
  const rules = Object.entries(RULE_LANES).map(([name, rule]): [string, JsonValue] => [
    name,
    { description: rule.doc, enum: [...rule.choices.map(([choice]) => choice), "-0"] },
  ]);
  return closed({
    log: { const: LOG_NAME },
    version: { const: LOG_VERSION },
    layout_hash: { ...HASH, description: "Hash of the contract by which records are laid out" },
    data_hash: { ...HASH, description: "Hash of the data columns, zeros when the events did not come from columns" },
    description: { type: "object", properties: { package: { type: "string" } } },
    configuration: closed({
      ...doubles(CONFIG_LANES),
      rules: closed(Object.fromEntries(rules)),
      instruments: { type: "array", items: closed(doubles(INSTRUMENT_LANES)) },
    }),
  });
}

/** Returns the schema of a record of one of the kinds of a family, or of a kind that the contract does not know. */
function familySchema(family: RecordFamily): JsonObject {
  const kinds = kindsOf(family), max = family === "event" ? WORD_MAX : 255;
  const known = [...kinds.names].map(([code, name]) => recordSchema(family, formOf(family, code), { const: name }));
  const other: JsonObject = { type: "integer", minimum: 0, maximum: max, not: { enum: [...kinds.names.keys()] } };
  // No code has this value, so this is the form of a record of an unknown kind.
  return { oneOf: [...known, recordSchema(family, formOf(family, WORD_MAX), other)] };
}

function recordSchema(family: RecordFamily, form: RecordForm, kind: JsonObject): JsonObject {
  const properties: Record<string, JsonValue> = { [family]: { type: "integer", minimum: 1 } };
  for (const field of form.fields) properties[field.name] = field.name === "kind" ? kind : fieldSchema(field);
  const optional = form.fields.filter((field) => field.form !== "float" && field.optional).map((field) => field.name);
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  properties["raw"] = { $ref: "#/$defs/raw" };
  return { type: "object", properties, required, additionalProperties: false };
}

function fieldSchema(field: RecordField): JsonObject {
  if (field.form === "float") return DOUBLE;
  const max = field.mask >>> 0;
  const number: JsonObject = max === WORD_MAX ? WORD : { type: "integer", minimum: 0, maximum: max };
  if (field.form === "number" || field.codes === undefined) return number;
  const names = [...field.codes.codes.keys()];
  if (field.form === "code") return { anyOf: [{ enum: names }, number] };
  const bits = [...field.low?.codes.keys() ?? [], ...names];
  return { anyOf: [{ type: "array", items: { enum: bits }, uniqueItems: true }, number] };
}

function doubles(
  lanes: readonly (readonly [name: string, doc: string, initial?: number])[],
): Record<string, JsonValue> {
  return Object.fromEntries(lanes.map(([name, doc]) => [name, { ...DOUBLE, description: doc }]));
}

/** Returns the schema of an object with these fields and no others. */
function closed(properties: JsonObject): JsonObject {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
