//! The terms of an instrument with doubles: slippage, how a position is paid, interest, and how volume bounds a fill.

use crate::contract::*;

/// Terms that only doubles have.
#[derive(Clone, Default)]
pub struct FloatTerms {
    pub slippage: u32,
    pub slippage_size: f64,
    pub slippage_switches: u32,
    pub holding: u32,
    pub margin: f64,
    /// Factor of the price that gives the margin, or zero.
    pub margin_rate: f64,
    pub leverage: f64,
    /// Interest of a day, as a fraction of the entry value.
    pub interest_daily: f64,
    pub interest_long: bool,
    pub filler: u32,
    /// Most units of a fill, or zero.
    pub filler_size: f64,
    pub filler_percent: f64,
    pub filler_step: f64,
}

/// Days of a year in the interest of a day, leap years included.
const YEAR_DAYS: f64 = 365.0;

/// Reads the terms with doubles of an instrument from its block in a checked configuration.
pub fn float_terms_of(lanes: &[f64]) -> FloatTerms {
    // Adding zero keeps -0 out of the state.
    let at = |lane: usize| lanes[lane] + 0.0;
    FloatTerms {
        slippage: at(INSTRUMENT_FLOAT_SLIPPAGE) as u32,
        slippage_size: at(INSTRUMENT_FLOAT_SLIPPAGE_SIZE),
        slippage_switches: at(INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES) as u32,
        holding: at(INSTRUMENT_FLOAT_HOLDING) as u32,
        margin: at(INSTRUMENT_FLOAT_MARGIN),
        margin_rate: at(INSTRUMENT_FLOAT_MARGIN_RATE),
        leverage: if at(INSTRUMENT_FLOAT_LEVERAGE) == 0.0 { 1.0 } else { at(INSTRUMENT_FLOAT_LEVERAGE) },
        interest_daily: at(INSTRUMENT_FLOAT_INTEREST) / YEAR_DAYS,
        interest_long: at(INSTRUMENT_FLOAT_INTEREST_LONG) == 1.0,
        filler: at(INSTRUMENT_FLOAT_FILLER) as u32,
        filler_size: at(INSTRUMENT_FLOAT_FILLER_SIZE),
        filler_percent: at(INSTRUMENT_FLOAT_FILLER_PERCENT),
        filler_step: at(INSTRUMENT_FLOAT_FILLER_STEP),
    }
}
