/**
 * Liquidation: what happens when an account is worth less than the maintenance margins of its positions.
 *
 * The end of a step decides, with all positions at their closes. While the value is below the sum of the maintenance
 * margins, the position with the largest one is closed whole, of equals the one that was opened first. It is closed at the
 * close of its bar, with its commission and the fee of a liquidation, and what rests on its instrument is cancelled. A
 * position without a bar in the step, or whose instrument is halted or had no volume, has no price and stays.
 *
 * @module
 */

import {
  EXECUTION_REPORTED,
  FILL_RULE_LIQUIDATION,
  LEVEL_WARNING,
  MARGIN_NONE,
  ORDER_EVENT_CANCEL,
  REASON_LIQUIDATED,
  REASON_LIQUIDATION,
} from "../../contract/contract.gen.ts";
import { amount } from "../state/amount.ts";
import type { Columns } from "../state/columns.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteDiagnostic } from "../state/notices.ts";
import type { State } from "../state/state.ts";
import { closePosition } from "./account.ts";
import { firstCrossing } from "./account_ahead.ts";
import { endOrder } from "./tied.ts";
import { maintenanceAt, maintenanceMargin, unpaidCost } from "./margin.ts";
import { lacksVolume } from "./reach.ts";

/** Closes positions at the end of a step while the account is worth less than their maintenance margins. */
export function liquidate(state: State): void {
  for (let told = false;; told = true) {
    let maintenance = 0;
    for (const instrument of state.instruments) maintenance += maintenanceMargin(instrument);
    const value = state.account.cash + state.account.marks;
    if (maintenance === 0 || value >= maintenance) return;
    const instrument = nextToClose(state);
    if (instrument === undefined) return;
    if (!told) noteDiagnostic(state, LEVEL_WARNING, REASON_LIQUIDATION, 0, instrument.id, value, maintenance);
    if (!closePosition(state, instrument, FILL_RULE_LIQUIDATION)) return;
    cancelOrders(state, instrument, REASON_LIQUIDATED);
  }
}

/** Returns the instrument whose position is closed next. */
function nextToClose(state: State): Instrument | undefined {
  let chosen: Instrument | undefined, largest = 0;
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!, margin = maintenanceMargin(instrument);
    if (margin === 0 || instrument.halted || instrument.terms.execution === EXECUTION_REPORTED) continue;
    if (lacksVolume(instrument) || margin < largest) continue;
    if (chosen !== undefined && margin === largest && instrument.trip > chosen.trip) continue;
    chosen = instrument;
    largest = margin;
  }
  return chosen;
}

/** Cancels the orders that rest on an instrument, by acceptance. */
export function cancelOrders(state: State, instrument: Instrument, reason: number): void {
  for (const slot of state.orders.resting) {
    const order = state.order(slot);
    if (order.ended === 0 && order.instrument === instrument.id) {
      endOrder(state, slot, ORDER_EVENT_CANCEL, reason);
    }
  }
}

/** Returns the time of the first step at which the account could be liquidated, or Infinity. It may be early. */
export function firstLiquidation(state: State, loaded: Columns, columns: Float64Array): number {
  if (!holdsOnMargin(state)) return Infinity;
  // Each margin is rounded up by less than one unit.
  const slack = state.instruments.length;
  return firstCrossing(state, loaded, columns, worstCushion, (cushion) => cushion <= slack);
}

function holdsOnMargin(state: State): boolean {
  return state.instruments.some((each) => each.position_size !== 0 && each.terms.margin_kind !== MARGIN_NONE);
}

/** Returns the least that a position's value less its maintenance margin can be while its price stays within bounds. */
function worstCushion(instrument: Instrument, lowest: number, highest: number): number {
  const size = instrument.position_size, now = instrument.mark - maintenanceMargin(instrument);
  // Without a bar to come, the mark stays.
  if (size === 0 || lowest > highest) return now;
  const notional = amount(size > 0 ? lowest : highest, Math.abs(size), instrument.terms.scale);
  if (notional === Infinity) return -Infinity;
  const value = (size < 0 ? -notional : notional) - unpaidCost(instrument);
  const ahead = value - maintenanceAt(instrument, notional);
  return ahead < now ? ahead : now;
}
