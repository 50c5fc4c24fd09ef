/**
 * The strategy, the lines and the feeds of a result.
 *
 * @module
 */

import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { risingBars } from "./daily_bars.ts";
import { enginesUnderTest } from "../engines.ts";

class Keeps extends ct.Strategy.with({ period: 2 }) {
  sma = ct.sma(this.data.close, this.params.period);
  same = this.sma;
  averages = [2, 3].map((period) => ct.sma(this.data.close, period));
  macd = ct.macd(this.data.close, 2, 3, 2);
  spread = this.sma.minus(this.data.close);
  seen: number[] = [];

  override next(): void {
    this.seen.push(this.sma.now);
    if (this.seen.length === 1) this.buy({ size: 1 });
  }
}

Deno.test("a result has the strategy of its run, with its own fields and their types, and its name", () => {
  for (const engineBackend of enginesUnderTest()) {
    const result = ct.backtest(Keeps, risingBars(6), { engineBackend });
    const seen: readonly number[] = result.strategy.seen;
    assert(result.strategy instanceof Keeps);
    assertEquals([result.strategyName, result.strategy.params.period, seen.length], ["Keeps", 2, 3]);
    assertEquals(seen, [103.5, 104.5, 105.5], "the first is that of the fourth bar");
  }
});

Deno.test("a line is had by its field, of an object or an array too, and another name lists what there is", () => {
  for (const stepByStep of [false, true]) {
    const result = ct.backtest(Keeps, risingBars(6), { engineBackend: "typescript", stepByStep });
    const line = result.line("sma");
    assertEquals([line.field, line.name, line.minPeriod], ["sma", "sma(close, 2)", 2]);
    assertEquals(Array.from(line.values), [NaN, 101.5, 102.5, 103.5, 104.5, 105.5]);
    assertEquals(line.about?.indicator, "sma");
    assertEquals(line.times.length, 6);
    assertEquals([line.times[0], line.timeUs[0]], ["2024-01-01T23:59:59.999999Z", result.timeUs[0]]);
    assertStrictEquals(line.times, line.times);
    assertEquals(result.line("averages[1]").name, "sma(close, 3)");
    assertEquals(result.line("macd.signal").about?.output, "signal");
    assertEquals(Array.from(result.line("same").values), Array.from(line.values));
    assertEquals(result.line("spread").about, undefined);
    assertThrows(
      () => result.line("smaa"),
      RangeError,
      'Cannot find line "smaa": there are "sma", "same", "averages[0]", "averages[1]", "macd.line", "macd.signal", ' +
        '"macd.histogram", "spread"',
    );
    assertEquals(result.lines().map(({ field }) => field), [
      ...["sma", "averages[0]", "averages[1]", "macd.line", "macd.signal", "macd.histogram", "spread"],
    ]);
  }
});

Deno.test("a strategy without lines has none, and says so", () => {
  class Idle extends ct.Strategy {}
  const result = ct.backtest(Idle, risingBars(2), { engineBackend: "typescript" });
  assertEquals(result.lines(), []);
  assertThrows(() => result.line("sma"), RangeError, "the strategy keeps no line in its fields");
});

Deno.test("the lines of a resampled clock have the times of their own bars", () => {
  class Weekly extends ct.Strategy {
    weeks = ct.sma(this.data.resample("1w").close, 1);
  }
  const result = ct.backtest(Weekly, risingBars(15), { engineBackend: "typescript" });
  assertEquals(result.line("weeks").times, ["2024-01-07T23:59:59.999999Z", "2024-01-14T23:59:59.999999Z"]);
});

Deno.test("the feeds of a result are the bars as given, by their names in the run, and their facts stand beside them", () => {
  class Idle extends ct.Strategy {}
  const stock = risingBars(5), index = risingBars(7);
  const result = ct.backtest(Idle, { stock, index }, { engineBackend: "typescript", to: "2024-01-03" });
  assertEquals(Object.keys(result.feeds), ["stock", "index"]);
  assertStrictEquals(result.feeds["stock"], stock);
  assertEquals(
    result.feedFacts.map(({ name, instrument, bars, firstAt, lastAt }) => [name, instrument, bars, firstAt, lastAt]),
    [
      ["stock", "AAA", 3, "2024-01-01T23:59:59.999999Z", "2024-01-03T23:59:59.999999Z"],
      ["index", "AAA", 3, "2024-01-01T23:59:59.999999Z", "2024-01-03T23:59:59.999999Z"],
    ],
  );
});

Deno.test("nothing that is written to a result changes its figures or its hashes", () => {
  const run = (): ct.Result<Keeps> =>
    ct.backtest(Keeps, risingBars(6), { engineBackend: "typescript", closeAtEnd: true });
  const result = run(), other = run();
  result.strategy.seen.length = 0;
  result.strategy.sma = result.strategy.averages[1]!;
  for (const array of [result.equity, result.cash, result.timeUs, result.drawdown]) array.fill(7);
  for (const line of result.lines()) line.values.fill(7), line.timeUs.fill(7);
  const rows = [
    result.orders,
    result.fills,
    result.trades,
    result.refusals,
    result.diagnostics,
  ] as unknown as object[][];
  for (const list of rows) assertThrows(() => list.push({}), TypeError);
  for (const row of rows.flat()) assertThrows(() => Object.assign(row, { price: 1, pnl: 1, id: 1 }), TypeError);
  for (const given of [result.stats, result.configuration, result.engine, result.feeds, result.feedFacts[0]!]) {
    assertThrows(() => Object.assign(given, { cash: 1, backend: "", bars: 1 }), TypeError);
  }
  assertThrows(() => Object.assign(result.configuration.instruments[0]!, { slippage: 1 }), TypeError);
  assertThrows(() => Object.assign(result.orders[0]!.asked, { size: 2 }), TypeError);
  assertEquals(result.stats, other.stats);
  assertEquals(result.summary(), other.summary());
  assertEquals([result.chain, result.markHash(), result.markHash(5)], [
    other.chain,
    other.markHash(),
    other.markHash(5),
  ]);
  assertEquals(Array.from(result.line("averages[0]").values), Array.from(other.line("sma").values));
});
