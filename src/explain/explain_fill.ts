/**
 * Explains a fill: the rule and the bound of its price, its size, and its effects.
 *
 * @module
 */

import type { FillRow, OrderRow } from "../broker/result_rows.ts";
import type { ExplanationStep } from "./explanation.ts";
import type { ExplainedBar, RunFacts } from "./explained_run.ts";
import { type FillNumbers, fillRuleReason } from "./fill_rule_sentence.ts";
import { fillSizeSteps } from "./fill_size.ts";
import { changeText, moneyText, numberText } from "./number_text.ts";

/** The terms of the filled order at the moment of the fill. */
export interface FilledTerms {
  readonly limit: number | null;
  readonly stop: number | null;
  /** True if the bar of the fill triggered it. */
  readonly triggersNow: boolean;
}

/**
 * Returns the limit and the trigger that an order has with the bar of a step. Those of a trailing order follow the market:
 * they are what the core told of it up to then, or what it ended with, as it fills at its last trigger.
 */
export function trailedTerms(
  facts: RunFacts,
  order: OrderRow,
  step: number,
  terms: Omit<FilledTerms, "triggersNow">,
): Omit<FilledTerms, "triggersNow"> {
  if (!isTrailing(order)) return terms;
  const changes = facts.changesOf(order.id);
  const triggered = changes.findLastIndex(({ kind, bar }) => kind === "triggered" && bar <= step);
  // Behind its trigger it has fixed prices, which a replacement changes from the next bar on.
  const told = changes.findLast(({ kind, bar }, at) =>
    kind === "replaced"
      ? triggered >= 0 && at > triggered && bar < step
      : at === triggered || kind === "told" && bar === step
  );
  return { limit: told?.limit ?? order.limit, stop: told?.stop ?? order.stop };
}

/** Returns whether the trigger of an order follows the market. */
export function isTrailing({ type }: OrderRow): boolean {
  return type === "stopTrail" || type === "stopTrailLimit";
}

/** Returns the steps of a fill by its index. */
export function fillSteps(facts: RunFacts, at: number, terms: FilledTerms): ExplanationStep[] {
  const fill = facts.fill(at), order = facts.order(fill.orderId), timeUs = facts.run.timeUs[fill.bar]!;
  const place = { timeUs, bar: fill.bar };
  return [
    {
      ...place,
      what: "filled",
      text: `${whose(fill)} ${fill.side === "buy" ? "bought" : "sold"} ${numberText(fill.size)} of ${fill.feed} at ${
        numberText(fill.price)
      }.`,
      numbers: { size: fill.size, price: fill.price },
      code: fill.rule,
    },
    ...priceSteps(facts, fill, order, terms).map((step) => ({ ...place, ...step })),
    ...(order === undefined ? [] : fillSizeSteps(facts, at, order).map((step) => ({ ...place, ...step }))),
    ...accountSteps(facts, at).map((step) => ({ ...place, ...step })),
    ...effectSteps(facts, at, order).map((step) => ({ ...place, ...step })),
  ];
}

type Step = Omit<ExplanationStep, "timeUs" | "bar">;

function whose({ orderId }: FillRow): string {
  return orderId === 0 ? "The end of the run" : `Order ${orderId}`;
}

function priceSteps(facts: RunFacts, fill: FillRow, order: OrderRow | undefined, terms: FilledTerms): Step[] {
  const timeUs = facts.run.timeUs[fill.bar]!, bar = facts.lastBar(fill.feed, timeUs)!;
  const { text, bound } = fillRuleReason(fill.rule, numbersOf(facts, fill, order, terms, bar));
  const step: Step = {
    what: "priced",
    text,
    numbers: { price: fill.price, ...(bound === null ? {} : { bound }) },
    code: fill.rule,
    ...(fill.field === null ? {} : { field: fill.field }),
    ...(fill.bound === null ? {} : { bound: fill.bound }),
  };
  const further: string[] = [];
  if (fill.slipped && bound !== null) {
    const { slippage } = facts.feed(fill.feed);
    further.push(
      slippage === 0
        ? `Slippage moved it to ${numberText(fill.price)}, against the trader.`
        : `The slippage of ${numberText(slippage)} of the price moved it to ${
          numberText(fill.price)
        }, against the trader.`,
    );
  }
  if (fill.clamped) {
    const [name, limit] = fill.side === "buy" ? ["high", bar.high] : ["low", bar.low];
    further.push(`It would have moved further, but no price leaves its bar: the ${name} is ${numberText(limit)}.`);
  }
  if (fill.ambiguous) {
    further.push(
      "The bar does not tell which price came first, so the outcome that hurts the account was taken (ambiguous).",
    );
  }
  if (fill.lateExit) further.push("It came after the close of its session (lateExit).");
  return [{ ...step, text: [text, ...further].join(" ") }];
}

