/**
 * backtrader's analyzers of the account, each by its own definition: DrawDown, TimeDrawDown, Calmar, GrossLeverage,
 * PositionsValue and Transactions.
 *
 * @module
 */

import type { AnalyzedRun } from "./analyzed_run.ts";
import { ln } from "./exact_functions.ts";
import { eachBar, MONTHS, type Periods } from "./periods.ts";
import { changePosition, type FloatPosition } from "../../../src/core/queue/ledger.ts";

/** Drawdown at the end and the largest one. */
export function drawDown(run: AnalyzedRun): unknown {
  let peak = -Infinity, len = 0, drawdown = 0, moneydown = 0;
  const max = { len: 0, drawdown: 0, moneydown: 0 };
  for (const value of run.read) {
    if (value > peak) peak = value;
    moneydown = peak - value;
    drawdown = 100 * moneydown / peak;
    len = drawdown === 0 ? 0 : len + 1;
    max.moneydown = Math.max(max.moneydown, moneydown);
    max.drawdown = Math.max(max.drawdown, drawdown);
    max.len = Math.max(max.len, len);
  }
  return { len, drawdown, moneydown, max };
}

/** The drawdown of values that are read at the first bar of each period. */
class SampledDrawDown {
  maxdd = 0;
  maxlen = 0;
  #peak = -Infinity;
  #len = 0;

  read(value: number): void {
    if (value > this.#peak) {
      this.#peak = value;
      this.#len = 0;
    }
    const drawdown = 100 * (this.#peak - value) / this.#peak;
    if (drawdown !== 0) this.#len++;
    this.maxdd = Math.max(this.maxdd, drawdown);
    this.maxlen = Math.max(this.maxlen, this.#len);
  }
}

/** Largest drawdown of the values at the first bar of each period. */
export function timeDrawDown(run: AnalyzedRun, timeframe: number): Record<string, number> {
  const sampled = new SampledDrawDown();
  eachBar(run.dates, timeframe, (at, _key, begins) => {
    if (begins) sampled.read(run.read[at]!);
  });
  return { maxdrawdown: sampled.maxdd, maxdrawdownperiod: sampled.maxlen };
}

/** Months of the window of {@linkcode calmar}. */
const WINDOW = 36;

/** Logarithmic return over 36 months, over the largest drawdown so far in per cent. */
export function calmar(run: AnalyzedRun): Periods {
  const ratios: Map<string, number> = new Map(), sampled = new SampledDrawDown();
  const values: number[] = [...Array(WINDOW - 1).fill(NaN), run.readStart];
  const tell = (key: string, value: number): void => {
    values.shift();
    values.push(value);
    const rate = ln(value / values[0]!) / WINDOW;
    ratios.set(key, rate / (sampled.maxdd === 0 ? Infinity : sampled.maxdd));
  };
  let last = "";
  eachBar(run.dates, MONTHS, (at, key, begins) => {
    last = key;
    if (!begins) return;
    sampled.read(run.read[at]!);
    tell(key, run.read[at]!);
  });
  // Once more at the end, under the key of the last period.
  tell(last, run.read.at(-1)!);
  return ratios;
}

/** Value of the positions as a part of what is read as value, bar by bar. */
export function grossLeverage(run: AnalyzedRun): Periods {
  return new Map(run.times.map((time, at) => [time, (run.read[at]! - run.cash[at]!) / run.read[at]!]));
}

/** Value of the position and cash, bar by bar, under a head of names. */
export function positionsValue(run: AnalyzedRun): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["Datetime", [run.feed, "cash"]],
    ...run.dates.map((date, at): [string, unknown] => [date, [run.sizes[at]! * run.closes[at]!, run.cash[at]!]]),
  ]);
}

/** Net executions of each bar that had any, under a head of names. */
export function transactions(run: AnalyzedRun): ReadonlyMap<string, unknown> {
  const rows: Map<string, unknown> = new Map([["date", [["amount", "price", "sid", "symbol", "value"]]]]);
  for (const [at, executions] of run.executions) {
    const net: FloatPosition = { size: 0, price: 0 };
    for (const [size, price] of executions) changePosition(net, size, price);
    if (net.size !== 0) rows.set(run.times[at]!, [[net.size, net.price, 0, run.feed, 0 - net.size * net.price]]);
  }
  return rows;
}
