/**
 * Feeds whose prices may be zero and below: read with `prices: "any"` and `trade: false`, they give lines alone.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { catalogue } from "../../src/catalogue/mod.ts";
import { parquet, writeParquet } from "../../src/parquet/mod.ts";
import { onEveryEngine } from "./every_engine.ts";
import { wanderingPrices } from "./session_bars.ts";

const COUNT = 400, time = Array.from({ length: COUNT }, (_, bar) => new Date(Date.UTC(2020, 0, 1, bar)));

/** Bars of a stock, and those of a spread that wanders around zero. */
const stock = barsOf(wanderingPrices(COUNT, 3), {});
const SPREAD_ROWS = wanderingPrices(COUNT, 4).map((row) => row.map((price) => Math.round((price - 100) * 100) / 100));
const SPREAD: ct.BarsOptions = { name: "spread", trade: false, prices: "any" };

function barsOf(rows: readonly (readonly number[])[], options: ct.BarsOptions): ct.Bars {
  return ct.bars(columnsOf(rows), { name: "stock", timeframe: "1h", stamp: "close", ...options });
}

function columnsOf(rows: readonly (readonly number[])[]) {
  const [open, high, low, close] = [0, 1, 2, 3].map((at) => rows.map((row) => row[at]!)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  return { time, open, high, low, close };
}

/** Buys where the spread is above its mean, and reads all of its prices. */
class BySpread extends ct.Strategy.with({}) {
  spread = this.feeds["spread"]!;
  mean = ct.sma(this.spread.close, 5);
  cross = ct.crossover(this.spread.close, this.mean);
  days = this.spread.resample("1d");
  seen: number[] = [];

  override next(): void {
    const { open, high, low, close } = this.spread;
    this.seen.push(open.now, high.now, low.now, close.now, this.mean.now, this.days.low.now);
    if (this.cross.now > 0) this.buy({ size: 10 });
    else if (this.cross.now < 0) this.close();
  }
}

Deno.test("a feed of any prices gives lines beside one that trades, the same on every engine and in blocks", async () => {
  const spread = barsOf(SPREAD_ROWS, SPREAD), feeds = { stock, spread };
  assert(SPREAD_ROWS.some(([, high]) => high! < 0) && SPREAD_ROWS.some(([, , low]) => low! > 0));
  const [chain, seen] = onEveryEngine((conduct) => {
    const { chain, strategy, fills } = ct.backtest(BySpread, feeds, conduct);
    assert(fills.length > 20);
    return [chain, strategy.seen] as const;
  });
  assertEquals(ct.backtest(BySpread, feeds, { stepByStep: true }).chain, chain);
  const { moneyUnit, instruments } = ct.termsOf(ct.backtest(BySpread, feeds));
  for (const blockBars of [150, 64]) {
    const waited = await ct.run(BySpread, feeds, { moneyUnit, instruments, blockBars });
    assertEquals([waited.chain, waited.strategy.seen], [chain, seen]);
  }
  const proof = await ct.prove(BySpread, feeds, { cuts: 4 });
  assertEquals([proof.verdict, proof.laws.filter(({ verdict }) => verdict === "failed")], ["held", []]);
  const result = ct.backtest(BySpread, feeds);
  assertEquals(result.stats.buyAndHoldFeeds, ["stock"]);
  assertStringIncludes(await result.html(), "spread");
});

Deno.test("the core has the time of such bars and no price, so that the same orders have one chain", () => {
  class Twice extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length % 50 === 1) this.buy({ size: 1 });
    }
  }
  const other = barsOf(
    SPREAD_ROWS.map((row) => row.map((price) => price * -1e9)).map(([o, h, l, c]) => [o!, l!, h!, c!]),
    SPREAD,
  );
  const chains = [barsOf(SPREAD_ROWS, SPREAD), other].map((spread) => ct.backtest(Twice, { stock, spread }).chain);
  assertEquals(chains[0], chains[1]);
});

Deno.test("an order on such a feed is refused, and so is a feed of any prices that is to trade as a stock, with the remedy", () => {
  class OnSpread extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ feed: "spread", size: 1 });
    }
  }
  const spread = barsOf(SPREAD_ROWS, SPREAD);
  const { refusals } = ct.backtest(OnSpread, { stock, spread });
  assertEquals([refusals.length, new Set(refusals.map(({ reason }) => reason))], [COUNT, new Set(["notTraded"])]);
  assertThrows(
    () => ct.backtest(OnSpread, { stock, spread: barsOf(SPREAD_ROWS, { name: "spread", prices: "any" }) }),
    RangeError,
    'Cannot place orders on feed "spread": its prices may be zero and below, as prices: "any" says; trade it as a future ' +
      'with settlement: "futures" and margin: { initialPerUnit: 1000 }, or pass trade: false',
  );
  assertThrows(() => barsOf(SPREAD_ROWS, { prices: "some" as never }), RangeError, 'Cannot use prices "some"');
  const hint =
    'is not above zero, as prices of stocks are: if it is right, pass prices: "any", and trade the feed as a';
  assertThrows(() => barsOf(SPREAD_ROWS, { trade: false }), RangeError, hint);
  // What is no number is bad in any feed.
  const rows = SPREAD_ROWS.with(7, [1, NaN, 1, 1]);
  assertThrows(() => barsOf(rows, SPREAD), RangeError, "is not a finite number");
  assertThrows(
    () => barsOf(SPREAD_ROWS.with(7, [-1, -2, -1, -1]), SPREAD),
    RangeError,
    "the high -2 is below the low -1",
  );
});

Deno.test("such bars come from CSV, Parquet, a catalogue and a stream as from columns", async () => {
  const spread = barsOf(SPREAD_ROWS, SPREAD),
    folder = Deno.makeTempDirSync(),
    shape = { timeframe: "1h", stamp: "close" } as const;
  const lines = SPREAD_ROWS.map((row, bar) => [time[bar]!.toISOString(), ...row].join());
  const options = { ...SPREAD, ...shape };
  const read = ct.parseCsv(
    new TextEncoder().encode(["time,open,high,low,close", ...lines].join("\n")),
    "spread.csv",
    options,
  );
  assertEquals(read.columns, spread.columns);
  const file = `${folder}/spread.parquet`;
  await writeParquet(file, spread);
  const written = await parquet(file);
  assertEquals([written.columns, written.trade], [spread.columns, false]);
  const store = await catalogue(`${folder}/store`);
  await store.import(spread, { symbol: "SPREAD" });
  const known = { symbol: "SPREAD", timeframe: "1h" };
  assertEquals((await store.read({ ...known, trade: false })).columns.close, spread.columns.close);
  const whole = await store.read(known);
  assertEquals(whole.trade, true);
  assertThrows(
    () => ct.backtest(BySpread, { stock, spread: whole }),
    RangeError,
    'Cannot place orders on feed "spread"',
  );
  const feeds = {
    stock,
    spread: ct.stream(
      SPREAD_ROWS.map(([open, high, low, close], bar) => {
        return { time: time[bar]!, open: open!, high: high!, low: low!, close: close! };
      }),
      options,
    ),
  };
  const { moneyUnit, instruments } = ct.termsOf(ct.backtest(BySpread, { stock, spread }));
  const waited = await ct.run(BySpread, feeds, { moneyUnit, instruments, blockBars: 200 });
  assertEquals(waited.chain, ct.backtest(BySpread, { stock, spread }).chain);
});
