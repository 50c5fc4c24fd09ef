/** Cases of the words of rules. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

/** The series, on each of which the condition is not true at the first bar; on the constant one it never is. */
const BEFORE = "there is no first time before";
const UNDEFINED = { walk: BEFORE, constant: BEFORE, extreme: BEFORE, "no volume": BEFORE, "flat bars": BEFORE };

export const RULES_CASES: readonly IndicatorCase[] = [
  { name: "crossover", hasPeriod: false, make: ({ line, other }) => ct.crossover(line, other) },
  { name: "crossover", hasPeriod: false, make: ({ line }) => ct.crossover(line, 100) },
  { name: "crossedAbove", hasPeriod: false, make: ({ line, other }) => ct.crossedAbove(line, other) },
  { name: "crossedBelow", hasPeriod: false, make: ({ line }) => ct.crossedBelow(line, 100) },
  { name: "when", hasPeriod: false, make: ({ line, other }) => ct.when(line.above(other), line, 7) },
  { name: "when", hasPeriod: false, make: ({ line, other }) => ct.when(other.minus(100), line, other) },
  {
    name: "barsSince",
    hasPeriod: false,
    undefinedOn: UNDEFINED,
    make: ({ line }) => ct.barsSince(line.above(100).and(line.falling(2))),
  },
  {
    name: "valueWhen",
    hasPeriod: false,
    undefinedOn: UNDEFINED,
    make: ({ line, other }) => ct.valueWhen(line.falling(2), other, 2),
  },
  {
    name: "highestSince",
    hasPeriod: false,
    undefinedOn: UNDEFINED,
    make: ({ line, other }) => ct.highestSince(line.falling(3), other),
  },
  {
    name: "lowestSince",
    hasPeriod: false,
    undefinedOn: UNDEFINED,
    make: ({ line, other }) => ct.lowestSince(line.falling(3), other),
  },
  { name: "countTrue", hasPeriod: true, make: ({ line }, period = 10) => ct.countTrue(line.above(100), period) },
  { name: "streak", hasPeriod: false, make: ({ line }) => ct.streak(line) },
];
