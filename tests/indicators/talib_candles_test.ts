/**
 * Patterns of candles against TA-Lib, bar by bar: on real prices, and on bars that were made up so that each pattern is
 * there. TA-Lib gives hundreds in the place of ones.
 *
 * @module
 */

import { assert } from "@std/assert";
import * as ct from "../../mod.ts";
import { columnOf } from "../../src/lines/line.ts";
import { compareRows, type OracleRow } from "./oracle_row.ts";
import { dailyFeed, madeFeed } from "./recorded_series.ts";

type Pattern = (feed: ct.FeedLines) => ct.Line;

/** Each pattern with the name of TA-Lib's function. */
const PATTERNS: readonly (readonly [name: string, pattern: Pattern])[] = [
  ["CDLDARKCLOUDCOVER", ct.darkCloudCover],
  ["CDLDOJI", ct.doji],
  ["CDLENGULFING", ct.engulfing],
  ["CDLEVENINGSTAR", ct.eveningStar],
  ["CDLHAMMER", ct.hammer],
  ["CDLHANGINGMAN", ct.hangingMan],
  ["CDLHARAMI", ct.harami],
  ["CDLINVERTEDHAMMER", ct.invertedHammer],
  ["CDLMORNINGSTAR", ct.morningStar],
  ["CDLPIERCING", ct.piercing],
  ["CDLSHOOTINGSTAR", ct.shootingStar],
  ["CDL3BLACKCROWS", ct.threeBlackCrows],
  ["CDL3WHITESOLDIERS", ct.threeWhiteSoldiers],
];

const ROWS: readonly OracleRow[] = PATTERNS.map(([name, pattern]): OracleRow => ({
  series: `${name}(open, high, low, close)`,
  make: ({ feed }) => pattern(feed).times(100),
  equal: "bits",
  from: pattern(madeFeed()).minPeriod - 1,
  because: "TA-Lib has 0 where there are too few bars",
}));

compareRows("talib_candles", dailyFeed, ROWS);
compareRows("talib_candles_made", madeFeed, ROWS);

Deno.test("each pattern is there in the recorded bars", () => {
  for (const [name, pattern] of PATTERNS) {
    const found = [dailyFeed(), madeFeed()].map((feed) =>
      columnOf(pattern(feed)).filter((value) => Math.abs(value) > 0)
    );
    assert(found[0]!.length + found[1]!.length > 5, `${name}: ${found.map(({ length }) => length)}`);
  }
});
