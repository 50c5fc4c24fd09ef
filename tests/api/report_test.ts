/**
 * The report of a result as text: its parts, its policy, its size, its errors. What it shows is tested in a browser.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { drawdowns } from "../../src/analyzers/drawdown/drawdown.ts";
import { readColumn } from "../../src/report/column_code.ts";
import { REPORT_START } from "../../src/report/page_start.ts";
import { orderLevels } from "../../src/report/order_levels.ts";
import { readPayload, type RunPayload } from "../../src/report/payload.ts";
import { reportOfResult } from "../../src/report/report_of_result.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";

const ENGINE = { engineBackend: "typescript" } as const;

/** Buys with a stop and a target, moves the stop up twice, and leaves the trade to them. */
class MovesStop extends ct.Strategy.with({}) {
  entry: ct.OrderView | null = null;

  override next(): void {
    const bar = this.data.length;
    if (bar === 1) this.entry = this.buy({ size: 1, limit: 9.95, stopLoss: 8, takeProfit: 20 });
    if (bar === 3) this.replace(this.entry!.stopLoss!, { stop: 9 });
    if (bar === 4) this.replace(this.entry!.stopLoss!, { stop: 9.5 });
  }
}

const FEED = ct.bars({
  time: ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"],
  open: [10, 10, 11, 11, 11, 11],
  high: [11, 11, 12, 12, 12, 11],
  low: [9.8, 9.9, 10, 10.5, 10, 9],
  close: [10, 11, 11, 11, 11, 9.25],
}, { name: "moved" });

async function shop(): Promise<ct.Result> {
  return ct.backtest(SmaCross, await ct.csv("fixtures/prices/aapl.csv"), { ...ENGINE, commission: 0.001 });
}

Deno.test("a stop is drawn from the fill of its entry on, at each price that it was moved to", () => {
  const result = ct.backtest(MovesStop, FEED, { ...ENGINE, cash: 100 }),
    { orders, fills, changes } = reportOfResult(result);
  const stop = orders.find(({ role }) => role === "stopLoss")!;
  assertEquals(changes.map(({ orderId, bar, stop }) => [orderId, bar, stop]), [[stop.id, 2, 9], [stop.id, 3, 9.5]]);
  const levels = orderLevels(orders, fills, changes, 0).filter(({ kind }) => kind === "stop");
  assertEquals(levels.map(({ price }) => price), [8, 9, 9.5]);
  assert(fills[0]!.timeUs > stop.placedUs, "the entry waits for its limit");
  assertEquals(levels[0]!.fromUs, fills[0]!.timeUs, "a protective order rests from the fill of its entry on");
  assertEquals(levels.slice(1).map(({ fromUs }) => fromUs), changes.map(({ timeUs }) => timeUs));
  assertEquals(levels.at(-1)!.toUs, stop.endedUs);
});

Deno.test("a report is one page that names no other file, with a policy of hashes", async () => {
  const page = await (await shop()).html();
  const policy = page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)![1]!.replaceAll("&#39;", "'");
  assert(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
  assert(!/unsafe|https?:/.test(policy), policy);
  const [style] = page.match(/(?<=<style>)[^]*?(?=<\/style>)/)!,
    script = page.split("<script>")[1]!.split("</script>")[0]!;
  for (const text of [style, script]) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toBase64();
    assertStringIncludes(policy, `'sha256-${hash}'`);
  }
  const markup = page.replace(script, "").replace(style, "");
  assertEquals([...markup.matchAll(/(?:src|href)="(?!#|data:)([^"]+)"/g)].map(([, url]) => url), [
    "https://www.tradingview.com/",
  ]);
  assertEquals([...markup.matchAll(/\sstyle=|\son\w+=/g)].length, 0);
  assertStringIncludes(markup, "TradingView Lightweight Charts, Copyright (c) TradingView, Inc.");
  assert(new TextEncoder().encode(page).length < 1_000_000, `${page.length}`);
});

Deno.test("the page has the prices, the curves and the rows to the bit", async () => {
  const result = await shop(), page = await result.html(), { columns: bars } = await ct.csv("fixtures/prices/aapl.csv");
  const { payload, columns } = await readPayload(page.match(/id="data">([^<]*)</)![1]!);
  const run = payload as RunPayload, feed = run.feeds[0]!;
  for (const name of ["open", "high", "low", "close", "volume"] as const) {
    assertEquals(readColumn(feed[name]!, columns), bars[name], name);
  }
  assertEquals(readColumn(feed.time, columns), bars.timeUs);
  assertEquals(readColumn(run.equity, columns), result.equity);
  assertEquals(readColumn(run.cash, columns), result.cash);
  assertEquals(drawdowns(readColumn(run.equity, columns), run.cashInitial), result.drawdown);
  assertEquals(feed.lines.map(({ field, pane }) => [field, pane]).slice(0, 2), [["fast", 0], ["slow", 0]]);
  const trades = run.tables.find(({ id }) => id === "trades")!;
  const of = (
    key: string,
  ): number[] => [...readColumn(trades.columns.find((column) => column.key === key)!.plan, columns)];
  assertEquals(of("pnl"), result.trades.map(({ pnl }) => pnl ?? NaN));
  assertEquals(of("opened"), result.trades.map(({ openedUs }) => openedUs));
});

