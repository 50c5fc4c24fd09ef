/**
 * Steps of several feeds in which nothing can happen but marks: the engine pulls them in a loop of their own, and that
 * must not make a difference.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { syntheticBars } from "../../bench/synthetic_bars.ts";
import { MemorySink } from "../../src/replay/log_sink.ts";
import { RunLog } from "../../src/replay/run_log.ts";
import { enginesUnderTest } from "../engines.ts";
import { outcomeOf } from "./every_engine.ts";

/** Bars of a feed from a row on, each so many rows apart. */
function bars(seed: number, from: number, apart: number, count: number): ct.Bars {
  const { timeUs, open, high, low, close, volume } = syntheticBars(count, seed).columns;
  const thinned = (values: Float64Array): Float64Array =>
    values.filter((_, row) => row >= from && (row - from) % apart === 0);
  return ct.bars({
    time: thinned(timeUs.map((us) => us / 1000)),
    open: thinned(open),
    high: thinned(high),
    low: thinned(low),
    close: thinned(close),
    volume: thinned(volume),
  }, { decimals: 2, stamp: "close" });
}

/** Holds a position on each feed for some hundred bars at a time, and looks at nothing meanwhile. */
class Holds extends ct.Strategy.with({ every: 311, size: 3, last: Infinity }) {
  bars = 0;

  override next(): void {
    this.bars++;
    const { every, size, last } = this.params;
    if (this.bars % every !== 0 || this.bars > last) return;
    Object.keys(this.feeds).forEach((feed, at) => {
      if ((this.bars / every + at) % 3 === 0) this.close({ feed });
      else if ((this.bars / every + at) % 2 === 0) this.buy({ feed, size });
      else this.sell({ feed, size });
    });
  }
}

/** The same run in all ways; returns the outcome. A log takes the full way through each step. */
function inEveryWay(feeds: Readonly<Record<string, ct.Bars>>, options: ct.BacktestOptions): ct.Result {
  const results = enginesUnderTest().flatMap((engineBackend) => [
    ct.backtest(Holds, feeds, { ...options, engineBackend }),
    ct.backtest(Holds, feeds, { ...options, engineBackend, stepByStep: true }),
    ct.backtest(Holds, feeds, { ...options, engineBackend, replayLog: new RunLog(new MemorySink()) }),
  ]);
  for (const result of results) {
    assertEquals(outcomeOf(result), outcomeOf(results[0]!));
    assertEquals(result.markHash(), results[0]!.markHash());
  }
  return results[0]!;
}

const FEEDS = { all: bars(1, 0, 1, 5_000), third: bars(2, 1, 3, 5_000), late: bars(3, 1_700, 1, 4_000) };

Deno.test("feeds of several lengths and times are marked in the quiet loop as in full steps", () => {
  const result = inEveryWay(FEEDS, { cash: 100_000 });
  assertEquals(result.fills.length, 19);
  assertEquals(result.refusals, []);
});

/** Prices that rise by a step a bar, or stay. */
function line(step: number): ct.Bars {
  const close = Array.from({ length: 800 }, (_, bar) => Math.round(1_000 + step * bar) / 100);
  return ct.bars({
    time: close.map((_, bar) => Date.UTC(2024, 0, 2) + bar * 60_000),
    open: close,
    high: close,
    low: close,
    close,
  });
}

Deno.test("an account of several feeds is ruined in the same step whichever way the engine goes", () => {
  // From bar 97 on short of a feed that rises past all that the account has, and long of one that stays.
  const params = { every: 97, size: 40, last: 97 };
  const result = inEveryWay({ rising: line(10), flat: line(0) }, { cash: 1_400, onRuin: "ignore", params });
  assert(result.equity.some((value) => value <= 0), "the account is not ruined");
  assertEquals(result.diagnostics.map(({ reason }) => reason), ["ruined"]);
});
