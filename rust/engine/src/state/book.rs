//! Books: by instrument the resting orders that wait for a price, for a bar without volume or for the end of their day.
//!
//! A step and the horizon ask the nearest order of each kind, and not all orders. A book follows from the orders, so no
//! snapshot holds it.

use crate::state::order_heap::OrderHeap;
use alloc::vec::Vec;

/// The row that a search found, and the key that it searched for.
#[derive(Default)]
pub struct Found {
    pub key: f64,
    /// Row at which the search began.
    pub from: usize,
    /// First row from there on; `None` before the first search.
    pub row: Option<usize>,
}

impl Found {
    /// Forgets the row, because other columns were loaded.
    pub fn forget(&mut self) {
        self.row = None;
    }
}

/// The orders of an instrument that wait.
pub struct Book {
    /// Whether it held an order at any time.
    pub used: bool,
    /// Orders that a price reaches from below, by price.
    pub rising: OrderHeap,
    /// Orders that a price reaches from above, by price with its sign turned.
    pub falling: OrderHeap,
    /// Orders for a day whose day is known, by day.
    pub days: OrderHeap,
    /// Orders that have not met a bar without volume, by rank, where the instrument needs volume.
    pub unmet: OrderHeap,
    pub found_rising: Found,
    pub found_falling: Found,
    /// First row after a day.
    pub found_day: Found,
    /// First row without volume.
    pub found_empty: Found,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            used: false,
            rising: OrderHeap::new(true),
            falling: OrderHeap::new(true),
            days: OrderHeap::new(false),
            unmet: OrderHeap::new(false),
            found_rising: Found::default(),
            found_falling: Found::default(),
            found_day: Found::default(),
            found_empty: Found::default(),
        }
    }
}

/// The books of all instruments, and the orders that wait for a time.
pub struct Books {
    /// Books by instrument.
    pub of: Vec<Book>,
    /// Instruments whose book held an order at any time, in the order of their first one.
    pub used: Vec<usize>,
    /// Whether an order with a trailing trigger was active at any time.
    pub trails: bool,
    /// Whether an order that its first bar decides was active at any time.
    pub firsts: bool,
    /// Orders with a last time, by that time.
    pub times: OrderHeap,
    /// First step after the last time of an order.
    pub expiry_us: f64,
    /// That time.
    pub expiry_of_us: f64,
}

impl Books {
    pub fn new(instruments: usize) -> Self {
        let of = (0..instruments).map(|_| Book::default()).collect();
        Self {
            of,
            used: Vec::new(),
            trails: false,
            firsts: false,
            times: OrderHeap::new(false),
            expiry_us: f64::INFINITY,
            expiry_of_us: f64::NAN,
        }
    }

    /// Forgets all that was found in columns, because other ones were loaded.
    pub fn forget_rows(&mut self) {
        self.expiry_of_us = f64::NAN;
        for book in &mut self.of {
            for found in [&mut book.found_rising, &mut book.found_falling, &mut book.found_day, &mut book.found_empty] {
                found.forget();
            }
        }
    }
}
