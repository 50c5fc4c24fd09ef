//! The C interface of the engine: thirteen functions, described one by one in `include/cracktrader.h`. Built for
//! WebAssembly, the crate exports three more, which are in `wasm.rs`.
//!
//! Only pointers, 32-bit counts and statuses cross; every buffer belongs to the caller, for the length of the call. No
//! panic leaves: it poisons the engine, which from then on only returns its message and can be freed. All unsafe code
//! of the project is in this crate.

#![deny(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]

mod boundary;
#[cfg(test)]
mod boundary_test;
mod buffer;
mod capture;
mod drive_buffer;
#[cfg(test)]
mod trial_engine;
#[cfg(target_arch = "wasm32")]
mod wasm;

use boundary::{write_control, Engine, CONTROL_LANES};
use buffer::{overlap, slice, slice_mut};
use cracktrader_engine::contract::{
    BOUNDARY_BAD_CONFIGURATION, BOUNDARY_BAD_COUNT, BOUNDARY_OK, BOUNDARY_PANIC, BOUNDARY_TOO_SMALL,
    CONFIG_INSTRUMENTS_COUNT, DRIVE_HORIZON_US, DRIVE_OUTPUTS, DRIVE_PENDING, DRIVE_STEPS, LAYOUT, RECORD_LANES,
    STATE_LAYOUT, STATUS_COUNT,
};
use cracktrader_engine::Core;
use drive_buffer::DriveBuffer;

/// Copies the layout tables of records and of state, as far as there is room, and returns their number of entries.
///
/// # Safety
///
/// `out` holds `capacity` words that nobody else uses during the call, or `capacity` is zero.
#[no_mangle]
pub unsafe extern "C" fn ct_layout(out: *mut u32, capacity: u32) -> u32 {
    // SAFETY: the caller keeps the contract of `slice_mut`.
    if let Ok(room) = unsafe { slice_mut(out, capacity as usize) } {
        for (place, entry) in room.iter_mut().zip(LAYOUT.iter().chain(&STATE_LAYOUT)) {
            *place = *entry;
        }
    }
    (LAYOUT.len() + STATE_LAYOUT.len()) as u32
}

/// Returns the address that it is given, and looks at nothing there.
#[no_mangle]
pub extern "C" fn ct_address(buffer: *const u64) -> *const u64 {
    buffer
}

/// Makes an engine from a configuration. If the configuration is refused, it returns null and writes status, reason and
/// lane to `control`.
///
/// # Safety
///
/// `config` holds `count` lanes, `control` four, and nobody writes to them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_create(config: *const f64, count: u32, control: *mut f64) -> *mut Engine {
    let mut answer = [0.0; CONTROL_LANES];
    let made = capture::run(|| {
        // SAFETY: the caller keeps the contract of `slice`.
        let config = unsafe { slice(config, count as usize) }.map_err(|status| (status, 0, 0))?;
        Core::check(config).map_err(|refusal| (BOUNDARY_BAD_CONFIGURATION, refusal.reason.0, refusal.lane))?;
        let instruments_count = config[CONFIG_INSTRUMENTS_COUNT] as usize;
        Ok(Box::new(Engine::new(Core::new(config), instruments_count)))
    });
    let made = made.unwrap_or(Err((BOUNDARY_PANIC, 0, 0)));
    if let Err((status, reason, lane)) = &made {
        answer[..3].copy_from_slice(&[f64::from(*status), f64::from(*reason), f64::from(*lane)]);
    }
    // SAFETY: the caller keeps the contract of `write_control`.
    let told = unsafe { write_control(control, answer) };
    match made {
        // An engine whose status cannot be written is not returned.
        Ok(engine) if told.is_ok() => Box::into_raw(engine),
        _ => core::ptr::null_mut(),
    }
}

/// Frees an engine; null is legal.
///
/// # Safety
///
/// `engine` came from `ct_create` and was not freed; it is not used again.
#[no_mangle]
pub unsafe extern "C" fn ct_free(engine: *mut Engine) {
    if engine.is_null() || !engine.is_aligned() {
        return;
    }
    // SAFETY: the pointer came from `Box::into_raw` in `ct_create`, and the caller returns it once.
    let engine = unsafe { Box::from_raw(engine) };
    // The message of a panic during the drop has no receiver.
    let _ = capture::run(|| drop(engine));
}

