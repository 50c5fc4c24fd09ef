/**
 * Liquidations of runs that go ahead over quiet bars: each comes in the step of the run step by step.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";
import { Random } from "../../src/laws/random.ts";
import { enginesUnderTest } from "../engines.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";

openLibrary();

/** Bars that stand still for long, then gap by a tenth or more, or touch a far price for one bar alone. */
function jumpyBars(random: Random, count: number, name: string): ct.Bars {
  let price = 10_000;
  const rows = Array.from({ length: count }, (): Prices => {
    const jumps = random.chance(3), spikes = random.chance(2);
    if (jumps) price = Math.max(3000, Math.min(30_000, Math.round(price * (1 + random.between(-25, 26) / 100))));
    const open = price, close = price + random.between(-3, 4), far = Math.round(price * random.between(5, 30) / 100);
    const up = random.chance(50), high = Math.max(open, close) + (spikes && up ? far : 2);
    const low = Math.min(open, close) - (spikes && !up ? far : 2);
    price = close;
    return [open / 100, high / 100, low / 100, close / 100];
  });
  return dailyBars(rows, { name });
}

Deno.test("a position on margin is liquidated in the same step, whether a run goes ahead or step by step", () => {
  const random = new Random(21);
  let liquidations = 0;
  for (let round = 0; round < 60; round++) {
    const feeds = Object.fromEntries(
      ["one", "two"].slice(0, 1 + round % 2).map((name) => {
        return [name, jumpyBars(random, 400, name)];
      }),
    );
    const settlement = round % 3 === 0 ? "futures" as const : "paid" as const;
    const terms = { cash: 100_000, leverage: 5, settlement, onRuin: "ignore" as const, commission: 0.0005 };
    const sides = random.chance(50) ? ["buy", "sell"] as const : ["sell", "buy"] as const;
    class Holds extends ct.Strategy.with({}) {
      override next(): void {
        if (this.data.length % 40 !== 1 || this.broker.value < 1000) return;
        Object.keys(this.feeds).forEach((feed, at) => {
          if (this.positionOf(feed).size === 0) this[sides[at]!]({ feed, fraction: round % 2 === 0 ? 3 : 1.8 });
        });
      }
    }
    const outcomes = enginesUnderTest().flatMap((engineBackend) =>
      [false, true].map((stepByStep) => {
        const result = ct.backtest(Holds, feeds, { ...terms, engineBackend, stepByStep });
        return { engineBackend, stepByStep, result };
      })
    );
    for (const { engineBackend, stepByStep, result } of outcomes) {
      const told = `round ${round}, ${engineBackend}, stepByStep: ${stepByStep}`, first = outcomes[0]!.result;
      assertEquals(result.fills, first.fills, told);
      assertEquals([result.chain, result.markHash()], [first.chain, first.markHash()], told);
    }
    liquidations += outcomes[0]!.result.fills.filter(({ rule }) => rule === "liquidation").length;
  }
  assert(liquidations > 40, `${liquidations} liquidations`);
});
