//! A heap of orders by a key, the least key first.
//!
//! An entry stays when its order ends or changes its price. It is dropped when it comes to the top, and all such entries
//! are dropped when the heap has doubled. So no order is ever searched for, and the heap holds at most twice its orders.

use crate::state::fields::Order;
use alloc::vec::Vec;

/// Entries up to which nothing is dropped.
const LEAST_LIMIT: usize = 64;

/// An entry. The rank of acceptance tells an order from a later one in its slot.
#[derive(Clone, Copy)]
struct Entry {
    key: f64,
    slot: usize,
    rank: u32,
}

/// A heap of orders. A heap of prices holds an order under the key that the order is watched by.
pub struct OrderHeap {
    of_prices: bool,
    entries: Vec<Entry>,
    limit: usize,
}

impl OrderHeap {
    pub fn new(of_prices: bool) -> Self {
        Self { of_prices, entries: Vec::new(), limit: LEAST_LIMIT }
    }

    /// The least key. Only after `top` found an order.
    #[inline]
    pub fn key(&self) -> f64 {
        self.entries[0].key
    }

    /// Adds an order.
    pub fn push(&mut self, orders: &mut [Order], slot: usize, key: f64) {
        if self.entries.len() >= self.limit {
            self.drop_stale(orders);
        }
        let rank = orders[slot].rank;
        self.add(Entry { key, slot, rank });
    }

    /// Returns the slot of a live order with the least key, or `None`.
    #[inline]
    pub fn top(&mut self, orders: &[Order]) -> Option<usize> {
        while let Some(&entry) = self.entries.first() {
            if self.holds(orders, entry) {
                return Some(entry.slot);
            }
            self.pop();
        }
        None
    }

    /// Removes the entry with the least key.
    pub fn pop(&mut self) {
        let last = self.entries.pop().expect("An empty heap has no least key");
        let (size, entries) = (self.entries.len(), &mut self.entries);
        if size == 0 {
            return;
        }
        let (mut at, mut child) = (0, 1);
        while child < size {
            if child + 1 < size && entries[child + 1].key < entries[child].key {
                child += 1;
            }
            if entries[child].key >= last.key {
                break;
            }
            entries[at] = entries[child];
            at = child;
            child = 2 * at + 1;
        }
        entries[at] = last;
    }

    fn add(&mut self, entry: Entry) {
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) >> 1;
            if self.entries[parent].key <= entry.key {
                break;
            }
            self.entries[at] = self.entries[parent];
            at = parent;
        }
        self.entries[at] = entry;
    }

    /// Returns whether the order of an entry lives, and is still watched by the key.
    #[inline]
    fn holds(&self, orders: &[Order], entry: Entry) -> bool {
        let order = &orders[entry.slot];
        order.rank == entry.rank && order.ended == 0 && (!self.of_prices || order.watched == entry.key)
    }

    /// Drops all entries that hold no more, and one of two for an order that left its price and came back.
    fn drop_stale(&mut self, orders: &mut [Order]) {
        let mut kept = Vec::new();
        for entry in core::mem::take(&mut self.entries) {
            if !self.holds(orders, entry) {
                continue;
            }
            kept.push(entry);
            if self.of_prices {
                orders[entry.slot].watched = 0.0;
            }
        }
        self.limit = LEAST_LIMIT.max(2 * kept.len());
        for entry in kept {
            if self.of_prices {
                orders[entry.slot].watched = entry.key;
            }
            self.add(entry);
        }
    }
}
