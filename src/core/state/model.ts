/**
 * The port that a model implements: how orders are checked, filled and ended, and what positions are worth.
 *
 * The machine asks a model through this port and nothing else asks which one runs.
 *
 * @module
 */

import type { Columns } from "./columns.ts";
import type { Event } from "./event.ts";
import type { Instrument } from "./fields.gen.ts";
import type { Refusal } from "./refusal.ts";
import type { State } from "./state.ts";

/** A model of the broker. Slots are those of orders. */
export interface Model {
  /** Whether its numbers are exact: integers in steps, lots and money units. */
  readonly exact: boolean;
  /** Whether an instrument shows its last bar until the next one, and not only in the bar's own step. */
  readonly keeps_bars: boolean;

  /** Whether the choice of a rule, by its lane in the configuration, goes with this model. */
  takes(lane: number, choice: number): boolean;

  /** Refuses an intent that asks for something which the model has not. */
  built(event: Event): Refusal | undefined;
  /** Checks the rest of an intent whose codes are good. */
  check(state: State, event: Event, instrument: Instrument): Refusal | undefined;
  /** Takes a new order in. */
  place(state: State, slot: number): void;
  /** Cancels an order that can be cancelled. */
  cancel(state: State, slot: number): void;
  /** Replaces quantity and prices of an order. */
  replace(state: State, event: Event, slot: number): void;

  /** Expires and matches what rests against the bars of the step. */
  step(state: State): void;
  /** Marks positions and sums the marks up. */
  mark(state: State): void;
  /** Time of the first step that could make a notice if no intent comes, or Infinity; early is legal, late is not. */
  horizon(state: State, loaded: Columns, columns: Float64Array): number;
  /**
   * Pulls bars of a single instrument for as long as nothing but marks can change, from a row of the marks on; returns
   * the number of steps, which may be zero.
   */
  quiet(
    state: State,
    loaded: Columns,
    columns: Float64Array,
    until_us: number,
    marks: Float64Array,
    row: number,
  ): number;

  /** Moves cash into the account or out of it, or refuses to. */
  pay(state: State, event: Event): void;
  /** Closes all positions at their last prices at the end of a run; returns false if it refuses to. */
  closeOut(state: State, event: Event): boolean;
  /** Notes that a strategy reads the position in an instrument. */
  positionRead(state: State, instrument: number): void;
}
