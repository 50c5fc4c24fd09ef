//! The step: which events may come when, what market events do, and the phases of the broker.

use crate::contract::*;
use crate::exact::commission::commission_of;
use crate::exact::expire::expire_orders;
use crate::exact::fill::end_protection;
use crate::exact::ledger::{begin_execution, book, can_book, free_cash, mark_instrument, note_execution};
use crate::exact::matching::match_step;
use crate::queue::broker::run_queue;
use crate::queue::ledger::value_of_positions;
use crate::state::amount::amount;
use crate::state::bar::{bar_shaped, check_price};
use crate::state::event::Event;
use crate::state::instrument::Instrument;
use crate::state::notices::{info, note_commit, note_diagnostic, note_mark, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::order::Order;
use crate::state::sequence::{Look, Producer};
use crate::state::state::State;

/// Refuses the event at hand and returns false.
#[cold]
fn refuse(state: &mut State, event: Event, reason: u32, lane: usize, value: f64) -> bool {
    note_refusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0.0, 0.0);
    false
}

/// Decides whether an event may be applied, and takes its producer's number in; says why when it may not.
#[inline]
pub fn admit(state: &mut State, event: Event) -> bool {
    let kind = event.word(LANE_KIND);
    let floats = EVENT_FLOATS_USED.get(kind as usize).copied().unwrap_or(0);
    let words = EVENT_WORDS_USED.get(kind as usize).copied().unwrap_or(0);
    if floats == 0 {
        return refuse(state, event, REASON_UNKNOWN_KIND, WORD_LANE + LANE_KIND, f64::from(kind));
    }
    if !is_plain(event, floats, words) {
        return refuse_lane(state, event, floats, words);
    }
    let time_us = event.float(LANE_TIME_US);
    if time_us.abs() > TIME_US_MAX {
        return refuse(state, event, REASON_OUT_OF_RANGE, LANE_TIME_US, time_us);
    }
    if !is_integer(time_us) {
        return refuse(state, event, REASON_OFF_GRID, LANE_TIME_US, time_us);
    }
    let instrument = event.word(LANE_INSTRUMENT);
    if instrument as usize >= state.instruments.len() {
        let lane = WORD_LANE + LANE_INSTRUMENT;
        return refuse(state, event, REASON_UNKNOWN_INSTRUMENT, lane, f64::from(instrument));
    }
    let (id, number) = (event.word(LANE_PRODUCER), event.word(LANE_PRODUCER_SEQUENCE));
    if id > PRODUCERS_MAX as u32 || (id == 0) != (number == 0) {
        return refuse(state, event, REASON_UNKNOWN_PRODUCER, WORD_LANE + LANE_PRODUCER, f64::from(id));
    }
    let producer = if id == 0 { None } else { Some(producer_of(state, id)) };
    let look = producer.map_or(Look::Next, |at| state.producers[at].look(number));
    if look == Look::Seen {
        let lane = WORD_LANE + LANE_PRODUCER_SEQUENCE;
        return refuse(state, event, REASON_DUPLICATE, lane, f64::from(number));
    }
    let timing = check_time(state, kind, time_us);
    if timing != REASON_NONE {
        return refuse(state, event, timing, LANE_TIME_US, time_us);
    }
    if let Some(at) = producer {
        let expected = f64::from(state.producers[at].highest) + 1.0;
        state.producers[at].take(number);
        if look == Look::Late {
            info(state, REASON_LATE_SEQUENCE, 0, instrument);
        } else if look != Look::Next {
            warn(state, REASON_GAP, 0, instrument, f64::from(number), expected);
            if look == Look::GapFull {
                warn(state, REASON_HOLES_GIVEN_UP, 0, instrument, f64::from(id), 0.0);
            }
        }
    }
    true
}

