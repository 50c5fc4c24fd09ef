/**
 * Every type of order through a backtest: where it fills, at what price, and by which rule.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { OrderOptions } from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { type FillLine, fillLines, runScript } from "./scripted.ts";

const FIRST: Prices = [100, 101, 99, 100];

/** Places an order on the first bar and says how it fills on the bars after it. */
function fillsOf(side: "buy" | "sell", options: OrderOptions, ...rows: readonly Prices[]): FillLine[] {
  const outcome = runScript(dailyBars([FIRST, ...rows]), {
    1: (s) => void s[side]({ size: 2, ...options } as OrderOptions),
  });
  return fillLines(outcome);
}

Deno.test("a market order fills at the open of the next bar", () => {
  assertEquals(fillsOf("buy", {}, [102.5, 103, 101, 102]), [[1, 2, "open", 2, 102.5]]);
  assertEquals(fillsOf("sell", {}, [102.5, 103, 101, 102]), [[1, 2, "open", -2, 102.5]]);
});

Deno.test("an order placed on the last bar meets none and stays open", () => {
  const outcome = runScript(dailyBars([FIRST]), { 1: (s) => void s.buy() });
  assertEquals([outcome.fills, outcome.orders.map(({ state }) => state)], [[], ["accepted"]]);
});

Deno.test("a limit fills at its price inside the bar, at a better open, and when it is touched exactly", () => {
  assertEquals(fillsOf("buy", { limit: 98.5 }, [100, 101, 98, 99]), [[1, 2, "limit", 2, 98.5]]);
  assertEquals(fillsOf("buy", { limit: 98.5 }, [97, 99, 96, 98]), [[1, 2, "limitOpen", 2, 97]]);
  assertEquals(fillsOf("buy", { limit: 98.5 }, [100, 101, 98.5, 99]), [[1, 2, "limit", 2, 98.5]]);
  assertEquals(fillsOf("sell", { limit: 101.5 }, [100, 102, 98, 99]), [[1, 2, "limit", -2, 101.5]]);
  assertEquals(fillsOf("sell", { limit: 101.5 }, [103, 104, 102, 103]), [[1, 2, "limitOpen", -2, 103]]);
});

Deno.test("a limit that is not reached rests until a bar reaches it", () => {
  assertEquals(fillsOf("buy", { limit: 98.5 }, [100, 101, 98.51, 99], [99, 100, 99, 99], [99, 99, 98, 99]), [
    [1, 4, "limit", 2, 98.5],
  ]);
});

Deno.test("a stop fills at its trigger, or at an open beyond it", () => {
  assertEquals(fillsOf("buy", { stop: 102 }, [100, 103, 99, 101]), [[1, 2, "stop", 2, 102]]);
  assertEquals(fillsOf("buy", { stop: 102 }, [104, 105, 103, 104]), [[1, 2, "stopGap", 2, 104]]);
  assertEquals(fillsOf("sell", { stop: 98 }, [100, 101, 97, 99]), [[1, 2, "stop", -2, 98]]);
  assertEquals(fillsOf("sell", { stop: 98 }, [95, 96, 94, 95]), [[1, 2, "stopGap", -2, 95]]);
});

Deno.test("a stop-limit fills at its trigger when the limit has room for it", () => {
  assertEquals(fillsOf("buy", { stop: 102, limit: 103 }, [100, 104, 99, 101]), [[1, 2, "stopLimit", 2, 102]]);
  assertEquals(fillsOf("sell", { stop: 98, limit: 97 }, [100, 101, 96, 99]), [[1, 2, "stopLimit", -2, 98]]);
});

Deno.test("a stop-limit whose gap is beyond the limit waits for the limit", () => {
  assertEquals(fillsOf("buy", { stop: 102, limit: 103 }, [105, 106, 104, 105], [104, 105, 102.5, 103]), [
    [1, 3, "limit", 2, 103],
  ]);
});

Deno.test("an order onClose fills at the close of the next bar", () => {
  assertEquals(fillsOf("buy", { onClose: true }, [102, 103, 101, 102.75]), [[1, 2, "close", 2, 102.75]]);
});

Deno.test("order prices snap: limit buys down, limit sells up, triggers to the nearest; the row keeps both values", () => {
  const outcome = runScript(dailyBars([FIRST]), {
    1: (s) => {
      s.buy({ size: 1, limit: 90.129 });
      s.sell({ size: 1, limit: 110.121 });
      s.buy({ size: 1, stop: 110.124 });
      s.sell({ size: 1, stop: 90.126 });
    },
  }, { tick: 0.01 });
  assertEquals(outcome.orders.map(({ asked, limit, stop }) => [asked.limit ?? asked.stop, limit ?? stop]), [
    [90.129, 90.12],
    [110.121, 110.13],
    [110.124, 110.12],
    [90.126, 90.13],
  ]);
});

Deno.test("an order price that arithmetic left a hair off the grid is the price that was meant", () => {
  const rows: Prices[] = [FIRST, [101, 102, 100, 101]];
  const outcome = runScript(dailyBars(rows), { 2: (s) => void s.sell({ size: 1, limit: s.data.close.now * 1.05 }) });
  assertEquals([outcome.orders[0]!.asked.limit, outcome.orders[0]!.limit], [106.05000000000001, 106.05]);
});

Deno.test("with tickRounding reject an order price off its tick is refused", () => {
  const script = { 1: (s: { buy(options: OrderOptions): unknown }) => void s.buy({ size: 1, limit: 90.1 }) };
  const options = { tick: 0.25, resolution: 0.01, tickRounding: "reject" } as const;
  const outcome = runScript(dailyBars([FIRST, FIRST]), script, options);
  assertEquals([outcome.orders[0]!.state, outcome.orders[0]!.reason], ["rejected", "offTick"]);
});
