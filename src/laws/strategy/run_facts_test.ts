import { feedOf } from "../../feeds/bars.ts";
import { assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { type ComparedRun, firstFactDifference } from "./run_facts.ts";
import { makeRun, type RunRows } from "./run_outcome.ts";
import { stepTimes } from "./feed_window.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url), { name: "one" });
const FEEDS = { one: feedOf(feed), two: { ...feedOf(feed), name: "two" } };

class Both extends ct.Strategy {
  override next(): void {
    if (this.feeds["one"]!.length % 40 !== 5) return;
    for (const name of Object.keys(this.feeds).toSorted()) this.buy({ feed: name, size: 1, stopLoss: 1 });
  }
}

function runOf(strategy: ct.StrategyClass<ct.Params>, feeds: Record<string, ct.FeedData>): ComparedRun {
  const outcome = makeRun(strategy, { feeds, options: { engineBackend: "typescript" }, wants: {} });
  return { outcome, timeUs: stepTimes(feeds) };
}

const BASE = runOf(Both, FEEDS);

/** The run with rows changed. */
function changed(change: (rows: RunRows) => Partial<RunRows>): ComparedRun {
  const rows = BASE.outcome.rows!;
  return { ...BASE, outcome: { ...BASE.outcome, rows: { ...rows, ...change(rows) } } };
}

Deno.test("a run shares all facts with itself, and with one whose feeds are registered the other way", () => {
  assertEquals(firstFactDifference(BASE, BASE), undefined);
  assertEquals(firstFactDifference(BASE, runOf(Both, { two: FEEDS.two, one: FEEDS.one })), undefined);
});

Deno.test("a request that one run lacks is told with its bar and member, and is the strategy's", () => {
  class Later extends Both {
    override next(): void {
      if (this.feeds["one"]!.length > 90) super.next();
    }
  }
  const difference = firstFactDifference(BASE, runOf(Later, FEEDS))!;
  assertEquals([difference.step, difference.member, difference.byStrategy], [4, "next", true]);
  assertEquals(difference.expected, 'buy one as order 1 of one in next {"size":1,"stopLoss":1}');
  assertEquals(difference.found.startsWith("nothing"), true);
  assertEquals(firstFactDifference(BASE, runOf(Later, FEEDS), 3), undefined, "up to the bar before they are the same");
});

Deno.test("a fill, a mark or an end that differs is the engine's, at its bar", () => {
  const { fills, equity } = BASE.outcome.rows!, at = 6, { bar } = fills[at]!;
  const cases: [ComparedRun, number, string][] = [
    [changed(() => ({ fills: fills.with(at, { ...fills[at]!, price: 1 }) })), bar, "fill of order"],
    [changed(() => ({ equity: equity.with(77, equity[77]! + 1e-6) })), 77, "cash "],
    [changed(({ orders }) => ({ orders: orders.with(-1, { ...orders.at(-1)!, limit: 3 }) })), feed.length - 1, "order"],
  ];
  for (const [other, step, text] of cases) {
    const difference = firstFactDifference(BASE, other)!;
    assertEquals([difference.step, difference.byStrategy], [step, false]);
    assertEquals(difference.expected.startsWith(text), true, difference.expected);
  }
});

Deno.test("a reading renames feeds and scales prices and money", () => {
  const renamed = Object.fromEntries(
    Object.values(FEEDS).map((each) => [`a ${each.name}`, { ...each, name: `a ${each.name}` }]),
  );
  class Renamed extends Both {
    override buy(options: ct.OrderOptions = {}): ct.OrderView {
      return super.buy(options);
    }
    override next(): void {
      if (this.feeds["a one"]!.length % 40 !== 5) return;
      for (const name of Object.keys(this.feeds).toSorted()) this.buy({ feed: name, size: 1, stopLoss: 1 });
    }
  }
  const other = runOf(Renamed, renamed);
  assertEquals(firstFactDifference({ ...BASE, reading: { feedName: (name) => `a ${name}` } }, other), undefined);
  assertEquals(firstFactDifference(BASE, other)?.step, 4);
  const doubled = firstFactDifference({ ...BASE, reading: { factor: 2 } }, BASE)!;
  assertEquals([doubled.step, doubled.expected], [0, "cash 20000, value 20000"]);
});
