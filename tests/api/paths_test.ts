/**
 * The option `path`: what comes first inside a bar, on every engine.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { INTRABAR_PATHS } from "../../src/run/intrabar_path.ts";
import { type PathFill, pathOutcomes } from "../bar_paths.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { runScript, type Script } from "./scripted.ts";

/** A bracket around 100, and the bar that holds all its prices. */
const BRACKET: Script = { 1: (strategy) => void strategy.buy({ size: 1, limit: 99, stopLoss: 95, takeProfit: 103 }) };

/** Returns the fills of a script on a path as "order @ price, rule". */
function fillsOf(script: Script, bars: readonly Prices[], path: ct.IntrabarPath): string[] {
  const { fills } = runScript(dailyBars(bars), script, { path });
  assert(fills.every(({ ambiguous }) => path === "worst-case" || !ambiguous), "a path leaves nothing ambiguous");
  return fills.map(({ orderId, price, rule }) => `${orderId} @ ${price}, ${rule}`);
}

Deno.test("a path fills a bracket in the order in which it reaches its prices", () => {
  const bars: readonly Prices[] = [[100, 100, 100, 100], [100, 104, 94, 100]];
  // 100, 104, 94, 100: the entry on the way down, then the stop; the high came before.
  assertEquals(fillsOf(BRACKET, bars, "open-high-low-close"), ["1 @ 99, limit", "2 @ 95, stop"]);
  assertEquals(fillsOf(BRACKET, bars, "open-low-high-close"), ["1 @ 99, limit", "2 @ 95, stop"]);
  const calm: readonly Prices[] = [[100, 100, 100, 100], [100, 104, 96, 100]];
  // The stop is not reached. Up to the low first, the way back comes by the target; else the high was before the entry.
  assertEquals(fillsOf(BRACKET, calm, "open-low-high-close"), ["1 @ 99, limit", "3 @ 103, limit"]);
  assertEquals(fillsOf(BRACKET, calm, "open-high-low-close"), ["1 @ 99, limit"]);
  // 104 - 100 is as near as 100 - 96: the low first.
  assertEquals(fillsOf(BRACKET, calm, "nearest-first"), ["1 @ 99, limit", "3 @ 103, limit"]);
  // Flat after the open, the adverse path is the nearest one.
  assertEquals(fillsOf(BRACKET, calm, "adverse"), ["1 @ 99, limit", "3 @ 103, limit"]);
  assertEquals(fillsOf(BRACKET, calm, "worst-case"), ["1 @ 99, limit"]);
});

Deno.test("the adverse path goes against the position that the open leaves", () => {
  const bars: readonly Prices[] = [[100, 100, 100, 100], [100, 106, 94, 100]];
  const held = (side: "buy" | "sell"): Script => ({
    1: (strategy) => {
      const levels = side === "buy" ? { stopLoss: 95, takeProfit: 105 } : { stopLoss: 105, takeProfit: 95 };
      strategy[side]({ size: 1, ...levels });
    },
  });
  assertEquals(fillsOf(held("buy"), bars, "adverse"), ["1 @ 100, open", "2 @ 95, stop"]);
  assertEquals(fillsOf(held("sell"), bars, "adverse"), ["1 @ 100, open", "2 @ 105, stop"]);
  assertEquals(fillsOf(held("buy"), bars, "open-high-low-close"), ["1 @ 100, open", "3 @ 105, limit"]);
});

Deno.test("a stop-limit that a path triggers fills when the path comes back to its limit", () => {
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 1, stop: 103, limit: 102 }) };
  const bars: readonly Prices[] = [[100, 100, 100, 100], [100, 104, 99, 103]];
  // Up to the trigger at 103, and on the way down to the low by 102; no close proves it.
  assertEquals(fillsOf(script, bars, "open-high-low-close"), ["1 @ 102, limit"]);
  // By the low first, the path ends above the limit after its trigger.
  assertEquals(fillsOf(script, bars, "open-low-high-close"), []);
  assertEquals(fillsOf(script, bars, "worst-case"), []);
});

Deno.test("protection beyond whose price its entry fills, fills at the price of the entry", () => {
  // The gap opens below the stop at 95: the entry fills at 94, and so does the stop.
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 1, limit: 99, stopLoss: 95 }) };
  for (const path of INTRABAR_PATHS) {
    assertEquals(fillsOf(script, [[100, 100, 100, 100], [94, 96, 93, 95]], path), [
      "1 @ 94, limitOpen",
      "2 @ 94, entryPrice",
    ]);
  }
});

