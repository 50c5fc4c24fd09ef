/**
 * Why an order did not fill on a bar that it stood beside, from the numbers of the bar and of the order.
 *
 * @module
 */

import type { OrderSide } from "../broker/result_rows.ts";
import type { OrderType } from "../strategy/order_view.ts";
import type { ExplainedBar } from "./explained_run.ts";
import { numberText } from "./number_text.ts";

/**
 * The kind of a wait: the bar began before the order; the bar passed before the order was in the market; the entry had not
 * filled; the bar had no volume; the bar did not reach the limit, only touched it, or did not reach the trigger; the bar
 * triggered the order and did not come back to its limit; the price may have come before the entry of the same bar; the
 * group kept the order back.
 */
export type WaitKind =
  | "begunBefore"
  | "latency"
  | "asleep"
  | "noVolume"
  | "limitNotReached"
  | "limitTouched"
  | "triggerNotReached"
  | "triggeredOnly"
  | "entryInBar"
  | "sessionOpen"
  | "trailing"
  | "groupFirst"
  | "notFilled";

/** A wait in words and numbers. */
export interface Wait {
  readonly kind: WaitKind;
  readonly text: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** By how much the bar missed the price; undefined where it did not miss one. */
  readonly miss?: number;
}

/** An order as it stood when a bar came. */
export interface WaitingOrder {
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly limit: number | null;
  readonly stop: number | null;
  /** True if an earlier bar triggered it. */
  readonly triggered: boolean;
  /** Time from which on a bar has to begin for it: of its placement, or of its last replacement. */
  readonly meetsFromUs: number;
  /** True if this is one of the bars that pass before the order is in the market. */
  readonly isOnItsWay: boolean;
  /** The entry that it protects; null for other orders. */
  readonly parent: number | null;
  /** Time of the step in which its entry opened something; null while it did not. For other orders null. */
  readonly wokenUs: number | null;
  /** Rule of the fill of the entry that woke it. */
  readonly wokenRule: string | null;
  /** True if it is in a group with others. */
  readonly inGroup: boolean;
}

/** What a bar did with an order in spite of not filling it. */
export interface WaitingTerms {
  readonly needsVolume: boolean;
  /** True where orders together may take a share of a bar's volume alone. */
  readonly limitsVolume: boolean;
  readonly limitFill: "touch" | "through";
  /** True if a path orders the prices inside a bar. */
  readonly hasPath: boolean;
  /** True if this bar triggered the order. */
  readonly triggers: boolean;
}

/** Returns why a bar did not fill an order that it did not fill. */
export function waitOf(order: WaitingOrder, bar: ExplainedBar, terms: WaitingTerms): Wait {
  const { parent, wokenUs } = order;
  if (parent !== null && (wokenUs === null || wokenUs > bar.timeUs)) {
    return { kind: "asleep", text: `It waits for its entry, order ${parent}.`, numbers: { parent } };
  }
  if (bar.beginUs < order.meetsFromUs) {
    return {
      kind: "begunBefore",
      text: "The bar had begun before the order had its terms, so the order does not meet it.",
      numbers: {},
    };
  }
  if (order.isOnItsWay) {
    return {
      kind: "latency",
      text: "The bar passed before the order reached the market with its terms (latencyBars).",
      numbers: {},
    };
  }
  if (terms.needsVolume && bar.volume === 0) {
    return { kind: "noVolume", text: "A bar without volume fills nothing.", numbers: { volume: 0 } };
  }
  if (terms.triggers) return order.limit === null ? emptyStop(order, bar) : triggeredOnly(order, bar, terms.hasPath);
  if (order.type === "marketOnOpen") {
    return { kind: "sessionOpen", text: "It waits for the open of a later session.", numbers: {} };
  }
  if (!order.triggered && (order.type === "stopTrail" || order.type === "stopTrailLimit")) {
    return { kind: "trailing", text: "The bar did not reach its trigger, which followed it.", numbers: {} };
  }
  return notReached(order, bar, terms) ?? keptBack(order, bar, terms);
}

/** Returns the wait of an order whose price the bar did not reach; undefined if the bar reached it. */
function notReached(order: WaitingOrder, bar: ExplainedBar, { limitFill }: WaitingTerms): Wait | undefined {
  const { side, limit, stop } = order;
  const waitsForTrigger = stop !== null && !order.triggered;
  if (waitsForTrigger) {
    const isHigh = (side === "buy") !== isTouch(order),
      extreme = isHigh ? bar.high : bar.low,
      miss = isHigh ? stop - extreme : extreme - stop;
    if (miss <= 0) return undefined;
    return {
      kind: "triggerNotReached",
      text: isHigh
        ? `The high ${numberText(extreme)} did not reach the trigger ${numberText(stop)}.`
        : `The low ${numberText(extreme)} stayed above the trigger ${numberText(stop)}.`,
      numbers: { [isHigh ? "high" : "low"]: extreme, stop },
      miss,
    };
  }
  if (limit === null) return undefined;
  const isHigh = side === "sell", extreme = isHigh ? bar.high : bar.low;
  const miss = isHigh ? limit - extreme : extreme - limit, name = isHigh ? "high" : "low";
  if (miss < 0 || miss === 0 && limitFill === "touch") return undefined;
  const kind = miss === 0 ? "limitTouched" : "limitNotReached";
  const text = miss === 0
    ? `The ${name} ${numberText(extreme)} only touched the limit ${
      numberText(limit)
    }, and limitFill wants a price beyond it.`
    : isHigh
    ? `The high ${numberText(extreme)} did not reach the limit ${numberText(limit)}.`
    : `The low ${numberText(extreme)} stayed above the limit ${numberText(limit)}.`;
  return { kind, text, numbers: { [name]: extreme, limit }, miss };
}

