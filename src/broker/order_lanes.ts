/**
 * The lanes of a saved order: the doubles of a checkpoint, and of news of the order.
 *
 * @module
 */

import { EXACT_MAX, RATE_SCALE, TIME_US_MAX } from "../contract/contract.gen.ts";
import { CODE_NAMES } from "../records/code_names.ts";
import type { OrderRole } from "./result_rows.ts";

/** Lanes that the placement of an order fixes. */
export const SIDE = 0, TYPE = 1, INSTRUMENT = 2, ROLE = 3, STEP = 4, PLACED_US = 5, PARENT = 6, OCO = 7;
/** Lanes that notices change. */
export const STATE = 8, REASON = 9, QUANTITY = 10, FILLED = 11, LIMIT = 12, STOP = 13, COMMISSION = 14, ENDED_US = 15;
/** Average price of the fills in steps, exactly the price while all fills have the same, and the lots of the fills. */
export const AVERAGE = 16, AVERAGE_LOTS = 17;
/** Lots that opened a position, which its protective orders close. */
export const OPENED = 18;
/** The first of the requested values in display units, NaN for an absent one. */
export const ASKED = 19;
/** Names of the requested values, in the order of their lanes. */
export const ASKED_NAMES = [
  "size",
  "cash",
  "fraction",
  "limit",
  "stop",
  "value",
  "amount",
  "percent",
  "limitOffset",
] as const;
/** Last time at which it may fill in microseconds; NaN for none, {@linkcode VALID_DAY} for that of its session date. */
export const VALID: number = ASKED + ASKED_NAMES.length;
/** Value of the lane of the last time for an order of a day; no order has it as its time. */
export const VALID_DAY = 0;
/** Values for an order that its first bar fills, or ends: as far as it can, or whole. No time is a part of one. */
export const VALID_IOC = 0.25, VALID_FOK = 0.5;
/** Whether it may only reduce a position. */
export const REDUCE_ONLY: number = VALID + 1;
/** Number of its tag, zero without one. */
export const TAG: number = REDUCE_ONLY + 1;
/** Whether it was placed, which the core can refuse, and whether rows leave it out. */
export const PLACED: number = TAG + 1, HIDDEN: number = TAG + 2;
/** Its share of what its entry opens, its distance (a rate with its sign turned), and that of a trailing limit. */
export const SHARE: number = HIDDEN + 1, TRAIL: number = HIDDEN + 2, OFFSET: number = HIDDEN + 3;
/** Whether it is post-only. */
export const POST_ONLY: number = OFFSET + 1;
/** Number of lanes of a saved order. */
export const SAVED_ORDER_LANES: number = POST_ONLY + 1;
/** Number of lanes that notices change. */
export const CAPTURED_LANES: number = ASKED - STATE;

/** The last step that an order can be placed in. */
const STEP_MAX = 2 ** 32 - 1;

/** Purposes of orders by the number that their lane has. */
export const ROLES: readonly OrderRole[] = ["entry", "stopLoss", "takeProfit", "close", "target", "flatAt"];

/**
 * Checks the lanes of saved orders that name something, which would fail somewhere else, or name another thing.
 *
 * @throws {RangeError} If a lane has a number that no order has.
 */
export function checkSavedOrders(lanes: Float64Array, instruments: number, tags: number): void {
  const count = lanes.length / SAVED_ORDER_LANES, { TYPE: types, STATE: states, REASON: reasons } = CODE_NAMES;
  const isId = (id: number): boolean => Number.isInteger(id) && id >= 0 && id <= count;
  const isFlag = (flag: number): boolean => flag === 0 || flag === 1;
  const checks: readonly (readonly [name: string, lane: number, isRight: (value: number) => boolean])[] = [
    ["side", SIDE, (side) => side === 1 || side === -1],
    ["type", TYPE, (type) => types.names.has(type)],
    ["instrument", INSTRUMENT, (id) => Number.isInteger(id) && id >= 0 && id < instruments],
    ["role", ROLE, (role) => ROLES[role] !== undefined],
    ["step", STEP, (step) => Number.isInteger(step) && step >= 0 && step <= STEP_MAX],
    ["parent", PARENT, isId],
    ["oco", OCO, isId],
    ["state", STATE, (state) => states.names.has(state)],
    ["reason", REASON, (reason) => reasons.names.has(reason)],
    ["quantity", QUANTITY, Number.isFinite],
    ["filled", FILLED, Number.isFinite],
    ["valid", VALID, isValid],
    ["reduceOnly", REDUCE_ONLY, isFlag],
    ["tag", TAG, (tag) => Number.isInteger(tag) && tag >= 0 && tag <= tags],
    ["placed", PLACED, isFlag],
    ["hidden", HIDDEN, isFlag],
    ["share", SHARE, (share) => Number.isInteger(share) && share >= 0 && share <= RATE_SCALE],
    ["trail", TRAIL, (trail) => Number.isInteger(trail) && Math.abs(trail) <= EXACT_MAX],
    ["offset", OFFSET, (offset) => Number.isInteger(offset) && offset >= 0 && offset <= EXACT_MAX],
    ["postOnly", POST_ONLY, isFlag],
  ];
  for (let number = 0; number < count; number++) {
    for (const [name, lane, isRight] of checks) {
      const value = lanes[number * SAVED_ORDER_LANES + lane]!;
      if (!isRight(value)) throw new RangeError(`orders[${number}].${name} is ${value}, which no order has`);
    }
  }
}

function isValid(value: number): boolean {
  if (Number.isNaN(value) || value === VALID_IOC || value === VALID_FOK) return true;
  return Number.isInteger(value) && Math.abs(value) <= TIME_US_MAX;
}
