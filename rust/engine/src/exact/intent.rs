//! Checks of an intent under the exact model: prices on the grid, exactly one size, ties to known orders.

use crate::contract::*;
use crate::exact::margin::largest_fraction;
use crate::state::event::Event;
use crate::state::fields::{Instrument, Order};
use crate::state::notices::{NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::order::{is_terminal, sign_of};
use crate::state::refusal::{refuse_if, Refusal};
use crate::state::state::State;

/// Checks the rest of an intent whose codes are good.
pub fn check_exact(state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    check_prices(event, instrument)?;
    check_trail(event, instrument)?;
    check_validity(event)?;
    check_size(event, instrument)?;
    check_call(state, event)?;
    check_ties(state, event, instrument)?;
    check_basket(state, event, instrument)
}

/// Flags of orders that no call takes or refuses with others: a close is never refused, a target has baskets.
const NOT_TOGETHER: u32 = ORDER_FLAG_CLOSE | ORDER_FLAG_TARGET | ORDER_FLAG_EXTERNAL;

/// Refuses all that the model has not built: held orders, a session's end, and flags that their order cannot have.
pub fn check_built(event: Event) -> Result<(), Refusal> {
    let (order_type, flags) = (event.word(PLACE_ORDER_TYPE), event.word(PLACE_FLAGS));
    let OrderKind { trigger, then, at } = ORDER_KINDS[order_type as usize];
    let plain = trigger == Trigger::None || trigger == Trigger::Stop;
    let (relative, protective) = (flags & ORDER_FLAG_RELATIVE != 0, flags & ORDER_FLAG_PROTECTIVE != 0);
    let wrong = flags & ORDER_FLAG_HOLD != 0
        || (relative && (!protective || !plain))
        || (flags & ORDER_FLAG_TRAIL_RATE != 0 && !relative && trigger != Trigger::Trail)
        || (flags & ORDER_FLAG_TOGETHER != 0 && flags & NOT_TOGETHER != 0)
        || (flags & ORDER_FLAG_POST_ONLY != 0 && (trigger != Trigger::None || then != Then::Limit || protective));
    refuse_if(wrong, REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, f64::from(flags))?;
    let session_end_us = event.float(PLACE_SESSION_END_US);
    if at != At::Open {
        return refuse_if(session_end_us != 0.0, REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
    }
    let is_day = is_integer(session_end_us) && (0.0..=f64::from(u32::MAX)).contains(&session_end_us);
    refuse_if(!is_day, REASON_OUT_OF_RANGE, PLACE_SESSION_END_US, session_end_us)
}

fn check_prices(event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    let OrderKind { trigger, then, .. } = ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize];
    let relative = event.word(PLACE_FLAGS) & ORDER_FLAG_RELATIVE != 0;
    let trails = trigger == Trigger::Trail;
    check_price(event, PLACE_LIMIT, then == Then::Limit && !relative, trails, instrument)?;
    check_price(event, PLACE_STOP, trigger != Trigger::None && !relative, trails, instrument)
}

fn check_price(
    event: Event,
    lane: usize,
    wanted: bool,
    optional: bool,
    instrument: &Instrument,
) -> Result<(), Refusal> {
    let price = event.float(lane);
    if price == 0.0 {
        return refuse_if(wanted && !optional, REASON_PRICE_MISSING, lane, 0.0);
    }
    refuse_if(!wanted, REASON_PRICE_UNEXPECTED, lane, price)?;
    check_grid(price, lane, instrument)
}

/// Checks that an order has a distance exactly where its type or its flag needs one, and that a trail can begin.
fn check_trail(event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    let flags = event.word(PLACE_FLAGS);
    let trails = ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize].trigger == Trigger::Trail;
    let trail = event.float(PLACE_TRAIL);
    if !trails && flags & ORDER_FLAG_RELATIVE == 0 {
        return refuse_if(trail != 0.0, REASON_PRICE_UNEXPECTED, PLACE_TRAIL, trail);
    }
    check_distance(trail, PLACE_TRAIL, flags & ORDER_FLAG_TRAIL_RATE != 0)?;
    // Before the first bar there is no close to begin with. A venue begins a trail itself, and an entry begins it later.
    let begins = trails && event.float(PLACE_STOP) == 0.0 && flags & ORDER_FLAG_PROTECTIVE == 0;
    let unknown = begins && instrument.terms.execution != EXECUTION_REPORTED && instrument.close == 0.0;
    refuse_if(unknown, REASON_PRICE_MISSING, PLACE_STOP, 0.0)
}