function isTouch({ type }: WaitingOrder): boolean {
  return type === "marketIfTouched" || type === "limitIfTouched";
}

/** The wait of a stop-limit that this bar triggered and did not fill. */
function triggeredOnly(order: WaitingOrder, bar: ExplainedBar, hasPath: boolean): Wait {
  const { side, limit, stop } = order;
  if (isTouch(order)) return touchedOnly(order, bar);
  const isBuy = side === "buy", name = isBuy ? "high" : "low", extreme = isBuy ? bar.high : bar.low;
  const byOpen = isBuy ? bar.open >= stop! : bar.open <= stop!;
  const trigger = byOpen
    ? `The open ${numberText(bar.open)} reached the trigger ${numberText(stop!)}`
    : `The ${name} ${numberText(extreme)} reached the trigger ${numberText(stop!)}`;
  const back = isBuy ? bar.low : bar.high;
  const rest = byOpen
    ? `and the ${isBuy ? "low" : "high"} ${numberText(back)} did not come to the limit ${numberText(limit!)}.`
    : hasPath
    ? `and the rest of the path did not come to the limit ${numberText(limit!)}.`
    : `and the close ${numberText(bar.close)} does not prove that the price came back to the limit ${
      numberText(limit!)
    }.`;
  return {
    kind: "triggeredOnly",
    text: `${trigger}, ${rest} From the next bar on it is a limit order.`,
    numbers: { ...(byOpen ? { open: bar.open } : { [name]: extreme }), stop: stop!, close: bar.close, limit: limit! },
  };
}

/** The lack of an order where others have taken what a bar had for all of them. */
const NOTHING_LEFT = "nothing was left for it of the share of the bar's volume that volumeLimit lets orders take";

/** The wait of an order that this bar made a market order, and had no volume for. */
function emptyStop(order: WaitingOrder, bar: ExplainedBar): Wait {
  return {
    kind: "triggeredOnly",
    text: `The bar reached the trigger ${
      numberText(order.stop!)
    }, and ${NOTHING_LEFT}. From now on it is a market order.`,
    numbers: { stop: order.stop!, volume: bar.volume },
  };
}

/** The wait of a limit-if-touched order that this bar triggered and did not fill. */
function touchedOnly({ side, limit, stop }: WaitingOrder, bar: ExplainedBar): Wait {
  const isBuy = side === "buy", name = isBuy ? "low" : "high", extreme = isBuy ? bar.low : bar.high;
  return {
    kind: "triggeredOnly",
    text: `The ${name} ${numberText(extreme)} touched the trigger ${numberText(stop!)} and did not come to the limit ${
      numberText(limit!)
    }. From the next bar on it is a limit order.`,
    numbers: { [name]: extreme, stop: stop!, limit: limit! },
  };
}

/** The wait of an order whose price the bar reached. */
function keptBack(order: WaitingOrder, bar: ExplainedBar, { hasPath, limitsVolume }: WaitingTerms): Wait {
  const price = order.stop !== null && !order.triggered ? order.stop : order.limit;
  const reached = price === null ? "The bar came" : `The bar reached ${numberText(price)}`;
  const numbers: Readonly<Record<string, number>> = price === null ? {} : { price };
  if (order.wokenUs === bar.timeUs) {
    const text = order.wokenRule === "close"
      ? `Its entry filled at the close, and nothing of the bar came after it.`
      : hasPath
      ? `${reached}, but before its entry, order ${order.parent}, filled on the path through the same bar.`
      : `${reached}, but perhaps before its entry, order ${order.parent}, filled inside the same bar: what is uncertain ` +
        "happens only where it hurts the account.";
    return { kind: "entryInBar", text, numbers };
  }
  if (limitsVolume) {
    const text = `${reached}, and ${NOTHING_LEFT}${
      order.inGroup ? ", or the order gave way to another member of its group" : ""
    }.`;
    return { kind: "notFilled", text, numbers: { ...numbers, volume: bar.volume } };
  }
  if (order.inGroup) {
    const text =
      `${reached}, and the order gave way to another member of its group, since the bar does not prove that ` +
      "it came first.";
    return { kind: "groupFirst", text, numbers };
  }
  return { kind: "notFilled", text: `${reached}, and the order did not fill.`, numbers };
}
