//! Packed columns: the bars of all instruments in one buffer that the caller keeps.
//!
//! For each instrument in turn, its columns follow one another: time, begin, session day, open, high, low, close,
//! volume. The core keeps counts and cursors, never the buffer: every call passes the same view again.

use crate::contract::*;
use crate::state::bar::{bar_shaped, check_price};
use crate::state::chain::Chain;
use crate::state::extremes::Extremes;
use crate::state::number::is_integer;
use crate::state::state::State;
use alloc::vec::Vec;

/// The layout of the loaded columns: by instrument the number of bars, the number of the first bar, and the offset.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Number of doubles in the packed buffer.
    pub length: usize,
    /// Number of bars by instrument.
    pub counts: Vec<u32>,
    /// Number of the first loaded bar by instrument; the bars before it came as events or from other columns.
    pub bases: Vec<u32>,
    /// Offset of each instrument's columns.
    pub offsets: Vec<usize>,
    /// Highs by instrument in blocks.
    pub highs: Vec<Extremes>,
    /// Lows by instrument in blocks.
    pub lows: Vec<Extremes>,
    /// Highest price by instrument, which bounds the marks of a position.
    pub highest: Vec<f64>,
    /// Lowest price by instrument, which bounds them too.
    pub lowest: Vec<f64>,
    /// Hash over all loaded values, first lane.
    pub hash_low: u32,
    /// Hash over all loaded values, second lane.
    pub hash_high: u32,
    /// Status of the last load.
    pub status: i32,
    /// Reason of the first bad value.
    pub reason: Reason,
    /// Instrument of the first bad value.
    pub instrument: u32,
    /// Row of the first bad value.
    pub row: u32,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            length: 0,
            counts: Vec::new(),
            bases: Vec::new(),
            offsets: Vec::new(),
            highs: Vec::new(),
            lows: Vec::new(),
            highest: Vec::new(),
            lowest: Vec::new(),
            hash_low: 0,
            hash_high: 0,
            status: BOUNDARY_OK,
            reason: REASON_NONE,
            instrument: 0,
            row: 0,
        }
    }
}

/// Number of columns of an instrument.
pub const COLUMNS: usize = BAR_COLUMNS as usize;

/// One row of an instrument's columns.
#[derive(Clone, Copy)]
pub struct Row {
    pub time_us: f64,
    pub begin_us: f64,
    pub session_day: f64,
    pub open: f64,
    pub high: f64,
    pub low: f64,
    pub close: f64,
    pub volume: f64,
}

impl Row {
    /// Reads a row of `columns`, the columns of one instrument.
    #[inline(always)]
    pub fn of(columns: &[f64], count: usize, row: usize) -> Self {
        Self {
            time_us: columns[row],
            begin_us: columns[row + COLUMN_BEGIN_US * count],
            session_day: columns[row + COLUMN_SESSION_DAY * count],
            open: columns[row + COLUMN_OPEN * count],
            high: columns[row + COLUMN_HIGH * count],
            low: columns[row + COLUMN_LOW * count],
            close: columns[row + COLUMN_CLOSE * count],
            volume: columns[row + COLUMN_VOLUME * count],
        }
    }
}

/// Checks packed columns and returns their layout. Nothing is kept if a value is bad. Columns with the hash of an
/// earlier load are not checked again, unless a bar came before them: only then does the load depend on anything else.
pub fn load_columns(
    state: &State,
    columns: &[f64],
    counts: &[u32],
    bases: &[u32],
    vouched: Option<(u32, u32)>,
) -> Columns {
    let mut loaded = Columns::default();
    if counts.len() != bases.len() || counts.len() != state.instruments.len() {
        loaded.status = BOUNDARY_BAD_COUNT;
        return loaded;
    }
    let mut offset = 0_u64;
    for (id, instrument) in state.instruments.iter().enumerate() {
        loaded.counts.push(counts[id]);
        loaded.bases.push(bases[id]);
        loaded.offsets.push(offset as usize);
        offset += u64::from(counts[id]) * COLUMNS as u64;
        if instrument.bars < bases[id] || instrument.bars - bases[id] > counts[id] {
            return bad(loaded, REASON_OUT_OF_RANGE, id, 0);
        }
    }
    if columns.len() as u64 != offset {
        loaded.status = BOUNDARY_BAD_COUNT;
        return loaded;
    }
    loaded.length = columns.len();
    let exact = state.exact;
    for (id, instrument) in state.instruments.iter().enumerate() {
        let first = (instrument.bars - bases[id]) as usize;
        let before_us = if instrument.bars > 0 { instrument.time_us } else { -TIME_US_MAX };
        let (offset, count) = (loaded.offsets[id], counts[id] as usize);
        let own = &columns[offset..offset + COLUMNS * count];
        let known = vouched.is_some() && instrument.bars == 0;
        let row = if known { count } else { good_rows(own, count, first, before_us, exact) };
        if row == count {
            let highs = Extremes::new(columns, offset + COLUMN_HIGH * count, count, first, 1.0);
            let lows = Extremes::new(columns, offset + COLUMN_LOW * count, count, first, -1.0);
            // A price may be below zero in the profile with doubles.
            loaded.highest.push(if highs.most() > 0.0 { highs.most() } else { 0.0 });
            loaded.lowest.push(-lows.most());
            loaded.highs.push(highs);
            loaded.lows.push(lows);
            continue;
        }
        let last_us = if row == first { before_us } else { own[row - 1] };
        let reason = check_row(&Row::of(own, count, row), last_us, exact);
        return bad(loaded, reason, id, row);
    }
    match vouched {
        Some((low, high)) => (loaded.hash_low, loaded.hash_high) = (low, high),
        None => hash_columns(&mut loaded, columns),
    }
    loaded
}