/// Checks a distance: a whole number of steps, or a rate below one.
pub fn check_distance(trail: f64, lane: usize, by_rate: bool) -> Result<(), Refusal> {
    refuse_if(trail < 0.0, REASON_NEGATIVE, lane, trail)?;
    refuse_if(trail > EXACT_MAX, REASON_OUT_OF_RANGE, lane, trail)?;
    refuse_if(!is_integer(trail), REASON_OFF_GRID, lane, trail)?;
    refuse_if(trail == 0.0 || (by_rate && trail >= RATE_SCALE), REASON_TRAIL_RANGE, lane, trail)
}

/// Checks that a price lies on the grid of prices, and on the grid of order prices where a tick is declared.
pub fn check_grid(price: f64, lane: usize, instrument: &Instrument) -> Result<(), Refusal> {
    refuse_if(price < 0.0, REASON_NEGATIVE, lane, price)?;
    refuse_if(price > EXACT_MAX, REASON_PRICE_RANGE, lane, price)?;
    refuse_if(!is_integer(price), REASON_OFF_GRID, lane, price)?;
    let tick = instrument.terms.tick;
    // Both are integers below 2^53, so the remainder of integers equals that of doubles, and it is faster.
    refuse_if(tick != 0.0 && price as u64 % tick as u64 != 0, REASON_OFF_TICK, lane, price)
}

/// Checks for exactly one of quantity, cash and fraction. A closing order and a target may omit it; a protective order
/// and one without a size must.
fn check_size(event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    let (flags, quantity) = (event.word(PLACE_FLAGS), event.float(PLACE_QUANTITY));
    check_whole(event, PLACE_QUANTITY, EXACT_MAX)?;
    check_whole(event, PLACE_CASH, EXACT_MAX)?;
    let (protective, fraction) = (flags & ORDER_FLAG_PROTECTIVE != 0, event.float(PLACE_FRACTION));
    // The fraction of a protective order is its share of what its entry opens, which no leverage makes more than all.
    let largest = if protective { RATE_SCALE } else { largest_fraction(&instrument.terms) };
    check_whole(event, PLACE_FRACTION, largest)?;
    let amounts = [quantity, event.float(PLACE_CASH), if protective { 0.0 } else { fraction }];
    let said = amounts.iter().filter(|&&size| size > 0.0).count();
    let shared = protective && fraction > 0.0 && instrument.terms.execution == EXECUTION_REPORTED;
    refuse_if(shared, REASON_NOT_SUPPORTED, PLACE_FRACTION, fraction)?;
    let (whole, target) = (flags & ORDER_FLAG_WHOLE != 0, flags & ORDER_FLAG_TARGET != 0);
    if protective || whole {
        refuse_if(said > 0, REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity)?;
    }
    refuse_if(said > 1, REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity)?;
    let omits = flags & (ORDER_FLAG_CLOSE | ORDER_FLAG_PROTECTIVE) != 0 || whole || target;
    refuse_if(said == 0 && !omits, REASON_BELOW_LOT, PLACE_QUANTITY, 0.0)?;
    let is_unsized = whole || target || (said == 1 && quantity == 0.0);
    let alone = if whole {
        ORDER_FLAG_WHOLE
    } else if target {
        ORDER_FLAG_TARGET
    } else {
        0
    };
    let allowed = ORDER_FLAG_TRAIL_RATE | ORDER_FLAG_POST_ONLY | ORDER_FLAG_TOGETHER | alone;
    refuse_if(is_unsized && flags & !allowed != 0, REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, f64::from(flags))?;
    refuse_if(
        is_unsized && instrument.terms.execution == EXECUTION_REPORTED,
        REASON_UNSIZED_REPORTED,
        PLACE_QUANTITY,
        0.0,
    )?;
    // Where prices may be zero and below, they tell no worth of a unit.
    refuse_if(
        (whole || (said == 1 && quantity == 0.0)) && instrument.terms.price_zero != 0.0,
        REASON_NOT_SUPPORTED,
        PLACE_QUANTITY,
        0.0,
    )?;
    // A target is reached at the next open: at a price of its own its side would not be known.
    let order_type = event.word(PLACE_ORDER_TYPE);
    let kind = ORDER_KINDS[order_type as usize];
    refuse_if(
        target && (kind.trigger != Trigger::None || kind.then == Then::Limit || kind.at != At::Next),
        REASON_NOT_SUPPORTED,
        WORD_LANE + PLACE_ORDER_TYPE,
        f64::from(order_type),
    )
}

