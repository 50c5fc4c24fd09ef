//! The step: the effects of market events, and the phases of the broker.

use crate::admit::refuse_event;
use crate::contract::*;
use crate::state::bar::{bar_shaped, check_price};
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::model::Model;
use crate::state::notices::{alarm, info, note_commit, note_diagnostic, note_mark, NO_LANE, WORD_LANE};
use crate::state::number::{bits_of, is_integer};
use crate::state::state::State;

/// What a HALT says that ends the trading of its instrument.
const HALT_ENDED: u32 = 2;

/// Opens the step of this time unless it is open or closed.
#[inline]
pub fn open_step(state: &mut State, time_us: f64) {
    if state.step_open || (state.step_seen && time_us == state.step_us) {
        return;
    }
    assert!(!state.step_seen || time_us > state.step_us, "A step opens before the last one");
    if state.step_seen && state.marks_to_records {
        note_commit(state);
    }
    state.step_us = time_us;
    state.step_seen = true;
    state.step_open = true;
}

/// Checks a bar and shows it on its instrument.
pub fn apply_bar(state: &mut State, event: Event, instrument: u32) {
    let (open, high, low) = (event.float(BAR_OPEN), event.float(BAR_HIGH), event.float(BAR_LOW));
    let (close, volume, begin_us) = (event.float(BAR_CLOSE), event.float(BAR_VOLUME), event.float(BAR_BEGIN_US));
    let exact = state.exact;
    for lane in BAR_OPEN..=BAR_CLOSE {
        let reason = if exact { check_price(event.float(lane)) } else { REASON_NONE };
        if reason != REASON_NONE {
            refuse_event(state, event, reason, lane, event.float(lane));
            return;
        }
    }
    if volume < 0.0 {
        refuse_event(state, event, REASON_NEGATIVE, BAR_VOLUME, volume);
        return;
    }
    if !is_integer(begin_us) {
        refuse_event(state, event, REASON_OFF_GRID, BAR_BEGIN_US, begin_us);
        return;
    }
    let shown = &state.instruments[instrument as usize];
    if shown.has_bar {
        refuse_event(state, event, REASON_BAR_REPEATED, NO_LANE, 0.0);
        return;
    }
    let shaped = bar_shaped(open, high, low, close)
        && begin_us < state.time_us
        && (shown.bars == 0 || begin_us >= shown.time_us)
        && begin_us >= -TIME_US_MAX;
    if !shaped {
        refuse_event(state, event, REASON_BAR_SHAPE, NO_LANE, 0.0);
        return;
    }
    let session_day = event.word(BAR_SESSION_DAY);
    show_bar(state, instrument, begin_us + 0.0, session_day, open, high, low, close, volume + 0.0);
}

/// Shows a checked bar on its instrument.
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
    assert!(!instrument.has_bar, "An instrument shows two bars in one step");
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
    // Sorted by ascending id, so that nothing depends on the order in which the bars of a step arrive.
    while at > 0 && bars[at - 1] > id {
        bars[at] = bars[at - 1];
        at -= 1;
    }
    bars[at] = id;
}

/// Closes the step: the model expires and matches orders, then marks positions.
#[inline]
pub fn close_step(state: &mut State, model: &dyn Model) {
    assert!(state.step_open, "A step closes that is not open");
    model.step(state);
    finish_step(state, model);
}

/// Closes a short step, of which the model asks for the open alone.
#[inline]
pub fn close_short_step(state: &mut State, model: &dyn Model) {
    assert!(state.step_open, "A step closes that is not open");
    model.step_short(state);
    finish_step(state, model);
}

/// Marks the positions, forgets the bars and ends the step.
#[inline]
fn finish_step(state: &mut State, model: &dyn Model) {
    model.mark(state);
    finish_marks(state);
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.has_bar = false;
        if !model.keeps_bars() {
            forget_bar(instrument);
        }
    }
    state.bars_of_step.clear();
    state.step_open = false;
}

/// Clears all of the bar but its close when the step has closed: orders match a bar only in its own step; marks and
/// sizing need the close.
#[inline(always)]
fn forget_bar(instrument: &mut Instrument) {
    instrument.begin_us = 0.0;
    instrument.session_day = 0;
    instrument.open = 0.0;
    instrument.high = 0.0;
    instrument.low = 0.0;
    instrument.volume = 0.0;
}

/// Sums up the value, tells when it falls to zero or below, and adds cash and value to the mark hash.
#[inline]
pub fn finish_marks(state: &mut State) {
    let value = state.account.cash + state.account.marks;
    if state.exact && (value.abs() > EXACT_MAX || state.account.cash.abs() > EXACT_MAX) {
        note_diagnostic(state, LEVEL_ERROR, REASON_AMOUNT_LIMIT, 0, 0, value, EXACT_MAX);
    } else {
        // Told again only after a value above zero. With doubles the value is not judged.
        if state.exact && state.account.value > 0.0 && value <= 0.0 {
            alarm(state, REASON_RUINED, 0, 0, value, 0.0);
        }
        state.account.value = value;
    }
    // Doubles that overflowed can be NaN, whose bits differ between machines: both engines go on with one of them.
    if !state.exact {
        state.account.cash = f64::from_bits(bits_of(state.account.cash));
        state.account.value = f64::from_bits(bits_of(state.account.value));
    }
    if state.chain_on {
        state.mark_hash.add(state.account.cash, state.account.value);
    }
    if state.marks_to_records {
        note_mark(state);
    }
}

/// Halts or resumes an instrument, or ends its trading.
pub fn apply_halt(state: &mut State, model: &dyn Model, event: Event, instrument: u32) {
    let halted = event.word(HALT_HALTED);
    if halted == HALT_ENDED {
        model.end_trading(state, instrument);
        return;
    }
    if halted > HALT_ENDED {
        refuse_event(state, event, REASON_UNKNOWN_CODE, WORD_LANE + HALT_HALTED, f64::from(halted));
        return;
    }
    state.instruments[instrument as usize].halted = halted == 1;
    info(state, if halted == 1 { REASON_HALTED } else { REASON_RESUMED }, 0, instrument);
}

/// Ends the run. On request it closes the open positions at the last close.
pub fn shut_down(state: &mut State, model: &dyn Model, event: Event) {
    let close_positions = event.word(SHUTDOWN_CLOSE_POSITIONS);
    if close_positions > 1 {
        let lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
        refuse_event(state, event, REASON_UNKNOWN_CODE, lane, f64::from(close_positions));
        return;
    }
    if close_positions == 1 {
        if !model.close_out(state, event) {
            return;
        }
        finish_marks(state);
    }
    state.shut_down = true;
}