function numbersOf(
  facts: RunFacts,
  fill: FillRow,
  order: OrderRow | undefined,
  { limit, stop, triggersNow }: FilledTerms,
  bar: ExplainedBar,
): FillNumbers {
  const byOpen = stop !== null && (fill.side === "buy" ? bar.open >= stop : bar.open <= stop);
  return {
    ...{ side: fill.side, bar, limit, stop },
    placementClose: fill.rule === "placementClose" ? placementCloseOf(facts, fill, bar) : null,
    entryPrice: order === undefined ? null : entryPriceOf(facts, order, fill.bar),
    cameBack: fill.rule === "limit" && triggersNow && !byOpen,
  };
}

/** Returns the close at which a fill was decided: of the bar before the one that books it, or of the last one so far. */
function placementCloseOf(facts: RunFacts, { feed, bar: step }: FillRow, bar: ExplainedBar): number | null {
  if (bar.timeUs !== facts.run.timeUs[step]) return bar.close;
  return bar.row === 0 ? null : facts.bar(feed, bar.row - 1).close;
}

/** Returns the price at which the entry of a protective order opened something in a step; null if it did not. */
function entryPriceOf(facts: RunFacts, { parent }: OrderRow, bar: number): number | null {
  if (parent === null) return null;
  const opening = facts.fillsOf(parent).map((at) => facts.fill(at)).filter((fill) => fill.bar === bar && !fill.closing);
  return opening.at(-1)?.price ?? null;
}

function accountSteps(facts: RunFacts, at: number): Step[] {
  const fill = facts.fill(at), after = facts.after(at), cashBefore = facts.cashBefore(at);
  const before = facts.before(at, fill.feed), cash = facts.money(after.cash - cashBefore), held = before?.position ?? 0;
  const fee = fill.commission === 0
    ? ""
    : `, with ${moneyText(fill.commission)} of commission${fill.commission < 0 ? " paid back" : ""}`;
  const average = after.averagePrice === null || after.position === 0
    ? ""
    : ` at an average price of ${numberText(after.averagePrice)}`;
  const profit = fill.closing ? ` The closed part made ${changeText(fill.pnl)} before commission.` : "";
  return [{
    what: "account",
    text: `Cash went from ${moneyText(cashBefore)} to ${moneyText(after.cash)} (${changeText(cash)}${fee}), and the ` +
      `position in ${fill.feed} from ${numberText(held)} to ${numberText(after.position)}${average}.${profit}`,
    numbers: {
      ...{ cashBefore, cashAfter: after.cash, cashChange: cash, commission: fill.commission, notional: fill.notional },
      ...{ positionBefore: held, positionAfter: after.position },
      ...(average === "" ? {} : { averagePrice: after.averagePrice! }),
      ...(fill.closing ? { pnl: fill.pnl } : {}),
    },
  }];
}

function effectSteps(facts: RunFacts, at: number, order: OrderRow | undefined): Step[] {
  return [
    ...tradeSteps(facts, at),
    ...(order === undefined ? [] : groupSteps(facts, at, order)),
    ...protectionSteps(facts, at),
    ...(order === undefined ? [] : childrenSteps(facts, at, order)),
  ];
}

function tradeSteps(facts: RunFacts, at: number): Step[] {
  const fill = facts.fill(at), trade = facts.tradeOf(at);
  if (trade === undefined) return [];
  const { position } = facts.after(at), held = facts.before(at, fill.feed)?.position ?? 0, { id } = trade;
  const side = trade.long ? "long" : "short";
  if (held === 0) return [{ what: "trade", text: `It opened trade ${id}, ${side}.`, numbers: { trade: id } }];
  if (!fill.closing) return [{ what: "trade", text: `It added to trade ${id}, ${side}.`, numbers: { trade: id } }];
  if (position !== 0) return [{ what: "trade", text: `It closed a part of trade ${id}.`, numbers: { trade: id } }];
  return [{
    what: "trade",
    text: `It closed trade ${id}, whose profit after commission is ${changeText(trade.pnl!)}.`,
    numbers: { trade: id, pnl: trade.pnl! },
  }];
}

