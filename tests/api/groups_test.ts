/**
 * One-cancels-other groups: only a fill ends a group, and one bar that reaches several members fills the right one.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { ends, type FillLine, fillLines, runScript, type Script } from "./scripted.ts";

const FLAT: Prices = [100, 100, 100, 100], REST: Prices = [96, 97, 95, 96];

/** Fills and ends of orders that a script places before a bar, with a flat bar before and two bars behind. */
function group(bar: Prices, place: Script[number]): { fills: FillLine[]; ends: string[]; ambiguous: boolean[] } {
  const outcome = runScript(dailyBars([FLAT, bar, REST, REST]), { 1: place }, { lot: 1 });
  return {
    fills: fillLines(outcome),
    ends: ends(outcome),
    ambiguous: outcome.fills.map(({ ambiguous }) => ambiguous),
  };
}

Deno.test("a member that finds nothing to close leaves the other one to fill in the same bar", () => {
  const outcome = group([100, 110, 90, 100], (s) => {
    const limit = s.sell({ size: 10, limit: 108 });
    s.sell({ size: 10, stop: 92, reduceOnly: true, oco: limit });
  });
  assertEquals(outcome.fills, [[1, 2, "limit", -10, 108]]);
  assertEquals(outcome.ends, ["1 filled filled", "2 cancelled nothingToClose"]);
  assertEquals(outcome.ambiguous, [false]);
});

Deno.test("a member that cash refuses leaves the other one to fill in the same bar", () => {
  const outcome = group([100, 101, 90, 95], (s) => {
    const stop = s.sell({ size: 50, stop: 95 });
    s.sell({ size: 500, stop: 98, oco: stop });
  });
  assertEquals(outcome.fills, [[1, 2, "stop", -50, 95]]);
  assertEquals(outcome.ends, ["1 filled filled", "2 rejected insufficientCash"]);
});

Deno.test("a stop that the price passes first fills before a stop-limit that the same bar triggers", () => {
  const outcome = group([100, 100, 90, 97], (s) => {
    const stopLimit = s.sell({ size: 10, stop: 95, limit: 96 });
    s.sell({ size: 10, stop: 98, oco: stopLimit });
  });
  assertEquals(outcome.fills, [[2, 2, "stop", -10, 98]]);
  assertEquals(outcome.ends, ["1 cancelled oco", "2 filled filled"]);
  assertEquals(outcome.ambiguous, [false]);
});

Deno.test("a stop-limit that the price passes first fills before a stop behind it", () => {
  const outcome = group([100, 100, 90, 97], (s) => {
    const stop = s.sell({ size: 10, stop: 95 });
    s.sell({ size: 10, stop: 98, limit: 94, oco: stop });
  });
  assertEquals(outcome.fills, [[2, 2, "stopLimit", -10, 98]]);
  assertEquals(outcome.ambiguous, [false]);
});

Deno.test("a stop-limit and a limit that one bar reaches are ambiguous, as a stop and a limit are", () => {
  for (const limit of [{ limit: 94 }, {}]) {
    const outcome = group([100, 106, 90, 97], (s) => {
      const stop = s.sell({ size: 10, stop: 95, ...limit });
      s.sell({ size: 10, limit: 105, oco: stop });
    });
    assertEquals(outcome.fills.map(([order, , , , price]) => [order, price]), [[1, 95]]);
    assertEquals(outcome.ambiguous, [true]);
  }
});

Deno.test("a stop fills where a stop-limit may have come back to its limit before or after it", () => {
  // The stop-limit is triggered at 98 and fills at 99 at some moment after it, since the close proves that price.
  const outcome = group([100, 100, 90, 99], (s) => {
    const stopLimit = s.sell({ size: 10, stop: 98, limit: 99 });
    s.sell({ size: 10, stop: 95, oco: stopLimit });
  });
  assertEquals(outcome.fills, [[2, 2, "stop", -10, 95]]);
  assertEquals(outcome.ends, ["1 cancelled oco", "2 filled filled"]);
  assertEquals(outcome.ambiguous, [true]);
});

Deno.test("a stop-limit that was triggered and came back has the fill when the stop behind it is refused", () => {
  const outcome = group([100, 100, 90, 99], (s) => {
    const stopLimit = s.sell({ size: 10, stop: 98, limit: 99 });
    s.sell({ size: 500, stop: 95, oco: stopLimit });
  });
  assertEquals(outcome.fills, [[1, 2, "limit", -10, 99]]);
  assertEquals(outcome.ends, ["1 filled filled", "2 rejected insufficientCash"]);
});

Deno.test("a stop-limit that is triggered without a fill goes on as a limit in the next bar", () => {
  const outcome = group([100, 100, 90, 94], (s) => {
    const stopLimit = s.sell({ size: 10, stop: 95, limit: 97 });
    s.buy({ size: 10, limit: 80, oco: stopLimit });
  });
  assertEquals(outcome.fills, [[1, 3, "limit", -10, 97]]);
  assertEquals(outcome.ends, ["1 filled filled", "2 cancelled oco"]);
});

Deno.test("a stop behind a nearer limit takes no part: the two first prices of each way are the candidates", () => {
  const outcome = group([100, 106, 90, 100], (s) => {
    const sell = s.sell({ size: 10, limit: 105 });
    s.buy({ size: 10, limit: 97, oco: sell });
    s.sell({ size: 10, stop: 92, oco: sell });
  });
  // Two limits, of which nobody knows which came first: the first by acceptance fills.
  assertEquals(outcome.fills, [[1, 2, "limit", -10, 105]]);
  assertEquals(outcome.ambiguous, [true]);
  assertEquals(outcome.ends, ["1 filled filled", "2 cancelled oco", "3 cancelled oco"]);
});

Deno.test("each member that was ahead and fails makes room for the one behind it", () => {
  const outcome = group([100, 101, 90, 95], (s) => {
    const far = s.sell({ size: 10, stop: 94 });
    s.sell({ size: 500, stop: 98, oco: far });
    s.sell({ size: 10, stop: 96, reduceOnly: true, oco: far });
  });
  assertEquals(outcome.fills, [[1, 2, "stop", -10, 94]]);
  assertEquals(outcome.ends, ["1 filled filled", "2 rejected insufficientCash", "3 cancelled nothingToClose"]);
});

Deno.test("a target that the entry's own bar may have missed does not go before a third member", () => {
  const outcome = runScript(dailyBars([[98, 98, 98, 98], [98, 106, 94, 97], [97, 98, 96, 97], [97, 98, 96, 97]]), {
    1: (s) => {
      const entry = s.buy({ size: 10, limit: 95, takeProfit: 100 });
      s.sell({ size: 5, limit: 105, oco: entry.takeProfit! });
    },
  }, { lot: 1 });
  assertEquals(fillLines(outcome), [[1, 2, "limit", 10, 95], [3, 2, "limit", -5, 105]]);
});

Deno.test("protection of a member that fills after the one ahead of it was refused acts in the same bar", () => {
  // The stop at 66 comes first and is refused; the entry at 67 fills, and the close proves that its stop was passed.
  const outcome = runScript(dailyBars([[60, 61, 59, 60], [60, 90, 50, 90], REST]), {
    1: (s) => {
      const entry = s.sell({ size: 1, limit: 67, stopLoss: 72 });
      s.buy({ size: 1_000_000, stop: 66, oco: entry });
    },
  }, { lot: 1 });
  assertEquals(fillLines(outcome), [[1, 2, "limit", -1, 67], [2, 2, "stop", 1, 72]]);
  assertEquals(ends(outcome), ["1 filled filled", "2 filled filled", "3 rejected insufficientCash"]);
});
