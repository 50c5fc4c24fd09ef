//! Notices: the records of all actions of the core. Each takes the next output sequence and enters the chain.

use crate::contract::*;
use crate::state::fields::{Instrument, Order};
use crate::state::order::signed;
use crate::state::state::State;

/// Lane word of a refusal without a single offending lane.
pub const NO_LANE: usize = 255;
/// Offset that separates the number of a word from that of a float lane.
pub const WORD_LANE: usize = 32;

/// The effects of one execution, as its notices hold them. Signs are those of the position.
#[derive(Clone, Copy)]
pub struct Execution {
    pub instrument: u32,
    pub order_id: u32,
    /// State of the order after the execution.
    pub order_state: OrderState,
    /// Label of the round trip that it may open.
    pub round_trip: u32,
    pub sign: f64,
    pub price: f64,
    /// Signed lots.
    pub quantity: f64,
    /// Signed lots that closed, a part of the quantity.
    pub closed: f64,
    /// Unsigned money units of both parts, with exact numbers.
    pub notional: f64,
    pub closed_value: f64,
    pub opened_value: f64,
    pub closed_commission: f64,
    pub opened_commission: f64,
    /// Unsigned lots of the opening part that the venue keeps, and their value.
    pub fee_lots: f64,
    pub fee_value: f64,
    pub pnl: f64,
    pub rule: FillRule,
    pub flags: u32,
    pub id_high: u32,
    pub id_low: u32,
}

/// Emits the notice of an order's state. `more_flags` are added to those of the order.
pub fn note_order(state: &mut State, slot: usize, reason: Reason, more_flags: u32) {
    // Borrowed by field, because the outputs are written while the order is read.
    let order = &state.orders.slots[slot];
    let mut out = state.outputs.begin_notice(OUTPUT_ORDER, order.state.0, reason.0, state.sequence, state.time_us);
    out.float(OUT_ORDER_QUANTITY, signed(order.sign, order.quantity));
    out.float(OUT_ORDER_FILLED, signed(order.sign, order.filled));
    out.float(OUT_ORDER_AVERAGE_PRICE, order.average_price);
    out.float(OUT_ORDER_VALUE, order.notional);
    out.float(OUT_ORDER_COMMISSION, order.commission);
    out.float(OUT_ORDER_PNL, order.pnl);
    out.float(OUT_ORDER_POSITION_SIZE, order.position_size);
    out.float(OUT_ORDER_POSITION_BASIS, order.position_basis);
    out.float(OUT_ORDER_LIMIT, order.limit);
    out.float(OUT_ORDER_STOP, order.stop);
    out.float(OUT_ORDER_EXECUTED_US, order.executed_us);
    out.word(OUT_ORDER_ORDER_ID, order.id);
    out.word(OUT_ORDER_INSTRUMENT, order.instrument);
    out.word(OUT_ORDER_FLAGS, view_flags(order) | more_flags);
    out.word(OUT_ORDER_PARENT, order.parent);
    out.word(OUT_ORDER_OCO, order.oco);
    out.end(&mut state.chain, state.chain_on);
}

/// Flag for [`note_order`]: a fill came after the order's end.
pub const VIEW_LATE: u32 = ORDER_VIEW_LATE;

fn view_flags(order: &Order) -> u32 {
    let mut flags = order.order_type.0;
    if !order.is_buy() {
        flags |= ORDER_VIEW_SELL;
    }
    if order.triggered {
        flags |= ORDER_VIEW_TRIGGERED;
    }
    if order.quantity == 0.0 {
        flags |= ORDER_VIEW_UNSIZED;
    }
    if order.reduces() {
        flags |= ORDER_VIEW_REDUCE_ONLY;
    }
    if order.protective() {
        flags |= ORDER_VIEW_PROTECTIVE;
    }
    flags
}

/// Emits the only notice of a simulated execution. Its lots close a position or open one.
pub fn note_execution(state: &mut State, execution: &Execution, ordered: f64, filled: f64) {
    let mut out = state.outputs.begin_notice(
        OUTPUT_EXECUTION,
        execution.order_state.0,
        execution.rule.0,
        state.sequence,
        state.time_us,
    );
    let instrument = &state.instruments[execution.instrument as usize];
    out.float(OUT_EXECUTION_PRICE, execution.price);
    out.float(OUT_EXECUTION_QUANTITY, execution.quantity);
    out.float(OUT_EXECUTION_VALUE, execution.notional);
    out.float(OUT_EXECUTION_COMMISSION, execution.closed_commission + execution.opened_commission);
    out.float(OUT_EXECUTION_PNL, execution.pnl);
    out.float(OUT_EXECUTION_POSITION_SIZE, instrument.position_size);
    out.float(OUT_EXECUTION_POSITION_COST, instrument.position_cost);
    out.float(OUT_EXECUTION_CASH, state.account.cash);
    out.float(OUT_EXECUTION_ORDERED, ordered);
    out.float(OUT_EXECUTION_FILLED, filled);
    out.float(OUT_EXECUTION_BARS, f64::from(instrument.bars));
    out.word(OUT_EXECUTION_ORDER_ID, execution.order_id);
    out.word(OUT_EXECUTION_INSTRUMENT, instrument.id);
    out.word(OUT_EXECUTION_FLAGS, execution.flags);
    out.word(OUT_EXECUTION_ROUND_TRIP, instrument.trip as u32);
    out.word(OUT_EXECUTION_LABEL, instrument.trip_label);
    out.end(&mut state.chain, state.chain_on);
}

