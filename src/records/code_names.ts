/**
 * The names of the contract's codes: in the contract, in results and logs, and their meanings.
 *
 * @module
 */

import { CODES, type CodeTable, REASONS } from "../contract/codes.ts";
import { ORDER_EVENTS, ORDER_STATES } from "../contract/order_states.ts";
import { EVENT_KINDS, OUTPUT_KINDS, type RecordKind } from "../contract/records.ts";
import type { OrderState, OrderType } from "../strategy/order_view.ts";

/** The names of one table of codes. Every map is in the order of the contract. */
export interface CodeNames {
  /** Names of the contract by code, as in `INSUFFICIENT_CASH`. */
  readonly names: ReadonlyMap<number, string>;
  /** Codes by the name of the contract. */
  readonly codes: ReadonlyMap<string, number>;
  /** Names in camel case by code, for results and logs, as in `insufficientCash`. */
  readonly shown: ReadonlyMap<number, string>;
  /** Meanings in words by code. */
  readonly meanings: ReadonlyMap<number, string>;
}

/** The tables of codes, by the prefix of their constants. */
export type CodeTableName =
  | "TYPE"
  | "SIDE"
  | "VALIDITY"
  | "ORDER_FLAG"
  | "ORDER_VIEW"
  | "FILL_FLAG"
  | "FILL_REPORT_FLAG"
  | "FILL_RULE"
  | "REPORT"
  | "EXECUTION"
  | "BAR_WITHOUT_VOLUME"
  | "COMMISSION"
  | "CASH_PURPOSE"
  | "SESSION_PHASE"
  | "RISK_FLAG"
  | "TRIP"
  | "LEVEL"
  | "BOUNDARY"
  | "SLIPPAGE_FLAG"
  | "MARGIN"
  | "SETTLEMENT"
  | "FLOAT_SLIPPAGE"
  | "SLIPPAGE_SWITCH"
  | "HOLDING"
  | "FILLER"
  | "ACCRUAL"
  | "DUE"
  | "REASON"
  | "STATE"
  | "ORDER_EVENT"
  | "EVENT"
  | "OUTPUT";

/** The names of every table of codes. */
export const CODE_NAMES: Readonly<Record<CodeTableName, CodeNames>> = {
  TYPE: tableNames(CODES["TYPE"]!),
  SIDE: tableNames(CODES["SIDE"]!),
  VALIDITY: tableNames(CODES["VALIDITY"]!),
  ORDER_FLAG: tableNames(CODES["ORDER_FLAG"]!),
  ORDER_VIEW: tableNames(flagsOf(CODES["ORDER_VIEW"]!)),
  FILL_FLAG: tableNames(CODES["FILL_FLAG"]!),
  FILL_REPORT_FLAG: tableNames(CODES["FILL_REPORT_FLAG"]!),
  FILL_RULE: tableNames(CODES["FILL_RULE"]!),
  REPORT: tableNames(CODES["REPORT"]!),
  EXECUTION: tableNames(CODES["EXECUTION"]!),
  BAR_WITHOUT_VOLUME: tableNames(CODES["BAR_WITHOUT_VOLUME"]!),
  COMMISSION: tableNames(CODES["COMMISSION"]!),
  CASH_PURPOSE: tableNames(CODES["CASH_PURPOSE"]!),
  SESSION_PHASE: tableNames(CODES["SESSION_PHASE"]!),
  RISK_FLAG: tableNames(CODES["RISK_FLAG"]!),
  TRIP: tableNames(CODES["TRIP"]!),
  LEVEL: tableNames(CODES["LEVEL"]!),
  BOUNDARY: tableNames(CODES["BOUNDARY"]!),
  SLIPPAGE_FLAG: tableNames(CODES["SLIPPAGE_FLAG"]!),
  MARGIN: tableNames(CODES["MARGIN"]!),
  SETTLEMENT: tableNames(CODES["SETTLEMENT"]!),
  FLOAT_SLIPPAGE: tableNames(CODES["FLOAT_SLIPPAGE"]!),
  SLIPPAGE_SWITCH: tableNames(CODES["SLIPPAGE_SWITCH"]!),
  HOLDING: tableNames(CODES["HOLDING"]!),
  FILLER: tableNames(CODES["FILLER"]!),
  ACCRUAL: tableNames(CODES["ACCRUAL"]!),
  DUE: tableNames(CODES["DUE"]!),
  REASON: tableNames(REASONS),
  STATE: tableNames(ORDER_STATES),
  ORDER_EVENT: tableNames(ORDER_EVENTS),
  EVENT: tableNames(kindCodes(EVENT_KINDS)),
  OUTPUT: tableNames(kindCodes(OUTPUT_KINDS)),
};

/** Returns the shown name of a reason, as in `insufficientCash`. */
export function reasonName(code: number): string {
  return CODE_NAMES.REASON.shown.get(code) ?? `reason ${code}`;
}

/** Returns the meaning of a reason in words. */
export function reasonMeaning(code: number): string {
  return CODE_NAMES.REASON.meanings.get(code) ?? `reason ${code}`;
}

/** Returns the shown name of a fill rule, as in `stopGap`. */
export function fillRuleName(code: number): string {
  return CODE_NAMES.FILL_RULE.shown.get(code) ?? `rule ${code}`;
}

/** Returns the meaning of a fill rule in words. */
export function fillRuleMeaning(code: number): string {
  return CODE_NAMES.FILL_RULE.meanings.get(code) ?? `rule ${code}`;
}

/** Returns the shown name of an event kind, as in `orderReport`. */
export function eventKindName(code: number): string {
  return CODE_NAMES.EVENT.shown.get(code) ?? `event ${code}`;
}

/** Returns the shown name of an order state. */
export function stateName(code: number): OrderState {
  return CODE_NAMES.STATE.shown.get(code) as OrderState;
}

/** Returns the shown name of an order type. */
export function typeName(code: number): OrderType {
  return CODE_NAMES.TYPE.shown.get(code) as OrderType;
}

/** Returns a contract name in camel case: `timeUs` for `TIME_US` and `time_us`. */
export function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function tableNames(table: CodeTable): CodeNames {
  const entries = Object.entries(table);
  return {
    names: new Map(entries.map(([name, [code]]) => [code, name])),
    codes: new Map(entries.map(([name, [code]]) => [name, code])),
    shown: new Map(entries.map(([name, [code]]) => [code, camelCase(name)])),
    meanings: new Map(entries.map(([, [code, meaning]]) => [code, meaning])),
  };
}

/** Returns the flags of an order's view, without the mask of the type, which is no flag. */
function flagsOf({ TYPE_MASK: _mask, ...flags }: CodeTable): CodeTable {
  return flags;
}

function kindCodes(kinds: Readonly<Record<string, RecordKind>>): CodeTable {
  return Object.fromEntries(Object.entries(kinds).map(([name, { code, doc }]) => [name, [code, doc]]));
}
