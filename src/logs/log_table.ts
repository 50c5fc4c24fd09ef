/**
 * The log table: level and category of every output record, from the contract's codes alone.
 *
 * Both engines write the same records, and the record alone decides its entry, so the logs of both are equal.
 *
 * @module
 */

import { REASONS } from "../contract/codes.ts";
import {
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import { EVENT_KINDS } from "../contract/records.ts";
import { LOG_LEVELS, type LogCategory, type LogLevel } from "./log_entry.ts";

/** Level and category of an entry. */
export interface LogClass {
  readonly level: LogLevel;
  readonly category: LogCategory;
}

/** Category of a record about an event itself, by the event's kind. */
export const EVENT_CATEGORIES: Readonly<Record<string, LogCategory>> = {
  BAR: "data",
  QUOTE: "data",
  TICK: "data",
  ORDER_REPORT: "order",
  FILL_REPORT: "execution",
  TIMER: "engine",
  STEP: "engine",
  SESSION: "session",
  HALT: "session",
  CASH: "ledger",
  CONVERSION: "ledger",
  SHUTDOWN: "session",
  FUNDING: "ledger",
  DIVIDEND: "ledger",
  SPLIT: "ledger",
  PLACE: "order",
  CANCEL: "order",
  REPLACE: "order",
  RISK: "risk",
  POSITION_READ: "engine",
  NO_OP: "engine",
  TRANSFER: "ledger",
  SPREAD: "data",
};

/** Category of a reason; `event` is the category of the event that was refused or that caused a diagnostic. */
type ReasonCategory = LogCategory | "event";

/**
 * Every reason by its name: the level of a refusal or an order update with this reason, and the category of a refusal
 * or a diagnostic with it. A diagnostic carries its own level, and the category of an order update is the order.
 */
export const REASON_ROWS: Readonly<Record<string, readonly [level: LogLevel, category: ReasonCategory]>> = {
  NONE: ["DEBUG", "event"],
  SEQUENCE_LIMIT: ["ERROR", "engine"],
  SHUT_DOWN: ["WARNING", "session"],
  UNKNOWN_KIND: ["WARNING", "engine"],
  RESERVED_LANE: ["WARNING", "event"],
  NOT_FINITE: ["WARNING", "event"],
  OUT_OF_RANGE: ["WARNING", "event"],
  OFF_GRID: ["WARNING", "event"],
  NEGATIVE: ["WARNING", "event"],
  ZERO: ["WARNING", "event"],
  UNKNOWN_CODE: ["WARNING", "event"],
  UNKNOWN_INSTRUMENT: ["WARNING", "event"],
  UNKNOWN_PRODUCER: ["WARNING", "engine"],
  // A venue that delivers at least once repeats reports all the time.
  DUPLICATE: ["DEBUG", "engine"],
  TIME_BACK: ["WARNING", "event"],
  STEP_OPEN: ["WARNING", "engine"],
  STEP_CLOSED: ["WARNING", "engine"],
  INTENT_TIME: ["WARNING", "engine"],
  BAR_SHAPE: ["WARNING", "data"],
  BAR_REPEATED: ["WARNING", "data"],
  UNKNOWN_CURRENCY: ["WARNING", "ledger"],
  NOT_TRADED: ["WARNING", "order"],
  ORDER_ID: ["WARNING", "order"],
  ORDERS_LIMIT: ["ERROR", "order"],
  RISK_FLAGGED: ["WARNING", "risk"],
  PRICE_MISSING: ["WARNING", "order"],
  PRICE_UNEXPECTED: ["WARNING", "order"],
  OFF_TICK: ["WARNING", "order"],
  SIZE_SAID_TWICE: ["WARNING", "order"],
  BELOW_LOT: ["WARNING", "order"],
  UNSIZED_REPORTED: ["WARNING", "order"],
  VALIDITY_MISSING: ["WARNING", "order"],
  UNKNOWN_PARENT: ["WARNING", "order"],
  UNKNOWN_OCO: ["WARNING", "order"],
  NOTHING_TO_CLOSE: ["INFO", "order"],
  ALREADY_CLOSING: ["INFO", "order"],
  UNKNOWN_ORDER: ["WARNING", "order"],
  ORDER_RETIRED: ["ERROR", "order"],
  NOT_REPORTED_VENUE: ["WARNING", "event"],
  REPLACE_EMPTY: ["WARNING", "order"],
  REPLACE_BELOW_FILLED: ["WARNING", "order"],
  NOT_SUPPORTED: ["WARNING", "event"],
  INSUFFICIENT_CASH: ["WARNING", "risk"],
  DUST: ["WARNING", "risk"],
  AMOUNT_LIMIT: ["ERROR", "ledger"],
  // A fill that the account cannot book is lost.
  OVERFILL: ["ERROR", "execution"],
  ILLEGAL_TRANSITION: ["WARNING", "order"],
  PRICE_RANGE: ["WARNING", "order"],
  COUNT_BEYOND: ["ERROR", "execution"],
  PROTECTIVE_PRICE: ["WARNING", "order"],
  TRAIL_RANGE: ["WARNING", "order"],
  RISK_SIZE: ["WARNING", "risk"],
  RISK_NOTIONAL: ["WARNING", "risk"],
  RISK_POSITION: ["WARNING", "risk"],
  RISK_GROSS: ["WARNING", "risk"],
  RISK_OPEN_ORDERS: ["WARNING", "risk"],
  RISK_RATE: ["WARNING", "risk"],
  RISK_COLLAR: ["WARNING", "risk"],
  RISK_STALE: ["WARNING", "risk"],
  TRANSFER_REPORTED: ["WARNING", "ledger"],
  BASKET: ["WARNING", "order"],
  GAP: ["WARNING", "engine"],
  HOLES_GIVEN_UP: ["WARNING", "engine"],
  LATE_SEQUENCE: ["INFO", "engine"],
  RECORDED_ONLY: ["DEBUG", "event"],
  DUPLICATE_FILL: ["DEBUG", "execution"],
  DUPLICATE_REPORT: ["DEBUG", "order"],
  STALE_REPORT: ["DEBUG", "order"],
  FILLS_MISSING: ["INFO", "execution"],
  LATE_FILL: ["WARNING", "execution"],
  LATE_CANCEL: ["INFO", "order"],
  ALREADY_ENDED: ["INFO", "order"],
  ALREADY_PENDING: ["INFO", "order"],
  NEGATIVE_CASH: ["WARNING", "risk"],
  HALTED: ["INFO", "session"],
  RESUMED: ["INFO", "session"],
  CUT_TO_CASH: ["INFO", "risk"],
  CANCEL_IGNORED: ["INFO", "order"],
  RUINED: ["ERROR", "risk"],
  NO_VOLUME: ["INFO", "order"],
  FIGURE_LIMIT: ["WARNING", "ledger"],
  FUNDING: ["INFO", "ledger"],
  INTEREST: ["INFO", "ledger"],
  FEE: ["INFO", "ledger"],
  REBATE: ["INFO", "ledger"],
  ADJUSTMENT: ["INFO", "ledger"],
  UNPROTECTED: ["WARNING", "order"],
  LIQUIDATION: ["WARNING", "risk"],
  BORROW: ["INFO", "ledger"],
  DIVIDEND: ["INFO", "ledger"],
  SPLIT: ["INFO", "ledger"],
  TRANSFER: ["INFO", "ledger"],
  PLACED: ["DEBUG", "order"],
  TRIGGER: ["INFO", "order"],
  // The fill itself is logged at INFO beside it.
  FILLED: ["DEBUG", "order"],
  BY_REQUEST: ["INFO", "order"],
  OCO: ["INFO", "order"],
  POSITION_CLOSED: ["INFO", "order"],
  PARENT_ENDED: ["INFO", "order"],
  VALIDITY_OVER: ["INFO", "order"],
  REPORTED: ["INFO", "order"],
  REQUESTED: ["DEBUG", "order"],
  REQUEST_REFUSED: ["WARNING", "order"],
  SIZED: ["DEBUG", "order"],
  MARGIN: ["WARNING", "risk"],
  BRACKET: ["INFO", "order"],
  TRAILED: ["DEBUG", "order"],
  NOTHING_OPENED: ["INFO", "order"],
  ON_TARGET: ["INFO", "order"],
  PROTECTION_FILLED: ["INFO", "order"],
  TO_BE_PLACED: ["INFO", "order"],
  NOT_AT_ONCE: ["INFO", "order"],
  NOT_WHOLE: ["INFO", "order"],
  WOULD_TAKE: ["WARNING", "order"],
  SHARE_TAKEN: ["DEBUG", "order"],
  BELOW_SHARE: ["INFO", "order"],
  LIQUIDATED: ["WARNING", "risk"],
  BEFORE_SPLIT: ["INFO", "order"],
  GROUP_REFUSED: ["WARNING", "order"],
  FEED_ENDED: ["INFO", "session"],
};

/** The rows by code, and the categories by event kind. A code without a row is new, and logged as a warning. */
const rows = new Map(
  Object.entries(REASONS).flatMap(([name, [code]]) => {
    const row = REASON_ROWS[name];
    return row === undefined ? [] : [[code, row] as const];
  }),
);
const events = new Map(Object.entries(EVENT_KINDS).map(([name, { code }]) => [code, EVENT_CATEGORIES[name]]));
const UNKNOWN_ROW: readonly [LogLevel, ReasonCategory] = ["WARNING", "engine"];

/**
 * Returns level and category of an output record.
 *
 * @param kind Kind of the record.
 * @param detail Its detail: level of a diagnostic, phase of a round trip, event kind of a refusal.
 * @param reason Its reason.
 * @param event Kind of the event that was refused or that caused a diagnostic.
 */
export function classifyOutput(kind: number, detail: number, reason: number, event: number): LogClass {
  switch (kind) {
    case OUTPUT_ORDER:
      return { level: (rows.get(reason) ?? UNKNOWN_ROW)[0], category: "order" };
    case OUTPUT_FILL:
    case OUTPUT_EXECUTION:
      return { level: "INFO", category: "execution" };
    case OUTPUT_ROUND_TRIP:
      return { level: detail === TRIP_OPENED ? "DEBUG" : "INFO", category: "ledger" };
    case OUTPUT_REFUSAL:
      return { level: (rows.get(reason) ?? UNKNOWN_ROW)[0], category: categoryOf(reason, event) };
    case OUTPUT_DIAGNOSTIC:
      // Levels count from 1.
      return { level: LOG_LEVELS[detail - 1] ?? "WARNING", category: categoryOf(reason, event) };
    case OUTPUT_MARK:
      return { level: "DEBUG", category: "ledger" };
    case OUTPUT_COMMIT:
      return { level: "DEBUG", category: "engine" };
    default:
      return { level: "WARNING", category: "engine" };
  }
}

function categoryOf(reason: number, event: number): LogCategory {
  const category = (rows.get(reason) ?? UNKNOWN_ROW)[1];
  return category === "event" ? events.get(event) ?? "engine" : category;
}