/// Applies `count` event records, then copies up to `out_capacity` waiting outputs. Writes to `control` the number of
/// copied outputs and of those that still wait.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `events` holds `count` records, `out` room for
/// `out_capacity`, `control` four lanes, and nobody else uses them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_apply(
    engine: *mut Engine,
    events: *const u64,
    count: u32,
    out: *mut u64,
    out_capacity: u32,
    control: *mut f64,
) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and of the slices; the events are not read any more when the
    // room for outputs becomes a slice.
    unsafe {
        Engine::call_with_control(engine, control, |engine, control| {
            let events_lanes = lanes_of(count)?;
            let out_lanes = lanes_of(out_capacity)?;
            slice_mut(out, out_lanes)?;
            engine.core.apply(slice(events, events_lanes)?);
            let written = engine.core.read(slice_mut(out, out_lanes)?);
            *control = [written as f64, engine.core.pending() as f64, 0.0, 0.0];
            Ok(())
        })
    }
}

/// Copies up to `capacity` waiting outputs. Writes to `control` the number of copied outputs and of those that still
/// wait.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `out` holds room for `capacity` records, `control`
/// four lanes, and nobody else uses them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_read(engine: *mut Engine, out: *mut u64, capacity: u32, control: *mut f64) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and `slice_mut`.
    unsafe {
        Engine::call_with_control(engine, control, |engine, control| {
            let written = engine.core.read(slice_mut(out, lanes_of(capacity)?)?);
            *control = [written as f64, engine.core.pending() as f64, 0.0, 0.0];
            Ok(())
        })
    }
}

/// Checks packed columns and keeps their layout. Writes to `control` reason, instrument and row of refused columns, or
/// the hash of good ones. A 1 in the first lane with that hash declares that these values passed an earlier check.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `columns` holds `columns_count` doubles,
/// `counts_and_bases` twice `instruments_count` words, `control` four lanes, and nobody writes to them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_load(
    engine: *mut Engine,
    columns: *const f64,
    columns_count: u32,
    counts_and_bases: *const u32,
    instruments_count: u32,
    control: *mut f64,
) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and of the slices.
    unsafe {
        Engine::call_with_control(engine, control, |engine, control| {
            let vouched = (control[0] == 1.0).then_some((control[1] as u32, control[2] as u32));
            *control = [0.0; CONTROL_LANES];
            let columns = slice(columns, columns_count as usize)?;
            let instruments_count = instruments_count as usize;
            if instruments_count != engine.instruments_count {
                return Err(BOUNDARY_BAD_COUNT);
            }
            let (counts, bases) = slice(counts_and_bases, instruments_count * 2)?.split_at(instruments_count);
            let loaded = engine.core.load(columns, counts, bases, vouched);
            if loaded.status != BOUNDARY_OK {
                *control = [f64::from(loaded.reason.0), loaded.instrument as f64, loaded.row as f64, 0.0];
                return Err(loaded.status);
            }
            engine.columns_count = columns.len();
            *control = [0.0, f64::from(loaded.hash_low), f64::from(loaded.hash_high), 0.0];
            Ok(())
        })
    }
}

/// Pulls bars from the loaded columns. `control` holds the last time and the first row of the marks, and afterwards the
/// number of steps and of waiting outputs.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `columns` holds `columns_count` doubles, `marks`
/// `marks_count`, `control` four lanes, and nobody else uses them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_advance(
    engine: *mut Engine,
    columns: *const f64,
    columns_count: u32,
    marks: *mut f64,
    marks_count: u32,
    control: *mut f64,
) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and of the slices, and the two do not overlap.
    unsafe {
        Engine::call_with_control(engine, control, |engine, control| {
            let [until_us, row, ..] = *control;
            let columns = slice(columns, columns_count as usize)?;
            if overlap(columns, marks, marks_count as usize) {
                return Err(BOUNDARY_BAD_COUNT);
            }
            let marks = slice_mut(marks, marks_count as usize)?;
            let rows = marks.len() / 2;
            let row_is_one = row.trunc() == row && (0.0..=rows as f64).contains(&row);
            if columns.len() != engine.columns_count || marks.len() % 2 != 0 || !row_is_one || until_us.is_nan() {
                return Err(BOUNDARY_BAD_COUNT);
            }
            let steps = engine.core.advance(columns, until_us, marks, row as usize);
            *control = [steps as f64, engine.core.pending() as f64, 0.0, 0.0];
            Ok(())
        })
    }
}

