//! Fillers with queue matching: how the volume of a bar bounds each fill. The bound is that of an order, not of a bar,
//! so two orders may take the whole volume each.

use crate::contract::*;
use crate::state::fields::Instrument;
use crate::state::number::floor;
use crate::state::state::State;

/// Keeps what the bars of a step allow, and what the bars before them did, which a late close asks for.
pub fn show_bars(state: &mut State) {
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.before_us = instrument.shown_us;
        instrument.before_most = instrument.shown_most;
        instrument.shown_us = instrument.time_us;
        instrument.shown_most = most_of(instrument);
    }
}

/// Returns the most units of a fill on the bar that an instrument shows; zero without a filler, which asks for none.
fn most_of(instrument: &Instrument) -> f64 {
    let (float, volume) = (&instrument.terms.float, instrument.volume);
    let (filler, percent, step) = (float.filler, float.filler_percent, float.filler_step);
    if filler == FILLER_NONE {
        return 0.0;
    }
    if filler == FILLER_SIZE {
        return if float.filler_size != 0.0 && float.filler_size < volume { float.filler_size } else { volume };
    }
    if filler == FILLER_PERCENT {
        return whole_quotient(volume * percent, 100.0);
    }
    let range = instrument.high - instrument.low;
    // One movement more than fits into the range, as both ends of it were traded.
    let movements = if step == 0.0 { 1.0 } else { whole_quotient(range + step, step) };
    whole_quotient(volume / movements * percent, 100.0)
}

/// Returns the quotient of two doubles that are not negative, rounded down by the remainder: the quotient itself may
/// have been rounded up to a whole number.
pub fn whole_quotient(dividend: f64, divisor: f64) -> f64 {
    let remainder = dividend % divisor;
    let quotient = (dividend - remainder) / divisor;
    let floor = floor(quotient);
    if quotient - floor > 0.5 {
        floor + 1.0
    } else {
        floor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_is_rounded_down_by_its_remainder() {
        assert_eq!(whole_quotient(7.0, 2.0), 3.0);
        assert_eq!(whole_quotient(1.0, 0.1), 9.0);
        assert_eq!(whole_quotient(0.3, 0.1), 2.0);
        assert_eq!(whole_quotient(6.0, 0.2), 29.0);
        assert_eq!(whole_quotient(0.0, 5.0), 0.0);
    }
}
