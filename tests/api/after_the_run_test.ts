/**
 * Bars, lines and orders that outlive a run, and strategies that a run would have to wait for.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { risingBars } from "./daily_bars.ts";
import { scripted } from "./scripted.ts";

const OPTIONS = { engineBackend: "typescript" } as const;

/** Runs a strategy that throws on its second bar or not, and returns it. */
function strategyAfter(throws: boolean): ct.Strategy {
  let kept: ct.Strategy | undefined;
  class Keeps extends ct.Strategy {
    override next(): void {
      kept = this;
      if (throws && this.data.length === 2) throw new Error("on purpose");
    }
  }
  if (throws) assertThrows(() => ct.backtest(Keeps, risingBars(3), OPTIONS), ct.StrategyError, "on purpose");
  else ct.backtest(Keeps, risingBars(3), OPTIONS);
  return kept!;
}

Deno.test("bars that were written to are refused by the next run, and by the one in which they were", () => {
  const feed = risingBars(4);
  feed.columns.open[2] = 50;
  const message = 'Cannot use feed "AAA": its column "open" was changed at row 2';
  assertThrows(() => ct.backtest(scripted({}), feed, OPTIONS), TypeError, message);
  const other = risingBars(4), seen: number[] = [];
  const writes = scripted({
    2: (s) => {
      other.columns.open.fill(1, 2);
      s.buy({ size: 1 });
    },
    3: (s) => void seen.push(s.data.open.now),
  });
  assertThrows(() => ct.backtest(writes, other, OPTIONS), TypeError, 'its column "open" was changed at row 2');
  assertEquals(seen, [risingBars(4).columns.open[2]], "the strategy sees the prices at which the engine fills");
});

Deno.test("the lines of a run that is over, or that failed, make no further line", () => {
  for (const throws of [false, true]) {
    const { close } = strategyAfter(throws).data;
    assertThrows(() => ct.sma(close, 2), RangeError, "its run is over; make lines as fields of the strategy that runs");
  }
});

Deno.test("a strategy whose run is over, or failed, places no order", () => {
  for (const throws of [false, true]) {
    assertThrows(() => strategyAfter(throws).buy({ size: 1 }), TypeError, "Cannot buy after the run");
  }
});

Deno.test("a promise that next returns ends the run, as its orders would come too late", () => {
  class Waits extends ct.Strategy {
    override next(): void {
      return Promise.resolve() as unknown as void;
    }
  }
  assertThrows(
    () => ct.backtest(Waits, risingBars(2), OPTIONS),
    ct.StrategyError,
    "its next is async, and a run waits for no promise",
  );
});

Deno.test("a line that a later run keeps from an earlier one is refused when it is read, and readable after both", () => {
  const cache = new Map<string, ct.Line>(), seen: number[] = [];
  const keep = (make: () => ct.Line): ct.Line => {
    if (!cache.has("k")) cache.set("k", make());
    return cache.get("k")!;
  };
  class Caches extends ct.Strategy {
    // As a program does that wants to make each line once.
    average = keep(() => ct.sma(this.data.close, 2));
    override next(): void {
      seen.push(this.average.now, this.average.ago(1));
    }
  }
  for (const stepByStep of [false, true]) {
    cache.clear();
    ct.backtest(Caches, risingBars(4), { ...OPTIONS, stepByStep });
    const length = seen.length, message = 'line "sma(close, 2)" of feed "AAA": its run is over';
    assertThrows(() => ct.backtest(Caches, risingBars(4), { ...OPTIONS, stepByStep }), ct.StrategyError, message);
    assertEquals(seen.length, length, "nothing is read");
    const kept = cache.get("k")!;
    assertEquals([kept.now, kept.ago(1), kept.ready, kept.clock.index], [...seen.slice(-2), true, 3]);
    assertThrows(() => kept.ago(4), RangeError, "in bar 3: the first bar is at n = 3");
    assertEquals(Deno.inspect(kept).includes(`now: ${kept.now}`), true);
  }
});

Deno.test("the lines of a run within another are not read by that one, and its own stay readable", () => {
  class Outer extends ct.Strategy {
    override next(): void {
      const inner = scripted({}), before = this.data.close.now;
      let kept: ct.Line | undefined;
      class Inner extends inner {
        override next(): void {
          kept = this.data.close;
        }
      }
      ct.backtest(Inner, risingBars(3), OPTIONS);
      assertThrows(() => kept!.now, RangeError, "its run is over, and another one goes on");
      assertEquals(this.data.close.now, before);
    }
  }
  ct.backtest(Outer, risingBars(2), OPTIONS);
});
