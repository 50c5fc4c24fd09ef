/**
 * The rows in which two series of bars differ: those that one of them alone has, and those with other values.
 *
 * @module
 */

import { type Bars, feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { formatTimeframe } from "../feeds/time/timeframe.ts";
import { inspected } from "../host.ts";

/** A value that was revised. */
export interface ValueChange {
  /** Name of the column. */
  readonly column: string;
  /** The older value. */
  readonly older: number;
  /** The newer value. */
  readonly newer: number;
}

/** A row that was added, removed or revised. */
export interface RowChange {
  /** Kind of the change. */
  readonly kind: "added" | "removed" | "revised";
  /** End of the bar in microseconds since the epoch. */
  readonly timeUs: number;
  /** The values that were revised; none for another kind. */
  readonly values: readonly ValueChange[];
}

/** A fact in which two series differ. */
export interface FactChange {
  /** Name of the fact. */
  readonly fact: string;
  /** The older one, as a text. */
  readonly older: string;
  /** The newer one. */
  readonly newer: string;
}

/** The difference of two series. */
export interface RowDiff {
  /** Number of rows that the newer series alone has. */
  readonly added: number;
  /** Number of rows that the older series alone has. */
  readonly removed: number;
  /** Number of rows of one time with other values. */
  readonly revised: number;
  /** Number of rows that are equal. */
  readonly same: number;
  /** The rows, in the order of time. */
  readonly changes: readonly RowChange[];
  /** Facts in which the series differ: timeframe, zone, stamp, decimals, adjustment and further columns. */
  readonly facts: readonly FactChange[];
}

const COLUMNS = ["sessionDay", "open", "high", "low", "close", "volume"] as const;

/**
 * Compares two series of bars by their times. Values are equal if they are the same numbers; NaN equals NaN.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { diffBars } from "@cracktrader/cracktrader/catalogue";
 *
 * const days = { time: ["2024-01-02", "2024-01-03"], open: [10, 11], high: [12, 12], low: [9, 9] };
 * const older = ct.bars({ ...days, close: [11, 10] }), newer = ct.bars({ ...days, close: [11, 10.5] });
 * const { revised, same, changes } = diffBars(older, newer);
 * assertEquals([revised, same], [1, 1]);
 * assertEquals(changes[0]!.values, [{ column: "close", older: 10, newer: 10.5 }]);
 * ```
 *
 * @param older The older bars.
 * @param newer The newer bars.
 * @returns The difference.
 * @throws {TypeError} If a column that was given out was written to.
 */
export function diffBars(older: Bars, newer: Bars): RowDiff {
  return diffFeeds(feedOf(older), feedOf(newer));
}

/** Compares two feeds by the times of their rows. */
export function diffFeeds(older: FeedData, newer: FeedData): RowDiff {
  const changes: RowChange[] = [], columns = sharedColumns(older, newer);
  const here = older.columns.timeUs,
    there = newer.columns.timeUs,
    counts = { added: 0, removed: 0, revised: 0, same: 0 };
  let row = 0, other = 0;
  while (row < here.length || other < there.length) {
    const time = here[row] ?? Infinity, otherTime = there[other] ?? Infinity;
    if (time !== otherTime) {
      const kind = time < otherTime ? "removed" : "added";
      counts[kind]++;
      changes.push({ kind, timeUs: Math.min(time, otherTime), values: [] });
      if (time < otherTime) row++;
      else other++;
      continue;
    }
    const values = columns.flatMap(([column, one, two]) => {
      const olderValue = one[row]!, newerValue = two[other]!;
      return isSame(olderValue, newerValue) ? [] : [{ column, older: olderValue, newer: newerValue }];
    });
    if (values.length === 0) counts.same++;
    else {
      counts.revised++;
      changes.push({ kind: "revised", timeUs: time, values });
    }
    row++, other++;
  }
  return { ...counts, changes, facts: factChanges(older, newer) };
}

function isSame(one: number, other: number): boolean {
  return one === other || (one !== one && other !== other);
}

function sharedColumns(older: FeedData, newer: FeedData): (readonly [string, Float64Array, Float64Array])[] {
  const further = Object.keys(older.extra).filter((name) => Object.hasOwn(newer.extra, name));
  return [
    ...COLUMNS.map((name) => [name, older.columns[name], newer.columns[name]] as const),
    ...further.map((name) => [name, older.extra[name]!, newer.extra[name]!] as const),
  ];
}

/** Returns the facts in which two feeds differ and that keep them from being one series. */
export function factFaults(older: FeedData, newer: FeedData): FactChange[] {
  return factChanges(older, newer).filter(({ fact }) => fact !== "decimals");
}

/** Returns the facts in which two feeds differ. */
function factChanges(older: FeedData, newer: FeedData): FactChange[] {
  const facts: readonly (readonly [fact: string, of: (feed: FeedData) => string])[] = [
    ["timeframe", ({ timeframeUs }) => formatTimeframe(timeframeUs)],
    ["time zone", ({ timeZone }) => timeZone],
    ["stamp", ({ stamp }) => stamp],
    ["decimals", ({ decimals }) => String(decimals)],
    ["prices", ({ adjusted }) => adjusted ? "adjusted" : "not adjusted"],
    [
      "further columns",
      ({ extra }) => Object.keys(extra).toSorted().map((name) => inspected(name)).join(", ") || "none",
    ],
  ];
  return facts.flatMap(([fact, of]) => {
    const [one, other] = [of(older), of(newer)];
    return one === other ? [] : [{ fact, older: one, newer: other }];
  });
}