/// Runs a turn of a strategy in one call: pulls bars, applies event records, pulls the bars behind them, copies waiting
/// outputs and computes the horizon. `drive_buffer` begins with the scalars of the call; the room for outputs and the events follow.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `columns` holds `columns_count` doubles,
/// `drive_buffer` `drive_buffer_count` lanes, `marks` as many doubles as `drive_buffer` states, and nobody else uses
/// them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_drive(
    engine: *mut Engine,
    columns: *const f64,
    columns_count: u32,
    marks: *mut f64,
    drive_buffer: *mut u64,
    drive_buffer_count: u32,
) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and of the slices, and no two of the buffers overlap.
    unsafe {
        Engine::call(engine, |engine| {
            let columns = slice(columns, columns_count as usize)?;
            if columns.len() != engine.columns_count
                || overlap(columns, drive_buffer.cast(), drive_buffer_count as usize)
            {
                return Err(BOUNDARY_BAD_COUNT);
            }
            let drive_buffer = slice_mut(drive_buffer, drive_buffer_count as usize)?;
            let DriveBuffer { control, until_us, marks_count, row, outputs, events, then_us } =
                DriveBuffer::of(drive_buffer)?;
            if overlap(columns, marks, marks_count)
                || overlap(control, marks.cast(), marks_count)
                || overlap(outputs, marks.cast(), marks_count)
                || overlap(events, marks.cast(), marks_count)
            {
                return Err(BOUNDARY_BAD_COUNT);
            }
            let marks = slice_mut(marks, marks_count)?;
            let drive = engine.core.drive(columns, until_us, marks, row, events, then_us, outputs);
            control[DRIVE_STEPS] = (drive.steps as f64).to_bits();
            control[DRIVE_OUTPUTS] = (drive.outputs as f64).to_bits();
            control[DRIVE_PENDING] = (engine.core.pending() as f64).to_bits();
            control[DRIVE_HORIZON_US] = drive.horizon_us.to_bits();
            Ok(())
        })
    }
}

/// Writes the status lanes.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `out` holds `count` lanes that nobody else uses
/// during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_status(engine: *mut Engine, out: *mut f64, count: u32) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and `slice_mut`.
    unsafe {
        Engine::call(engine, |engine| {
            if (count as usize) < STATUS_COUNT {
                return Err(BOUNDARY_BAD_COUNT);
            }
            engine.core.status(&mut slice_mut(out, count as usize)?[..STATUS_COUNT]);
            Ok(())
        })
    }
}

/// Copies the whole state in canonical bytes. Writes the size to `control`, also if there is too little room.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `out` holds room for `capacity` bytes, `control`
/// four lanes, and nobody else uses them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_snapshot(engine: *mut Engine, out: *mut u8, capacity: u32, control: *mut f64) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and `slice_mut`.
    unsafe {
        Engine::call_with_control(engine, control, |engine, control| {
            let out = slice_mut(out, capacity as usize)?;
            let bytes = engine.core.snapshot();
            *control = [bytes.len() as f64, 0.0, 0.0, 0.0];
            let room = out.get_mut(..bytes.len()).ok_or(BOUNDARY_TOO_SMALL)?;
            room.copy_from_slice(&bytes);
            Ok(())
        })
    }
}

/// Restores the state of a snapshot. Waiting outputs are dropped, and columns must be loaded again.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `bytes` holds `size` bytes, and nobody writes to
/// them during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_restore(engine: *mut Engine, bytes: *const u8, size: u32) -> i32 {
    // SAFETY: the caller keeps the contracts of `call` and `slice`.
    unsafe {
        Engine::call(engine, |engine| {
            let status = engine.core.restore(slice(bytes, size as usize)?);
            if status != BOUNDARY_OK {
                return Err(status);
            }
            engine.columns_count = 0;
            Ok(())
        })
    }
}

/// Copies the message of the failure that poisoned the engine, as far as there is room. Returns its length in bytes,
/// zero without a failure.
///
/// # Safety
///
/// `engine` came from `ct_create` and is used by this thread alone; `out` holds room for `capacity` bytes that nobody
/// else uses during the call.
#[no_mangle]
pub unsafe extern "C" fn ct_error(engine: *const Engine, out: *mut u8, capacity: u32) -> u32 {
    if engine.is_null() || !engine.is_aligned() {
        return 0;
    }
    // SAFETY: the pointer is neither null nor misaligned, and it points at an engine by the contract of this function.
    let message = unsafe { &*engine }.failure().as_bytes();
    // SAFETY: the caller keeps the contract of `slice_mut`.
    if let Ok(room) = unsafe { slice_mut(out, capacity as usize) } {
        let count = room.len().min(message.len());
        room[..count].copy_from_slice(&message[..count]);
    }
    message.len() as u32
}

/// Returns the number of lanes of a number of records.
fn lanes_of(records: u32) -> Result<usize, i32> {
    (records as usize).checked_mul(RECORD_LANES).ok_or(BOUNDARY_BAD_COUNT)
}