/// Whether the float lanes in use are finite and all others are zero. One pass without a branch for each lane.
#[inline(always)]
fn is_plain(event: Event, floats: usize, words: usize) -> bool {
    const EXPONENT: u64 = 0x7ff << 52;
    let mut wild = 0;
    for lane in 0..EVENT_FLOATS {
        let bits = event.lanes[lane];
        wild |= if lane < floats { u64::from(bits & EXPONENT == EXPONENT) } else { bits };
    }
    for word in LANE_ORDER_ID + 1..RECORD_WORDS {
        wild |= if word < words { 0 } else { u64::from(event.word(word)) };
    }
    wild == 0
}

/// Says which lane is not finite or should be zero, and returns false.
#[cold]
fn refuse_lane(state: &mut State, event: Event, floats: usize, words: usize) -> bool {
    for lane in 0..floats {
        if !event.float(lane).is_finite() {
            return refuse(state, event, REASON_NOT_FINITE, lane, event.float(lane));
        }
    }
    for lane in floats..EVENT_FLOATS {
        if event.lanes[lane] != 0 {
            return refuse(state, event, REASON_RESERVED_LANE, lane, 0.0);
        }
    }
    let word = (words..RECORD_WORDS).find(|&word| event.word(word) != 0).expect("A lane that is bad is found");
    refuse(state, event, REASON_RESERVED_LANE, WORD_LANE + word, f64::from(event.word(word)))
}

/// Returns the place of a producer among those that are known, by ascending id.
fn producer_of(state: &mut State, id: u32) -> usize {
    let mut at = 0;
    while at < state.producers.len() && state.producers[at].id < id {
        at += 1;
    }
    if state.producers.get(at).is_none_or(|found| found.id != id) {
        state.producers.insert(at, Producer::new(id));
    }
    at
}

/// Intents follow their step; everything else belongs to a step or, when it is no market event, comes after it.
fn check_time(state: &State, kind: u32, time_us: f64) -> u32 {
    let back = if time_us < state.step_us { REASON_TIME_BACK } else { REASON_NONE };
    if kind >= EVENT_PLACE {
        if state.step_open {
            return REASON_STEP_OPEN;
        }
        if !state.step_seen || time_us > state.step_us {
            return REASON_INTENT_TIME;
        }
        return back;
    }
    if state.step_open {
        if kind == EVENT_SHUTDOWN || time_us > state.step_us {
            return REASON_STEP_OPEN;
        }
        return back;
    }
    if !state.step_seen || time_us > state.step_us {
        return REASON_NONE;
    }
    if time_us < state.step_us {
        return REASON_TIME_BACK;
    }
    match kind {
        EVENT_BAR | EVENT_QUOTE | EVENT_TICK | EVENT_STEP => REASON_STEP_CLOSED,
        _ => REASON_NONE,
    }
}

/// Opens the step of this time unless it is open or done.
#[inline]
pub fn open_step(state: &mut State, time_us: f64) {
    if state.step_open || (state.step_seen && time_us == state.step_us) {
        return;
    }
    if state.step_seen && state.marks_to_records {
        note_commit(state);
    }
    state.step_us = time_us;
    state.step_seen = true;
    state.step_open = true;
}

/// Takes a bar in: the instrument shows it from now on.
pub fn apply_bar(state: &mut State, event: Event, instrument: u32) {
    let (open, high, low) = (event.float(BAR_OPEN), event.float(BAR_HIGH), event.float(BAR_LOW));
    let (close, volume, begin_us) = (event.float(BAR_CLOSE), event.float(BAR_VOLUME), event.float(BAR_BEGIN_US));
    let exact = state.rule(CONFIG_RULE_NUMBERS) == NUMBERS_EXACT;
    for lane in BAR_OPEN..=BAR_CLOSE {
        let reason = if exact { check_price(event.float(lane)) } else { REASON_NONE };
        if reason != REASON_NONE {
            refuse(state, event, reason, lane, event.float(lane));
            return;
        }
    }
    if volume < 0.0 {
        refuse(state, event, REASON_NEGATIVE, BAR_VOLUME, volume);
        return;
    }
    if !is_integer(begin_us) {
        refuse(state, event, REASON_OFF_GRID, BAR_BEGIN_US, begin_us);
        return;
    }
    let shown = &state.instruments[instrument as usize];
    if shown.has_bar {
        refuse(state, event, REASON_BAR_REPEATED, NO_LANE, 0.0);
        return;
    }
    let shaped = bar_shaped(open, high, low, close)
        && begin_us < state.time_us
        && (shown.bars == 0 || begin_us >= shown.time_us)
        && begin_us >= -TIME_US_MAX;
    if !shaped {
        refuse(state, event, REASON_BAR_SHAPE, NO_LANE, 0.0);
        return;
    }
    let session_day = event.word(BAR_SESSION_DAY);
    show_bar(state, instrument, begin_us + 0.0, session_day, open, high, low, close, volume + 0.0);
}

