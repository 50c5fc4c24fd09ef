/**
 * Order types as data: each is a row of facets, and matching, the horizon and the queue broker ask facets alone.
 *
 * @module
 */

/** What has to happen before an order works: nothing, or the price reaches its trigger, which may follow the price. */
export type OrderTrigger = "none" | "stop" | "touch" | "trail";
/** What it works as then: at any price, or at its limit and better. */
export type OrderThen = "market" | "limit";
/** When it may fill: from the next bar's open on, at an open only, at a close only. */
export type OrderAt = "next" | "open" | "close";

/** The facets of an order type. */
export interface OrderFacets {
  readonly trigger: OrderTrigger;
  readonly then: OrderThen;
  readonly at: OrderAt;
}

/** Facets by the name of the type, whose code and meaning `codes.ts` says. */
export const ORDER_KINDS: Readonly<Record<string, OrderFacets>> = {
  MARKET: { trigger: "none", then: "market", at: "next" },
  LIMIT: { trigger: "none", then: "limit", at: "next" },
  STOP: { trigger: "stop", then: "market", at: "next" },
  STOP_LIMIT: { trigger: "stop", then: "limit", at: "next" },
  MARKET_ON_CLOSE: { trigger: "none", then: "market", at: "close" },
  STOP_TRAIL: { trigger: "trail", then: "market", at: "next" },
  STOP_TRAIL_LIMIT: { trigger: "trail", then: "limit", at: "next" },
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

/** The facets that stand where there is no type. */
export const NO_FACETS: OrderFacets = { trigger: "none", then: "market", at: "next" };
