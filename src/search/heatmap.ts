/**
 * A map of the objective over two parameters.
 *
 * @module
 */

import { tableText } from "../table.ts";
import type { Axis } from "./param_space.ts";
import type { TrialRow } from "./trial_row.ts";

/** The objective over two parameters, as numbers and as text. */
export interface Heatmap {
  /** The parameter of the columns, with its values. */
  readonly x: Axis;
  /** The parameter of the rows, with its values. */
  readonly y: Axis;
  /** Name of the objective. */
  readonly objective: string;
  /** Objective of the best accepted trial by place of `y`, then of `x`; null where there is none. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Number of that trial; null where there is none. */
  readonly trials: readonly (readonly (number | null)[])[];
  /** Returns the map as a table of text. */
  text(): string;
}

/** Digits of a number in the text of a map. */
const DIGITS = 4;

/**
 * Makes the map of trials.
 *
 * @param ranked Trials with an objective, the best first.
 * @param x The parameter of the columns.
 * @param y The parameter of the rows.
 * @param objective Name of the objective.
 */
export function heatmapOf(ranked: readonly TrialRow[], x: Axis, y: Axis, objective: string): Heatmap {
  const keyOf = (value: unknown): string => JSON.stringify(value) ?? `${value}`;
  const places = ({ values }: Axis): Map<string, number> => new Map(values.map((value, at) => [keyOf(value), at]));
  const columns = places(x), rows = places(y);
  const empty = (): (number | null)[][] => y.values.map(() => x.values.map(() => null));
  const values = empty(), trials = empty();
  for (const row of ranked) {
    const column = columns.get(keyOf(row.params[x.name])), line = rows.get(keyOf(row.params[y.name]));
    // A sampler may leave the values that were asked for.
    if (column === undefined || line === undefined || trials[line]![column] !== null) continue;
    values[line]![column] = row.objective;
    trials[line]![column] = row.trial;
  }
  return Object.freeze({
    ...{ x, y, objective, values, trials },
    text: () =>
      tableText({
        title: `${objective} by ${y.name} (down) and ${x.name} (across)`,
        columns: ["", ...x.values.map(keyOf)].map((name) => ({ name, isNumber: true })),
        rows: y.values.map((value, line) => [
          keyOf(value),
          ...values[line]!.map((each) => each === null ? "-" : String(Number(each.toPrecision(DIGITS)))),
        ]),
      }),
  });
}
