//! The queue model behind the port of models.

use crate::contract::*;
use crate::queue::broker::{end_queued, enqueue, run_queue};
use crate::queue::intent::{check_queued, check_queued_built};
use crate::queue::ledger::position_read;
use crate::queue::valuation::{take_transfers, value_of_positions};
use crate::state::columns::{next_time, Columns};
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::model::Model;
use crate::state::notices::{note_refusal, NO_LANE, WORD_LANE};
use crate::state::refusal::Refusal;
use crate::state::state::State;

/// The queue model: plain doubles and one pass in queue order, as in backtrader's simulated broker.
pub struct QueueModel;

impl Model for QueueModel {
    fn exact(&self) -> bool {
        false
    }

    fn keeps_bars(&self) -> bool {
        true
    }

    /// Returns whether a choice goes with the queue model.
    fn takes(&self, lane: usize, choice: u32) -> bool {
        match lane {
            CONFIG_RULE_CANCEL
            | CONFIG_RULE_AFFORDABILITY
            | CONFIG_RULE_SHORT_CASH
            | CONFIG_RULE_INTEREST
            | CONFIG_RULE_CHEAT_ON_CLOSE
            | CONFIG_RULE_CHEAT_ON_OPEN => true,
            CONFIG_RULE_LIMIT_FILL => choice == LIMIT_FILL_TOUCH,
            CONFIG_RULE_PATH => choice == PATH_WORST_CASE,
            _ => choice == 1,
        }
    }

    fn built(&self, event: Event) -> Result<(), Refusal> {
        check_queued_built(event)
    }

    fn check(&self, state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
        check_queued(state, event, instrument)
    }

    fn place(&self, state: &mut State, slot: usize) {
        enqueue(state, slot);
    }

    fn cancel(&self, state: &mut State, slot: usize) {
        end_queued(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST);
    }

    fn reject_taken(&self, _state: &mut State, _slot: usize, _reason: Reason) {}

    fn replace(&self, state: &mut State, _event: Event, slot: usize) {
        let (id, instrument) = (state.order(slot).id, state.order(slot).instrument);
        note_refusal(state, REASON_NOT_SUPPORTED, id, instrument, NO_LANE, 0.0, 0.0, 0.0);
    }

    fn step(&self, state: &mut State) {
        run_queue(state);
        state.orders.compact();
    }

    fn take_rate(&self, state: &mut State, event: Event, instrument: u32) {
        note_refusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, event.float(FUNDING_RATE), 0.0, 0.0);
    }

    fn take_spread(&self, state: &mut State, event: Event, instrument: u32) {
        note_refusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, event.float(SPREAD_STEPS), 0.0, 0.0);
    }

    fn pay_dividend(&self, state: &mut State, event: Event, instrument: u32) {
        note_refusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, event.float(DIVIDEND_NUMERATOR), 0.0, 0.0);
    }

    fn split(&self, state: &mut State, event: Event, instrument: u32) {
        note_refusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, event.float(SPLIT_NUMERATOR), 0.0, 0.0);
    }

    fn end_trading(&self, state: &mut State, instrument: u32) {
        note_refusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, 0.0, 0.0, 0.0);
    }

    fn mark(&self, state: &mut State) {
        take_transfers(state);
        state.account.marks = value_of_positions(state);
    }

    /// Any live order may make a notice in any step.
    fn horizon(&self, state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
        if state.orders.live_count > 0 {
            next_time(state, loaded, columns)
        } else {
            f64::INFINITY
        }
    }

    fn quiet(
        &self,
        _state: &mut State,
        _loaded: &Columns,
        _columns: &[f64],
        _until_us: f64,
        _cash_marks: &mut [f64],
        _value_marks: &mut [f64],
    ) -> usize {
        0
    }

    fn place_plain(&self, _state: &mut State, _event: Event) -> bool {
        false
    }

    fn step_plain(&self, _state: &mut State, _loaded: &Columns, _columns: &[f64], _time_us: f64) -> bool {
        false
    }

    // A step of the queue tries its orders in one pass, which no bar shortens.
    fn is_short(&self, _state: &State, _loaded: &Columns, _columns: &[f64]) -> bool {
        false
    }

    fn step_short(&self, state: &mut State) {
        self.step(state);
    }

    /// Takes a transfer, which waits for the next valuation. No lack of cash refuses a withdrawal.
    fn pay(&self, state: &mut State, event: Event) {
        let (paid, purpose, currency) = (event.float(CASH_AMOUNT), event.word(CASH_PURPOSE), event.word(CASH_CURRENCY));
        let instrument = event.word(LANE_INSTRUMENT);
        let mut refuse = |reason: Reason, lane: usize, value: f64| {
            note_refusal(state, reason, 0, instrument, lane, value, 0.0, 0.0);
        };
        if currency != 0 {
            refuse(REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, f64::from(currency));
        } else if purpose != CASH_PURPOSE_TRANSFER {
            refuse(REASON_NOT_SUPPORTED, WORD_LANE + CASH_PURPOSE, f64::from(purpose));
        } else if paid == 0.0 {
            refuse(REASON_ZERO, CASH_AMOUNT, 0.0);
        } else {
            state.transfers.push(paid);
        }
    }

    fn transfer(&self, state: &mut State, event: Event) {
        self.pay(state, event);
    }

    fn close_out(&self, state: &mut State, event: Event) -> bool {
        let lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
        note_refusal(state, REASON_NOT_SUPPORTED, 0, event.word(LANE_INSTRUMENT), lane, 1.0, 0.0, 0.0);
        false
    }

    /// Notes that a position was read. Who asks for its value has the transfers that wait taken in at once.
    fn position_read(&self, state: &mut State, event: Event) {
        let (instrument, valued) = (event.word(LANE_INSTRUMENT), event.word(POSITION_READ_VALUED));
        if valued > 1 {
            let lane = WORD_LANE + POSITION_READ_VALUED;
            note_refusal(state, REASON_UNKNOWN_CODE, 0, instrument, lane, f64::from(valued), 0.0, 0.0);
            return;
        }
        if valued == 1 {
            take_transfers(state);
        }
        position_read(state, instrument);
    }
}
