//! Orders: what the core knows of each, the lists that they stand in, and the one way in which their state changes.

use crate::contract::{
    ORDER_EVENTS_COUNT, ORDER_FLAG_CLOSE, ORDER_FLAG_PROTECTIVE, ORDER_FLAG_REDUCE_ONLY, ORDER_TABLE, OUTCOME_DERIVED,
    OUTCOME_ILLEGAL, OUTCOME_LATE, OUTCOME_SAME, SIDE_BUY, STATE_ACCEPTED, STATE_CANCELLED, STATE_CREATED,
    STATE_EXPIRED, STATE_FILLED, STATE_PARTIALLY_FILLED, STATE_TRIGGERED, TERMINAL_ORDERS_MAX,
};
use crate::state::fill_ids::FillIds;
use crate::state::id_index::IdIndex;
use alloc::vec::Vec;

/// One order. Quantities are unsigned lots; `sign` is +1 for a buy and -1 for a sell.
#[derive(Clone)]
pub struct Order {
    pub id: u32,
    pub instrument: u32,
    pub order_type: u32,
    pub sign: f64,
    pub validity: u32,
    pub flags: u32,
    pub state: u32,
    pub parent: u32,
    pub oco: u32,
    pub round_trip: u32,
    pub quantity: f64,
    pub filled: f64,
    pub limit: f64,
    pub stop: f64,
    pub valid_us: f64,
    pub cash: f64,
    pub fraction: f64,
    pub placed_us: f64,
    pub executed_us: f64,
    /// Session day of the first bar that it met, for validity DAY; zero before.
    pub day: u32,
    pub value: f64,
    pub commission: f64,
    pub pnl: f64,
    pub average_price: f64,
    pub position_size: f64,
    pub position_price: f64,
    /// Fills so far, which number the simulated ones.
    pub fills: u32,
    /// Price of the cash check, with queue matching.
    pub placement_price: f64,
    /// End of the session in which a market-on-close order fills, with queue matching.
    pub session_end_us: f64,
    /// Trailing distance as a price, or zero.
    pub trail_amount: f64,
    /// Trailing distance as a fraction of the price, or zero.
    pub trail_rate: f64,
    /// By how much the trigger of a trailing stop-limit lies above its limit.
    pub limit_offset: f64,
    /// Close of the last bar that a market-on-close order saw and did not fill at.
    pub annotated_close: f64,
    /// Time of that bar.
    pub annotated_us: f64,
    /// Highest cumulative quantity that a venue reported.
    pub reported: f64,
    /// Rank of its acceptance among all orders; zero before.
    pub rank: u32,
    /// Rank of its end among all orders; zero while it lives.
    pub ended: u32,
    pub triggered: bool,
    /// Whether it may fill: a protective order sleeps until its entry filled.
    pub active: bool,
    /// Whether another order names it as parent.
    pub has_children: bool,
    /// Whether the end of its group ends it, with queue matching.
    pub in_group: bool,
    /// Whether another order names it as the leader of its group.
    pub is_leader: bool,
    // A replacement on its way.
    pub replace_quantity: f64,
    pub replace_limit: f64,
    pub replace_stop: f64,

    // How its entry filled, for the step in which it woke; means nothing afterwards and is in no snapshot.
    pub woken_us: f64,
    pub woken_price: f64,
    pub woken_rule: u32,

    // Derived for the horizon: rows below `scan` were looked at; `hit_us` is the first that could make a notice.
    pub scan: Option<usize>,
    pub scan_day: u32,
    pub hit_us: f64,
    /// Bars that the next look for the horizon takes in.
    pub window: usize,
    pub expiry_us: f64,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            id: 0,
            instrument: 0,
            order_type: 0,
            sign: 1.0,
            validity: 0,
            flags: 0,
            state: STATE_CREATED,
            parent: 0,
            oco: 0,
            round_trip: 0,
            quantity: 0.0,
            filled: 0.0,
            limit: 0.0,
            stop: 0.0,
            valid_us: 0.0,
            cash: 0.0,
            fraction: 0.0,
            placed_us: 0.0,
            executed_us: 0.0,
            day: 0,
            value: 0.0,
            commission: 0.0,
            pnl: 0.0,
            average_price: 0.0,
            position_size: 0.0,
            position_price: 0.0,
            fills: 0,
            placement_price: 0.0,
            session_end_us: 0.0,
            trail_amount: 0.0,
            trail_rate: 0.0,
            limit_offset: 0.0,
            annotated_close: 0.0,
            annotated_us: 0.0,
            reported: 0.0,
            rank: 0,
            ended: 0,
            triggered: false,
            active: true,
            has_children: false,
            in_group: false,
            is_leader: false,
            replace_quantity: 0.0,
            replace_limit: 0.0,
            replace_stop: 0.0,
            woken_us: f64::NAN,
            woken_price: 0.0,
            woken_rule: 0,
            scan: None,
            scan_day: 0,
            hit_us: f64::INFINITY,
            window: 0,
            expiry_us: f64::INFINITY,
        }
    }
}

