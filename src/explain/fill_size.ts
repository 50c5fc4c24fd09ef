/**
 * Explains the size of a fill: the amount that an order may spend, and the cuts.
 *
 * @module
 */

import type { Margin } from "../broker/margin_terms.ts";
import type { OrderRow } from "../broker/result_rows.ts";
import { RATE_SCALE } from "../contract/contract.gen.ts";
import type { ExplanationStep } from "./explanation.ts";
import type { ExplainedFeed, RunFacts } from "./explained_run.ts";
import { moneyText, numberText } from "./number_text.ts";

type Step = Omit<ExplanationStep, "timeUs" | "bar">;

/** Returns why a fill has its size; nothing for a fill of all that was asked for by a size. */
export function fillSizeSteps(facts: RunFacts, at: number, order: OrderRow): Step[] {
  const fill = facts.fill(at), own = facts.fillsOf(order.id), isFirst = own[0] === at;
  const held = facts.before(at, fill.feed)?.position ?? 0, signed = fill.side === "buy" ? fill.size : -fill.size;
  const isFlip = fill.closing && own.some((other) => !facts.fill(other).closing);
  const flip = isFlip
    ? " A flip fills in two parts: first what closes the position, then what opens the other side."
    : "";
  if (order.role === "target") return isFirst ? [targetStep(facts, at, order, flip)] : [];
  const wantsOpposite = held * signed < 0;
  if (isByMoney(facts, order) && !(wantsOpposite && isWhole(order))) {
    if (isFirst) return [moneyStep(facts, at, order, flip)];
    return wasCut(facts, at) ? [cutStep(facts, at)] : [];
  }
  if (order.role === "stopLoss" || order.role === "takeProfit") {
    return [{
      what: "sized",
      text: `Protection closes what its entry opened, as far as it is still open: ${numberText(fill.size)} of ${
        numberText(Math.abs(held))
      }.`,
      numbers: { size: fill.size, positionBefore: held },
    }];
  }
  if (
    order.role === "close" || order.role === "flatAt" || isWhole(order) || order.asked.reduceOnly === true ||
    order.size !== placedSize(facts, order)
  ) {
    if (!fill.closing) return [];
    return [{
      what: "sized",
      text: `The order closes ${numberText(fill.size)} of the ${numberText(Math.abs(held))} that are open.${flip}${
        givenUp(facts, at, order)
      }`,
      numbers: { size: fill.size, positionBefore: held },
    }];
  }
  return isFlip ? [{ what: "sized", text: flip.trimStart(), numbers: { size: fill.size, positionBefore: held } }] : [];
}

/** Tells what a fill of an order that may only reduce left of its size; nothing for other fills. */
function givenUp(facts: RunFacts, at: number, order: OrderRow): string {
  const own = facts.fillsOf(order.id), asked = placedSize(facts, order);
  if (order.asked.reduceOnly !== true || own.at(-1) !== at || order.state !== "filled" || asked === null) return "";
  const filled = own.reduce((sum, index) => sum + facts.fill(index).size, 0),
    rest = Number((asked - filled).toPrecision(12));
  if (rest <= 0) return " It may only reduce the position.";
  return ` It may only reduce the position, so the other ${numberText(rest)} were given up.`;
}

/** The size at the placement or the last replacement, before a cut to the position. */
function placedSize(facts: RunFacts, order: OrderRow): number | null {
  return facts.changesOf(order.id).at(-1)?.size ?? facts.run.placedTerms(order).size ?? order.size;
}

/** Returns whether an amount decides the size of an order; a replacement of its size ends that. */
function isByMoney(facts: RunFacts, order: OrderRow): boolean {
  if (facts.changesOf(order.id).some(({ kind, size }) => kind === "replaced" && size !== null)) return false;
  const { cash, fraction } = order.asked;
  return cash !== undefined || fraction !== undefined || isWhole(order);
}

function isWhole({ role, asked }: OrderRow): boolean {
  return role === "entry" && asked.size === undefined && asked.cash === undefined && asked.fraction === undefined;
}

function moneyStep(facts: RunFacts, at: number, order: OrderRow, flip: string): Step {
  const fill = facts.fill(at), { cash, fraction } = order.asked, lots = facts.fillsOf(order.id);
  const size = lots.reduce((sum, index) => sum + facts.fill(index).size, 0);
  const share = fraction ?? 1, value = valueAt(facts, at), budget = cash ?? shareOf(facts, value, share);
  const free = freeCash(facts, at), cut = wasCut(facts, at) && !fill.closing;
  const amount = cash !== undefined
    ? `The order may spend ${moneyText(cash)}`
    : share === 1
    ? `The order may spend the account's value at the fill, ${moneyText(value)}`
    : `The order may spend ${numberText(share)} of the account's value at the fill, ${moneyText(value)}, which is ${
      moneyText(budget)
    }`;
  const on_margin = facts.run.feeds.get(fill.feed)!.margin !== undefined;
  const cutText = !cut
    ? ""
    : on_margin
    ? `; the free cash of ${moneyText(free)} does not hold the margin of so much`
    : `; that was cut to the free cash of ${moneyText(free)}`;
  return {
    what: "sized",
    text:
      `${amount}${cutText}. The most whole lots that it pays for at ${numberText(fill.price)}, commission included, ` +
      `are ${numberText(size)}.${flip}`,
    numbers: {
      ...{ budget, size, price: fill.price },
      ...(cash === undefined ? { fraction: share, value } : {}),
      ...(cut ? { freeCash: free } : {}),
    },
  };
}

