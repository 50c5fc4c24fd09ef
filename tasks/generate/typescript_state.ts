/**
 * The structs of state in TypeScript, and both directions of a snapshot over them.
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
import { capital, STATE_BANNER } from "./words.ts";

/**
 * Returns the module of structs. An order's fields are accessors over a page of doubles, the others plain properties.
 */
export function typescriptFields(): string {
  return [
    `/**`,
    ` * The fields of state.`,
    ` *`,
    ` * ${STATE_BANNER}`,
    ` *`,
    ` * @module`,
    ` */`,
    ``,
    `import type { InstrumentTerms } from "./instrument_terms.ts";`,
    ``,
    ...plainClass("Account", "The sums of the account, in money units", ACCOUNT_FIELDS),
    ...plainClass("ProducerFields", "A producer and which of its numbers were seen", PRODUCER_FIELDS),
    ...plainClass("Instrument", "An instrument: its bar, position and round trip", INSTRUMENT_FIELDS),
    ...pagedClass(ORDER_FIELDS),
  ].join("\n");
}

/** Returns the module of walks, which write each struct to a snapshot and read it back. */
export function typescriptWalks(): string {
  return [
    `/**`,
    ` * The lanes of a snapshot for each struct of state, written and read in one order, with one check a field.`,
    ` *`,
    ` * ${STATE_BANNER}`,
    ` *`,
    ` * @module`,
    ` */`,
    ``,
    `import type { Account, Instrument, OrderFields, ProducerFields } from "./fields.gen.ts";`,
    `import type { LaneReader, LaneWriter } from "./lanes.ts";`,
    `import type { Orders } from "./order.ts";`,
    `import type { State } from "./state.ts";`,
    ``,
    ...walks("Machine", "state", "State", MACHINE_FIELDS),
    ...walks("Account", "account", "Account", ACCOUNT_FIELDS),
    ...walks("Producer", "producer", "ProducerFields", PRODUCER_FIELDS),
    ...walks("Instrument", "instrument", "Instrument", INSTRUMENT_FIELDS),
    ...walks("OrderCounts", "orders", "Orders", ORDERS_FIELDS),
    ...walks("Order", "order", "OrderFields", ORDER_FIELDS),
  ].join("\n");
}

function plainClass(name: string, doc: string, fields: readonly StateField[]): string[] {
  const fixed = fields.filter(({ kind }) => kind === "fixed");
  const lines = [`/** ${doc}. */`, `export class ${name} {`];
  for (const field of fields) {
    lines.push(`  /** ${capital(field.doc)}. */`);
    if (field.kind === "fixed") lines.push(`  readonly ${field.name}: ${typeOf(field)};`);
    else if (field.type === "words") lines.push(`  ${field.name}: number[] = [];`);
    else lines.push(`  ${field.name}: ${typeOf(field)} = ${initialOf(field)};`);
  }
  if (fixed.length > 0) {
    lines.push(
      ``,
      `  constructor(${fixed.map((field) => `${field.name}: ${typeOf(field)}`).join(", ")}) {`,
      ...fixed.map((field) => `    this.${field.name} = ${field.name};`),
      `  }`,
    );
  }
  return [...lines, `}`, ``];
}

function pagedClass(fields: readonly StateField[]): string[] {
  const lines = [
    `/** Lanes of an order in its page. */`,
    `export const ORDER_LANES = ${fields.length};`,
    ``,
    `/**`,
    ` * The fields of an order, over a page of doubles that many orders share: as objects with a boxed number a field, the`,
    ` * tens of thousands of ended orders that are kept would be the garbage collector's main work.`,
    ` */`,
    `export class OrderFields {`,
    `  readonly #page: Float64Array;`,
    `  readonly #base: number;`,
    ``,
    `  constructor(page: Float64Array, base: number) {`,
    `    this.#page = page;`,
    `    this.#base = base;`,
    `  }`,
    ``,
    `  /** Sets every field to the value that it has in a new order. */`,
    `  begin(): void {`,
    `    this.#page.fill(0, this.#base, this.#base + ORDER_LANES);`,
    `    this.beginFromZero();`,
    `  }`,
    ``,
    `  /** Sets every field to the value that it has in a new order, where every lane is zero. */`,
    `  beginFromZero(): void {`,
    ...fields.filter((field) => initialOf(field) !== "0" && initialOf(field) !== "false").map((field) =>
      `    this.${field.name} = ${initialOf(field)};`
    ),
    `  }`,
    ``,
    `  /** Takes every field over from another order. */`,
    `  copy(other: OrderFields): void {`,
    `    this.#page.set(other.#page.subarray(other.#base, other.#base + ORDER_LANES), this.#base);`,
    `  }`,
  ];
  fields.forEach((field, lane) => {
    const isFlag = field.type === "bool", place = `this.#page[this.#base + ${lane}]`;
    lines.push(
      ``,
      `  /** ${capital(field.doc)}. */`,
      `  get ${field.name}(): ${typeOf(field)} {`,
      `    return ${place}${isFlag ? " !== 0" : "!"};`,
      `  }`,
      ``,
      `  set ${field.name}(value: ${typeOf(field)}) {`,
      `    ${place} = ${isFlag ? "value ? 1 : 0" : "value"};`,
      `  }`,
    );
  });
  return [...lines, `}`, ``];
}

function walks(name: string, variable: string, type: string, fields: readonly StateField[]): string[] {
  const kept = snapshotFields(fields);
  return [
    `/** Writes the fields. */`,
    `export function write${name}(writer: LaneWriter, ${variable}: ${type}): void {`,
    ...kept.map((field) => `  writer.${writerOf(field)}(${variable}.${field.name});`),
    `}`,
    ``,
    `/** Reads the fields; a value outside of a range makes the reader unfit. */`,
    `export function read${name}(reader: LaneReader, ${variable}: ${type}): void {`,
    ...kept.map((field) => `  ${variable}.${field.name} = reader.${readerOf(field)};`),
    `}`,
    ``,
  ];
}

function writerOf({ type }: StateField): string {
  return type === "bool" ? "flag" : type === "words" ? "words" : "number";
}

function readerOf({ type, range: { whole, least, most, step } }: StateField): string {
  if (type === "bool") return "flag()";
  if (type === "words") return "words()";
  if (whole === "never") return `real(${least}, ${most})`;
  return `${whole === "always" ? "whole" : "number"}(${least}, ${most}${step === 1 ? "" : `, ${step}`})`;
}

function typeOf({ type }: StateField): string {
  return type === "bool" ? "boolean" : type === "words" ? "number[]" : type === "terms" ? "InstrumentTerms" : "number";
}

/** Returns the initial value of a field. */
function initialOf({ type, initial }: StateField): string {
  return type === "bool" ? `${initial === true}` : `${initial}`;
}
