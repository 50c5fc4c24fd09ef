//! The state of the core: what both models act on, and the records that say what they did.

pub mod amount;
pub mod bar;
pub mod chain;
pub mod columns;
pub mod event;
pub mod fill_ids;
pub mod id_index;
pub mod instrument;
pub mod notices;
pub mod number;
pub mod order;
pub mod outputs;
pub mod sequence;
pub mod state;
pub mod verdict;
