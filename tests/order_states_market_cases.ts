/**
 * The cases that drive the order-state table by market data: in two passes, and in one queue.
 *
 * @module
 */

import {
  ORDER_FLAG_HOLD,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_TARGET,
  RATE_SCALE,
  SIDE_BUY,
  SIDE_SELL,
  TYPE_LIMIT,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
} from "../src/contract/contract.gen.ts";
import { oneCase, type OrderCase, type OrderMove } from "./order_states_cases.ts";
import type { OrderLog, OrderLogOptions, OrderTerms } from "./order_states_log.ts";

const SIMULATED: OrderLogOptions = { execution: "simulated" };
const QUEUE: OrderLogOptions = { execution: "queue" };
const BID: OrderTerms = { type: TYPE_LIMIT, limit: 5 };
/** Triggered at 12, it fills at 9 or better. */
const PULLBACK: OrderTerms = { type: TYPE_STOP_LIMIT, stop: 12, limit: 9 };
/** Brings {@linkcode PULLBACK} to its trigger and no further. */
const RISE: readonly [number, number, number, number] = [11, 12, 11, 12];
const SELL_TEN: OrderTerms = { side: SIDE_SELL, quantity: 10 };
/** Sold at 8 or better once 9 was seen: against a position of five it closes five and opens five. */
const TRIGGERED_FLIP: OrderTerms = { type: TYPE_STOP_LIMIT, side: SIDE_SELL, stop: 9, limit: 11 };
const FALL: readonly [number, number, number, number] = [10, 10, 9, 9];
const HUGE = 2 ** 52;