/// Checks that a lane holds a whole number up to a limit.
fn check_whole(event: Event, lane: usize, most: f64) -> Result<(), Refusal> {
    let value = event.float(lane);
    refuse_if(value < 0.0, REASON_NEGATIVE, lane, value)?;
    refuse_if(value > most, REASON_OUT_OF_RANGE, lane, value)?;
    refuse_if(!is_integer(value), REASON_OFF_GRID, lane, value)
}

/// Checks the ties of an order to the position and to other orders.
fn check_ties(state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    let (flags, parent_id, oco) = (event.word(PLACE_FLAGS), event.word(PLACE_PARENT), event.word(PLACE_OCO));
    // Most orders have no ties.
    if flags & (ORDER_FLAG_EXTERNAL | ORDER_FLAG_CLOSE | ORDER_FLAG_PROTECTIVE) == 0 && parent_id == 0 && oco == 0 {
        return Ok(());
    }
    let (sign, kind) = (sign_of(event.word(PLACE_SIDE)), ORDER_KINDS[event.word(PLACE_ORDER_TYPE) as usize]);
    let reported = instrument.terms.execution == EXECUTION_REPORTED;
    // A venue's own order has a size of its own and waits for no entry.
    let sized = flags & (ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE) == 0;
    refuse_if(
        flags & ORDER_FLAG_EXTERNAL != 0 && (!reported || !sized),
        REASON_NOT_SUPPORTED,
        WORD_LANE + PLACE_FLAGS,
        f64::from(flags),
    )?;
    if flags & ORDER_FLAG_CLOSE != 0 {
        refuse_if(sign * instrument.position_size >= 0.0, REASON_NOTHING_TO_CLOSE, NO_LANE, 0.0)?;
        let closing = state.orders.find(instrument.closing_order);
        refuse_if(
            closing.is_some_and(|slot| !is_terminal(state.orders.slots[slot].state)),
            REASON_ALREADY_CLOSING,
            NO_LANE,
            f64::from(instrument.closing_order),
        )?;
    }
    let protective = flags & ORDER_FLAG_PROTECTIVE != 0;
    refuse_if(protective != (parent_id != 0), REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, f64::from(parent_id))?;
    if protective {
        // A protective order has one price: either a stop or a limit, never both.
        let one_price = (kind.trigger != Trigger::None) != (kind.then == Then::Limit);
        let immediate = event.word(PLACE_VALIDITY) > VALIDITY_DAY;
        refuse_if(
            !one_price || kind.trigger == Trigger::Touch || immediate || flags & ORDER_FLAG_CLOSE != 0,
            REASON_NOT_SUPPORTED,
            WORD_LANE + PLACE_FLAGS,
            f64::from(flags),
        )?;
        let parent = state.orders.find(parent_id).map(|slot| &state.orders.slots[slot]);
        let good = parent.filter(|parent| {
            parent.ended == 0
                && parent.instrument == instrument.id
                && parent.sign != sign
                && parent.aim == 0.0
                && (!parent.reduces() || parent.whole())
        });
        let Some(parent) = good else {
            return refuse_if(true, REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, f64::from(parent_id));
        };
        check_protective_price(event, parent, instrument)?;
    }
    refuse_if(oco != 0 && !is_group(state, oco, reported), REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, f64::from(oco))
}

