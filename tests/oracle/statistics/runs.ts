/**
 * The runs whose statistics are compared with other libraries: long only with stops; both sides with stops, a feed as
 * benchmark and a risk-free rate; both sides within the day.
 *
 * @module
 */

import * as ct from "../../../mod.ts";

const PRICES = new URL("../../../fixtures/prices/", import.meta.url);
const NEW_YORK = { timeZone: "America/New_York" } as const;

/** Buys when the fast average crosses above the slow one, with a stop, and closes when it crosses below. */
class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}

/** Holds half of the account long above the average and short below it, each entry with a stop and a target. */
class BothSides extends ct.Strategy.with({ period: 20 }) {
  mean: ct.Line = ct.sma(this.data.close, this.params.period);

  override next(): void {
    if (this.position.size !== 0) return;
    const close = this.data.close.now, side = close > this.mean.now ? 1 : -1;
    const protection = { stopLoss: close * (1 - side * 0.04), takeProfit: close * (1 + side * 0.06) };
    if (side > 0) this.buy({ fraction: 0.5, ...protection });
    else this.sell({ fraction: 0.5, ...protection });
  }
}

/** Turns with the crossing of two averages. */
class Turns extends ct.Strategy.with({ fast: 12, slow: 48 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now !== 0) this.target({ size: this.cross.now * 2 });
  }
}

/** A compared run. */
export interface ComparedRun {
  /** Its name, and that of its file. */
  readonly name: string;
  /** Its result. */
  readonly result: ct.Result;
  /** Closes of the traded feed. */
  readonly closes: Float64Array;
  /** Columns and rows that its figures are worked out from. */
  readonly input: ct.FigureInput;
}

/** Makes the runs, on the TypeScript engine. */
export async function comparedRuns(): Promise<readonly ComparedRun[]> {
  const read = (name: string, options: ct.CsvOptions): Promise<ct.Bars> =>
    ct.csv(new URL(`${name}.csv`, PRICES), options);
  const aapl = await read("aapl", NEW_YORK);
  const nvda = await read("nvda_2010_2014", NEW_YORK), orcl = await read("orcl_2010_2014", NEW_YORK);
  const index = await read("2006-min-005", { timeZone: "Europe/Berlin", stamp: "close" });
  const perUnit = { perUnit: 0.005, minimum: 1 }, perOrder = { perOrder: 1 };
  return [
    compared("aapl_sma", SmaCross, aapl, { commission: 0.001 }),
    compared("nvda_both_sides", BothSides, nvda, { commission: perUnit, riskFree: 0.02, benchmark: orcl }),
    compared("index_intraday", Turns, index, { commission: perOrder, barWithoutVolume: "fill" }),
  ];
}

function compared<P extends ct.Params>(
  name: string,
  strategy: ct.StrategyClass<P>,
  feed: ct.Bars,
  options: ct.BacktestOptions<P>,
): ComparedRun {
  let input: ct.FigureInput | undefined;
  const compute = (given: ct.FigureInput): number => {
    input = given;
    return given.returns.length;
  };
  const kept = ct.analyzer({ formula: "number of returns", unit: "count", compute });
  const rest = { closeAtEnd: true, engineBackend: "typescript", figures: { kept } } as const;
  const result = ct.backtest(strategy, feed, { ...options, ...rest });
  if (result.figures["kept"] === 0) throw new Error(`${name} has no return`);
  return { name, result, closes: feed.columns.close, input: input! };
}

/** The input of the libraries, as the file of a run has it. */
export interface StatisticsInput {
  /** Session dates of the returns. */
  readonly dates: readonly string[];
  /** Returns of the account. */
  readonly returns: readonly number[];
  /** Returns of the benchmark. */
  readonly benchmark: readonly number[];
  /** Number of returns in a year. */
  readonly periodsPerYear: number;
  /** Risk-free rate of a year. */
  readonly riskFree: number;
  /** Risk-free rate of a period. */
  readonly riskFreePeriod: number;
  /** Bars: times on the clock of the run in microseconds, equity, closes of the traded feed. */
  readonly bars: {
    readonly wallUs: readonly number[];
    readonly equity: readonly number[];
    readonly close: readonly number[];
  };
  /** Closed trades. */
  readonly trades: readonly {
    readonly entryBar: number;
    readonly exitBar: number;
    readonly size: number;
    readonly pnl: number;
    readonly returnFraction: number;
    readonly entryWallUs: number;
    readonly exitWallUs: number;
  }[];
}

/** Returns the input of the libraries, from the columns that figures are given. */
export function statisticsInput({ result, closes, input }: ComparedRun): StatisticsInput {
  const dateOf = (day: number): string => new Date((day - 719_163) * 864e5).toISOString().slice(0, 10);
  const { closedTrades: { rows, returns } } = input, pairs = input.pairs!;
  if (pairs.returns.length !== input.returns.length) throw new Error("a date has no return of the benchmark");
  return {
    dates: Array.from(input.days, dateOf),
    returns: [...input.returns],
    benchmark: [...pairs.benchmark],
    periodsPerYear: input.periodsPerYear,
    riskFree: input.riskFree as number,
    riskFreePeriod: input.riskFreeReturns[0]!,
    bars: {
      wallUs: Array.from(input.timeUs, (timeUs) => input.wallTimeUs(timeUs)),
      equity: [...result.equity],
      close: [...closes],
    },
    trades: rows.map((row, at) => ({
      entryBar: row.openedBar,
      exitBar: row.closedBar!,
      size: row.long ? row.size : -row.size,
      pnl: row.pnl!,
      returnFraction: returns[at]!,
      entryWallUs: input.wallTimeUs(row.openedUs),
      exitWallUs: input.wallTimeUs(row.closedUs!),
    })),
  };
}
