/**
 * The weights of a basket: parts of the account by feed, checked and in the core's terms.
 *
 * @module
 */

import { RATE_SCALE, TYPE_MARKET } from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { plainTerms, type SnappedTerms } from "./order_terms.ts";

/** Sums of weights may be so much above the account: doubles such as a third add up to a little more. */
const ROUNDING = 1e-9;

/**
 * Returns the weights by the number of their feed, with holes.
 *
 * @param idOf Returns the number of a feed, or throws.
 * @param largestOf Returns the largest weight of a feed, by its number: above 1 where margin allows it.
 * @throws {TypeError} If the weights are no object, or a weight is no number.
 * @throws {RangeError} If a weight is not finite, or they come to more than the account.
 */
export function legsOf(
  weights: unknown,
  idOf: (feed: string) => number,
  largestOf: (id: number) => number,
): number[] {
  if (!isOptions(weights)) {
    throw new TypeError(
      `Cannot take the weights ${inspected(weights, 0)}: pass parts of the account by feed, such as { aapl: 0.3 }`,
    );
  }
  const legs: number[] = [];
  let sum = 0, most = 1;
  for (const [feed, weight] of Object.entries(weights) as [string, unknown][]) {
    const id = idOf(feed);
    if (typeof weight !== "number") {
      throw new TypeError(`Cannot take ${inspected(weight, 0)} as the weight of feed "${feed}": pass a number`);
    }
    if (!Number.isFinite(weight)) {
      throw new RangeError(`Cannot take ${weight} as the weight of feed "${feed}": pass a part of the account`);
    }
    legs[id] = weight;
    sum += Math.abs(weight);
    most = Math.max(most, largestOf(id));
  }
  if (sum <= most + ROUNDING) return legs;
  const why = most === 1 ? "as there is no leverage" : "the leverage that the margin allows";
  throw new RangeError(
    `Cannot take weights that come to ${sum} of the account: without their signs they are ${most} at most, ${why}`,
  );
}

/**
 * Returns what becomes of the other feeds; `"keep"` by default.
 *
 * @throws {RangeError} If it is neither `"keep"` nor `"close"`.
 */
export function checkedOthers(others: unknown): "keep" | "close" {
  if (others === undefined || others === "keep") return "keep";
  if (others === "close") return "close";
  throw new RangeError(`Cannot use others ${inspected(others, 0)}: pass "keep" or "close"`);
}

/** Returns the terms of a leg with a weight, whose sign is the side of its position. */
export function weightTerms(weight: number): SnappedTerms {
  return { ...plainTerms(TYPE_MARKET, 0, 0, 0), fraction: Math.round(Math.abs(weight) * RATE_SCALE) };
}