/** Returns the cases of two passes: effects of market data, and immediate effects of a strategy's requests. */
export function simulatedCases(): OrderCase[] {
  const sim = (
    name: string,
    state: string,
    arrange: (log: OrderLog) => OrderLog,
    act: (log: OrderLog) => OrderLog,
    moves: readonly OrderMove[],
    more: Partial<Pick<OrderCase, "order" | "derived">> = {},
  ): OrderCase => oneCase(name, SIMULATED, state, arrange, act, moves, more);
  const start = (log: OrderLog): OrderLog => log.step(10);
  const bid = (log: OrderLog): OrderLog => start(log).place(1, BID);
  const pulled = (log: OrderLog): OrderLog => start(log).place(1, PULLBACK).step(RISE);
  const long = (log: OrderLog): OrderLog => start(log).place(1, { quantity: 5 }).step(10);
  const gone = (log: OrderLog): OrderLog => start(log).place(1).step(10);
  return [
    sim("a new order", "CREATED", start, (log) => log.place(1, BID), [["SUBMIT", null], ["ACCEPT", null]]),
    sim("a trigger", "ACCEPTED", (log) => start(log).place(1, PULLBACK), (log) => log.step(RISE), [
      ["TRIGGER", "TRIGGER"],
    ]),
    sim("a fill", "ACCEPTED", (log) => start(log).place(1), (log) => log.step(10), [["FILL_ALL", "FILLED"]]),
    sim("a triggered order's fill", "TRIGGERED", pulled, (log) => log.step(9), [["FILL_ALL", "FILLED"]]),
    sim("a flip", "ACCEPTED", (log) => long(log).place(2, SELL_TEN), (log) => log.step(10), [
      ["FILL", "FILLED"],
      ["FILL_ALL", "FILLED"],
    ], { order: 2 }),
    sim(
      "a triggered flip",
      "TRIGGERED",
      (log) => long(log).place(2, TRIGGERED_FLIP).step(FALL),
      (log) => log.step(11),
      [["FILL", "FILLED"], ["FILL_ALL", "FILLED"]],
      { order: 2 },
    ),
    oneCase(
      "a flip whose opening part another order left no cash for",
      { execution: "simulated", cash: 100 },
      "ACCEPTED",
      (log) =>
        log.step(10, 10).place(1, { quantity: 5 }).step(10, 10)
          .place(2, { instrument: 1 }).place(3, { side: SIDE_SELL, fraction: RATE_SCALE }),
      (log) => log.step(10, 10),
      [["FILL", "FILLED"], ["FILL_ALL", "CUT_TO_CASH"]],
      { order: 3 },
    ),
    sim("a cancellation", "ACCEPTED", bid, (log) => log.cancel(1), [["CANCEL", "BY_REQUEST"]]),
    sim("a triggered order's cancellation", "TRIGGERED", pulled, (log) => log.cancel(1), [["CANCEL", "BY_REQUEST"]]),
    sim("a filled order's cancellation", "FILLED", gone, (log) => log.cancel(1), [["REQUEST_CANCEL", "LATE_CANCEL"]]),
    sim("a cancelled order's cancellation", "CANCELLED", (log) => bid(log).cancel(1), (log) => log.cancel(1), [
      ["REQUEST_CANCEL", "ALREADY_ENDED"],
    ]),
    sim("a replacement", "ACCEPTED", bid, (log) => log.replace(1, 7), [
      ["REQUEST_REPLACE", null],
      ["REPLACE", "BY_REQUEST"],
    ], { derived: "ACCEPTED" }),
    sim("a triggered order's replacement", "TRIGGERED", pulled, (log) => log.replace(1, 7), [
      ["REQUEST_REPLACE", null],
      ["REPLACE", "BY_REQUEST"],
    ], { derived: "TRIGGERED" }),
    sim("a filled order's replacement", "FILLED", gone, (log) => log.replace(1, 7), [
      ["REQUEST_REPLACE", "ALREADY_ENDED"],
    ]),
    sim(
      "another order of the group that fills",
      "ACCEPTED",
      (log) => bid(log).place(2, { oco: 1 }),
      (log) => log.step(10),
      [["CANCEL", "OCO"]],
    ),
    sim(
      "another order of a triggered order's group that fills",
      "TRIGGERED",
      (log) => start(log).place(1, PULLBACK).place(2, { ...BID, oco: 1 }).step(RISE).place(3, { oco: 1 }),
      (log) => log.step(11),
      [["CANCEL", "OCO"]],
    ),
    sim(
      "the end of the position that it protects",
      "ACCEPTED",
      (log) =>
        start(log).place(1, { quantity: 5 })
          .place(2, { type: TYPE_STOP, side: SIDE_SELL, stop: 5, parent: 1, flags: ORDER_FLAG_PROTECTIVE }).step(10)
          .place(3, { side: SIDE_SELL, quantity: 5 }),
      (log) => log.step(10),
      [["CANCEL", "POSITION_CLOSED"]],
      { order: 2 },
    ),
    sim(
      "the end of the entry that it would have protected",
      "ACCEPTED",
      (log) =>
        bid(log).place(2, { type: TYPE_STOP, side: SIDE_SELL, stop: 4, parent: 1, flags: ORDER_FLAG_PROTECTIVE }),
      (log) => log.cancel(1),
      [["CANCEL", "PARENT_ENDED"]],
      { order: 2 },
    ),
    sim(
      "an entry that filled and opened nothing",
      "ACCEPTED",
      (log) =>
        long(log).place(2, { side: SIDE_SELL, quantity: 5 })
          .place(3, { type: TYPE_STOP, stop: 15, parent: 2, flags: ORDER_FLAG_PROTECTIVE }),
      (log) => log.step(10),
      [["CANCEL", "NOTHING_OPENED"]],
      { order: 3 },
    ),
    sim(
      "a position that is on the target",
      "ACCEPTED",
      (log) => long(log).place(2, { quantity: 5, flags: ORDER_FLAG_TARGET }),
      (log) => log.step(10),
      [["CANCEL", "ON_TARGET"]],
      { order: 2 },
    ),
    sim(
      "a protective price on the wrong side",
      "ACCEPTED",
      bid,
      (log) => log.place(2, { type: TYPE_STOP, side: SIDE_SELL, stop: 5, parent: 1, flags: ORDER_FLAG_PROTECTIVE }),
      [["REJECT", "PROTECTIVE_PRICE"]],
    ),
    sim(
      "a protective price on the wrong side of a triggered order",
      "TRIGGERED",
      pulled,
      (log) => log.place(2, { type: TYPE_STOP, side: SIDE_SELL, stop: 9, parent: 1, flags: ORDER_FLAG_PROTECTIVE }),
      [["REJECT", "PROTECTIVE_PRICE"]],
    ),
    sim(
      "no position to reduce",
      "ACCEPTED",
      (log) => start(log).place(1, { flags: ORDER_FLAG_REDUCE_ONLY }),
      (log) => log.step(10),
      [["CANCEL", "NOTHING_TO_CLOSE"]],
    ),
    sim(
      "no position to reduce once it is triggered",
      "TRIGGERED",
      (log) => start(log).place(1, { ...PULLBACK, flags: ORDER_FLAG_REDUCE_ONLY }).step(RISE),
      (log) => log.step(9),
      [["CANCEL", "NOTHING_TO_CLOSE"]],
    ),
    sim("its time", "ACCEPTED", (log) => start(log).place(1, { ...BID, days: 1 }).step(10), (log) => log.step(10), [
      ["EXPIRE", "VALIDITY_OVER"],
    ]),
    sim(
      "a triggered order's time",
      "TRIGGERED",
      (log) => start(log).place(1, { ...PULLBACK, days: 1 }).step(RISE),
      (log) => log.step(12),
      [["EXPIRE", "VALIDITY_OVER"]],
    ),
    ...refusedOpenings(),
  ];
}