impl Order {
    /// Whether the order is a buy.
    #[inline]
    pub fn is_buy(&self) -> bool {
        self.sign > 0.0
    }

    /// Whether it can only reduce a position.
    #[inline]
    pub fn reduces(&self) -> bool {
        self.flags & (ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE) != 0
    }

    /// Whether it protects an entry.
    #[inline]
    pub fn protective(&self) -> bool {
        self.flags & ORDER_FLAG_PROTECTIVE != 0
    }

    /// Whether its quantity is fixed at the fill.
    #[inline]
    pub fn is_unsized(&self) -> bool {
        self.quantity == 0.0 && (self.cash > 0.0 || self.fraction > 0.0)
    }

    /// The order that names its one-cancels-other group: its leader, itself, or zero.
    #[inline]
    pub fn group(&self) -> u32 {
        if self.oco != 0 {
            self.oco
        } else if self.is_leader {
            self.id
        } else {
            0
        }
    }
}

/// Whether a state is terminal. Outcomes that are no state are not.
#[inline]
pub fn is_terminal(state: u32) -> bool {
    state == STATE_FILLED || (STATE_CANCELLED..=STATE_EXPIRED).contains(&state)
}

/// Looks up what an order event does in a state: the next state, or an outcome.
#[inline]
pub fn outcome_of(state: u32, order_event: u32) -> u32 {
    u32::from(ORDER_TABLE[state as usize * ORDER_EVENTS_COUNT + order_event as usize])
}

/// The state that filled and triggered say.
pub fn derived_state(order: &Order) -> u32 {
    if order.filled > 0.0 {
        if order.filled == order.quantity {
            STATE_FILLED
        } else {
            STATE_PARTIALLY_FILLED
        }
    } else if order.triggered {
        STATE_TRIGGERED
    } else {
        STATE_ACCEPTED
    }
}

/// Moves an order by the table and returns the outcome. `SAME` and `ILLEGAL` change nothing. `LATE` leaves the state,
/// or makes it Filled when nothing is left; the caller has added the fill by then.
#[inline]
pub fn move_order(order: &mut Order, order_event: u32) -> u32 {
    let outcome = outcome_of(order.state, order_event);
    match outcome {
        OUTCOME_SAME | OUTCOME_ILLEGAL => {}
        OUTCOME_DERIVED => order.state = derived_state(order),
        OUTCOME_LATE => {
            if order.filled == order.quantity {
                order.state = STATE_FILLED;
            }
        }
        _ => order.state = outcome,
    }
    outcome
}

/// All orders that are known, by slot.
#[derive(Default)]
pub struct Orders {
    /// Orders by slot; a free slot holds an order with id zero.
    pub slots: Vec<Order>,
    /// Slots of simulated orders that have not ended, by acceptance; may hold slots that ended since.
    pub resting: Vec<usize>,
    /// Slots of ended orders in `resting`.
    pub resting_ended: usize,
    /// Slots of ended orders, oldest first, from `terminal_head`.
    pub terminal: Vec<usize>,
    pub terminal_head: usize,
    pub live_count: u32,
    pub id_highest: u32,
    pub retired_count: u32,
    pub retired_id_highest: u32,
    pub rank_highest: u32,
    pub ended_highest: u32,
    /// Fill ids of reported orders by slot.
    fill_ids: Vec<FillIds>,
    by_id: IdIndex,
    free: Vec<usize>,
}

