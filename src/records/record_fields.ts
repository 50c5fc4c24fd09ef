/**
 * The named fields of records, from the contract: their lanes and their codes.
 *
 * @module
 */

import {
  EVENT_FLOATS,
  LANE_KIND,
  OUT_CODE,
  OUTPUT_COMMIT,
  OUTPUT_FLOATS,
  OUTPUT_MARK,
} from "../contract/contract.gen.ts";
import {
  EVENT_KINDS,
  EVENT_SHARED_FLOATS,
  EVENT_SHARED_WORDS,
  OUTPUT_KINDS,
  OUTPUT_SHARED_FLOATS,
  OUTPUT_SHARED_WORDS,
  type RecordKind,
} from "../contract/records.ts";
import { CODE_NAMES, type CodeNames } from "./code_names.ts";

/** A field that holds a double. */
export interface FloatField {
  readonly form: "float";
  readonly name: string;
  /** Float lane of the record. */
  readonly lane: number;
}

/** A field that holds a word, or some bits of a word: a number, a code with a name, or bits with names. */
export interface WordField {
  readonly form: "number" | "code" | "bits";
  readonly name: string;
  /** Word of the record. */
  readonly word: number;
  /** Bits of the word below the field. */
  readonly shift: number;
  /** Mask of the field after the shift. */
  readonly mask: number;
  /** Names of the codes, or of the bits. */
  readonly codes?: CodeNames;
  /** Names of the codes in the low byte, for bits that hold one. */
  readonly low?: CodeNames;
  /** True if a zero is left out, as most kinds of the record do not use the field. */
  readonly optional: boolean;
}

/** A named field. */
export type RecordField = FloatField | WordField;

/** The fields of a kind of record. */
export interface RecordForm {
  /** Name of the kind; absent for a kind that the contract does not know. */
  readonly name?: string;
  /** Number of float lanes at the head of the record. */
  readonly floats: number;
  readonly fields: readonly RecordField[];
}

/** Events, or the outputs of the core. */
export type RecordFamily = "event" | "output";

/** Code tables of fields, by kind and name of the field. */
const CODE_FIELDS: Readonly<Record<string, CodeNames>> = {
  "ORDER_REPORT.report": CODE_NAMES.REPORT,
  "SESSION.phase": CODE_NAMES.SESSION_PHASE,
  "CASH.purpose": CODE_NAMES.CASH_PURPOSE,
  "PLACE.order_type": CODE_NAMES.TYPE,
  "PLACE.side": CODE_NAMES.SIDE,
  "PLACE.validity": CODE_NAMES.VALIDITY,
  "DIAGNOSTIC.event": CODE_NAMES.EVENT,
};

/** Bit tables of fields, by kind and name of the field. */
const BIT_FIELDS: Readonly<Record<string, CodeNames>> = {
  "PLACE.flags": CODE_NAMES.ORDER_FLAG,
  "RISK.flags": CODE_NAMES.RISK_FLAG,
  "FILL_REPORT.flags": CODE_NAMES.FILL_REPORT_FLAG,
  "ORDER.flags": CODE_NAMES.ORDER_VIEW,
  "FILL.flags": CODE_NAMES.FILL_FLAG,
  "ROUND_TRIP.flags": CODE_NAMES.FILL_FLAG,
};

/** Code tables of an output's detail, by kind. */
const DETAILS: Readonly<Record<string, CodeNames>> = {
  ORDER: CODE_NAMES.STATE,
  FILL: CODE_NAMES.STATE,
  ROUND_TRIP: CODE_NAMES.TRIP,
  REFUSAL: CODE_NAMES.EVENT,
  DIAGNOSTIC: CODE_NAMES.LEVEL,
};

const eventForms = new Map(Object.entries(EVENT_KINDS).map(([name, kind]) => [kind.code, eventForm(name, kind)]));
const outputForms = new Map(Object.entries(OUTPUT_KINDS).map(([name, kind]) => [kind.code, outputForm(name, kind)]));
const unknownEvent = eventForm(undefined, undefined), unknownOutput = outputForm(undefined, undefined);

