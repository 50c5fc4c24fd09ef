/**
 * The constants of the contract by section, computed from its tables, and the layout table. The edge and a library
 * compare layout tables to detect builds from different contracts.
 *
 * @module
 */

import { CODES, REASONS } from "./codes.ts";
import { BAR_COLUMNS } from "./columns.ts";
import { LIMITS } from "./limits.ts";
import { FACETS, ORDER_KINDS, type OrderFacets } from "./order_kinds.ts";
import { ORDER_EVENTS, ORDER_OUTCOMES, ORDER_STATES, ORDER_TABLE } from "./order_states.ts";
import {
  CONFIG_LANES,
  DRIVE_HEAD,
  EVENT_FLOATS,
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  INSTRUMENT_LANES,
  OUTPUT_FLOATS,
  OUTPUT_KINDS,
  OUTPUT_SHARED_FLOATS,
  OUTPUT_SHARED_WORDS,
  RECORD_BYTES,
  type RecordKind,
  STATUS_LANES,
} from "./records.ts";
import { RULE_LANES } from "./rules.ts";
import {
  ACCOUNT_FIELDS,
  INSTRUMENT_FIELDS,
  MACHINE_FIELDS,
  maskOf,
  ORDER_FIELDS,
  ORDERS_FIELDS,
  PRODUCER_FIELDS,
  snapshotFields,
  type StateField,
} from "./state_fields.ts";

/** One constant. `lane` and `count` are indexes, `code` a number in a record, `limit` a double. */
export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly type: "lane" | "code" | "status" | "limit";
  readonly doc: string;
}

/** Constants under one heading. */
export interface Section {
  readonly title: string;
  readonly constants: readonly Constant[];
}

/** One number of the layout table, and the name of its meaning. */
export interface LayoutEntry {
  readonly name: string;
  readonly word: number;
}

const LANES_PER_RECORD = RECORD_BYTES / 8;

function recordSections(): Section[] {
  const sections: Section[] = [{
    title: "Records",
    constants: [
      { name: "RECORD_BYTES", value: RECORD_BYTES, type: "lane", doc: "size of a record in bytes" },
      { name: "RECORD_LANES", value: LANES_PER_RECORD, type: "lane", doc: "8-byte lanes of a record" },
      { name: "RECORD_WORDS", value: RECORD_BYTES / 4, type: "lane", doc: "4-byte words of a record" },
      { name: "EVENT_FLOATS", value: EVENT_FLOATS, type: "lane", doc: "float lanes at the head of an event" },
      { name: "OUTPUT_FLOATS", value: OUTPUT_FLOATS, type: "lane", doc: "float lanes at the head of an output" },
    ],
  }];
  sections.push(
    { title: "Event kinds", constants: kindCodes("EVENT", EVENT_KINDS) },
    { title: "Event lanes: floats from 0, words counted in words of the record", constants: eventLanes() },
    { title: "Output kinds", constants: kindCodes("OUTPUT", OUTPUT_KINDS) },
    { title: "Output lanes: floats from 0, words counted in words of the record", constants: outputLanes() },
    { title: "Configuration lanes", constants: configLanes() },
  );
  return sections;
}

function kindCodes(prefix: string, kinds: Readonly<Record<string, RecordKind>>): Constant[] {
  const codes = new Set<number>();
  return Object.entries(kinds).map(([name, kind]) => {
    if (codes.has(kind.code)) throw new Error(`Cannot generate ${prefix}_${name}: code ${kind.code} is used twice`);
    codes.add(kind.code);
    return { name: `${prefix}_${name}`, value: kind.code, type: "code", doc: kind.doc };
  });
}

function lanesOf(
  prefix: string,
  start: number,
  room: number,
  lanes: readonly (readonly [name: string, doc: string, initial?: number])[],
): Constant[] {
  if (start + lanes.length > room) throw new Error(`Cannot generate ${prefix}: its lanes do not fit`);
  return lanes.map(([name, doc], index) => ({
    name: `${prefix}_${name.toUpperCase()}`,
    value: start + index,
    type: "lane",
    doc,
  }));
}

function eventLanes(): Constant[] {
  const first = EVENT_FLOATS * 2;
  const out = [
    ...lanesOf("LANE", 0, EVENT_FLOATS, EVENT_SHARED_FLOATS),
    ...lanesOf("LANE", first, RECORD_BYTES / 4, EVENT_SHARED_WORDS),
  ];
  for (const [name, kind] of Object.entries(EVENT_KINDS)) {
    out.push(
      ...lanesOf(name, EVENT_SHARED_FLOATS.length, EVENT_FLOATS, kind.floats),
      ...lanesOf(name, first + EVENT_SHARED_WORDS.length, RECORD_BYTES / 4, kind.words),
    );
  }
  return out;
}

