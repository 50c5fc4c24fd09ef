/**
 * The table of figures, and their values for a run.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { BENCHMARK_FIGURES, type BenchmarkFigureName } from "./benchmark/benchmark_figures.ts";
import { DRAWDOWN_FIGURES, type DrawdownFigureName } from "./drawdown/drawdown_figures.ts";
import { ACCOUNT_FIGURES, type AccountFigureName } from "./exposure/exposure_figures.ts";
import { type Figure, type FigureValue, type ReturnFigure, valueOf } from "./figure.ts";
import { type FigureInput, RowsGoneError } from "./figure_input.ts";
import { GAIN_FIGURES, type GainFigureName } from "./returns/gain_figures.ts";
import { GROWTH_FIGURES, type GrowthFigureName } from "./returns/growth_figures.ts";
import { RATIO_FIGURES, type RatioFigureName } from "./returns/ratio_figures.ts";
import { TAIL_FIGURES, type TailFigureName } from "./returns/tail_figures.ts";
import { TRADE_FIGURES, type TradeFigureName } from "./trades/trade_figures.ts";

/** Names of the figures that follow from returns alone, so that they can be worked out for a window of them. */
export type RollingFigureName =
  | RatioFigureName
  | GrowthFigureName
  | GainFigureName
  | TailFigureName
  | BenchmarkFigureName;

/** Names of the figures that every result has. */
export type FigureName = AccountFigureName | RollingFigureName | DrawdownFigureName | TradeFigureName;

/** Values of figures by name: those of every result, and your own. A figure that is not defined is null. */
export type FigureValues = Readonly<Record<FigureName, number | null>> & Readonly<Record<string, number | null>>;

/** Figures that follow from returns alone. */
export const RETURN_FIGURES: Readonly<Record<RollingFigureName, ReturnFigure>> = Object.freeze({
  ...RATIO_FIGURES,
  ...GROWTH_FIGURES,
  ...GAIN_FIGURES,
  ...TAIL_FIGURES,
  ...BENCHMARK_FIGURES,
});

/** The figures by the parts of the page that lists them. */
export const FIGURE_PARTS: Readonly<Record<string, Readonly<Record<string, Figure>>>> = {
  Account: ACCOUNT_FIGURES,
  "Reward for risk": RATIO_FIGURES,
  Growth: GROWTH_FIGURES,
  "Gains and losses": GAIN_FIGURES,
  "Distribution and tails": TAIL_FIGURES,
  Benchmark: BENCHMARK_FIGURES,
  Drawdown: DRAWDOWN_FIGURES,
  Trades: TRADE_FIGURES,
};

/**
 * The figures that every result has, by name: formula, unit, source and what makes each null.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const { formula, unit } = ct.figures.payoffRatio;
 * assertEquals([formula, unit], ["averageWin / -averageLoss", "ratio"]);
 * ```
 */
export const figures: Readonly<Record<FigureName, Figure>> = Object.freeze({
  ...ACCOUNT_FIGURES,
  ...RETURN_FIGURES,
  ...DRAWDOWN_FIGURES,
  ...TRADE_FIGURES,
});
for (const figure of Object.values(figures)) Object.freeze(figure);

/** Values of all figures of a run, with the reason of each that is null. */
export interface RunFigures {
  /** Values by name. */
  readonly values: FigureValues;
  /** Reasons by name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * Works out all figures of a run.
 *
 * @param input Columns and rows of the run.
 * @param own Figures of the user, by name.
 * @returns The values, those of the user last.
 * @throws {TypeError} If a function of the user gives something else than a number or null.
 * @throws {Error} If a function of the user throws; the error names the figure, and has the thrown one as its cause.
 */
export function runFigures(input: FigureInput, own: Readonly<Record<string, Figure>>): RunFigures {
  const values: [string, number | null][] = [], reasons: [string, string][] = [];
  const note = (name: string, { value, reason }: FigureValue): void => {
    values.push([name, value]);
    if (reason === null) return;
    // The statistics know the reason of their own figures more closely.
    reasons.push([name, Object.hasOwn(input.stats.reasons, name) ? input.stats.reasons[name]! : reason]);
  };
  for (const [name, figure] of Object.entries(figures)) note(name, keptValue(figure, input));
  for (const [name, figure] of Object.entries(own)) note(name, ownValue(name, figure, input));
  return {
    values: Object.freeze(Object.fromEntries(values)) as FigureValues,
    reasons: Object.freeze(Object.fromEntries(reasons)),
  };
}

/** Returns the value of a figure; null where it needs rows that the run did not keep. */
function keptValue(figure: Figure, input: FigureInput): FigureValue {
  try {
    return valueOf(figure, input);
  } catch (error) {
    if (error instanceof RowsGoneError) return { value: null, reason: error.message };
    throw error;
  }
}

/** Returns the value of a figure of the user. Its function gets columns of its own, which it may sort or change. */
function ownValue(name: string, figure: Figure, input: FigureInput): FigureValue {
  let gaveNaN = false;
  const compute = (copy: FigureInput): number | null => {
    const value: unknown = figure.compute(copy);
    gaveNaN = Number.isNaN(value);
    if (value === null || typeof value === "number") return value;
    throw new TypeError(`it gave ${inspected(value, 0)}: return a number or null`);
  };
  try {
    const told = valueOf({ ...figure, compute }, input.copy());
    return gaveNaN ? { value: null, reason: "the function gave NaN" } : told;
  } catch (error) {
    const reason = error instanceof Error ? error.message : inspected(error, 0);
    const message = `Cannot work out figure ${inspected(name)}: ${reason}`;
    throw error instanceof TypeError ? new TypeError(message, { cause: error }) : new Error(message, { cause: error });
  }
}
