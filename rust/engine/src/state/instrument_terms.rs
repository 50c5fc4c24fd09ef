//! The terms of an instrument: its grid and fees from the configuration. They never change in a run.

use crate::contract::*;
use crate::state::amount::Scale;
use crate::state::float_terms::{float_terms_of, FloatTerms};

/// Lanes of the tiers of a commission schedule, in rising order.
pub const COMMISSION_TIERS: [[usize; 3]; 3] = [
    [INSTRUMENT_COMMISSION_TIER_1_FROM, INSTRUMENT_COMMISSION_TIER_1_TAKER, INSTRUMENT_COMMISSION_TIER_1_MAKER],
    [INSTRUMENT_COMMISSION_TIER_2_FROM, INSTRUMENT_COMMISSION_TIER_2_TAKER, INSTRUMENT_COMMISSION_TIER_2_MAKER],
    [INSTRUMENT_COMMISSION_TIER_3_FROM, INSTRUMENT_COMMISSION_TIER_3_TAKER, INSTRUMENT_COMMISSION_TIER_3_MAKER],
];

/// Rates of a commission schedule from a traded notional on.
#[derive(Clone, Copy, Default)]
pub struct CommissionTier {
    /// The notional; zero for a tier that is not used.
    pub from: f64,
    pub taker: f64,
    pub maker: f64,
}

/// Grid and fees of an instrument.
#[derive(Clone, Default)]
pub struct InstrumentTerms {
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
    pub slippage_steps: f64,
    pub slippage_impact: f64,
    pub slippage_flags: u32,
    /// Whether slippage moves a price.
    pub slips: bool,
    /// Lots of one unit of volume, as numerator and denominator.
    pub volume_lots_numerator: f64,
    pub volume_lots_denominator: f64,
    /// Lots that orders take in one bar for a unit of its volume; the numerator is zero without a limit.
    pub volume_limit_numerator: f64,
    pub volume_limit_denominator: f64,
    /// Bars that pass before an order reaches the market.
    pub latency_bars: f64,
    /// Steps that stand for a price of zero, where prices may be zero and below; zero otherwise.
    pub price_zero: f64,
    /// Whether fills ask for the volume of their bar.
    pub reads_volume: bool,
    /// Whether a market order fills at the open and costs its notional and a rate of it, whatever else there is.
    pub is_plain: bool,
    pub multiplier: f64,
    /// Whether orders fill only on bars with volume.
    pub needs_volume: bool,
    pub margin_kind: u32,
    pub margin_initial: f64,
    pub margin_maintenance: f64,
    pub margin_lots: f64,
    pub settlement: u32,
    pub liquidation_rate: f64,
    pub float: FloatTerms,
    pub commission_maker: f64,
    pub commission_order: f64,
    pub commission_maximum: f64,
    pub commission_tiers: [CommissionTier; 3],
}

/// Reads the terms of an instrument from its block in a checked configuration.
pub fn terms_of(lanes: &[f64]) -> InstrumentTerms {
    // Adding zero keeps -0 out of the state.
    let at = |lane: usize| lanes[lane] + 0.0;
    let (first, second) = (at(INSTRUMENT_SCALE_DENOMINATOR_FIRST), at(INSTRUMENT_SCALE_DENOMINATOR_SECOND));
    InstrumentTerms {
        execution: at(INSTRUMENT_EXECUTION) as u32,
        traded: at(INSTRUMENT_TRADED) == 1.0,
        tick: at(INSTRUMENT_TICK),
        scale: Scale { numerator: at(INSTRUMENT_SCALE_NUMERATOR), denominator: first * second },
        commission_kind: at(INSTRUMENT_COMMISSION_KIND) as u32,
        commission_rate: at(INSTRUMENT_COMMISSION_RATE),
        commission_unit_numerator: at(INSTRUMENT_COMMISSION_UNIT_NUMERATOR),
        commission_unit_denominator: at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR),
        commission_minimum: at(INSTRUMENT_COMMISSION_MINIMUM),
        slippage_rate: at(INSTRUMENT_SLIPPAGE_RATE),
        slippage_steps: at(INSTRUMENT_SLIPPAGE_STEPS),
        slippage_impact: at(INSTRUMENT_SLIPPAGE_IMPACT),
        slippage_flags: at(INSTRUMENT_SLIPPAGE_FLAGS) as u32,
        slips: does_slip(&at),
        volume_lots_numerator: at(INSTRUMENT_VOLUME_LOTS_NUMERATOR),
        volume_lots_denominator: at(INSTRUMENT_VOLUME_LOTS_DENOMINATOR),
        volume_limit_numerator: at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR),
        volume_limit_denominator: at(INSTRUMENT_VOLUME_LIMIT_DENOMINATOR),
        latency_bars: at(INSTRUMENT_LATENCY_BARS),
        price_zero: at(INSTRUMENT_PRICE_ZERO),
        reads_volume: at(INSTRUMENT_SLIPPAGE_IMPACT) + at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) > 0.0,
        is_plain: is_plain(&at),
        multiplier: at(INSTRUMENT_MULTIPLIER),
        needs_volume: at(INSTRUMENT_BAR_WITHOUT_VOLUME) as u32 == BAR_WITHOUT_VOLUME_NO_FILL,
        margin_kind: at(INSTRUMENT_MARGIN_KIND) as u32,
        margin_initial: at(INSTRUMENT_MARGIN_INITIAL),
        margin_maintenance: at(INSTRUMENT_MARGIN_MAINTENANCE),
        margin_lots: at(INSTRUMENT_MARGIN_LOTS),
        settlement: at(INSTRUMENT_SETTLEMENT) as u32,
        liquidation_rate: at(INSTRUMENT_LIQUIDATION_RATE),
        float: float_terms_of(lanes),
        commission_maker: at(INSTRUMENT_COMMISSION_MAKER),
        commission_order: at(INSTRUMENT_COMMISSION_ORDER),
        commission_maximum: at(INSTRUMENT_COMMISSION_MAXIMUM),
        commission_tiers: COMMISSION_TIERS.map(|[from, taker, maker]| CommissionTier {
            from: at(from),
            taker: at(taker),
            maker: at(maker),
        }),
    }
}

fn does_slip(at: &impl Fn(usize) -> f64) -> bool {
    at(INSTRUMENT_SLIPPAGE_RATE) + at(INSTRUMENT_SLIPPAGE_STEPS) + at(INSTRUMENT_SLIPPAGE_IMPACT) > 0.0
        || at(INSTRUMENT_SLIPPAGE_FLAGS) as u32 & SLIPPAGE_FLAG_SPREAD != 0
}

fn is_plain(at: &impl Fn(usize) -> f64) -> bool {
    let kind = at(INSTRUMENT_COMMISSION_KIND) as u32;
    let is_rate = kind == COMMISSION_NONE || kind == COMMISSION_RATE;
    at(INSTRUMENT_EXECUTION) as u32 == EXECUTION_SIMULATED
        && at(INSTRUMENT_TRADED) == 1.0
        && is_rate
        && !does_slip(at)
        && at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) == 0.0
        && at(INSTRUMENT_MARGIN_KIND) as u32 == MARGIN_NONE
        && at(INSTRUMENT_SETTLEMENT) as u32 == SETTLEMENT_PAID
        && at(INSTRUMENT_LATENCY_BARS) == 0.0
        && at(INSTRUMENT_PRICE_ZERO) == 0.0
}
