/** Cases of the statistics of a window. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const STATISTICS_CASES: readonly IndicatorCase[] = [
  { name: "highest", hasPeriod: true, make: ({ line }, period = 10) => ct.highest(line, period) },
  { name: "lowest", hasPeriod: true, make: ({ line }, period = 10) => ct.lowest(line, period) },
];
