/**
 * Snapshots: the whole state as canonical bytes, and back.
 *
 * Everything is an f64 lane, little-endian: a head, the meaning of the configuration, scalars, producers, instruments by
 * id, orders by id, and a sum over all of it. Derived fields are not in it, and equal states give equal bytes.
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
import { Chain } from "./state/chain.ts";
import type { Instrument } from "./state/instrument.ts";
import type { Order } from "./state/order.ts";
import { Producer } from "./state/sequence.ts";
import type { State } from "./state/state.ts";

/** The letters CTSN, read as a number. */
const MAGIC = 0x4354_534e;

/**
 * Walks over the lanes of a snapshot in one fixed order. Writing appends what it is given and hands it back; reading
 * ignores what it is given and hands back what the snapshot holds. So one walk describes both directions.
 */
class Walker {
  lanes: number[] = [];
  at = 0;
  /** Whether something was read that cannot be. */
  bad = false;
  readonly reading: boolean;

  constructor(lanes: Float64Array | undefined) {
    this.reading = lanes !== undefined;
    if (lanes !== undefined) this.lanes = Array.from(lanes);
  }

  number(value: number): number {
    if (!this.reading) {
      this.lanes.push(value);
      return value;
    }
    return this.lanes[this.at++] ?? NaN;
  }

  /** A count of entries that follow; one that the snapshot has no room for makes it bad and reads as zero. */
  count(value: number): number {
    const count = this.number(value);
    if (!this.reading || (Number.isInteger(count) && count >= 0 && count <= this.lanes.length - this.at)) return count;
    this.bad = true;
    return 0;
  }

  flag(value: boolean): boolean {
    return this.number(value ? 1 : 0) === 1;
  }
}

/** Returns the state in canonical bytes. */
export function snapshotState(state: State): Uint8Array<ArrayBuffer> {
  const walker = new Walker(undefined);
  walkHead(walker, state);
  walkState(walker, state);
  const lanes = Float64Array.from([...walker.lanes, 0]);
  const words = new Uint32Array(lanes.buffer);
  const [low, high] = checksum(words, lanes.length - 1);
  words[words.length - 2] = low;
  words[words.length - 1] = high;
  return new Uint8Array(lanes.buffer);
}

/** Fills a fresh state from a snapshot; returns a boundary status. */
export function restoreState(state: State, bytes: Uint8Array): number {
  const copy = bytes.slice();
  const lanes = new Float64Array(copy.buffer), words = new Uint32Array(copy.buffer);
  if (lanes.length < 4 || lanes[0] !== MAGIC) return BOUNDARY_BAD_SNAPSHOT;
  if (lanes[1] !== CONTRACT_VERSION) return BOUNDARY_SNAPSHOT_VERSION;
  const [low, high] = checksum(words, lanes.length - 1);
  if (words[words.length - 2] !== low || words[words.length - 1] !== high) return BOUNDARY_BAD_SNAPSHOT;
  const walker = new Walker(lanes);
  if (!walkHead(walker, state)) return BOUNDARY_SNAPSHOT_CONFIGURATION;
  walkState(walker, state);
  return !walker.bad && walker.at === lanes.length - 1 ? BOUNDARY_OK : BOUNDARY_BAD_SNAPSHOT;
}

/** The sum over all lanes but the last, as two words. */
function checksum(words: Uint32Array, lanes: number): [number, number] {
  const chain = new Chain();
  for (let at = 0; at < lanes * 2; at += 2) chain.mix(words[at]!, words[at + 1]!);
  return [chain.low, chain.high];
}

/** Magic, version and meaning; returns whether a snapshot that is read has this state's meaning. */
function walkHead(walker: Walker, state: State): boolean {
  walker.number(MAGIC);
  walker.number(CONTRACT_VERSION);
  let equal = walker.number(state.config.length) === state.config.length;
  for (let lane = 0; lane < state.config.length; lane++) {
    const conduct = lane >= CONFIG_MARKS_TO_RECORDS && lane <= CONFIG_INPUT_HASH;
    const value = conduct ? 0 : state.config[lane]!;
    if (!Object.is(walker.number(value), value)) equal = false;
  }
  return equal;
}

