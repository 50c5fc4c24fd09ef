//! Orders: the data of each order, the lists that hold them, and the only way to change their state.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::fill_ids::FillIds;
use crate::state::id_index::IdIndex;
use crate::state::kept_orders::KeptOrders;
use crate::state::state::State;
use alloc::vec::Vec;

/// Slots from which on there is room for as many orders as an engine may keep.
const SLOTS_FIRST: usize = 1024;

/// Stands for the slot of an ended order that has none.
const KEPT: usize = usize::MAX;

impl Order {
    /// Returns whether the order is a buy.
    #[inline]
    pub fn is_buy(&self) -> bool {
        self.sign > 0.0
    }

    /// Returns the facets of its type.
    #[inline]
    pub fn kind(&self) -> OrderKind {
        ORDER_KINDS[self.order_type.0 as usize]
    }

    /// Returns whether it can only reduce a position.
    #[inline]
    pub fn reduces(&self) -> bool {
        self.flags & (ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE) != 0
    }

    /// Returns whether it protects an entry.
    #[inline]
    pub fn protective(&self) -> bool {
        self.flags & ORDER_FLAG_PROTECTIVE != 0
    }

    /// Returns whether no size was said, neither here nor as a target.
    #[inline]
    pub fn whole(&self) -> bool {
        self.flags & ORDER_FLAG_WHOLE != 0
    }

    /// Returns whether its quantity is fixed at the fill, and is not yet.
    #[inline]
    pub fn is_unsized(&self) -> bool {
        self.quantity == 0.0 && (self.cash > 0.0 || self.fraction > 0.0 || self.whole() || self.aim != 0.0)
    }

    /// Returns whether an amount of money decides its quantity, which free cash then cuts.
    #[inline]
    pub fn by_money(&self) -> bool {
        self.cash > 0.0 || self.fraction > 0.0 || self.whole()
    }

    /// Returns whether its venue was asked for a replacement and has not decided.
    #[inline]
    pub fn replacing(&self) -> bool {
        self.replace_quantity != 0.0 || self.replace_limit != 0.0 || self.replace_stop != 0.0
    }

    /// Returns the lots that its venue may fill: the largest of its quantities and of what a replacement asks for.
    pub fn capacity(&self) -> f64 {
        let most = if self.quantity_most > self.quantity { self.quantity_most } else { self.quantity };
        if self.replace_quantity > most {
            self.replace_quantity
        } else {
            most
        }
    }

