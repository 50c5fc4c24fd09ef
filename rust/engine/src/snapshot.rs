//! Snapshots: the whole state as canonical bytes, and back.
//!
//! Everything is an f64 lane, little-endian: a head, the meaning of the configuration, scalars, producers, instruments by
//! id, orders by id, and a sum over all of it. Derived fields are not in it, and equal states give equal bytes.

use crate::contract::{
    BOUNDARY_BAD_SNAPSHOT, BOUNDARY_OK, BOUNDARY_SNAPSHOT_CONFIGURATION, BOUNDARY_SNAPSHOT_VERSION, CONFIG_INPUT_HASH,
    CONFIG_MARKS_TO_RECORDS, CONTRACT_VERSION,
};
use crate::state::chain::Chain;
use crate::state::sequence::Producer;
use crate::state::state::State;
use alloc::vec::Vec;

/// The letters CTSN, read as a number.
const MAGIC: f64 = 0x4354_534e_u32 as f64;

/// A number that a lane holds.
trait Lane: Copy {
    /// The lane that holds the number.
    fn to_lane(self) -> f64;
    /// The number in a lane, if the lane holds one of this kind.
    fn from_lane(lane: f64) -> Option<Self>;
}

impl Lane for f64 {
    fn to_lane(self) -> f64 {
        self
    }
    fn from_lane(lane: f64) -> Option<Self> {
        Some(lane)
    }
}

impl Lane for bool {
    fn to_lane(self) -> f64 {
        f64::from(u8::from(self))
    }
    fn from_lane(lane: f64) -> Option<Self> {
        Some(lane == 1.0)
    }
}

impl Lane for u32 {
    fn to_lane(self) -> f64 {
        f64::from(self)
    }
    fn from_lane(lane: f64) -> Option<Self> {
        let number = lane as u32;
        (f64::from(number) == lane).then_some(number)
    }
}

impl Lane for u64 {
    fn to_lane(self) -> f64 {
        self as f64
    }
    fn from_lane(lane: f64) -> Option<Self> {
        let number = lane as u64;
        (number as f64 == lane).then_some(number)
    }
}

/// Writes the lanes of a snapshot.
struct Writer {
    lanes: Vec<f64>,
}

impl Writer {
    fn number<T: Lane>(&mut self, value: &T) {
        self.lanes.push(value.to_lane());
    }

    fn count(&mut self, count: usize) {
        self.lanes.push(count as f64);
    }
}

/// Reads the lanes of a snapshot. What does not fit is remembered, and then the snapshot is not taken.
struct Reader<'a> {
    lanes: &'a [f64],
    at: usize,
    fits: bool,
}

impl Reader<'_> {
    fn lane(&mut self) -> f64 {
        let lane = self.lanes.get(self.at).copied();
        self.at += 1;
        self.fits &= lane.is_some();
        lane.unwrap_or(f64::NAN)
    }

    fn number<T: Lane>(&mut self, value: &mut T) {
        match T::from_lane(self.lane()) {
            Some(number) => *value = number,
            None => self.fits = false,
        }
    }

    /// A count of things that take a lane each at least.
    fn count(&mut self) -> usize {
        let lane = self.lane();
        let count = lane as usize;
        self.fits &= count as f64 == lane && count <= self.lanes.len();
        if self.fits {
            count
        } else {
            0
        }
    }
}

/// Visits the scalars of a state in order, by reference or by mutable reference: one list describes both directions.
macro_rules! walk_scalars {
    ($walker:ident, $state:ident, $($by:tt)+) => {
        $walker.number($($by)+ $state.sequence);
        $walker.number($($by)+ $state.outputs.sequence);
        $walker.number($($by)+ $state.time_us);
        $walker.number($($by)+ $state.step_us);
        $walker.number($($by)+ $state.step_seen);
        $walker.number($($by)+ $state.step_open);
        $walker.number($($by)+ $state.shut_down);
        $walker.number($($by)+ $state.risk_flags);
        $walker.number($($by)+ $state.chain.low);
        $walker.number($($by)+ $state.chain.high);
        $walker.number($($by)+ $state.input_hash.low);
        $walker.number($($by)+ $state.input_hash.high);
        $walker.number($($by)+ $state.cash);
        $walker.number($($by)+ $state.value);
        $walker.number($($by)+ $state.marks);
        $walker.number($($by)+ $state.external);
        $walker.number($($by)+ $state.cost);
        $walker.number($($by)+ $state.short_cost);
        $walker.number($($by)+ $state.commission);
        $walker.number($($by)+ $state.realised);
        $walker.number($($by)+ $state.trips);
    };
}

