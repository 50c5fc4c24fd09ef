//! Runs a function so that a panic in it becomes a message, which is neither printed nor thrown further.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

static HOOK: Once = Once::new();

thread_local! {
    /// True while this thread is inside of `run`, so that the caller gets the message of a panic.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// Message of the last panic inside of `run`.
    static MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a function; returns its result, or the message of its panic.
pub fn run<Value>(work: impl FnOnce() -> Value) -> Result<Value, String> {
    HOOK.call_once(install_hook);
    let before = RUNNING.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    RUNNING.set(before);
    result.map_err(|payload| {
        let message = MESSAGE.take();
        message.unwrap_or_else(|| text_of(payload.as_ref()).to_string())
    })
}

/// Installs the hook that keeps the message. A library of this kind has its own copy of the standard library, so its
/// hook affects no other code. Panics outside of `run`, which are those of tests, go to the previous hook.
fn install_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if RUNNING.get() {
            let message = describe(info);
            // A panic in WebAssembly is not caught: it ends in a trap.
            #[cfg(target_arch = "wasm32")]
            crate::wasm::keep_message(&message);
            MESSAGE.set(Some(message));
        } else {
            previous(info);
        }
    }));
}

fn describe(info: &PanicHookInfo) -> String {
    let text = text_of(info.payload());
    match info.location() {
        Some(place) => format!("{text} ({}, line {})", place.file(), place.line()),
        None => text.to_string(),
    }
}

fn text_of(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a panic without a message"
    }
}