/// Emits the notice of a fill.
pub fn note_fill(state: &mut State, execution: &Execution) {
    let exact = state.exact;
    let mut out = state.outputs.begin_notice(
        OUTPUT_FILL,
        execution.order_state.0,
        execution.rule.0,
        state.sequence,
        state.time_us,
    );
    let instrument = &state.instruments[execution.instrument as usize];
    out.float(OUT_FILL_PRICE, execution.price);
    out.float(OUT_FILL_QUANTITY, execution.quantity);
    out.float(OUT_FILL_CLOSED, execution.closed);
    out.float(OUT_FILL_CLOSED_VALUE, execution.closed_value);
    out.float(OUT_FILL_OPENED_VALUE, execution.opened_value);
    out.float(OUT_FILL_CLOSED_COMMISSION, execution.closed_commission);
    out.float(OUT_FILL_OPENED_COMMISSION, execution.opened_commission);
    out.float(OUT_FILL_PNL, execution.pnl);
    out.float(OUT_FILL_POSITION_SIZE, instrument.position_size);
    out.float(OUT_FILL_POSITION_BASIS, position_basis(exact, instrument));
    out.float(OUT_FILL_CASH, state.account.cash);
    out.word(OUT_FILL_ORDER_ID, execution.order_id);
    out.word(OUT_FILL_INSTRUMENT, instrument.id);
    out.word(OUT_FILL_FLAGS, execution.flags);
    out.word(OUT_FILL_FILL_ID_HIGH, execution.id_high);
    out.word(OUT_FILL_FILL_ID_LOW, execution.id_low);
    out.end(&mut state.chain, state.chain_on);
}

/// Returns the average price with doubles, the cost in money units with exact numbers.
fn position_basis(exact: bool, instrument: &Instrument) -> f64 {
    if exact {
        instrument.position_cost
    } else {
        instrument.position_price
    }
}

/// Emits the notice that a round trip opened or closed.
pub fn note_trip(state: &mut State, execution: &Execution, detail: u32, size: f64) {
    let mut out = state.outputs.begin_notice(OUTPUT_ROUND_TRIP, detail, 0, state.sequence, state.time_us);
    let instrument = &state.instruments[execution.instrument as usize];
    let bars_closed = if detail == TRIP_CLOSED { instrument.bars } else { 0 };
    out.float(OUT_ROUND_TRIP_OPENED_US, instrument.trip_opened_us);
    out.float(OUT_ROUND_TRIP_QUANTITY, size);
    out.float(OUT_ROUND_TRIP_QUANTITY_MAX, instrument.trip_quantity_max);
    out.float(OUT_ROUND_TRIP_ENTRY_VALUE, instrument.trip_entry_value);
    out.float(OUT_ROUND_TRIP_EXIT_VALUE, instrument.trip_exit_value);
    out.float(OUT_ROUND_TRIP_PNL, instrument.trip_pnl);
    out.float(OUT_ROUND_TRIP_COMMISSION, instrument.trip_commission);
    out.float(OUT_ROUND_TRIP_ENTRY_QUANTITY, instrument.trip_entry_quantity);
    out.float(OUT_ROUND_TRIP_PRICE, instrument.trip_price);
    out.float(OUT_ROUND_TRIP_BARS_OPENED, f64::from(instrument.trip_bars_opened));
    out.float(OUT_ROUND_TRIP_BARS_CLOSED, f64::from(bars_closed));
    out.word(OUT_ROUND_TRIP_ORDER_ID, execution.order_id);
    out.word(OUT_ROUND_TRIP_INSTRUMENT, instrument.id);
    out.word(OUT_ROUND_TRIP_FLAGS, instrument.trip_flags);
    out.word(OUT_ROUND_TRIP_ROUND_TRIP, instrument.trip as u32);
    out.word(OUT_ROUND_TRIP_LABEL, instrument.trip_label);
    out.end(&mut state.chain, state.chain_on);
}