/// The same for an instrument.
macro_rules! walk_instrument {
    ($walker:ident, $instrument:ident, $($by:tt)+) => {
        $walker.number($($by)+ $instrument.time_us);
        $walker.number($($by)+ $instrument.begin_us);
        $walker.number($($by)+ $instrument.session_day);
        $walker.number($($by)+ $instrument.open);
        $walker.number($($by)+ $instrument.high);
        $walker.number($($by)+ $instrument.low);
        $walker.number($($by)+ $instrument.close);
        $walker.number($($by)+ $instrument.volume);
        $walker.number($($by)+ $instrument.bars);
        $walker.number($($by)+ $instrument.has_bar);
        $walker.number($($by)+ $instrument.halted);
        $walker.number($($by)+ $instrument.position_size);
        $walker.number($($by)+ $instrument.position_cost);
        $walker.number($($by)+ $instrument.position_price);
        $walker.number($($by)+ $instrument.closing_order);
        $walker.number($($by)+ $instrument.mark);
        $walker.number($($by)+ $instrument.trip);
        $walker.number($($by)+ $instrument.trip_label);
        $walker.number($($by)+ $instrument.trip_opened_us);
        $walker.number($($by)+ $instrument.trip_bars_opened);
        $walker.number($($by)+ $instrument.trip_quantity_max);
        $walker.number($($by)+ $instrument.trip_entry_quantity);
        $walker.number($($by)+ $instrument.trip_entry_value);
        $walker.number($($by)+ $instrument.trip_exit_value);
        $walker.number($($by)+ $instrument.trip_pnl);
        $walker.number($($by)+ $instrument.trip_commission);
        $walker.number($($by)+ $instrument.trip_price);
        $walker.number($($by)+ $instrument.trip_flags);
    };
}

/// The same for the counts of the orders.
macro_rules! walk_order_counts {
    ($walker:ident, $orders:ident, $($by:tt)+) => {
        $walker.number($($by)+ $orders.id_highest);
        $walker.number($($by)+ $orders.live_count);
        $walker.number($($by)+ $orders.retired_count);
        $walker.number($($by)+ $orders.retired_id_highest);
        $walker.number($($by)+ $orders.rank_highest);
        $walker.number($($by)+ $orders.ended_highest);
    };
}

/// The same for an order, behind its id.
macro_rules! walk_order {
    ($walker:ident, $order:ident, $($by:tt)+) => {
        $walker.number($($by)+ $order.instrument);
        $walker.number($($by)+ $order.order_type);
        $walker.number($($by)+ $order.sign);
        $walker.number($($by)+ $order.validity);
        $walker.number($($by)+ $order.flags);
        $walker.number($($by)+ $order.state);
        $walker.number($($by)+ $order.parent);
        $walker.number($($by)+ $order.oco);
        $walker.number($($by)+ $order.round_trip);
        $walker.number($($by)+ $order.quantity);
        $walker.number($($by)+ $order.filled);
        $walker.number($($by)+ $order.limit);
        $walker.number($($by)+ $order.stop);
        $walker.number($($by)+ $order.valid_us);
        $walker.number($($by)+ $order.cash);
        $walker.number($($by)+ $order.fraction);
        $walker.number($($by)+ $order.placed_us);
        $walker.number($($by)+ $order.executed_us);
        $walker.number($($by)+ $order.day);
        $walker.number($($by)+ $order.value);
        $walker.number($($by)+ $order.commission);
        $walker.number($($by)+ $order.pnl);
        $walker.number($($by)+ $order.average_price);
        $walker.number($($by)+ $order.position_size);
        $walker.number($($by)+ $order.position_price);
        $walker.number($($by)+ $order.fills);
        $walker.number($($by)+ $order.placement_price);
        $walker.number($($by)+ $order.session_end_us);
        $walker.number($($by)+ $order.trail_amount);
        $walker.number($($by)+ $order.trail_rate);
        $walker.number($($by)+ $order.limit_offset);
        $walker.number($($by)+ $order.annotated_close);
        $walker.number($($by)+ $order.annotated_us);
        $walker.number($($by)+ $order.reported);
        $walker.number($($by)+ $order.rank);
        $walker.number($($by)+ $order.ended);
        $walker.number($($by)+ $order.triggered);
        $walker.number($($by)+ $order.active);
        $walker.number($($by)+ $order.has_children);
        $walker.number($($by)+ $order.in_group);
        $walker.number($($by)+ $order.is_leader);
        $walker.number($($by)+ $order.replace_quantity);
        $walker.number($($by)+ $order.replace_limit);
        $walker.number($($by)+ $order.replace_stop);
    };
}

/// Returns the state in canonical bytes.
pub fn snapshot_state(state: &State) -> Vec<u8> {
    let mut walker = Writer { lanes: Vec::new() };
    walker.lanes.extend(head(state));
    write_state(&mut walker, state);
    let sum = checksum(&walker.lanes);
    let lanes = walker.lanes.iter().map(|lane| lane.to_bits()).chain([sum]);
    lanes.flat_map(u64::to_le_bytes).collect()
}

