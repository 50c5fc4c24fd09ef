/** Cases of patterns. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const PATTERNS_CASES: readonly IndicatorCase[] = [
  { name: "darkCloudCover", hasPeriod: false, make: ({ feed }) => ct.darkCloudCover(feed) },
  { name: "doji", hasPeriod: false, make: ({ feed }) => ct.doji(feed) },
  { name: "engulfing", hasPeriod: false, make: ({ feed }) => ct.engulfing(feed) },
  { name: "eveningStar", hasPeriod: false, make: ({ feed }) => ct.eveningStar(feed) },
  { name: "hammer", hasPeriod: false, make: ({ feed }) => ct.hammer(feed) },
  { name: "hangingMan", hasPeriod: false, make: ({ feed }) => ct.hangingMan(feed) },
  { name: "harami", hasPeriod: false, make: ({ feed }) => ct.harami(feed) },
  { name: "invertedHammer", hasPeriod: false, make: ({ feed }) => ct.invertedHammer(feed) },
  { name: "morningStar", hasPeriod: false, make: ({ feed }) => ct.morningStar(feed) },
  { name: "piercing", hasPeriod: false, make: ({ feed }) => ct.piercing(feed) },
  { name: "shootingStar", hasPeriod: false, make: ({ feed }) => ct.shootingStar(feed) },
  { name: "threeBlackCrows", hasPeriod: false, make: ({ feed }) => ct.threeBlackCrows(feed) },
  { name: "threeWhiteSoldiers", hasPeriod: false, make: ({ feed }) => ct.threeWhiteSoldiers(feed) },
  { name: "morningStar", hasPeriod: false, make: ({ feed }) => ct.morningStar(feed, 0) },
  { name: "heikinAshi", hasPeriod: false, make: ({ feed }) => ct.heikinAshi(feed) },
  { name: "heikinAshiDelta", hasPeriod: false, make: ({ feed }) => ct.heikinAshiDelta(feed, 5, { average: "dema" }) },
  {
    name: "heikinAshiDelta",
    hasPeriod: true,
    make: ({ feed }, period = 3) => ct.heikinAshiDelta(feed, period).smoothed,
  },
];
