//! Plain orders that have filled (exact/plain.rs), as few numbers.
//!
//! Tens of thousands of ended orders are kept, as a request may name one that has ended. Of a plain one most fields say
//! nothing, and to write them all again and again takes the room of a whole cache. So these orders lie in a queue of their
//! own, oldest first, from which one comes back whole when an event names it.

use crate::contract::*;
use crate::state::fields::Order;
use alloc::collections::VecDeque;

/// A filled plain order. Its lots have the sign of its side.
struct KeptOrder {
    id: u32,
    flags: u32,
    rank: u32,
    ended: u32,
    came_back: bool,
    lots: f64,
    placed_us: f64,
    executed_us: f64,
    notional: f64,
    commission: f64,
    pnl: f64,
    position_size: f64,
    position_basis: f64,
    opened: f64,
}

/// Filled plain orders in the order of their ends, which is that of their ids.
#[derive(Default)]
pub struct KeptOrders {
    orders: VecDeque<KeptOrder>,
}

impl KeptOrders {
    /// Returns the number of orders, those that came back included, until the oldest of all passes them.
    #[inline]
    pub fn len(&self) -> usize {
        self.orders.len()
    }

    /// Adds an order.
    #[inline]
    pub fn add(&mut self, order: &Order) {
        self.orders.push_back(KeptOrder {
            id: order.id,
            flags: order.flags,
            rank: order.rank,
            ended: order.ended,
            came_back: false,
            lots: order.sign * order.quantity,
            placed_us: order.placed_us,
            executed_us: order.executed_us,
            notional: order.notional,
            commission: order.commission,
            pnl: order.pnl,
            position_size: order.position_size,
            position_basis: order.position_basis,
            opened: order.opened,
        });
    }

    /// Returns the place of an order, counted from the oldest, or `None` if it is not here.
    pub fn find(&self, id: u32) -> Option<usize> {
        // An event names no order, or a new one, far more often than one of these.
        if id < self.orders.front()?.id || id > self.orders.back()?.id {
            return None;
        }
        let place = self.orders.binary_search_by_key(&id, |kept| kept.id).ok()?;
        (!self.orders[place].came_back).then_some(place)
    }

    /// Returns the order at a place as a whole.
    pub fn whole(&self, place: usize) -> Order {
        let kept = &self.orders[place];
        Order {
            id: kept.id,
            order_type: TYPE_MARKET,
            sign: if kept.lots < 0.0 { -1.0 } else { 1.0 },
            validity: VALIDITY_GTC,
            flags: kept.flags,
            state: STATE_FILLED,
            quantity: kept.lots.abs(),
            filled: kept.lots.abs(),
            fills: 1,
            placed_us: kept.placed_us,
            executed_us: kept.executed_us,
            notional: kept.notional,
            commission: kept.commission,
            pnl: kept.pnl,
            position_size: kept.position_size,
            position_basis: kept.position_basis,
            opened: kept.opened,
            rank: kept.rank,
            ended: kept.ended,
            ..Order::default()
        }
    }

    /// Gives up the order at a place, which came back.
    pub fn come_back(&mut self, place: usize) {
        self.orders[place].came_back = true;
    }

    /// Returns whether the order at a place came back.
    pub fn came_back(&self, place: usize) -> bool {
        self.orders[place].came_back
    }

    /// Drops the oldest order that has not come back, and returns its id.
    pub fn drop_oldest(&mut self) -> u32 {
        loop {
            let kept = self.orders.pop_front().expect("A kept order is missing");
            if !kept.came_back {
                return kept.id;
            }
        }
    }
}
