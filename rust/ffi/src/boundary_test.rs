//! The C interface called as from C: bad arguments, failures inside, and memory that must not be touched.

use core::ptr::{null, null_mut};

use cracktrader_engine::contract::*;

use crate::boundary::CONTROL_LANES;
use crate::trial_engine::{
    advance, apply, configuration, create, drive, drive_buffer, event, failure, load, load_with, market_order,
    poisoned, status, Control, COLUMNS, UNTOUCHED,
};
use crate::{
    ct_address, ct_advance, ct_apply, ct_create, ct_drive, ct_error, ct_free, ct_layout, ct_load, ct_read, ct_restore,
    ct_snapshot, ct_status,
};

#[test]
fn an_address_is_the_one_that_was_given() {
    let buffer = [1u64, 2];
    assert_eq!(ct_address(buffer[1..].as_ptr()), buffer[1..].as_ptr());
    assert!(ct_address(std::ptr::null()).is_null());
}

#[test]
fn layout_is_copied_as_far_as_there_is_room() {
    let count = LAYOUT.len() + STATE_LAYOUT.len();
    let mut out = vec![u32::MAX; count + 1];
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        assert_eq!(ct_layout(null_mut(), 0), count as u32);
        assert_eq!(ct_layout(null_mut(), 5), count as u32);
        assert_eq!(ct_layout(out.as_mut_ptr(), 2), count as u32);
        assert_eq!(out[..3], [LAYOUT[0], LAYOUT[1], u32::MAX]);
        assert_eq!(ct_layout(out.as_mut_ptr(), count as u32 + 1), count as u32);
    }
    assert_eq!(out[..LAYOUT.len()], LAYOUT);
    assert_eq!(out[LAYOUT.len()..count], STATE_LAYOUT);
    assert_eq!(out[count], u32::MAX);
}

#[test]
fn a_refused_configuration_says_why_and_where() {
    let mut control = [UNTOUCHED; CONTROL_LANES];
    let mut config = configuration();
    config[CONFIG_INSTRUMENTS + INSTRUMENT_SCALE_NUMERATOR] = 0.0;
    let lane = (CONFIG_INSTRUMENTS + INSTRUMENT_SCALE_NUMERATOR) as f64;
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        let engine = ct_create(config.as_ptr(), config.len() as u32, control.as_mut_ptr());
        assert!(engine.is_null());
    }
    let reason = f64::from(REASON_ZERO.0);
    assert_eq!(control, [f64::from(BOUNDARY_BAD_CONFIGURATION), reason, lane, 0.0]);
}

#[test]
fn create_refuses_null_misaligned_and_missing_buffers() {
    let config = configuration();
    let count = config.len() as u32;
    let mut control = [UNTOUCHED; CONTROL_LANES];
    // SAFETY: every buffer is as long as the count passed with it, but for pointers that the library must refuse to
    // read.
    unsafe {
        assert!(ct_create(null(), count, control.as_mut_ptr()).is_null());
        assert_eq!(control[0], f64::from(BOUNDARY_NULL_POINTER));
        let crooked = config.as_ptr().cast::<u8>().add(4).cast();
        assert!(ct_create(crooked, count - 1, control.as_mut_ptr()).is_null());
        assert_eq!(control[0], f64::from(BOUNDARY_MISALIGNED));
        assert!(ct_create(config.as_ptr(), 0, control.as_mut_ptr()).is_null());
        assert_eq!(control[0], f64::from(BOUNDARY_BAD_CONFIGURATION));
        assert!(ct_create(config.as_ptr(), count, null_mut()).is_null());
    }
}

