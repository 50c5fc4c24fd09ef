//! Checks of an intent under the queue model: plain doubles, no grid, a size in units.

use crate::contract::*;
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::notices::{NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::refusal::{refuse_if, Refusal};
use crate::state::state::State;

/// Refuses what the model has not built: facets of order types, and baskets.
pub fn check_queued_built(event: Event) -> Result<(), Refusal> {
    let order_type = event.word(PLACE_ORDER_TYPE);
    let OrderKind { trigger, at, .. } = ORDER_KINDS[order_type as usize];
    let missing = trigger == Trigger::Touch || at == At::Open;
    refuse_if(missing, REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, f64::from(order_type))?;
    let validity = event.word(PLACE_VALIDITY);
    refuse_if(validity > VALIDITY_DAY, REASON_NOT_SUPPORTED, WORD_LANE + PLACE_VALIDITY, f64::from(validity))?;
    let basket = event.word(PLACE_BASKET);
    refuse_if(basket != 0, REASON_NOT_SUPPORTED, WORD_LANE + PLACE_BASKET, f64::from(basket))
}

/// Checks the rest of an intent whose codes are good.
pub fn check_queued(state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    // Before the first bar, the cash check needs a price that the order says itself.
    let OrderKind { trigger, then, .. } = ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize];
    let priced = trigger != Trigger::None || then == Then::Limit;
    refuse_if(instrument.bars == 0 && !priced, REASON_PRICE_MISSING, NO_LANE, 0.0)?;
    let flags = event.word(PLACE_FLAGS);
    refuse_if(
        flags & !(ORDER_FLAG_HOLD | ORDER_FLAG_TRAIL_RATE) != 0,
        REASON_NOT_SUPPORTED,
        WORD_LANE + PLACE_FLAGS,
        f64::from(flags),
    )?;
    // Children join while their parent is held; the first order that is not held submits the whole bracket.
    let parent_id = event.word(PLACE_PARENT);
    let parent = state.orders.find(parent_id).map(|slot| &state.orders.slots[slot]);
    refuse_if(
        parent_id != 0 && !parent.is_some_and(|parent| parent.state == STATE_CREATED && parent.parent == 0),
        REASON_UNKNOWN_PARENT,
        WORD_LANE + PLACE_PARENT,
        f64::from(parent_id),
    )?;
    for lane in [PLACE_CASH, PLACE_FRACTION] {
        refuse_if(event.float(lane) != 0.0, REASON_NOT_SUPPORTED, lane, event.float(lane))?;
    }
    check_prices(event)?;
    check_times(event)?;
    let quantity = event.float(PLACE_QUANTITY);
    refuse_if(quantity < 0.0, REASON_NEGATIVE, PLACE_QUANTITY, quantity)?;
    refuse_if(quantity == 0.0, REASON_BELOW_LOT, PLACE_QUANTITY, 0.0)?;
    let oco = event.word(PLACE_OCO);
    // An ended leader still names its group: a later member forms a group with the members after it.
    let known = oco == 0 || (oco < event.word(LANE_ORDER_ID) && state.orders.find(oco).is_some());
    refuse_if(!known, REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, f64::from(oco))
}

/// Checks that trigger and limit match the type. A market order may have a limit: the price of its cash check.
fn check_prices(event: Event) -> Result<(), Refusal> {
    let kind = ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize];
    let (triggers, limits) = (kind.trigger != Trigger::None, kind.then == Then::Limit);
    let (limit, stop) = (event.float(PLACE_LIMIT), event.float(PLACE_STOP));
    refuse_if(limit == 0.0 && limits, REASON_PRICE_MISSING, PLACE_LIMIT, 0.0)?;
    refuse_if(limit != 0.0 && triggers && !limits, REASON_PRICE_UNEXPECTED, PLACE_LIMIT, limit)?;
    refuse_if(stop == 0.0 && triggers, REASON_PRICE_MISSING, PLACE_STOP, 0.0)?;
    refuse_if(stop != 0.0 && !triggers, REASON_PRICE_UNEXPECTED, PLACE_STOP, stop)?;
    let trails = kind.trigger == Trigger::Trail;
    let trail = event.float(PLACE_TRAIL);
    refuse_if(!trails && trail != 0.0, REASON_PRICE_UNEXPECTED, PLACE_TRAIL, trail)
}

/// Checks that every validity but GTC has a time, and that only an order at the close has a session end.
fn check_times(event: Event) -> Result<(), Refusal> {
    for lane in [PLACE_VALID_US, PLACE_SESSION_END_US] {
        let time_us = event.float(lane);
        refuse_if(!is_integer(time_us), REASON_OFF_GRID, lane, time_us)?;
        refuse_if(time_us.abs() > EXACT_MAX, REASON_OUT_OF_RANGE, lane, time_us)?;
    }
    let (valid_us, session_end_us) = (event.float(PLACE_VALID_US), event.float(PLACE_SESSION_END_US));
    refuse_if(
        (event.word(PLACE_VALIDITY) != VALIDITY_GTC) != (valid_us != 0.0),
        REASON_VALIDITY_MISSING,
        PLACE_VALID_US,
        valid_us,
    )?;
    let on_close = ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize].at == At::Close;
    refuse_if(!on_close && session_end_us != 0.0, REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us)
}
