/**
 * The way of the price inside a bar, as an option of a run.
 *
 * @module
 */

import { inspected } from "../host.ts";

/**
 * The way of the price inside a bar.
 *
 * - `"worst-case"`: none is assumed. What is certain happens, and what is uncertain happens only where it hurts the
 *   account; such fills are `ambiguous`.
 * - `"open-high-low-close"` and `"open-low-high-close"`: the extremes in this order, in every bar.
 * - `"nearest-first"`: the extreme nearer to the open comes first, the low where both are as near.
 * - `"adverse"`: the extreme against the position after the open comes first, so the low for a long one; without a
 *   position it is `"nearest-first"`.
 *
 * On a path orders fill in the order in which it reaches their prices, and nothing is ambiguous.
 *
 * @example A stop and a target in one bar
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Bracket extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1, stopLoss: 95, takeProfit: 105 });
 *   }
 * }
 *
 * const prices = { open: [100, 100], high: [101, 106], low: [99, 94], close: [100, 100] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
 * const exitOn = (path: ct.IntrabarPath): number => ct.backtest(Bracket, feed, { path }).fills[1]!.price;
 * assertEquals(exitOn("worst-case"), 95);
 * assertEquals(exitOn("open-high-low-close"), 105);
 * ```
 */
export type IntrabarPath =
  | "worst-case"
  | "open-high-low-close"
  | "open-low-high-close"
  | "nearest-first"
  | "adverse";

/** All paths, the default first. */
export const INTRABAR_PATHS: readonly IntrabarPath[] = [
  "worst-case",
  "open-high-low-close",
  "open-low-high-close",
  "nearest-first",
  "adverse",
];

/** The choice of the rule PATH of a path: `"nearest-first"` is `NEAREST_FIRST`. */
export function pathChoice(path: IntrabarPath): string {
  return path.toUpperCase().replaceAll("-", "_");
}

/** Returns the path of a choice of the rule PATH. */
export function pathOfChoice(choice: string): IntrabarPath {
  return INTRABAR_PATHS.find((path) => pathChoice(path) === choice) ?? "worst-case";
}

/**
 * Returns a path, checked.
 *
 * @throws {RangeError} If there is no such path.
 */
export function checkedPath(path: unknown): IntrabarPath {
  const known = INTRABAR_PATHS.find((each) => each === path);
  if (known !== undefined) return known;
  const all = INTRABAR_PATHS.map((each) => `"${each}"`).join(", ");
  throw new RangeError(`Cannot use path ${inspected(path)}: pass one of ${all}`);
}
