/** Cases of the words of rules. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const RULES_CASES: readonly IndicatorCase[] = [
  { name: "crossover", hasPeriod: false, make: ({ line, other }) => ct.crossover(line, other) },
  { name: "crossover", hasPeriod: false, make: ({ line }) => ct.crossover(line, 100) },
  { name: "crossedAbove", hasPeriod: false, make: ({ line, other }) => ct.crossedAbove(line, other) },
  { name: "crossedBelow", hasPeriod: false, make: ({ line }) => ct.crossedBelow(line, 100) },
];
