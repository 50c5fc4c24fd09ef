/** Cases of patterns. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const PATTERNS_CASES: readonly IndicatorCase[] = [
  { name: "heikinAshi", hasPeriod: false, make: ({ feed }) => ct.heikinAshi(feed) },
  { name: "heikinAshiDelta", hasPeriod: false, make: ({ feed }) => ct.heikinAshiDelta(feed, 5, { average: "dema" }) },
  {
    name: "heikinAshiDelta",
    hasPeriod: true,
    make: ({ feed }, period = 3) => ct.heikinAshiDelta(feed, period).smoothed,
  },
];