/** The members of the group that the first fill of an order ended. */
function groupSteps(facts: RunFacts, at: number, order: OrderRow): Step[] {
  const fill = facts.fill(at);
  const ended = facts.groupOf(order).filter((other) => endedBy(facts, other) === at);
  if (ended.length === 0) return [];
  const isFirst = [order, ...facts.groupOf(order)].every(({ id }) => (facts.fillsOf(id)[0] ?? at) >= at);
  const why = isFirst
    ? `It was the first of its one-cancels-other group to fill (${whyFirst(fill, ended)}), so`
    : "It left nothing of its one-cancels-other group to fill, so";
  return [{
    what: "group",
    text: `${why} ${listOf(ended)} ${ended.length === 1 ? "was" : "were"} cancelled.`,
    numbers: Object.fromEntries(ended.map(({ id }, index) => [`cancelled${index + 1}`, id])),
  }];
}

/** Returns the index of the fill that ended an order of a group; undefined for an order that none did. */
export function endedBy(facts: RunFacts, order: OrderRow): number | undefined {
  if (order.reason !== "oco" || order.endedUs === null) return undefined;
  const bar = facts.step(order.endedUs), isTarget = order.role === "takeProfit";
  // Targets of one entry share what it opened, and none of them ends another one.
  const others = facts.groupOf(order).filter(({ role, parent }) =>
    !isTarget || role !== "takeProfit" || parent !== order.parent
  );
  const fills = others.flatMap(({ id }) => facts.fillsOf(id)).filter((at) => facts.fill(at).bar === bar);
  // A stop ends with the last of its targets.
  return fills.toSorted((one, other) => one - other).at(order.role === "stopLoss" ? -1 : 0);
}

/** Why a fill came before those of the other members of its group. */
function whyFirst({ feed, rule, ambiguous }: FillRow, ended: readonly OrderRow[]): string {
  if (ambiguous) return "the bar reached more than one of them and does not tell which was first";
  if (rule === "close") return "it filled at the close, and none had filled before";
  if (rule === "entryPrice") return "the price of its entry comes before all that the bar reaches after it";
  if (rule !== "limit" && rule !== "stop" && rule !== "stopLimit") {
    return "it filled at the open, where the order of acceptance decides";
  }
  if (ended.every((other) => other.feed !== feed)) return "across instruments the order of acceptance decides";
  return "the bar reached its price ahead of the others, or did not reach theirs";
}

/** The protection that ended because a fill closed its position. */
function protectionSteps(facts: RunFacts, at: number): Step[] {
  const ended = facts.run.rows.orders.filter((order) => closedBy(facts, order) === at);
  if (ended.length === 0) return [];
  return [{
    what: "group",
    text: `The position was closed with it, so its protection ended: ${listOf(ended)}.`,
    numbers: Object.fromEntries(ended.map(({ id }, index) => [`cancelled${index + 1}`, id])),
  }];
}

/** Returns the index of the fill that ended a protective order by closing its position; undefined for other orders. */
export function closedBy(facts: RunFacts, { reason, endedUs, feed, parent }: OrderRow): number | undefined {
  if (reason !== "positionClosed" || endedUs === null || parent === null) return undefined;
  const bar = facts.step(endedUs), entry = facts.fillsOf(parent).filter((at) => !facts.fill(at).closing).at(-1) ?? -1;
  const { fills } = facts.run.rows;
  for (let at = entry + 1; at < fills.length; at++) {
    const fill = fills[at]!;
    if (fill.bar === bar && fill.feed === feed && fill.closing && facts.after(at).position === 0) return at;
  }
  return undefined;
}

/** The protection that an opening fill woke. */
function childrenSteps(facts: RunFacts, at: number, order: OrderRow): Step[] {
  if (facts.fill(at).closing) return [];
  const { bar, size } = facts.fill(at), stepUs = facts.run.timeUs[bar]!;
  const woken = facts.childrenOf(order.id).filter(({ endedUs }) => endedUs === null || endedUs >= stepUs);
  if (woken.length === 0) return [];
  const shown = woken.map(({ id, role }) => `order ${id} (${role === "stopLoss" ? "stop-loss" : "take-profit"})`);
  return [{
    what: "children",
    text: `Its protection came alive: ${shown.join(" and ")}, for the ${numberText(size)} that it opened.`,
    numbers: { opened: size, ...Object.fromEntries(woken.map(({ id }, index) => [`child${index + 1}`, id])) },
  }];
}

function listOf(orders: readonly OrderRow[]): string {
  return orders.map(({ id }) => `order ${id}`).join(" and ");
}