#[test]
fn every_function_refuses_a_null_engine() {
    let mut control = Control::default();
    let lanes = control.as_mut_ptr();
    let mut buffer = [0.0; 32];
    let out = buffer.as_mut_ptr();
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        let none = null_mut();
        assert_eq!(ct_apply(none, null(), 0, null_mut(), 0, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_read(none, null_mut(), 0, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_load(none, null(), 0, null(), 0, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_advance(none, null(), 0, null_mut(), 0, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_drive(none, null(), 0, null_mut(), null_mut(), 0), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_status(none, out, 32), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_snapshot(none, null_mut(), 0, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_restore(none, null(), 0), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_error(none, null_mut(), 0), 0);
        ct_free(none);
    }
}

#[test]
fn every_function_with_control_refuses_a_null_one() {
    let engine = create();
    let control = null_mut();
    // SAFETY: the buffers are empty, and the library must not read from null.
    unsafe {
        assert_eq!(ct_apply(engine.0, null(), 0, null_mut(), 0, control), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_read(engine.0, null_mut(), 0, control), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_load(engine.0, null(), 0, null(), 0, control), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_advance(engine.0, null(), 0, null_mut(), 0, control), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_snapshot(engine.0, null_mut(), 0, control), BOUNDARY_NULL_POINTER);
    }
}

#[test]
fn every_buffer_is_refused_when_it_is_null_or_misaligned_and_nothing_happens() {
    let engine = create();
    assert_eq!(load(&engine), BOUNDARY_OK);
    let before = status(&engine);
    let mut control = Control::default();
    let lanes = control.as_mut_ptr();
    let mut room = [0_u64; 64];
    let crooked = room.as_mut_ptr().cast::<u8>().wrapping_add(1);
    let straight = room.as_mut_ptr();
    let engine_pointer = engine.0;
    // SAFETY: every buffer is as long as the count passed with it, but for pointers that the library must refuse to
    // read.
    unsafe {
        for (bad, status) in [(null_mut(), BOUNDARY_NULL_POINTER), (crooked, BOUNDARY_MISALIGNED)] {
            let e = engine_pointer;
            assert_eq!(ct_apply(e, bad.cast(), 1, straight, 1, lanes), status);
            assert_eq!(ct_apply(e, straight, 1, bad.cast(), 1, lanes), status);
            assert_eq!(ct_read(e, bad.cast(), 1, lanes), status);
            assert_eq!(ct_load(e, bad.cast(), 16, [2_u32, 0].as_ptr(), 1, lanes), status);
            assert_eq!(ct_load(e, COLUMNS.as_ptr(), 16, bad.cast(), 1, lanes), status);
            assert_eq!(ct_advance(e, bad.cast(), 16, straight.cast(), 2, lanes), status);
            assert_eq!(ct_advance(e, COLUMNS.as_ptr(), 16, bad.cast(), 2, lanes), status);
            let columns = COLUMNS.as_ptr();
            let mut drive_buffer = drive_buffer([f64::INFINITY, 4.0, 0.0, 0.0, 0.0]);
            let head = drive_buffer.as_mut_ptr();
            assert_eq!(ct_drive(e, bad.cast(), 16, straight.cast(), head, 16), status);
            assert_eq!(ct_drive(e, columns, 16, bad.cast(), head, 16), status);
            assert_eq!(ct_drive(e, columns, 16, straight.cast(), bad.cast(), 16), status);
            assert_eq!(ct_status(e, bad.cast(), STATUS_COUNT as u32), status);
        }
        assert_eq!(ct_snapshot(engine_pointer, null_mut(), 1, lanes), BOUNDARY_NULL_POINTER);
        assert_eq!(ct_restore(engine_pointer, null(), 8), BOUNDARY_NULL_POINTER);
    }
    assert_eq!(status(&engine), before);
    assert_eq!(failure(&engine), "");
}

#[test]
fn counts_that_do_not_fit_are_refused_and_nothing_happens() {
    let engine = create();
    assert_eq!(load(&engine), BOUNDARY_OK);
    let before = status(&engine);
    let mut marks = [UNTOUCHED; 5];
    for (rows, control) in [
        (5, [f64::INFINITY, 0.0, 0.0, 0.0]),
        (4, [f64::INFINITY, 3.0, 0.0, 0.0]),
        (4, [f64::INFINITY, 0.5, 0.0, 0.0]),
        (4, [f64::INFINITY, -1.0, 0.0, 0.0]),
        (4, [f64::INFINITY, f64::NAN, 0.0, 0.0]),
        (4, [f64::INFINITY, f64::INFINITY, 0.0, 0.0]),
        (4, [f64::NAN, 0.0, 0.0, 0.0]),
    ] {
        let mut control: Control = control;
        let status = advance(&engine, &mut marks[..rows], &mut control);
        assert_eq!(status, BOUNDARY_BAD_COUNT, "{control:?}");
    }
    assert_eq!(marks, [UNTOUCHED; 5]);
    let mut control = Control::default();
    let lanes = control.as_mut_ptr();
    let mut columns = COLUMNS;
    let mut lane = 0.0;
    // SAFETY: every buffer is at least as long as the count passed with it.
    unsafe {
        let (e, from) = (engine.0, columns.as_mut_ptr());
        assert_eq!(ct_advance(e, from, 8, &mut lane, 0, lanes), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_advance(e, from, 16, from.add(14), 2, lanes), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_load(e, from, 16, [2_u32, 0, 0, 0].as_ptr(), 2, lanes), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_load(e, from, 15, [2_u32, 0].as_ptr(), 1, lanes), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_status(e, from, STATUS_COUNT as u32 - 1), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_restore(e, from.cast(), 7), BOUNDARY_BAD_COUNT);
    }
    assert_eq!(columns, COLUMNS);
    assert_eq!(status(&engine), before);
}

#[test]
fn a_drive_buffer_whose_counts_do_not_fit_is_refused_and_nothing_happens() {
    let engine = create();
    assert_eq!(load(&engine), BOUNDARY_OK);
    let before = status(&engine);
    let mut marks = [UNTOUCHED; 4];
    // A head is until, marks, row, room for outputs, events. The buffer has room for two records after it.
    for head in [
        [f64::NAN, 4.0, 0.0, 0.0, 0.0],
        [1_000.0, 3.0, 0.0, 0.0, 0.0],
        [1_000.0, -2.0, 0.0, 0.0, 0.0],
        [1_000.0, 4.0, 3.0, 0.0, 0.0],
        [1_000.0, 4.0, 0.5, 0.0, 0.0],
        [1_000.0, 4.0, 0.0, 3.0, 0.0],
        [1_000.0, 4.0, 0.0, 0.0, 3.0],
        [1_000.0, 4.0, 0.0, 1.0, 2.0],
        [1_000.0, 4.0, 0.0, f64::INFINITY, 0.0],
    ] {
        let mut lanes = drive_buffer(head).to_vec();
        lanes.resize(DRIVE_LANES + 2 * RECORD_LANES, 0);
        assert_eq!(drive(&engine, &mut marks, &mut lanes), BOUNDARY_BAD_COUNT, "{head:?}");
    }
    let mut short = drive_buffer([1_000.0, 4.0, 0.0, 0.0, 0.0]);
    let status_short = drive(&engine, &mut marks, &mut short[..DRIVE_LANES - 1]);
    assert_eq!(status_short, BOUNDARY_BAD_COUNT);
    let (columns, count) = (COLUMNS, COLUMNS.len() as u32);
    let mut lanes = drive_buffer([1_000.0, 4.0, 0.0, 0.0, 0.0]);
    // SAFETY: every buffer is as long as the count passed with it; overlapping ones must be refused before they are
    // read.
    unsafe {
        let (e, from, head) = (engine.0, columns.as_ptr(), lanes.as_mut_ptr());
        let within = from.cast_mut();
        assert_eq!(ct_drive(e, from, 8, marks.as_mut_ptr(), head, 16), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_drive(e, from, count, within, head, 16), BOUNDARY_BAD_COUNT);
        assert_eq!(ct_drive(e, from, count, head.cast(), head, 16), BOUNDARY_BAD_COUNT);
        let status = ct_drive(e, from, count, marks.as_mut_ptr(), within.cast(), 16);
        assert_eq!(status, BOUNDARY_BAD_COUNT);
    }
    assert_eq!((marks, columns), ([UNTOUCHED; 4], COLUMNS));
    assert_eq!(status(&engine), before);
}

#[test]
fn a_drive_does_what_its_parts_do_one_by_one() {
    let (whole, parts) = (create(), create());
    assert_eq!((load(&whole), load(&parts)), (BOUNDARY_OK, BOUNDARY_OK));
    let order = market_order();
    let mut lanes = drive_buffer([1_000.0, 4.0, 0.0, 2.0, 1.0]).to_vec();
    lanes.resize(DRIVE_LANES + 3 * RECORD_LANES, 0);
    lanes[DRIVE_LANES + 2 * RECORD_LANES..].copy_from_slice(&order);
    let (mut marks, mut marks_parts) = ([UNTOUCHED; 4], [UNTOUCHED; 4]);
    assert_eq!(drive(&whole, &mut marks, &mut lanes), BOUNDARY_OK);
    let mut control = [1_000.0, 0.0, 0.0, 0.0];
    assert_eq!(advance(&parts, &mut marks_parts, &mut control), BOUNDARY_OK);
    let mut out = [[0; RECORD_LANES]; 2];
    assert_eq!(apply(&parts, &[order], &mut out, &mut control), BOUNDARY_OK);
    let [outputs, pending, ..] = control;
    let mut look = drive_buffer([f64::NEG_INFINITY, 4.0, 2.0, 0.0, 0.0]);
    assert_eq!(drive(&parts, &mut marks_parts, &mut look), BOUNDARY_OK);
    let horizon_us = f64::from_bits(look[DRIVE_HORIZON_US]);
    let told = [DRIVE_STEPS, DRIVE_OUTPUTS, DRIVE_PENDING, DRIVE_HORIZON_US];
    assert_eq!(told.map(|lane| f64::from_bits(lanes[lane])), [1.0, outputs, pending, horizon_us]);
    assert_eq!((horizon_us, marks), (2_000.0, marks_parts));
    assert_eq!(lanes[DRIVE_LANES..DRIVE_LANES + 2 * RECORD_LANES], out.concat()[..]);
    assert_eq!(status(&whole), status(&parts));
}

#[test]
fn columns_that_are_vouched_for_are_taken_with_their_hash() {
    let (first, second) = (create(), create());
    let mut control = Control::default();
    assert_eq!(load_with(&first, &COLUMNS, &mut control), BOUNDARY_OK);
    let hash = [control[1], control[2]];
    assert_eq!(status(&first)[STATUS_DATA_LOW..=STATUS_DATA_HIGH], hash);
    control = [1.0, hash[0], hash[1], 0.0];
    assert_eq!(load_with(&second, &COLUMNS, &mut control), BOUNDARY_OK);
    assert_eq!(status(&second), status(&first));
    assert_eq!([control[1], control[2]], hash);
}

#[test]
fn refused_columns_say_why_and_where() {
    let engine = create();
    let mut columns = COLUMNS;
    columns[9] = 0.5;
    let mut control = [UNTOUCHED; CONTROL_LANES];
    assert_eq!(load_with(&engine, &columns, &mut control), BOUNDARY_BAD_COLUMNS);
    assert_eq!(control, [f64::from(REASON_OFF_GRID.0), 0.0, 1.0, 0.0]);
}

#[test]
fn outputs_wait_until_there_is_room_for_them() {
    let engine = create();
    // Each event is refused, because its kind is unknown.
    let events = [event(99, 1_000.0, |_| {}); 3];
    let mut out = [[u64::MAX; RECORD_LANES]; 4];
    let mut control = Control::default();
    assert_eq!(apply(&engine, &events, &mut out[..1], &mut control), BOUNDARY_OK);
    assert_eq!(control[..2], [1.0, 2.0]);
    assert_ne!(out[0], [u64::MAX; RECORD_LANES]);
    assert_eq!(out[1], [u64::MAX; RECORD_LANES]);
    // SAFETY: every buffer is as long as the count passed with it.
    let status = unsafe { ct_read(engine.0, out[1..].as_mut_ptr().cast(), 3, control.as_mut_ptr()) };
    assert_eq!(status, BOUNDARY_OK);
    assert_eq!(control[..2], [2.0, 0.0]);
    assert_eq!(out[3], [u64::MAX; RECORD_LANES]);
}

#[test]
fn a_failure_inside_poisons_the_engine_and_is_told() {
    let engine = poisoned();
    let message = failure(&engine);
    assert!(message.contains("a step is open"), "{message}");
    let mut control = Control::default();
    let lanes = control.as_mut_ptr();
    let mut out = [0.0; STATUS_COUNT];
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        let e = engine.0;
        assert_eq!(ct_apply(e, null(), 0, null_mut(), 0, lanes), BOUNDARY_POISONED);
        assert_eq!(ct_read(e, null_mut(), 0, lanes), BOUNDARY_POISONED);
        assert_eq!(ct_load(e, null(), 0, null(), 0, lanes), BOUNDARY_POISONED);
        assert_eq!(ct_advance(e, null(), 0, null_mut(), 0, lanes), BOUNDARY_POISONED);
        let mut head = drive_buffer([0.0; 5]);
        assert_eq!(ct_drive(e, null(), 0, null_mut(), head.as_mut_ptr(), 16), BOUNDARY_POISONED);
        assert_eq!(ct_status(e, out.as_mut_ptr(), STATUS_COUNT as u32), BOUNDARY_POISONED);
        assert_eq!(ct_snapshot(e, null_mut(), 0, lanes), BOUNDARY_POISONED);
        assert_eq!(ct_restore(e, null(), 0), BOUNDARY_POISONED);
    }
    assert_eq!(failure(&engine), message);
}

#[test]
fn a_long_message_is_cut_to_the_room_there_is() {
    let engine = poisoned();
    let whole = failure(&engine);
    let mut text = [b'?'; 5];
    // SAFETY: the buffer is as long as the count passed with it.
    let size = unsafe { ct_error(engine.0, text.as_mut_ptr(), 4) };
    assert_eq!(size as usize, whole.len());
    assert_eq!(text[..4], whole.as_bytes()[..4]);
    assert_eq!(text[4], b'?');
}

#[test]
fn a_snapshot_says_how_much_room_it_takes() {
    let engine = create();
    let mut control = Control::default();
    // SAFETY: every buffer is as long as the count passed with it.
    let status = unsafe { ct_snapshot(engine.0, null_mut(), 0, control.as_mut_ptr()) };
    assert_eq!(status, BOUNDARY_TOO_SMALL);
    let size = control[0] as usize;
    let mut bytes = vec![0xee_u8; size + 1];
    // SAFETY: every buffer is as long as the count passed with it.
    unsafe {
        let e = engine.0;
        let status = ct_snapshot(e, bytes.as_mut_ptr(), size as u32 - 1, control.as_mut_ptr());
        assert_eq!(status, BOUNDARY_TOO_SMALL);
        assert!(bytes.iter().all(|&byte| byte == 0xee));
        let status = ct_snapshot(e, bytes.as_mut_ptr(), size as u32, control.as_mut_ptr());
        assert_eq!(status, BOUNDARY_OK);
        assert_eq!(control[0] as usize, size);
        assert_eq!(bytes[size], 0xee);
        let other = create();
        // A snapshot may lie at any address.
        bytes.rotate_right(1);
        assert_eq!(ct_restore(other.0, bytes[1..].as_ptr(), size as u32), BOUNDARY_OK);
        bytes[9] ^= 1;
        let status = ct_restore(other.0, bytes[1..].as_ptr(), size as u32);
        assert!([BOUNDARY_BAD_SNAPSHOT, BOUNDARY_SNAPSHOT_VERSION].contains(&status));
    }
}

#[test]
fn an_advance_gives_steps_and_outputs() {
    let engine = create();
    assert_eq!(load(&engine), BOUNDARY_OK);
    let mut marks = [UNTOUCHED; 6];
    // Lanes that a call does not use may hold anything; they return as zeros.
    let mut control = [1_000.0, 1.0, UNTOUCHED, UNTOUCHED];
    assert_eq!(advance(&engine, &mut marks, &mut control), BOUNDARY_OK);
    assert_eq!(control, [1.0, 0.0, 0.0, 0.0]);
    assert_eq!(marks, [UNTOUCHED, 10_000.0, UNTOUCHED, UNTOUCHED, 10_000.0, UNTOUCHED]);
    let mut control = [f64::INFINITY, 2.0, 0.0, 0.0];
    assert_eq!(advance(&engine, &mut marks, &mut control), BOUNDARY_OK);
    assert_eq!(control, [1.0, 0.0, 0.0, 0.0]);
}