/** Openings that cannot be had, of a resting order, of a triggered one, and of what is left of a flip. */
function refusedOpenings(): OrderCase[] {
  const terms: readonly (readonly [reason: string, terms: OrderTerms, options: Partial<OrderLogOptions>])[] = [
    ["INSUFFICIENT_CASH", { quantity: 1000 }, {}],
    ["BELOW_LOT", { cash: 1 }, {}],
    ["DUST", { quantity: 1 }, { scaleDenominator: 1000 }],
    ["AMOUNT_LIMIT", { quantity: HUGE }, {}],
  ];
  const cases = terms.flatMap(([reason, sized, options]) => [
    oneCase(
      `${reason} at the fill`,
      { ...SIMULATED, ...options },
      "ACCEPTED",
      (log) => log.step(10).place(1, sized),
      (log) => log.step(10),
      [["REJECT", reason]],
    ),
    oneCase(
      `${reason} at a triggered order's fill`,
      { ...SIMULATED, ...options },
      "TRIGGERED",
      (log) => log.step(10).place(1, { ...PULLBACK, ...sized }).step(RISE),
      (log) => log.step(9),
      [["REJECT", reason]],
    ),
  ]);
  const flips: readonly (readonly [reason: string, lots: number, price: number, options: Partial<OrderLogOptions>])[] =
    [
      ["INSUFFICIENT_CASH", 1000, 10, {}],
      ["DUST", 2, 10, { scaleDenominator: 1000 }],
      ["AMOUNT_LIMIT", HUGE, 10, {}],
    ];
  return [
    ...cases,
    ...flips.map(([reason, quantity, price, options]) =>
      oneCase(
        `${reason} at the opening part of a flip`,
        { ...SIMULATED, ...options },
        "ACCEPTED",
        (log) => log.step(1000).place(1, { quantity: 1 }).step(1000).place(2, { side: SIDE_SELL, quantity }),
        (log) => log.step(price),
        [["FILL", "FILLED"], ["CANCEL", reason]],
        { order: 2 },
      )
    ),
  ];
}

