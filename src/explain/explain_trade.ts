/**
 * Explains a trade: its fills, its protection, how far it went, and the sum of its money.
 *
 * @module
 */

import type { FillReason, OrderRow, TradeRow } from "../broker/result_rows.ts";
import { isTrailing } from "./explain_fill.ts";
import type { ExplanationStep } from "./explanation.ts";
import type { ExplainedBar, RunFacts } from "./explained_run.ts";
import { changeText, moneyText, numberText } from "./number_text.ts";

/** Returns the steps of a trade. */
export function tradeSteps(facts: RunFacts, trade: TradeRow): ExplanationStep[] {
  const { fills } = facts.run.rows;
  const own = [...fills.keys()].filter((at) => facts.after(at).trade === trade.id);
  const steps = [
    ...own.map((at) => fillStep(facts, at)),
    ...protectionOf(facts, own).flatMap((order) => protectionSteps(facts, order, own)),
  ].toSorted((one, other) => one.bar - other.bar);
  return [...steps, ...excursionSteps(facts, trade, own), sumStep(facts, trade, own)];
}

function fillStep(facts: RunFacts, at: number): ExplanationStep {
  const fill = facts.fill(at), order = facts.order(fill.orderId), { side, size, price, rule, closing, bar } = fill;
  const verb = side === "buy" ? "bought" : "sold", { position } = facts.after(at);
  const who = order === undefined ? "The end of the run" : `Order ${order.id} (${wordOf(fill.reason)})`;
  return {
    timeUs: facts.run.timeUs[bar]!,
    bar,
    what: closing ? "exit" : "entry",
    text: `${who} ${verb} ${numberText(size)} at ${numberText(price)}, by the rule ${rule}; the position is ${
      numberText(position)
    }.${closing ? ` That made ${changeText(fill.pnl)} before commission.` : ""}`,
    numbers: { size, price, position, ...(closing ? { pnl: fill.pnl } : {}) },
    code: rule,
  };
}

/** The protective orders of the entries of a trade that came alive. */
function protectionOf(facts: RunFacts, own: readonly number[]): OrderRow[] {
  const entries = new Set(own.filter((at) => !facts.fill(at).closing).map((at) => facts.fill(at).orderId));
  return [...entries].flatMap((id) => id === 0 ? [] : facts.childrenOf(id));
}

function protectionSteps(facts: RunFacts, order: OrderRow, own: readonly number[]): ExplanationStep[] {
  const word = order.role === "stopLoss" ? "stop-loss" : "take-profit";
  const priceOf = ({ limit, stop }: { limit: number | null; stop: number | null }): number | null =>
    order.role === "stopLoss" ? stop : limit;
  const moves = facts.changesOf(order.id).filter(({ kind }) => kind === "replaced");
  const wokenAt = own.find((at) => facts.fill(at).orderId === order.parent && !facts.fill(at).closing)!;
  const bar = facts.fill(wokenAt).bar, before = moves.filter((move) => move.bar < bar);
  const first = before.length > 0 ? before.at(-1)! : moves.length > 0 ? facts.run.placedTerms(order) : order;
  // A trigger that follows the market is told where somebody moved it, and nowhere else is it known.
  const follows = isTrailing(order);
  let price = follows ? null : priceOf(first);
  const steps: ExplanationStep[] = [{
    timeUs: facts.run.timeUs[bar]!,
    bar,
    what: "protection",
    text: `Its ${word}, order ${order.id}, came alive${price === null ? "" : ` at ${numberText(price)}`}.`,
    numbers: { order: order.id, ...(price === null ? {} : { price }) },
    code: order.role,
  }];
  for (const move of moves.slice(before.length)) {
    const to = priceOf(move);
    if (to === null || to === price) continue;
    steps.push({
      timeUs: move.timeUs,
      bar: move.bar,
      what: "protection",
      text: `The ${word}, order ${order.id}, was moved ${price === null ? "" : `from ${numberText(price)} `}to ${
        numberText(to)
      }.`,
      numbers: { order: order.id, ...(price === null ? {} : { priceBefore: price }), price: to },
      code: order.role,
    });
    price = follows ? null : to;
  }
  return steps;
}

