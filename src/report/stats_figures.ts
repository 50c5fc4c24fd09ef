/**
 * The statistics and the figures of a run, with names, units and formulas for people.
 *
 * @module
 */

import type { Figure } from "../analyzers/figure.ts";
import { FIGURE_PARTS } from "../analyzers/figures.ts";
import type { Stats } from "../analyzers/stats.ts";
import type { RunResult } from "../results/result.ts";
import { isExtrapolated } from "../results/summary.ts";
import type { ReportFigure, ReportUnit } from "./report_input.ts";

/** A figure: its key in the statistics, or a function of them; name, unit, formula. */
type Row = readonly [key: string, name: string, unit: ReportUnit, formula: string];

const GROUPS: readonly (readonly [group: string, rows: readonly Row[]])[] = [
  ["Return", [
    [
      "finalEquity",
      "Final equity",
      "money",
      "Value of the account after the last step, open positions at their last price",
    ],
    ["equityInitial", "Initial equity", "money", "Value of the account before the first measured step"],
    ["returnFraction", "Return", "fraction", "(final equity - initial equity) / initial equity"],
    ["cagr", "CAGR", "fraction", "(final equity / initial equity) ^ (365.25 / days) - 1"],
    [
      "buyAndHold",
      "Buy and hold",
      "fraction",
      "Mean over the traded feeds of (last close - first close) / first close, without costs",
    ],
    ["exposure", "Exposure", "fraction", "Steps that ended with a position / all steps"],
    ["turnover", "Turnover", "times", "Notional of all fills / mean of the last equities of the session dates"],
    ["commission", "Commission", "money", "Sum of the commissions of all fills"],
  ]],
  ["Risk", [
    [
      "volatility",
      "Volatility (annual)",
      "fraction",
      "Sample deviation of the returns of the session dates x root of the periods per year",
    ],
    [
      "sharpe",
      "Sharpe ratio",
      "ratio",
      "Mean of the returns above the risk-free rate / their sample deviation x root of the periods per year (Sharpe 1994)",
    ],
    [
      "sortino",
      "Sortino ratio",
      "ratio",
      "Mean of the returns above the risk-free rate / downside deviation x root of the periods per year (Sortino and " +
      "Price 1994)",
    ],
    ["calmar", "Calmar ratio", "ratio", "CAGR / max drawdown, over the whole run (Young 1991)"],
    [
      "maxDrawdown",
      "Max drawdown",
      "fraction",
      "Largest (peak - equity) / peak, the initial equity being the first peak",
    ],
    [
      "maxDrawdownDuration",
      "Longest drawdown",
      "days",
      "Longest time from the last step at a peak to the step that reaches it again, or to the last step",
    ],
    ["periodsPerYear", "Periods per year", "count", "Number of returns in a year: as given, or from the session dates"],
    ["riskFree", "Risk-free rate", "fraction", "Rate of a year, as given; 0 by default"],
  ]],
  ["Trades", [
    ["trades.closed", "Trades closed", "count", "Trades that ended"],
    ["trades.open", "Trades open", "count", "Trades at the end of the run; in no other figure about trades"],
    [
      "trades.ambiguous",
      "Trades ambiguous",
      "count",
      "Trades with a fill whose bar does not show which price came first",
    ],
    ["winRate", "Win rate", "fraction", "Closed trades with a profit above zero after commission / closed trades"],
    ["averageTrade", "Average trade", "fraction", "Mean of profit after commission / entry value, over closed trades"],
    ["bestTrade", "Best trade", "fraction", "Largest profit after commission / entry value"],
    ["worstTrade", "Worst trade", "fraction", "Smallest profit after commission / entry value"],
    ["profitFactor", "Profit factor", "ratio", "Sum of the profits / sum of the losses of closed trades"],
    ["expectancy", "Expectancy", "money", "Mean profit of a closed trade after commission"],
  ]],
  ["Orders and time", [
    ["orders.placed", "Orders placed", "count", "Orders of the strategy, protective ones included"],
    ["orders.filled", "Orders filled", "count", "Orders that were filled whole"],
    ["orders.refused", "Orders refused", "count", "Orders that were refused"],
    ["orders.cancelled", "Orders cancelled", "count", "Orders that were cancelled"],
    ["orders.expired", "Orders expired", "count", "Orders that expired"],
    ["bars", "Steps", "count", "Measured steps; with one feed its bars"],
    ["warmUpBars", "Warm-up bars", "count", "Steps before the first call of next()"],
    ["sessionDays", "Session days", "count", "Different session dates"],
    ["durationDays", "Duration", "days", "Days from the first measured step to the last by the clock of the zone"],
  ]],
];

/** Returns the statistics of a result, and its figures that are no part of these, in the order of the page. */
export function figuresOf(result: RunResult): ReportFigure[] {
  const told = statsFigures(result.stats), { figures, figureReasons } = result;
  // The statistics have counts of trades as a part of their own: tradesClosed is trades.closed there.
  const isTold = (key: string): boolean =>
    told.some((figure) =>
      [key, key.replace(/^trades([A-Z])/, (_, letter) => `trades.${letter.toLowerCase()}`)].includes(figure.key)
    );
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
    rows.map(([key, name, unit, formula]) => {
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
