//! Makes slices of the caller's pointers and counts, with all possible checks.

use core::mem::size_of;

use cracktrader_engine::contract::{BOUNDARY_BAD_COUNT, BOUNDARY_MISALIGNED, BOUNDARY_NULL_POINTER};

/// Bytes of a lane.
const LANE_BYTES: usize = 8;

/// Returns a buffer to read. A count of zero is legal with any pointer.
///
/// # Safety
///
/// If the count is not zero and the pointer not null, it holds `count` values that nobody writes to for `'a`.
pub unsafe fn slice<'a, T>(pointer: *const T, count: usize) -> Result<&'a [T], i32> {
    if count == 0 {
        return Ok(&[]);
    }
    check(pointer, count)?;
    // SAFETY: not null, aligned, of a legal object size, and valid by the contract of the caller.
    Ok(unsafe { core::slice::from_raw_parts(pointer, count) })
}

/// Returns a buffer to write. A count of zero is legal with any pointer.
///
/// # Safety
///
/// If the count is not zero and the pointer not null, it holds `count` values that nobody else uses for `'a`.
pub unsafe fn slice_mut<'a, T>(pointer: *mut T, count: usize) -> Result<&'a mut [T], i32> {
    if count == 0 {
        return Ok(&mut []);
    }
    check(pointer, count)?;
    // SAFETY: not null, aligned, of a legal object size, and valid by the contract of the caller.
    Ok(unsafe { core::slice::from_raw_parts_mut(pointer, count) })
}

/// Returns whether a read buffer and a written buffer share a byte.
pub fn overlap<T>(read: &[T], written: *const T, written_count: usize) -> bool {
    let read = read.as_ptr_range();
    let (first, last) = (read.start as usize, read.end as usize);
    let size = written_count.saturating_mul(size_of::<T>());
    first < last && size > 0 && (written as usize) < last && first < (written as usize).saturating_add(size)
}

/// Returns whether a value is an 8-byte lane. The contract aligns lanes, also on platforms that would accept less.
fn is_lane<T>() -> bool {
    size_of::<T>() == LANE_BYTES
}

fn check<T>(pointer: *const T, count: usize) -> Result<(), i32> {
    if pointer.is_null() {
        return Err(BOUNDARY_NULL_POINTER);
    }
    if !pointer.is_aligned() || is_lane::<T>() && pointer as usize % LANE_BYTES != 0 {
        return Err(BOUNDARY_MISALIGNED);
    }
    if count > isize::MAX as usize / size_of::<T>() {
        return Err(BOUNDARY_BAD_COUNT);
    }
    Ok(())
}
