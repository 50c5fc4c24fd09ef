//! The exact model: integers, two passes over the resting orders, one rounding per amount.

pub mod account;
pub mod account_ahead;
pub mod accrual;
pub mod basket;
pub mod commission;
pub mod due;
pub mod expire;
pub mod fill;
pub mod horizon;
pub mod intent;
pub mod ledger;
pub mod liquidation;
pub mod margin;
#[path = "match.rs"]
pub mod matching;
pub mod model;
pub mod path;
pub mod quiet;
pub mod quiet_several;
pub mod reach;
pub mod replace;
pub mod rival;
pub mod ruin;
pub mod short;
pub mod slippage;
pub mod trail;