impl Orders {
    /// Returns the slot of an order.
    #[inline]
    pub fn find(&self, id: u32) -> Option<usize> {
        self.by_id.get(id).map(|slot| slot as usize)
    }

    /// Takes a free slot for an order with this id.
    pub fn take(&mut self, id: u32) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Order::default());
            self.fill_ids.push(FillIds::default());
            self.slots.len() - 1
        });
        self.slots[slot] = Order { id, ..Order::default() };
        self.by_id.add(id, slot as u32);
        slot
    }

    /// The fill ids of an order, as pairs of high and low word, ascending.
    pub fn fill_ids_of(&self, slot: usize) -> &[[u32; 2]] {
        &self.fill_ids[slot].words
    }

    /// Whether an order has a fill id.
    #[inline]
    pub fn has_fill_id(&self, slot: usize, high: u32, low: u32) -> bool {
        self.fill_ids[slot].has(high, low)
    }

    /// Notes a fill id of an order.
    #[inline]
    pub fn add_fill_id(&mut self, slot: usize, high: u32, low: u32) {
        self.fill_ids[slot].add(high, low);
    }

    /// Puts an order at the end of the queue of resting orders.
    pub fn rest(&mut self, slot: usize) {
        self.rank_highest += 1;
        self.slots[slot].rank = self.rank_highest;
        self.resting.push(slot);
    }

    /// Notes that an order ended.
    pub fn end(&mut self, slot: usize) {
        let order = &mut self.slots[slot];
        if order.ended != 0 {
            return;
        }
        self.ended_highest += 1;
        order.ended = self.ended_highest;
        self.live_count -= 1;
        if order.rank != 0 {
            self.resting_ended += 1;
        }
        self.terminal.push(slot);
    }

    /// Retires the oldest ended orders beyond the limit. Called between events, when nothing walks the queue.
    #[inline]
    pub fn retire_oldest(&mut self) {
        while self.terminal.len() - self.terminal_head > TERMINAL_ORDERS_MAX as usize {
            self.retire();
        }
    }

    /// Drops ended orders from the queue once they are the greater part. Never call it while walking the queue.
    pub fn compact(&mut self) {
        if self.resting_ended * 2 <= self.resting.len() {
            return;
        }
        let slots = &self.slots;
        self.resting.retain(|&slot| slots[slot].ended == 0);
        self.resting_ended = 0;
    }

    /// Builds the queues again from the ranks, after a snapshot was read.
    pub fn relist(&mut self) {
        let slots = &self.slots;
        self.resting = (0..slots.len()).filter(|&slot| slots[slot].rank != 0 && slots[slot].ended == 0).collect();
        self.resting.sort_by_key(|&slot| slots[slot].rank);
        self.resting_ended = 0;
        self.terminal = (0..slots.len()).filter(|&slot| slots[slot].ended != 0).collect();
        self.terminal.sort_by_key(|&slot| slots[slot].ended);
        self.terminal_head = 0;
    }

    fn retire(&mut self) {
        let slot = self.terminal[self.terminal_head];
        self.terminal_head += 1;
        if self.terminal_head * 2 > self.terminal.len() {
            self.terminal.drain(..self.terminal_head);
            self.terminal_head = 0;
        }
        let (id, rank) = (self.slots[slot].id, self.slots[slot].rank);
        self.retired_count += 1;
        if id > self.retired_id_highest {
            self.retired_id_highest = id;
        }
        self.by_id.remove(id);
        self.fill_ids[slot] = FillIds::default();
        if rank != 0 {
            self.forget(slot);
        }
        self.slots[slot] = Order::default();
        self.free.push(slot);
    }

    /// Takes a retired slot out of the queue, so that its next holder does not stand there twice.
    fn forget(&mut self, slot: usize) {
        if let Some(at) = self.resting.iter().position(|&other| other == slot) {
            self.resting.remove(at);
            self.resting_ended -= 1;
        }
    }
}

/// Sign of a side code.
#[inline]
pub fn sign_of(side: u32) -> f64 {
    if side == SIDE_BUY {
        1.0
    } else {
        -1.0
    }
}

/// A signed count without -0.
#[inline]
pub fn signed(sign: f64, count: f64) -> f64 {
    if count == 0.0 {
        0.0
    } else {
        sign * count
    }
}