/** Returns the kind names of a family. */
export function kindsOf(family: RecordFamily): CodeNames {
  return family === "event" ? CODE_NAMES.EVENT : CODE_NAMES.OUTPUT;
}

/** Returns the form of a kind; for an unknown kind the fields that all kinds share. */
export function formOf(family: RecordFamily, kind: number): RecordForm {
  return family === "event" ? eventForms.get(kind) ?? unknownEvent : outputForms.get(kind) ?? unknownOutput;
}

/** Returns the kind of the record whose first word has the index `base`. */
export function kindOf(family: RecordFamily, words: Uint32Array, base: number): number {
  return family === "event" ? words[base + LANE_KIND]! : words[base + OUT_CODE]! & 255;
}

function eventForm(name: string | undefined, kind: RecordKind | undefined): RecordForm {
  const fields: RecordField[] = [
    ...wordFields(name, EVENT_SHARED_WORDS.slice(0, 1), LANE_KIND),
    ...floatFields([...EVENT_SHARED_FLOATS, ...kind?.floats ?? []]),
    ...wordFields(name, [...EVENT_SHARED_WORDS.slice(1), ...kind?.words ?? []], LANE_KIND + 1),
  ];
  fields[0] = { ...fields[0] as WordField, form: "code", codes: CODE_NAMES.EVENT };
  return { ...(name === undefined ? {} : { name }), floats: EVENT_FLOATS, fields };
}

function outputForm(name: string | undefined, kind: RecordKind | undefined): RecordForm {
  const isNotice = kind !== undefined && kind.code !== OUTPUT_MARK && kind.code !== OUTPUT_COMMIT;
  const code = { form: "code", word: OUT_CODE } as const, optional = !isNotice;
  const detail = name === undefined ? undefined : DETAILS[name];
  const reasons = name === "FILL" ? CODE_NAMES.FILL_RULE : CODE_NAMES.REASON;
  const own = [...OUTPUT_SHARED_WORDS.slice(2), ...kind?.words ?? []];
  const fields: RecordField[] = [
    { ...code, name: "kind", shift: 0, mask: 0xff, codes: CODE_NAMES.OUTPUT, optional: false },
    { ...code, name: "detail", shift: 8, mask: 0xff, ...(detail === undefined ? {} : { codes: detail }), optional },
    { ...code, name: "reason", shift: 16, mask: 0xffff, codes: reasons, optional },
    { form: "number", name: "sequence", word: OUT_CODE + 1, shift: 0, mask: 0xffff_ffff, optional },
    ...wordFields(name, own.slice(0, 1), OUT_CODE + 2),
    ...floatFields([...OUTPUT_SHARED_FLOATS, ...kind?.floats ?? []]),
    ...wordFields(name, own.slice(1), OUT_CODE + 3),
  ];
  return { ...(name === undefined ? {} : { name }), floats: OUTPUT_FLOATS, fields };
}

function floatFields(lanes: readonly (readonly [string, string])[]): FloatField[] {
  return lanes.map(([name], lane) => ({ form: "float", name, lane }));
}

function wordFields(
  kind: string | undefined,
  words: readonly (readonly [string, string])[],
  first: number,
): WordField[] {
  return words.map(([name], at): WordField => {
    const field = { name, word: first + at, shift: 0, mask: 0xffff_ffff, optional: false };
    const codes = CODE_FIELDS[`${kind}.${name}`], bits = BIT_FIELDS[`${kind}.${name}`];
    if (codes !== undefined) return { ...field, form: "code", codes };
    if (bits === undefined) return { ...field, form: "number" };
    const low = kind === "ORDER" ? { low: CODE_NAMES.TYPE } : {};
    return { ...field, form: "bits", codes: bits, ...low };
  });
}
