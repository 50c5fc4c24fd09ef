//! The Rust core: events in, outputs out, nothing else.
//!
//! It mirrors the folder `src/core` of the TypeScript package file for file, name for name and in the same order, so
//! that both are read side by side. Both produce the same bytes. A feature that is built into Rust has no file here
//! (`assert.ts`), and `number` holds functions that are built into TypeScript.
//!
//! No dependencies, no unsafe code, no clock, no threads, no standard library beyond allocation. A failed assertion is
//! a panic; the boundary crate catches it and does not use the engine again.

#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A folder and its main file may have one name, as in the TypeScript core.
#![allow(clippy::module_inception)]

extern crate alloc;

#[rustfmt::skip]
#[path = "contract.gen.rs"]
pub mod contract;

mod admit;
mod advance;
mod config;
mod core;
mod exact;
mod intent;
mod invariant;
mod models;
mod queue;
mod report;
mod snapshot;
mod state;
mod step;

pub use crate::config::ConfigurationRefusal;
pub use crate::core::{Core, Drive};
pub use crate::state::columns::Columns;
