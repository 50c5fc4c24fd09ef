//! Advancing: pulls bars from packed columns. A pulled bar or step has the same effect as its event in a log.

use crate::contract::*;
use crate::state::columns::{next_time, Columns, Row, COLUMNS};
use crate::state::model::Model;
use crate::state::state::State;
use crate::step::{close_short_step, close_step, finish_marks, open_step, show_bar};

/// Pulls bars up to a time: for each distinct time the bars by ascending instrument id, then the event `step`. Writes
/// cash and value of each step to the two columns of `marks`, from a row on. Stops early if the columns are full.
/// Returns the number of steps.
///
/// A step that is open already, by an event of its own time, is pulled into and closed.
///
/// A step before the horizon can make no notice, so it only marks and skips the broker's other phases. A short step, in
/// which orders fill at the open and nothing else can happen, skips all but that.
pub fn advance(
    state: &mut State,
    model: &dyn Model,
    loaded: &Columns,
    columns: &[f64],
    until_us: f64,
    marks: &mut [f64],
    row: usize,
) -> usize {
    assert!(!state.shut_down, "Cannot advance after the run has ended");
    let (cash, value) = marks.split_at_mut(marks.len() / 2);
    let value = &mut value[..cash.len()];
    // The quiet loop writes no mark records and builds no bar records for the input hash, so it runs only without both.
    let may_be_quiet = !state.marks_to_records && !state.input_hash_on;
    // Where invariants are checked every step is a full one, so a run with checks is the proof of a run without.
    let may_be_short = may_be_quiet && !state.checks;
    let mut at = row;
    while at < cash.len() {
        let time_us = next_time(state, loaded, columns);
        if time_us > until_us || time_us == f64::INFINITY {
            break;
        }
        // Events of the step's own time may have come before its bars, as money does that comes on that day.
        let is_open = state.step_open;
        let is_full = is_open || state.account.transfer != 0.0;
        assert!(!is_open || time_us == state.step_us, "Cannot advance to another time while a step is open");
        assert!(!is_open || state.bars_of_step.is_empty(), "Cannot advance in a step that has bars already");
        assert!(
            is_open || !state.step_seen || time_us > state.step_us,
            "Cannot advance to a bar that lies before the last step"
        );
        if is_full {
            pull_step(state, model, loaded, columns, time_us);
        } else if state.orders.plain.is_some() && model.step_plain(state, loaded, columns, time_us) {
            finish_marks(state);
            state.orders.retire_oldest();
        } else if state.orders.plain.is_some() {
            // The order is one like any other from now on, and so is the step.
            state.orders.leave_plain();
            continue;
        } else if may_be_short && model.is_short(state, loaded, columns) {
            pull_short_step(state, model, loaded, columns, time_us);
        } else {
            let (cash, value) = (&mut cash[at..], &mut value[at..]);
            let steps = if may_be_quiet { model.quiet(state, loaded, columns, until_us, cash, value) } else { 0 };
            at += steps;
            if steps > 0 {
                continue;
            }
            pull_step(state, model, loaded, columns, time_us);
        }
        cash[at] = state.account.cash;
        value[at] = state.account.value;
        at += 1;
    }
    at - row
}

/// Pulls the bars of one time and closes their step.
fn pull_step(state: &mut State, model: &dyn Model, loaded: &Columns, columns: &[f64], time_us: f64) {
    state.time_us = time_us;
    if state.marks_to_records {
        state.keep_commit();
    }
    open_step(state, time_us);
    for (id, &count) in loaded.counts.iter().enumerate() {
        let cursor = (state.instruments[id].bars - loaded.bases[id]) as usize;
        let count = count as usize;
        let own = &columns[loaded.offsets[id]..loaded.offsets[id] + COLUMNS * count];
        if cursor >= count || own[cursor] != time_us {
            continue;
        }
        begin(state, EVENT_BAR);
        let bar = Row::of(own, count, cursor);
        if state.input_hash_on {
            hash_bar(state, &bar, id as u32);
        }
        show_row(state, id as u32, &bar);
    }
    begin(state, EVENT_STEP);
    if state.input_hash_on {
        hash_step(state);
    }
    close_step(state, model);
    state.orders.retire_oldest();
}

