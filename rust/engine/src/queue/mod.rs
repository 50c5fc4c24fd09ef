//! The queue model: plain doubles and one pass in queue order, as in backtrader's simulated broker.

pub mod bracket;
pub mod broker;
pub mod filler;
pub mod group;
pub mod intent;
pub mod ledger;
pub mod model;
pub mod price;
pub mod slippage;
pub mod trail;
pub mod valuation;