function outputLanes(): Constant[] {
  const first = OUTPUT_FLOATS * 2;
  const out = [
    ...lanesOf("OUT", 0, OUTPUT_FLOATS, OUTPUT_SHARED_FLOATS),
    ...lanesOf("OUT", first, RECORD_BYTES / 4, OUTPUT_SHARED_WORDS),
  ];
  for (const [name, kind] of Object.entries(OUTPUT_KINDS)) {
    out.push(
      ...lanesOf(`OUT_${name}`, OUTPUT_SHARED_FLOATS.length, OUTPUT_FLOATS, kind.floats),
      ...lanesOf(`OUT_${name}`, first + OUTPUT_SHARED_WORDS.length, RECORD_BYTES / 4, kind.words),
    );
  }
  return out;
}

function configLanes(): Constant[] {
  const rules = Object.keys(RULE_LANES);
  const firstRule = CONFIG_LANES.length, firstInstrument = firstRule + rules.length;
  return [
    ...lanesOf("CONFIG", 0, firstRule, CONFIG_LANES),
    ...rules.map((name, index): Constant => ({
      name: `CONFIG_RULE_${name}`,
      value: firstRule + index,
      type: "lane",
      doc: RULE_LANES[name]!.doc,
    })),
    { name: "CONFIG_INSTRUMENTS", value: firstInstrument, type: "lane", doc: "where the instrument blocks begin" },
    { name: "INSTRUMENT_STRIDE", value: INSTRUMENT_LANES.length, type: "lane", doc: "lanes of an instrument block" },
    ...lanesOf("INSTRUMENT", 0, INSTRUMENT_LANES.length, INSTRUMENT_LANES),
    { name: "STATUS_COUNT", value: STATUS_LANES.length, type: "lane", doc: "lanes of the status" },
    ...lanesOf("STATUS", 0, STATUS_LANES.length, STATUS_LANES),
    { name: "DRIVE_LANES", value: RECORD_BYTES / 8, type: "lane", doc: "lanes before the records of a drive buffer" },
    ...lanesOf("DRIVE", 0, RECORD_BYTES / 8, DRIVE_HEAD),
  ];
}

function codeSections(): Section[] {
  const sections: Section[] = [{
    title: "Limits",
    constants: Object.entries(LIMITS).map(([name, [value, doc]]) => ({ name, value, type: "limit", doc })),
  }];
  for (const [name, rule] of Object.entries(RULE_LANES)) {
    sections.push({
      title: `Rule: ${rule.doc}`,
      constants: rule.choices.map(([choice, doc], index) => ({
        name: `${name}_${choice}`,
        value: index,
        type: "code",
        doc,
      })),
    });
  }
  const tables = { ...CODES, STATE: ORDER_STATES, ORDER_EVENT: ORDER_EVENTS, OUTCOME: ORDER_OUTCOMES, REASON: REASONS };
  for (const [prefix, table] of Object.entries(tables)) {
    const seen = new Set<number>();
    sections.push({
      title: `Codes: ${prefix.toLowerCase().replaceAll("_", " ")}`,
      constants: Object.entries(table).map(([name, [value, doc]]) => {
        if (seen.has(value)) throw new Error(`Cannot generate ${prefix}_${name}: code ${value} is used twice`);
        seen.add(value);
        return { name: `${prefix}_${name}`, value, type: prefix === "BOUNDARY" ? "status" : "code", doc };
      }),
    });
  }
  return sections;
}

/**
 * Returns the lanes in use by event kind: floats, then words, by kind code. The cores check that the others are zero.
 */
export function eventLanesUsed(): { floats: number[]; words: number[] } {
  const size = Math.max(...Object.values(EVENT_KINDS).map((kind) => kind.code)) + 1;
  const floats = new Array<number>(size).fill(0), words = new Array<number>(size).fill(0);
  for (const kind of Object.values(EVENT_KINDS)) {
    floats[kind.code] = EVENT_SHARED_FLOATS.length + kind.floats.length;
    words[kind.code] = EVENT_FLOATS * 2 + EVENT_SHARED_WORDS.length + kind.words.length;
  }
  return { floats, words };
}

export function ruleChoices(): number[] {
  return Object.values(RULE_LANES).map((rule) => rule.choices.length);
}

/** Returns the default of each lane of the configuration's head, rules included; Infinity for a lane without one. */
export function configDefaults(): number[] {
  return [...CONFIG_LANES.map(([, , initial]) => initial ?? Infinity), ...ruleChoices().map(() => 0)];
}

/** Returns the default of each lane of an instrument block; Infinity for a lane without one. */
export function instrumentDefaults(): number[] {
  return INSTRUMENT_LANES.map(([, , initial]) => initial ?? Infinity);
}