function cutStep(facts: RunFacts, at: number): Step {
  const free = freeCash(facts, at), { size } = facts.fill(at);
  return {
    what: "sized",
    text: `The opening part was cut to ${numberText(size)} by the free cash of ${moneyText(free)}.`,
    numbers: { size, freeCash: free },
  };
}

function targetStep(facts: RunFacts, at: number, order: OrderRow, flip: string): Step {
  const { size, value, fraction } = order.asked, { feed } = facts.fill(at), own = facts.fillsOf(order.id);
  const held = facts.before(at, feed)?.position ?? 0, after = facts.after(own.at(-1)!).position;
  const wanted = (size ?? value ?? fraction) === 0
    ? "nothing"
    : size !== undefined
    ? `a position of ${numberText(size)}`
    : value !== undefined
    ? `a position worth ${moneyText(value)}`
    : `a position worth ${numberText(fraction!)} of the account's value at the fill, ${moneyText(valueAt(facts, at))}`;
  return {
    what: "sized",
    text: `The target is ${wanted}: the position of ${numberText(held)} becomes ${numberText(after)}${
      wasCut(facts, at) ? ", as free cash allows no more" : ""
    }.${flip}`,
    numbers: {
      ...{ positionBefore: held, positionAfter: after },
      ...(size === undefined ? {} : { target: size }),
      ...(value === undefined ? {} : { targetValue: value }),
      ...(fraction === undefined ? {} : { fraction, value: valueAt(facts, at) }),
    },
  };
}

/** Returns whether free cash cut an order in the step of a fill. */
function wasCut(facts: RunFacts, at: number): boolean {
  const { orderId, bar } = facts.fill(at);
  return facts.run.rows.diagnostics.some((row) =>
    row.reason === "cutToCash" && row.orderId === orderId && row.bar === bar
  );
}

/** Returns the account's value at a fill: the filled instrument at its price, each other one at its last fill or close. */
function valueAt(facts: RunFacts, at: number): number {
  const { feed, price, bar } = facts.fill(at), stepUs = facts.run.timeUs[bar]!;
  let value = facts.cashBefore(at);
  for (const explained of facts.run.feeds.values()) {
    const { name } = explained;
    if ((facts.before(at, name)?.position ?? 0) === 0) continue;
    const last = name === feed ? price : lastPrice(facts, at, name, stepUs);
    value += worthAt(facts, at, explained, last);
  }
  return facts.money(value);
}

/** Returns what a position adds to the account's value at a price: of a future the difference from its cost. */
function worthAt(facts: RunFacts, at: number, { name, pointValue, settlement }: ExplainedFeed, price: number): number {
  const before = facts.before(at, name)!;
  return facts.money(before.position * pointValue * price) - (settlement === "futures" ? before.cost : 0);
}

/** Returns a share of a value, rounded down to the grid of money as the order's budget is. */
function shareOf({ run: { moneyUnits } }: RunFacts, value: number, share: number): number {
  if (value <= 0) return 0;
  const units = BigInt(Math.round(value * moneyUnits)) * BigInt(Math.round(share * RATE_SCALE)) / BigInt(RATE_SCALE);
  return Number(units) / moneyUnits;
}

function lastPrice(facts: RunFacts, at: number, feed: string, stepUs: number): number {
  const { bar } = facts.fill(at);
  for (let index = at - 1; index >= 0 && facts.fill(index).bar === bar; index--) {
    if (facts.fill(index).feed === feed) return facts.fill(index).price;
  }
  return facts.lastBar(feed, stepUs - 1)!.close;
}

/**
 * Returns the cash that may open a position: all but twice the cost of open shorts; a position on margin adds its worth
 * and takes its margin.
 */
function freeCash(facts: RunFacts, at: number): number {
  const { feed, price, bar } = facts.fill(at), stepUs = facts.run.timeUs[bar]!;
  let free = facts.cashBefore(at);
  for (const explained of facts.run.feeds.values()) {
    const { name, margin, pointValue } = explained, before = facts.before(at, name);
    if (before === undefined || before.position === 0) continue;
    if (margin !== undefined) {
      const last = name === feed ? price : lastPrice(facts, at, name, stepUs), size = Math.abs(before.position);
      const notional = facts.money(size * pointValue * last);
      free += worthAt(facts, at, explained, last) - initialMargin(facts, margin, notional, size);
    } else if (before.position < 0) free += 2 * before.cost;
  }
  return facts.money(free);
}

/** Returns the initial margin of a size, rounded up to the grid of money. */
function initialMargin({ run: { moneyUnits } }: RunFacts, margin: Margin, notional: number, size: number): number {
  const amount = "initial" in margin ? margin.initial * notional : margin.initialPerUnit * size;
  return Math.ceil(amount * moneyUnits * (1 - Number.EPSILON)) / moneyUnits;
}
