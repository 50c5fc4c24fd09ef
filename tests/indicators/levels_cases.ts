/** Cases of levels. */
import * as ct from "../../mod.ts";
import { type IndicatorCase, SERIES } from "./indicator_case.ts";

const NO_FRACTAL = "a bar at which no fractal becomes known has none";
const NO_SWING = "there is no swing before the first, and none where all bars are equal";

/** The series on which the first swing comes only after the minimum period. */
const LATE = { walk: NO_SWING, constant: NO_SWING, "no volume": NO_SWING, "flat bars": NO_SWING, extreme: NO_SWING };

export const LEVELS_CASES: readonly IndicatorCase[] = [
  {
    name: "fractals",
    hasPeriod: true,
    undefinedOn: Object.fromEntries(SERIES.map((series) => [series, NO_FRACTAL])),
    make: ({ feed }, period = 2) => ct.fractals(feed, period),
  },
  { name: "pivots", hasPeriod: false, make: ({ feed }) => ct.pivots(feed) },
  { name: "pivots", hasPeriod: false, make: ({ feed }) => ct.pivots(feed, { kind: "woodie" }) },
  { name: "pivots", hasPeriod: false, make: ({ feed }) => ct.pivots(feed, { kind: "fibonacci", price: "ohlc4" }) },
  { name: "pivots", hasPeriod: false, make: ({ feed }) => ct.pivots(feed, { kind: "camarilla" }) },
  { name: "pivots", hasPeriod: false, make: ({ feed }) => ct.pivots(feed, { kind: "demark" }) },
  { name: "swings", hasPeriod: true, undefinedOn: LATE, make: ({ feed }, period = 30) => ct.swings(feed, period, 4) },
  { name: "swings", hasPeriod: true, undefinedOn: LATE, make: ({ feed }, period = 3) => ct.swings(feed, 25, period) },
];
