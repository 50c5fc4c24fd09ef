//! Advancing: the pull of bars from packed columns, as the events that a log would hold.

use crate::contract::*;
use crate::exact::horizon::horizon_of;
use crate::exact::ledger::mark_of;
use crate::state::columns::{next_time, Columns, Row, COLUMNS};
use crate::state::state::State;
use crate::step::{close_step, open_step, show_bar};

/// Pulls bars up to a time: per distinct time the bars by ascending instrument id, then the event `step`. Writes cash
/// and value of each step to two columns of `marks` from a row on and returns the number of steps; stops early when the
/// columns are full.
///
/// Up to the horizon nothing can be said, so there the bars only mark: those steps skip the broker's other phases.
pub fn advance(
    state: &mut State,
    loaded: &Columns,
    columns: &[f64],
    until_us: f64,
    marks: &mut [f64],
    row: usize,
) -> usize {
    assert!(!state.step_open && !state.shut_down, "Cannot advance while a step is open or after the run has ended");
    let (cash, value) = marks.split_at_mut(marks.len() / 2);
    let value = &mut value[..cash.len()];
    let mut at = row;
    while at < cash.len() {
        let time_us = next_time(state, loaded, columns);
        if time_us > until_us || time_us == f64::INFINITY {
            break;
        }
        assert!(!state.step_seen || time_us > state.step_us, "Cannot advance to a bar that lies before the last step");
        if loaded.counts.len() == 1 && is_quiet(state) {
            let quiet_us = horizon_of(state, loaded, columns);
            if quiet_us > time_us {
                let (cash, value) = (&mut cash[at..], &mut value[at..]);
                let steps = advance_quietly(state, loaded, columns, until_us, quiet_us, cash, value);
                at += steps;
                if steps > 0 {
                    continue;
                }
            }
        }
        pull_step(state, loaded, columns, time_us);
        cash[at] = state.cash;
        value[at] = state.value;
        at += 1;
    }
    at - row
}

/// Pulls the bars of one time and closes their step.
fn pull_step(state: &mut State, loaded: &Columns, columns: &[f64], time_us: f64) {
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
    close_step(state);
    state.orders.retire_oldest();
}

/// Shows a bar of the columns, which were checked when they were loaded.
#[inline(always)]
fn show_row(state: &mut State, id: u32, bar: &Row) {
    let (begin_us, session_day, volume) = (bar.begin_us + 0.0, bar.session_day as u32, bar.volume + 0.0);
    show_bar(state, id, begin_us, session_day, bar.open, bar.high, bar.low, bar.close, volume);
}

/// Whether steps before the horizon change nothing but marks: no record is written and no day is still to be noted.
fn is_quiet(state: &State) -> bool {
    if state.marks_to_records || state.input_hash_on {
        return false;
    }
    if state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE {
        return false;
    }
    let orders = &state.orders;
    if orders.resting.len() == orders.resting_ended {
        return true;
    }
    !orders.resting.iter().any(|&slot| {
        let order = &orders.slots[slot];
        order.ended == 0 && order.validity == VALIDITY_DAY && order.day == 0
    })
}

/// Pulls the bars of a single instrument up to a time and before another, marking each: what [`pull_step`] does when no
/// order can fill or end. Keeps the chain in local variables; returns the number of steps.
fn advance_quietly(
    state: &mut State,
    loaded: &Columns,
    columns: &[f64],
    until_us: f64,
    before_us: f64,
    cash_marks: &mut [f64],
    value_marks: &mut [f64],
) -> usize {
    let count = loaded.counts[0] as usize;
    let instrument = &mut state.instruments[0];
    let first = (instrument.bars - loaded.bases[0]) as usize;
    let rows = (count - first).min(cash_marks.len());
    assert!(u64::from(state.sequence) + 2 * rows as u64 <= u64::from(u32::MAX), "Cannot advance past 2^32 - 1 events");
    let (times, closes) = (&columns[first..first + rows], &columns[6 * count + first..6 * count + first + rows]);
    let (cash_marks, value_marks) = (&mut cash_marks[..rows], &mut value_marks[..rows]);
    let (cash, size) = (state.cash, instrument.position_size);
    let (mut chain, mut sequence) = (state.chain, state.sequence);
    let mut value = cash + state.marks;
    let mut steps = 0;
    if value.abs() > EXACT_MAX {
        return 0;
    }
    // A mark that is a whole multiple of the close takes one multiplication; the first mark of a size finds that out.
    if size != 0.0 {
        instrument.close = closes[0];
        mark_of(instrument);
    }
    let multiple = if size != 0.0 && instrument.mark_rest == 0.0 { instrument.mark_whole } else { -1.0 };
    while steps < rows {
        let time_us = times[steps];
        if time_us > until_us || time_us >= before_us {
            break;
        }
        if size != 0.0 {
            let mut marked = closes[steps] * multiple;
            if !(0.0..=EXACT_MAX).contains(&marked) {
                instrument.close = closes[steps];
                marked = mark_of(instrument);
                // What passes a limit is said, which is for the whole step to do.
                if marked == f64::INFINITY {
                    break;
                }
            }
            let marked = cash + if size < 0.0 { -marked } else { marked };
            if marked.abs() > EXACT_MAX {
                break;
            }
            value = marked;
        }
        // The bar's sequence, the step's sequence, cash, value: as the events would feed them one by one.
        if state.chain_on {
            chain.mix(sequence + 1, 0);
            chain.mix(sequence + 2, 0);
            chain.mix_lane(cash.to_bits());
            chain.mix_lane(value.to_bits());
        }
        sequence += 2;
        cash_marks[steps] = cash;
        value_marks[steps] = value;
        steps += 1;
    }
    if steps == 0 {
        return 0;
    }
    state.chain = chain;
    if size != 0.0 {
        instrument.mark = value - cash;
    }
    state.marks = instrument.mark;
    state.value = value;
    state.sequence = sequence;
    state.event_kind = EVENT_STEP;
    state.event_producer = 0;
    state.event_producer_sequence = 0;
    state.time_us = times[steps - 1] + 0.0;
    state.step_us = state.time_us;
    state.step_seen = true;
    // Of a bar whose step is over only this is left.
    instrument.bars += steps as u32;
    instrument.time_us = state.time_us;
    instrument.close = closes[steps - 1];
    steps
}

/// Gives an event of the columns its sequence, as the log would.
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

/// Feeds the input hash with the bar record that a row of the columns equals.
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

/// Sets a word of a record that is zero so far.
#[inline]
fn set_word(record: &mut [u64; RECORD_LANES], word: usize, value: u32) {
    record[word >> 1] |= u64::from(value) << (32 * (word & 1));
}

/// Feeds the input hash with a record.
#[inline]
pub fn mix_record(state: &mut State, record: &[u64; RECORD_LANES]) {
    state.input_hash.mix_lanes(record);
}
