//! The Rust core: events in, outputs out, nothing else.
//!
//! It mirrors the folder `src/core` of the TypeScript package file for file, name for name and in the same order, so
//! that both are read side by side; both produce the same bytes. What TypeScript has to spell out and Rust brings along
//! has no file here (`assert.ts`), and `number` holds what is built into TypeScript.
//!
//! No dependencies, no unsafe code, no clock, no threads, no standard library beyond allocation. A failed assertion is
//! a panic; the boundary crate catches it and does not use the engine again.

#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

#[rustfmt::skip]
#[path = "contract.gen.rs"]
pub mod contract;

mod advance;
mod amount;
mod chain;
mod columns;
mod commission;
mod config;
mod core;
mod event;
mod expire;
mod fill;
mod fill_ids;
mod float_ledger;
mod horizon;
mod id_index;
mod instrument;
mod intent;
mod invariant;
mod ledger;
#[path = "match.rs"]
mod matching;
mod notices;
mod number;
mod order;
mod outputs;
mod queue;
mod queue_bracket;
mod queue_group;
mod queue_intent;
mod queue_price;
mod queue_trail;
mod report;
mod sequence;
mod snapshot;
mod state;
mod step;
mod verdict;

pub use crate::columns::Columns;
pub use crate::config::ConfigurationRefusal;
pub use crate::core::{Core, Drive};
