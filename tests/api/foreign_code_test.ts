/**
 * Code that is called within a run and is not its strategy: receivers of logs and checkpoints, runs within runs, and
 * writers to a result.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { RunLog } from "../../src/replay/run_log.ts";

const feed = await ct.csv("fixtures/prices/aapl.csv");
const OPTIONS = { engineBackend: "typescript" } as const;

/** Trades, and gives itself away. */
let running: ct.Strategy | undefined;
class Trades extends ct.Strategy.with({}) {
  override next(): void {
    running = this;
    if (this.data.length % 10 === 0) this.buy({ size: 1 });
  }
}

Deno.test("an order out of a logger, a sink or a saver is an error that says where it was placed", () => {
  const buy = (): void => {
    running?.buy({ size: 1 });
  };
  const logger: ct.Logger = { debug: buy, info: buy, warning: buy, error: buy };
  const sink = {
    writeSync(bytes: Uint8Array): number {
      buy();
      return bytes.length;
    },
  };
  class Saves extends Trades {
    override saveState(): unknown {
      this.buy({ size: 1 });
      return {};
    }
  }
  const logs = "a logger or the sink of a replay log";
  const cases: readonly (readonly [strategy: typeof Trades, options: ct.BacktestOptions, where: string])[] = [
    [Trades, { logger }, logs],
    [Trades, { replayLog: new RunLog(sink, { chunkRecords: 100 }) }, logs],
    [Trades, { checkpoint: { every: 100, save: buy } }, "checkpoint.save"],
    [Saves, { checkpoint: { every: 100, save: () => {} } }, "saveState"],
  ];
  for (const [strategy, options, where] of cases) {
    running = undefined;
    const error = assertThrows(() => ct.backtest(strategy, feed, { ...OPTIONS, ...options }), Error);
    assert(
      error.message.includes(`Cannot buy in ${where}: orders are placed on bars, in next() and notifications`),
      error.message,
    );
  }
  // Afterwards the strategy may place orders as before.
  const plain = ct.backtest(Trades, feed, OPTIONS), quiet = (): void => {};
  const saved = ct.backtest(Trades, feed, {
    ...OPTIONS,
    logger: { debug: quiet, info: quiet, warning: quiet, error: quiet },
    checkpoint: { every: 3, save: quiet },
  });
  assertEquals(saved.chain, plain.chain);
});

Deno.test("a line belongs to one run: one of a run that waits makes no line in a run within it", () => {
  let outer: ct.Strategy | undefined;
  class Inner extends ct.Strategy.with({}) {
    average: ct.Line = ct.sma(outer!.data.close, 5);
  }
  class Adds extends ct.Strategy.with({}) {
    sum: ct.Line = this.data.close.plus(outer!.data.close as unknown as number);
  }
  class Fine extends ct.Strategy.with({}) {
    average: ct.Line = ct.sma(this.data.close, 5);
    override next(): void {
      if (this.data.length % 20 === 0) this.buy({ size: 1 });
    }
  }
  class Outer extends ct.Strategy.with({}) {
    override next(): void {
      outer = this;
      if (this.data.length === 30) {
        for (const strategy of [Inner, Adds]) {
          assertThrows(
            () => ct.backtest(strategy, feed, OPTIONS),
            Error,
            strategy === Inner ? "of another run" : "Cannot",
          );
        }
        assertEquals(ct.backtest(Fine, feed, OPTIONS).chain, chain);
        // The run that waited goes on.
        assert(ct.sma(this.data.close, 5).minPeriod === 5);
      }
    }
  }
  const { chain } = ct.backtest(Fine, feed, OPTIONS);
  assertEquals(ct.backtest(Outer, feed, OPTIONS).stats.warmUpBars, 0);
  assertThrows(() => ct.sma(outer!.data.close, 5), RangeError, "its run is over");
  assertEquals(ct.backtest(Fine, feed, OPTIONS).chain, chain);
});

Deno.test("a column of a result that is written to changes no figure, no hash and no other run", () => {
  const one = ct.backtest(Trades, feed, OPTIONS), other = ct.backtest(Trades, feed, OPTIONS);
  for (const name of ["timeUs", "equity", "cash"] as const) one[name].fill(NaN);
  assertEquals([one.stats, one.summary(), one.markHash(100)], [other.stats, other.summary(), other.markHash(100)]);
  assertEquals(one.drawdown, other.drawdown);
  assertEquals(ct.backtest(Trades, feed, OPTIONS).timeUs, other.timeUs);
  assert(one.equity === one.equity && Number.isNaN(one.equity[0]));
});

Deno.test("an order that a strategy writes to is an error, and its row is what it was", () => {
  class Writes extends ct.Strategy.with({ name: "" }) {
    override next(): void {
      if (this.data.length !== 5) return;
      const order = this.buy({ size: 1, stopLoss: 1 }) as unknown as Record<string, unknown>;
      if (this.params.name !== "") order[this.params.name] = 77;
    }
  }
  for (const name of ["hidden", "id", "stopLoss", "placed"]) {
    const message = assertThrows(() =>
      ct.backtest(Writes, feed, { ...OPTIONS, params: { name } }), ct.StrategyError).message;
    assert(message.includes(`Cannot set property ${name} of `) && message.includes("has only a getter"), message);
  }
});
