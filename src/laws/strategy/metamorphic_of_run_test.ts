import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { Random } from "../random.ts";
import { DependsOnRegistration } from "../../../tests/wrong_strategies/depends_on_registration.ts";
import type { LawReport } from "../law_report.ts";
import { metamorphicOfRun } from "./metamorphic_of_run.ts";

function walk(name: string, seed: number): ct.Bars {
  const random = new Random(seed), time: string[] = [], close: number[] = [];
  let price = 10_000;
  for (let day = 0; day < 200; day++) {
    price += random.between(-150, 150);
    time.push(new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
    close.push(price / 100);
  }
  const away = (by: number): number[] => close.map((each) => (Math.round(each * 100) + by) / 100);
  return ct.bars({ time, open: away(20), high: away(90), low: away(-80), close }, { name });
}

const FEEDS = { aaa: walk("aaa", 1), bbb: walk("bbb", 2), ccc: walk("ccc", 3) };

/** The law on a strategy that does something on each bar. */
async function tried(
  next: (strategy: ct.Strategy) => void,
  feeds: Record<string, ct.Bars> = { aaa: FEEDS.aaa },
): Promise<LawReport> {
  class Tried extends ct.Strategy {
    override next(): void {
      next(this);
    }
  }
  return await metamorphicOfRun(Tried, feeds, { engineBackend: "typescript" });
}

/** Buys and closes by the relation of prices alone. */
function dips(strategy: ct.Strategy): void {
  const { close, length } = strategy.data;
  if (length < 3) return;
  if (close.now < close.ago(2)) strategy.buy({ fraction: 0.2, stopLoss: close.now * 0.97 });
  else if (close.now > close.ago(2) * 1.01) strategy.close();
}

Deno.test("a strategy that speaks of relations alone is the same under every rewriting", async () => {
  const report = await tried(dips);
  assertEquals([report.verdict, report.cases], ["held", 6]);
  assertEquals(report.leftOut, ["another order of registration: there is one feed"]);
});

Deno.test("this.data is the first feed: it stays the first while the others change places", async () => {
  const report = await tried(dips, FEEDS);
  assertEquals(report.verdict, "held");
  assert(report.tried.includes("registered as aaa, ccc, bbb"), report.tried);
  const two = await tried(dips, { aaa: FEEDS.aaa, bbb: FEEDS.bbb });
  assert(two.leftOut[0]!.includes("this.data, which is the first feed"), two.leftOut[0]);
});

Deno.test("a strategy that takes the first of its feeds by their order breaks the law, in two bars", async () => {
  const { verdict, counterExample } = await metamorphicOfRun(DependsOnRegistration, FEEDS, {
    engineBackend: "typescript",
  });
  assertEquals(verdict, "failed");
  assertEquals([counterExample!.member, counterExample!.size], ["next", 2]);
  assert(counterExample!.place.endsWith("DependsOnRegistration.next"), counterExample!.place);
  assertEquals(counterExample!.what, "The feeds registered as ccc, bbb, aaa instead of aaa, bbb, ccc give the same");
});

for (
  const [what, part, next] of [
    ["names", "renamed", (strategy: ct.Strategy) => {
      if (strategy.feeds["aaa"]!.length === 9) strategy.buy({ feed: "aaa", size: 1 });
    }],
    ["dates", "shifted by 1 week", (strategy: ct.Strategy) => {
      if (strategy.data.day === 1) strategy.buy({ size: 1 });
    }],
    ["amounts", "scaled by 2", (strategy: ct.Strategy) => {
      if (strategy.data.length % 9 === 0) strategy.buy({ cash: 100 });
    }],
    ["prices", "scaled by 0.5", (strategy: ct.Strategy) => {
      if (strategy.data.close.now < 97) strategy.buy({ size: 1 });
    }],
    ["every feed", "a silent feed added", (strategy: ct.Strategy) => {
      if (strategy.data.length % 9 === 0) strategy.buy({ fraction: 0.5 / Object.keys(strategy.feeds).length });
    }],
  ] as const
) {
  Deno.test(`a strategy that speaks of ${what} may do so: that part is left out with the place, the others hold`, async () => {
    const report = await tried(next);
    assertEquals(report.verdict, "held");
    const left = report.leftOut.find((each) => each.startsWith(part));
    assert(left !== undefined && /bar|before/.test(left), `${report.leftOut.join("\n")}\n${report.tried}`);
  });
}

Deno.test("a strategy that remembers a run does not repeat, so the law is not applicable to it", async () => {
  let bars = 0;
  const report = await tried((strategy) => {
    if (++bars % 11 === 0) strategy.buy({ size: 1 });
  });
  assertEquals([report.verdict, report.reason], ["not applicable", "the strategy does not repeat"]);
});
