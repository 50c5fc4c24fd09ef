/**
 * Order types as data: each type is a row of facets. Matching, the horizon and the queue broker read facets alone.
 *
 * @module
 */

/** The condition before an order works: none, or the price reaches its trigger, which may follow the price. */
export type OrderTrigger = "none" | "stop" | "touch" | "trail";
/** The price of a working order: any price, or its limit and better. */
export type OrderThen = "market" | "limit";
/** The time of a fill: from the next bar's open on, at an open only, at a close only. */
export type OrderAt = "next" | "open" | "close";

/** The facets of an order type. */
export interface OrderFacets {
  readonly trigger: OrderTrigger;
  readonly then: OrderThen;
  readonly at: OrderAt;
}

/** Facets by the name of the type. `codes.ts` holds its code and meaning. */
export const ORDER_KINDS: Readonly<Record<string, OrderFacets>> = {
  MARKET: { trigger: "none", then: "market", at: "next" },
  LIMIT: { trigger: "none", then: "limit", at: "next" },
  STOP: { trigger: "stop", then: "market", at: "next" },
  STOP_LIMIT: { trigger: "stop", then: "limit", at: "next" },
  MARKET_ON_CLOSE: { trigger: "none", then: "market", at: "close" },
  STOP_TRAIL: { trigger: "trail", then: "market", at: "next" },
  STOP_TRAIL_LIMIT: { trigger: "trail", then: "limit", at: "next" },
  MARKET_ON_OPEN: { trigger: "none", then: "market", at: "open" },
  MARKET_IF_TOUCHED: { trigger: "touch", then: "market", at: "next" },
  LIMIT_IF_TOUCHED: { trigger: "touch", then: "limit", at: "next" },
};

/** Values of each facet, in the order of their numbers. */
export const FACETS: {
  readonly trigger: readonly OrderTrigger[];
  readonly then: readonly OrderThen[];
  readonly at: readonly OrderAt[];
} = {
  trigger: ["none", "stop", "touch", "trail"],
  then: ["market", "limit"],
  at: ["next", "open", "close"],
};

/** The facets of a code without a type. */
export const NO_FACETS: OrderFacets = { trigger: "none", then: "market", at: "next" };
