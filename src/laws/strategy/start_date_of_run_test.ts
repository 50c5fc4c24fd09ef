import { changedBars } from "../../feeds/bars.ts";
import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { SmaCross } from "../../../tasks/demo/sma_cross.ts";
import { type LaterStart, type StartDates, startDatesOfRun } from "./start_date_of_run.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));
const OPTIONS = { engineBackend: "typescript" } as const;

async function startsOf(strategy: ct.StrategyClass<ct.Params>, feeds: ct.Bars = feed): Promise<readonly LaterStart[]> {
  const { reason, starts } = await startDatesOfRun(strategy, feeds, OPTIONS);
  assertEquals(reason, null);
  return starts;
}

Deno.test("a window of thirty bars is the same thirty bars after the later start, bit by bit", async () => {
  class Averages extends ct.Strategy {
    average: ct.Line = ct.sma(this.data.close, 30);
  }
  const starts = await startsOf(Averages);
  assertEquals(starts.map(({ bars }) => bars), [1, 25, 126, 315, 630]);
  for (const { bars, timeUs, lines, orders, failure } of starts) {
    assertEquals([timeUs, failure], [feed.columns.timeUs[bars]!, null]);
    assertEquals(lines.map(({ line, bar }) => [line, bar]), [["average (sma(close, 30))", bars + 29]]);
    // Before its thirtieth bar the later run has no value, which is its warm-up and no difference.
    const { difference, size, warmBars } = lines[0]!;
    assertEquals([difference, size, warmBars], [null, { first: null, last: null }, 1260 - bars - 29]);
    assertEquals(orders, { bar: bars, difference: null, compared: 0 });
  }
});

Deno.test("a line that never forgets is never the same, and a line of prices alone always", async () => {
  class Fades extends ct.Strategy {
    fading: ct.Line = ct.ema(this.data.close, 200);
    range: ct.Line = this.data.high.minus(this.data.low);
  }
  const [, , tenth] = await startsOf(Fades);
  const [fading, range] = tenth!.lines;
  assertEquals([fading!.line, fading!.bar, range!.bar, range!.difference], [
    "fading (ema(close, 200))",
    null,
    126,
    null,
  ]);
  // The first difference is that of the first value, told with its size and with what is left of it at the end.
  const { bar, expected, found } = fading!.difference!, { first, last } = fading!.size;
  assertEquals([bar, fading!.warmBars], [126 + 199, 1260 - 126 - 199]);
  assertEquals(first, Math.abs(Number(found) - Number(expected)) / Number(expected));
  assert(first! > 1e-4 && last! > 0 && last! < first! / 1000, `${first} ${last}`);
});

Deno.test("a line that has no value in the later run differs nowhere, and a difference from zero has no size", async () => {
  class Late extends ct.Strategy {
    slow: ct.Line = ct.sma(this.data.close, 1000);
    first: ct.Line = ct.indicator({
      name: "first",
      inputs: [this.data.close],
      update: () => {
        let bars = 0;
        return () => bars++ === 0 ? 0 : 1;
      },
    });
  }
  const starts = await startsOf(Late), [slow, first] = starts.at(-1)!.lines;
  assertEquals([slow!.bar, slow!.difference, slow!.warmBars], [null, null, 0]);
  assertEquals([first!.bar, first!.difference, first!.size], [
    ...[631, { bar: 630, expected: "1", found: "0" }, { first: 1, last: 0 }],
  ]);
});

Deno.test("orders are compared by side, kind and prices, without their sizes, from the last difference on", async () => {
  class Holds extends ct.Strategy {
    bars = 0;
    override next(): void {
      // The size follows from how many bars there were, the time of the order does not.
      this.bars++;
      const month = new Date(this.data.time.now / 1000).getUTCMonth();
      if (month === 3 && this.position.size === 0) this.buy({ size: this.bars, limit: this.data.close.now });
      if (month === 9) this.close();
    }
  }
  const starts = await startsOf(Holds);
  for (const { bars, orders } of starts) {
    assert(orders.bar !== null && orders.bar >= bars && orders.compared > 3, `${bars}: ${JSON.stringify(orders)}`);
  }
  // A position that was open at the later start is closed in the whole run alone.
  const { orders } = starts[2]!;
  assertEquals(orders.difference?.found, "no order");
});