/** The highest and the lowest price of the bars of a trade, those of its entry and its exit as a whole. */
function excursionSteps(facts: RunFacts, trade: TradeRow, own: readonly number[]): ExplanationStep[] {
  const { feed, entryPrice, long, mae, mfe } = trade, times = facts.run.timeUs;
  const fromUs = times[trade.openedBar]!, untilUs = trade.closedBar === null ? times.at(-1)! : times[trade.closedBar]!;
  let highest: ExplainedBar | undefined, lowest: ExplainedBar | undefined;
  for (const bar of facts.barsBetween(feed, fromUs - 1, untilUs)) {
    if (highest === undefined || bar.high > highest.high) highest = bar;
    if (lowest === undefined || bar.low < lowest.low) lowest = bar;
  }
  if (highest === undefined || lowest === undefined || own.length === 0) return [];
  const high = { price: highest.high, bar: facts.step(highest.timeUs) };
  const low = { price: lowest.low, bar: facts.step(lowest.timeUs) };
  const [best, worst] = long ? [high, low] : [low, high];
  return [{
    timeUs: untilUs,
    bar: facts.step(untilUs),
    what: "excursion",
    text: `The best price of its bars was ${numberText(best.price)} (bar ${best.bar}) and the worst ${
      numberText(worst.price)
    } (bar ${worst.bar}), against an average entry of ${
      numberText(entryPrice)
    }; the bars of entry and exit count whole. Its mae is ${changeText(mae)} and its mfe ${
      changeText(mfe)
    }: a price at which it may not have been held counts in mae alone.`,
    numbers: {
      ...{ best: best.price, bestBar: best.bar, worst: worst.price, worstBar: worst.bar, entryPrice, mae, mfe },
    },
  }];
}

/** The cause of a fill in words. */
function wordOf(reason: FillReason | null): string {
  switch (reason) {
    case "stopLoss":
      return "stop-loss";
    case "takeProfit":
      return "take-profit";
    case "closeAtEnd":
      return "close at the end";
    case null:
      return "no order of the run";
    default:
      return reason;
  }
}

function sumStep(facts: RunFacts, trade: TradeRow, own: readonly number[]): ExplanationStep {
  const { timeUs: times } = facts.run, bar = trade.closedBar ?? facts.step(times.at(-1)!);
  const profits = own.filter((at) => facts.fill(at).closing).map((at) => facts.fill(at).pnl);
  const gross = facts.money(profits.reduce((sum, pnl) => sum + pnl, 0)), { commission } = trade;
  const net = facts.money(gross - commission),
    ambiguous = trade.ambiguous ? " One of its fills is ambiguous: the bar does not tell what came first." : "";
  const parts = profits.length < 2 ? changeText(gross) : `${profits.map(changeText).join(" ")} = ${changeText(gross)}`;
  const numbers = { gross, commission, net };
  if (trade.pnl === null) {
    return {
      ...{ timeUs: times[bar]!, bar, what: "ended", code: "open", numbers },
      text: `Trade ${trade.id} is still open after the last bar; what was closed of it made ${parts}, and ${
        moneyText(commission)
      } of commission were paid.${ambiguous}`,
    };
  }
  const exit = own.at(-1), order = exit === undefined ? undefined : facts.order(facts.fill(exit).orderId);
  const reason = order === undefined ? "the end of the run" : `order ${order.id} (${wordOf(trade.exitReason)})`;
  return {
    ...{ timeUs: times[bar]!, bar, what: "sum", code: "closed", numbers: { ...numbers, pnl: trade.pnl } },
    text: `Trade ${trade.id} was closed by ${reason}: ${parts} less ${moneyText(commission)} of commission is ${
      changeText(trade.pnl)
    }.${ambiguous}`,
  };
}
