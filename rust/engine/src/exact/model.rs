//! The exact model behind the port of models.

use crate::contract::*;
use crate::exact::account::{close_out, pay};
use crate::exact::accrual::{pay_dividend, settle_rates, take_rate};
use crate::exact::due::{enter, sleep_again};
use crate::exact::expire::expire_orders;
use crate::exact::horizon::horizon_of;
use crate::exact::intent::{check_built, check_exact};
use crate::exact::latency::enter_market;
use crate::exact::ledger::mark_instrument;
use crate::exact::liquidation::liquidate;
use crate::exact::matching::match_step;
use crate::exact::plain::{place_plain, step_plain};
use crate::exact::quiet::advance_quietly;
use crate::exact::replace::replace_order;
use crate::exact::short::{is_short, step_short};
use crate::exact::split::{end_trading, split_lots};
use crate::exact::spread::take_spread;
use crate::exact::tied::{end_order, tell_placement};
use crate::exact::trail::{begin_at_entry, begin_trail, is_at_distance};
use crate::exact::transfer::{move_transfer, transfer};
use crate::state::columns::Columns;
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::model::Model;
use crate::state::notices::note_order;
use crate::state::order::{is_tied, move_order};
use crate::state::refusal::Refusal;
use crate::state::state::State;

/// The rules of which it takes every choice.
const TAKEN: [usize; 4] = [CONFIG_RULE_CANCEL, CONFIG_RULE_LIMIT_FILL, CONFIG_RULE_PATH, CONFIG_RULE_CHEAT_ON_CLOSE];

/// The exact model: integers, two passes over the resting orders, one rounding per amount.
pub struct ExactModel;

impl Model for ExactModel {
    fn exact(&self) -> bool {
        true
    }

    fn keeps_bars(&self) -> bool {
        false
    }

    fn takes(&self, lane: usize, choice: u32) -> bool {
        TAKEN.contains(&lane) || choice == 0
    }

    fn built(&self, event: Event) -> Result<(), Refusal> {
        check_built(event)
    }

    fn check(&self, state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal> {
        check_exact(state, event, instrument)
    }

    /// Accepts a simulated order at once; a reported order waits for its report, or for the fill of its entry.
    fn place(&self, state: &mut State, slot: usize) {
        let order = state.order(slot);
        let (protective, active, at_distance) = (order.protective(), order.active, is_at_distance(order));
        let reported = state.instrument_of(order).terms.execution == EXECUTION_REPORTED;
        state.orders.live_count += 1;
        if reported {
            state.orders.at_venue.push(slot);
        }
        if reported && protective {
            note_order(state, slot, REASON_PLACED, 0);
            if active {
                tell_placement(state, slot);
            }
            return;
        }
        if !reported && active && at_distance {
            begin(state, slot);
        }
        move_order(&mut state.orders.slots[slot], ORDER_EVENT_SUBMIT);
        if reported {
            note_order(state, slot, REASON_PLACED, 0);
            return;
        }
        enter_market(state, slot);
        // That a taken order is accepted follows from its event, so no notice says it.
        move_order(&mut state.orders.slots[slot], ORDER_EVENT_ACCEPT);
        state.orders.rest(slot);
        tie(state, slot);
        enter(state, slot);
    }

    fn cancel(&self, state: &mut State, slot: usize) {
        end_order(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST);
    }

    fn reject_taken(&self, state: &mut State, slot: usize, reason: Reason) {
        end_order(state, slot, ORDER_EVENT_REJECT, reason);
    }

    fn replace(&self, state: &mut State, event: Event, slot: usize) {
        replace_order(state, event, slot);
    }

    fn step(&self, state: &mut State) {
        move_transfer(state);
        if state.orders.resting.len() > state.orders.resting_ended {
            expire_orders(state);
            match_step(state);
            state.orders.compact();
        }
        sleep_again(state);
    }

    fn take_rate(&self, state: &mut State, event: Event, instrument: u32) {
        take_rate(state, event, instrument);
    }

    fn take_spread(&self, state: &mut State, event: Event, instrument: u32) {
        take_spread(state, event, instrument);
    }

    fn pay_dividend(&self, state: &mut State, event: Event, instrument: u32) {
        pay_dividend(state, event, instrument);
    }

    fn split(&self, state: &mut State, event: Event, instrument: u32) {
        split_lots(state, event, instrument);
    }

    fn end_trading(&self, state: &mut State, instrument: u32) {
        end_trading(state, instrument);
    }

    /// Marks the instruments with a new price, settles what is due, and liquidates what its margin does not hold.
    fn mark(&self, state: &mut State) {
        for at in 0..state.bars_of_step.len() {
            let id = state.bars_of_step[at];
            let instrument = &state.instruments[id as usize];
            if instrument.position_size != 0.0 || instrument.mark != 0.0 {
                mark_instrument(state, id);
            }
        }
        if state.account.accruals != 0 {
            settle_rates(state);
        }
        if state.on_margin {
            liquidate(state);
        }
    }

    fn horizon(&self, state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
        horizon_of(state, loaded, columns)
    }

    fn quiet(
        &self,
        state: &mut State,
        loaded: &Columns,
        columns: &[f64],
        until_us: f64,
        cash_marks: &mut [f64],
        value_marks: &mut [f64],
    ) -> usize {
        advance_quietly(state, loaded, columns, until_us, cash_marks, value_marks)
    }

    fn place_plain(&self, state: &mut State, event: Event) -> bool {
        place_plain(state, event)
    }

    fn step_plain(&self, state: &mut State, loaded: &Columns, columns: &[f64], time_us: f64) -> bool {
        step_plain(state, loaded, columns, time_us)
    }

    fn is_short(&self, state: &State, loaded: &Columns, columns: &[f64]) -> bool {
        is_short(state, loaded, columns)
    }

    fn step_short(&self, state: &mut State) {
        step_short(state);
    }

    fn pay(&self, state: &mut State, event: Event) {
        pay(state, event);
    }

    fn transfer(&self, state: &mut State, event: Event) {
        transfer(state, event);
    }

    fn close_out(&self, state: &mut State, _event: Event) -> bool {
        close_out(state)
    }

    // Sums are exact, so the order in which positions are read changes nothing.
    fn position_read(&self, _state: &mut State, _event: Event) {}
}

/// Sets the price of a new order at a distance: without an entry to wait for, it is measured from the last close.
fn begin(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[order.instrument as usize];
    if order.kind().trigger == Trigger::Trail {
        begin_trail(order, instrument);
    } else {
        begin_at_entry(order, instrument.terms.tick, instrument.close);
    }
}

/// Lists an order that has a group or a parent, and the leader of its group, which has one from now on.
fn tie(state: &mut State, slot: usize) {
    let order = state.order(slot);
    let (oco, tied) = (order.oco, is_tied(order));
    if tied {
        state.orders.tie(slot);
    }
    if oco != 0 {
        if let Some(leader) = state.orders.find(oco) {
            state.orders.tie(leader);
        }
    }
}
