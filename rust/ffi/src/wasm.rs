//! Functions that only the WebAssembly module exports. Its host cannot hand over memory of its own, so buffers that cross
//! lie in the module's memory; and a panic there ends in a trap, after which the module is not called again.

use core::ptr;
use core::sync::atomic::{AtomicU32, AtomicU8, Ordering};
use std::alloc::{alloc, dealloc, Layout};

/// Alignment of buffers in bytes: that of the widest lane, twice.
const ALIGNMENT: usize = 16;
/// Bytes of a message that are kept.
const MESSAGE_BYTES: usize = 1024;

/// Message of the last panic, which the host reads from memory after the trap.
#[repr(C)]
pub struct PanicMessage {
    /// Bytes of the text; zero without a panic.
    size: AtomicU32,
    /// The text in UTF-8, cut if it is longer.
    text: [AtomicU8; MESSAGE_BYTES],
}

static PANIC_MESSAGE: PanicMessage =
    PanicMessage { size: AtomicU32::new(0), text: [const { AtomicU8::new(0) }; MESSAGE_BYTES] };

/// Keeps the message of a panic for the host.
pub fn keep_message(message: &str) {
    let bytes = message.as_bytes();
    for (place, byte) in PANIC_MESSAGE.text.iter().zip(bytes) {
        place.store(*byte, Ordering::Relaxed);
    }
    PANIC_MESSAGE.size.store(bytes.len().min(MESSAGE_BYTES) as u32, Ordering::Relaxed);
}

/// Returns the address of the message of the last panic: its size in bytes, then the text.
#[no_mangle]
pub extern "C" fn ct_wasm_panic_message() -> *const PanicMessage {
    &PANIC_MESSAGE
}

/// Returns the address of a new buffer, or null if there is no room. Its content is not defined.
#[no_mangle]
pub extern "C" fn ct_wasm_allocate(size: u32) -> *mut u8 {
    match layout_of(size) {
        // SAFETY: the size is not zero.
        Some(layout) => unsafe { alloc(layout) },
        None => ptr::null_mut(),
    }
}

/// Frees a buffer; null is legal.
///
/// # Safety
///
/// `buffer` is null or came from `ct_wasm_allocate` with this size and was not freed; it is not used again.
#[no_mangle]
pub unsafe extern "C" fn ct_wasm_free(buffer: *mut u8, size: u32) {
    if let (false, Some(layout)) = (buffer.is_null(), layout_of(size)) {
        // SAFETY: the buffer came from `alloc` with this layout, by the contract of this function.
        unsafe { dealloc(buffer, layout) };
    }
}

/// Returns the layout of a buffer, or nothing for an empty one and for one past the largest object.
fn layout_of(size: u32) -> Option<Layout> {
    if size == 0 {
        return None;
    }
    Layout::from_size_align(size as usize, ALIGNMENT).ok()
}
