/**
 * The size of bars that are made from other bars: a length of time, or a number of bars, volume or price.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { isOptions } from "../../options.ts";
import { parseTimeframe, type Timeframe } from "../time/timeframe.ts";

/**
 * The size of resampled bars: a timeframe as text, such as `"1h"`, `"1d"`, `"1w"` or `"1M"`; or a number of source bars
 * (`ticks`), of traded units (`volume`), of units of the price from high to low (`rangeBars`) or for each brick (`renko`).
 */
export type BarSize =
  | string
  | { readonly ticks: number }
  | { readonly volume: number }
  | { readonly rangeBars: number }
  | { readonly renko: number };

/** Kinds of sizes that are no length of time. */
export type CountedKind = "ticks" | "volume" | "rangeBars" | "renko";

/** A checked size. */
export type CheckedSize =
  | { readonly kind: "time"; readonly text: string; readonly timeframe: Timeframe }
  | { readonly kind: CountedKind; readonly text: string; readonly count: number };

const KINDS: readonly CountedKind[] = ["ticks", "volume", "rangeBars", "renko"];

/** Bars of these sizes give lines alone: no order can be matched against them, since they hide the path of prices. */
export const LINES_ONLY: ReadonlySet<CountedKind> = new Set<CountedKind>(["volume", "rangeBars", "renko"]);

/**
 * Checks the size of bars.
 *
 * @throws {TypeError} If it is neither a text nor an object of one size.
 * @throws {RangeError} If the text is no timeframe, or the number is not above zero, or for `ticks` not whole.
 */
export function checkBarSize(size: unknown): CheckedSize {
  if (typeof size === "string") return { kind: "time", text: size.trim(), timeframe: parseTimeframe(size) };
  const remedy = 'write a timeframe, as in "1h", "1d", "1w" or "1M", or one of { ticks }, { volume }, { rangeBars }, ' +
    "{ renko }";
  const names = isOptions(size) ? Object.keys(size) : [], kind = names[0] as CountedKind | undefined;
  if (kind === undefined || names.length > 1 || !KINDS.includes(kind)) {
    throw new TypeError(`Cannot resample to ${inspected(size, 1)}: ${remedy}`);
  }
  const count: unknown = (size as Readonly<Record<string, unknown>>)[kind], isWhole = kind === "ticks";
  if (typeof count !== "number" || !(count > 0 && count < Infinity) || (isWhole && !Number.isSafeInteger(count))) {
    throw new RangeError(
      `Cannot resample to ${kind} ${inspected(count, 0)}: pass a ${
        isWhole ? "whole number of bars" : "number"
      } above zero`,
    );
  }
  return { kind, text: `${kind} ${count}`, count };
}
