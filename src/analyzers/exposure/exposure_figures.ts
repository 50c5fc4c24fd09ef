/**
 * Figures of the account as a whole: growth, exposure, turnover and costs.
 *
 * @module
 */

import type { FillRow } from "../../broker/result_rows.ts";
import { exactSum } from "../../feeds/exact_sum.ts";
import type { Figure } from "../figure.ts";
import type { FigureInput } from "../figure_input.ts";
import { moneyWeightedReturn, netOf } from "../returns/growth_curve.ts";

/** Names of the figures of the account. */
export type AccountFigureName =
  | "finalEquity"
  | "peakEquity"
  | "netFlows"
  | "netProfit"
  | "returnFraction"
  | "moneyWeightedReturn"
  | "cagr"
  | "buyAndHold"
  | "exposure"
  | "exposureLong"
  | "exposureShort"
  | "riskAdjustedReturn"
  | "turnover"
  | "turnoverPerYear"
  | "commission"
  | "commissionReturn"
  | "slippage"
  | "slippageReturn"
  | "costs"
  | "costsReturn";

const WORTHLESS = "the account is worth nothing before the first measured step";
const UNTOLD = "a fill slipped and its row does not say how much";

/** Figures of the account. */
export const ACCOUNT_FIGURES: Readonly<Record<AccountFigureName, Figure>> = {
  finalEquity: {
    formula: "value of the account after the last step",
    unit: "money",
    source: "backtesting.py Equity Final",
    nullWhen: "never",
    compute: ({ stats }) => stats.finalEquity,
  },
  peakEquity: {
    formula: "highest value of the account without money from outside, that before the first step included",
    unit: "money",
    source: "backtesting.py Equity Peak",
    nullWhen: "never",
    compute: ({ equity, equityInitial }) => {
      let peak = equityInitial;
      for (let step = 0; step < equity.length; step++) if (equity[step]! > peak) peak = equity[step]!;
      return peak;
    },
  },
  netFlows: {
    formula: "sum of the money that came from outside, less what went there",
    unit: "money",
    source: "common",
    nullWhen: "never",
    compute: ({ flows }) => netOf(flows),
  },
  netProfit: {
    formula: "finalEquity - equity before the first step - netFlows",
    unit: "money",
    source: "common",
    nullWhen: "never",
    compute: ({ finalEquity, equityInitial, flows }) => finalEquity - equityInitial - netOf(flows),
  },
  returnFraction: {
    formula: "netProfit / equity before the first step; with flows the time-weighted return, Π e / (p + f) - 1",
    unit: "fraction",
    source: "backtesting.py Return; GIPS 2020 with flows",
    nullWhen: WORTHLESS,
    compute: ({ stats }) => stats.returnFraction,
  },
  moneyWeightedReturn: {
    formula: "r with e₀ × (1 + r) ^ T + Σ flow × (1 + r) ^ (years left) = finalEquity; cagr without flows",
    unit: "fraction",
    source: "internal rate of return; GIPS 2020",
    nullWhen: `no time passes, no such rate is found, or ${WORTHLESS}`,
    compute: ({ stats, finalEquity, equityInitial, flows, timeUs, wallYears }) => {
      if (flows.length === 0) return stats.cagr;
      const end = timeUs.at(-1)!,
        left = flows.map((flow) => ({ amount: flow.amount, left: wallYears(flow.timeUs, end) }));
      return moneyWeightedReturn(equityInitial, wallYears(timeUs[0]!, end), left, finalEquity);
    },
  },
  cagr: {
    formula: "(1 + returnFraction) ^ (365.25 / durationDays) - 1",
    unit: "fraction",
    source: "compound annual growth rate; backtesting.py CAGR",
    nullWhen: `no time passes, the final equity is below zero, or ${WORTHLESS}`,
    compute: ({ stats }) => stats.cagr,
  },
  buyAndHold: {
    formula: "mean over the traded feeds of (last close - first close) / first close",
    unit: "fraction",
    source: "backtesting.py Buy & Hold Return",
    nullWhen: "no traded feed of prices above zero has a bar",
    compute: ({ stats }) => stats.buyAndHold,
  },
  exposure: {
    formula: "number of steps that ended with a position / number of steps",
    unit: "fraction",
    source: "backtesting.py Exposure Time",
    nullWhen: "there is no bar",
    compute: ({ stats }) => stats.exposure,
  },
  exposureLong: {
    formula: "number of steps that ended with a long position / number of steps",
    unit: "fraction",
    source: "common",
    nullWhen: "there is no bar",
    compute: ({ held }) => held.steps === 0 ? null : held.long / held.steps,
  },
  exposureShort: {
    formula: "number of steps that ended with a short position / number of steps",
    unit: "fraction",
    source: "common",
    nullWhen: "there is no bar",
    compute: ({ held }) => held.steps === 0 ? null : held.short / held.steps,
  },
  riskAdjustedReturn: {
    formula: "cagr / exposure",
    unit: "fraction",
    source: "H. Bandy; quantstats rar",
    nullWhen: "cagr is null, or no step ended with a position",
    compute: ({ stats: { cagr, exposure } }) =>
      cagr === null || exposure === null || exposure === 0 ? null : cagr / exposure,
  },
  turnover: {
    formula: "notional of all fills / mean of the last equities of the session dates",
    unit: "ratio",
    source: "common",
    nullWhen: "there is no bar, or the mean equity is not above zero",
    compute: ({ stats }) => stats.turnover,
  },
  turnoverPerYear: {
    formula: "turnover / (durationDays / 365.25)",
    unit: "ratio",
    source: "common",
    nullWhen: "turnover is null, or no time passes from the first step to the last",
    compute: ({ stats: { turnover, durationDays } }) =>
      turnover === null || durationDays === 0 ? null : turnover / (durationDays / 365.25),
  },
  commission: {
    formula: "commission of all fills",
    unit: "money",
    source: "backtesting.py Commissions",
    nullWhen: "never",
    compute: ({ stats }) => stats.commission,
  },
  commissionReturn: {
    formula: "commission / equity before the first step",
    unit: "fraction",
    source: "common",
    nullWhen: WORTHLESS,
    compute: (input) => overEquity(input, input.stats.commission),
  },
  slippage: {
    formula: "slippage of all fills",
    unit: "money",
    source: "common",
    nullWhen: UNTOLD,
    compute: slippageOf,
  },
  slippageReturn: {
    formula: "slippage / equity before the first step",
    unit: "fraction",
    source: "common",
    nullWhen: `${UNTOLD}, or ${WORTHLESS}`,
    compute: (input) => overEquity(input, slippageOf(input)),
  },
  costs: {
    formula: "commission + slippage",
    unit: "money",
    source: "common",
    nullWhen: UNTOLD,
    compute: costsOf,
  },
  costsReturn: {
    formula: "costs / equity before the first step",
    unit: "fraction",
    source: "common",
    nullWhen: `${UNTOLD}, or ${WORTHLESS}`,
    compute: (input) => overEquity(input, costsOf(input)),
  },
};

function overEquity({ equityInitial }: FigureInput, amount: number | null): number | null {
  return amount === null || !(equityInitial > 0) ? null : amount / equityInitial;
}

/** Returns the slippage of all fills in money; null if a fill slipped and does not say how much. */
function slippageOf({ fills }: FigureInput): number | null {
  const amounts = new Float64Array(fills.length);
  for (let at = 0; at < fills.length; at++) {
    const fill: FillRow & { readonly slippage?: number | null } = fills[at]!, amount = fill.slippage ?? null;
    if (amount === null && fill.slipped) return null;
    amounts[at] = amount ?? 0;
  }
  return exactSum(amounts);
}

function costsOf(input: FigureInput): number | null {
  const slippage = slippageOf(input);
  return slippage === null ? null : input.stats.commission + slippage;
}
