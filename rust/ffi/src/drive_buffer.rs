//! The buffer of `ct_drive`: scalars in both directions, room for outputs, and events.

use cracktrader_engine::contract::{
    BOUNDARY_BAD_COUNT, DRIVE_EVENTS_COUNT, DRIVE_LANES, DRIVE_MARKS_COUNT, DRIVE_OUTPUTS_ROOM, DRIVE_ROW,
    DRIVE_THEN_US, DRIVE_UNTIL_US, RECORD_LANES,
};

/// The parts of a drive buffer, with the scalars of the request.
pub struct DriveBuffer<'a> {
    /// The lanes of the scalars.
    pub control: &'a mut [u64],
    /// Last time to advance to.
    pub until_us: f64,
    /// Number of doubles in the marks, an even number.
    pub marks_count: usize,
    /// Row of the marks that the first step goes to.
    pub row: usize,
    /// Room for outputs.
    pub outputs: &'a mut [u64],
    /// The events to apply.
    pub events: &'a [u64],
    /// Last time to advance to behind the events, or minus infinity.
    pub then_us: f64,
}

impl<'a> DriveBuffer<'a> {
    /// Splits a drive buffer into its parts; refuses counts that do not fit.
    pub fn of(drive_buffer: &'a mut [u64]) -> Result<Self, i32> {
        if drive_buffer.len() < DRIVE_LANES {
            return Err(BOUNDARY_BAD_COUNT);
        }
        let (control, records) = drive_buffer.split_at_mut(DRIVE_LANES);
        let until_us = f64::from_bits(control[DRIVE_UNTIL_US]);
        let then_us = f64::from_bits(control[DRIVE_THEN_US]);
        let marks_count = count_of(control[DRIVE_MARKS_COUNT])?;
        let row = count_of(control[DRIVE_ROW])?;
        let outputs_room = count_of(control[DRIVE_OUTPUTS_ROOM])?;
        let events_count = count_of(control[DRIVE_EVENTS_COUNT])?;
        let records_room = records.len() / RECORD_LANES;
        if until_us.is_nan()
            || then_us.is_nan()
            || marks_count % 2 != 0
            || row > marks_count / 2
            || outputs_room > records_room
            || events_count > records_room - outputs_room
        {
            return Err(BOUNDARY_BAD_COUNT);
        }
        let (outputs, events) = records.split_at_mut(outputs_room * RECORD_LANES);
        let events = &events[..events_count * RECORD_LANES];
        Ok(Self { control, until_us, marks_count, row, outputs, events, then_us })
    }
}

/// Returns a count that was passed as a double.
fn count_of(lane: u64) -> Result<usize, i32> {
    let value = f64::from_bits(lane);
    if value.trunc() == value && (0.0..=f64::from(u32::MAX)).contains(&value) {
        Ok(value as usize)
    } else {
        Err(BOUNDARY_BAD_COUNT)
    }
}