Deno.test("protection that a slipped entry passed, fills at the price that the entry paid, on every path", () => {
  // Prices slip by 1. The open of 94 is paid with 95, which is at the stop: that sells at 95 less 1.
  assertEquals(slippedOn({ stopLoss: 95 }, [94, 97, 90, 95]), ["buy 95 for 94, open", "sell 94 for 95, entryPrice"]);
  // The open of 100 is paid with 101, past the target at 100.5, which the path has yet to reach: a limit does not slip.
  const passed = ["buy 101 for 100, open", "sell 101 for 101, entryPrice"];
  assertEquals(slippedOn({ takeProfit: 100.5 }, [100, 103, 98, 100]), passed);
  // The open of 99.6 is below a stop as well; what the 100.6 of the entry passed comes before all that the bar reaches.
  assertEquals(slippedOn({ stopLoss: 99.8, takeProfit: 100.5 }, [99.6, 103, 98, 100]), [
    "buy 100.6 for 99.6, open",
    "sell 100.6 for 100.6, entryPrice",
  ]);
  // Paid with 95, the stop at 94.5 is not passed, though the open of 94 is: it sells at its trigger less 1.
  const kept = ["buy 95 for 94, open", "sell 93.5 for 94.5, stop"];
  assertEquals(slippedOn({ stopLoss: 94.5 }, [94, 97, 90, 95]), kept);
  // The same of a trigger at 0.5 below the entry, which no price of the bar moves before it fires.
  assertEquals(slippedOn({ stopLoss: { trail: { amount: 0.5 } } }, [94, 97, 90, 95]), kept);
});

/** Returns the fills of a purchase at an open, the same on each path, as "side price for price before slippage, rule". */
function slippedOn(protection: Pick<ct.OrderOptions, "stopLoss" | "takeProfit">, bar: Prices): string[] {
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 1, ...protection }) };
  const [first, ...others] = INTRABAR_PATHS.map((path) => {
    const { fills } = runScript(dailyBars([[100, 100, 100, 100], bar]), script, { path, slippageAmount: 1 });
    return fills.map(({ side, price, slippage, rule }) =>
      `${side} ${price} for ${side === "buy" ? price - slippage! : price + slippage!}, ${rule}`
    );
  });
  for (const other of others) assertEquals(other, first);
  return first!;
}

Deno.test("of two instruments the earlier leg comes first, then the order that was accepted first", () => {
  class Two extends ct.Strategy.with({}) {
    override next(): void {
      if (this.feeds["a"]!.length > 1) return;
      // Cash for one of them: the first to fill takes it.
      this.buy({ feed: "a", size: 10, limit: 99 });
      this.buy({ feed: "b", size: 10, limit: 49 });
    }
  }
  const filled = (path: ct.IntrabarPath, b: Prices): string[] =>
    onEveryEngine((conduct) => {
      const feeds = { a: dailyBars([[100, 100, 100, 100], [100, 106, 98, 100]]), b: dailyBars([[50, 50, 50, 50], b]) };
      return ct.backtest(Two, feeds, { cash: 1000, path, ...conduct }).fills.map(({ feed }) => feed);
    });
  // Both on the first leg: by acceptance. "b" alone has the nearer low: it comes first.
  assertEquals(filled("open-low-high-close", [50, 56, 48, 50]), ["a"]);
  assertEquals(filled("nearest-first", [50, 56, 48, 50]), ["a"]);
  const { fills } = ct.backtest(Two, {
    a: dailyBars([[100, 100, 100, 100], [100, 101, 98, 100]]),
    b: dailyBars([[50, 50, 50, 50], [50, 56, 48, 50]]),
  }, { cash: 1000, path: "nearest-first" });
  assertEquals(fills.map(({ feed }) => feed), ["b", "a"].slice(0, fills.length));
});

