/**
 * The cells of other libraries by the figures that they equal. Where a formula differs, the cell says how, and works the
 * other formula out, so that the difference is explained whole.
 *
 * @module
 */

import type * as ct from "../../../mod.ts";
import type { ComparedRun } from "./runs.ts";

/** A cell that has the formula of one of our figures, up to a factor and a sign. */
export interface SameFormula {
  /** Name of the figure. */
  readonly figure: ct.FigureName;
  /** Number by which the figure is multiplied: -1 where a library has drawdowns below zero, 100 for per cent. */
  readonly times?: number;
}

/** A cell that has another formula. */
export interface OtherFormula {
  /** The figure that is meant. */
  readonly figure: ct.FigureName;
  /** The difference of the formulas. */
  readonly difference: string;
  /** Works out the formula of the library from our columns and figures; null where it gives nothing. */
  readonly theirs: (run: ComparedRun) => number | null;
}

/** A cell of a table of ours: a month, a year, or a window. */
export interface TableCell {
  /** Reads our value for the words behind the name of the cell. */
  readonly read: (run: ComparedRun, words: string) => number | null | undefined;
}

/** A cell. */
export type Cell = SameFormula | OtherFormula | TableCell;

const same = (figure: ct.FigureName, times: number = 1): SameFormula => ({ figure, times });

const of = (run: ComparedRun, name: ct.FigureName): number => run.result.figures[name]!;
const total = (run: ComparedRun): number => of(run, "returnFraction");
const root = (run: ComparedRun): number => Math.sqrt(run.input.periodsPerYear);
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
const mean = (values: Float64Array): number => sum(values) / values.length;

/** Sharpe or another ratio without the root of a year. */
const annual = (figure: ct.FigureName): OtherFormula => ({
  figure,
  difference: "it is not annualised: ours is × √periodsPerYear",
  theirs: (run) => of(run, figure) / root(run),
});

/** A figure over windows of 63 dates, or of half of all dates where these are fewer. */
function rollingCell(figure: ct.RollingFigureName): TableCell {
  return {
    read: ({ result, input }, words) => {
      const { dates, values } = result.rolling(figure, Math.min(63, Math.floor(input.returns.length / 2)));
      return values[dates.indexOf(words)];
    },
  };
}

/** The ratio of a rolling window without a risk-free rate, which quantstats was called without. */
const rollingSharpe: TableCell = {
  read: ({ input }, words) => {
    const window = Math.min(63, Math.floor(input.returns.length / 2)), dates = Array.from(input.days, dateText);
    const to = dates.indexOf(words) + 1, part = input.returns.slice(to - window, to), center = mean(part);
    const square = sum(part.map((value) => (value - center) ** 2)) / (window - 1);
    return center / Math.sqrt(square) * Math.sqrt(input.periodsPerYear);
  },
};

function dateText(day: number): string {
  return new Date((day - 719_163) * 864e5).toISOString().slice(0, 10);
}

/** Drawdowns at session dates, from the peak of the first. */
function falls(run: ComparedRun): Float64Array {
  let peak = run.input.values[0]!;
  return run.input.values.slice(1).map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** Stretches of dates under water as quantstats counts them, from the first date below the peak. */
function stretches(run: ComparedRun): { days: number[]; depths: number[] } {
  const days: number[] = [], depths: number[] = [], all = falls(run), dates = run.input.days;
  for (let at = 0; at < all.length; at++) {
    if (all[at] === 0) continue;
    const from = at;
    while (at + 1 < all.length && all[at + 1]! < 0) at++;
    days.push(dates[at]! - dates[from]! + 1);
    depths.push(all.subarray(from, at + 1).reduce((a, b) => Math.min(a, b)));
  }
  return { days, depths };
}

function ulcer(run: ComparedRun): number {
  const squares = sum(falls(run).map((value) => value ** 2));
  return Math.sqrt(squares / (run.input.returns.length - 1));
}

function deviation(values: Float64Array): number {
  const center = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - center) ** 2)) / (values.length - 1));
}

