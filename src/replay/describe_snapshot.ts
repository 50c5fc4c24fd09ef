/**
 * Snapshots as named fields, to compare two of them by what differs.
 *
 * Every number of a snapshot has a path such as `cash`, `instruments[0].position_size` or `orders[17].state`, where the
 * index of an instrument is its id, that of an order its order id, and that of a producer its own. The names are those of
 * the engine, the numbers its own integers (doubles in the profile `backtrader`); the layout is the same in both.
 *
 * @module
 */

import {
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONTRACT_VERSION,
  INSTRUMENT_STRIDE,
} from "../contract/contract.gen.ts";
import { CONFIG_LANES, INSTRUMENT_LANES } from "../contract/records.ts";
import { RULES } from "../contract/rules.ts";

/** One number of a snapshot and where it is. */
export interface SnapshotField {
  /** Where it is, as in `orders[17].state`. */
  readonly path: string;
  /** The number. */
  readonly value: number;
  /** Its place among the snapshot's doubles. */
  readonly lane: number;
}

/** The letters CTSN, read as a number. */
const MAGIC = 0x4354_534e;

/** Numbers of the state that there are once, in the snapshot's order. */
const SCALARS: readonly string[] = [
  "sequence",
  "outputs.sequence",
  "time_us",
  "step_us",
  "step_seen",
  "step_open",
  "shut_down",
  "risk_flags",
  "chain.low",
  "chain.high",
  "input_hash.low",
  "input_hash.high",
  "cash",
  "value",
  "marks",
  "external",
  "cost",
  "short_cost",
  "commission",
  "realised",
  "trips",
];

/** Numbers of an instrument. */
const INSTRUMENT_FIELDS: readonly string[] = [
  "time_us",
  "begin_us",
  "session_day",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "bars",
  "has_bar",
  "halted",
  "position_size",
  "position_cost",
  "position_price",
  "closing_order",
  "mark",
  "trip",
  "trip_label",
  "trip_opened_us",
  "trip_bars_opened",
  "trip_quantity_max",
  "trip_entry_quantity",
  "trip_entry_value",
  "trip_exit_value",
  "trip_pnl",
  "trip_commission",
  "trip_price",
  "trip_flags",
];

/** Numbers about all orders. */
const ORDERS_SCALARS: readonly string[] = [
  "orders.id_highest",
  "orders.live_count",
  "orders.retired_count",
  "orders.retired_id_highest",
  "orders.rank_highest",
  "orders.ended_highest",
];

/** Numbers of an order, behind its id. */
const ORDER_FIELDS: readonly string[] = [
  "instrument",
  "order_type",
  "sign",
  "validity",
  "flags",
  "state",
  "parent",
  "oco",
  "round_trip",
  "quantity",
  "filled",
  "limit",
  "stop",
  "valid_us",
  "cash",
  "fraction",
  "placed_us",
  "executed_us",
  "day",
  "value",
  "commission",
  "pnl",
  "average_price",
  "position_size",
  "position_price",
  "fills",
  "placement_price",
  "session_end_us",
  "trail_amount",
  "trail_rate",
  "limit_offset",
  "annotated_close",
  "annotated_us",
  "reported",
  "rank",
  "ended",
  "triggered",
  "active",
  "has_children",
  "in_group",
  "is_leader",
  "replace_quantity",
  "replace_limit",
  "replace_stop",
];

/**
 * Takes a snapshot apart into named fields, in the snapshot's order. Its checksum, which follows from the rest, is no
 * field and is not checked.
 *
 * @param bytes The snapshot, as an engine gives it.
 * @throws {RangeError} If it is no snapshot of this version, or its counts do not fit its size.
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
  if (bytes.length % 8 !== 0) {
    throw new RangeError(`Cannot describe the snapshot: its ${bytes.length} bytes are not whole lanes of 8`);
  }
  const reader = new FieldReader(new Float64Array(bytes.slice().buffer));
  readConfiguration(reader);
  for (const name of SCALARS) reader.field(name);
  readProducers(reader);
  for (let id = 0; id < reader.instrumentsCount; id++) {
    for (const name of INSTRUMENT_FIELDS) reader.field(`instruments[${id}].${name}`);
  }
  readOrders(reader);
  readList(reader, "submitted");
  readList(reader, "touched");
  reader.end();
  return reader.fields;
}

/** Walks over the lanes of a snapshot and names them. */
class FieldReader {
  readonly fields: SnapshotField[] = [];
  instrumentsCount = 0;
  readonly #lanes: Float64Array;
  #at = 0;

  constructor(lanes: Float64Array) {
    this.#lanes = lanes;
  }

  /** Takes the next lane without making a field of it. */
  next(name: string): number {
    // The last lane is the checksum.
    if (this.#at >= this.#lanes.length - 1) {
      throw new RangeError(`Cannot describe the snapshot: its ${this.#lanes.length} lanes end before ${name}`);
    }
    return this.#lanes[this.#at++]!;
  }

  /** Takes the next lane as a field. */
  field(path: string): number {
    const lane = this.#at, value = this.next(path);
    this.fields.push({ path, value, lane });
    return value;
  }

  /** Takes a count of entries that follow. */
  count(path: string): number {
    const count = this.field(path);
    if (Number.isInteger(count) && count >= 0 && count < this.#lanes.length) return count;
    throw new RangeError(`Cannot describe the snapshot: ${path} in lane ${this.#at - 1} is ${count}`);
  }

  /** Makes sure that nothing is left. */
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
  if (lane < CONFIG_INSTRUMENTS) return `config.rules.${Object.keys(RULES)[lane - CONFIG_LANES.length]}`;
  const id = Math.floor((lane - CONFIG_INSTRUMENTS) / INSTRUMENT_STRIDE);
  return `config.instruments[${id}].${INSTRUMENT_LANES[(lane - CONFIG_INSTRUMENTS) % INSTRUMENT_STRIDE]![0]}`;
}

function readProducers(reader: FieldReader): void {
  const count = reader.count("producers.length");
  for (let at = 0; at < count; at++) {
    const path = `producers[${reader.next("the id of a producer")}]`;
    reader.field(`${path}.highest`);
    // Each hole is two numbers: its first and its last.
    const holes = reader.count(`${path}.holes.length`);
    for (let hole = 0; hole < holes; hole++) reader.field(`${path}.holes[${hole}]`);
  }
}

function readOrders(reader: FieldReader): void {
  for (const path of ORDERS_SCALARS) reader.field(path);
  const count = reader.count("orders.length");
  for (let at = 0; at < count; at++) {
    const path = `orders[${reader.next("the id of an order")}]`;
    for (const name of ORDER_FIELDS) reader.field(`${path}.${name}`);
    const words = reader.count(`${path}.fill_ids.length`);
    for (let word = 0; word < words; word++) {
      reader.field(`${path}.fill_ids[${word >> 1}].${word % 2 === 0 ? "high" : "low"}`);
    }
  }
}

function readList(reader: FieldReader, path: string): void {
  const count = reader.count(`${path}.length`);
  for (let at = 0; at < count; at++) reader.field(`${path}[${at}]`);
}
