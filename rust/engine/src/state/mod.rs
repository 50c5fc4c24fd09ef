//! The state of the core: the data that both models change, and the records of all actions.

pub mod amount;
pub mod bar;
pub mod book;
pub mod chain;
pub mod columns;
pub mod event;
pub mod extremes;
pub mod fill_ids;
pub mod float_terms;
pub mod id_index;
#[rustfmt::skip]
#[path = "fields.gen.rs"]
pub mod fields;
pub mod instrument_terms;
pub mod kept_orders;
pub mod lanes;
pub mod mark_hash;
pub mod model;
pub mod notices;
pub mod number;
pub mod order;
pub mod order_heap;
pub mod outputs;
pub mod refusal;
pub mod sequence;
pub mod state;
pub mod trip;
#[rustfmt::skip]
#[path = "walks.gen.rs"]
pub mod walks;
