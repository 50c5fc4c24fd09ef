/**
 * The queue model behind the port of models.
 *
 * @module
 */

import {
  CASH_AMOUNT,
  CASH_CURRENCY,
  CASH_PURPOSE,
  CASH_PURPOSE_TRANSFER,
  CONFIG_RULE_AFFORDABILITY,
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_CHEAT_ON_OPEN,
  CONFIG_RULE_INTEREST,
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_PATH,
  CONFIG_RULE_SHORT_CASH,
  DIVIDEND_NUMERATOR,
  FUNDING_RATE,
  LANE_INSTRUMENT,
  LIMIT_FILL_TOUCH,
  ORDER_EVENT_CANCEL,
  PATH_WORST_CASE,
  POSITION_READ_VALUED,
  REASON_BY_REQUEST,
  REASON_NOT_SUPPORTED,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_CURRENCY,
  REASON_ZERO,
  SHUTDOWN_CLOSE_POSITIONS,
  SPLIT_NUMERATOR,
  SPREAD_STEPS,
} from "../../contract/contract.gen.ts";
import { endQueued, enqueue, runQueue } from "./broker.ts";
import { checkQueued, checkQueuedBuilt } from "./intent.ts";
import { positionRead } from "./ledger.ts";
import { takeTransfers, valueOfPositions } from "./valuation.ts";
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
  rejectTaken: () => {},
  replace,
  step,
  takeRate: (state, event) => refusePayment(state, event, event.float(FUNDING_RATE)),
  takeSpread: (state, event) => refusePayment(state, event, event.float(SPREAD_STEPS)),
  payDividend: (state, event) => refusePayment(state, event, event.float(DIVIDEND_NUMERATOR)),
  split: (state, event) => refusePayment(state, event, event.float(SPLIT_NUMERATOR)),
  endTrading: (state, { id }) => noteRefusal(state, REASON_NOT_SUPPORTED, 0, id, NO_LANE, 0, 0, 0),
  mark: (state) => {
    takeTransfers(state);
    state.account.marks = valueOfPositions(state);
  },
  // Any live order may make a notice in any step.
  horizon: (state, loaded, columns) => state.orders.live_count > 0 ? nextTime(state, loaded, columns) : Infinity,
  quiet: () => 0,
  // A step of the queue tries its orders in one pass, which no bar shortens.
  placePlain: () => false,
  stepPlain: () => false,
  isShort: () => false,
  stepShort: step,
  pay,
  transfer: pay,
  closeOut,
  positionRead: readPosition,
};

/** Rules of which the queue model takes every choice. */
const FREE_LANES: readonly number[] = [
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_AFFORDABILITY,
  CONFIG_RULE_SHORT_CASH,
  CONFIG_RULE_INTEREST,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_CHEAT_ON_OPEN,
];

/** Returns whether a choice goes with the queue model. */
function takes(lane: number, choice: number): boolean {
  if (FREE_LANES.includes(lane)) return true;
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

/** Takes a transfer, which waits for the next valuation. No lack of cash refuses a withdrawal. */
function pay(state: State, event: Event): void {
  const paid = event.float(CASH_AMOUNT), purpose = event.word(CASH_PURPOSE), currency = event.word(CASH_CURRENCY);
  const refuse = (reason: number, lane: number, value: number): void =>
    noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
  if (currency !== 0) refuse(REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, currency);
  else if (purpose !== CASH_PURPOSE_TRANSFER) refuse(REASON_NOT_SUPPORTED, WORD_LANE + CASH_PURPOSE, purpose);
  else if (paid === 0) refuse(REASON_ZERO, CASH_AMOUNT, 0);
  else state.transfers.push(paid);
}

/** Notes that a position was read. Who asks for its value has the transfers that wait taken in at once. */
function readPosition(state: State, event: Event): void {
  const instrument = event.word(LANE_INSTRUMENT), valued = event.word(POSITION_READ_VALUED);
  if (valued > 1) {
    noteRefusal(state, REASON_UNKNOWN_CODE, 0, instrument, WORD_LANE + POSITION_READ_VALUED, valued, 0, 0);
    return;
  }
  if (valued === 1) takeTransfers(state);
  positionRead(state, instrument);
}

function refusePayment(state: State, event: Event, value: number): void {
  noteRefusal(state, REASON_NOT_SUPPORTED, 0, event.word(LANE_INSTRUMENT), NO_LANE, value, 0, 0);
}

function closeOut(state: State, event: Event): boolean {
  const lane = WORD_LANE + SHUTDOWN_CLOSE_POSITIONS;
  noteRefusal(state, REASON_NOT_SUPPORTED, 0, event.word(LANE_INSTRUMENT), lane, 1, 0, 0);
  return false;
}
