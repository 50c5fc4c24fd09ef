//! An instrument: its grid and fees, the bar that it shows, and the account's position in it.

use crate::contract::{
    INSTRUMENT_COMMISSION_KIND, INSTRUMENT_COMMISSION_MINIMUM, INSTRUMENT_COMMISSION_RATE,
    INSTRUMENT_COMMISSION_UNIT_DENOMINATOR, INSTRUMENT_COMMISSION_UNIT_NUMERATOR, INSTRUMENT_EXECUTION,
    INSTRUMENT_MULTIPLIER, INSTRUMENT_SCALE_DENOMINATOR_FIRST, INSTRUMENT_SCALE_DENOMINATOR_SECOND,
    INSTRUMENT_SCALE_NUMERATOR, INSTRUMENT_SLIPPAGE_RATE, INSTRUMENT_TICK, INSTRUMENT_TRADED,
};
use crate::state::amount::Scale;

/// State of one instrument. Prices are in steps, sizes in lots, values in money units.
#[derive(Default)]
pub struct Instrument {
    pub id: u32,
    pub execution: u32,
    pub traded: bool,
    pub tick: f64,
    pub scale: Scale,
    pub commission_kind: u32,
    pub commission_rate: f64,
    pub commission_unit_numerator: f64,
    pub commission_unit_denominator: f64,
    pub commission_minimum: f64,
    pub slippage_rate: f64,
    pub multiplier: f64,

    // Market: the bar that it shows. Without bars the times are zero and `bars` says so.
    pub time_us: f64,
    pub begin_us: f64,
    pub session_day: u32,
    pub open: f64,
    pub high: f64,
    pub low: f64,
    pub close: f64,
    pub volume: f64,
    /// Bars seen.
    pub bars: u32,
    /// Whether its bar of the open step has come.
    pub has_bar: bool,
    pub halted: bool,

    // Position.
    pub position_size: f64,
    /// Signed cost without commission.
    pub position_cost: f64,
    /// Average price, with doubles only.
    pub position_price: f64,
    /// Signed size when the step began.
    pub position_at_step: f64,
    /// The last order that was to close the position, or zero.
    pub closing_order: u32,
    /// Value of the position at the last mark.
    pub mark: f64,

    // The round trip that is open, or the last one.
    pub trip: u64,
    pub trip_label: u32,
    pub trip_opened_us: f64,
    pub trip_bars_opened: u32,
    pub trip_quantity_max: f64,
    pub trip_entry_quantity: f64,
    pub trip_entry_value: f64,
    pub trip_exit_value: f64,
    pub trip_pnl: f64,
    pub trip_commission: f64,
    pub trip_price: f64,
    pub trip_flags: u32,

    // Derived: the mark as price * whole + round(price * rest / denominator). Not in state, snapshot or hash.
    pub mark_size: f64,
    pub mark_whole: f64,
    pub mark_rest: f64,
}

impl Instrument {
    /// Makes an instrument of its block in a configuration that was checked.
    pub fn new(id: u32, lanes: &[f64]) -> Self {
        // Adding zero keeps -0 out of the state.
        let at = |lane: usize| lanes[lane] + 0.0;
        Self {
            id,
            execution: at(INSTRUMENT_EXECUTION) as u32,
            traded: at(INSTRUMENT_TRADED) == 1.0,
            tick: at(INSTRUMENT_TICK),
            scale: Scale {
                numerator: at(INSTRUMENT_SCALE_NUMERATOR),
                denominator: at(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * at(INSTRUMENT_SCALE_DENOMINATOR_SECOND),
            },
            commission_kind: at(INSTRUMENT_COMMISSION_KIND) as u32,
            commission_rate: at(INSTRUMENT_COMMISSION_RATE),
            commission_unit_numerator: at(INSTRUMENT_COMMISSION_UNIT_NUMERATOR),
            commission_unit_denominator: at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR),
            commission_minimum: at(INSTRUMENT_COMMISSION_MINIMUM),
            slippage_rate: at(INSTRUMENT_SLIPPAGE_RATE),
            multiplier: at(INSTRUMENT_MULTIPLIER),
            ..Self::default()
        }
    }
}