function walkState(walker: Walker, state: State): void {
  state.sequence = walker.number(state.sequence);
  state.outputs.sequence = walker.number(state.outputs.sequence);
  state.time_us = walker.number(state.time_us);
  state.step_us = walker.number(state.step_us);
  state.step_seen = walker.flag(state.step_seen);
  state.step_open = walker.flag(state.step_open);
  state.shut_down = walker.flag(state.shut_down);
  state.risk_flags = walker.number(state.risk_flags);
  state.chain.set(walker.number(state.chain.low), walker.number(state.chain.high));
  state.input_hash.set(walker.number(state.input_hash.low), walker.number(state.input_hash.high));
  state.cash = walker.number(state.cash);
  state.value = walker.number(state.value);
  state.marks = walker.number(state.marks);
  state.external = walker.number(state.external);
  state.cost = walker.number(state.cost);
  state.short_cost = walker.number(state.short_cost);
  state.commission = walker.number(state.commission);
  state.realised = walker.number(state.realised);
  state.trips = walker.number(state.trips);
  walkProducers(walker, state);
  for (const instrument of state.instruments) walkInstrument(walker, state, instrument);
  walkOrders(walker, state);
  walkList(walker, state.submitted, (slot) => state.orders.slots[slot]!.id, (id) => state.orders.find(id));
  walkList(walker, state.touched, (id) => id, (id) => id);
}

function walkProducers(walker: Walker, state: State): void {
  const count = walker.count(state.producers.length);
  for (let at = 0; at < count; at++) {
    if (walker.reading) state.producers.push(new Producer(0));
    const known = state.producers[at]!;
    const producer = walker.reading ? new Producer(walker.number(0)) : known;
    if (!walker.reading) walker.number(known.id);
    producer.highest = walker.number(producer.highest);
    const holes = walker.count(producer.holes.length);
    for (let hole = 0; hole < holes; hole++) producer.holes[hole] = walker.number(producer.holes[hole] ?? 0);
    state.producers[at] = producer;
  }
}

function walkInstrument(walker: Walker, state: State, instrument: Instrument): void {
  instrument.time_us = walker.number(instrument.time_us);
  instrument.begin_us = walker.number(instrument.begin_us);
  instrument.session_day = walker.number(instrument.session_day);
  instrument.open = walker.number(instrument.open);
  instrument.high = walker.number(instrument.high);
  instrument.low = walker.number(instrument.low);
  instrument.close = walker.number(instrument.close);
  instrument.volume = walker.number(instrument.volume);
  instrument.bars = walker.number(instrument.bars);
  instrument.has_bar = walker.flag(instrument.has_bar);
  if (walker.reading && instrument.has_bar) state.bars_of_step.push(instrument.id);
  instrument.halted = walker.flag(instrument.halted);
  instrument.position_size = walker.number(instrument.position_size);
  instrument.position_cost = walker.number(instrument.position_cost);
  instrument.position_price = walker.number(instrument.position_price);
  instrument.closing_order = walker.number(instrument.closing_order);
  instrument.mark = walker.number(instrument.mark);
  instrument.trip = walker.number(instrument.trip);
  instrument.trip_label = walker.number(instrument.trip_label);
  instrument.trip_opened_us = walker.number(instrument.trip_opened_us);
  instrument.trip_bars_opened = walker.number(instrument.trip_bars_opened);
  instrument.trip_quantity_max = walker.number(instrument.trip_quantity_max);
  instrument.trip_entry_quantity = walker.number(instrument.trip_entry_quantity);
  instrument.trip_entry_value = walker.number(instrument.trip_entry_value);
  instrument.trip_exit_value = walker.number(instrument.trip_exit_value);
  instrument.trip_pnl = walker.number(instrument.trip_pnl);
  instrument.trip_commission = walker.number(instrument.trip_commission);
  instrument.trip_price = walker.number(instrument.trip_price);
  instrument.trip_flags = walker.number(instrument.trip_flags);
}

