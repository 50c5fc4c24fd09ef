/**
 * Names of lanes and of a diagnostic's numbers in logs, and the units of their values.
 *
 * @module
 */

import { EVENT_FLOATS, LANE_KIND } from "../contract/contract.gen.ts";
import { EVENT_KINDS, EVENT_SHARED_FLOATS, EVENT_SHARED_WORDS } from "../contract/records.ts";
import { NO_LANE, WORD_LANE } from "../core/state/notices.ts";
import { camelCase, CODE_NAMES } from "../records/code_names.ts";

/** The unit of a number, or the table that holds its name. */
export type LogUnit = "price" | "distance" | "size" | "money" | "state" | "orderEvent" | "report" | "plain";

/** Returns the name of the record lane that a refusal points at, in camel case, or undefined if it points at none. */
export function refusedLaneName(event: number, lane: number): string | undefined {
  if (lane === NO_LANE) return undefined;
  const kind = EVENT_KINDS[CODE_NAMES.EVENT.names.get(event) ?? ""];
  if (lane < WORD_LANE) {
    const shared = EVENT_SHARED_FLOATS[lane], own = kind?.floats[lane - EVENT_SHARED_FLOATS.length];
    const name = shared?.[0] ?? own?.[0];
    return name === undefined || lane >= EVENT_FLOATS ? `float ${lane}` : camelCase(name);
  }
  const word = lane - WORD_LANE - LANE_KIND;
  const name = EVENT_SHARED_WORDS[word]?.[0] ?? kind?.words[word - EVENT_SHARED_WORDS.length]?.[0];
  return name === undefined ? `word ${lane - WORD_LANE}` : camelCase(name);
}

/** Units of the lanes of events that are not plain numbers, by name. A name means the same in every kind. */
const LANE_UNITS: Readonly<Record<string, LogUnit>> = {
  open: "price",
  high: "price",
  low: "price",
  close: "price",
  bid: "price",
  ask: "price",
  price: "price",
  limit: "price",
  stop: "price",
  trail: "distance",
  bidSize: "size",
  askSize: "size",
  size: "size",
  quantity: "size",
  filled: "size",
  commission: "money",
  amount: "money",
  cash: "money",
};

/** Returns the unit of an event's lane by the name from {@linkcode refusedLaneName}. */
export function laneUnit(name: string): LogUnit {
  return LANE_UNITS[name] ?? "plain";
}

/** A number of a diagnostic: the name of its field and its unit. */
export type DiagnosticNumber = readonly [name: string, unit: LogUnit];

/**
 * The two numbers of a diagnostic by its reason, where they have special names. Those of STALE_REPORT are lots or
 * codes; the record does not distinguish them.
 */
const DIAGNOSTIC_NUMBERS: Readonly<Record<string, readonly [value: DiagnosticNumber, expected: DiagnosticNumber]>> = {
  alreadyClosing: [["closingOrder", "plain"], ["expected", "plain"]],
  notSupported: [["position", "size"], ["expected", "plain"]],
  holesGivenUp: [["producer", "plain"], ["expected", "plain"]],
  illegalTransition: [["state", "state"], ["asked", "orderEvent"]],
  fillsMissing: [["filled", "size"], ["reported", "size"]],
  duplicateFill: [["size", "size"], ["price", "price"]],
  duplicateReport: [["state", "state"], ["report", "report"]],
  lateFill: [["size", "size"], ["state", "state"]],
  lateCancel: [["state", "state"], ["report", "report"]],
  alreadyEnded: [["state", "state"], ["expected", "plain"]],
  negativeCash: [["cash", "money"], ["expected", "plain"]],
  ruined: [["value", "money"], ["expected", "plain"]],
};

/** Returns names and units of a diagnostic's value and of the expected value, by the name of its reason. */
export function diagnosticNumbers(reason: string): readonly [value: DiagnosticNumber, expected: DiagnosticNumber] {
  return DIAGNOSTIC_NUMBERS[reason] ?? [["value", "plain"], ["expected", "plain"]];
}

/** Returns the name of a state, an order event or a report, by the unit; undefined for a number or an unknown code. */
export function codeNameOf(unit: LogUnit, code: number): string | undefined {
  if (unit === "state") return CODE_NAMES.STATE.shown.get(code);
  if (unit === "orderEvent") return CODE_NAMES.ORDER_EVENT.shown.get(code);
  return unit === "report" ? CODE_NAMES.REPORT.shown.get(code) : undefined;
}

/** Splits a name in camel case into words: `partiallyFilled` is `partially filled`. */
export function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
