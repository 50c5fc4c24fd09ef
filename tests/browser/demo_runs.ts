/**
 * The runs whose reports the browser opens.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import { Breakout } from "../../tasks/demo/breakout.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";

/** The engine does not matter for a page. */
const ENGINE = { engineBackend: "typescript" } as const;

/** Daily prices with stops, of the first demo strategy. */
export async function crossRun(params: { readonly fast?: number } = {}): Promise<ct.Result> {
  const feed = await ct.csv("fixtures/prices/aapl.csv");
  return ct.backtest(SmaCross, feed, { ...ENGINE, cash: 10_000, commission: 0.001, params });
}

/** Prices of five minutes with limits, stops and targets, of the second demo strategy. */
export async function breakoutRun(): Promise<ct.Result> {
  const feed = await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close" });
  return ct.backtest(Breakout, feed, { ...ENGINE, cash: 10_000, commission: 0.0001 });
}

/** Holds each of three feeds in turn, with a stop that it moves up, and lines in panes and over the price. */
class ThreeFeeds extends ct.Strategy.with({}) {
  bands: ct.BandLines = ct.bollinger(this.data.close, 20);
  strength: ct.Line = ct.rsi(this.data.close, 14);
  macd: ct.MacdLines = ct.macd(this.data.close);
  entry: ct.OrderView | null = null;

  override next(): void {
    const names = Object.keys(this.feeds), feed = names[Math.floor(this.data.length / 40) % names.length]!;
    const close = this.feeds[feed]!.close.now, turn = this.data.length % 40;
    if (turn === 5) this.entry = this.buy({ feed, fraction: 0.5, stopLoss: close * 0.9, takeProfit: close * 1.3 });
    const stop = this.entry?.stopLoss;
    if (turn > 5 && turn < 35 && stop?.alive && close * 0.9 > stop.stop!) this.replace(stop, { stop: close * 0.9 });
    if (turn === 35) this.close({ feed });
  }
}

/** Three feeds, two of them made of the first one. */
export async function threeFeedsRun(): Promise<ct.Result> {
  const apple = await ct.csv("fixtures/prices/aapl.csv", { name: "apple" }), { columns } = apple;
  const made = (name: string, factor: number): ct.Bars => {
    const scaled = (values: Float64Array): Float64Array =>
      values.map((value) => Math.round(value * factor * 100) / 100);
    const { open, high, low, close } = columns;
    const time = Array.from(
      columns.sessionDay,
      (day) => new Date((day - 719_163) * 86_400_000).toISOString().slice(0, 10),
    );
    const prices = { open: scaled(open), high: scaled(high), low: scaled(low), close: scaled(close) };
    return ct.bars({ time, ...prices, volume: columns.volume }, { name });
  };
  const feeds = { apple, half: made("half", 0.5), double: made("double", 2) };
  return ct.backtest(ThreeFeeds, feeds, { ...ENGINE, cash: 100_000, commission: 0.001 });
}

/** Daily bars from closes; each bar opens at the close before. */
function barsOf(closes: readonly number[], name: string): ct.Bars {
  const open = closes.map((close, day) => closes[day - 1] ?? close);
  const time = closes.map((_close, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  const high = closes.map((close, day) => Math.max(close, open[day]!)),
    low = closes.map((close, day) => Math.min(close, open[day]!));
  return ct.bars({ time, open, high, low, close: closes }, { name });
}

/** A strategy that does nothing. */
export class Idle extends ct.Strategy.with({}) {}

/** A run without a trade. */
export function idleRun(): ct.Result {
  return ct.backtest(Idle, barsOf([10, 11, 12, 11, 10, 12, 13, 12, 14, 15], "quiet"), ENGINE);
}

/** Sells short what then rises without an end. */
class SellsShort extends ct.Strategy.with({ size: 90 }) {
  override next(): void {
    if (this.data.length === 2) this.sell({ size: this.params.size });
  }
}

/** An account that ends below zero and goes on. */
export function ruinedRun(onRuin: "stop" | "ignore"): ct.Result {
  const closes = [10, 10, 11, 30, 80, 160, 200, 190, 210, 260];
  return ct.backtest(SellsShort, barsOf(closes, "rising"), { ...ENGINE, cash: 1_000, onRuin });
}

/** A name that would be a script if a page did not escape it. */
export const HOSTILE = `</script><script>document.title="taken"</script><img src=x onerror="document.title='taken'">`;

/** A run whose names would do harm. */
export function hostileRun(): ct.Result {
  const Hostile = class extends ct.Strategy.with({ note: HOSTILE }) {
    [HOSTILE]: ct.Line = ct.sma(this.data.close, 2);

    override next(): void {
      if (this.data.length === 3) this.buy({ size: 1 });
    }
  };
  Object.defineProperty(Hostile, "name", { value: HOSTILE });
  return ct.backtest(Hostile, barsOf([10, 11, 12, 11, 10, 12, 13, 12, 14, 15], HOSTILE), ENGINE);
}

/** Buys one unit now and then. */
class OneLine extends ct.Strategy.with({}) {
  average: ct.Line = ct.sma(this.data.close, 50);

  override next(): void {
    if (this.data.length % 40_000 === 0) this.buy({ size: 1 });
    else if (this.data.length % 20_000 === 0) this.close();
  }
}

/** A run over many bars. */
export function longRun(bars: ct.Bars): ct.Result {
  return ct.backtest(OneLine, bars, { ...ENGINE, cash: 100_000, commission: 0.001 });
}
