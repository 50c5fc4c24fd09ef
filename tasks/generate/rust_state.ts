/**
 * The structs of state in Rust, and both directions of a snapshot over them.
 *
 * @module
 */

import {
  ACCOUNT_FIELDS,
  INSTRUMENT_FIELDS,
  MACHINE_FIELDS,
  ORDER_FIELDS,
  ORDERS_FIELDS,
  PRODUCER_FIELDS,
  snapshotFields,
  type StateField,
} from "../../src/contract/state_fields.ts";
import { RUST_TYPES } from "./rust_constants.ts";
import { capital, STATE_BANNER } from "./words.ts";

/** Fields whose words are codes with a type of their own. */
const CODE_TYPES: Readonly<Record<string, string>> = {
  order_type: RUST_TYPES.TYPE!,
  state: RUST_TYPES.STATE!,
  woken_rule: RUST_TYPES.FILL_RULE!,
};

/** Returns the module of structs. */
export function rustFields(): string {
  return [
    `//! The fields of state.`,
    `//!`,
    `//! ${STATE_BANNER}`,
    ``,
    `use crate::contract::{${Object.values(CODE_TYPES).toSorted().join(", ")}};`,
    `use crate::state::instrument_terms::InstrumentTerms;`,
    `use alloc::vec::Vec;`,
    ``,
    ...struct("Account", "The sums of the account, in money units.", ACCOUNT_FIELDS),
    ...struct("Producer", "A producer and which of its numbers were seen.", PRODUCER_FIELDS),
    ...struct("Instrument", "An instrument: its bar, position and round trip.", INSTRUMENT_FIELDS),
    ...struct("Order", "An order. `sign` is +1 for a buy and -1 for a sell.", ORDER_FIELDS),
  ].join("\n");
}

/** Returns the module of walks. */
export function rustWalks(): string {
  return [
    `//! The lanes of a snapshot for each struct of state, written and read in one order, with one check a field.`,
    `//!`,
    `//! ${STATE_BANNER}`,
    ``,
    `use crate::contract::{${
      Object.values(CODE_TYPES).filter((type) => type !== RUST_TYPES.FILL_RULE).toSorted().join(", ")
    }};`,
    `use crate::state::fields::{Account, Instrument, Order, Producer};`,
    `use crate::state::lanes::{LaneReader, LaneWriter};`,
    `use crate::state::order::Orders;`,
    `use crate::state::state::State;`,
    ``,
    ...walks("machine", "state", "State", MACHINE_FIELDS),
    ...walks("account", "account", "Account", ACCOUNT_FIELDS),
    ...walks("producer", "producer", "Producer", PRODUCER_FIELDS),
    ...walks("instrument", "instrument", "Instrument", INSTRUMENT_FIELDS),
    ...walks("order_counts", "orders", "Orders", ORDERS_FIELDS),
    ...walks("order", "order", "Order", ORDER_FIELDS),
  ].join("\n");
}

function struct(name: string, doc: string, fields: readonly StateField[]): string[] {
  // A derived default is zero, false or nothing; CREATED, the state of a new order, is zero too.
  const derives = fields.every(({ initial }) => initial === 0 || initial === false);
  const lines = [
    `/// ${doc}`,
    derives ? `#[derive(Clone, Default)]` : `#[derive(Clone)]`,
    `pub struct ${name} {`,
    ...fields.flatMap((field) => [`    /// ${capital(field.doc)}.`, `    pub ${field.name}: ${typeOf(field)},`]),
    `}`,
    ``,
  ];
  if (derives) return lines;
  return [
    ...lines,
    `impl Default for ${name} {`,
    `    fn default() -> Self {`,
    `        Self {`,
    ...fields.map((field) => `            ${field.name}: ${initialOf(field)},`),
    `        }`,
    `    }`,
    `}`,
    ``,
  ];
}

function walks(name: string, variable: string, type: string, fields: readonly StateField[]): string[] {
  const kept = snapshotFields(fields);
  return [
    `/// Writes the fields.`,
    `pub fn write_${name}(writer: &mut LaneWriter, ${variable}: &${type}) {`,
    ...kept.map((field) => `    writer.${writerOf(field, `${variable}.${field.name}`)};`),
    `}`,
    ``,
    `/// Reads the fields; a value outside of a range makes the reader unfit.`,
    `pub fn read_${name}(reader: &mut LaneReader, ${variable}: &mut ${type}) {`,
    ...kept.map((field) => `    ${variable}.${field.name} = ${readerOf(field)};`),
    `}`,
    ``,
  ];
}

function writerOf({ type, name }: StateField, place: string): string {
  if (type === "words") return `words(&${place})`;
  if (type === "bool") return `flag(${place})`;
  if (type === "f64") return `number(${place})`;
  if (name in CODE_TYPES) return `number(f64::from(${place}.0))`;
  return type === "u64" ? `number(${place} as f64)` : `number(f64::from(${place}))`;
}

function readerOf({ type, name, range: { whole, least, most, step } }: StateField): string {
  if (type === "bool") return "reader.flag()";
  if (type === "words") return "reader.words()";
  if (whole === "never") return `reader.real(${double(least)}, f64::MAX)`;
  const bounds = `${double(least)}, ${double(most)}, ${double(step)}`;
  const read = `reader.${whole === "always" ? "whole" : "number"}(${bounds})`;
  if (name in CODE_TYPES) return `${CODE_TYPES[name]}(${read} as u32)`;
  return type === "f64" ? read : `${read} as ${type}`;
}

function double(value: number): string {
  return `${value}.0`;
}

function typeOf({ type, name }: StateField): string {
  if (name in CODE_TYPES) return CODE_TYPES[name]!;
  const types: Readonly<Record<string, string>> = {
    words: "Vec<u32>",
    terms: "InstrumentTerms",
  };
  return types[type] ?? type;
}

function initialOf(field: StateField): string {
  const { type, name, initial } = field;
  if (name in CODE_TYPES) return `${CODE_TYPES[name]}(${initial})`;
  if (type === "bool") return `${initial === true}`;
  if (type === "words") return "Vec::new()";
  if (type === "terms") return "InstrumentTerms::default()";
  if (type !== "f64") return `${initial}`;
  return initial === Infinity ? "f64::INFINITY" : Number.isNaN(initial) ? "f64::NAN" : double(Number(initial));
}