/** Mean of a normal distribution below its quantile at 5 %. */
function shortfall(values: Float64Array): number {
  const quantile = 1.6448536269514729, density = Math.exp(-(quantile ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return mean(values) - deviation(values) * density / 0.05;
}

const annualReturn = (run: ComparedRun): number => of(run, "annualReturn");

const YEAR_OF_RETURNS = "it takes periodsPerYear returns for a year, ours takes 365.25 days of the calendar";

/** Weeks as quantstats groups them: by the year of the calendar and the number of the ISO week. */
const WEEKS_WON: OtherFormula = {
  figure: "winWeeks",
  difference: "it parts a week at new year, and joins the days of January and December that have one ISO week number",
  theirs: ({ input }) => {
    const weeks = new Map<string, number>();
    input.days.forEach((day, at) => {
      const year = dateText(day).slice(0, 4), thursday = day + 3 - (day - 1) % 7;
      const first = Date.parse(`${dateText(thursday).slice(0, 4)}-01-01`) / 864e5 + 719_163;
      const key = `${year} ${Math.floor((thursday - first) / 7) + 1}`;
      weeks.set(key, (weeks.get(key) ?? 1) * (1 + input.returns[at]!));
    });
    const returns = [...weeks.values()].map((value) => value - 1);
    return returns.filter((value) => value > 0).length / returns.filter((value) => value !== 0).length;
  },
};

/** Cells of quantstats by the call. */
export const QUANTSTATS: Readonly<Record<string, Cell>> = {
  comp: same("returnFraction"),
  sum: {
    figure: "returnFraction",
    difference: "it adds the returns up and does not compound them",
    theirs: ({ input }) => sum(input.returns),
  },
  exposure: {
    figure: "exposure",
    difference: "it counts returns that are not zero, rounded up to a hundredth; ours counts steps with a position",
    theirs: ({ input }) =>
      Math.ceil(input.returns.filter((value) => value !== 0).length / input.returns.length * 100) / 100,
  },
  cagr: { figure: "cagr", difference: YEAR_OF_RETURNS, theirs: annualReturn },
  sharpe: same("sharpe"),
  probabilistic_sharpe_ratio: same("probabilisticSharpe"),
  smart_sharpe: same("smartSharpe"),
  sortino: same("sortino"),
  smart_sortino: same("smartSortino"),
  adjusted_sortino: same("adjustedSortino"),
  adjusted_smart_sortino: same("adjustedSmartSortino"),
  autocorr_penalty: same("autocorrelationPenalty"),
  omega: same("omega"),
  max_drawdown: {
    figure: "maxDrawdown",
    difference: "it is below zero, and looks at session dates alone; ours looks at every step",
    theirs: (run) => falls(run).reduce((a, b) => Math.min(a, b)),
  },
  longest_drawdown_days: {
    figure: "maxDrawdownDuration",
    difference: "it counts from the first date below the peak to the last one, both included; ours from peak to peak",
    theirs: (run) => Math.max(...stretches(run).days),
  },
  average_drawdown: {
    figure: "averageDrawdown",
    difference: "it is below zero, and looks at session dates alone; ours looks at every step",
    theirs: (run) => mean(Float64Array.from(stretches(run).depths)),
  },
  average_drawdown_days: {
    figure: "averageDrawdownDuration",
    difference: "it counts from the first date below the peak to the last one, both included; ours from peak to peak",
    theirs: (run) => mean(Float64Array.from(stretches(run).days)),
  },
  volatility: same("volatility"),
  r_squared: same("rSquared"),
  information_ratio: annual("informationRatio"),
  calmar: {
    figure: "calmar",
    difference: `${YEAR_OF_RETURNS}; its drawdown looks at session dates alone`,
    theirs: (run) => annualReturn(run) / -falls(run).reduce((a, b) => Math.min(a, b)),
  },
  skew: same("skew"),
  kurtosis: same("kurtosis"),
  ulcer_performance_index: {
    figure: "ulcerPerformanceIndex",
    difference: "it has the return of the whole run for that of a year, and divides the squares by n - 1",
    theirs: (run) => (total(run) - (run.input.riskFree as number)) / ulcer(run),
  },
  rar: {
    figure: "riskAdjustedReturn",
    difference: `${YEAR_OF_RETURNS}; growth and exposure are of the excess returns, the exposure rounded up`,
    theirs: ({ input: { excessReturns: excess, periodsPerYear } }) => {
      const grown = excess.reduce((value, each) => value * (1 + each), 1);
      // The call passes no periods on, so that a year has 252 returns.
      const year = periodsPerYear === 252 ? grown ** (252 / excess.length) - 1 : NaN;
      return year / (Math.ceil(excess.filter((value) => value !== 0).length / excess.length * 100) / 100);
    },
  },
  risk_return_ratio: same("riskReturnRatio"),
  avg_return: same("averageDay"),
  avg_win: same("averageWinDay"),
  avg_loss: same("averageLossDay"),
  win_loss_ratio: same("payoffRatioOfDays"),
  profit_ratio: same("profitRatioOfDays"),
  expected_return: same("expectedDay"),
  "expected_return ME": same("expectedMonth"),
  "expected_return YE": same("expectedYear"),
  kelly_criterion: same("kellyOfDays"),
  risk_of_ruin: same("riskOfRuin"),
  value_at_risk: same("valueAtRiskNormal"),
  conditional_value_at_risk: same("conditionalValueAtRiskNormal"),
  "conditional_value_at_risk historical": same("conditionalValueAtRisk"),
  consecutive_wins: same("consecutiveWinDays"),
  consecutive_losses: same("consecutiveLossDays"),
  gain_to_pain_ratio: same("gainToPain"),
  "gain_to_pain_ratio ME": same("gainToPainMonthly"),
  payoff_ratio: same("payoffRatioOfDays"),
  profit_factor: same("profitFactorOfDays"),
  common_sense_ratio: same("commonSenseRatio"),
  cpc_index: same("cpcIndexOfDays"),
  tail_ratio: same("tailRatio"),
  outlier_win_ratio: same("outlierWinRatio"),
  outlier_loss_ratio: same("outlierLossRatio"),
  best: same("bestDay"),
  worst: same("worstDay"),
  "best W": same("bestWeek"),
  "worst W": same("worstWeek"),
  "best ME": same("bestMonth"),
  "worst ME": same("worstMonth"),
  "best YE": same("bestYear"),
  "worst YE": same("worstYear"),
  recovery_factor: {
    figure: "recoveryFactor",
    difference:
      "it has the sum of the returns, without its sign, over the largest drawdown as a fraction; ours has money",
    theirs: (run) => Math.abs(sum(run.input.returns)) / -falls(run).reduce((a, b) => Math.min(a, b)),
  },
  ulcer_index: {
    figure: "ulcerIndex",
    difference: "it divides the squares by n - 1, and the first date with a return is its first one",
    theirs: ulcer,
  },
  serenity_index: {
    figure: "serenityIndex",
    difference: "it takes a normal shortfall of the drawdowns, the rate of a year once, and ulcerIndex over n - 1",
    theirs: (run) => {
      const pitfall = -shortfall(falls(run)) / deviation(run.input.returns);
      return (sum(run.input.returns) - (run.input.riskFree as number)) / (ulcer(run) * pitfall);
    },
  },
  "avg_win ME": same("averageUpMonth"),
  "avg_loss ME": same("averageDownMonth"),
  win_rate: same("winDays"),
  "win_rate W": WEEKS_WON,
  "win_rate ME": same("winMonths"),
  "win_rate QE": same("winQuarters"),
  "win_rate YE": same("winYears"),
  beta: same("beta"),
  alpha: {
    figure: "alpha",
    difference: "it leaves the risk-free rate out: ours is of excess returns",
    theirs: (run) => {
      const { returns, benchmark } = run.input.pairs!;
      return (mean(returns) - of(run, "beta") * mean(benchmark)) * run.input.periodsPerYear;
    },
  },
  correlation: same("correlation"),
  treynor_ratio: {
    figure: "treynorRatio",
    difference: "it has the return of the whole run; ours has the mean excess return of a year",
    theirs: (run) => (total(run) - (run.input.riskFree as number)) / of(run, "beta"),
  },
  "benchmark comp": same("benchmarkReturn"),
  "benchmark volatility": same("benchmarkVolatility"),
  "benchmark sharpe": same("benchmarkSharpe"),
  "benchmark max_drawdown": same("benchmarkMaxDrawdown", -1),
  month: {
    read: ({ result }, words) => {
      const [year, month] = words.split("-").map(Number);
      const row = result.tables.monthly.find((each) => each.year === year && each.month === month);
      // It fills the months of a year without a date with zeros.
      return row === undefined ? 0 : row.returnFraction;
    },
  },
  rolling_sharpe: rollingSharpe,
  rolling_volatility: rollingCell("volatility"),
  rolling_beta: rollingCell("beta"),
};

/** Cells of empyrical by the function. */
export const EMPYRICAL: Readonly<Record<string, Cell>> = {
  cum_returns_final: same("returnFraction"),
  annual_return: same("annualReturn"),
  cagr: { figure: "cagr", difference: YEAR_OF_RETURNS, theirs: annualReturn },
  annual_volatility: same("volatility"),
  max_drawdown: QUANTSTATS["max_drawdown"]!,
  calmar_ratio: QUANTSTATS["calmar"]!,
  omega_ratio: same("omega"),
  sharpe_ratio: same("sharpe"),
  sortino_ratio: same("sortino"),
  downside_risk: same("downsideDeviation"),
  excess_sharpe: annual("informationRatio"),
  alpha: {
    figure: "alpha",
    difference: "it compounds the mean of a period to a year; ours is × periodsPerYear",
    theirs: (run) => (1 + of(run, "alpha") / run.input.periodsPerYear) ** run.input.periodsPerYear - 1,
  },
  beta: same("beta"),
  up_beta: same("upBeta"),
  down_beta: same("downBeta"),
  stability_of_timeseries: same("stability"),
  tail_ratio: same("tailRatio"),
  up_capture: same("upCapture"),
  down_capture: same("downCapture"),
  up_down_capture: same("captureRatio"),
  batting_average: same("battingAverage"),
  value_at_risk: same("valueAtRisk"),
  conditional_value_at_risk: same("conditionalValueAtRisk"),
  year: {
    read: ({ result }, words) => result.tables.yearly.find(({ year }) => year === Number(words))?.returnFraction,
  },
};

/** Beta of the logarithms of the changes from bar to bar, as backtesting.py has it. */
function logBeta({ input, closes }: ComparedRun): number {
  const changes = (values: Float64Array): Float64Array =>
    values.slice(1).map((value, at) => Math.log(value / values[at]!));
  const own = changes(input.equity), market = changes(closes), ownMean = mean(own), marketMean = mean(market);
  const product = sum(own.map((value, at) => (value - ownMean) * (market[at]! - marketMean)));
  return product / sum(market.map((value) => (value - marketMean) ** 2));
}

/** Return from the first bar's equity on, in per cent. */
function barReturn({ input }: ComparedRun): number {
  return (input.equity.at(-1)! / input.equity[0]! - 1) * 100;
}

const UNROUNDED = "it rounds lengths up to the resolution of its index, and takes only stretches of two bars and more";

/** Stretches of bars under water as backtesting.py counts them, from the equity after the first bar. */
function barStretches({ input }: ComparedRun): { days: number[]; depths: number[] } {
  const days: number[] = [], depths: number[] = [], { equity } = input;
  let peak = -Infinity;
  const all = equity.map((value) => {
    peak = Math.max(peak, value);
    return 1 - value / peak;
  });
  const ends = [...all.keys()].filter((at) => all[at] === 0 || at === all.length - 1);
  for (let at = 1; at < ends.length; at++) {
    const from = ends[at - 1]!, to = ends[at]!;
    if (to <= from + 1) continue;
    days.push((input.wallTimeUs(input.timeUs[to]!) - input.wallTimeUs(input.timeUs[from]!)) / 864e8);
    depths.push(all.subarray(from, to + 1).reduce((a, b) => Math.max(a, b)));
  }
  return { days, depths };
}

/** Rounds days up to the resolution of an index: days, or minutes. */
function roundedUp({ input }: ComparedRun, days: number): number {
  const unit = input.dates.days.length === input.equity.length ? 1 : 1 / 1440;
  return Math.ceil(Number((days / unit).toFixed(6))) * unit;
}

/** Returns of session dates as backtesting.py has them: without one of the first date. */
function dayReturns({ input }: ComparedRun): Float64Array {
  const equity = input.dates.equity;
  return equity.slice(1).map((value, at) => value / equity[at]! - 1);
}

function dayGrowth(run: ComparedRun): number {
  const returns = dayReturns(run);
  return Math.exp(sum(returns.map((value) => Math.log(1 + value))) / returns.length) - 1;
}

const yearGrowth = (run: ComparedRun): number => (1 + dayGrowth(run)) ** run.input.periodsPerYear - 1;

function yearVolatility(run: ComparedRun): number {
  const growth = 1 + dayGrowth(run), { periodsPerYear } = run.input, square = deviation(dayReturns(run)) ** 2;
  return Math.sqrt((square + growth ** 2) ** periodsPerYear - growth ** (2 * periodsPerYear));
}

const FIRST_DATE = "the first date has no return, also where it has several bars";
const worstBar = (run: ComparedRun): number => Math.max(...barStretches(run).depths);

/** Cells of backtesting.py by the row that it prints. */
export const BACKTESTING: Readonly<Record<string, Cell>> = {
  Duration: {
    read: ({ input }) => (input.wallTimeUs(input.timeUs.at(-1)!) - input.wallTimeUs(input.timeUs[0]!)) / 864e8,
  },
  "Exposure Time [%]": {
    figure: "exposure",
    difference: "the bar of the exit counts as held; ours counts bars that ended with a position",
    theirs: ({ input }) => {
      const held = new Uint8Array(input.equity.length);
      for (const { openedBar, closedBar } of input.trades) held.fill(1, openedBar, closedBar! + 1);
      return held.reduce((count, each) => count + each, 0) / held.length * 100;
    },
  },
  "Equity Final [$]": same("finalEquity"),
  "Equity Peak [$]": same("peakEquity"),
  "Return [%]": {
    figure: "returnFraction",
    difference: "it counts from the equity after the first bar; ours from the one before it",
    theirs: barReturn,
  },
  "Buy & Hold Return [%]": same("buyAndHold", 100),
  "Return (Ann.) [%]": {
    figure: "annualReturn",
    difference: FIRST_DATE,
    theirs: (run) => yearGrowth(run) * 100,
  },
  "Volatility (Ann.) [%]": {
    figure: "volatility",
    difference: `it is the volatility of compounded returns, not that of the returns × √periodsPerYear; ${FIRST_DATE}`,
    theirs: (run) => yearVolatility(run) * 100,
  },
  "CAGR [%]": {
    figure: "cagr",
    difference: "it counts from the equity after the first bar; ours from the one before it",
    theirs: (run) => {
      const { equity } = run.input, days = run.result.stats.durationDays;
      const years = (Math.floor(days) + Math.round((days % 1) * 86_400) / 86_400) / 365.25;
      return ((equity.at(-1)! / equity[0]!) ** (1 / years) - 1) * 100;
    },
  },
  "Sharpe Ratio": {
    figure: "sharpe",
    difference:
      `it is the geometric return of a year above the rate, over the volatility of compounded returns; ${FIRST_DATE}`,
    theirs: (run) => (yearGrowth(run) - (run.input.riskFree as number)) / yearVolatility(run),
  },
  "Sortino Ratio": {
    figure: "sortino",
    difference:
      `it is the geometric return of a year above the rate, over the deviation of returns below zero; ${FIRST_DATE}`,
    theirs: (run) => {
      const below = dayReturns(run).map((value) => Math.min(value, 0) ** 2);
      return (yearGrowth(run) - (run.input.riskFree as number)) / (Math.sqrt(mean(below)) * root(run));
    },
  },
  "Calmar Ratio": {
    figure: "calmar",
    difference: "it has the geometric return of periodsPerYear dates for that of 365.25 days",
    theirs: (run) => yearGrowth(run) / worstBar(run),
  },
  "Alpha [%]": {
    figure: "alpha",
    difference: "it is of the whole run, and the rate of a year counts once; ours is of a year",
    theirs: (run) => {
      const rate = (run.input.riskFree as number) * 100, market = of(run, "buyAndHold") * 100;
      return barReturn(run) - rate - logBeta(run) * (market - rate);
    },
  },
  Beta: {
    figure: "beta",
    difference: "it takes logarithms of the changes from bar to bar, of the traded feed; ours returns of session dates",
    theirs: logBeta,
  },
  "Max. Drawdown [%]": same("maxDrawdown", -100),
  "Avg. Drawdown [%]": {
    figure: "averageDrawdown",
    difference: UNROUNDED,
    theirs: (run) => -mean(Float64Array.from(barStretches(run).depths)) * 100,
  },
  "Max. Drawdown Duration": same("maxDrawdownDuration"),
  "Avg. Drawdown Duration": {
    figure: "averageDrawdownDuration",
    difference: UNROUNDED,
    theirs: (run) => roundedUp(run, mean(Float64Array.from(barStretches(run).days))),
  },
  "# Trades": same("tradesClosed"),
  "Win Rate [%]": same("winRate", 100),
  "Best Trade [%]": same("bestTrade", 100),
  "Worst Trade [%]": same("worstTrade", 100),
  "Avg. Trade [%]": same("geometricMeanTrade", 100),
  "Max. Trade Duration": same("longestHolding"),
  "Avg. Trade Duration": {
    figure: "averageHolding",
    difference: "it rounds lengths up to the resolution of its index",
    theirs: (run) => roundedUp(run, of(run, "averageHolding")),
  },
  "Profit Factor": {
    figure: "profitFactor",
    difference: "it adds returns of trades; ours adds profits in money",
    theirs: ({ input }) => {
      const { returns } = input.closedTrades;
      return sum(returns.filter((value) => value > 0)) / -sum(returns.filter((value) => value < 0));
    },
  },
  "Expectancy [%]": same("averageTrade", 100),
  SQN: same("sqn"),
  "Kelly Criterion": same("kelly"),
};

/** Cells of each library. */
export const CELLS: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
  quantstats: QUANTSTATS,
  empyrical: EMPYRICAL,
  backtesting: BACKTESTING,
};
