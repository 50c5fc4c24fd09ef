/**
 * The port of figures: a figure is a function of columns and rows with its formula, its source, its unit and the reason
 * why it is null.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { PAST_NUMBERS } from "./returns/daily_returns.ts";
import type { FigureInput } from "./figure_input.ts";
import type { FigureNeed } from "./figure_need.ts";
import type { ReturnSeries } from "./returns/return_series.ts";

/** Units of figures: 0.25 as `"fraction"` is 25 %, `"money"` is in the account's currency, `"ratio"` has no unit. */
export type FigureUnit = "fraction" | "money" | "count" | "days" | "bars" | "ratio";

/** A figure of an input: of a whole run, or of a series of returns. */
export interface FigureOf<Input> {
  /** The formula as text. */
  readonly formula: string;
  /** The unit. */
  readonly unit: FigureUnit;
  /** The literature or the programs that name it. */
  readonly source: string;
  /** The least that it is worked out from; absent if that is nothing. */
  readonly needs?: FigureNeed;
  /** All that makes it null beside its needs, such as `"there is no drawdown"`; `"never"` if nothing does. */
  readonly nullWhen: string;
  /** Returns the figure. A result that is not finite counts as null. */
  readonly compute: (input: Input) => number | null;
}

/**
 * A figure of a run: a function of its columns and rows, with formula, unit, source and what makes it null.
 *
 * @example The figures that every result has are such definitions
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const { formula, unit, needs }: ct.Figure = ct.figures.tailRatio;
 * assertEquals([formula, unit, needs], ["|95 % quantile / 5 % quantile| of the returns", "ratio", "return"]);
 * ```
 */
export type Figure = FigureOf<FigureInput>;

/** A figure of a series of returns: of the whole run, or of a window of it. */
export type ReturnFigure = FigureOf<ReturnSeries>;

/** The parts of {@linkcode analyzer}. */
export interface AnalyzerOptions {
  /** The formula as text. */
  readonly formula: string;
  /** The unit. */
  readonly unit: FigureUnit;
  /** The literature or the program that names it. Default: `"own"`. */
  readonly source?: string;
  /** The least that it is worked out from. Default: nothing. */
  readonly needs?: FigureNeed;
  /** What makes it null beside its needs. Default: `"its function gives null"`. */
  readonly nullWhen?: string;
  /** Returns the figure of a run, or null. A result that is not finite counts as null. */
  readonly compute: (input: FigureInput) => number | null;
}

/** A value of a figure, or the reason why there is none. */
export interface FigureValue {
  /** The value; null if it is not defined. */
  readonly value: number | null;
  /** The reason of a value that is null. */
  readonly reason: string | null;
}

const UNITS: readonly FigureUnit[] = ["fraction", "money", "count", "days", "bars", "ratio"];
const NEEDS: readonly FigureNeed[] = ["return", "two returns", "benchmark", "closed trade"];
const PARTS = ["formula", "unit", "source", "needs", "nullWhen", "compute"] as const;

/**
 * Returns a figure of your own, for the option `figures` of a run. Its value stands in `result.figures` and in the summary.
 *
 * @param definition Formula, unit and function; see {@linkcode AnalyzerOptions}.
 * @returns The figure, frozen.
 * @throws {TypeError} If a part is missing, unknown or of the wrong type.
 *
 * @example The mean of the five worst returns
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const worstFive = ct.analyzer({
 *   formula: "mean of the five lowest returns",
 *   unit: "fraction",
 *   nullWhen: "there are fewer than five returns",
 *   compute: ({ sortedReturns: sorted }) =>
 *     sorted.length < 5 ? null : sorted.slice(0, 5).reduce((sum, value) => sum + value) / 5,
 * });
 * const { figures } = ct.backtest(Hold, await ct.sample("aapl"), { figures: { worstFive } });
 * assertEquals(figures["worstFive"]?.toFixed(4), "-0.0385");
 * ```
 */
export function analyzer(definition: AnalyzerOptions): Figure {
  const given = takenOptions(definition, PARTS, {
    noObject: (shown) => `Cannot make a figure of ${shown}: pass { formula, unit, compute }`,
    unknown: (name) => `Cannot find part ${inspected(name)} of a figure: there are ${PARTS.join(", ")}`,
  });
  const { formula, unit, source = "own", needs, nullWhen = "its function gives null", compute } = given;
  for (const [name, text] of Object.entries({ formula, source, nullWhen })) {
    if (typeof text === "string" && text.trim() !== "") continue;
    throw new TypeError(`Cannot use ${name} ${inspected(text, 0)} of a figure: pass a text`);
  }
  if (!UNITS.includes(unit)) {
    throw new TypeError(`Cannot use unit ${inspected(unit, 0)} of a figure: it is one of ${UNITS.join(", ")}`);
  }
  if (needs !== undefined && !NEEDS.includes(needs)) {
    throw new TypeError(`Cannot use needs ${inspected(needs, 0)} of a figure: it is one of ${NEEDS.join(", ")}`);
  }
  if (typeof compute !== "function") {
    throw new TypeError(`Cannot use compute ${inspected(compute, 0)} of a figure: pass a function of the run`);
  }
  return Object.freeze({ formula, unit, source, ...(needs === undefined ? {} : { needs }), nullWhen, compute });
}

/** Returns whether a value was made by {@linkcode analyzer}, or is as if it was. */
export function isFigure(value: unknown): value is Figure {
  if (typeof value !== "object" || value === null) return false;
  const { formula, unit, source, nullWhen, compute } = value as Readonly<Record<string, unknown>>;
  return [formula, source, nullWhen].every((text) => typeof text === "string") &&
    UNITS.includes(unit as FigureUnit) && typeof compute === "function";
}

/** A series of which figures are worked out, with the reason of each need that it does not meet. */
export interface Needy {
  /** Returns the reason why a need is not met; null if it is. */
  readonly lacks: (need: FigureNeed) => string | null;
}

/** Returns the value of a figure, or the reason why there is none. */
export function valueOf<Input extends Needy>(figure: FigureOf<Input>, input: Input): FigureValue {
  const lack = figure.needs === undefined ? null : input.lacks(figure.needs);
  if (lack !== null) return { value: null, reason: lack };
  const value = figure.compute(input);
  if (value === null) return { value, reason: figure.nullWhen };
  // Adding zero keeps -0 out.
  return Number.isFinite(value) ? { value: value + 0, reason: null } : { value: null, reason: PAST_NUMBERS };
}
