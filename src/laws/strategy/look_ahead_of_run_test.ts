import { Bars, changedBars, feedOf } from "../../feeds/bars.ts";
import { assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { PeeksAhead } from "../../../tests/wrong_strategies/peeks_ahead.ts";
import { cutFeeds } from "./feed_window.ts";
import { lookAheadOfRun } from "./look_ahead_of_run.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));
const OPTIONS = { engineBackend: "typescript", cuts: 6 } as const;
const OPTIONS_OF_RUN = { engineBackend: "typescript" } as const;

Deno.test("a line that was computed from later bars is named, with the bar, the member and two bars that show it", async () => {
  const report = await lookAheadOfRun(PeeksAhead, feed, OPTIONS);
  assertEquals(report.verdict, "failed");
  const { bar, member, line, size, place } = report.counterExample!;
  assertEquals([member, line, size], ["next", "tomorrow (tomorrow(close))", 2]);
  assertEquals(place, `bar ${bar} (2013-05-15), line tomorrow (tomorrow(close)), PeeksAhead.next`);
});

Deno.test("a closure over the feed's own column is seen by the tail that is overwritten in place, then put back", async () => {
  const { close } = feed.columns, before = close.slice();
  class Closes extends ct.Strategy {
    override next(): void {
      const rises = close[this.data.length]! > this.data.close.now;
      if (rises && this.position.size === 0) this.buy();
      else if (!rises && this.position.size > 0) this.close();
    }
  }
  const report = await lookAheadOfRun(Closes, feed, OPTIONS);
  assertEquals([report.verdict, report.counterExample!.member], ["failed", "next"]);
  assertEquals(report.counterExample!.what.includes("overwritten in place"), true);
  assertEquals(close, before);
});

Deno.test("a strategy that throws where later bars are missing has looked for them", async () => {
  const { timeUs } = feed.columns, last = timeUs[timeUs.length - 1]!;
  class CountsDown extends ct.Strategy {
    left: ct.Line = ct.defineIndicator({
      name: "left",
      inputs: ["time"],
      update: () => (time) => time,
      column: ({ inputs, outputs }) => void outputs[0]!.fill(inputs[0]!.at(-1)!),
    })(this.data.time);
    override next(): void {
      if (this.left.now < last) throw new Error("the data end too early");
      if (this.data.length % 10 === 0) this.buy({ size: 1 });
    }
  }
  const report = await lookAheadOfRun(CountsDown, feed, OPTIONS);
  assertEquals([report.verdict, report.counterExample!.member], ["failed", "next"]);
  assertEquals(report.counterExample!.found.includes("the data end too early"), true);
});

Deno.test("settings inferred from all data are handed to runs on less of it, and closing at the end is no foresight", async () => {
  class Averages extends ct.Strategy.with({ fast: 5, slow: 20 }) {
    cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
    override next(): void {
      if (this.cross.now > 0) this.buy();
      else if (this.cross.now < 0) this.close();
    }
  }
  // Prices that end at a hundredth of where they began give another lot, and other decimals, to a part of the data.
  const fall = (column: Float64Array): Float64Array =>
    column.map((price, row) => row < 600 ? Math.round(price) : Math.round(price) / 100);
  const { open, high, low, close } = feed.columns;
  const falling = changedBars(feed, {
    columns: { ...feed.columns, open: fall(open), high: fall(high), low: fall(low), close: fall(close) },
  });
  const report = await lookAheadOfRun(Averages, falling, { ...OPTIONS, closeAtEnd: true });
  assertEquals([report.verdict, report.cases], ["held", 6]);
});

Deno.test("the rule on bars without volume is handed on, although the data up to a halt speak for the other one", async () => {
  class Buys extends ct.Strategy {
    override next(): void {
      if (this.data.length % 7 === 0) this.buy({ size: 1 });
      else if (this.data.length % 7 === 3) this.close();
    }
  }
  // 40 of 1260 bars are halts, 3 %; of the bars up to row 500 they are 8 %, for which a run on these alone would fill.
  const volume = feed.columns.volume.map((each, row) => row >= 300 && row < 340 ? 0 : Math.max(1, each));
  const halted = changedBars(feed, { columns: { ...feed.columns, volume } });
  const report = await lookAheadOfRun(Buys, halted, { ...OPTIONS, cuts: 20 });
  assertEquals([report.verdict, report.cases], ["held", 20]);
  const cut = new Bars(cutFeeds({ aapl: feedOf(halted) }, -Infinity, halted.columns.timeUs[400]!)["aapl"]!);
  const choices = [halted, cut].map((each) => ct.backtest(Buys, each, OPTIONS_OF_RUN).configuration.instruments[0]);
  assertEquals(choices.map((each) => each!.barWithoutVolume), ["no-fill", "fill"]);
});

Deno.test("a run of one bar has nothing to look ahead to", async () => {
  class Idle extends ct.Strategy {}
  const one = ct.bars({ time: ["2024-01-01"], open: [1], high: [1], low: [1], close: [1] });
  const report = await lookAheadOfRun(Idle, one, OPTIONS);
  assertEquals(report.verdict, "not applicable");
});
