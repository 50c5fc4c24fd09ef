/**
 * The port that a model implements: it checks, fills and ends orders, and values positions. The machine calls a model
 * only through this port and never checks which one runs.
 *
 * @module
 */

import type { Columns } from "./columns.ts";
import type { Event } from "./event.ts";
import type { Instrument } from "./fields.gen.ts";
import type { Refusal } from "./refusal.ts";
import type { State } from "./state.ts";

/** A model of the broker. Every slot is the slot of an order. */
export interface Model {
  /** True if its numbers are exact: integers in steps, lots and money units. */
  readonly exact: boolean;
  /** True if an instrument shows its last bar until the next one, and not only in the bar's own step. */
  readonly keeps_bars: boolean;

  /** Returns whether the choice of a rule, by its lane in the configuration, goes with this model. */
  takes(lane: number, choice: number): boolean;

  /** Refuses an intent that needs a feature which the model does not have. */
  built(event: Event): Refusal | undefined;
  /** Checks the rest of an intent whose codes are good. */
  check(state: State, event: Event, instrument: Instrument): Refusal | undefined;
  /** Adds a new order. */
  place(state: State, slot: number): void;
  /** Cancels an order that can be cancelled. */
  cancel(state: State, slot: number): void;
  /** Rejects an order that was taken because of one that was refused. A model that never does so has nothing to do. */
  rejectTaken(state: State, slot: number, reason: number): void;
  /** Replaces quantity and prices of an order. */
  replace(state: State, event: Event, slot: number): void;

  /** Expires the resting orders and matches them against the bars of the step. */
  step(state: State): void;
  /** Takes a rate that falls due in the step. */
  takeRate(state: State, event: Event, instrument: Instrument): void;
  /** Takes the spread of an instrument from the bar of the step on. */
  takeSpread(state: State, event: Event, instrument: Instrument): void;
  /** Pays a dividend. */
  payDividend(state: State, event: Event, instrument: Instrument): void;
  /** Splits the lots of an instrument ahead of its bar. */
  split(state: State, event: Event, instrument: Instrument): void;
  /** Ends the trading of an instrument. */
  endTrading(state: State, instrument: Instrument): void;
  /** Marks positions and sums the marks. */
  mark(state: State): void;
  /**
   * Returns the time of the first step that could make a notice if no intent comes, or Infinity. Early is legal, late
   * is not.
   */
  horizon(state: State, loaded: Columns, columns: Float64Array): number;
  /**
   * Pulls bars while nothing but marks can change, and writes marks from a row on. Returns the number of steps, which may
   * be zero.
   */
  quiet(
    state: State,
    loaded: Columns,
    columns: Float64Array,
    until_us: number,
    marks: Float64Array,
    row: number,
  ): number;
  /** Places the order of an event if it is plain; returns false, and changes nothing, for every other event. */
  placePlain(state: State, event: Event): boolean;
  /** Does the next step, but its marks, if it fills the plain order that was placed last; else returns false. */
  stepPlain(state: State, loaded: Columns, columns: Float64Array, time_us: number): boolean;
  /** Returns whether the next step of the columns is short: all that happens in it happens at the open of one bar. */
  isShort(state: State, loaded: Columns, columns: Float64Array): boolean;
  /** Does what `step` does, in a short step. */
  stepShort(state: State): void;

  /** Moves cash into the account or out of it, or refuses the payment. */
  pay(state: State, event: Event): void;
  /** Takes what a strategy moves into the account or out of it with the next step, or refuses it. */
  transfer(state: State, event: Event): void;
  /** Closes all positions at their last prices at the end of a run; returns false if the model refuses. */
  closeOut(state: State, event: Event): boolean;
  /** Records that a strategy reads the position in an instrument. */
  positionRead(state: State, event: Event): void;
}
