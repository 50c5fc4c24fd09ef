/**
 * The cases that drive the order-state table by what a venue reports: how an order comes into a state, and what happens
 * to it then.
 *
 * @module
 */

import {
  ORDER_FLAG_PROTECTIVE,
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_REJECTED,
  REPORT_REPLACE_REFUSED,
  REPORT_REPLACED,
  REPORT_TRIGGERED,
  SIDE_SELL,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
} from "../src/contract/contract.gen.ts";
import { ORDER_EVENTS, ORDER_REASONS } from "../src/contract/order_states.ts";
import { type OrderExecution, OrderLog, type OrderLogOptions, type OrderTerms } from "./order_states_log.ts";

type Lead = (log: OrderLog) => OrderLog;

/** One step of an order: the event, and the reason that it has to give; an event without a notice has none. */
export type OrderMove = readonly [event: string, reason: string | null];

/** A case: an order in a state, what is done, and what becomes of the order. */
export interface OrderCase {
  readonly name: string;
  readonly execution: OrderExecution;
  readonly config: Float64Array;
  /** The order that it is about. */
  readonly order: number;
  /** State before the act. */
  readonly state: string;
  /** Events that lead there. */
  readonly arrange: Float64Array;
  /** Events of the act. */
  readonly act: Float64Array;
  /** Moves of the order that the act causes, one after the other. */
  readonly moves: readonly OrderMove[];
  /** Notices of the order before those of the moves: a fill tells an acceptance that the venue kept to itself. */
  readonly before: readonly string[];
  /** State that a derived outcome must come to. */
  readonly derived?: string;
}

/** Lots of a reported order. */
const QUANTITY = 10;

/** An order at a venue in some state, the lots it has filled, and what a derived outcome comes to. */
interface Placement {
  readonly state: string;
  readonly about: string;
  readonly filled: number;
  readonly derived?: string;
  readonly lead: (log: OrderLog) => OrderLog;
}

const STOP_LIMIT: OrderTerms = { type: TYPE_STOP_LIMIT, stop: 12, limit: 13, quantity: QUANTITY };

/** How a venue's order comes into each state. */
const PLACEMENTS: readonly Placement[] = [
  { state: "SUBMITTED", about: "", filled: 0, lead: (log) => log },
  { state: "ACCEPTED", about: "", filled: 0, lead: accepted },
  { state: "TRIGGERED", about: "", filled: 0, lead: triggered },
  { state: "PARTIALLY_FILLED", about: "", filled: 4, lead: partlyFilled },
  { state: "FILLED", about: "", filled: QUANTITY, lead: (log) => accepted(log).fill(1, QUANTITY) },
  {
    state: "CANCEL_PENDING",
    about: " of an accepted order",
    filled: 0,
    derived: "ACCEPTED",
    lead: (log) => accepted(log).cancel(1),
  },
  {
    state: "CANCEL_PENDING",
    about: " of a triggered order",
    filled: 0,
    derived: "TRIGGERED",
    lead: (log) => triggered(log).cancel(1),
  },
  {
    state: "CANCEL_PENDING",
    about: " of a partly filled order",
    filled: 4,
    derived: "PARTIALLY_FILLED",
    lead: (log) => partlyFilled(log).cancel(1),
  },
  {
    state: "REPLACE_PENDING",
    about: " of an accepted order",
    filled: 0,
    derived: "ACCEPTED",
    lead: (log) => accepted(log).replace(1, QUANTITY + 1),
  },
  {
    state: "REPLACE_PENDING",
    about: " of a triggered order",
    filled: 0,
    derived: "TRIGGERED",
    lead: (log) => triggered(log).replace(1, QUANTITY + 1),
  },
  {
    state: "REPLACE_PENDING",
    about: " of a partly filled order",
    filled: 4,
    derived: "PARTIALLY_FILLED",
    lead: (log) => partlyFilled(log).replace(1, QUANTITY + 1),
  },
  { state: "CANCELLED", about: "", filled: 0, lead: (log) => accepted(log).report(1, REPORT_CANCELLED, 0) },
  {
    state: "CANCELLED",
    about: " after a fill",
    filled: 4,
    lead: (log) => partlyFilled(log).report(1, REPORT_CANCELLED, 4),
  },
  { state: "REJECTED", about: "", filled: 0, lead: (log) => log.report(1, REPORT_REJECTED, 0) },
  { state: "EXPIRED", about: "", filled: 0, lead: (log) => accepted(log).report(1, REPORT_EXPIRED, 0) },
];

