/**
 * Market orders that fill at the close of their placement, under the rule CHEAT_ON_CLOSE.
 *
 * The next step books them ahead of its own prices. What a step brings ahead of its bars, such as a dividend, the interest
 * of a night or a split, comes after that close. So such an event books them first, and finds the position that they left.
 * An order whose fill asks for the volume of its bar cannot come ahead of it.
 *
 * @module
 */

import { CHEAT_ON_CLOSE_ON, CONFIG_RULE_CHEAT_ON_CLOSE, EVENT_STEP } from "../../contract/contract.gen.ts";
import { PART_ALL, PART_CLOSING } from "./size.ts";
import { matchAtOpen } from "./match.ts";
import { comesAhead } from "./reach.ts";
import { moveTransfer } from "./transfer.ts";
import type { State } from "../state/state.ts";

/** Fills the orders that fill at the close of their placement, ahead of an event that comes before the bars of its step. */
export function matchAhead(state: State): void {
  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) !== CHEAT_ON_CLOSE_ON) return;
  if (!state.step_open || state.bars_of_step.length > 0) return;
  const { awake } = state.orders;
  for (const instrument of state.instruments) {
    const { volume_limit_numerator, slippage_impact } = instrument.terms;
    instrument.position_at_step = instrument.position_size;
    instrument.ahead = volume_limit_numerator === 0 && slippage_impact === 0;
  }
  if (awake.some((slot) => comesAhead(state.order(slot), state.instrumentOf(state.order(slot))))) {
    // The fills are the broker's, whose step this event opens.
    const { event_kind } = state;
    state.event_kind = EVENT_STEP;
    moveTransfer(state);
    for (const slot of awake) matchAtOpen(state, slot, PART_CLOSING);
    for (const slot of awake) matchAtOpen(state, slot, PART_ALL);
    state.event_kind = event_kind;
  }
  for (const instrument of state.instruments) instrument.ahead = false;
}
