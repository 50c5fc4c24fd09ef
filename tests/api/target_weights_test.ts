/**
 * Baskets through `backtest`: weights of several feeds that share the account.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { barsAt, DAY_MS, type Prices } from "./daily_bars.ts";
import { onEveryEngine, type Outcome, outcomeOf } from "./every_engine.ts";
import { ends, runScript } from "./scripted.ts";

/** Bars with a flat price each, without those of some days, counted from 0. */
function flat(prices: readonly number[], ...missing: readonly number[]): ct.Bars {
  const days = prices.map((_price, day) => day).filter((day) => !missing.includes(day));
  const time = days.map((day) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10));
  return barsAt(time, days.map((day): Prices => [prices[day]!, prices[day]!, prices[day]!, prices[day]!]), {
    timeframe: "1d",
  });
}

const lines = (outcome: Outcome): string[] =>
  outcome.fills.map(({ feed, bar, side, size, price }) => `${bar + 1} ${side} ${size} ${feed} @ ${price}`);

Deno.test("weights become positions: reducers first, then openings, and the rest of no lot stays cash", () => {
  const outcome = runScript({ one: flat([100, 100, 120]), two: flat([50, 50, 60]) }, {
    1: (s) => void s.targetWeights({ one: 0.5, two: 0.5 }),
    2: (s) => void s.targetWeights({ two: 0.75, one: 0.25 }),
  }, { cash: 10_000, lot: 1 });
  assertEquals(lines(outcome), [
    "2 buy 50 one @ 100",
    "2 buy 100 two @ 50",
    "3 sell 25 one @ 120",
    "3 buy 50 two @ 60",
  ]);
  assertEquals([outcome.cash, outcome.equity], [[10_000, 0, 0], [10_000, 10_000, 12_000]]);
});

Deno.test("the order of the keys and of the feeds changes nothing, with commission, slippage and a leg to come", () => {
  const feeds = {
    one: flat([31, 32, 33, 35, 34, 36]),
    two: flat([17, 18, 16, 15, 17, 18], 1, 4),
    three: flat([7, 6, 8, 7, 9, 8]),
  };
  class Rotates extends ct.Strategy.with({ turned: false }, ["one", "two", "three"]) {
    override next(): void {
      const bar = this.feeds.one.length, short = bar % 2 === 0 ? -0.2 : 0.2;
      const weights = { one: 0.4, two: short, three: 0.4 };
      this.targetWeights(this.params.turned ? { three: weights.three, two: weights.two, one: weights.one } : weights);
    }
  }
  const options = { cash: 12_345, commission: 0.003, slippage: 0.001, tick: 0.01, lot: 1 };
  const run = (named: Readonly<Record<string, ct.Bars>>, turned: boolean): Outcome =>
    onEveryEngine((conduct) =>
      outcomeOf(ct.backtest(Rotates, named as Record<"one" | "two" | "three", ct.Bars>, {
        ...{ ...options, ...conduct },
        params: { turned },
        start: "any",
      }))
    );
  const first = run(feeds, false), turned = run(feeds, true);
  assertEquals(turned, first);
  const { one, two, three } = feeds, moved = run({ three, one, two }, false);
  assertEquals([moved.cash, moved.equity], [first.cash, first.equity]);
  assertEquals(lines(moved).toSorted(), lines(first).toSorted());
  assert(
    first.fills.some(({ feed }) => feed === "two") && first.diagnostics.some(({ reason }) => reason === "cutToCash"),
  );
});

Deno.test("other feeds are kept, or closed on request; weights of nothing close; no weights are no orders", () => {
  const feeds = { one: flat([10, 10, 10, 10, 10]), two: flat([10, 10, 10, 10, 10]) };
  const outcome = runScript(feeds, {
    1: (s) => void s.targetWeights({ one: 0.25, two: 0.25 }),
    2: (s) => assertEquals(Object.keys(s.targetWeights({ one: 0.5 })), ["one"]),
    3: (s) => {
      assertEquals(s.targetWeights({}), {});
      const orders = s.targetWeights({ one: 0 }, { others: "close", tag: "out" });
      assertEquals(Object.entries(orders).map(([feed, order]) => [feed, order!.side, order!.tag]), [
        ["one", "buy", "out"],
        ["two", "buy", "out"],
      ]);
    },
    4: (s) => assertEquals(s.targetWeights({}, { others: "close" }), {}),
  }, { cash: 1000 });
  assertEquals(lines(outcome), [
    "2 buy 25 one @ 10",
    "2 buy 25 two @ 10",
    "3 buy 25 one @ 10",
    "4 sell 50 one @ 10",
    "4 sell 25 two @ 10",
  ]);
});

Deno.test("a further call takes the place of legs that wait for their bar", () => {
  const feeds = { one: flat([10, 10, 10, 10, 10]), two: flat([10, 10, 10, 10, 10], 1, 2) };
  const outcome = runScript(feeds, {
    1: (s) => void s.targetWeights({ one: 0.5, two: 0.5 }),
    3: (s) => void s.targetWeights({ one: 0.2, two: 0.8 }),
  }, { cash: 1000 });
  assertEquals(ends(outcome), ["1 filled filled", "2 cancelled byRequest", "3 filled filled", "4 filled filled"]);
  assertEquals(lines(outcome), ["2 buy 50 one @ 10", "4 sell 30 one @ 10", "4 buy 80 two @ 10"]);
});

Deno.test("every law holds on a rotation over feeds with missing days", async () => {
  class Rotates extends ct.Strategy.with({}, ["one", "two", "three"]) {
    override next(): void {
      const { one, two, three } = this.feeds;
      if (one.length % 3 !== 0) return;
      const best = one.close.now > two.close.now ? 0.7 : 0.1;
      this.targetWeights({ one: best, two: 0.8 - best, three: three.close.now > 14 ? -0.2 : 0.2 });
    }
  }
  const wave = (shift: number): number[] => Array.from({ length: 30 }, (_each, at) => 12 + (at * 5 + shift) % 7);
  const feeds = { one: flat(wave(0)), two: flat(wave(3), 4, 5, 13), three: flat(wave(5)) };
  const proof = await prove(Rotates, feeds, { cash: 4096, commission: 0.001 });
  const failed = proof.laws.filter(({ verdict }) => verdict === "failed");
  assertEquals(failed.map(({ law, counterExample }) => [law, counterExample]), []);
});

Deno.test("weights that cannot be are named with their feed and a remedy", () => {
  const feed = flat([10, 10]),
    run = (weights: unknown, options: unknown = {}): void => {
      runScript({ one: feed, two: feed }, {
        1: (s) => void s.targetWeights(weights as Record<string, number>, options as ct.TargetWeightsOptions),
      });
    };
  for (
    const [weights, options, message] of [
      [5, {}, "Cannot take the weights 5: pass parts of the account by feed"],
      [{ one: "0.5" }, {}, 'Cannot take "0.5" as the weight of feed "one": pass a number'],
      [{ one: undefined }, {}, 'Cannot take undefined as the weight of feed "one"'],
      [{ one: NaN }, {}, 'Cannot take NaN as the weight of feed "one"'],
      [{ one: 0.6, two: -0.6 }, {}, "Cannot take weights that come to 1.2 of the account"],
      [{ three: 0.5 }, {}, 'Cannot find feed "three": there are "one", "two"'],
      [{ one: 0.5 }, { others: "sell" }, 'Cannot use others "sell": pass "keep" or "close"'],
      [{ one: 0.5 }, { other: "close" }, 'Cannot use option "other" of targetWeights'],
    ] as const
  ) assertThrows(() => run(weights, options), ct.StrategyError, message);
});
