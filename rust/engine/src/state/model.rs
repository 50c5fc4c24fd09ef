//! The port that a model implements: it checks, fills and ends orders, and values positions. The machine calls a model
//! only through this port and never checks which one runs.

use crate::contract::Reason;
use crate::state::columns::Columns;
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::refusal::Refusal;
use crate::state::state::State;

/// A model of the broker. Every slot is the slot of an order.
pub trait Model {
    /// True if its numbers are exact: integers in steps, lots and money units.
    fn exact(&self) -> bool;
    /// True if an instrument shows its last bar until the next one, and not only in the bar's own step.
    fn keeps_bars(&self) -> bool;

    /// Returns whether the choice of a rule, by its lane in the configuration, goes with this model.
    fn takes(&self, lane: usize, choice: u32) -> bool;

    /// Refuses an intent that needs a feature which the model does not have.
    fn built(&self, event: Event) -> Result<(), Refusal>;
    /// Checks the rest of an intent whose codes are good.
    fn check(&self, state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal>;
    /// Adds a new order.
    fn place(&self, state: &mut State, slot: usize);
    /// Cancels an order that can be cancelled.
    fn cancel(&self, state: &mut State, slot: usize);
    /// Rejects an order that was taken because of one that was refused. A model that never does so has nothing to do.
    fn reject_taken(&self, state: &mut State, slot: usize, reason: Reason);
    /// Replaces quantity and prices of an order.
    fn replace(&self, state: &mut State, event: Event, slot: usize);

    /// Expires the resting orders and matches them against the bars of the step.
    fn step(&self, state: &mut State);
    /// Takes a rate that falls due in the step.
    fn take_rate(&self, state: &mut State, event: Event, instrument: u32);
    /// Takes the spread of an instrument from the bar of the step on.
    fn take_spread(&self, state: &mut State, event: Event, instrument: u32);
    /// Pays a dividend.
    fn pay_dividend(&self, state: &mut State, event: Event, instrument: u32);
    /// Splits the lots of an instrument ahead of its bar.
    fn split(&self, state: &mut State, event: Event, instrument: u32);
    /// Ends the trading of an instrument.
    fn end_trading(&self, state: &mut State, instrument: u32);
    /// Marks positions and sums the marks.
    fn mark(&self, state: &mut State);
    /// Returns the time of the first step that could make a notice if no intent comes, or infinity. Early is legal,
    /// late is not.
    fn horizon(&self, state: &mut State, loaded: &Columns, columns: &[f64]) -> f64;
    /// Pulls bars while nothing but marks can change, and writes marks from a row on. Returns the number of steps, which
    /// may be zero.
    fn quiet(
        &self,
        state: &mut State,
        loaded: &Columns,
        columns: &[f64],
        until_us: f64,
        cash_marks: &mut [f64],
        value_marks: &mut [f64],
    ) -> usize;
    /// Places the order of an event if it is plain; returns false, and changes nothing, for every other event.
    fn place_plain(&self, state: &mut State, event: Event) -> bool;
    /// Does the next step, but its marks, if it fills the plain order that was placed last; else returns false.
    fn step_plain(&self, state: &mut State, loaded: &Columns, columns: &[f64], time_us: f64) -> bool;
    /// Returns whether the next step of the columns is short: all that happens in it happens at the open of one bar.
    fn is_short(&self, state: &State, loaded: &Columns, columns: &[f64]) -> bool;
    /// Does what `step` does, in a short step.
    fn step_short(&self, state: &mut State);

    /// Moves cash into the account or out of it, or refuses the payment.
    fn pay(&self, state: &mut State, event: Event);
    /// Takes what a strategy moves into the account or out of it with the next step, or refuses it.
    fn transfer(&self, state: &mut State, event: Event);
    /// Closes all positions at their last prices at the end of a run; returns false if the model refuses.
    fn close_out(&self, state: &mut State, event: Event) -> bool;
    /// Records that a strategy reads the position in an instrument.
    fn position_read(&self, state: &mut State, event: Event);
}
