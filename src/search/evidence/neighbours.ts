/**
 * The neighbours of the best trial: those that differ from it by one step of one parameter.
 *
 * @module
 */

import type { Params } from "../../strategy/strategy.ts";
import type { Axis } from "../param_space.ts";
import type { TrialRow } from "../trial_row.ts";

/** What the neighbours of the best trial did. */
export interface Neighbours {
  /** Number of neighbours that were tried, failed ones and those that were turned down too. */
  readonly tried: number;
  /** Objectives of those that have one. */
  readonly objectives: readonly number[];
  /** Median of these; null without any. */
  readonly median: number | null;
  /** The worst of these; null without any. */
  readonly worst: number | null;
}

/**
 * Returns what the neighbours of a trial did: trials whose value of one parameter is the next one in its list, and whose
 * others are the same.
 */
export function neighboursOf(
  best: TrialRow,
  rows: readonly TrialRow[],
  axes: readonly Axis[],
  direction: "maximize" | "minimize",
): Neighbours {
  const places = axes.map(({ values }) => new Map(values.map((value, at) => [keyOf(value), at])));
  const placeOf = (params: Params): (number | undefined)[] =>
    axes.map(({ name }, axis) => places[axis]!.get(keyOf(params[name])));
  const here = placeOf(best.params);
  const near = rows.filter(({ params }) => {
    const steps = placeOf(params).map((place, axis) => Math.abs((place ?? NaN) - (here[axis] ?? NaN)));
    return steps.filter((step) => step === 1).length === 1 &&
      steps.filter((step) => step === 0).length === axes.length - 1;
  });
  const objectives = near.flatMap(({ objective }) => objective === null ? [] : [objective]).sort((a, b) => a - b);
  const { length } = objectives, worst = direction === "maximize" ? objectives[0] : objectives[length - 1];
  return {
    ...{ tried: near.length, objectives, worst: worst ?? null },
    median: length === 0 ? null : (objectives[(length - 1) >> 1]! + objectives[length >> 1]!) / 2,
  };
}

function keyOf(value: unknown): string {
  return JSON.stringify(value) ?? `${value}`;
}
