/**
 * The time of every indicator over whole columns.
 *
 * @module
 */

import { feedOf } from "../../src/feeds/bars.ts";
import { Clock } from "../../src/lines/clock.ts";
import { FeedLines } from "../../src/lines/feed_lines.ts";
import { columnOf } from "../../src/lines/line.ts";
import { EVERY_CASE } from "../../tests/indicators/every_case.ts";
import { type IndicatorCase, linesByName } from "../../tests/indicators/indicator_case.ts";
import { syntheticBars } from "../synthetic_bars.ts";

/** The time of a call. */
export interface FunctionTime {
  readonly name: string;
  /** The call, as written. */
  readonly call: string;
  /** Milliseconds over all bars, the faster of two runs. */
  readonly ms: number;
}

/** Milliseconds for a million bars from which on a call is listed. */
const LISTED_MS = 100;

/** Measures the calls of the cases that the tests have, the slowest first. */
export function measureFunctions(count: number, cases: readonly IndicatorCase[] = EVERY_CASE): FunctionTime[] {
  const bars = syntheticBars(count);
  const times = cases.map(({ name, make }) => {
    let ms = Infinity;
    for (let run = 0; run < 2; run++) {
      const feed = new FeedLines(feedOf(bars), new Clock("synthetic", count)), begin = performance.now();
      for (const [, line] of linesByName(make({ feed, line: feed.close, other: feed.open }))) columnOf(line);
      ms = Math.min(ms, performance.now() - begin);
    }
    return { name, call: make.toString().replace(/\s+/g, " ").replace(/^[^>]*=> ?/, ""), ms };
  });
  return times.toSorted((a, b) => b.ms - a.ms);
}

/** The list of the slow calls. */
export function functionsReport(times: readonly FunctionTime[], count: number): string {
  const perMillion = (ms: number): number => ms * 1e6 / count;
  const slow = times.filter(({ ms }) => perMillion(ms) >= LISTED_MS);
  return [
    `Milliseconds for a million bars, the faster of two runs: ${slow.length} of ${times.length} calls take ` +
    `${LISTED_MS} or more`,
    ...slow.map(({ call, ms }) => `${perMillion(ms).toFixed(0).padStart(6)}  ${call}`),
  ].join("\n");
}
