//! The quiet loop of several instruments: pulls steps that can change nothing but marks.

use crate::contract::*;
use crate::exact::ledger::mark_of;
use crate::exact::margin::unpaid_cost;
use crate::state::columns::{next_time, Columns};
use crate::state::order::signed;
use crate::state::state::State;
use alloc::vec::Vec;

/// Pulls bars up to a time and before another, and marks each step; returns the number of steps. Local variables hold
/// the chain for speed.
pub fn pull_several(
    state: &mut State,
    loaded: &Columns,
    columns: &[f64],
    until_us: f64,
    before_us: f64,
    cash_marks: &mut [f64],
    value_marks: &mut [f64],
) -> usize {
    let (cash, capacity) = (state.account.cash, cash_marks.len());
    let mut time_us = next_time(state, loaded, columns);
    let (mut value, mut steps, mut bars) = (state.account.value, 0, 0);
    if time_us > until_us || time_us >= before_us {
        return 0;
    }
    // The row of each instrument's next bar in the buffer, and the end of its rows.
    let (mut rows, mut held) = (Vec::with_capacity(loaded.counts.len()), Vec::new());
    for (id, instrument) in state.instruments.iter().enumerate() {
        let first = loaded.offsets[id] + (instrument.bars - loaded.bases[id]) as usize;
        let end = loaded.offsets[id] + loaded.counts[id] as usize;
        rows.push((first, end));
        bars += (end - first) as u64;
        if instrument.position_size != 0.0 || instrument.mark != 0.0 {
            held.push(id);
        }
    }
    assert!(u64::from(state.sequence) + 2 * bars <= u64::from(u32::MAX), "Cannot advance past 2^32 - 1 events");
    let (mut chain, mut sequence) = (state.chain, state.sequence);
    while steps < capacity && time_us <= until_us && time_us < before_us {
        mark_held(state, loaded, columns, &held, &rows, time_us);
        let worth = cash + state.account.marks;
        // The step at which the value falls to zero emits a diagnostic, so the full step has to close it.
        if worth <= 0.0 && value > 0.0 {
            break;
        }
        value = worth;
        let mut next_us = f64::INFINITY;
        for (at, end) in &mut rows {
            if *at < *end && columns[*at] == time_us {
                *at += 1;
                sequence += 1;
                if state.chain_on {
                    chain.mix(sequence, 0);
                }
            }
            if *at < *end && columns[*at] < next_us {
                next_us = columns[*at];
            }
        }
        // The chain takes the step after its bars, in the order of the events.
        sequence += 1;
        if state.chain_on {
            chain.mix(sequence, 0);
        }
        cash_marks[steps] = cash;
        value_marks[steps] = value;
        steps += 1;
        state.time_us = time_us + 0.0;
        time_us = next_us;
    }
    if steps == 0 {
        return 0;
    }
    if state.chain_on {
        state.chain = chain;
        state.mark_hash.add_columns(&cash_marks[..steps], &value_marks[..steps]);
    }
    state.account.value = value;
    state.sequence = sequence;
    for (id, instrument) in state.instruments.iter_mut().enumerate() {
        let (last, seen) = (rows[id].0.wrapping_sub(1), (rows[id].0 - loaded.offsets[id]) as u32 + loaded.bases[id]);
        if seen == instrument.bars {
            continue;
        }
        instrument.bars = seen;
        instrument.time_us = columns[last] + 0.0;
        instrument.close = columns[last + COLUMN_CLOSE * loaded.counts[id] as usize];
    }
    steps
}

/// Marks the positions whose instruments have a bar at a time. No mark passes a limit: where one could, no step lies
/// before the horizon. A full step that follows marks the same positions again, to the same values.
fn mark_held(
    state: &mut State,
    loaded: &Columns,
    columns: &[f64],
    held: &[usize],
    rows: &[(usize, usize)],
    time_us: f64,
) {
    let account = &mut state.account;
    for &id in held {
        let (instrument, (at, end)) = (&mut state.instruments[id], rows[id]);
        if at == end || columns[at] != time_us {
            continue;
        }
        instrument.close = columns[at + COLUMN_CLOSE * loaded.counts[id] as usize];
        let mark = mark_of(instrument);
        assert!(mark != f64::INFINITY, "A mark before the horizon is past the limit");
        let value = signed(if instrument.position_size < 0.0 { -1.0 } else { 1.0 }, mark) - unpaid_cost(instrument);
        account.marks = account.marks - instrument.mark + value;
        instrument.mark = value;
    }
}
