//! The Rust core behind its interface.
//!
//! `apply` takes event records, `advance` pulls bars from packed columns; both drive the same state machine. Outputs
//! wait until they are read.

use crate::admit::{admit, is_intent};
use crate::advance::{advance, mix_record};
use crate::config::{check_configuration, ConfigurationRefusal};
use crate::contract::*;
use crate::exact::ledger::free_cash;
use crate::intent::{cancel, place, replace, set_risk};
use crate::invariant::check_invariants;
use crate::models::model_of;
use crate::report::{report_fill, report_order};
use crate::snapshot::{restore_state, snapshot_state};
use crate::state::columns::{load_columns, Columns};
use crate::state::event::Event;
use crate::state::model::Model;
use crate::state::notices::{debug, note_refusal, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;
use crate::step::{apply_bar, apply_halt, close_step, open_step, shut_down};
use alloc::vec::Vec;

/// The result of [`Core::drive`].
pub struct Drive {
    /// Number of steps; each has its row in the marks.
    pub steps: usize,
    /// Number of output records that were read.
    pub outputs: usize,
    /// Time of the first coming step that could make a notice without an intent, or infinity.
    pub horizon_us: f64,
}

/// An engine with one configuration. Only one thread may use it, and it only moves forward.
pub struct Core {
    state: State,
    model: &'static dyn Model,
    columns: Columns,
}

impl Core {
    /// Makes a core from a configuration that [`Core::check`] accepts.
    ///
    /// # Panics
    ///
    /// If [`Core::check`] refuses the configuration.
    pub fn new(config: &[f64]) -> Self {
        assert!(check_configuration(config).is_ok(), "Cannot make a core from a configuration that was refused");
        Self { state: State::new(config), model: model_of(config), columns: Columns::default() }
    }

    /// Checks a configuration. No core can be made from one that is refused.
    pub fn check(config: &[f64]) -> Result<(), ConfigurationRefusal> {
        check_configuration(config)
    }

    /// Applies event records of 16 lanes each.
    ///
    /// # Panics
    ///
    /// If the buffer does not hold whole records, or if an invariant is broken.
    pub fn apply(&mut self, events: &[u64]) {
        let records = events.chunks_exact(RECORD_LANES);
        assert!(records.remainder().is_empty(), "More events than the buffer holds");
        for record in records {
            let lanes = record.try_into().expect("A chunk has the lanes of a record");
            apply_event(&mut self.state, self.model, Event { lanes });
        }
    }

    /// Copies waiting outputs into a buffer, as many whole records as fit, and returns their number.
    pub fn read(&mut self, out: &mut [u64]) -> usize {
        self.state.outputs.read(out)
    }

    /// Returns the number of outputs that wait to be read.
    pub fn pending(&self) -> usize {
        self.state.outputs.pending()
    }

    /// Checks packed columns and keeps their layout. The status in the result shows whether they were accepted.
    ///
    /// `vouched` is the hash of an earlier load of the same values, which are then not checked again.
    pub fn load(&mut self, columns: &[f64], counts: &[u32], bases: &[u32], vouched: Option<(u32, u32)>) -> Columns {
        let loaded = load_columns(&self.state, columns, counts, bases, vouched);
        if loaded.status != BOUNDARY_OK {
            return loaded;
        }
        self.columns = loaded.clone();
        self.state.books.forget_rows();
        loaded
    }

    /// Pulls bars up to a time, writes the marks of each step from a row on, and returns the number of steps. The first
    /// half of `marks` takes the cash, the second half the value.
    ///
    /// # Panics
    ///
    /// If the columns are not the loaded ones, if a step is open, or if the run has ended.
    pub fn advance(&mut self, columns: &[f64], until_us: f64, marks: &mut [f64], row: usize) -> usize {
        assert!(columns.len() == self.columns.length, "The columns are not those that were loaded");
        advance(&mut self.state, self.model, &self.columns, columns, until_us, marks, row)
    }

    /// Returns the time of the first coming step that could make a notice without an intent, or infinity.
    ///
    /// # Panics
    ///
    /// If the columns are not the loaded ones.
    pub fn horizon(&mut self, columns: &[f64]) -> f64 {
        assert!(columns.len() == self.columns.length, "The columns are not those that were loaded");
        self.model.horizon(&mut self.state, &self.columns, columns)
    }

    /// Pulls bars, applies event records, pulls further bars, reads waiting outputs and computes the horizon afterwards:
    /// a turn of a strategy, with the step that its intents meet, in one call.
    ///
    /// # Panics
    ///
    /// If one of the four parts panics.
    #[allow(clippy::too_many_arguments)]
    pub fn drive(
        &mut self,
        columns: &[f64],
        until_us: f64,
        marks: &mut [f64],
        row: usize,
        events: &[u64],
        then_us: f64,
        out: &mut [u64],
    ) -> Drive {
        // A turn that pulls nothing is legal at any time: an open step, and a run that has ended, have a horizon too.
        let mut steps = if until_us == f64::NEG_INFINITY { 0 } else { self.advance(columns, until_us, marks, row) };
        self.apply(events);
        if then_us != f64::NEG_INFINITY {
            steps += self.advance(columns, then_us, marks, row + steps);
        }
        let outputs = self.read(out);
        Drive { steps, outputs, horizon_us: self.horizon(columns) }
    }

    /// Writes the status lanes.
    ///
    /// # Panics
    ///
    /// If the buffer is shorter than the status.
    pub fn status(&self, out: &mut [f64]) {
        let state = &self.state;
        let hash = |on: bool, word: u32| if on { f64::from(word) } else { 0.0 };
        out[STATUS_SEQUENCE] = f64::from(state.sequence);
        out[STATUS_NOTICES] = state.outputs.sequence as f64;
        out[STATUS_PENDING] = state.outputs.pending() as f64;
        out[STATUS_CHAIN_LOW] = f64::from(state.chain.low);
        out[STATUS_CHAIN_HIGH] = f64::from(state.chain.high);
        out[STATUS_INPUT_LOW] = hash(state.input_hash_on, state.input_hash.low);
        out[STATUS_INPUT_HIGH] = hash(state.input_hash_on, state.input_hash.high);
        let marks = state.mark_hash.sum();
        out[STATUS_MARK_LOW] = f64::from(marks.low);
        out[STATUS_MARK_HIGH] = f64::from(marks.high);
        out[STATUS_MARKS_COUNT] = state.mark_hash.count as f64;
        out[STATUS_DATA_LOW] = f64::from(self.columns.hash_low);
        out[STATUS_DATA_HIGH] = f64::from(self.columns.hash_high);
        out[STATUS_STEP_US] = state.step_us;
        out[STATUS_CASH] = state.account.cash;
        out[STATUS_VALUE] = state.account.value;
        out[STATUS_FREE_CASH] = free_cash(state);
        out[STATUS_EXTERNAL] = state.account.external;
        out[STATUS_COMMISSION] = state.account.commission;
        out[STATUS_REALISED] = state.account.realised;
        out[STATUS_OTHER_PROFIT] = state.account.other_profit;
        out[STATUS_LIVE_ORDERS] = f64::from(state.orders.live_count);
        out[STATUS_RETIRED_ORDERS] = f64::from(state.orders.retired_count);
        out[STATUS_LOST_REPORTS] = f64::from(state.orders.lost_reports);
    }

    /// Returns the whole state in canonical bytes, without the waiting outputs.
    pub fn snapshot(&self) -> Vec<u8> {
        snapshot_state(&self.state)
    }

    /// Restores the state of a snapshot and returns a boundary status. Changes nothing unless the status is zero.
    pub fn restore(&mut self, bytes: &[u8]) -> i32 {
        if bytes.len() % 8 != 0 {
            return BOUNDARY_BAD_COUNT;
        }
        let mut restored = State::new(&self.state.config);
        let status = restore_state(&mut restored, bytes);
        if status != BOUNDARY_OK {
            return status;
        }
        self.state = restored;
        self.columns = Columns::default();
        BOUNDARY_OK
    }
}

/// Gives an event its sequence and applies it, or refuses it.
fn apply_event(state: &mut State, model: &dyn Model, event: Event) {
    if state.may_be_plain && model.place_plain(state, event) {
        return;
    }
    state.orders.leave_plain();
    if state.orders.kept.len() > 0 {
        revive_named(state, event);
    }
    state.event_kind = event.word(LANE_KIND);
    state.event_producer = event.word(LANE_PRODUCER);
    state.event_producer_sequence = event.word(LANE_PRODUCER_SEQUENCE);
    if state.sequence == u32::MAX {
        note_refusal(state, REASON_SEQUENCE_LIMIT, 0, 0, NO_LANE, 0.0, 0.0, 0.0);
        return;
    }
    if state.marks_to_records {
        state.keep_commit();
    }
    state.sequence += 1;
    if state.input_hash_on {
        mix_record(state, event.lanes);
    }
    if state.chain_on {
        state.chain.mix(state.sequence, 0);
    }
    let time_before = state.time_us;
    let time_us = event.float(LANE_TIME_US);
    // A refusal carries the time of its event if that time is a whole number.
    if is_integer(time_us) {
        state.time_us = time_us + 0.0;
    }
    if state.shut_down {
        note_refusal(state, REASON_SHUT_DOWN, 0, event.word(LANE_INSTRUMENT), NO_LANE, 0.0, 0.0, 0.0);
        state.time_us = time_before;
        return;
    }
    if !admit(state, event) {
        state.time_us = time_before;
        return;
    }
    if !is_intent(state.event_kind) && state.event_kind != EVENT_SHUTDOWN {
        open_step(state, state.time_us);
    }
    state.event_refused = false;
    dispatch(state, model, event);
    // Notices tell what came of an intent, and the chain takes in what it asked for.
    if state.chain_on && is_intent(state.event_kind) && !state.event_refused {
        event.mix_meaning(&mut state.chain);
    }
    state.orders.retire_oldest();
    if state.checks {
        let slot = state.orders.find(event.word(LANE_ORDER_ID));
        check_invariants(state, slot.map(|slot| &state.orders.slots[slot]));
    }
}

/// Gives the ended orders that an event names their slots again, which plain ones have not.
fn revive_named(state: &mut State, event: Event) {
    state.orders.revive(event.word(LANE_ORDER_ID));
    if event.word(LANE_KIND) != EVENT_PLACE {
        return;
    }
    state.orders.revive(event.word(PLACE_PARENT));
    state.orders.revive(event.word(PLACE_OCO));
}

fn dispatch(state: &mut State, model: &dyn Model, event: Event) {
    let instrument = event.word(LANE_INSTRUMENT);
    match state.event_kind {
        EVENT_BAR => apply_bar(state, event, instrument),
        EVENT_STEP => close_step(state, model),
        EVENT_ORDER_REPORT => report_order(state, event, instrument),
        EVENT_FILL_REPORT => report_fill(state, event, instrument),
        EVENT_PLACE => place(state, model, event, instrument),
        EVENT_CANCEL => cancel(state, model, event, instrument),
        EVENT_REPLACE => replace(state, model, event, instrument),
        EVENT_RISK => set_risk(state, event),
        EVENT_CASH => model.pay(state, event),
        EVENT_TRANSFER => model.transfer(state, event),
        EVENT_FUNDING => model.take_rate(state, event, instrument),
        EVENT_SPREAD => model.take_spread(state, event, instrument),
        EVENT_DIVIDEND => model.pay_dividend(state, event, instrument),
        EVENT_SPLIT => model.split(state, event, instrument),
        EVENT_HALT => apply_halt(state, model, event, instrument),
        EVENT_CONVERSION => {
            note_refusal(state, REASON_UNKNOWN_CURRENCY, 0, instrument, NO_LANE, 0.0, 0.0, 0.0);
        }
        EVENT_SESSION => {
            let phase = event.word(SESSION_PHASE);
            if phase == SESSION_PHASE_OPEN || phase == SESSION_PHASE_CLOSE {
                recorded(state, instrument);
            } else {
                let lane = WORD_LANE + SESSION_PHASE;
                note_refusal(state, REASON_UNKNOWN_CODE, 0, instrument, lane, f64::from(phase), 0.0, 0.0);
            }
        }
        EVENT_QUOTE | EVENT_TICK | EVENT_TIMER => recorded(state, instrument),
        EVENT_SHUTDOWN => shut_down(state, model, event),
        EVENT_POSITION_READ => model.position_read(state, event),
        // NO_OP changes nothing here.
        _ => {}
    }
}

fn recorded(state: &mut State, instrument: u32) {
    debug(state, REASON_RECORDED_ONLY, 0, instrument);
}