/// Fills a fresh state from a snapshot; returns a boundary status.
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
    let mut walker = Reader { lanes, at: head.len(), fits: true };
    read_state(&mut walker, state);
    if walker.fits && walker.at == lanes.len() {
        BOUNDARY_OK
    } else {
        BOUNDARY_BAD_SNAPSHOT
    }
}

/// The sum over lanes, as the two words of one.
fn checksum(lanes: &[f64]) -> u64 {
    let mut chain = Chain::default();
    for lane in lanes {
        chain.mix_lane(lane.to_bits());
    }
    u64::from(chain.high) << 32 | u64::from(chain.low)
}

/// Magic, version and meaning.
fn head(state: &State) -> Vec<f64> {
    let mut lanes = Vec::from([MAGIC, CONTRACT_VERSION, state.config.len() as f64]);
    for (lane, &value) in state.config.iter().enumerate() {
        let conduct = (CONFIG_MARKS_TO_RECORDS..=CONFIG_INPUT_HASH).contains(&lane);
        lanes.push(if conduct { 0.0 } else { value });
    }
    lanes
}

fn write_state(walker: &mut Writer, state: &State) {
    walk_scalars!(walker, state, &);
    write_producers(walker, state);
    for instrument in &state.instruments {
        walk_instrument!(walker, instrument, &);
    }
    write_orders(walker, state);
    walker.count(state.submitted.len());
    for &slot in &state.submitted {
        walker.number(&state.orders.slots[slot].id);
    }
    walker.count(state.touched.len());
    for id in &state.touched {
        walker.number(id);
    }
}

fn read_state(walker: &mut Reader, state: &mut State) {
    walk_scalars!(walker, state, &mut);
    read_producers(walker, state);
    for instrument in &mut state.instruments {
        walk_instrument!(walker, instrument, &mut);
        if instrument.has_bar {
            state.bars_of_step.push(instrument.id);
        }
    }
    read_orders(walker, state);
    for _ in 0..walker.count() {
        let mut id = 0;
        walker.number(&mut id);
        match state.orders.find(id) {
            Some(slot) => state.submitted.push(slot),
            None => walker.fits = false,
        }
    }
    for _ in 0..walker.count() {
        let mut id = 0;
        walker.number(&mut id);
        walker.fits &= (id as usize) < state.instruments.len();
        state.touched.push(id);
    }
}

fn write_producers(walker: &mut Writer, state: &State) {
    walker.count(state.producers.len());
    for producer in &state.producers {
        walker.number(&producer.id);
        walker.number(&producer.highest);
        walker.count(producer.holes.len());
        for hole in &producer.holes {
            walker.number(hole);
        }
    }
}

fn read_producers(walker: &mut Reader, state: &mut State) {
    for _ in 0..walker.count() {
        let mut producer = Producer::default();
        walker.number(&mut producer.id);
        walker.number(&mut producer.highest);
        for _ in 0..walker.count() {
            let mut hole = 0;
            walker.number(&mut hole);
            producer.holes.push(hole);
        }
        state.producers.push(producer);
    }
}

fn write_orders(walker: &mut Writer, state: &State) {
    let orders = &state.orders;
    walk_order_counts!(walker, orders, &);
    let mut known: Vec<usize> = (0..orders.slots.len()).filter(|&slot| orders.slots[slot].id != 0).collect();
    known.sort_unstable_by_key(|&slot| orders.slots[slot].id);
    walker.count(known.len());
    for slot in known {
        let order = &orders.slots[slot];
        walker.number(&order.id);
        walk_order!(walker, order, &);
        let ids = orders.fill_ids_of(slot);
        walker.count(2 * ids.len());
        for word in ids.iter().flatten() {
            walker.number(word);
        }
    }
}

fn read_orders(walker: &mut Reader, state: &mut State) {
    let orders = &mut state.orders;
    walk_order_counts!(walker, orders, &mut);
    for _ in 0..walker.count() {
        let mut id = 0;
        walker.number(&mut id);
        // Ids of their own: nothing is taken in twice, and zero marks free slots.
        if !walker.fits || id == 0 || orders.find(id).is_some() {
            walker.fits = false;
            return;
        }
        let slot = orders.take(id);
        let order = &mut orders.slots[slot];
        walk_order!(walker, order, &mut);
        walker.fits &= (order.instrument as usize) < state.instruments.len();
        let words = walker.count();
        walker.fits &= words % 2 == 0;
        for _ in 0..words / 2 {
            let (mut high, mut low) = (0, 0);
            walker.number(&mut high);
            walker.number(&mut low);
            orders.add_fill_id(slot, high, low);
        }
    }
    orders.relist();
}
