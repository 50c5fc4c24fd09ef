//! The port that a model implements: how orders are checked, filled and ended, and what positions are worth.
//!
//! The machine asks a model through this port and nothing else asks which one runs.

use crate::state::columns::Columns;
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::refusal::Refusal;
use crate::state::state::State;

/// A model of the broker. Slots are those of orders.
pub trait Model {
    /// Whether its numbers are exact: integers in steps, lots and money units.
    fn exact(&self) -> bool;
    /// Whether an instrument shows its last bar until the next one, and not only in the bar's own step.
    fn keeps_bars(&self) -> bool;

    /// Whether the choice of a rule, by its lane in the configuration, goes with this model.
    fn takes(&self, lane: usize, choice: u32) -> bool;

    /// Refuses an intent that asks for something which the model has not.
    fn built(&self, event: Event) -> Result<(), Refusal>;
    /// Checks the rest of an intent whose codes are good.
    fn check(&self, state: &State, event: Event, instrument: &Instrument) -> Result<(), Refusal>;
    /// Takes a new order in.
    fn place(&self, state: &mut State, slot: usize);
    /// Cancels an order that can be cancelled.
    fn cancel(&self, state: &mut State, slot: usize);
    /// Replaces quantity and prices of an order.
    fn replace(&self, state: &mut State, event: Event, slot: usize);

    /// Expires and matches what rests against the bars of the step.
    fn step(&self, state: &mut State);
    /// Marks positions and sums the marks up.
    fn mark(&self, state: &mut State);
    /// Time of the first step that could make a notice if no intent comes, or infinity; early is legal, late is not.
    fn horizon(&self, state: &mut State, loaded: &Columns, columns: &[f64]) -> f64;
    /// Pulls bars of a single instrument for as long as nothing but marks can change, from a row of the marks on; returns
    /// the number of steps, which may be zero.
    fn quiet(
        &self,
        state: &mut State,
        loaded: &Columns,
        columns: &[f64],
        until_us: f64,
        cash_marks: &mut [f64],
        value_marks: &mut [f64],
    ) -> usize;

    /// Moves cash into the account or out of it, or refuses to.
    fn pay(&self, state: &mut State, event: Event);
    /// Closes all positions at their last prices at the end of a run; returns false if it refuses to.
    fn close_out(&self, state: &mut State, event: Event) -> bool;
    /// Notes that a strategy reads the position in an instrument.
    fn position_read(&self, state: &mut State, instrument: u32);
}