/// Pulls the bar of a short step and closes it. Only what its orders ask for is read: each column is a place of its own
/// in memory, which the processor has to wait for.
fn pull_short_step(state: &mut State, model: &dyn Model, loaded: &Columns, columns: &[f64], time_us: f64) {
    let instrument = &state.instruments[0];
    let (count, from) = (loaded.counts[0] as usize, (instrument.bars - loaded.bases[0]) as usize);
    let read = |column: usize| columns[from + column * count];
    let (open, close) = (read(COLUMN_OPEN), read(COLUMN_CLOSE));
    // The range of the bar bounds what slippage moves, and nothing else asks for it.
    let slips = instrument.terms.slips;
    let high = if slips { read(COLUMN_HIGH) } else { open };
    let low = if slips { read(COLUMN_LOW) } else { open };
    let volume = if instrument.terms.needs_volume { read(COLUMN_VOLUME) } else { 0.0 };
    // The bar begins where the last one ended, or later.
    let begin_us = instrument.time_us;
    state.time_us = time_us;
    open_step(state, time_us);
    begin(state, EVENT_BAR);
    show_bar(state, 0, begin_us, 0, open, high, low, close, volume);
    begin(state, EVENT_STEP);
    close_short_step(state, model);
    state.orders.retire_oldest();
}

/// Shows a bar of the columns. The load has already checked its values.
#[inline(always)]
fn show_row(state: &mut State, id: u32, bar: &Row) {
    let (begin_us, session_day, volume) = (bar.begin_us + 0.0, bar.session_day as u32, bar.volume + 0.0);
    show_bar(state, id, begin_us, session_day, bar.open, bar.high, bar.low, bar.close, volume);
}

/// Gives an event of the columns its sequence, as in a log.
#[inline(always)]
fn begin(state: &mut State, kind: u32) {
    assert!(state.sequence < u32::MAX, "Cannot advance past 2^32 - 1 events");
    state.sequence += 1;
    state.event_kind = kind;
    state.event_producer = 0;
    state.event_producer_sequence = 0;
    if state.chain_on {
        state.chain.mix(state.sequence, 0);
    }
}

/// Adds to the input hash the bar record that corresponds to a row of the columns.
fn hash_bar(state: &mut State, bar: &Row, id: u32) {
    let mut record = [0; RECORD_LANES];
    record[LANE_TIME_US] = bar.time_us.to_bits();
    record[BAR_OPEN] = bar.open.to_bits();
    record[BAR_HIGH] = bar.high.to_bits();
    record[BAR_LOW] = bar.low.to_bits();
    record[BAR_CLOSE] = bar.close.to_bits();
    record[BAR_VOLUME] = bar.volume.to_bits();
    record[BAR_BEGIN_US] = bar.begin_us.to_bits();
    set_word(&mut record, LANE_KIND, EVENT_BAR);
    set_word(&mut record, LANE_INSTRUMENT, id);
    set_word(&mut record, BAR_SESSION_DAY, bar.session_day as u32);
    mix_record(state, &record);
}

fn hash_step(state: &mut State) {
    let mut record = [0; RECORD_LANES];
    record[LANE_TIME_US] = state.time_us.to_bits();
    set_word(&mut record, LANE_KIND, EVENT_STEP);
    mix_record(state, &record);
}

/// Sets a word of a record. The word is still zero.
#[inline]
fn set_word(record: &mut [u64; RECORD_LANES], word: usize, value: u32) {
    record[word >> 1] |= u64::from(value) << (32 * (word & 1));
}

/// Adds a record to the input hash.
#[inline]
pub fn mix_record(state: &mut State, record: &[u64; RECORD_LANES]) {
    state.input_hash.mix_lanes(record);
}