/// Shows a bar that was checked.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
pub fn show_bar(
    state: &mut State,
    id: u32,
    begin_us: f64,
    session_day: u32,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: f64,
) {
    let instrument = &mut state.instruments[id as usize];
    instrument.time_us = state.time_us;
    instrument.begin_us = begin_us;
    instrument.session_day = session_day;
    instrument.open = open;
    instrument.high = high;
    instrument.low = low;
    instrument.close = close;
    instrument.volume = volume;
    instrument.bars += 1;
    instrument.has_bar = true;
    let bars = &mut state.bars_of_step;
    let mut at = bars.len();
    bars.push(id);
    // Kept by ascending id, so that nothing depends on the order in which the bars of a step arrive.
    while at > 0 && bars[at - 1] > id {
        bars[at] = bars[at - 1];
        at -= 1;
    }
    bars[at] = id;
}

/// Closes the step: expire, match, mark. What a fill means for other orders happens with the fill.
#[inline]
pub fn close_step(state: &mut State) {
    if state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE {
        run_queue(state);
        state.orders.compact();
    } else if state.orders.resting.len() > state.orders.resting_ended {
        expire_orders(state);
        match_step(state);
        state.orders.compact();
    }
    mark_step(state);
    let queue = state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE;
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.has_bar = false;
        if !queue {
            forget_bar(instrument);
        }
    }
    state.bars_of_step.clear();
    state.step_open = false;
}

/// Forgets what of a bar nothing asks for once its step is over: orders meet a bar in its own step, and later marks and
/// sizes take the close. Queue matching shows stale bars and keeps them whole.
#[inline(always)]
fn forget_bar(instrument: &mut Instrument) {
    instrument.begin_us = 0.0;
    instrument.session_day = 0;
    instrument.open = 0.0;
    instrument.high = 0.0;
    instrument.low = 0.0;
    instrument.volume = 0.0;
}

/// Marks what has a new price and feeds cash and value to the chain.
#[inline]
fn mark_step(state: &mut State) {
    if state.rule(CONFIG_RULE_NUMBERS) == NUMBERS_DOUBLES {
        state.marks = value_of_positions(state);
        finish_marks(state);
        return;
    }
    for at in 0..state.bars_of_step.len() {
        let id = state.bars_of_step[at];
        let instrument = &state.instruments[id as usize];
        if instrument.position_size != 0.0 || instrument.mark != 0.0 {
            mark_instrument(state, id);
        }
    }
    finish_marks(state);
}

#[inline]
fn finish_marks(state: &mut State) {
    let value = state.cash + state.marks;
    let exact = state.rule(CONFIG_RULE_NUMBERS) == NUMBERS_EXACT;
    if exact && (value.abs() > EXACT_MAX || state.cash.abs() > EXACT_MAX) {
        note_diagnostic(state, LEVEL_ERROR, REASON_AMOUNT_LIMIT, 0, 0, value, EXACT_MAX);
    } else {
        state.value = value;
    }
    if state.chain_on {
        state.chain.mix_lane(state.cash.to_bits());
        state.chain.mix_lane(state.value.to_bits());
    }
    if state.marks_to_records {
        note_mark(state);
    }
}

