/**
 * The spread of an instrument, where events tell it: half of the distance from the bid to the ask, by which fills slip.
 *
 * @module
 */

import {
  EXACT_MAX,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  SLIPPAGE_FLAG_SPREAD,
  SPREAD_STEPS,
} from "../../contract/contract.gen.ts";
import { matchAhead } from "./placed.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, noteRefusal } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** Takes the spread of an instrument from the bar of the step on. An order that fills ahead of the bar meets the old one. */
export function takeSpread(state: State, event: Event, instrument: Instrument): void {
  const steps = event.float(SPREAD_STEPS);
  const refuse = (reason: number, lane: number): void =>
    noteRefusal(state, reason, 0, instrument.id, lane, steps, 0, 0);
  if ((instrument.terms.slippage_flags & SLIPPAGE_FLAG_SPREAD) === 0) return refuse(REASON_NOT_SUPPORTED, NO_LANE);
  if (steps < 0) return refuse(REASON_NEGATIVE, SPREAD_STEPS);
  if (steps > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, SPREAD_STEPS);
  if (!Number.isInteger(steps)) return refuse(REASON_OFF_GRID, SPREAD_STEPS);
  matchAhead(state);
  // Adding zero keeps -0 out of the state.
  instrument.spread = steps + 0;
}
