/**
 * The comparison of an engine's outputs with those that the auditor expects, lane by lane.
 *
 * @module
 */

import { REASONS } from "../contract/codes.ts";
import * as contract from "../contract/contract.gen.ts";
import { ORDER_STATES } from "../contract/order_states.ts";
import { OUTPUT_KINDS, STATUS_LANES } from "../contract/records.ts";
import type { Account, Expected } from "./account.ts";
import type { AuditedOutput } from "./records.ts";

/** Thrown at the first output that is not as expected. */
export class Objection extends Error {}

/** Objects to an output. */
export function objectTo(what: string): never {
  throw new Objection(what);
}

const STATE_NAMES = new Map(Object.entries(ORDER_STATES).map(([name, [code]]) => [code, name]));
const REASON_NAMES = new Map(Object.entries(REASONS).map(([name, [code]]) => [code, name]));
/** Kinds of which every record is compared. */
const COMPARED_KINDS: ReadonlySet<string> = new Set(["ORDER", "FILL", "EXECUTION", "ROUND_TRIP"]);
/** Diagnostics that are compared. */
const JUDGED_NOTES: ReadonlySet<number> = new Set([
  contract.REASON_RUINED,
  contract.REASON_NO_VOLUME,
  contract.REASON_TRANSFER,
  contract.REASON_LIQUIDATION,
  contract.REASON_SPLIT,
  contract.REASON_FEED_ENDED,
]);

/** Compares the expected notices with the actual ones, in their order and lane by lane. */
export function compareNotices(expected: readonly Expected[], outputs: readonly AuditedOutput[]): void {
  const compared = outputs.filter(({ kind, detail, reason, lanes }) =>
    COMPARED_KINDS.has(kind) ||
    kind === "REFUSAL" && detail === contract.EVENT_STEP && lanes.order_id !== 0 ||
    kind === "DIAGNOSTIC" && JUDGED_NOTES.has(reason)
  );
  const wanted = expected.filter(({ kind, reason }) => kind !== "DIAGNOSTIC" || JUDGED_NOTES.has(reason));
  for (let at = 0; at < Math.max(compared.length, wanted.length); at++) {
    const one = wanted[at], other = compared[at];
    if (one === undefined) objectTo(`${describe(other!)} should not be`);
    if (other === undefined) objectTo(`${describe(one)} is missing`);
    if (one.kind !== other.kind || one.lanes.order_id !== other.lanes.order_id) {
      objectTo(`${describe(other)} came instead of ${describe(one)}`);
    }
    const object = (lane: string, is: number | string, should: bigint | number | string): never =>
      objectTo(`${describe(other)} has ${lane} ${is}, it should be ${should}`);
    if (one.kind !== "REFUSAL" && one.detail !== other.detail) object("detail", other.detail, one.detail);
    if (one.reason !== other.reason) object("reason", other.reason, one.reason);
    const { floats, words } = OUTPUT_KINDS[one.kind]!;
    const names = one.kind === "REFUSAL" || one.kind === "DIAGNOSTIC"
      ? Object.keys(one.lanes)
      : ["time_us", ...[...floats, ...words].map(([name]) => name)];
    for (const name of names) {
      const is = other.lanes[name]!, should = one.lanes[name] ?? 0;
      if (Object.is(is, -0)) object(name, "-0", should);
      if (typeof should === "bigint" ? !Number.isInteger(is) || BigInt(is) !== should : is !== should) {
        object(name, is, should);
      }
    }
  }
}

/** Compares the mark at the end of a step. The end of the run may have one too. */
export function compareMark({ cash, value }: Account, wanted: boolean, outputs: readonly AuditedOutput[]): void {
  const mark = outputs.find(({ kind }) => kind === "MARK");
  if (mark === undefined) {
    if (wanted) objectTo("the step has no mark");
    return;
  }
  for (const [name, should] of [["cash", cash], ["value", value]] as const) {
    const is = mark.lanes[name]!;
    if (Object.is(is, -0) || BigInt(is) !== should) objectTo(`MARK has ${name} ${is}, it should be ${should}`);
  }
}

/** Compares the status at the end of a run, whose lanes should have the amounts. */
export function compareStatus(status: Float64Array, amounts: Readonly<Record<string, bigint>>): void {
  for (const [name, should] of Object.entries(amounts)) {
    const is = status[STATUS_LANES.findIndex(([known]) => known === name)]!;
    if (BigInt(is) !== should) objectTo(`the status has ${name} ${is}, it should be ${should}`);
  }
}

/** Returns the names of reasons. */
export function nameReasons(reasons: readonly (number | undefined)[]): string {
  if (reasons.length === 0) return "nothing";
  return reasons.map((reason) => reason === undefined ? "nothing" : REASON_NAMES.get(reason) ?? `${reason}`).join(", ");
}

function describe({ kind, detail, reason, lanes }: Expected | AuditedOutput): string {
  const state = kind === "ORDER" || kind === "FILL" ? ` ${STATE_NAMES.get(detail)}` : "";
  const why = kind === "ORDER" || kind === "REFUSAL" || kind === "DIAGNOSTIC" ? ` ${REASON_NAMES.get(reason)}` : "";
  return `${kind}${state}${why} of order ${lanes.order_id}`;
}