/** How each event comes to a venue's order that has so many lots filled. */
const ACTS: Readonly<Record<string, (log: OrderLog, filled: number) => OrderLog>> = {
  ACCEPT: (log, filled) => log.report(1, REPORT_ACCEPTED, filled),
  TRIGGER: (log, filled) => log.report(1, REPORT_TRIGGERED, filled),
  FILL: (log) => log.fill(1, 1),
  FILL_ALL: (log, filled) => log.fill(1, filled === QUANTITY ? QUANTITY : QUANTITY - filled),
  REQUEST_CANCEL: (log) => log.cancel(1),
  CANCEL: (log, filled) => log.report(1, REPORT_CANCELLED, filled),
  REFUSE_CANCEL: (log, filled) => log.report(1, REPORT_CANCEL_REFUSED, filled),
  REQUEST_REPLACE: (log) => log.replace(1, QUANTITY + 2),
  REPLACE: (log, filled) => log.report(1, REPORT_REPLACED, filled),
  REFUSE_REPLACE: (log, filled) => log.report(1, REPORT_REPLACE_REFUSED, filled),
  REJECT: (log, filled) => log.report(1, REPORT_REJECTED, filled),
  EXPIRE: (log, filled) => log.report(1, REPORT_EXPIRED, filled),
};

function accepted(log: OrderLog): OrderLog {
  return log.report(1, REPORT_ACCEPTED, 0);
}

function triggered(log: OrderLog): OrderLog {
  return accepted(log).report(1, REPORT_TRIGGERED, 0);
}

function partlyFilled(log: OrderLog): OrderLog {
  return accepted(log).fill(1, 4);
}

/** Every state that a venue's order can be in with every event that a venue or a strategy can send. */
export function reportedCases(): OrderCase[] {
  const events = Object.keys(ORDER_EVENTS), cases: OrderCase[] = [];
  for (const { state, about, filled, derived, lead } of PLACEMENTS) {
    for (const [event, act] of Object.entries(ACTS)) {
      const log = new OrderLog({ execution: "reported" });
      const arrange = lead(log.step(10).place(1, STOP_LIMIT)).take();
      const reasons = ORDER_REASONS[state]![events.indexOf(event)]!.split(" ");
      // Where market data and the venue have reasons of their own, the venue's is this one.
      const venue = event === "REFUSE_REPLACE" ? "REQUEST_REFUSED" : "REPORTED";
      const reason = reasons.includes(venue) && !event.startsWith("FILL") ? venue : reasons[0]!;
      cases.push({
        name: `reported: ${event} in ${state}${about}`,
        execution: "reported",
        config: log.configuration(),
        order: 1,
        state,
        arrange,
        act: act(log, filled).take(),
        moves: [[event, reason]],
        before: state === "SUBMITTED" && event.startsWith("FILL") ? ["ACCEPTED REPORTED"] : [],
        ...(derived === undefined ? {} : { derived }),
      });
    }
  }
  return [...cases, ...decidedCases(), ...sleepingCases(), ...droppedCases()];
}

