import { assertEquals, assertThrows } from "@std/assert";
import { analyzer, type Figure } from "../analyzers/figure.ts";
import { type Bars, feedOf } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import {
  benchmarkOf,
  checkFigureFeeds,
  checkRates,
  type FigureFeedOptions,
  noteOnBenchmark,
  riskFreeOf,
} from "./figure_feeds.ts";
import { checkOwnFigures } from "./own_figures.ts";

/** Daily bars of January 2024 with closes that rise by one from 1 on. */
function january(from: number, to: number, name: string = "x"): Bars {
  const days = Array.from({ length: to - from + 1 }, (_, at) => from + at), close = days.map((_, at) => at + 1);
  const time = days.map((day) => `2024-01-${String(day).padStart(2, "0")}`);
  return bars({ time, open: close, high: close, low: close, close }, { name });
}

Deno.test("a benchmark is a feed or one of two words, and a rate a number or a feed", () => {
  for (const benchmark of [january(1, 2), "buy-and-hold", "equal-weight"] as const) checkFigureFeeds({ benchmark });
  for (const riskFree of [january(1, 2), 0.03]) checkFigureFeeds({ riskFree });
  const refused = (options: object, kind: typeof TypeError | typeof RangeError, message: string): void => {
    assertThrows(() => checkFigureFeeds(options as FigureFeedOptions), kind, message);
  };
  refused(
    { benchmark: "spy" },
    RangeError,
    'Cannot use benchmark "spy": pass a feed, "buy-and-hold" or "equal-weight"',
  );
  refused({ benchmark: 7 }, TypeError, "Cannot use benchmark 7: pass a feed");
  refused({ benchmark: { ...january(1, 2) } }, TypeError, "pass a feed");
  refused(
    { benchmark: Promise.resolve() },
    TypeError,
    "Cannot use a promise of a feed as benchmark: write await ct.csv(",
  );
  refused(
    { riskFree: Promise.resolve() },
    TypeError,
    "Cannot use a promise of a feed as riskFree: write await ct.csv(",
  );
  refused({ riskFree: "3" }, RangeError, 'Cannot use riskFree "3": pass a fraction of a year');
});

Deno.test("a feed of rates has them in per cent, from the ends of its bars on", () => {
  const rates = january(2, 4), riskFree = riskFreeOf({ riskFree: rates });
  assertEquals(riskFree, { timeUs: rates.columns.timeUs, values: Float64Array.of(0.01, 0.02, 0.03) });
  assertEquals([riskFreeOf({ riskFree: 0.5 }), riskFreeOf({})], [0.5, 0]);
});

Deno.test("a feed of rates that begins after the first return is refused", () => {
  const rates = january(3, 9, "irx"), [firstUs] = rates.columns.timeUs;
  checkRates({ riskFree: rates }, firstUs);
  checkRates({ riskFree: rates }, undefined);
  checkRates({ riskFree: 0.5 }, 0);
  assertThrows(
    () => checkRates({ riskFree: rates }, firstUs! - 1),
    RangeError,
    'Cannot use feed "irx" as riskFree: its first rate is known at 2024-01-03T23:59:59.999999, and the first return begins',
  );
});

Deno.test("the benchmark is a feed of its own, or the traded feeds that have bars", () => {
  const [one, two, lines] = [january(1, 3, "one"), january(1, 4, "two"), january(1, 5, "lines")].map(feedOf);
  const feeds = [one!, two!, { ...lines!, trade: false }],
    closes = (count: number) => Float64Array.from({ length: count }, (_, at) => at + 1);
  const held = benchmarkOf({}, feeds)!;
  assertEquals([held.name, held.rebalanced, held.feeds.map(({ values }) => values)], [
    "buy-and-hold",
    false,
    [closes(3), closes(4)],
  ]);
  assertEquals(benchmarkOf({ benchmark: "equal-weight" }, feeds)!.rebalanced, true);
  const given = benchmarkOf({ benchmark: january(1, 9, "spy") }, feeds)!;
  assertEquals([given.name, given.feeds.length, given.feeds[0]!.values], ["spy", 1, closes(9)]);
  assertEquals(benchmarkOf({}, [feeds[2]!]), undefined);
});

Deno.test("a benchmark that does not cover the run is told", () => {
  const run = january(1, 31).columns.timeUs;
  assertEquals(noteOnBenchmark({ benchmark: january(9, 23, "spy") }, run), []);
  assertEquals(noteOnBenchmark({ benchmark: january(10, 22, "spy") }, run), [
    "Benchmark spy begins at 2024-01-10; the figures against it leave out the dates before",
    "Benchmark spy ends at 2024-01-22; from there on it stays at its last price",
  ]);
  assertEquals([noteOnBenchmark({}, run), noteOnBenchmark({ benchmark: january(9, 9) }, new Float64Array(0))], [
    [],
    [],
  ]);
});

Deno.test("a figure of the user needs a name of its own, and has to be one", () => {
  const mine = analyzer({ formula: "one", unit: "count", compute: () => 1 });
  checkOwnFigures({ mine, "mine too": mine, ["__proto__"]: mine });
  checkOwnFigures();
  const refused = (own: object, kind: typeof TypeError | typeof RangeError, message: string): void => {
    assertThrows(() => checkOwnFigures(own as Record<string, Figure>), kind, message);
  };
  refused({ sharpe: mine }, RangeError, 'Cannot add figure "sharpe": every result has one of that name');
  refused({ " ": mine }, RangeError, "Cannot use a figure without a name");
  refused({ mine: () => 1 }, TypeError, 'as figure "mine": make it by ct.analyzer({ formula, unit, compute })');
});