function walkOrders(walker: Walker, state: State): void {
  const orders = state.orders;
  orders.id_highest = walker.number(orders.id_highest);
  orders.live_count = walker.number(orders.live_count);
  orders.retired_count = walker.number(orders.retired_count);
  orders.retired_id_highest = walker.number(orders.retired_id_highest);
  orders.rank_highest = walker.number(orders.rank_highest);
  orders.ended_highest = walker.number(orders.ended_highest);
  const known: number[] = [];
  orders.slots.forEach((order, slot) => {
    if (order.id !== 0) known.push(slot);
  });
  known.sort((a, b) => orders.slots[a]!.id - orders.slots[b]!.id);
  const count = walker.count(known.length);
  for (let at = 0; at < count; at++) {
    const id = walker.number(walker.reading ? 0 : orders.slots[known[at]!]!.id);
    const slot = walker.reading ? orders.take(id) : known[at]!;
    walkOrder(walker, orders.slots[slot]!);
    const ids = orders.fillIdsOf(slot), fills = walker.count(ids.length);
    for (let fill = 0; fill < fills; fill += 2) {
      const high = walker.number(ids[fill] ?? 0), low = walker.number(ids[fill + 1] ?? 0);
      if (walker.reading) orders.addFillId(slot, high, low);
    }
  }
  if (walker.reading) orders.relist();
}

function walkOrder(walker: Walker, order: Order): void {
  order.instrument = walker.number(order.instrument);
  order.order_type = walker.number(order.order_type);
  order.sign = walker.number(order.sign);
  order.validity = walker.number(order.validity);
  order.flags = walker.number(order.flags);
  order.state = walker.number(order.state);
  order.parent = walker.number(order.parent);
  order.oco = walker.number(order.oco);
  order.round_trip = walker.number(order.round_trip);
  order.quantity = walker.number(order.quantity);
  order.filled = walker.number(order.filled);
  order.limit = walker.number(order.limit);
  order.stop = walker.number(order.stop);
  order.valid_us = walker.number(order.valid_us);
  order.cash = walker.number(order.cash);
  order.fraction = walker.number(order.fraction);
  order.placed_us = walker.number(order.placed_us);
  order.executed_us = walker.number(order.executed_us);
  order.day = walker.number(order.day);
  order.value = walker.number(order.value);
  order.commission = walker.number(order.commission);
  order.pnl = walker.number(order.pnl);
  order.average_price = walker.number(order.average_price);
  order.position_size = walker.number(order.position_size);
  order.position_price = walker.number(order.position_price);
  order.fills = walker.number(order.fills);
  order.placement_price = walker.number(order.placement_price);
  order.session_end_us = walker.number(order.session_end_us);
  order.trail_amount = walker.number(order.trail_amount);
  order.trail_rate = walker.number(order.trail_rate);
  order.limit_offset = walker.number(order.limit_offset);
  order.annotated_close = walker.number(order.annotated_close);
  order.annotated_us = walker.number(order.annotated_us);
  order.reported = walker.number(order.reported);
  order.rank = walker.number(order.rank);
  order.ended = walker.number(order.ended);
  order.triggered = walker.flag(order.triggered);
  order.active = walker.flag(order.active);
  order.has_children = walker.flag(order.has_children);
  order.in_group = walker.flag(order.in_group);
  order.is_leader = walker.flag(order.is_leader);
  order.replace_quantity = walker.number(order.replace_quantity);
  order.replace_limit = walker.number(order.replace_limit);
  order.replace_stop = walker.number(order.replace_stop);
}

function walkList(
  walker: Walker,
  list: number[],
  write: (entry: number) => number,
  read: (value: number) => number,
): void {
  const count = walker.count(list.length);
  for (let at = 0; at < count; at++) {
    const value = walker.number(walker.reading ? 0 : write(list[at]!));
    if (walker.reading) list.push(read(value));
  }
}
