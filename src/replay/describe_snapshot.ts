/**
 * Splits snapshots into named fields, so that two snapshots can be compared field by field.
 *
 * Every number of a snapshot has a path such as `cash`, `instruments[0].position_size` or `orders[17].state`. The index
 * is the id of the instrument, the order or the producer. The names are those of the engine; the numbers are its own
 * integers (doubles in the profile `backtrader`). The layout is the same in both cases.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONTRACT_VERSION,
  INSTRUMENT_STRIDE,
} from "../contract/contract.gen.ts";
import { CONFIG_LANES, INSTRUMENT_LANES } from "../contract/records.ts";
import { RULE_LANES } from "../contract/rules.ts";
import {
  ACCOUNT_FIELDS,
  INSTRUMENT_FIELDS,
  MACHINE_FIELDS,
  ORDER_FIELDS,
  ORDERS_FIELDS,
  PRODUCER_FIELDS,
  snapshotFields,
  type StateField,
} from "../contract/state_fields.ts";

/** One number of a snapshot with its path. */
export interface SnapshotField {
  /** Path of the number, such as `orders[17].state`. */
  readonly path: string;
  /** The number. */
  readonly value: number;
  /** Index among the snapshot's doubles. */
  readonly lane: number;
}

/** The letters CTSN, read as a number. */
const MAGIC = 0x4354_534e;

/**
 * Returns the named fields of a snapshot, in its order. The checksum is no field, since it follows from the rest, and
 * it is not checked.
 *
 * @param bytes The snapshot of an engine.
 * @throws {RangeError} If the bytes are no snapshot of this version, or its counts do not fit its size.
 *
 * @example
 * ```ts
 * import { describeSnapshot } from "@cracktrader/cracktrader/replay";
 *
 * function cashOf(snapshot: Uint8Array): number | undefined {
 *   return describeSnapshot(snapshot).find(({ path }) => path === "cash")?.value;
 * }
 * ```
 */
export function describeSnapshot(bytes: Uint8Array): SnapshotField[] {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`Cannot describe ${inspected(bytes, 0)}: pass the bytes of a snapshot`);
  }
  if ((bytes.buffer as ArrayBuffer).detached) {
    throw new TypeError("Cannot describe a snapshot whose bytes were transferred away: pass them before, or a copy");
  }
  if (bytes.length % 8 !== 0) {
    throw new RangeError(
      `Cannot describe the snapshot: its ${bytes.length} bytes are not whole lanes of 8; pass all bytes of one`,
    );
  }
  const reader = new FieldReader(new Float64Array(bytes.slice().buffer));
  readConfiguration(reader);
  readFields(reader, "", MACHINE_FIELDS);
  readFields(reader, "", ACCOUNT_FIELDS);
  readProducers(reader);
  for (let id = 0; id < reader.instrumentsCount; id++) readFields(reader, `instruments[${id}].`, INSTRUMENT_FIELDS);
  readOrders(reader);
  readList(reader, "submitted");
  readList(reader, "positions_read");
  readList(reader, "transfers");
  reader.end();
  return reader.fields;
}

/** Reads the lanes of a snapshot one by one and names them. */
class FieldReader {
  readonly fields: SnapshotField[] = [];
  instrumentsCount = 0;
  readonly #lanes: Float64Array;
  #at = 0;

  constructor(lanes: Float64Array) {
    this.#lanes = lanes;
  }

  /** Reads the next lane without making it a field. */
  next(name: string): number {
    // The last lane is the checksum.
    if (this.#at >= this.#lanes.length - 1) {
      throw new RangeError(`Cannot describe the snapshot: its ${this.#lanes.length} lanes end before ${name}`);
    }
    return this.#lanes[this.#at++]!;
  }

  /** Reads the next lane as a field. */
  field(path: string): number {
    const lane = this.#at, value = this.next(path);
    this.fields.push({ path, value, lane });
    return value;
  }

  /** Reads a count of the entries that follow. */
  count(path: string): number {
    const count = this.field(path);
    if (Number.isInteger(count) && count >= 0 && count < this.#lanes.length) return count;
    throw new RangeError(`Cannot describe the snapshot: ${path} in lane ${this.#at - 1} is ${count}`);
  }

  /** Checks that no lane is left. */
  end(): void {
    const left = this.#lanes.length - 1 - this.#at;
    if (left !== 0) throw new RangeError(`Cannot describe the snapshot: ${left} lanes follow its end`);
  }
}

function readConfiguration(reader: FieldReader): void {
  const magic = reader.next("magic"), version = reader.next("version");
  if (magic !== MAGIC) throw new RangeError(`Cannot describe the snapshot: it begins with ${magic}, not ${MAGIC}`);
  if (version !== CONTRACT_VERSION) {
    throw new RangeError(`Cannot describe the snapshot: its version is ${version}, and this is ${CONTRACT_VERSION}`);
  }
  const lanes = reader.next("config.length");
  for (let lane = 0; lane < lanes; lane++) {
    const value = reader.field(configurationPath(lane));
    if (lane === CONFIG_INSTRUMENTS_COUNT) reader.instrumentsCount = value;
  }
  if (lanes !== CONFIG_INSTRUMENTS + reader.instrumentsCount * INSTRUMENT_STRIDE) {
    throw new RangeError(
      `Cannot describe the snapshot: ${lanes} lanes of configuration do not fit ${reader.instrumentsCount} instruments`,
    );
  }
}

function configurationPath(lane: number): string {
  const head = CONFIG_LANES[lane]?.[0];
  if (head !== undefined) return `config.${head}`;
  if (lane < CONFIG_INSTRUMENTS) return `config.rules.${Object.keys(RULE_LANES)[lane - CONFIG_LANES.length]}`;
  const id = Math.floor((lane - CONFIG_INSTRUMENTS) / INSTRUMENT_STRIDE);
  return `config.instruments[${id}].${INSTRUMENT_LANES[(lane - CONFIG_INSTRUMENTS) % INSTRUMENT_STRIDE]![0]}`;
}

/** Reads the fields of a struct under its path. */
function readFields(reader: FieldReader, path: string, fields: readonly StateField[]): void {
  for (const { name, type } of snapshotFields(fields)) {
    if (type === "words") readList(reader, `${path}${name}`);
    else reader.field(`${path}${name}`);
  }
}

/** The id of a producer or an order is its index in the path, and so no separate field. */
function readIdentified(reader: FieldReader, list: string, what: string, fields: readonly StateField[]): string {
  const path = `${list}[${reader.next(`the id of ${what}`)}].`;
  readFields(reader, path, fields.filter(({ name }) => name !== "id"));
  return path;
}

function readProducers(reader: FieldReader): void {
  const count = reader.count("producers.length");
  for (let at = 0; at < count; at++) readIdentified(reader, "producers", "a producer", PRODUCER_FIELDS);
}

function readOrders(reader: FieldReader): void {
  readFields(reader, "orders.", ORDERS_FIELDS);
  const count = reader.count("orders.length");
  for (let at = 0; at < count; at++) {
    const path = readIdentified(reader, "orders", "an order", ORDER_FIELDS),
      words = reader.count(`${path}fill_ids.length`);
    for (let word = 0; word < words; word++) {
      reader.field(`${path}fill_ids[${word >> 1}].${word % 2 === 0 ? "high" : "low"}`);
    }
  }
}

function readList(reader: FieldReader, path: string): void {
  const count = reader.count(`${path}.length`);
  for (let at = 0; at < count; at++) reader.field(`${path}[${at}]`);
}
