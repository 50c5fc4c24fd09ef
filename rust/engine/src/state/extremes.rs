//! Extremes of a column in blocks of 64 rows, of 64 such blocks, and so on, so that a search for the first row that
//! reaches a price skips all blocks that do not.

use alloc::vec::Vec;

/// Rows of a block, and blocks of the block above.
const FAN: usize = 64;

/// The extremes of one column. Lows are kept with their sign turned, so that one search serves both directions.
#[derive(Clone, Debug)]
pub struct Extremes {
    sign: f64,
    start: usize,
    count: usize,
    /// By level from the lowest: the extreme of each block, times the sign.
    levels: Vec<Vec<f64>>,
}

/// Returns the highest value, or -infinity without any.
fn most_of(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, |most, value| if value > most { value } else { most })
}

impl Extremes {
    /// Reads a column of `count` values that starts at `start` in the packed columns, from a row on.
    pub fn new(columns: &[f64], start: usize, count: usize, first: usize, sign: f64) -> Self {
        let column = &columns[start..start + count];
        let mut levels = Vec::new();
        let blocks = column.chunks(FAN).enumerate();
        let mut lowest: Vec<f64> = blocks
            .map(|(block, rows)| {
                let skipped = first.saturating_sub(block * FAN).min(rows.len());
                most_of(rows[skipped..].iter().map(|&value| sign * value))
            })
            .collect();
        while lowest.len() > FAN {
            let level = lowest.chunks(FAN).map(|below| most_of(below.iter().copied())).collect();
            levels.push(core::mem::replace(&mut lowest, level));
        }
        levels.push(lowest);
        Self { sign, start, count, levels }
    }

    /// The highest value, or the lowest with its sign turned; -infinity without rows.
    pub fn most(&self) -> f64 {
        most_of(self.levels[self.levels.len() - 1].iter().copied())
    }

    /// Returns the first row from a row on whose value times the sign is a key or more, or the number of rows.
    pub fn first_at_least(&self, columns: &[f64], from: usize, key: f64) -> usize {
        // Level zero holds the rows themselves.
        let (mut level, mut at, mut size) = (0, from, self.count);
        while at < size {
            let value = if level == 0 { self.sign * columns[self.start + at] } else { self.levels[level - 1][at] };
            if value >= key {
                if level == 0 {
                    return at;
                }
                level -= 1;
                at *= FAN;
            } else {
                at += 1;
                while at % FAN == 0 && level < self.levels.len() {
                    level += 1;
                    at /= FAN;
                }
            }
            size = if level == 0 { self.count } else { self.levels[level - 1].len() };
        }
        self.count
    }
}