Deno.test("the benchmark of a report ends at the figure of the statistics, and months make the years", async () => {
  const result = await shop(), { curves, months, years, drawdowns: worst } = reportOfResult(result);
  const { stats } = result, last = curves.benchmark!.values.at(-1)!;
  assert(Math.abs(last / 10_000 - 1 - stats.buyAndHold!) < 1e-12, `${last} ${stats.buyAndHold}`);
  for (const { year, value } of years) {
    const product = months.filter((month) => month.year === year).reduce(
      (growth, month) => growth * (1 + month.value!),
      1,
    );
    assert(Math.abs(product - 1 - value!) < 1e-12, `${year}`);
  }
  assertEquals([worst[0]!.depth, Math.max(...worst.map(({ days }) => days))], [
    stats.maxDrawdown,
    stats.maxDrawdownDuration,
  ]);
});

Deno.test("writeHtml() writes the page, and names a file that it cannot write", async () => {
  const folder = await Deno.makeTempDir(), result = await shop();
  await result.writeHtml(`${folder}/report.html`, { title: "A & B", theme: "dark" });
  const page = await Deno.readTextFile(`${folder}/report.html`);
  assert(
    page.startsWith(REPORT_START) && page.includes(`data-theme="dark"`) && page.includes("<h1>A &amp; B</h1>"),
  );
  const comparison = ct.compare([result, result]);
  for (const wrong of [5, ""]) {
    for (const made of [result, comparison]) {
      const message = `Cannot write ${JSON.stringify(wrong)}: pass the path of a file as a text, or a file: URL`;
      await assertRejects(() => made.writeHtml(wrong as never), TypeError, message);
    }
  }
  await assertRejects(() => result.writeHtml(`${folder}/none/report.html`), ct.FileError, `${folder}/none/report.html`);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an option of a report that is unknown or wrong is refused by its name", async () => {
  const result = ct.backtest(MovesStop, FEED, ENGINE),
    wrong = (options: unknown) => () => result.html(options as never);
  await assertRejects(
    wrong({ titel: "x" }),
    TypeError,
    `Cannot use the option "titel" of a report: there are title and theme`,
  );
  await assertRejects(wrong({ title: 7 }), TypeError, "Cannot use title 7 of a report: pass a text");
  await assertRejects(
    wrong({ theme: "red" }),
    TypeError,
    `Cannot use theme "red" of a report: pass "auto", "light" or "dark"`,
  );
  await assertRejects(wrong(7), TypeError, "Cannot use 7 as the options of a report");
});

Deno.test("the months of a report begin with the measured part, and its curves with the run", async () => {
  const late = ct.backtest(MovesStop, FEED, { ...ENGINE, measureFrom: "2024-01-03" });
  const { months, curves } = reportOfResult(late);
  assertEquals(months.length, 1);
  assertEquals(curves.timeUs.length, 6, "curves show the whole run");
  assert((await late.html()).length > 1000);
});

Deno.test("a page has the trades by tag, reason of exit and side, with the numbers of the tables", async () => {
  class Tagged extends ct.Strategy.with({}) {
    override next(): void {
      const { size } = this.position, { length } = this.data, close = this.data.close.now;
      if (size === 0) this.buy({ size: 1, stopLoss: close * 0.98, tag: length % 2 === 0 ? "even <day>" : "odd day" });
      else if (length % 7 === 0) this.close();
    }
  }
  const result = ct.backtest(Tagged, await ct.sample("aapl"), ENGINE), { groups } = reportOfResult(result);
  const { tradesByTag, tradesByExitReason, tradesBySide } = result.tables;
  assertEquals(groups.map(({ rows }) => rows), [tradesByTag, tradesByExitReason, tradesBySide]);
  const page = await result.html();
  assert(page.includes("even &lt;day&gt;") && !page.includes("even <day>"));
  const wins = tradesByTag[0]!.winRate * 100;
  assert(page.includes(`${wins.toFixed(2)} %`), `${wins}`);
  assertEquals(
    reportOfResult(ct.backtest(MovesStop, FEED, ENGINE)).groups.map(({ name }) => name).includes("Tag"),
    false,
  );
});

Deno.test("each figure of a page stands once, with the formula that ct.figures has", async () => {
  const own = ct.analyzer({ formula: "1", unit: "ratio", compute: () => 1 });
  const result = ct.backtest(SmaCross, await ct.csv("fixtures/prices/aapl.csv"), { ...ENGINE, figures: { mine: own } });
  const { figures } = reportOfResult(result), keys = figures.map(({ key }) => key);
  assertEquals(new Set(keys).size, keys.length);
  for (const [name, { formula }] of Object.entries(ct.figures)) {
    const key = name.replace("tradesClosed", "trades.closed").replace("tradesOpen", "trades.open");
    assertEquals(figures.find((figure) => figure.key === key)?.formula, formula, name);
  }
  assertEquals(figures.find(({ key }) => key === "mine")?.value, 1);
});
