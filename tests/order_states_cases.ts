/**
 * The cases that drive the order-state table by what a venue reports: how an order comes into a state, and what happens
 * to it then.
 *
 * @module
 */

import {
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_REJECTED,
  REPORT_REPLACE_REFUSED,
  REPORT_REPLACED,
  REPORT_TRIGGERED,
  TYPE_STOP_LIMIT,
} from "../src/contract/contract.gen.ts";
import { ORDER_EVENTS, ORDER_REASONS } from "../src/contract/order_states.ts";
import { type OrderExecution, OrderLog, type OrderLogOptions, type OrderTerms } from "./order_states_log.ts";

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
      const reason = reasons.includes("REPORTED") ? "REPORTED" : reasons[0]!;
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
  return [...cases, replacedToWhatIsFilled()];
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
