/**
 * Explains an order, a fill or a trade of a run. A result and a replay log give the run in one form, so both say the same.
 *
 * @module
 */

import type { FillRow, OrderRow, TradeRow } from "../broker/result_rows.ts";
import { inspected } from "../host.ts";
import { valueKind } from "../value_kind.ts";
import { fillSteps, trailedTerms } from "./explain_fill.ts";
import { orderSteps } from "./explain_order.ts";
import { tradeSteps } from "./explain_trade.ts";
import { type ExplainedRun, RunFacts } from "./explained_run.ts";
import { Explanation } from "./explanation.ts";
import { meaningOfReason } from "./reason_words.ts";

/** What can be explained: a row of a result, or the id of an order. */
export type Explainable = OrderRow | FillRow | TradeRow | number;

/**
 * Explains an order, a fill or a trade.
 *
 * @param run The run.
 * @param subject A row of it, or the id of an order.
 * @throws {TypeError} If it is neither.
 * @throws {RangeError} If the run has no such order or row.
 */
export function explainRun(run: ExplainedRun, subject: Explainable): Explanation {
  const facts = RunFacts.of(run), { orders, fills, trades } = run.rows, given = run.given ?? run.rows;
  const labelOf = (timeUs: number): string => facts.label(timeUs);
  const isId = typeof subject === "number";
  const order = isId ? orderWith(facts, subject) : found(orders, subject, given.orders);
  if (order !== undefined) return new Explanation(titleOf(order), orderSteps(facts, order), labelOf);
  const fill = isId ? undefined : found(fills, subject, given.fills);
  if (fill !== undefined) {
    const at = fills.indexOf(fill), of = fill.orderId === 0 ? `by ${fill.reason}` : `of order ${fill.orderId}`;
    return new Explanation(`Fill ${of}: ${fill.feed}`, fillSteps(facts, at, termsAt(facts, fill)), labelOf);
  }
  const trade = isId ? undefined : found(trades, subject, given.trades);
  if (trade !== undefined) {
    return new Explanation(
      `Trade ${trade.id}: ${trade.feed}, ${trade.long ? "long" : "short"}`,
      tradeSteps(facts, trade),
      labelOf,
    );
  }
  if (typeof subject !== "object" || subject === null) throw new TypeError(noRow(subject));
  throw new RangeError(noRow(subject));
}

function titleOf({ id, feed, role, state }: OrderRow): string {
  return `Order ${id}: ${feed}, ${role}, ${state}`;
}

function orderWith(facts: RunFacts, id: number): OrderRow {
  const order = facts.order(id);
  if (order !== undefined) return order;
  const { orders, diagnostics } = facts.run.rows, last = orders.at(-1)?.id ?? 0;
  const note = diagnostics.find(({ orderId }) => orderId === id);
  if (note !== undefined) {
    throw new RangeError(
      `Cannot explain order ${
        inspected(id)
      }: it never came to be. At bar ${note.bar} it was dropped, ${note.reason}: ` +
        meaningOfReason(note.reason),
    );
  }
  if (orders.length === 0) throw new RangeError(`Cannot explain order ${inspected(id)}: the run placed none`);
  const reason = Number.isInteger(id) && id > 0 && id < last
    ? "it was refused together with its entry, whose explanation tells why"
    : `the ids of result.orders go from ${orders[0]!.id} to ${last}`;
  throw new RangeError(`Cannot explain order ${inspected(id)}: ${reason}`);
}

function noRow(subject: unknown): string {
  return `Cannot explain ${valueKind(subject)}: pass a row of result.orders, result.fills or result.trades of this ` +
    "result, or the id of an order";
}

/** Returns the row of a given one, or of the one that a copy of it equals. */
function found<Row extends object>(rows: readonly Row[], subject: unknown, given: readonly Row[]): Row | undefined {
  const at = given.findIndex((each) => each === subject);
  if (at >= 0 || typeof subject !== "object" || subject === null) return rows[at];
  const text = textOf(subject);
  return text === undefined ? undefined : rows[given.findIndex((each) => JSON.stringify(each) === text)];
}

function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // It holds itself, or a bigint, which no row does.
    return undefined;
  }
}

/** The terms of an order at one of its fills. */
function termsAt(facts: RunFacts, { orderId, bar }: FillRow): Parameters<typeof fillSteps>[2] {
  const order = facts.order(orderId);
  if (order === undefined) return { limit: null, stop: null, triggersNow: false };
  const changes = facts.changesOf(orderId), isReplaced = changes.some(({ kind }) => kind === "replaced");
  const placed = isReplaced ? facts.run.placedTerms(order) : order;
  const terms = changes.filter((change) => change.kind === "replaced" && change.bar < bar).at(-1) ?? placed;
  const triggersNow = changes.some((change) => change.kind === "triggered" && change.bar === bar);
  return { ...trailedTerms(facts, order, bar, { limit: terms.limit, stop: terms.stop }), triggersNow };
}