Deno.test("the fills of a path are an outcome that the bar allows", () => {
  const random = new Random(7);
  let compared = 0;
  for (let round = 0; round < 150; round++) {
    const low = 90 + random.below(4), high = low + random.below(9);
    const price = (): number => low + random.below(high - low + 1), bar = [price(), high, low, price()] as const;
    const side = random.below(2) === 0 ? 1 : -1, limit = 89 + random.below(13);
    const orders = [
      { side, limit } as const,
      { side: -side as 1 | -1, stop: limit - side * (1 + random.below(4)), entry: 0, grouped: true },
      { side: -side as 1 | -1, limit: limit + side * (1 + random.below(4)), entry: 0, grouped: true },
    ];
    const outcomes = pathOutcomes(bar, orders, false).map((outcome) => JSON.stringify(outcome));
    for (const path of INTRABAR_PATHS.slice(1)) {
      const script: Script = {
        1: (strategy) => {
          const options = { size: 1, limit, stopLoss: orders[1]!.stop!, takeProfit: orders[2]!.limit! };
          if (side === 1) strategy.buy(options);
          else strategy.sell(options);
        },
      };
      const { fills, refusals } = runScript(dailyBars([[96, 96, 96, 96], [...bar]]), script, { path, cash: 100_000 });
      if (refusals.length > 0) continue;
      const made: PathFill[] = fills.map(({ orderId, price }) => [orderId - 1, price]);
      assert(outcomes.includes(JSON.stringify(made)), `${path} ${JSON.stringify({ bar, orders, made, outcomes })}`);
      compared++;
    }
  }
  assert(compared > 400, `only ${compared} were compared`);
});

Deno.test("a path that there is none of, and one that is said twice, are refused", () => {
  const feed = dailyBars([[100, 100, 100, 100], [100, 100, 100, 100]]);
  class Idle extends ct.Strategy.with({}) {
    override next(): void {}
  }
  const path = "up" as ct.IntrabarPath;
  assertThrows(() => ct.backtest(Idle, feed, { path }), RangeError, 'Cannot use path "up": pass one of "worst-case"');
  const twice = { path: "adverse", rules: { PATH: "ADVERSE" } } as const;
  assertThrows(() => ct.backtest(Idle, feed, twice), RangeError, "Cannot use both path and PATH of rules");
});

/** A day at 100, then one bar. */
function dayThen(...bar: readonly [number, number, number, number]): ct.Bars {
  return dailyBars([[100, 100, 100, 100], bar]);
}

/** Fills of a strategy that places one order on the first day, as bar, price, rule and doubt. */
function fillsOnPath(feed: ct.Bars, path: ct.IntrabarPath, order: ct.OrderOptions): unknown[] {
  const { fills } = runScript(feed, { 1: (strategy) => void strategy.buy(order) }, { path });
  return fills.map(({ bar, price, rule, ambiguous }) => [bar + 1, price, rule, ambiguous]);
}

Deno.test("a trailing stop follows a path over its corners, and fires where the path comes back to it", () => {
  const trail = { size: 1, stopLoss: { trail: { amount: 3 } } }, feed = dayThen(100, 107, 98, 102);
  // Over the high, the trigger comes to 104, which the way down passes.
  assertEquals(fillsOnPath(feed, "open-high-low-close", trail), [[2, 100, "open", false], [2, 104, "stop", false]]);
  // Over the low, the trigger stays at 97 and goes to 104 with the high; the close of 102 is below that.
  assertEquals(fillsOnPath(feed, "open-low-high-close", trail), [[2, 100, "open", false], [2, 104, "stop", false]]);
  const ends = dayThen(100, 107, 98, 106);
  assertEquals(fillsOnPath(ends, "open-low-high-close", trail), [[2, 100, "open", false]]);
  // A way of 3 down before the high fires the first trigger.
  const falls = dayThen(100, 107, 97, 106);
  assertEquals(fillsOnPath(falls, "open-low-high-close", trail), [[2, 100, "open", false], [2, 97, "stop", false]]);
  // The open moves the trigger before the way down meets it: 102 less 3.
  const gap = dailyBars([[100, 100, 100, 100], [100, 100.5, 99.5, 100], [102, 103, 98.5, 101]]);
  assertEquals(fillsOnPath(gap, "open-low-high-close", trail), [[2, 100, "open", false], [3, 99, "stop", false]]);
  // A buy follows the low: 98 and 3 are 101.
  assertEquals(
    fillsOnPath(feed, "open-low-high-close", { size: 1, trail: { amount: 3 } }),
    [[2, 101, "stop", false]],
  );
});

