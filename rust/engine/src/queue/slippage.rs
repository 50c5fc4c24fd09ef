//! Slippage with queue matching: a price moves against the trader, up to a bound of the bar.

use crate::contract::*;
use crate::state::fields::Instrument;

/// A price after slippage, with the flags of its fill.
#[derive(Clone, Copy)]
pub struct SlippedPrice {
    pub price: f64,
    pub flags: u32,
}

/// Returns whether a fill at the open slips.
pub fn slips_at_open(instrument: &Instrument) -> bool {
    instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN != 0
}

/// Moves a price against the trader. Returns nothing if the price passes the bound and the switches let it fill there
/// not at all.
///
/// `bound` is the highest price of a buy, the lowest price of a sell. `limits` tells whether the order works as a limit
/// order.
pub fn slip(instrument: &Instrument, is_buy: bool, price: f64, bound: f64, limits: bool) -> Option<SlippedPrice> {
    let (slippage, switches) = (instrument.terms.float.slippage, instrument.terms.float.slippage_switches);
    if slippage == FLOAT_SLIPPAGE_NONE {
        return Some(SlippedPrice { price, flags: 0 });
    }
    let slipped = slipped_price(slippage, instrument.terms.float.slippage_size, is_buy, price);
    if if is_buy { slipped <= bound } else { slipped >= bound } {
        return Some(SlippedPrice { price: slipped, flags: FILL_FLAG_SLIPPED });
    }
    let fills = switches & SLIPPAGE_SWITCH_MATCH != 0 || (limits && switches & SLIPPAGE_SWITCH_LIMIT != 0);
    if !fills {
        return None;
    }
    if switches & SLIPPAGE_SWITCH_OUT != 0 {
        return Some(SlippedPrice { price: slipped, flags: FILL_FLAG_SLIPPED });
    }
    Some(SlippedPrice { price: bound, flags: FILL_FLAG_SLIPPED | FILL_FLAG_CLAMPED })
}

fn slipped_price(slippage: u32, size: f64, is_buy: bool, price: f64) -> f64 {
    if slippage == FLOAT_SLIPPAGE_RATE {
        return if is_buy { price * (1.0 + size) } else { price * (1.0 - size) };
    }
    if is_buy {
        price + size
    } else {
        price - size
    }
}
