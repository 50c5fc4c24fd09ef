/**
 * The queue model behind the port of models.
 *
 * @module
 */

import {
  CASH_AMOUNT,
  CONFIG_RULE_AFFORDABILITY,
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_PATH,
  LANE_INSTRUMENT,
  LIMIT_FILL_TOUCH,
  ORDER_EVENT_CANCEL,
  PATH_WORST_CASE,
  REASON_BY_REQUEST,
  REASON_NOT_SUPPORTED,
  SHUTDOWN_CLOSE_POSITIONS,
} from "../../contract/contract.gen.ts";
import { endQueued, enqueue, runQueue } from "./broker.ts";
import { checkQueued, checkQueuedBuilt } from "./intent.ts";
import { positionRead, valueOfPositions } from "./ledger.ts";
import { nextTime } from "../state/columns.ts";
import type { Event } from "../state/event.ts";
import type { Model } from "../state/model.ts";
import { NO_LANE, noteRefusal, WORD_LANE } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** The queue model: plain doubles and one pass in queue order, as in backtrader's simulated broker. */
export const QUEUE_MODEL: Model = {
  exact: false,
  keeps_bars: true,
  takes,
  built: checkQueuedBuilt,
  check: checkQueued,
  place: enqueue,
  cancel: (state, slot) => endQueued(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST),
  rejectEntry: () => {},
  replace,
  step,
  mark: (state) => {
    state.account.marks = valueOfPositions(state);
  },
  // Any live order may make a notice in any step.
  horizon: (state, loaded, columns) => state.orders.live_count > 0 ? nextTime(state, loaded, columns) : Infinity,
  quiet: () => 0,
  // A step of the queue tries its orders in one pass, which no bar shortens.
  isShort: () => false,
  stepShort: step,
  pay,
  transfer: pay,
  closeOut,
  positionRead,
};

/** Returns whether a choice goes with the queue model. The cash check and the cancel rule are free, others fixed. */
function takes(lane: number, choice: number): boolean {
  if (lane === CONFIG_RULE_CANCEL || lane === CONFIG_RULE_AFFORDABILITY) return true;
  if (lane === CONFIG_RULE_PATH) return choice === PATH_WORST_CASE;
  return lane === CONFIG_RULE_LIMIT_FILL ? choice === LIMIT_FILL_TOUCH : choice === 1;
}

function replace(state: State, _event: Event, slot: number): void {
  const order = state.order(slot);
  noteRefusal(state, REASON_NOT_SUPPORTED, order.id, order.instrument, NO_LANE, 0, 0, 0);
}

function step(state: State): void {
  runQueue(state);
  state.orders.compact();
}

function pay(state: State, event: Event): void {
  const instrument = event.word(LANE_INSTRUMENT);
  noteRefusal(state, REASON_NOT_SUPPORTED, 0, instrument, NO_LANE, event.float(CASH_AMOUNT), 0, 0);
}

function closeOut(state: State, event: Event): boolean {
  const lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
  noteRefusal(state, REASON_NOT_SUPPORTED, 0, event.word(LANE_INSTRUMENT), lane, 1, 0, 0);
  return false;
}