export function orderTable(): number[] {
  const states = Object.entries(ORDER_STATES), events = Object.keys(ORDER_EVENTS);
  return states.flatMap(([state, [code]], index) => {
    const row = ORDER_TABLE[state];
    if (code !== index || row === undefined || row.length !== events.length) {
      throw new Error(`Cannot generate the order-state table: row ${state} is missing or has the wrong length`);
    }
    return row.map((outcome) => {
      const entry = ORDER_STATES[outcome] ?? ORDER_OUTCOMES[outcome];
      if (entry === undefined) throw new Error(`Cannot generate the order-state table: no outcome "${outcome}"`);
      return entry[0];
    });
  });
}

/**
 * Returns the sections whose constants are in the layout table. New sections go after the others or into
 * {@linkcode derivedSections}.
 */
export function contractSections(): readonly Section[] {
  return [...recordSections(), ...codeSections()];
}

/** Returns the sections that follow from tables and need no place in the layout table: masks of flags, columns. */
export function derivedSections(): readonly Section[] {
  const masks = ["ORDER_FLAG", "RISK_FLAG", "FILL_FLAG", "FILL_REPORT_FLAG", "SLIPPAGE_SWITCH", "SLIPPAGE_FLAG"].map((
    prefix,
  ): Constant => ({
    name: `${prefix}_MASK`,
    value: maskOf(CODES[prefix]!),
    type: "code",
    doc: `all bits of ${prefix}`,
  }));
  const columns = BAR_COLUMNS.map(([name, doc], value): Constant => ({
    name: `COLUMN_${name.toUpperCase()}`,
    value,
    type: "lane",
    doc: `column of the packed bars: ${doc}`,
  }));
  return [{ title: "Masks of flags", constants: masks }, { title: "Columns of packed bars", constants: columns }];
}

/** Returns the facets of each order type by its code; `undefined` for a code without a type. */
export function orderKinds(): readonly (OrderFacets | undefined)[] {
  const kinds: (OrderFacets | undefined)[] = [];
  for (const [name, [code]] of Object.entries(CODES["TYPE"]!)) {
    const facets = ORDER_KINDS[name];
    if (facets === undefined) throw new Error(`Cannot generate the order kinds: type ${name} has no facets`);
    kinds[code] = facets;
  }
  return Array.from(kinds);
}

/** Returns the constants that name the values of facets in code: `TRIGGER_STOP` is 1. */
export function facetConstants(): readonly Constant[] {
  return Object.entries(FACETS).flatMap(([facet, values]) =>
    values.map((name, value): Constant => ({
      name: `${facet.toUpperCase()}_${name.toUpperCase()}`,
      value,
      type: "code",
      doc: `facet ${facet} of an order type: ${name}`,
    }))
  );
}

/**
 * Returns the layout table of records: lanes, codes, statuses, limits (two words each), the order-state table, and all
 * existing lanes and choices. A replay log carries its hash, so its words never change; removed codes stay reserved.
 */
export function recordLayout(): LayoutEntry[] {
  const used = eventLanesUsed(),
    numbered = (name: string, words: readonly number[]): LayoutEntry[] =>
      words.map((word, at) => ({ name: `${name}[${at}]`, word }));
  return [
    ...contractSections().flatMap(({ constants }) => constants).flatMap(({ name, type, value }): LayoutEntry[] =>
      type === "limit"
        ? [{ name, word: value % 2 ** 32 }, { name: `${name}, high word`, word: Math.floor(value / 2 ** 32) }]
        : [{ name, word: value >>> 0 }]
    ),
    ...numbered("EVENT_FLOATS_USED", used.floats),
    ...numbered("EVENT_WORDS_USED", used.words),
    ...numbered("RULE_CHOICES", ruleChoices()),
    ...numbered("ORDER_TABLE", orderTable()),
  ];
}

/**
 * Returns the layout table of state: for each field in a snapshot the hash of its name, type and range. It reveals a
 * library from another table of state at load, and not by a snapshot that is read wrongly.
 */
export function stateLayout(): LayoutEntry[] {
  const tables = {
    state: MACHINE_FIELDS,
    account: ACCOUNT_FIELDS,
    producer: PRODUCER_FIELDS,
    instrument: INSTRUMENT_FIELDS,
    orders: ORDERS_FIELDS,
    order: ORDER_FIELDS,
  };
  return Object.entries(tables).flatMap(([table, fields]) =>
    snapshotFields(fields).map((field) => ({ name: `field ${table}.${field.name}`, word: fieldHash(table, field) }))
  );
}

/** Returns the FNV-1a hash over all properties of a field on which both sides must agree. */
function fieldHash(table: string, { name, type, range }: StateField): number {
  let hash = 0x811c_9dc5;
  for (const byte of new TextEncoder().encode(`${table}.${name} ${type} ${Object.values(range).join(" ")}`)) {
    hash = Math.imul(hash ^ byte, 0x0100_0193) >>> 0;
  }
  return hash;
}