/// Halts an instrument or lets it go on.
pub fn apply_halt(state: &mut State, event: Event, instrument: u32) {
    let halted = event.word(HALT_HALTED);
    if halted > 1 {
        refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + HALT_HALTED, f64::from(halted));
        return;
    }
    state.instruments[instrument as usize].halted = halted == 1;
    info(state, if halted == 1 { REASON_HALTED } else { REASON_RESUMED }, 0, instrument);
}

/// Moves cash into the account or out of it.
pub fn apply_cash(state: &mut State, event: Event) {
    let paid = event.float(CASH_AMOUNT);
    let currency = event.word(CASH_CURRENCY);
    if state.rule(CONFIG_RULE_NUMBERS) == NUMBERS_DOUBLES {
        refuse(state, event, REASON_NOT_SUPPORTED, NO_LANE, paid);
    } else if currency != 0 {
        refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, f64::from(currency));
    } else if paid == 0.0 {
        refuse(state, event, REASON_ZERO, CASH_AMOUNT, 0.0);
    } else if !is_integer(paid) {
        refuse(state, event, REASON_OFF_GRID, CASH_AMOUNT, paid);
    } else if paid.abs() > EXACT_MAX || state.cash + paid > EXACT_MAX || (state.external + paid).abs() > EXACT_MAX {
        refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
    } else if paid < 0.0 && free_cash(state) + paid < 0.0 {
        let free = free_cash(state);
        note_refusal(state, REASON_INSUFFICIENT_CASH, 0, 0, CASH_AMOUNT, paid, -paid, free);
    } else {
        state.cash += paid;
        state.external += paid;
    }
}

/// Ends the run; closes what is open at the last close when asked to.
pub fn shut_down(state: &mut State, event: Event) {
    let close_positions = event.word(SHUTDOWN_CLOSE_POSITIONS);
    if close_positions > 1 {
        let lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
        refuse(state, event, REASON_UNKNOWN_CODE, lane, f64::from(close_positions));
        return;
    }
    if close_positions == 1 && state.rule(CONFIG_RULE_NUMBERS) == NUMBERS_DOUBLES {
        let lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
        refuse(state, event, REASON_NOT_SUPPORTED, lane, f64::from(close_positions));
        return;
    }
    if close_positions == 1 {
        for id in 0..state.instruments.len() {
            if state.instruments[id].position_size != 0.0 {
                close_position(state, id as u32);
            }
        }
        finish_marks(state);
    }
    state.shut_down = true;
}

/// Closes a position at the last close with an execution that belongs to no order.
fn close_position(state: &mut State, id: u32) {
    let instrument = &state.instruments[id as usize];
    let size = instrument.position_size;
    if instrument.execution == EXECUTION_REPORTED {
        note_diagnostic(state, LEVEL_WARNING, REASON_NOT_SUPPORTED, 0, id, size, 0.0);
        return;
    }
    let sign = if size > 0.0 { -1.0 } else { 1.0 };
    let (lots, close) = (size.abs(), instrument.close);
    let notional = amount(close, lots, &instrument.scale);
    let commission = commission_of(instrument, close, lots, 0.0);
    if !can_book(state, instrument, notional + commission, 0.0) {
        note_refusal(state, REASON_AMOUNT_LIMIT, 0, id, NO_LANE, close, EXACT_MAX, 0.0);
        return;
    }
    // Booking wants an order. This one has no id and stands behind the others only as long as it is booked.
    let slot = state.orders.slots.len();
    let order = Order { instrument: id, sign, ..Order::default() };
    let mut execution = begin_execution(&order, close, lots, 0.0, FILL_RULE_CLOSE_AT_END, 0);
    execution.closed_commission = commission;
    state.orders.slots.push(order);
    book(state, slot, &mut execution, notional, 0.0);
    note_execution(state, slot, &execution);
    state.orders.slots.pop();
    end_protection(state, id);
    mark_instrument(state, id);
}
