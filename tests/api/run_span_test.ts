/** The options `from` and `to`: the span of a run, with the bars before it as warm-up. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.sample("aapl");

class Crosses extends ct.Strategy.with({}) {
  static calls: string[] = [];
  slow = ct.sma(this.data.close, 30);
  cross = ct.crossover(ct.sma(this.data.close, 10), this.slow);

  override next(): void {
    Crosses.calls.push(this.data.sessionDate);
    if (this.cross.now > 0) this.buy({ fraction: 0.9 });
    else if (this.cross.now < 0) this.close();
  }
}

function run(options: ct.BacktestOptions): { result: ct.Result; calls: readonly string[] } {
  Crosses.calls = [];
  return { result: ct.backtest(Crosses, feed, options), calls: Crosses.calls };
}

Deno.test("next is called from the first date to the last, with lines that earlier bars have warmed up", () => {
  const { result, calls } = run({ from: "2017-01-01", to: "2017-12-31" });
  assertEquals([calls.length, calls[0], calls.at(-1)], [251, "2017-01-03", "2017-12-29"]);
  const { stats } = result;
  assertEquals([stats.bars, stats.start?.slice(0, 10), stats.end?.slice(0, 10)], [251, "2017-01-03", "2017-12-29"]);
  assertEquals(result.equity.length, feed.slice({ to: "2017-12-31" }).length);
});

Deno.test("a run that ends earlier is the run over the part of the bars", () => {
  const to = "2017-06-30";
  assertEquals(run({ to }).result.chain, ct.backtest(Crosses, feed.slice({ to })).chain);
  const moment = new Date("2017-06-30T20:00:00Z");
  assertEquals(run({ to: moment }).result.chain, ct.backtest(Crosses, feed.slice({ to: moment })).chain);
});

Deno.test("the span counts in no other figure: buy and hold, exposure and trades begin with it", () => {
  const { result } = run({ from: "2017-01-01" }), part = feed.slice({ from: "2017-01-01" }).columns.close;
  const before = feed.slice({ to: "2016-12-31" }).columns.close.at(-1)!;
  assertEquals(result.stats.buyAndHold, (part.at(-1)! - before) / before);
  assert(result.trades.every(({ openedUs }) => openedUs > Date.UTC(2017, 0, 1) * 1000));
  assertEquals(run({ from: "2017-01-01", measureFrom: "start" }).result.stats, result.stats);
});

Deno.test("step by step, resumed and proved, a span is the same", async () => {
  const options = { from: "2017-01-01", to: "2017-12-31" }, saved: Uint8Array[] = [];
  const { result } = run(options);
  assertEquals(run({ ...options, stepByStep: true }).result.chain, result.chain);
  const checkpoint: ct.CheckpointOptions = { every: 90, save: (bytes) => void saved.push(bytes) };
  assertEquals(run({ ...options, checkpoint }).result.chain, result.chain);
  for (const resume of saved) assertEquals(run({ ...options, resume }).result.chain, result.chain);
  assertThrows(() => run({ ...options, from: "2017-02-01", resume: saved[0]! }), ct.CheckpointError, "firstStep");
  const proof = await ct.prove(Crosses, feed, { ...options, cuts: 4 });
  assertEquals([proof.verdict, proof.run.bars, proof.run.chain], ["held", 413, result.chain]);
});

Deno.test("several feeds begin and end with the session dates of the first", () => {
  const both = { a: feed, b: feed.slice({ from: "2016-08-01" }) }, dates: string[] = [];
  class Pair extends ct.Strategy.with({}, ["a", "b"]) {
    ratio = this.feeds.a.close.dividedBy(this.feeds.b.close);
    override next(): void {
      dates.push(this.feeds.b.sessionDate);
    }
  }
  ct.backtest(Pair, both, { from: "2017-03-01", to: "2017-03-31" });
  assertEquals([dates.length, dates[0], dates.at(-1)], [23, "2017-03-01", "2017-03-31"]);
});

Deno.test("a begin behind the data is told, and an end before them or a text that is no date is an error", () => {
  const { result, calls } = run({ from: "2020-01-01" });
  assertEquals([calls.length, result.orders.length], [0, 0]);
  assert(result.summary().includes("every bar comes before from"), result.summary());
  assertThrows(() => run({ to: "2010-01-01" }), RangeError, "Cannot run to 2010-01-01: every bar comes later");
  assertThrows(() => run({ from: "soon" }), RangeError, 'Cannot use from "soon" in America/New_York: pass a Date');
  assertThrows(() => run({ to: 2017 as unknown as string }), TypeError, "Cannot use to 2017: pass a Date, or a text");
});
