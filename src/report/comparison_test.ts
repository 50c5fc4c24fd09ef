import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { returnCorrelation } from "./correlation.ts";
import { headlineText } from "./figure_text.ts";
import { REPORT_START } from "./page_start.ts";

const FEED = ct.bars({
  time: Array.from({ length: 8 }, (_, day) => `2024-01-0${day + 1}`),
  open: [10, 11, 12, 11, 13, 14, 13, 15],
  high: [11, 12, 13, 12, 14, 15, 14, 16],
  low: [9, 10, 11, 10, 12, 13, 12, 14],
  close: [10.5, 11.5, 12.5, 11.5, 13.5, 14.5, 13.5, 15.5],
}, { name: "rising" });

/** Buys at one bar and closes at another. */
class Timed extends ct.Strategy.with({ from: 1, to: 4 }) {
  override next(): void {
    if (this.data.length === this.params.from) this.buy({ size: 10 });
    if (this.data.length === this.params.to) this.close();
  }
}

const run = (from: number, to: number): ct.Result =>
  ct.backtest(Timed, FEED, { cash: 1000, params: { from, to }, engineBackend: "typescript" });

Deno.test("runs of one strategy are named by the parameters in which they differ, and equal ones by their places", () => {
  assertEquals(ct.compare([run(1, 4), run(1, 5)]).names, ["Timed to 4", "Timed to 5"]);
  assertEquals(ct.compare([run(1, 4), run(1, 4)]).names, ["Timed (1)", "Timed (2)"]);
  assertEquals(ct.compare({ short: run(1, 4), long: run(1, 5) }).names, ["short", "long"]);
});

Deno.test("every figure has the values of the statistics of each run", () => {
  const results = [run(1, 4), run(2, 6)], { figures } = ct.compare(results);
  const valuesOf = (key: string): unknown => figures.find((figure) => figure.key === key)?.values;
  for (const key of ["finalEquity", "returnFraction", "maxDrawdown", "sharpe", "winRate"] as const) {
    assertEquals(valuesOf(key), results.map(({ stats }) => stats[key]));
  }
  assertEquals(valuesOf("trades.closed"), [1, 1]);
});

Deno.test("trades differ by their opening, or by their end; equal runs have none that differ", () => {
  assertEquals(ct.compare([run(1, 4), run(1, 4)]).differingTrades, []);
  const [ended] = ct.compare([run(1, 4), run(1, 5)]).differingTrades;
  assertEquals(ended!.trades.map((trade) => trade?.exitPrice), [13, 14]);
  const opened = ct.compare([run(1, 4), run(2, 4), run(1, 4)]).differingTrades;
  assertEquals(opened.map(({ trades }) => trades.map((trade) => trade?.entryPrice ?? null)), [
    [11, null, 11],
    [null, 12, null],
  ]);
});

Deno.test("the correlation is that of the returns of dates that both have", () => {
  const { correlations } = ct.compare([run(1, 7), run(1, 7), run(100, 101)]);
  assertEquals(correlations[0]![1], 1);
  assertEquals([correlations[0]![2], correlations[2]![2]], [null, null], "a run without a trade does not vary");
  const days = Float64Array.of(1, 2, 3, 4, 6), other = Float64Array.of(2, 3, 4, 5, 6);
  // Returns over the dates 2, 3, 4 and 6 are 1, -0.5, 1 and 0.5, -0.25, 0.5.
  const found = returnCorrelation(
    { days, equity: Float64Array.of(7, 1, 2, 1, 2) },
    { days: other, equity: Float64Array.of(4, 6, 4.5, 9, 6.75) },
  );
  assertEquals(found, 1);
  // Returns of -0.5, 1, -0.5 beside 0.25, -0.5, 0.25.
  const four = days.subarray(0, 4);
  const against = returnCorrelation(
    { days: four, equity: Float64Array.of(4, 2, 4, 2) },
    { days: four, equity: Float64Array.of(8, 10, 5, 6.25) },
  );
  assertEquals(against, -1);
  assertEquals(returnCorrelation({ days, equity: Float64Array.of(1, -1, 2, 3, 4) }, { days, equity: days }), null);
});