Deno.test("a trailing stop that wakes on a path begins where the path stands", () => {
  // The entry at 105 on the way up; its trigger goes from 103 to 108 at the high, and the low of 104 fires it.
  const order = { size: 1, stop: 105, stopLoss: { trail: { amount: 2 } } };
  assertEquals(
    fillsOnPath(dayThen(104, 110, 104, 107), "open-high-low-close", order),
    [[2, 105, "stop", false], [2, 108, "stop", false]],
  );
  assertEquals(
    fillsOnPath(dayThen(100, 110, 95, 109), "open-low-high-close", order),
    [[2, 105, "stop", false]],
  );
});

Deno.test("a trailing stop-limit on a path rests at its limit when the path has left it", () => {
  const order = { size: 1, trail: { amount: 3 }, limitOffset: 1 };
  // The low of 90 takes the trigger to 93 and the limit to 94; the way up fills at the trigger.
  assertEquals(
    fillsOnPath(dayThen(100, 101, 90, 99), "open-low-high-close", order),
    [[2, 93, "stopLimit", false]],
  );
});

/** The way of a trailing stop over bars of whole prices, walked unit by unit; `side` is 1 for a long position, -1 for a short. */
function walkedTrail(
  bars: readonly Prices[],
  path: ct.IntrabarPath,
  side: 1 | -1,
  entry: { readonly limit?: number; readonly stop?: number },
  distance: number,
): { readonly exit: number | null; readonly stop: number | null } {
  let isOpen = false, stop: number | null = null, exit: number | null = null;
  const enter = (price: number): void => {
    isOpen = true;
    stop = price - side * distance;
  };
  /** Meets a price; at the open of a bar a price beyond an order's is the price of its fill. */
  const meet = (price: number, atOpen: boolean): void => {
    if (exit !== null) return;
    if (isOpen) {
      if (side * (price - stop!) <= 0) exit = price;
      else if (side * (price - side * distance - stop!) > 0) stop = price - side * distance;
      return;
    }
    const { limit, stop: trigger } = entry, beyond = side * (price - (limit ?? trigger ?? price));
    const reached = limit !== undefined ? beyond <= 0 : beyond >= 0;
    if (reached && (limit !== undefined || trigger !== undefined || atOpen)) enter(price);
  };
  for (const [open, high, low, close] of bars) {
    meet(open, true);
    const nearer = high - open < open - low, position = isOpen && exit === null ? side : 0;
    const risesFirst = path === "open-high-low-close" ||
      path !== "open-low-high-close" && (path === "adverse" && position !== 0 ? position < 0 : nearer);
    let price = open;
    for (const corner of risesFirst ? [high, low, close] : [low, high, close]) {
      while (price !== corner) meet(price += Math.sign(corner - price), false);
    }
  }
  return { exit, stop };
}

Deno.test("the fill and the trigger of a trailing stop on a path are those of a walk from price to price", () => {
  const random = new Random(20261128);
  let exits = 0, survivors = 0;
  for (let index = 0; index < 400; index++) {
    const bars = Array.from({ length: 1 + random.below(4) }, (): Prices => {
      const low = 90 + random.below(8), high = low + 1 + random.below(9);
      const price = (): number => low + random.below(high - low + 1);
      return [price(), high, low, price()];
    });
    const side = random.below(2) === 0 ? 1 : -1, distance = 2 + random.below(6), kind = random.below(3);
    const level = 97 + random.below(5), entry = kind === 0 ? {} : kind === 1 ? { limit: level } : { stop: level };
    const path = INTRABAR_PATHS.filter((each) => each !== "worst-case")[random.below(4)]!;
    const wanted = walkedTrail(bars, path, side, entry, distance);
    const order = { size: 1, ...entry, stopLoss: { trail: { amount: distance } } };
    const { orders, fills } = runScript(
      dailyBars([[99, 99, 99, 99], ...bars]),
      { 1: (strategy) => void (side === 1 ? strategy.buy(order) : strategy.sell(order)) },
      { path, checks: true },
    );
    const found = { exit: fills[1]?.price ?? null, stop: fills.length === 0 ? null : orders[1]!.stop };
    assertEquals(found, wanted, JSON.stringify({ bars, path, side, entry, distance }));
    if (wanted.exit !== null) exits++;
    else if (wanted.stop !== null) survivors++;
  }
  assert(exits > 100 && survivors > 50, `${exits} exits and ${survivors} that went on are too few`);
});
