//! A small engine for the tests of the C interface, and wrappers of its functions without pointers.

use cracktrader_engine::contract::*;

use crate::boundary::{Engine, CONTROL_LANES};
use crate::{ct_advance, ct_apply, ct_create, ct_drive, ct_error, ct_free, ct_load, ct_status};

pub type Control = [f64; CONTROL_LANES];
pub type Record = [u64; RECORD_LANES];

pub const UNTOUCHED: f64 = -77.0;

/// An engine that is freed at the end of the test.
pub struct Owned(pub *mut Engine);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `ct_create` and is freed once.
        unsafe { ct_free(self.0) };
    }
}

/// Returns a configuration of one instrument without fees, whose lot at a price of one is one money unit.
pub fn configuration() -> Vec<f64> {
    let mut config = vec![0.0; CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE];
    config[CONFIG_VERSION] = CONTRACT_VERSION;
    config[CONFIG_INSTRUMENTS_COUNT] = 1.0;
    config[CONFIG_CURRENCIES_COUNT] = 1.0;
    config[CONFIG_CASH_INITIAL] = 10_000.0;
    config[CONFIG_CHECKS] = 1.0;
    config[CONFIG_CHAIN] = 1.0;
    for lane in [
        INSTRUMENT_TRADED,
        INSTRUMENT_TICK,
        INSTRUMENT_SCALE_NUMERATOR,
        INSTRUMENT_SCALE_DENOMINATOR_FIRST,
        INSTRUMENT_SCALE_DENOMINATOR_SECOND,
        INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
    ] {
        config[CONFIG_INSTRUMENTS + lane] = 1.0;
    }
    config
}

/// Two bars: time, begin, session day, open, high, low, close, volume.
pub const COLUMNS: [f64; 16] =
    [1_000.0, 2_000.0, 0.0, 1_000.0, 7.0, 7.0, 100.0, 110.0, 120.0, 140.0, 90.0, 100.0, 110.0, 130.0, 1.0, 1.0];

pub fn create() -> Owned {
    let config = configuration();
    let mut control = [UNTOUCHED; CONTROL_LANES];
    // SAFETY: both buffers are as long as the counts passed with them.
    let engine = unsafe { ct_create(config.as_ptr(), config.len() as u32, control.as_mut_ptr()) };
    assert!(!engine.is_null(), "{control:?}");
    Owned(engine)
}

pub fn load(engine: &Owned) -> i32 {
    load_with(engine, &COLUMNS, &mut Control::default())
}

/// Loads columns of two bars.
pub fn load_with(engine: &Owned, columns: &[f64; 16], control: &mut Control) -> i32 {
    let counts_and_bases = [2, 0];
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        ct_load(engine.0, columns.as_ptr(), columns.len() as u32, counts_and_bases.as_ptr(), 1, control.as_mut_ptr())
    }
}

/// Returns a drive buffer. Its head is until, lanes of the marks, row, room for outputs, events; no bars behind them.
pub fn drive_buffer(head: [f64; 5]) -> [u64; DRIVE_LANES] {
    let mut lanes = [0; DRIVE_LANES];
    for (lane, value) in
        [DRIVE_UNTIL_US, DRIVE_MARKS_COUNT, DRIVE_ROW, DRIVE_OUTPUTS_ROOM, DRIVE_EVENTS_COUNT].into_iter().zip(head)
    {
        lanes[lane] = value.to_bits();
    }
    lanes[DRIVE_THEN_US] = f64::NEG_INFINITY.to_bits();
    lanes
}

/// Drives over the two bars. The head of the drive buffer holds the number of marks.
pub fn drive(engine: &Owned, marks: &mut [f64; 4], drive_buffer: &mut [u64]) -> i32 {
    // SAFETY: every buffer is as long as the count passed with it, as no test passes more marks than there are.
    unsafe {
        ct_drive(
            engine.0,
            COLUMNS.as_ptr(),
            COLUMNS.len() as u32,
            marks.as_mut_ptr(),
            drive_buffer.as_mut_ptr(),
            drive_buffer.len() as u32,
        )
    }
}

/// Returns a market order for five lots, placed after the first bar.
pub fn market_order() -> Record {
    event(EVENT_PLACE, 1_000.0, |record| {
        record[PLACE_QUANTITY] = 5.0_f64.to_bits();
        set_word(record, LANE_ORDER_ID, 1);
        set_word(record, PLACE_ORDER_TYPE, TYPE_MARKET.0);
        set_word(record, PLACE_SIDE, SIDE_BUY);
        set_word(record, PLACE_VALIDITY, VALIDITY_GTC);
    })
}

/// Advances into a buffer of marks of the given size.
pub fn advance(engine: &Owned, marks: &mut [f64], control: &mut Control) -> i32 {
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        ct_advance(
            engine.0,
            COLUMNS.as_ptr(),
            COLUMNS.len() as u32,
            marks.as_mut_ptr(),
            marks.len() as u32,
            control.as_mut_ptr(),
        )
    }
}

pub fn apply(engine: &Owned, events: &[Record], out: &mut [Record], control: &mut Control) -> i32 {
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        ct_apply(
            engine.0,
            events.as_ptr().cast(),
            events.len() as u32,
            out.as_mut_ptr().cast(),
            out.len() as u32,
            control.as_mut_ptr(),
        )
    }
}

pub fn event(kind: u32, time_us: f64, set: impl FnOnce(&mut Record)) -> Record {
    let mut record = [0; RECORD_LANES];
    record[LANE_TIME_US] = time_us.to_bits();
    set_word(&mut record, LANE_KIND, kind);
    set(&mut record);
    record
}

pub fn set_word(record: &mut Record, word: usize, value: u32) {
    record[word / 2] |= u64::from(value) << (32 * (word % 2));
}

/// Returns a bar that opens a step and leaves it open.
pub fn bar() -> Record {
    event(EVENT_BAR, 1_000.0, |record| {
        for (lane, value) in [(BAR_OPEN, 100.0), (BAR_HIGH, 120.0), (BAR_LOW, 90.0)] {
            record[lane] = f64::to_bits(value);
        }
        record[BAR_CLOSE] = 110.0_f64.to_bits();
        set_word(record, BAR_SESSION_DAY, 7);
    })
}

pub fn status(engine: &Owned) -> Vec<f64> {
    let mut out = vec![UNTOUCHED; STATUS_COUNT];
    // SAFETY: the buffer is as long as the count passed with it.
    let status = unsafe { ct_status(engine.0, out.as_mut_ptr(), out.len() as u32) };
    assert_eq!(status, BOUNDARY_OK);
    out
}

pub fn failure(engine: &Owned) -> String {
    let mut text = vec![0; 1_000];
    // SAFETY: the buffer is as long as the count passed with it.
    let size = unsafe { ct_error(engine.0, text.as_mut_ptr(), text.len() as u32) };
    text.truncate(size as usize);
    String::from_utf8(text).expect("the message is UTF-8")
}

/// Returns an engine that failed inside: it was advanced while a step was open.
pub fn poisoned() -> Owned {
    let engine = create();
    assert_eq!(load(&engine), BOUNDARY_OK);
    let mut control = Control::default();
    assert_eq!(apply(&engine, &[bar()], &mut [], &mut control), BOUNDARY_OK);
    let mut control = [f64::INFINITY, 0.0, 0.0, 0.0];
    let status = advance(&engine, &mut [0.0; 4], &mut control);
    assert_eq!(status, BOUNDARY_PANIC);
    engine
}