fn bad(mut loaded: Columns, reason: Reason, instrument: usize, row: usize) -> Columns {
    loaded.status = BOUNDARY_BAD_COLUMNS;
    loaded.reason = reason;
    loaded.instrument = instrument as u32;
    loaded.row = row as u32;
    loaded
}

/// Returns the first row from `first` on that is not certainly good, or the count.
fn good_rows(own: &[f64], count: usize, first: usize, mut before_us: f64, exact: bool) -> usize {
    for row in first..count {
        let bar = Row::of(own, count, row);
        // NaN fails every comparison, so only numbers pass.
        let good = bar.time_us > before_us
            && bar.time_us <= TIME_US_MAX
            && bar.begin_us >= before_us
            && bar.begin_us < bar.time_us
            && bar.session_day >= 0.0
            && bar.session_day <= f64::from(u32::MAX)
            && bar_shaped(bar.open, bar.high, bar.low, bar.close)
            && bar.high < f64::INFINITY
            && bar.low > f64::NEG_INFINITY
            && bar.volume >= 0.0
            && bar.volume < f64::INFINITY
            && is_integer(bar.time_us)
            && is_integer(bar.begin_us)
            && is_integer(bar.session_day);
        let on_grid = || {
            bar.low > 0.0
                && bar.high <= EXACT_MAX
                && is_integer(bar.open)
                && is_integer(bar.high)
                && is_integer(bar.low)
                && is_integer(bar.close)
        };
        if !good || (exact && !on_grid()) {
            return row;
        }
        before_us = bar.time_us;
    }
    count
}

/// Returns the reason if a row is bad.
fn check_row(row: &Row, before_us: f64, exact: bool) -> Reason {
    let Row { time_us, begin_us, session_day, open, high, low, close, volume } = *row;
    if [time_us, begin_us, session_day, open, high, low, close, volume].iter().any(|value| !value.is_finite()) {
        return REASON_NOT_FINITE;
    }
    if !is_integer(time_us) || !is_integer(begin_us) || !is_integer(session_day) {
        return REASON_OFF_GRID;
    }
    if time_us.abs() > TIME_US_MAX || begin_us < -TIME_US_MAX {
        return REASON_OUT_OF_RANGE;
    }
    if session_day < 0.0 || session_day > f64::from(u32::MAX) {
        return REASON_OUT_OF_RANGE;
    }
    if time_us <= before_us {
        return REASON_TIME_BACK;
    }
    if exact {
        for price in [open, high, low, close] {
            let reason = check_price(price);
            if reason != REASON_NONE {
                return reason;
            }
        }
    }
    if volume < 0.0 {
        return REASON_NEGATIVE;
    }
    if !bar_shaped(open, high, low, close) || begin_us >= time_us || begin_us < before_us {
        return REASON_BAR_SHAPE;
    }
    REASON_NONE
}

/// Hashes counts and columns, so that a log or a checkpoint can detect different data.
fn hash_columns(loaded: &mut Columns, columns: &[f64]) {
    let mut chain = Chain::default();
    for (&count, &base) in loaded.counts.iter().zip(&loaded.bases) {
        chain.mix(count, base);
    }
    chain.mix_lanes(columns);
    loaded.hash_low = chain.low;
    loaded.hash_high = chain.high;
}

/// Returns the earliest time of a coming bar, or infinity.
#[inline]
pub fn next_time(state: &State, loaded: &Columns, columns: &[f64]) -> f64 {
    if let [count] = loaded.counts[..] {
        let cursor = state.instruments[0].bars - loaded.bases[0];
        return if cursor < count { columns[cursor as usize] + 0.0 } else { f64::INFINITY };
    }
    let mut least = f64::INFINITY;
    for (id, &count) in loaded.counts.iter().enumerate() {
        let cursor = state.instruments[id].bars - loaded.bases[id];
        if cursor >= count {
            continue;
        }
        let time_us = columns[loaded.offsets[id] + cursor as usize];
        if time_us < least {
            least = time_us;
        }
    }
    // A time of -0 is the time 0.
    least + 0.0
}
