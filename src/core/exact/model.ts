/**
 * The exact model behind the port of models.
 *
 * @module
 */

import {
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_PATH,
  EXECUTION_REPORTED,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_SUBMIT,
  REASON_BY_REQUEST,
  REASON_PLACED,
  TRIGGER_TRAIL,
} from "../../contract/contract.gen.ts";
import { closeOut, pay } from "./account.ts";
import { payDividend, settleRates, takeRate } from "./accrual.ts";
import { enter, sleepAgain } from "./due.ts";
import { expireOrders } from "./expire.ts";
import { endOrder, tellPlacement } from "./tied.ts";
import { horizonOf } from "./horizon.ts";
import { checkBuilt, checkExact } from "./intent.ts";
import { enterMarket } from "./latency.ts";
import { liquidate } from "./liquidation.ts";
import { markInstrument } from "./ledger.ts";
import { matchStep } from "./match.ts";
import { placePlain, stepPlain } from "./plain.ts";
import { advanceQuietly } from "./quiet.ts";
import { replaceOrder } from "./replace.ts";
import { isShort, stepShort } from "./short.ts";
import { endTrading, splitLots } from "./split.ts";
import { takeSpread } from "./spread.ts";
import { beginAtEntry, beginTrail, isAtDistance } from "./trail.ts";
import { moveTransfer, transfer } from "./transfer.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { Model } from "../state/model.ts";
import { noteOrder } from "../state/notices.ts";
import { isTied, move, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** The rules of which it takes every choice. */
const TAKEN: readonly number[] = [
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_PATH,
  CONFIG_RULE_CHEAT_ON_CLOSE,
];

/** The exact model: integers, two passes over the resting orders, one rounding per amount. */
export const EXACT_MODEL: Model = {
  exact: true,
  keeps_bars: false,
  takes: (lane, choice) => TAKEN.includes(lane) || choice === 0,
  built: checkBuilt,
  check: checkExact,
  place,
  cancel: (state, slot) => endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST),
  rejectTaken: (state, slot, reason) => endOrder(state, slot, ORDER_EVENT_REJECT, reason),
  replace: replaceOrder,
  step,
  takeRate,
  takeSpread,
  payDividend,
  split: splitLots,
  endTrading,
  mark,
  horizon: horizonOf,
  quiet: advanceQuietly,
  placePlain,
  stepPlain,
  isShort,
  stepShort,
  pay,
  transfer,
  closeOut,
  // Sums are exact, so the order in which positions are read changes nothing.
  positionRead: () => {},
};

/** Accepts a simulated order at once; a reported order waits for its report, or for the fill of its entry. */
function place(state: State, slot: number): void {
  const order = state.order(slot), reported = state.instrumentOf(order).terms.execution === EXECUTION_REPORTED;
  state.orders.live_count++;
  if (reported) state.orders.at_venue.push(slot);
  if (reported && order.protective) {
    noteOrder(state, order, REASON_PLACED, 0);
    if (order.active) tellPlacement(state, order);
    return;
  }
  if (!reported && order.active && isAtDistance(order)) begin(order, state.instrumentOf(order));
  move(order, ORDER_EVENT_SUBMIT);
  if (reported) {
    noteOrder(state, order, REASON_PLACED, 0);
    return;
  }
  enterMarket(state, order, state.instrumentOf(order));
  // That a taken order is accepted follows from its event, so no notice says it.
  move(order, ORDER_EVENT_ACCEPT);
  state.orders.rest(slot);
  tie(state, slot);
  enter(state, slot);
}

/** Sets the price of a new order at a distance: without an entry to wait for, it is measured from the last close. */
function begin(order: Order, instrument: Instrument): void {
  if (order.kind.trigger === TRIGGER_TRAIL) beginTrail(order, instrument);
  else beginAtEntry(order, instrument.terms.tick, instrument.close);
}

/** Lists an order that has a group or a parent, and the leader of its group, which has one from now on. */
function tie(state: State, slot: number): void {
  const order = state.order(slot);
  if (isTied(order)) state.orders.tie(slot);
  if (order.oco === 0) return;
  const leader = state.orders.find(order.oco);
  if (leader >= 0) state.orders.tie(leader);
}

function step(state: State): void {
  moveTransfer(state);
  if (state.orders.resting.length > state.orders.resting_ended) {
    expireOrders(state);
    matchStep(state);
    state.orders.compact();
  }
  sleepAgain(state);
}

/** Marks the instruments with a new price, settles what is due, and liquidates what its margin does not hold. */
function mark(state: State): void {
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    if (instrument.position_size !== 0 || instrument.mark !== 0) markInstrument(state, instrument);
  }
  if (state.account.accruals !== 0) settleRates(state);
  if (state.on_margin) liquidate(state);
}