/// Emits the refusal of an event or an order. `lane` is the lane of the offending value, or [`NO_LANE`].
#[allow(clippy::too_many_arguments)]
pub fn note_refusal(
    state: &mut State,
    reason: Reason,
    order_id: u32,
    instrument: u32,
    lane: usize,
    value: f64,
    needed: f64,
    available: f64,
) {
    state.event_refused = true;
    let kind = state.event_kind & 255;
    let mut out = state.outputs.begin_notice(OUTPUT_REFUSAL, kind, reason.0, state.sequence, state.time_us);
    out.float(OUT_REFUSAL_NEEDED, needed);
    out.float(OUT_REFUSAL_AVAILABLE, available);
    out.float(OUT_REFUSAL_VALUE, value);
    out.word(OUT_REFUSAL_ORDER_ID, order_id);
    out.word(OUT_REFUSAL_INSTRUMENT, instrument);
    out.word(OUT_REFUSAL_LANE, lane as u32);
    out.word(OUT_REFUSAL_PRODUCER, state.event_producer);
    out.word(OUT_REFUSAL_PRODUCER_SEQUENCE, state.event_producer_sequence);
    out.end(&mut state.chain, state.chain_on);
}

/// Emits a diagnostic.
pub fn note_diagnostic(
    state: &mut State,
    level: Level,
    reason: Reason,
    order_id: u32,
    instrument: u32,
    value: f64,
    expected: f64,
) {
    let mut out = state.outputs.begin_notice(OUTPUT_DIAGNOSTIC, level.0, reason.0, state.sequence, state.time_us);
    out.float(OUT_DIAGNOSTIC_VALUE, value);
    out.float(OUT_DIAGNOSTIC_EXPECTED, expected);
    out.word(OUT_DIAGNOSTIC_ORDER_ID, order_id);
    out.word(OUT_DIAGNOSTIC_INSTRUMENT, instrument);
    out.word(OUT_DIAGNOSTIC_EVENT, state.event_kind);
    out.word(OUT_DIAGNOSTIC_PRODUCER, state.event_producer);
    out.word(OUT_DIAGNOSTIC_PRODUCER_SEQUENCE, state.event_producer_sequence);
    out.end(&mut state.chain, state.chain_on);
}

/// Emits a diagnostic: a request came for an order that has ended.
pub fn note_ended(state: &mut State, slot: usize, reason: Reason) {
    let order = state.order(slot);
    let (id, instrument, order_state) = (order.id, order.instrument, order.state);
    note_diagnostic(state, LEVEL_INFO, reason, id, instrument, f64::from(order_state.0), 0.0);
}

/// Emits a diagnostic at level DEBUG.
pub fn debug(state: &mut State, reason: Reason, order_id: u32, instrument: u32) {
    note_diagnostic(state, LEVEL_DEBUG, reason, order_id, instrument, 0.0, 0.0);
}

/// Emits a diagnostic at level INFO.
pub fn info(state: &mut State, reason: Reason, order_id: u32, instrument: u32) {
    note_diagnostic(state, LEVEL_INFO, reason, order_id, instrument, 0.0, 0.0);
}

/// Emits a diagnostic at level WARNING.
pub fn warn(state: &mut State, reason: Reason, order_id: u32, instrument: u32, value: f64, expected: f64) {
    note_diagnostic(state, LEVEL_WARNING, reason, order_id, instrument, value, expected);
}

/// Emits a diagnostic at level ERROR.
pub fn alarm(state: &mut State, reason: Reason, order_id: u32, instrument: u32, value: f64, expected: f64) {
    note_diagnostic(state, LEVEL_ERROR, reason, order_id, instrument, value, expected);
}

/// Writes the mark of a step as a record. A mark is no notice: the mark hash takes its values from the step itself.
pub fn note_mark(state: &mut State) {
    let mut out = state.outputs.begin(OUTPUT_MARK, 0, state.sequence, state.time_us);
    out.float(OUT_MARK_CASH, state.account.cash);
    out.float(OUT_MARK_VALUE, state.account.value);
}

/// Writes the commit of the closed step: sequence and hashes after its last event.
pub fn note_commit(state: &mut State) {
    let lanes = state.commit_lanes;
    let mut out = state.outputs.begin(OUTPUT_COMMIT, 0, state.commit_sequence, state.step_us);
    out.word(OUT_COMMIT_CHAIN_LOW, lanes[0]);
    out.word(OUT_COMMIT_CHAIN_HIGH, lanes[1]);
    out.word(OUT_COMMIT_INPUT_LOW, lanes[2]);
    out.word(OUT_COMMIT_INPUT_HIGH, lanes[3]);
    out.float(OUT_COMMIT_MARK_LOW, f64::from(lanes[4]));
    out.float(OUT_COMMIT_MARK_HIGH, f64::from(lanes[5]));
}
