/**
 * Names of what the contract only numbers, as logs show them, and the units of its lanes.
 *
 * @module
 */

import { CODES, type CodeTable } from "../contract/codes.ts";
import { EVENT_FLOATS, LANE_KIND } from "../contract/contract.gen.ts";
import { ORDER_EVENTS } from "../contract/order_states.ts";
import { EVENT_KINDS, EVENT_SHARED_FLOATS, EVENT_SHARED_WORDS, type RecordKind } from "../contract/records.ts";
import { NO_LANE, WORD_LANE } from "../core/state/notices.ts";
import { stateName } from "../records/code_names.ts";

/** What a number counts, or which table names it. */
export type LogUnit = "price" | "size" | "money" | "state" | "orderEvent" | "report" | "plain";

const kinds = new Map<number, readonly [name: string, kind: RecordKind]>(
  Object.entries(EVENT_KINDS).map(([name, kind]) => [kind.code, [name, kind]]),
);

/** Name of an event kind in camel case, as in `orderReport`. */
export function eventKindName(code: number): string {
  const name = kinds.get(code)?.[0];
  return name === undefined ? `event ${code}` : camelCase(name);
}

/** Name of the record lane that a refusal names, in camel case, or nothing where it is about none. */
export function refusedLaneName(event: number, lane: number): string | undefined {
  if (lane === NO_LANE) return undefined;
  const kind = kinds.get(event)?.[1];
  if (lane < WORD_LANE) {
    const shared = EVENT_SHARED_FLOATS[lane], own = kind?.floats[lane - EVENT_SHARED_FLOATS.length];
    const name = shared?.[0] ?? own?.[0];
    return name === undefined || lane >= EVENT_FLOATS ? `float ${lane}` : camelCase(name);
  }
  const word = lane - WORD_LANE - LANE_KIND;
  const name = EVENT_SHARED_WORDS[word]?.[0] ?? kind?.words[word - EVENT_SHARED_WORDS.length]?.[0];
  return name === undefined ? `word ${lane - WORD_LANE}` : camelCase(name);
}

/** Lanes of events that are not plain numbers, by their name; a name means the same in every kind. */
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
  trailAmount: "price",
  bidSize: "size",
  askSize: "size",
  size: "size",
  quantity: "size",
  filled: "size",
  commission: "money",
  amount: "money",
  cash: "money",
};

/** Unit of an event's lane by the name that {@linkcode refusedLaneName} gives it. */
export function laneUnit(name: string): LogUnit {
  return LANE_UNITS[name] ?? "plain";
}

/** What a number of a diagnostic is: the name of its field and its unit. */
export type DiagnosticNumber = readonly [name: string, unit: LogUnit];

/**
 * The value of a diagnostic and what was expected, by reason, where they are not just that. Those of STALE_REPORT are lots
 * or codes, which the record does not tell apart.
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
};

/** Names and units of a diagnostic's value and of what was expected, by the name of its reason. */
export function diagnosticNumbers(reason: string): readonly [value: DiagnosticNumber, expected: DiagnosticNumber] {
  return DIAGNOSTIC_NUMBERS[reason] ?? [["value", "plain"], ["expected", "plain"]];
}

/** Name of a state, an order event or a report, as a unit says; nothing if the unit is a number's or there is no such code. */
export function codeNameOf(unit: LogUnit, code: number): string | undefined {
  if (unit === "state") return stateName(code);
  if (unit === "orderEvent") return nameIn(ORDER_EVENTS, code);
  return unit === "report" ? nameIn(CODES.REPORT!, code) : undefined;
}

/** Splits a name in camel case into words: `partiallyFilled` is `partially filled`. */
export function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function nameIn(table: CodeTable, code: number): string | undefined {
  const name = Object.entries(table).find(([, [known]]) => known === code)?.[0];
  return name === undefined ? undefined : camelCase(name);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