Deno.test("a run whose orders depend on its first bar is never the same, and an error of the shorter run is told", async () => {
  class Counts extends ct.Strategy {
    bars = 0;
    override next(): void {
      if (++this.bars % 64 === 0) this.buy({ size: 1 });
      if (this.bars % 64 === 32) this.close();
    }
  }
  const [first] = await startsOf(Counts);
  assertEquals([first!.orders.bar, first!.orders.compared], [null, 0]);
  assertEquals(first!.orders.difference, {
    bar: 63,
    expected: "buy aapl market entry",
    found: "no order",
  });
  class Needs extends ct.Strategy {
    override next(): void {
      if (this.data.length === 1 && this.data.close.now !== feed.columns.close[0]) {
        throw new Error("it begins too late");
      }
    }
  }
  const [needs] = await startsOf(Needs);
  assert(needs!.failure?.includes("it begins too late"), needs!.failure ?? "it did not fail");
});

Deno.test("terms that are inferred from all bars are handed to the shorter run, and one bar is too few", async () => {
  // Only the first bars have prices of three decimals.
  const finer = (column: Float64Array): Float64Array =>
    column.map((price, row) => row === 0 ? 12.345 : Math.round(price));
  const { open, high, low, close } = feed.columns;
  const columns = { ...feed.columns, open: finer(open), high: finer(high), low: finer(low), close: finer(close) };
  const starts = await startsOf(SmaCross as ct.StrategyClass<ct.Params>, changedBars(feed, { decimals: 3, columns }));
  assert(starts.every(({ failure, lines }) => failure === null && lines.every(({ bar }) => bar !== null)));
  const one = changedBars(feed, {
    length: 1,
    columns: Object.fromEntries(
      Object.entries(feed.columns).map(([name, column]) => [name, (column as Float64Array).slice(0, 1)]),
    ) as unknown as ct.Bars["columns"],
    extra: {},
  });
  const none: StartDates = { reason: "a run of one bar cannot begin later", starts: [], lines: [] };
  assertEquals(await startDatesOfRun(SmaCross, one, OPTIONS), none);
});

Deno.test("each line has the longest memory of its chain, and a window that reaches further back is contradicted", async () => {
  const mean = (name: string, memory: ct.LineMemory) =>
    ct.defineIndicator({
      ...{ name, inputs: ["value"], memory, minPeriod: 3 },
      update: () => {
        let sum = 0, count = 0;
        return (value) => (sum += value) / ++count;
      },
    });
  class Remembers extends ct.Strategy {
    window: ct.Line = ct.sma(this.data.close, 3).plus(1);
    fading: ct.Line = ct.sma(ct.ema(this.data.close, 2), 3);
    longest: ct.Line = ct.ema(mean("own", "unbounded")(this.data.close), 3).above(this.data.close);
    pretended: ct.Line = mean("pretended", "window")(this.data.close).minus(1);
  }
  const { lines, starts } = await startDatesOfRun(Remembers, feed.head(60), OPTIONS);
  assertEquals(
    lines.map(({ line, memory, minPeriod, contradiction }) => [line, memory, minPeriod, contradiction === null]),
    [
      ["window ((sma(close, 3) + 1))", "window", 3, true],
      ["fading (sma(ema(close, 2), 3))", "fading", 4, true],
      ["longest ((ema(own(close), 3) > close))", "unbounded", 5, true],
      ["pretended ((pretended(close) - 1))", "window", 3, false],
    ],
  );
  assertEquals(lines[3]!.contradiction, { ...starts[0]!.lines[3]!.difference!, startBar: 1 });
});