/** Cases in which all lots are filled before a replacement is decided, or after it. */
function decidedCases(): OrderCase[] {
  const full = (log: OrderLog): OrderLog => partlyFilled(log.step(10).place(1, STOP_LIMIT)).replace(1, 12).fill(1, 6);
  const cancelling = (log: OrderLog): OrderLog =>
    partlyFilled(log.step(10).place(1, STOP_LIMIT)).replace(1, 12).cancel(1).fill(1, 6);
  const reduced = (log: OrderLog): OrderLog =>
    partlyFilled(log.step(10).place(1, STOP_LIMIT)).replace(1, 6).report(1, REPORT_REPLACED, 4).fill(1, 2);
  const reported = { execution: "reported" } as const;
  const end = (log: OrderLog): OrderLog => log.report(1, REPORT_CANCELLED, QUANTITY);
  return [
    replacedToWhatIsFilled(),
    oneCase(
      "a cancellation after all lots filled refuses the replacement",
      reported,
      "REPLACE_PENDING",
      full,
      end,
      [["REFUSE_REPLACE", "REPORTED"]],
      { derived: "FILLED" },
    ),
    oneCase(
      "a cancellation after all lots filled, asked for",
      reported,
      "CANCEL_PENDING",
      cancelling,
      end,
      [["FILL_ALL", "REPORTED"]],
    ),
    oneCase(
      "a refused replacement after all lots filled, under a cancellation",
      reported,
      "CANCEL_PENDING",
      cancelling,
      (log) => log.report(1, REPORT_REPLACE_REFUSED, QUANTITY),
      [["FILL_ALL", "REQUEST_REFUSED"]],
    ),
    oneCase(
      "a refused cancellation while a replacement is undecided",
      reported,
      "CANCEL_PENDING",
      cancelling,
      (log) => log.report(1, REPORT_CANCEL_REFUSED, QUANTITY),
      [["REFUSE_CANCEL", "REQUEST_REFUSED"]],
      { derived: "REPLACE_PENDING" },
    ),
    oneCase(
      "a fill of the quantity before a replacement",
      reported,
      "FILLED",
      reduced,
      (log) => log.fill(1, 1),
      [["FILL_ALL", "LATE_FILL"]],
    ),
  ];
}

/** A protective order at a venue whose entry has not filled. */
const PROTECTION: OrderTerms = { type: TYPE_STOP, side: SIDE_SELL, stop: 8, flags: ORDER_FLAG_PROTECTIVE, parent: 1 };

/** Everything that can come to an order that sleeps. */
function sleepingCases(): OrderCase[] {
  const asleep = (log: OrderLog): OrderLog => log.step(10).place(1, STOP_LIMIT).place(2, PROTECTION);
  const grouped = (log: OrderLog): OrderLog => asleep(log).place(3, { oco: 2 });
  const one = (name: string, lead: Lead, act: Lead, move: OrderMove): OrderCase =>
    oneCase(`asleep: ${name}`, { execution: "reported" }, "CREATED", lead, act, [move], { order: 2 });
  const reports: readonly (readonly [event: string, report: number, reason: string])[] = [
    ["ACCEPT", REPORT_ACCEPTED, "ILLEGAL_TRANSITION"],
    ["TRIGGER", REPORT_TRIGGERED, "ILLEGAL_TRANSITION"],
    ["CANCEL", REPORT_CANCELLED, "REPORTED"],
    ["REFUSE_CANCEL", REPORT_CANCEL_REFUSED, "ILLEGAL_TRANSITION"],
    ["REPLACE", REPORT_REPLACED, "ILLEGAL_TRANSITION"],
    ["REFUSE_REPLACE", REPORT_REPLACE_REFUSED, "ILLEGAL_TRANSITION"],
    ["REJECT", REPORT_REJECTED, "REPORTED"],
    ["EXPIRE", REPORT_EXPIRED, "REPORTED"],
  ];
  return [
    ...reports.map(([event, report, reason]) =>
      one(`a report of ${event}`, asleep, (log) => log.report(2, report, 0), [event, reason])
    ),
    ...["FILL", "FILL_ALL"].map((event) => one(event, asleep, (log) => log.fill(2, 1), [event, "OVERFILL"])),
    one("its entry fills", asleep, (log) => log.fill(1, 4), ["SUBMIT", "TO_BE_PLACED"]),
    one("a cancel", asleep, (log) => log.cancel(2), ["CANCEL", "BY_REQUEST"]),
    one("its entry ends", asleep, (log) => log.report(1, REPORT_CANCELLED, 0), ["CANCEL", "PARENT_ENDED"]),
    one("its group fills", grouped, (log) => log.fill(3, 1), ["CANCEL", "OCO"]),
    one("a replacement", asleep, (log) => log.replace(2, 0, { stop: 7 }), ["REQUEST_REPLACE", "ILLEGAL_TRANSITION"]),
    oneCase(
      "asleep: its entry closes a position",
      { execution: "reported" },
      "CREATED",
      (log) => log.step(10).place(1, { side: SIDE_SELL }).fill(1, 10).place(2).place(3, { ...PROTECTION, parent: 2 }),
      (log) => log.fill(2, 10),
      [["CANCEL", "NOTHING_OPENED"]],
      { order: 3 },
    ),
    oneCase(
      "a protective price on the wrong side",
      { execution: "reported" },
      "SUBMITTED",
      (log) => log.step(10).place(1),
      (log) => log.place(2, { ...PROTECTION, stop: 11 }),
      [["REJECT", "PROTECTIVE_PRICE"]],
    ),
  ];
}

