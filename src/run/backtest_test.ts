import { assert, assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";

const column = [1, 2, 3];
const feed = bars({
  time: ["2024-01-01", "2024-01-02", "2024-01-03"],
  open: column,
  high: column,
  low: column,
  close: column,
});

const PLAIN = { engineBackend: "typescript" } as const;

Deno.test("one feed keeps its name, and of several each has the name that it is given under", () => {
  const names: string[] = [];
  class Names extends Strategy {
    override start(): void {
      names.push(Object.keys(this.feeds).join(), this.data.name);
    }
  }
  backtest(Names, feed, PLAIN);
  backtest(Names, { one: feed, other: feed }, PLAIN);
  assertEquals(names, ["bars", "bars", "one,other", "one"]);
});

Deno.test("a run that throws frees its engine, and the next one is none the worse", () => {
  class Breaks extends Strategy {
    override next(): void {
      throw new Error("stop here");
    }
  }
  class Fine extends Strategy {}
  const chain = backtest(Fine, feed, PLAIN).chain;
  for (let round = 0; round < 20; round++) assertThrows(() => backtest(Breaks, feed, PLAIN));
  assertEquals(backtest(Fine, feed, PLAIN).chain, chain);
});

Deno.test("the feed is left as it was", () => {
  const before = structuredClone(feed);
  class Buys extends Strategy {
    override next(): void {
      this.buy({ size: 1 });
    }
  }
  backtest(Buys, feed, { ...PLAIN, resolution: 0.5 });
  backtest(Buys, { a: feed, b: feed }, PLAIN);
  assertEquals(structuredClone(feed), before);
  assert(!feed.columns.close.some(Number.isNaN));
});
