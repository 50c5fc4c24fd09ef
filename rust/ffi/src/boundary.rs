//! The object behind the opaque pointer, and the guard around every call of an engine.

use cracktrader_engine::contract::{BOUNDARY_OK, BOUNDARY_PANIC, BOUNDARY_POISONED};
use cracktrader_engine::Core;

use crate::buffer::slice_mut;
use crate::capture;

/// Lanes of the buffer for the scalars of a call, in both directions.
pub const CONTROL_LANES: usize = 4;

/// An engine as its owner holds it.
pub struct Engine {
    /// The engine itself.
    pub core: Core,
    /// Number of instruments in the configuration.
    pub instruments_count: usize,
    /// Number of doubles in the loaded columns; every later call must pass as many.
    pub columns_count: usize,
    /// Message of the panic that poisoned the engine; a poisoned core may be in any state.
    failure: Option<String>,
}

impl Engine {
    /// Makes the owner's side of an engine.
    pub fn new(core: Core, instruments_count: usize) -> Engine {
        Engine { core, instruments_count, columns_count: 0, failure: None }
    }

    /// Returns the message of the failure that poisoned the engine, or an empty text.
    pub fn failure(&self) -> &str {
        self.failure.as_deref().unwrap_or_default()
    }

    /// Runs a call unless the engine is poisoned; a panic poisons it. Returns a boundary status.
    ///
    /// # Safety
    ///
    /// `engine` is null or came from `ct_create`, was not freed, and is used by this thread alone.
    pub unsafe fn call(engine: *mut Engine, work: impl FnOnce(&mut Engine) -> Result<(), i32>) -> i32 {
        // SAFETY: the caller keeps the contract of `slice_mut`.
        let engine = match unsafe { slice_mut(engine, 1) } {
            Ok(engine) => &mut engine[0],
            Err(status) => return status,
        };
        if engine.failure.is_some() {
            return BOUNDARY_POISONED;
        }
        match capture::run(|| work(engine)) {
            Ok(result) => result.err().unwrap_or(BOUNDARY_OK),
            Err(message) => {
                engine.failure = Some(message);
                BOUNDARY_PANIC
            }
        }
    }

    /// Runs a call that reads scalars from `control` and writes scalars to it, also after a refusal.
    ///
    /// # Safety
    ///
    /// As for [`Engine::call`]; and `control` is null or holds four lanes that nobody else uses during the call.
    pub unsafe fn call_with_control(
        engine: *mut Engine,
        control: *mut f64,
        work: impl FnOnce(&mut Engine, &mut [f64; CONTROL_LANES]) -> Result<(), i32>,
    ) -> i32 {
        // The lanes are copied in and out, so they may lie within another buffer of the call.
        // SAFETY: the caller keeps the contract of `slice_mut`.
        let mut lanes = match unsafe { slice_mut(control, CONTROL_LANES) } {
            Ok(control) => [control[0], control[1], control[2], control[3]],
            Err(status) => return status,
        };
        // SAFETY: the caller keeps the contract of `call`.
        let status = unsafe { Engine::call(engine, |engine| work(engine, &mut lanes)) };
        // SAFETY: the caller keeps the contract of `write_control`.
        match unsafe { write_control(control, lanes) } {
            Ok(()) => status,
            Err(status) => status,
        }
    }
}

/// Writes the scalars of a call to `control`.
///
/// # Safety
///
/// `control` is null or holds four lanes that nobody else uses during the call.
pub unsafe fn write_control(control: *mut f64, lanes: [f64; CONTROL_LANES]) -> Result<(), i32> {
    // SAFETY: the caller keeps the contract of `slice_mut`.
    unsafe { slice_mut(control, CONTROL_LANES) }?.copy_from_slice(&lanes);
    Ok(())
}