/// Returns whether an order id names a group of which a member lives: the leader, or others after its end. Market data
/// ends the members of a simulated group, reports those of a reported one: no group is of both.
fn is_group(state: &State, oco: u32, reported: bool) -> bool {
    let leader = state.orders.find(oco).map(|slot| &state.orders.slots[slot]);
    if let Some(leader) = leader.filter(|leader| leader.ended == 0) {
        return leader.oco == 0 && (leader.rank == 0) == reported;
    }
    let tied = if reported { &state.orders.at_venue } else { &state.orders.tied };
    tied.iter().any(|&at| {
        let order = &state.orders.slots[at];
        order.ended == 0 && order.oco == oco
    })
}

/// Checks the price of a protective order against its entry's price: the limit, else the trigger, else the last close.
/// An entry that only closes has nothing to protect, one that has filled has met its price, and an adopted one is the
/// venue's.
fn check_protective_price(event: Event, parent: &Order, instrument: &Instrument) -> Result<(), Refusal> {
    let held = instrument.position_size;
    let closes =
        parent.sign * held < 0.0 && (parent.reduces() || (parent.quantity > 0.0 && parent.quantity <= held.abs()));
    if parent.filled > 0.0 || closes || parent.flags & ORDER_FLAG_EXTERNAL != 0 {
        return Ok(());
    }
    let reference = if parent.limit != 0.0 {
        parent.limit
    } else if parent.stop != 0.0 {
        parent.stop
    } else {
        instrument.close
    };
    let stops = event.float(PLACE_STOP) != 0.0;
    let lane = if stops { PLACE_STOP } else { PLACE_LIMIT };
    let price = event.float(lane);
    let right = if stops == parent.is_buy() { price < reference } else { price > reference };
    // A price at a distance from the entry's lies on its right side.
    refuse_if(reference != 0.0 && price != 0.0 && !right, REASON_PROTECTIVE_PRICE, lane, price)
}

/// Refuses an order of a call whose first order is not there: it was refused, or fell with another one.
fn check_call(state: &State, event: Event) -> Result<(), Refusal> {
    let (flags, call) = (event.word(PLACE_FLAGS), event.word(PLACE_ROUND_TRIP));
    if flags & (ORDER_FLAG_TOGETHER | ORDER_FLAG_PROTECTIVE) != ORDER_FLAG_TOGETHER {
        return Ok(());
    }
    if call == event.word(LANE_ORDER_ID) {
        return Ok(());
    }
    let stands = state.orders.find(call).is_some_and(|slot| {
        let first = state.order(slot);
        first.ended == 0
            && first.placed_us == state.time_us
            && first.round_trip == call
            && first.flags & ORDER_FLAG_TOGETHER != 0
    });
    refuse_if(!stands, REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, f64::from(call))
}

/// Checks that an order of a basket is one of its legs: a target by fraction, and no second one in its instrument.
fn check_basket(state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
    let basket = event.word(PLACE_BASKET);
    if basket == 0 {
        return Ok(());
    }
    let said = event.float(PLACE_QUANTITY) != 0.0 || event.float(PLACE_CASH) != 0.0;
    let is_leg = event.word(PLACE_FLAGS) == ORDER_FLAG_TARGET && !said && event.word(PLACE_OCO) == 0;
    let is_second = state.orders.awake.iter().any(|&slot| {
        let order = state.order(slot);
        order.basket == basket && order.instrument == instrument.id && order.ended == 0
    });
    refuse_if(!is_leg || is_second, REASON_BASKET, WORD_LANE + PLACE_BASKET, f64::from(basket))
}

/// Checks that GTD has a time and that no other validity has one.
fn check_validity(event: Event) -> Result<(), Refusal> {
    let (validity, valid_us) = (event.word(PLACE_VALIDITY), event.float(PLACE_VALID_US));
    refuse_if((validity == VALIDITY_GTD) == (valid_us == 0.0), REASON_VALIDITY_MISSING, PLACE_VALID_US, valid_us)?;
    refuse_if(!is_integer(valid_us), REASON_OFF_GRID, PLACE_VALID_US, valid_us)?;
    refuse_if(valid_us.abs() > EXACT_MAX, REASON_OUT_OF_RANGE, PLACE_VALID_US, valid_us)
}
