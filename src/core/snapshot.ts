/**
 * Snapshots: the whole state as canonical bytes, and back.
 *
 * Everything is an f64 lane, little-endian: a head, the meaning of the configuration, scalars, producers, instruments
 * by id, orders by id, and a checksum over all of it. Derived fields are left out, and equal states give equal bytes.
 * `src/contract/state_fields.ts` defines each field and its range.
 *
 * @module
 */

import {
  BOUNDARY_BAD_SNAPSHOT,
  BOUNDARY_OK,
  BOUNDARY_SNAPSHOT_CONFIGURATION,
  BOUNDARY_SNAPSHOT_VERSION,
  CONFIG_INPUT_HASH,
  CONFIG_MARKS_TO_RECORDS,
  CONTRACT_VERSION,
} from "../contract/contract.gen.ts";
import { enterAll } from "./exact/due.ts";
import { holdsTogether } from "./invariant.ts";
import { Chain } from "./state/chain.ts";
import { LaneReader, LaneWriter } from "./state/lanes.ts";
import { looseOrder, type Order } from "./state/order.ts";
import { Producer } from "./state/sequence.ts";
import type { State } from "./state/state.ts";
import {
  readAccount,
  readInstrument,
  readMachine,
  readOrder,
  readOrderCounts,
  readProducer,
  writeAccount,
  writeInstrument,
  writeMachine,
  writeOrder,
  writeOrderCounts,
  writeProducer,
} from "./state/walks.gen.ts";

/** The letters CTSN, read as a number. */
const MAGIC = 0x4354_534e;

/** Returns the state in canonical bytes. */
export function snapshotState(state: State): Uint8Array<ArrayBuffer> {
  const writer = new LaneWriter();
  for (const lane of head(state)) writer.number(lane);
  writeState(writer, state);
  writer.number(0);
  const lanes = writer.lanes(), words = new Uint32Array(lanes.buffer);
  const [low, high] = checksum(words, lanes.length - 1);
  words[words.length - 2] = low;
  words[words.length - 1] = high;
  return new Uint8Array(lanes.buffer);
}

/** Fills a fresh state from a snapshot and returns a boundary status. */
export function restoreState(state: State, bytes: Uint8Array): number {
  const copy = bytes.slice();
  const lanes = new Float64Array(copy.buffer), words = new Uint32Array(copy.buffer);
  if (lanes.length < 4 || lanes[0] !== MAGIC) return BOUNDARY_BAD_SNAPSHOT;
  if (lanes[1] !== CONTRACT_VERSION) return BOUNDARY_SNAPSHOT_VERSION;
  const [low, high] = checksum(words, lanes.length - 1);
  if (words[words.length - 2] !== low || words[words.length - 1] !== high) return BOUNDARY_BAD_SNAPSHOT;
  const expected = head(state), end = lanes.length - 1;
  if (expected.length > end || !expected.every((lane, at) => Object.is(lane, lanes[at]))) {
    return BOUNDARY_SNAPSHOT_CONFIGURATION;
  }
  const reader = new LaneReader(
    lanes.subarray(0, end),
    expected.length,
    state.exact,
  );
  readState(reader, state);
  return reader.fits && reader.ended && holdsTogether(state) ? BOUNDARY_OK : BOUNDARY_BAD_SNAPSHOT;
}

/** Returns the checksum over all lanes but the last, as two words. */
function checksum(words: Uint32Array, lanes: number): [number, number] {
  const chain = new Chain();
  for (let at = 0; at < lanes * 2; at += 2) chain.mix(words[at]!, words[at + 1]!);
  return [chain.low, chain.high];
}

/** Returns magic, version and meaning. */
function head(state: State): number[] {
  const meaning = Array.from(state.config, (value, lane) => {
    const conduct = lane >= CONFIG_MARKS_TO_RECORDS && lane <= CONFIG_INPUT_HASH;
    return conduct ? 0 : value;
  });
  return [MAGIC, CONTRACT_VERSION, state.config.length, ...meaning];
}

function writeState(writer: LaneWriter, state: State): void {
  writeMachine(writer, state);
  writeAccount(writer, state.account);
  writer.number(state.producers.length);
  for (const producer of state.producers) writeProducer(writer, producer);
  for (const instrument of state.instruments) writeInstrument(writer, instrument);
  writeOrders(writer, state);
  writer.words(state.submitted.map((slot) => state.order(slot).id));
  writer.words(state.positions_read);
  writer.numbers(state.transfers);
}

function readState(reader: LaneReader, state: State): void {
  readMachine(reader, state);
  readAccount(reader, state.account);
  for (let left = reader.count(); left > 0; left--) {
    const producer = new Producer(0);
    readProducer(reader, producer);
    state.producers.push(producer);
  }
  for (const instrument of state.instruments) {
    readInstrument(reader, instrument);
    if (instrument.has_bar) state.bars_of_step.push(instrument.id);
  }
  readOrders(reader, state);
  for (const id of reader.words()) {
    const slot = state.orders.find(id);
    if (slot < 0) reader.refuse();
    else state.submitted.push(slot);
  }
  for (const id of reader.words()) {
    if (id >= state.instruments.length) reader.refuse();
    state.positions_read.push(id);
  }
  state.transfers.push(...reader.numbers());
}

function writeOrders(writer: LaneWriter, state: State): void {
  const orders = state.orders;
  writeOrderCounts(writer, orders);
  const known: { readonly order: Order; readonly fill_ids: readonly number[] }[] = [];
  orders.slots.forEach((order, slot) => {
    if (order.id !== 0) known.push({ order, fill_ids: orders.fillIdsOf(slot) });
  });
  for (let place = 0; place < orders.kept.length; place++) {
    if (orders.kept.cameBack(place)) continue;
    const order = looseOrder();
    orders.kept.copy(place, order);
    known.push({ order, fill_ids: [] });
  }
  known.sort((a, b) => a.order.id - b.order.id);
  writer.number(known.length);
  for (const { order, fill_ids } of known) {
    writeOrder(writer, order);
    writer.words(fill_ids);
  }
}

function readOrders(reader: LaneReader, state: State): void {
  const orders = state.orders, read = looseOrder();
  readOrderCounts(reader, orders);
  for (let left = reader.count(); left > 0; left--) {
    read.begin();
    readOrder(reader, read);
    const ids = reader.words();
    // Ids are unique: an order that is read twice refuses the snapshot.
    if (
      !reader.fits || orders.find(read.id) >= 0 || read.instrument >= state.instruments.length || ids.length % 2 !== 0
    ) {
      return reader.refuse();
    }
    const slot = orders.take(read.id);
    orders.slots[slot]!.copy(read);
    for (let at = 0; at < ids.length; at += 2) orders.addFillId(slot, ids[at]!, ids[at + 1]!);
  }
  orders.relist();
  if (state.exact) enterAll(state);
}
