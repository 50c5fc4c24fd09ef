//! Reported execution: the order reports and fill reports of a venue.
//!
//! Order reports carry cumulative quantities and never move cash. Fills are incremental, and only they move cash. Every
//! order of arrival leads to the same state.

use crate::contract::*;
use crate::exact::fill::execute_reported;
use crate::exact::replace::apply_replacement;
use crate::exact::size::closable;
use crate::exact::tied::{end_order, end_sleeping_children};
use crate::intent::find_order;
use crate::state::event::Event;
use crate::state::fields::Order;
use crate::state::notices::{alarm, note_diagnostic, note_order, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::order::{is_terminal, move_order, outcome_of};
use crate::state::refusal::{refuse_if, Refusal};
use crate::state::state::State;

/// Order events by report code. Filled and partially filled imply acceptance only, because only fills fill an order.
const EVENT_OF_REPORT: [OrderEvent; 11] = [
    ORDER_EVENT_ACCEPT,
    ORDER_EVENT_ACCEPT,
    ORDER_EVENT_TRIGGER,
    ORDER_EVENT_ACCEPT,
    ORDER_EVENT_ACCEPT,
    ORDER_EVENT_CANCEL,
    ORDER_EVENT_REFUSE_CANCEL,
    ORDER_EVENT_REPLACE,
    ORDER_EVENT_REFUSE_REPLACE,
    ORDER_EVENT_REJECT,
    ORDER_EVENT_EXPIRE,
];

/// Applies an order report.
pub fn report_order(state: &mut State, event: Event, instrument: u32) {
    let Some(slot) = find_reported(state, event, instrument) else {
        return;
    };
    let order = &mut state.orders.slots[slot];
    let id = order.id;
    let (report, filled) = (event.word(ORDER_REPORT_REPORT), event.float(ORDER_REPORT_FILLED) + 0.0);
    if let Err(refusal) = check_report(report, filled, order) {
        return refuse_report(state, slot, refusal);
    }
    let (stale, missing) = (filled < order.reported, filled > order.filled);
    if stale {
        let reported = order.reported;
        note_diagnostic(state, LEVEL_DEBUG, REASON_STALE_REPORT, id, instrument, filled, reported);
    } else {
        order.reported = filled;
    }
    apply_report(state, slot, report, stale || missing);
    if missing {
        let known = state.orders.slots[slot].filled;
        note_diagnostic(state, LEVEL_INFO, REASON_FILLS_MISSING, id, instrument, known, filled);
    }
}

fn check_report(report: u32, filled: f64, order: &Order) -> Result<(), Refusal> {
    let known = (REPORT_ACCEPTED..=REPORT_EXPIRED).contains(&report);
    refuse_if(!known, REASON_UNKNOWN_CODE, WORD_LANE + ORDER_REPORT_REPORT, f64::from(report))?;
    check_count(filled, ORDER_REPORT_FILLED, true)?;
    refuse_if(filled > order.capacity(), REASON_COUNT_BEYOND, ORDER_REPORT_FILLED, filled)
}

/// Applies a report by the table. If `told`, its quantity already caused a diagnostic, and only a late cancel emits
/// another.
fn apply_report(state: &mut State, slot: usize, report: u32, told: bool) {
    let order_event = EVENT_OF_REPORT[report as usize];
    let order = &mut state.orders.slots[slot];
    let (id, instrument, order_state) = (order.id, order.instrument, order.state);
    let (quantity, replace_quantity) = (order.quantity, order.replace_quantity);
    let filled_up = order.filled > 0.0 && order.filled == quantity;
    let outcome = outcome_of(order_state, order_event);
    if outcome == OUTCOME_ILLEGAL {
        let (value, expected) = (f64::from(order_state.0), f64::from(order_event.0));
        warn(state, REASON_ILLEGAL_TRANSITION, id, instrument, value, expected);
    } else if outcome == OUTCOME_SAME {
        // A trigger that is reported after the fill still counts.
        if report == REPORT_TRIGGERED && !is_terminal(order_state) {
            order.triggered = true;
        }
        let late = report == REPORT_CANCELLED && order_state == STATE_FILLED;
        let level = if late { LEVEL_INFO } else { LEVEL_DEBUG };
        if late || !told {
            let reason = same_reason(order_state, report);
            note_diagnostic(state, level, reason, id, instrument, f64::from(order_state.0), f64::from(report));
        }
    } else if is_terminal(outcome) && !filled_up {
        end_order(state, slot, order_event, REASON_REPORTED);
    } else if is_terminal(outcome) {
        // All lots are filled and a replacement is undecided: the end refuses it. Fills that are late may still tell of
        // it.
        remember_quantity(order, replace_quantity);
        decide(state, slot, ORDER_EVENT_REFUSE_REPLACE, REASON_REPORTED);
    } else if report == REPORT_REPLACED {
        remember_quantity(order, quantity);
        apply_replacement(state, slot);
        decide(state, slot, order_event, REASON_REPORTED);
    } else if report == REPORT_REPLACE_REFUSED {
        decide(state, slot, order_event, REASON_REQUEST_REFUSED);
    } else {
        if report == REPORT_TRIGGERED {
            order.triggered = true;
        }
        move_order(order, order_event);
        let refused = report == REPORT_CANCEL_REFUSED;
        note_order(state, slot, if refused { REASON_REQUEST_REFUSED } else { REASON_REPORTED }, 0);
    }
}

/// Moves an order on whose replacement is decided. If that leaves nothing to fill, the order is filled.
fn decide(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    let order = &mut state.orders.slots[slot];
    let has_children = order.has_children;
    forget_replacement(order);
    let done = order.state == STATE_CANCEL_PENDING && order.filled > 0.0 && order.filled == order.quantity;
    move_order(order, if done { ORDER_EVENT_FILL_ALL } else { order_event });
    let filled = order.state == STATE_FILLED;
    note_order(state, slot, reason, 0);
    if !filled {
        return;
    }
    state.orders.end(slot);
    if has_children {
        end_sleeping_children(state, slot);
    }
}

/// Remembers a quantity that the venue may have filled of, since fills that belong to it may come late.
fn remember_quantity(order: &mut Order, quantity: f64) {
    if quantity > order.quantity_most {
        order.quantity_most = quantity;
    }
}

/// Returns the reason of a report that changes nothing: a late cancel, an end other than the order's, or a duplicate.
fn same_reason(order_state: OrderState, report: u32) -> Reason {
    let claimed = outcome_of(STATE_SUBMITTED, EVENT_OF_REPORT[report as usize]);
    if !is_terminal(claimed) || claimed == order_state {
        REASON_DUPLICATE_REPORT
    } else if report == REPORT_CANCELLED && order_state == STATE_FILLED {
        REASON_LATE_CANCEL
    } else {
        REASON_STALE_REPORT
    }
}

fn forget_replacement(order: &mut Order) {
    order.replace_quantity = 0.0;
    order.replace_limit = 0.0;
    order.replace_stop = 0.0;
}

/// Applies a fill report, once.
pub fn report_fill(state: &mut State, event: Event, instrument: u32) {
    let Some(slot) = find_reported(state, event, instrument) else {
        return;
    };
    let (price, lots) = (event.float(FILL_REPORT_PRICE), event.float(FILL_REPORT_QUANTITY));
    let fee_lots = event.float(FILL_REPORT_FEE_LOTS) + 0.0;
    let (flags, fee) = (event.word(FILL_REPORT_FLAGS), event.float(FILL_REPORT_COMMISSION) + 0.0);
    if let Err(refusal) = check_fill(flags, price, lots, fee, fee_lots) {
        return refuse_report(state, slot, refusal);
    }
    let (id_high, id_low) = (event.word(FILL_REPORT_FILL_ID_HIGH), event.word(FILL_REPORT_FILL_ID_LOW));
    let id = state.orders.slots[slot].id;
    if state.orders.has_fill_id(slot, id_high, id_low) {
        note_diagnostic(state, LEVEL_DEBUG, REASON_DUPLICATE_FILL, id, instrument, lots, price);
        return;
    }
    let order = &mut state.orders.slots[slot];
    let left = order.capacity() - order.filled;
    if lots > left {
        let refusal = Refusal { reason: REASON_OVERFILL, lane: FILL_REPORT_QUANTITY, offending: lots };
        refuse_report(state, slot, refusal);
        return alarm(state, REASON_OVERFILL, id, instrument, lots, left);
    }
    let opening = lots - closable(order, &state.instruments[instrument as usize], lots);
    if fee_lots > 0.0 && !(order.is_buy() && fee_lots < opening) {
        let refusal = Refusal { reason: REASON_NOT_SUPPORTED, lane: FILL_REPORT_FEE_LOTS, offending: fee_lots };
        refuse_report(state, slot, refusal);
        return alarm(state, REASON_NOT_SUPPORTED, id, instrument, fee_lots, 0.0);
    }
    if order.state == STATE_SUBMITTED {
        move_order(order, ORDER_EVENT_ACCEPT);
        note_order(state, slot, REASON_REPORTED, 0);
    }
    let order_state = state.orders.slots[slot].state;
    if is_terminal(order_state) {
        warn(state, REASON_LATE_FILL, id, instrument, lots, f64::from(order_state.0));
    }
    let given = flags & FILL_REPORT_FLAG_COMMISSION_GIVEN != 0;
    let commission = if given { Some(fee) } else { None };
    if execute_reported(state, slot, price, lots, commission, fee_lots, FILL_RULE_REPORTED, id_high, id_low) {
        state.orders.add_fill_id(slot, id_high, id_low);
    } else {
        state.orders.lost_reports += 1;
    }
}

fn check_fill(flags: u32, price: f64, lots: f64, fee: f64, fee_lots: f64) -> Result<(), Refusal> {
    let unknown = flags & !FILL_REPORT_FLAG_MASK != 0;
    refuse_if(unknown, REASON_UNKNOWN_CODE, WORD_LANE + FILL_REPORT_FLAGS, f64::from(flags))?;
    check_count(price, FILL_REPORT_PRICE, false)?;
    check_count(lots, FILL_REPORT_QUANTITY, false)?;
    check_fee(fee)?;
    check_count(fee_lots, FILL_REPORT_FEE_LOTS, true)
}

fn find_reported(state: &mut State, event: Event, instrument: u32) -> Option<usize> {
    let id = event.word(LANE_ORDER_ID);
    if state.instruments[instrument as usize].terms.execution != EXECUTION_REPORTED {
        note_refusal(state, REASON_NOT_REPORTED_VENUE, id, instrument, NO_LANE, 0.0, 0.0, 0.0);
        return None;
    }
    let slot = find_order(state, event, instrument);
    if slot.is_none() {
        state.orders.lost_reports += 1;
    }
    if slot.is_none() && state.orders.find(id).is_none() && id != 0 && id <= state.orders.retired_id_highest {
        alarm(state, REASON_ORDER_RETIRED, id, instrument, 0.0, 0.0);
    }
    slot
}

/// Checks a count of steps, lots or money units.
fn check_count(value: f64, lane: usize, zero: bool) -> Result<(), Refusal> {
    refuse_if(value < 0.0, REASON_NEGATIVE, lane, value)?;
    refuse_if(value == 0.0 && !zero, REASON_ZERO, lane, value)?;
    refuse_if(value > EXACT_MAX, REASON_OUT_OF_RANGE, lane, value)?;
    refuse_if(!is_integer(value), REASON_OFF_GRID, lane, value)
}

/// Checks a fee in money units, negative for a rebate.
fn check_fee(fee: f64) -> Result<(), Refusal> {
    refuse_if(fee.abs() > EXACT_MAX, REASON_OUT_OF_RANGE, FILL_REPORT_COMMISSION, fee)?;
    refuse_if(!is_integer(fee), REASON_OFF_GRID, FILL_REPORT_COMMISSION, fee)
}

/// Refuses a report, and counts it as lost: the account may differ from the venue's from here on.
#[cold]
fn refuse_report(state: &mut State, slot: usize, Refusal { reason, lane, offending }: Refusal) {
    state.orders.lost_reports += 1;
    let (id, instrument) = (state.orders.slots[slot].id, state.orders.slots[slot].instrument);
    note_refusal(state, reason, id, instrument, lane, offending, 0.0, 0.0);
}