/** Returns the cases that the queue adds to two passes: a check before acceptance, brackets, orders that are held. */
export function queueCases(): OrderCase[] {
  const queue = (
    name: string,
    state: string,
    arrange: (log: OrderLog) => OrderLog,
    act: (log: OrderLog) => OrderLog,
    moves: readonly OrderMove[],
    order = 1,
  ): OrderCase => oneCase(name, QUEUE, state, arrange, act, moves, { order });
  const start = (log: OrderLog): OrderLog => log.step(10);
  const held = (log: OrderLog): OrderLog => start(log).place(1, { ...BID, flags: ORDER_FLAG_HOLD });
  const bracket = (log: OrderLog, entry: OrderTerms): OrderLog =>
    start(log).place(1, { ...entry, flags: ORDER_FLAG_HOLD }).place(2, {
      type: TYPE_STOP,
      side: SIDE_SELL,
      stop: 4,
      parent: 1,
    });
  return [
    queue("a held order's cancellation", "CREATED", held, (log) => log.cancel(1), [
      ["REQUEST_CANCEL", "ILLEGAL_TRANSITION"],
    ]),
    queue("a held order's replacement", "CREATED", held, (log) => log.replace(1, 7), [
      ["REQUEST_REPLACE", "NOT_SUPPORTED"],
    ]),
    queue("the last order of a held one's bracket", "CREATED", held, (log) => log.place(2, { ...BID, parent: 1 }), [
      ["SUBMIT", "PLACED"],
    ]),
    queue("a new order", "CREATED", start, (log) => log.place(1, BID), [["SUBMIT", "PLACED"]]),
    queue("the check at submission", "SUBMITTED", (log) => start(log).place(1, BID), (log) => log.step(10), [
      ["ACCEPT", "PLACED"],
    ]),
    queue("a cancellation before the check", "SUBMITTED", (log) => start(log).place(1, BID), (log) => log.cancel(1), [
      ["CANCEL", "BY_REQUEST"],
    ]),
    queue(
      "a check that fails",
      "SUBMITTED",
      (log) => start(log).place(1, { quantity: 1000 }),
      (log) => log.step(10),
      [["REJECT", "MARGIN"]],
    ),
    queue(
      "the failed check of its entry",
      "SUBMITTED",
      (log) => bracket(log, { ...BID, quantity: 1000 }),
      (log) => log.step(10),
      [["REJECT", "BRACKET"]],
      2,
    ),
    queue(
      "an open that takes more cash than the check foresaw",
      "SUBMITTED",
      (log) => start(log).place(1, { quantity: 60 }),
      (log) => log.step(20),
      [["ACCEPT", "PLACED"], ["REJECT", "INSUFFICIENT_CASH"]],
    ),
    queue(
      "a flip whose opening part takes more cash than there is",
      "SUBMITTED",
      (log) =>
        start(log).place(1, { side: SIDE_SELL, quantity: 10 }).step(10).place(2, { side: SIDE_BUY, quantity: 60 }),
      (log) => log.step(30),
      [["ACCEPT", "PLACED"], ["FILL", "FILLED"], ["CANCEL", "INSUFFICIENT_CASH"]],
      2,
    ),
    queue("a trigger", "ACCEPTED", (log) => start(log).place(1, PULLBACK).step(10), (log) => log.step(RISE), [
      ["TRIGGER", "TRIGGER"],
    ]),
    queue("a fill", "ACCEPTED", (log) => start(log).place(1, BID).step(10), (log) => log.step(5), [
      ["FILL_ALL", "FILLED"],
    ]),
    queue("a cancellation", "ACCEPTED", (log) => start(log).place(1, BID).step(10), (log) => log.cancel(1), [
      ["CANCEL", "BY_REQUEST"],
    ]),
    queue(
      "its time",
      "ACCEPTED",
      (log) => start(log).place(1, { ...BID, days: 1 }).step(10),
      (log) => log.step(10),
      [["EXPIRE", "VALIDITY_OVER"]],
    ),
    queue(
      "the end of another order of its group",
      "ACCEPTED",
      (log) => start(log).place(1, BID).place(2, { ...BID, oco: 1 }).step(10),
      (log) => log.cancel(2),
      [["CANCEL", "OCO"]],
    ),
    queue(
      "the end of its entry",
      "ACCEPTED",
      (log) => bracket(log, BID).step(10),
      (log) => log.cancel(1),
      [["CANCEL", "BRACKET"]],
      2,
    ),
    queue(
      "the end of a triggered entry's child",
      "TRIGGERED",
      (log) => bracket(log, PULLBACK).step(10).step(RISE),
      (log) => log.cancel(2),
      [["CANCEL", "BRACKET"]],
    ),
    queue("a filled order's cancellation", "FILLED", (log) => start(log).place(1).step(10), (log) => log.cancel(1), [
      ["REQUEST_CANCEL", "LATE_CANCEL"],
    ]),
  ];
}
