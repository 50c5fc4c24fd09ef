import { assert, assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { feedOf } from "../feeds/bars.ts";
import { crossedAbove, crossedBelow, crossover } from "../indicators/rules/crossover.ts";
import { sma } from "../indicators/average/sma.ts";
import { ema } from "../indicators/average/ema.ts";
import { Random } from "../laws/random.ts";
import { ClockGroup } from "./clock_group.ts";
import { FeedLines } from "./feed_lines.ts";
import { columnOf, deriveLine, Line, sourceOf } from "./line.ts";
import { NO_VALUE, signsOf, valueOfSign } from "./signs.ts";

const BARS = 120;

/** The lines of random prices, with their whole numbers; the same bars for the same seed. */
function linesOf(seed: number, change: number, stepwise = false): FeedLines {
  const random = new Random(seed), column = (): Float64Array => new Float64Array(BARS);
  const steps = { open: column(), high: column(), low: column(), close: column() };
  let price = 500;
  for (let bar = 0; bar < BARS; bar++) {
    const open = price, close = price = Math.max(10, price + random.between(-change, change));
    steps.open[bar] = open;
    steps.close[bar] = close;
    steps.high[bar] = Math.max(open, close) + random.below(3);
    steps.low[bar] = Math.min(open, close) - random.below(3);
  }
  const time = Array.from(steps.open, (_step, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  const prices = (values: Float64Array): Float64Array => values.map((count) => count / 10);
  const feed = feedOf(
    bars({
      time,
      open: prices(steps.open),
      high: prices(steps.high),
      low: prices(steps.low),
      close: prices(steps.close),
    }, { name: "made" }),
  );
  const group = new ClockGroup([{ name: "made", timeUs: feed.columns.timeUs }], stepwise);
  return new FeedLines(feed, group.feeds[0]!, steps);
}

/** Lines of -1, 0 and 1 of a feed. */
const MADE: Readonly<Record<string, (data: FeedLines) => Line>> = {
  "two averages": ({ close }) => crossover(sma(close, 4), sma(close, 9)),
  "averages of two columns": ({ high, low }) => crossedAbove(sma(low, 2), sma(high, 5)),
  "a price and its average": ({ close }) => crossedBelow(close, sma(close, 7)),
  "two prices": ({ close, open }) => crossover(close, open),
  "averages of other kinds": ({ close }) => crossover(ema(close, 4), sma(close, 9)),
  "a level": ({ close }) => crossover(close, 50),
  "an average of an average": ({ close }) => crossover(sma(sma(close, 3), 4), sma(close, 9)),
  "a comparison": ({ close }) => close.above(sma(close, 5)),
  "at least": ({ close }) => sma(close, 2).atLeast(sma(close, 4)),
  "at most": ({ close }) => sma(close, 2).atMost(sma(close, 4)),
  "below": ({ close, open }) => sma(close, 3).below(sma(open, 3)),
  "equality": ({ close, open }) => close.equals(open),
  "one direction": ({ close }) => crossover(sma(close, 4), sma(close, 9)).above(0),
  "the other direction": ({ close }) => crossover(sma(close, 4), sma(close, 9)).below(0),
  "a rule of several": ({ close, open }) =>
    crossover(sma(close, 4), sma(close, 9)).above(0).or(close.above(open).and(close.above(sma(close, 3)).not())),
  "a negation": ({ close }) => crossover(close, sma(close, 3)).not(),
  "a line and a number": ({ close }) => crossover(close, sma(close, 3)).atLeast(1).or(0),
};

for (const [name, make] of Object.entries(MADE)) {
  Deno.test(`bytes have the values of the column: ${name}`, () => {
    for (let seed = 1; seed <= 30; seed++) {
      const change = 1 + seed % 5, line = make(linesOf(seed, change)), same = make(linesOf(seed, change));
      const signs = signsOf(sourceOf(line).column)!.values();
      assert(signs !== undefined, `seed ${seed}: no bytes`);
      const column = columnOf(make(linesOf(seed, change, true)));
      assertEquals(columnOf(same), column, `seed ${seed}: the column without bytes`);
      assertEquals(Float64Array.from(signs, valueOfSign), column, `seed ${seed}`);
      assertEquals(columnOf(line), column, `seed ${seed}: the column behind its bytes`);
      assert(column.some((value) => value === 0) && column.some((value) => value !== 0), `seed ${seed}: one value`);
    }
  });
}

Deno.test("a line reads its bytes where they are made, forwards and backwards, and makes no column for that", () => {
  const data = linesOf(3, 2),
    { clock } = sourceOf(data.close),
    line = crossover(sma(data.close, 4), sma(data.close, 9));
  const { close } = linesOf(3, 2), expected = columnOf(crossover(sma(close, 4), sma(close, 9)));
  const { column } = sourceOf(line);
  signsOf(column)!.values();
  for (let bar = 0; bar < BARS; bar++) {
    clock.index = bar;
    assertEquals([line.now, line.ago(bar), line.ago(bar >> 1)], [
      expected[bar],
      expected[0],
      expected[bar - (bar >> 1)],
    ]);
  }
  assertEquals(column.known, 0);
  assertThrows(() => line.ago(BARS), RangeError, "the first bar is at n = 119");
});

Deno.test("a column with holes, one that is made, one of other values and one made bar by bar have no bytes", () => {
  const data = linesOf(1, 2), { clock } = sourceOf(data.close);
  const holes = new Line({
    name: "holes",
    clock,
    values: Float64Array.from({ length: BARS }, (_v, bar) => bar % 9 ? 1 : NaN),
  });
  const bytesOf = (line: Line): Int8Array | undefined => signsOf(sourceOf(line).column)?.values();
  assertEquals(bytesOf(crossover(holes, 0.5)), undefined);
  const made = crossover(data.close, data.open);
  columnOf(made);
  assertEquals(bytesOf(made), undefined);
  assertEquals(bytesOf(data.close.plus(data.open)), undefined);
  assertEquals(bytesOf(data.close.above(50)), undefined);
  assertEquals(bytesOf(crossover(data.close, sma(data.close, 3)).plus(1)), undefined);
  const own = deriveLine({ name: "own", inputs: [data.close], barByBar: true, start: () => (close) => close! });
  assertEquals(signsOf(sourceOf(crossover(own, data.close)).column), undefined);
  const stepped = linesOf(1, 2, true);
  assertEquals(signsOf(sourceOf(crossover(stepped.close, stepped.open)).column), undefined);
});

Deno.test("a line that has no value on any bar has no bytes", () => {
  const { close } = linesOf(1, 2), line = crossover(sma(close, 100), sma(close, BARS + 5));
  assertEquals(signsOf(sourceOf(line).column)!.values(), undefined);
  assert(columnOf(line).every(Number.isNaN));
  const last = crossover(sma(close, 3), sma(close, BARS - 1)), signs = signsOf(sourceOf(last).column)!.values()!;
  assertEquals(signs.filter((sign) => sign !== NO_VALUE).length, 1);
});
