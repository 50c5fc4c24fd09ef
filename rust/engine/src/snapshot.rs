//! Snapshots: the whole state as canonical bytes, and back.
//!
//! Everything is an f64 lane, little-endian: a head, the meaning of the configuration, scalars, producers, instruments
//! by id, orders by id, and a checksum over all of it. Derived fields are left out, and equal states give equal bytes.
//! `src/contract/state_fields.ts` defines each field and its range.

use crate::contract::*;
use crate::exact::due::enter_all;
use crate::invariant::holds_together;
use crate::state::chain::Chain;
use crate::state::fields::{Order, Producer};
use crate::state::lanes::{LaneReader, LaneWriter};
use crate::state::state::State;
use crate::state::walks::{
    read_account, read_instrument, read_machine, read_order, read_order_counts, read_producer, write_account,
    write_instrument, write_machine, write_order, write_order_counts, write_producer,
};
use alloc::vec::Vec;

/// The letters CTSN, read as a number.
const MAGIC: f64 = 0x4354_534e_u32 as f64;

/// Returns the state in canonical bytes.
pub fn snapshot_state(state: &State) -> Vec<u8> {
    let mut writer = LaneWriter::default();
    for lane in head(state) {
        writer.number(lane);
    }
    write_state(&mut writer, state);
    let lanes = writer.into_lanes();
    let sum = checksum(&lanes);
    lanes.iter().map(|lane| lane.to_bits()).chain([sum]).flat_map(u64::to_le_bytes).collect()
}

/// Fills a fresh state from a snapshot and returns a boundary status.
pub fn restore_state(state: &mut State, bytes: &[u8]) -> i32 {
    let words = bytes.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().expect("Eight bytes are a lane")));
    let lanes: Vec<f64> = words.map(f64::from_bits).collect();
    if lanes.len() < 4 || lanes[0] != MAGIC {
        return BOUNDARY_BAD_SNAPSHOT;
    }
    if lanes[1] != CONTRACT_VERSION {
        return BOUNDARY_SNAPSHOT_VERSION;
    }
    let (lanes, sum) = lanes.split_at(lanes.len() - 1);
    if sum[0].to_bits() != checksum(lanes) {
        return BOUNDARY_BAD_SNAPSHOT;
    }
    let head = head(state);
    let same = head.iter().map(|lane| lane.to_bits()).eq(lanes.iter().take(head.len()).map(|lane| lane.to_bits()));
    if !same {
        return BOUNDARY_SNAPSHOT_CONFIGURATION;
    }
    let exact = state.exact;
    let mut reader = LaneReader::new(lanes, head.len(), exact);
    read_state(&mut reader, state);
    if reader.fits() && reader.ended() && holds_together(state) {
        BOUNDARY_OK
    } else {
        BOUNDARY_BAD_SNAPSHOT
    }
}

/// Returns the checksum over lanes, as the two words of one lane.
fn checksum(lanes: &[f64]) -> u64 {
    let mut chain = Chain::default();
    for lane in lanes {
        chain.mix_lane(lane.to_bits());
    }
    u64::from(chain.high) << 32 | u64::from(chain.low)
}

/// Returns magic, version and meaning.
fn head(state: &State) -> Vec<f64> {
    let mut lanes = Vec::from([MAGIC, CONTRACT_VERSION, state.config.len() as f64]);
    for (lane, &value) in state.config.iter().enumerate() {
        let conduct = (CONFIG_MARKS_TO_RECORDS..=CONFIG_INPUT_HASH).contains(&lane);
        lanes.push(if conduct { 0.0 } else { value });
    }
    lanes
}

fn write_state(writer: &mut LaneWriter, state: &State) {
    write_machine(writer, state);
    write_account(writer, &state.account);
    writer.number(state.producers.len() as f64);
    for producer in &state.producers {
        write_producer(writer, producer);
    }
    for instrument in &state.instruments {
        write_instrument(writer, instrument);
    }
    write_orders(writer, state);
    let submitted: Vec<u32> = state.submitted.iter().map(|&slot| state.orders.slots[slot].id).collect();
    writer.words(&submitted);
    writer.words(&state.positions_read);
    writer.numbers(&state.transfers);
}

fn read_state(reader: &mut LaneReader, state: &mut State) {
    read_machine(reader, state);
    read_account(reader, &mut state.account);
    for _ in 0..reader.count() {
        let mut producer = Producer::default();
        read_producer(reader, &mut producer);
        state.producers.push(producer);
    }
    for instrument in &mut state.instruments {
        read_instrument(reader, instrument);
        if instrument.has_bar {
            state.bars_of_step.push(instrument.id);
        }
    }
    read_orders(reader, state);
    for id in reader.words() {
        match state.orders.find(id) {
            Some(slot) => state.submitted.push(slot),
            None => reader.refuse(),
        }
    }
    for id in reader.words() {
        if id as usize >= state.instruments.len() {
            reader.refuse();
        }
        state.positions_read.push(id);
    }
    state.transfers = reader.numbers();
}

fn write_orders(writer: &mut LaneWriter, state: &State) {
    let orders = &state.orders;
    write_order_counts(writer, orders);
    let kept: Vec<Order> = (0..orders.kept.len())
        .filter(|&place| !orders.kept.came_back(place))
        .map(|place| orders.kept.whole(place))
        .collect();
    let listed = (0..orders.slots.len()).map(|slot| (&orders.slots[slot], orders.fill_ids_of(slot)));
    let mut known: Vec<(&Order, &[[u32; 2]])> =
        listed.filter(|(order, _)| order.id != 0).chain(kept.iter().map(|order| (order, [].as_slice()))).collect();
    known.sort_unstable_by_key(|(order, _)| order.id);
    writer.number(known.len() as f64);
    for (order, fill_ids) in known {
        write_order(writer, order);
        let ids: Vec<u32> = fill_ids.iter().flatten().copied().collect();
        writer.words(&ids);
    }
}

fn read_orders(reader: &mut LaneReader, state: &mut State) {
    let orders = &mut state.orders;
    read_order_counts(reader, orders);
    for _ in 0..reader.count() {
        let mut order = Order::default();
        read_order(reader, &mut order);
        let ids = reader.words();
        // Ids are unique: an order that is read twice refuses the snapshot.
        let known = orders.find(order.id).is_some();
        if !reader.fits() || known || order.instrument as usize >= state.instruments.len() || ids.len() % 2 != 0 {
            return reader.refuse();
        }
        let slot = orders.take(order.id);
        orders.slots[slot] = order;
        for pair in ids.chunks_exact(2) {
            orders.add_fill_id(slot, pair[0], pair[1]);
        }
    }
    orders.relist();
    if state.exact {
        enter_all(state);
    }
}