Deno.test("a comparison is a table of text, in a template and on a console", () => {
  const comparison = ct.compare([run(1, 4), run(1, 5)]), text = `${comparison}`;
  assertEquals(text.split("\n")[0]!.trim(), "Timed to 4  Timed to 5");
  assertStringIncludes(text, "\nReturn                        2.00 %      3.00 %\n");
  assertStringIncludes(text, "\n\nTrades that differ: 1");
  assertEquals(Deno.inspect(comparison), text);
});

Deno.test("what is no result, or too few of them, is refused with its place", () => {
  const result = run(1, 4);
  assertThrows(() => ct.compare([result]), RangeError, "Cannot compare one result alone: pass two at least");
  assertThrows(() => ct.compare([]), RangeError, "Cannot compare no result");
  assertThrows(
    () => ct.compare([result, 7 as never]),
    TypeError,
    "Cannot compare 7 at place 1: it is no result of a run",
  );
  assertThrows(() => ct.compare({ a: result, b: null as never }), TypeError, `Cannot compare null "b"`);
  assertThrows(() => ct.compare(7 as never), TypeError, "Cannot compare 7: pass an array of results");
  const ask = "pass an array of results, or results by name";
  const refusals: readonly (readonly [given: unknown, message: string])[] = [
    [result, `Cannot compare a result: ${ask}`],
    [Promise.resolve([result]), `Cannot compare a promise: ${ask}`],
    [[result, Promise.resolve(result)], "Cannot compare a promise at place 1: await it"],
    [[[result, result], result], "Cannot compare an array at place 0: it is no result of a run"],
    [{ a: { result }, b: result }, 'Cannot compare a plain object "a": it is no result of a run'],
    [
      [result, ct.readResult(result)],
      "Cannot compare a saved result at place 1: the session dates and the measured steps of its run were not saved; " +
      "run it again to compare it",
    ],
  ];
  for (const [given, message] of refusals) {
    assertEquals(assertThrows(() => ct.compare(given as never), TypeError).message, message);
  }
});

Deno.test("the page of a comparison has every figure of every run", async () => {
  const results = [run(1, 4), run(1, 5)], page = await ct.compare(results).html({ title: "Two <runs>" });
  assert(page.startsWith(REPORT_START));
  assertStringIncludes(page, "<title>Two &lt;runs&gt;</title>");
  for (const { stats } of results) {
    assertStringIncludes(page, `data-figure="returnFraction" data-value="${stats.returnFraction}"`);
  }
  assert(!page.split("<main")[1]!.split("<script")[0]!.includes("undefined"));
});

Deno.test("runs over different spans are noted with the span of each, on the page and in the text", async () => {
  const options = { cash: 1000, engineBackend: "typescript" } as const;
  const whole = ct.backtest(Timed, FEED, options), late = ct.backtest(Timed, FEED, { ...options, from: "2024-01-03" });
  const comparison = ct.compare({ whole, late });
  const spans = `whole: ${whole.stats.start} to ${whole.stats.end}; late: ${late.stats.start} to ${late.stats.end}.`;
  const note =
    `The runs have different spans, so that figures which depend on time do not compare like with like. ${spans}`;
  assertStringIncludes(await comparison.html(), `<p class="note">${note}</p>`);
  assertStringIncludes(comparison.toString(), note);
  const same = ct.compare([whole, run(1, 5)]);
  assert(!`${same}${await same.html()}`.includes("different spans"));
});

Deno.test("a headline has the mark of the summary, and a bound in the place of digits that do not fit", async () => {
  class Grows extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ fraction: 1 });
    }
  }
  const result = ct.backtest(Grows, FEED, { engineBackend: "typescript" });
  assert(result.stats.cagr! > 10_000 && result.summary().includes("(extrapolated)"));
  const tiles = (await result.html()).split('class="tiles"')[1]!.split("</dl>")[0]!.replace(/\s+/g, " ");
  assertStringIncludes(tiles, '&gt; 1,000,000 % <span class="why">(extrapolated)</span>');
  assertEquals(headlineText({ value: 9_999.99, unit: "fraction" }), "999,999.00 %");
  assertEquals(headlineText({ value: -10_000, unit: "fraction" }), "< -1,000,000 %");
  assertEquals(headlineText({ value: 1e6, unit: "money" }), "1,000,000.00");
});