/** Orders at a venue that a fill of another one drops, in each state that a cancel can be asked for. */
function droppedCases(): OrderCase[] {
  const states: readonly (readonly [state: string, lead: (log: OrderLog, id: number) => OrderLog])[] = [
    ["SUBMITTED", (log) => log],
    ["ACCEPTED", (log, id) => log.report(id, REPORT_ACCEPTED, 0)],
    ["TRIGGERED", (log, id) => log.report(id, REPORT_ACCEPTED, 0).report(id, REPORT_TRIGGERED, 0)],
    ["PARTIALLY_FILLED", (log, id) => log.fill(id, 4)],
    ["REPLACE_PENDING", (log, id) => log.report(id, REPORT_ACCEPTED, 0).replace(id, 0, { stop: 7 })],
  ];
  return states.flatMap(([state, lead]) => [
    oneCase(
      `dropped by its group in ${state}`,
      { execution: "reported" },
      state,
      (log) => lead(log.step(10).place(1, STOP_LIMIT).place(2, { oco: 1 }), 1),
      (log) => log.fill(2, 1),
      [["REQUEST_CANCEL", "OCO"]],
    ),
    oneCase(
      `dropped with the position in ${state}`,
      { execution: "reported" },
      state,
      (log) => lead(log.step(10).place(1).place(2, PROTECTION).place(3, { side: SIDE_SELL }).fill(1, 10), 2),
      (log) => log.fill(3, state === "PARTIALLY_FILLED" ? 6 : 10),
      [["REQUEST_CANCEL", "POSITION_CLOSED"]],
      { order: 2 },
    ),
  ]);
}

/** A replacement to a quantity that a fill has reached meanwhile leaves nothing to fill. */
function replacedToWhatIsFilled(): OrderCase {
  return oneCase(
    "a replacement to what has filled meanwhile",
    { execution: "reported" },
    "REPLACE_PENDING",
    (log) => partlyFilled(log.step(10).place(1, STOP_LIMIT)).replace(1, 6).fill(1, 2),
    (log) => log.report(1, REPORT_REPLACED, 6),
    [["REPLACE", "REPORTED"]],
    { derived: "FILLED" },
  );
}

/** Makes a case from how its log begins and what is done then. */
export function oneCase(
  name: string,
  options: OrderLogOptions,
  state: string,
  arrange: (log: OrderLog) => OrderLog,
  act: (log: OrderLog) => OrderLog,
  moves: readonly OrderMove[],
  more: Partial<Pick<OrderCase, "order" | "derived">> = {},
): OrderCase {
  const log = new OrderLog(options);
  return {
    name: `${options.execution}: ${name}`,
    execution: options.execution,
    config: log.configuration(),
    order: 1,
    state,
    arrange: arrange(log).take(),
    act: act(log).take(),
    moves,
    before: [],
    ...more,
  };
}
