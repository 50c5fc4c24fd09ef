//! The quiet loop: pulls steps that can change nothing but marks.

use crate::contract::*;
use crate::exact::due::lacks_day;
use crate::exact::horizon::horizon_of_orders;
use crate::exact::ledger::mark_of;
use crate::exact::margin::unpaid_cost;
use crate::exact::quiet_several::pull_several;
use crate::state::columns::Columns;
use crate::state::state::State;

/// Pulls bars while no order can fill or end, and marks each step.
pub fn advance_quietly(
    state: &mut State,
    loaded: &Columns,
    columns: &[f64],
    until_us: f64,
    cash_marks: &mut [f64],
    value_marks: &mut [f64],
) -> usize {
    if !is_quiet(state) {
        return 0;
    }
    let before_us = horizon_of_orders(state, loaded, columns);
    let pulls = if loaded.counts.len() == 1 { pull } else { pull_several };
    let steps = pulls(state, loaded, columns, until_us, before_us, cash_marks, value_marks);
    if steps == 0 {
        return 0;
    }
    state.event_kind = EVENT_STEP;
    state.event_producer = 0;
    state.event_producer_sequence = 0;
    state.step_us = state.time_us;
    state.step_seen = true;
    steps
}

/// Pulls the bars of a single instrument up to a time and before another; returns the number of steps. Local variables
/// hold the chain for speed.
fn pull(
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
    let (times, closes) =
        (&columns[first..first + rows], &columns[COLUMN_CLOSE * count + first..COLUMN_CLOSE * count + first + rows]);
    let (cash_marks, value_marks) = (&mut cash_marks[..rows], &mut value_marks[..rows]);
    let (cash, size) = (state.account.cash, instrument.position_size);
    // A position adds its value to this, a future only what is above its cost.
    let base = cash - unpaid_cost(instrument);
    let (mut chain, mut sequence) = (state.chain, state.sequence);
    let mut value = cash + state.account.marks;
    // The value of the step before, as the step at which it falls to zero emits a diagnostic.
    let mut before = state.account.value;
    let mut steps = 0;
    if value.abs() > EXACT_MAX || times[0] >= before_us {
        return 0;
    }
    if size == 0.0 && value <= 0.0 && before > 0.0 {
        return 0;
    }
    // The first mark of a size finds if marks are whole multiples of the close: then one multiplication makes a mark.
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
                // A mark past a limit emits a diagnostic, so the full step has to compute it.
                if marked == f64::INFINITY {
                    break;
                }
            }
            let marked = base + if size < 0.0 { -marked } else { marked };
            if marked.abs() > EXACT_MAX || (marked <= 0.0 && before > 0.0) {
                break;
            }
            value = marked;
            before = marked;
        }
        // The chain takes the bar's sequence and the step's, in the order of the events.
        if state.chain_on {
            chain.mix(sequence + 1, 0);
            chain.mix(sequence + 2, 0);
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
    if state.chain_on {
        state.mark_hash.add_columns(&cash_marks[..steps], &value_marks[..steps]);
    }
    if size != 0.0 {
        instrument.mark = value - cash;
    }
    state.account.marks = instrument.mark;
    state.account.value = value;
    state.sequence = sequence;
    state.time_us = times[steps - 1] + 0.0;
    // Only these fields of a bar remain when its step has closed.
    instrument.bars += steps as u32;
    instrument.time_us = state.time_us;
    instrument.close = closes[steps - 1];
    steps
}

/// Returns whether steps before the horizon change nothing but marks. A DAY order without a day needs the full step.
fn is_quiet(state: &State) -> bool {
    !state.orders.awake.iter().any(|&slot| {
        let order = state.order(slot);
        order.ended == 0 && lacks_day(order)
    })
}
