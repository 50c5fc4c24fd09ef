/**
 * The statistics and the figures of a run, with names, units and formulas for people.
 *
 * @module
 */

import type { Figure } from "../analyzers/figure.ts";
import { FIGURE_PARTS, figures as definedFigures } from "../analyzers/figures.ts";
import type { Stats } from "../analyzers/stats.ts";
import type { RunResult } from "../results/result.ts";
import { isExtrapolated } from "../results/summary.ts";
import type { ReportFigure, ReportUnit } from "./report_input.ts";

/**
 * A statistic: its key, and its name on the page. Unit and formula are those of the figure of the same key; one that is
 * no figure has its own.
 */
type Row = readonly [key: string, name: string, unit?: ReportUnit, formula?: string];

const GROUPS: readonly (readonly [group: string, rows: readonly Row[]])[] = [
  ["Return", [
    ["finalEquity", "Final equity"],
    ["equityInitial", "Initial equity", "money", "value of the account before the first measured step"],
    ["returnFraction", "Return"],
    ["cagr", "CAGR"],
    ["buyAndHold", "Buy and hold"],
    ["exposure", "Exposure"],
    ["turnover", "Turnover", "times"],
    ["commission", "Commission"],
  ]],
  ["Risk", [
    ["volatility", "Volatility (annual)"],
    ["sharpe", "Sharpe ratio"],
    ["sortino", "Sortino ratio"],
    ["calmar", "Calmar ratio"],
    ["maxDrawdown", "Max drawdown"],
    ["maxDrawdownDuration", "Longest drawdown"],
    ["periodsPerYear", "Periods per year", "count", "number of returns in a year: as given, or from the session dates"],
    ["riskFree", "Risk-free rate", "fraction", "rate of a year, as given; 0 by default"],
  ]],
  ["Trades", [
    ["trades.closed", "Trades closed"],
    ["trades.open", "Trades open"],
    [
      "trades.ambiguous",
      "Trades ambiguous",
      "count",
      "number of trades with a fill whose bar does not show which price came first",
    ],
    ["winRate", "Win rate"],
    ["averageTrade", "Average trade"],
    ["bestTrade", "Best trade"],
    ["worstTrade", "Worst trade"],
    ["profitFactor", "Profit factor"],
    ["expectancy", "Expectancy"],
  ]],
  ["Orders and time", [
    ["orders.placed", "Orders placed", "count", "number of orders of the strategy, protective ones included"],
    ["orders.filled", "Orders filled", "count", "number of orders that were filled whole"],
    ["orders.refused", "Orders refused", "count", "number of orders that were refused"],
    ["orders.cancelled", "Orders cancelled", "count", "number of orders that were cancelled"],
    ["orders.expired", "Orders expired", "count", "number of orders that expired"],
    ["bars", "Steps", "count", "number of measured steps; with one feed its bars"],
    ["warmUpBars", "Warm-up bars", "count", "number of steps before the first call of next()"],
    ["sessionDays", "Session days", "count", "number of different session dates"],
    ["durationDays", "Duration", "days", "days from the first measured step to the last by the clock of the zone"],
  ]],
];

/** Returns the key of the statistic that a figure is: the statistics have counts of trades as a part of their own. */
function statsKey(figure: string): string {
  return figure.replace(/^trades(Closed|Open)$/, (_, state: string) => `trades.${state.toLowerCase()}`);
}

/** Every figure by the key of its statistic. */
const DEFINITIONS: ReadonlyMap<string, Figure> = new Map(
  Object.entries(definedFigures).map(([key, figure]) => [statsKey(key), figure]),
);

/** Returns the statistics of a result, and its figures that are no part of these, in the order of the page. */
export function figuresOf(result: RunResult): ReportFigure[] {
  const told = statsFigures(result.stats), { figures, figureReasons } = result;
  const toldKeys = new Set(told.map(({ key }) => key)), isTold = (key: string): boolean => toldKeys.has(statsKey(key));
  const rest = (
    part: string,
    definitions: Readonly<Record<string, Pick<Figure, "unit" | "formula">>>,
  ): ReportFigure[] =>
    Object.entries(definitions).filter(([key]) => !isTold(key)).map(
      ([key, { unit, formula }]) => {
        const value = figures[key] ?? null, reason = value === null ? figureReasons[key] : undefined;
        return {
          key,
          name: plainName(key),
          group: part,
          unit,
          formula,
          value,
          ...(reason === undefined ? {} : { reason }),
        };
      },
    );
  const known = Object.entries(FIGURE_PARTS).flatMap(([part, definitions]) =>
    rest(part === "Trades" ? "More on trades" : part, definitions)
  );
  const names = new Set(Object.values(FIGURE_PARTS).flatMap(Object.keys));
  const own = Object.keys(figures).filter((key) => !names.has(key));
  const formula = "Defined by the option figures of the run";
  return [...told, ...known, ...rest("Own", Object.fromEntries(own.map((key) => [key, { unit: "ratio", formula }])))];
}

/** Returns `tailRatio` as `Tail ratio`. */
function plainName(key: string): string {
  const words = ABBREVIATIONS.reduce(
    (text, word) => text.replace(new RegExp(`${word}(?![a-z])`, "gi"), word),
    plainWords(key),
  );
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Names that are written as their inventors do. */
const ABBREVIATIONS = ["SQN", "CPC", "MAE", "MFE", "CVaR", "VaR", "CAGR", "RAR"];

function plainWords(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z](?![A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Returns the figures of a run's statistics, in the order of the page. */
function statsFigures(stats: Stats): ReportFigure[] {
  return GROUPS.flatMap(([group, rows]) =>
    rows.map(([key, name, ownUnit, ownFormula]) => {
      const defined = DEFINITIONS.get(key), unit = ownUnit ?? defined!.unit, formula = ownFormula ?? defined!.formula;
      const value = valueOf(stats, key), reason = stats.reasons[key];
      return {
        ...{ key, name, group, unit, formula, value, ...(value === null && reason !== undefined ? { reason } : {}) },
        ...(key === "cagr" && isExtrapolated(stats) ? { remark: "(extrapolated)" } : {}),
      };
    })
  );
}

function valueOf(stats: Stats, key: string): number | null {
  let value: unknown = stats;
  for (const part of key.split(".")) value = (value as Record<string, unknown>)[part];
  return value as number | null;
}