    /// Returns the order that names its one-cancels-other group: its leader, itself, or zero.
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

/// Returns whether an order waits for its trigger.
#[inline]
pub fn waits_for_trigger(order: &Order) -> bool {
    order.kind().trigger != Trigger::None && !order.triggered
}

/// Returns whether an order works as a limit order now.
#[inline]
pub fn works_as_limit(order: &Order) -> bool {
    order.kind().then == Then::Limit && !waits_for_trigger(order)
}

/// Returns whether an order has a group or a parent.
#[inline]
pub fn is_tied(order: &Order) -> bool {
    order.parent != 0 || order.group() != 0
}

/// Returns whether an order becomes a market order at a trigger that is worse than the market, or follows it.
#[inline]
pub fn is_stop(order: &Order) -> bool {
    let OrderKind { trigger, then, .. } = order.kind();
    trigger != Trigger::None && trigger != Trigger::Touch && then == Then::Market
}

/// Returns whether rising prices reach the trigger of an order: a worse price of a stop, a better one of a touch.
#[inline]
pub fn trigger_rises(order: &Order) -> bool {
    order.is_buy() != (order.kind().trigger == Trigger::Touch)
}

/// Returns whether a price is at the trigger of an order or beyond it.
#[inline]
pub fn is_triggered_by(order: &Order, price: f64) -> bool {
    if trigger_rises(order) {
        price >= order.stop
    } else {
        price <= order.stop
    }
}

/// Returns whether an order fills in the first bar that it meets, or not at all.
#[inline]
pub fn is_immediate(order: &Order) -> bool {
    order.validity == VALIDITY_IOC || order.validity == VALIDITY_FOK
}

/// Returns whether an order rests only if the open of the first bar that it meets does not fill it.
#[inline]
pub fn is_post_only(order: &Order) -> bool {
    order.flags & ORDER_FLAG_POST_ONLY != 0 && !order.met_bar
}

/// Visits the live orders that fills in an instrument can lead to: those of venues by id, or those with a tie.
pub fn walk_tied(state: &mut State, instrument: u32, visit: impl Fn(&mut State, usize)) {
    if state.instruments[instrument as usize].terms.execution == EXECUTION_REPORTED {
        return walk_list(state, |orders| &orders.at_venue, visit);
    }
    walk_list(state, |orders| &orders.tied, visit);
}

/// Visits the awake orders by acceptance. Orders may wake or end during the walk, but none leaves the list.
#[inline]
pub fn walk_awake(state: &mut State, visit: impl Fn(&mut State, usize)) {
    walk_list(state, |orders| &orders.awake, visit);
}

/// Visits the resting orders by acceptance. Orders may join or end during the walk, but none leaves the list.
#[inline]
pub fn walk(state: &mut State, visit: impl Fn(&mut State, usize)) {
    walk_list(state, |orders| &orders.resting, visit);
}

/// Visits the orders of a list, which may grow behind the order that is visited.
#[inline]
fn walk_list(state: &mut State, list: impl Fn(&Orders) -> &Vec<usize>, visit: impl Fn(&mut State, usize)) {
    let mut at = 0;
    while let Some(&slot) = list(&state.orders).get(at) {
        at += 1;
        visit(state, slot);
    }
}

/// Returns whether a state is terminal. DERIVED, LATE, SAME and ILLEGAL are outcomes, so they return false.
#[inline]
pub fn is_terminal(state: OrderState) -> bool {
    state == STATE_FILLED || (STATE_CANCELLED.0..=STATE_EXPIRED.0).contains(&state.0)
}

/// Returns the effect of an order event in a state: the next state, or an outcome.
#[inline]
pub fn outcome_of(state: OrderState, order_event: OrderEvent) -> OrderState {
    OrderState(u32::from(ORDER_TABLE[state.0 as usize * ORDER_EVENTS_COUNT + order_event.0 as usize]))
}

/// Returns the state that follows from `filled` and `triggered`, unless a replacement is undecided.
pub fn derived_state(order: &Order) -> OrderState {
    if order.replacing() {
        STATE_REPLACE_PENDING
    } else if order.filled > 0.0 {
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

/// Moves an order by the table and returns the outcome. `SAME` and `ILLEGAL` change nothing. `LATE` keeps the state, or
/// makes it Filled if nothing is left; the caller has already added the fill.
#[inline]
pub fn move_order(order: &mut Order, order_event: OrderEvent) -> OrderState {
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

/// All known orders, by slot.
#[derive(Default)]
pub struct Orders {
    /// Orders by slot; a free slot holds an order with id zero.
    pub slots: Vec<Order>,
    /// Slots of live simulated orders, by acceptance; may hold slots that ended since.
    pub resting: Vec<usize>,
    /// Slots of ended orders in `resting`.
    pub resting_ended: usize,
    /// Slots of live simulated orders with a group or a parent, by acceptance; may hold slots that ended since.
    pub tied: Vec<usize>,
    /// Slots of ended orders in `tied`.
    pub tied_ended: usize,
    /// Slots of the resting orders that each bar concerns, by acceptance; may hold slots that ended since.
    pub awake: Vec<usize>,
    /// Slots of live orders of reported instruments, by id, those that sleep included; may hold some that ended since.
    pub at_venue: Vec<usize>,
    /// Ended orders since `at_venue` was made compact.
    pub at_venue_ended: usize,
    /// Slots of ended orders, oldest first, from `terminal_head`; `KEPT` for the next one of `kept`.
    pub terminal: Vec<usize>,
    pub terminal_head: usize,
    /// Ended orders that were plain.
    pub kept: KeptOrders,
    /// True once an order of a basket was placed. It is derived, and may be true longer than such an order lives.
    pub has_baskets: bool,
    /// Slot of the only live order if it is plain (exact/plain.rs) and no other event has come since. It is derived.
    pub plain: Option<usize>,
    pub live_count: u32,
    pub id_highest: u32,
    pub retired_count: u32,
    pub retired_id_highest: u32,
    pub rank_highest: u32,
    pub ended_highest: u32,
    pub lost_reports: u32,
    /// Fill ids of reported orders by slot.
    fill_ids: Vec<FillIds>,
    by_id: IdIndex,
    free: Vec<usize>,
}

impl Orders {
    /// Returns the slot of an order, or `None`.
    #[inline]
    pub fn find(&self, id: u32) -> Option<usize> {
        self.by_id.get(id).map(|slot| slot as usize)
    }

    /// Takes a free slot for an order with this id.
    pub fn take(&mut self, id: u32) -> usize {
        let slot = self.take_unlisted(id);
        self.by_id.add(id, slot as u32);
        slot
    }

    /// Takes a free slot for an order that `find` need not find: one that is plain.
    pub fn take_unlisted(&mut self, id: u32) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            // An engine of many orders comes to keep as many as it may. Room for all of them at once is memory that is not
            // touched; doubled step by step, each order is copied again and again.
            if self.slots.len() == self.slots.capacity() && self.slots.len() >= SLOTS_FIRST {
                self.slots.reserve_exact(TERMINAL_ORDERS_MAX as usize);
            }
            self.slots.push(Order::default());
            self.fill_ids.push(FillIds::default());
            self.slots.len() - 1
        });
        assert!(id != 0 && self.slots[slot].id == 0, "A slot that is taken is taken again");
        self.slots[slot].id = id;
        slot
    }

    /// Lets the plain order go the general way.
    #[inline]
    pub fn leave_plain(&mut self) {
        if let Some(slot) = self.plain.take() {
            self.by_id.add(self.slots[slot].id, slot as u32);
        }
    }

    /// Records that the plain order, the only live one, has filled, and keeps what says something of it.
    pub fn keep_plain(&mut self, slot: usize) {
        let order = &mut self.slots[slot];
        assert!(self.live_count == 1 && order.ended == 0, "A plain order ends that is not the only live one");
        self.ended_highest += 1;
        order.ended = self.ended_highest;
        self.live_count = 0;
        self.terminal.push(KEPT);
        self.kept.add(order);
        *order = Order::default();
        self.free.push(slot);
        self.plain = None;
        self.resting_ended = 0;
        self.resting.clear();
        self.awake.clear();
    }

    /// Gives a kept order a slot again, if an id is that of one. Called before an event that names it.
    pub fn revive(&mut self, id: u32) {
        let Some(place) = self.kept.find(id) else { return };
        let slot = self.take(id);
        self.slots[slot] = self.kept.whole(place);
        self.kept.come_back(place);
        // Each order that ended since has its place behind it.
        let behind = (self.ended_highest - self.slots[slot].ended) as usize;
        let at = self.terminal.len() - 1 - behind;
        self.terminal[at] = slot;
    }

    /// Returns the fill ids of an order as pairs of high and low word, ascending.
    pub fn fill_ids_of(&self, slot: usize) -> &[[u32; 2]] {
        &self.fill_ids[slot].words
    }

    /// Returns whether an order has a fill id.
    #[inline]
    pub fn has_fill_id(&self, slot: usize, high: u32, low: u32) -> bool {
        self.fill_ids[slot].has(high, low)
    }

    /// Adds a fill id to an order.
    #[inline]
    pub fn add_fill_id(&mut self, slot: usize, high: u32, low: u32) {
        self.fill_ids[slot].add(high, low);
    }

    /// Puts an order at the end of the queue of resting orders.
    pub fn rest(&mut self, slot: usize) {
        let order = &mut self.slots[slot];
        assert!(order.rank == 0 && order.ended == 0, "An order rests that rests already or has ended");
        self.rank_highest += 1;
        order.rank = self.rank_highest;
        self.resting.push(slot);
    }

    /// Lists a live order that rests with those that have a group or a parent, unless it is listed.
    pub fn tie(&mut self, slot: usize) {
        let order = &self.slots[slot];
        if order.rank == 0 || order.ended != 0 {
            return;
        }
        let at = self.ranked_at(&self.tied, order.rank);
        if self.tied.get(at) != Some(&slot) {
            self.tied.insert(at, slot);
        }
    }

    /// Wakes an order, between the awake ones by its rank.
    pub fn wake(&mut self, slot: usize) {
        let rank = self.slots[slot].rank;
        if !self.wake_unsorted(slot) {
            return;
        }
        let mut at = self.awake.len() - 1;
        while at > 0 && self.slots[self.awake[at - 1]].rank > rank {
            self.awake[at] = self.awake[at - 1];
            at -= 1;
        }
        self.awake[at] = slot;
    }

    /// Wakes an order for a walk that begins with `sort_awake`; returns false if it is awake.
    pub fn wake_unsorted(&mut self, slot: usize) -> bool {
        let order = &mut self.slots[slot];
        if order.awake {
            return false;
        }
        order.awake = true;
        self.awake.push(slot);
        true
    }

    /// Sorts the awake orders by acceptance.
    pub fn sort_awake(&mut self) {
        let slots = &self.slots;
        self.awake.sort_by_key(|&slot| slots[slot].rank);
    }

    /// Records that an order ended.
    pub fn end(&mut self, slot: usize) {
        let order = &mut self.slots[slot];
        if order.ended != 0 {
            return;
        }
        assert!(self.live_count > 0, "An order ends although none lives");
        self.ended_highest += 1;
        order.ended = self.ended_highest;
        self.live_count -= 1;
        if order.rank == 0 {
            self.at_venue_ended += 1;
        } else {
            self.resting_ended += 1;
            if is_tied(order) {
                self.tied_ended += 1;
            }
        }
        self.terminal.push(slot);
    }

    /// Retires the oldest ended orders beyond the limit, and drops ended ones from the orders of venues. Called between
    /// events, outside of any walk.
    #[inline]
    pub fn retire_oldest(&mut self) {
        if self.at_venue_ended * 2 > self.at_venue.len() {
            self.compact_venue();
        }
        while self.terminal.len() - self.terminal_head > TERMINAL_ORDERS_MAX as usize {
            self.retire();
        }
    }

    /// Drops ended orders from each list once they are the greater part. Never call it during a walk.
    pub fn compact(&mut self) {
        let slots = &self.slots;
        if self.tied_ended * 2 > self.tied.len() {
            self.tied.retain(|&slot| slots[slot].ended == 0);
            self.tied_ended = 0;
        }
        if self.resting_ended * 2 <= self.resting.len() {
            return;
        }
        self.resting.retain(|&slot| slots[slot].ended == 0);
        self.resting_ended = 0;
    }

    /// Builds the lists again from ranks and ids, after a snapshot was read.
    pub fn relist(&mut self) {
        let slots = &self.slots;
        self.resting = (0..slots.len()).filter(|&slot| slots[slot].rank != 0 && slots[slot].ended == 0).collect();
        self.resting.sort_by_key(|&slot| slots[slot].rank);
        self.resting_ended = 0;
        self.tied = self.resting.iter().copied().filter(|&slot| is_tied(&slots[slot])).collect();
        self.tied_ended = 0;
        self.at_venue = (0..slots.len()).filter(|&slot| slots[slot].rank == 0 && slots[slot].ended == 0).collect();
        self.at_venue.sort_by_key(|&slot| slots[slot].id);
        self.at_venue_ended = 0;
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
        self.retired_count += 1;
        if slot == KEPT {
            self.retired_id_highest = self.retired_id_highest.max(self.kept.drop_oldest());
            return;
        }
        let (id, rank) = (self.slots[slot].id, self.slots[slot].rank);
        assert!(self.slots[slot].ended != 0, "An order that lives is retired");
        if id > self.retired_id_highest {
            self.retired_id_highest = id;
        }
        self.by_id.remove(id);
        self.fill_ids[slot] = FillIds::default();
        if rank != 0 {
            self.forget(slot);
        } else {
            self.leave(slot);
        }
        self.slots[slot] = Order::default();
        self.free.push(slot);
    }

    /// Drops ended orders from the orders of venues.
    fn compact_venue(&mut self) {
        let slots = &self.slots;
        self.at_venue.retain(|&slot| slots[slot].ended == 0);
        self.at_venue_ended = 0;
    }

    /// Removes a retired slot from the orders of venues, so that the next order in the slot is not listed twice.
    fn leave(&mut self, slot: usize) {
        let (slots, id) = (&self.slots, self.slots[slot].id);
        let at = self.at_venue.partition_point(|&other| slots[other].id < id);
        if self.at_venue.get(at) == Some(&slot) {
            self.at_venue.remove(at);
            self.at_venue_ended -= 1;
        }
    }

    /// Removes a retired slot from the lists by rank, so that the next order in the slot is not listed twice.
    fn forget(&mut self, slot: usize) {
        let order = &self.slots[slot];
        let (rank, tied, awake) = (order.rank, is_tied(order), order.awake);
        let slots = &self.slots;
        let unlist = |list: &mut Vec<usize>| {
            let at = list.partition_point(|&other| slots[other].rank < rank);
            let listed = list.get(at) == Some(&slot);
            if listed {
                list.remove(at);
            }
            listed
        };
        if unlist(&mut self.resting) {
            self.resting_ended -= 1;
        }
        if tied && unlist(&mut self.tied) {
            self.tied_ended -= 1;
        }
        if awake {
            unlist(&mut self.awake);
        }
    }

    /// Returns the place of the first order in a list by rank whose rank is not below one.
    fn ranked_at(&self, list: &[usize], rank: u32) -> usize {
        list.partition_point(|&slot| self.slots[slot].rank < rank)
    }
}

/// Returns the sign of a side code.
#[inline]
pub fn sign_of(side: u32) -> f64 {
    if side == SIDE_BUY {
        1.0
    } else {
        -1.0
    }
}

/// Returns a signed count without -0.
#[inline]
pub fn signed(sign: f64, count: f64) -> f64 {
    if count == 0.0 {
        0.0
    } else {
        sign * count
    }
}
