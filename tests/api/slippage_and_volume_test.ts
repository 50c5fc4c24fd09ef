/**
 * Slippage by an amount, in ticks and by size, its bounds, and the share of a bar's volume that orders take; every number
 * is worked out by hand.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { runScript, type Script, scripted } from "./scripted.ts";

/** Daily bars of open, high, low, close and volume. */
function bars(...rows: readonly (readonly [number, number, number, number, number])[]): ct.Bars {
  const column = (at: number): number[] => rows.map((row) => row[at]!);
  return ct.bars({
    time: rows.map((_row, day) => `2024-01-0${day + 1}`),
    ...{ open: column(0), high: column(1), low: column(2), close: column(3), volume: column(4) },
  }, { name: "AAA", decimals: 2 });
}

function fillsOf(feed: ct.Bars, script: Script, options: ct.BacktestOptions): unknown[] {
  const { fills } = runScript(feed, script, { cash: 1_000_000, lot: 1, ...options });
  return fills.map(({ orderId, bar, side, size, price }) => [orderId, bar + 1, side === "buy" ? size : -size, price]);
}

const BUY: Script = { 1: (strategy) => void strategy.buy({ size: 10 }) };
const FLAT = bars([100, 100, 100, 100, 100], [100, 104, 96, 101, 100]);

Deno.test("an amount, ticks and the impact of the size move a price against the trader", () => {
  assertEquals(fillsOf(FLAT, BUY, { slippageAmount: 0.25 }), [[1, 2, 10, 100.25]]);
  assertEquals(fillsOf(FLAT, BUY, { slippageTicks: 3, tick: 0.5 }), [[1, 2, 10, 101.5]]);
  // 10 of 100 are a tenth: a hundredth of 20 % of 100.
  assertEquals(fillsOf(FLAT, BUY, { slippageImpact: 0.2 }), [[1, 2, 10, 100.2]]);
  // 100 x 1.001 + 0.25 = 100.35
  assertEquals(fillsOf(FLAT, BUY, { slippage: 0.001, slippageAmount: 0.25 }), [[1, 2, 10, 100.35]]);
  assertEquals(fillsOf(FLAT, BUY, { slippageAmount: 0.25, slippageAtOpen: false }), [[1, 2, 10, 100]]);
  assertEquals(fillsOf(FLAT, { 1: (s) => void s.sell({ size: 10 }) }, { slippageAmount: 0.25 }), [[1, 2, -10, 99.75]]);
});

Deno.test("an order that turns the position at an open has the impact of all its lots in both of its parts", () => {
  const wide = [100, 110, 80, 100, 1000] as const, feed = bars(wide, wide, wide, wide);
  const turned = (act: (strategy: ct.Strategy) => void, options: ct.BacktestOptions = {}): unknown[] =>
    fillsOf(feed, { 1: (s) => void s.buy({ size: 100 }), 2: act }, { slippageImpact: 0.5, ...options });
  // 100 of 1000 are a tenth: a hundredth of 50 %. 200 are a fifth: a twenty-fifth of it, for what closes and what opens.
  const whole = [[1, 2, 100, 100.5], [2, 3, -100, 98], [2, 3, -100, 98]];
  assertEquals(turned((s) => void s.sell({ size: 200 })), whole);
  assertEquals(turned((s) => void s.target({ size: -100 })), whole);
  assertEquals(turned((s) => void s.sell({ size: 200, stop: 101 })), whole);
  assertEquals(turned((s) => void s.sell({ size: 200, onClose: true })), whole);
  assertEquals(turned((s) => void s.sell({ size: 200, limit: 97 }), { slippageOfLimits: true }), whole);
  // The bar has 150 lots for it: 0.15 x 0.15 of 50 % are 1.125 %. The 50 of the next bar are a size of their own.
  assertEquals(turned((s) => void s.sell({ size: 200 }), { volumeLimit: 0.15 }), [
    [1, 2, 100, 100.5],
    [2, 3, -100, 98.875],
    [2, 3, -50, 98.875],
    [2, 4, -50, 99.875],
  ]);
});

Deno.test("slippage past the range is cut, goes beyond it, or lets the order wait for the next bar", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 99, 100, 100], [100, 104, 96, 101, 100]);
  assertEquals(fillsOf(feed, BUY, { slippageAmount: 2 }), [[1, 2, 10, 101]]);
  assertEquals(fillsOf(feed, BUY, { slippageAmount: 2, slippageBeyondBar: "allow" }), [[1, 2, 10, 102]]);
  assertEquals(fillsOf(feed, BUY, { slippageAmount: 2, slippageBeyondBar: "wait" }), [[1, 3, 10, 102]]);
});

Deno.test("a limit slips to its limit at most, and only where that is asked for", () => {
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 10, limit: 101 }) };
  assertEquals(fillsOf(FLAT, script, { slippageAmount: 0.25 }), [[1, 2, 10, 100]]);
  assertEquals(fillsOf(FLAT, script, { slippageAmount: 0.25, slippageOfLimits: true }), [[1, 2, 10, 100.25]]);
  assertEquals(fillsOf(FLAT, script, { slippageAmount: 3, slippageOfLimits: true }), [[1, 2, 10, 101]]);
});

/** Bars at 100 with a column of spreads. */
function quotedBars(...spreads: readonly number[]): ct.Bars {
  const price = spreads.map(() => 100), days = spreads.map((_spread, day) => `2024-01-0${day + 1}`);
  const column = { high: price.map((each) => each + 3), low: price.map((each) => each - 3), spread: [...spreads] };
  return ct.bars({ time: days, open: price, close: price, ...column }, { name: "AAA", decimals: 2 });
}

Deno.test("fills slip by half of the spread of their bar, up to whole steps, and a bar without one has that before it", () => {
  const feed = quotedBars(0.1, 0.5, NaN, 0.03, 0, 9);
  const script: Script = Object.fromEntries(
    [1, 2, 3, 4, 5].map((bar) => [bar, (s) => void (bar % 2 === 1 ? s.buy({ size: 1 }) : s.sell({ size: 1 }))]),
  );
  const priced = (options: ct.BacktestOptions): unknown[] =>
    fillsOf(feed, script, { slippageSpread: "spread", resolution: 0.01, ...options }).map((fill) =>
      (fill as unknown[])[3]
    );
  // Half of 0.03 is a step and a half, which goes up to two. The last bar cuts 4.5 at its range.
  assertEquals(priced({}), [100.25, 99.75, 100.02, 100, 103]);
  assertEquals(priced({ slippageAmount: 0.1 }), [100.35, 99.65, 100.12, 99.9, 103]);
  assertEquals(priced({ slippageBeyondBar: "allow" }).at(-1), 104.5);
  assertEquals(priced({ slippageAtOpen: false }), [100, 100, 100, 100, 100]);
  assertEquals(priced({ tick: 0.1 }), [100.3, 99.7, 100.1, 100, 103]);
  // A fill at the close of its placement meets the spread of that bar.
  assertEquals(priced({ fill: "close" }), [100.05, 99.75, 100.25, 99.98, 100]);
  const instruments = { AAA: { slippageSpread: null } };
  assertEquals(priced({ instruments }), [100, 100, 100, 100, 100]);
});

Deno.test("a spread below zero, a column that is not there and a name that is none are refused", () => {
  const run = (feed: ct.Bars, slippageSpread: string) => (): unknown =>
    ct.backtest(scripted(BUY), feed, { slippageSpread });
  assertThrows(
    run(quotedBars(0.1, -0.5), "spread"),
    RangeError,
    'Cannot use slippageSpread of feed "AAA" in bar 2 -0.5: a spread is the ask less the bid, zero or more',
  );
  assertThrows(
    run(quotedBars(0.1), "bid"),
    RangeError,
    'Cannot find column "bid" of feed "AAA" for slippageSpread: there are "spread"',
  );
  assertThrows(
    run(quotedBars(0.1), 0.5 as unknown as string),
    TypeError,
    'Cannot use slippageSpread of feed "AAA" 0.5: pass the name of a column',
  );
  const result = ct.backtest(scripted(BUY), quotedBars(0, 0, 0), { slippageSpread: "spread" });
  assertStringIncludes(result.summary(), 'Column "spread" of AAA, its slippageSpread, is 0 on every bar');
});

Deno.test("spreads come with the bars of their blocks, and again from a checkpoint", async () => {
  const spreads = Array.from({ length: 9 }, (_zero, bar) => bar % 3 === 2 ? NaN : (bar % 4) / 10);
  const feed = quotedBars(...spreads), options = { slippageSpread: "spread", cash: 1_000_000, lot: 1 };
  class Trades extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 1 });
      else this.close();
    }
  }
  const saved: Uint8Array[] = [], save = (bytes: Uint8Array): void => void saved.push(bytes);
  const whole = ct.backtest(Trades, feed, { ...options, checkpoint: { every: 2, save } });
  assertEquals(whole.fills.filter(({ slipped }) => slipped).length > 3, true);
  for (const resume of saved) assertEquals(ct.backtest(Trades, feed, { ...options, resume }).chain, whole.chain);
  for (const blockBars of [1, 4]) {
    assertEquals((await ct.run(Trades, feed, { ...options, blockBars })).chain, whole.chain);
  }
});

const DAY = [100, 100, 100, 100, 100] as const;

Deno.test("orders share a tenth of each bar's volume, and the rest goes on in the next bar", () => {
  const script: Script = {
    1: (strategy) => {
      strategy.buy({ size: 15 });
      strategy.buy({ size: 8 });
    },
  };
  assertEquals(fillsOf(bars(DAY, DAY, DAY, DAY), script, { volumeLimit: 0.1 }), [
    [1, 2, 10, 100],
    [1, 3, 5, 100],
    [2, 3, 5, 100],
    [2, 4, 3, 100],
  ]);
  // A bar without volume fills nothing, whatever barWithoutVolume says.
  const gap = bars(DAY, [100, 100, 100, 100, 0], DAY, DAY);
  assertEquals(fillsOf(gap, BUY, { volumeLimit: 0.05, barWithoutVolume: "fill" }), [[1, 3, 5, 100], [1, 4, 5, 100]]);
});

Deno.test("terms by volume on a feed that has none are noted", () => {
  const none = [100, 100, 100, 100, 0] as const, feed = bars(none, none, none);
  const result = ct.backtest(scripted(BUY), feed, { volumeLimit: 0.1, slippageImpact: 0.01 });
  assertEquals(result.orders.map(({ state }) => state), ["accepted"]);
  assertStringIncludes(result.summary(), "so volumeLimit lets");
  assertStringIncludes(result.summary(), "so slippageImpact takes");
  const other = ct.backtest(scripted(BUY), bars(DAY, DAY, DAY), { volumeLimit: 0.1, slippageImpact: 0.01 });
  assert(!other.summary().includes("so volumeLimit"));
});

Deno.test("a stop that is reached goes on as a market order, and protection follows what its entry filled", () => {
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 30, stopLoss: 95 }) };
  // 10 at 100; then the stop is passed at the open of 94: it closes the 10, and the rest of the entry is cancelled.
  const { fills, orders } = runScript(bars(DAY, DAY, [94, 96, 93, 95, 100], DAY), script, {
    ...{ cash: 1_000_000, lot: 1, volumeLimit: 0.1 },
  });
  assertEquals(fills.map(({ orderId, size, price, rule }) => [orderId, size, price, rule]), [
    [1, 10, 100, "open"],
    [2, 10, 94, "stopGap"],
  ]);
  assertEquals(orders.map(({ state, reason }) => [state, reason]), [
    ["cancelled", "protectionFilled"],
    ["filled", "filled"],
  ]);
  // 30 held at once, a bar of little volume reaches the stop inside: 2 there, 10 and 18 at the opens that follow.
  const held = bars(DAY, [100, 100, 100, 100, 300], [100, 100, 94, 96, 20], [97, 98, 96, 97, 100], [
    99,
    99,
    98,
    98,
    300,
  ]);
  assertEquals(fillsOf(held, script, { volumeLimit: 0.1 }), [
    [1, 2, 30, 100],
    [2, 3, -2, 95],
    [2, 4, -10, 97],
    [2, 5, -18, 99],
  ]);
});

Deno.test("a size by money is fixed at its first fill and goes on over bars", () => {
  const script: Script = { 1: (strategy) => void strategy.buy({ cash: 2500 }) };
  assertEquals(fillsOf(bars(DAY, DAY, DAY, DAY), script, { volumeLimit: 0.1 }), [
    [1, 2, 10, 100],
    [1, 3, 10, 100],
    [1, 4, 5, 100],
  ]);
});

Deno.test("terms that are none are refused with the remedy", () => {
  class Idle extends ct.Strategy.with({}) {
    override next(): void {}
  }
  const wrong: readonly (readonly [object, string])[] = [
    [{ slippageTicks: 1 }, 'Cannot use slippageTicks of feed "AAA" 1: no tick is declared; pass tick too'],
    [{ slippageTicks: 0.5, tick: 0.01 }, "pass a whole number of ticks"],
    [{ slippageAmount: -1 }, "slippageAmount"],
    [{ slippageImpact: 2 }, "pass a fraction from 0 to 1"],
    [{ volumeLimit: 0 }, "pass a share above 0 and up to 1"],
    [{ volumeLimit: "a" }, "pass a number"],
    [{ slippageAtOpen: 1 }, "pass true or false"],
    [{ slippageBeyondBar: "cut" }, 'pass "clamp", "allow" or "wait"'],
  ];
  onEveryEngine((conduct) => {
    for (const [options, message] of wrong) {
      assertThrows(() => ct.backtest(Idle, FLAT, { ...options, ...conduct }), Error, message);
    }
  });
});

Deno.test("an option that changes nothing, as the one that it belongs to is missing, is refused with the remedy", () => {
  class Idle extends ct.Strategy.with({}) {
    override next(): void {}
  }
  const other = dailyBars([[5, 5, 5, 5]], { name: "B" }),
    lines = dailyBars([[5, 5, 5, 5]], { name: "C", trade: false });
  const feeds = { a: FLAT, b: other, c: lines };
  const idle: readonly (readonly [ct.InstrumentOptions, string])[] = [
    [{ liquidationFee: 0.01 }, "liquidationFee 0.01 without a margin: nothing is liquidated; pass margin, such as"],
    [{ tickRounding: "reject" }, 'tickRounding "reject" without a tick: no price is off it; pass tick too'],
    [{ slippageAtOpen: false }, "slippageAtOpen false without slippage: nothing slips; pass slippage, slippageAmount"],
    [{ slippageOfLimits: true }, "slippageOfLimits true without slippage"],
    [{ slippageBeyondBar: "wait" }, 'slippageBeyondBar "wait" without slippage'],
  ];
  const needed: readonly ct.InstrumentOptions[] = [
    ...[{ leverage: 2 }, { margin: { initial: 0.1 } }, { tick: 0.01 }],
    // Nothing slips with a slippage of 0 either, but that is said and may be one of several values that are tried.
    ...[{ slippage: 0 }, { slippageAmount: 0.1 }, { slippageTicks: 0 }, { slippageImpact: 0.1 }],
  ];
  for (const [option, said] of idle) {
    const [name, shown] = [said.split(" ")[0]!, said.slice(said.indexOf(" "))];
    const fits = needed.filter((terms) => {
      try {
        ct.backtest(Idle, FLAT, { ...option, ...terms });
        return true;
      } catch (error) {
        assertEquals((error as Error).message.startsWith(`Cannot use ${said}`), true, (error as Error).message);
        return false;
      }
    });
    assertEquals(fits.length, name === "liquidationFee" ? 2 : name === "tickRounding" ? 1 : 4, name);
    assertThrows(() => ct.backtest(Idle, FLAT, option), RangeError, `Cannot use ${said}`);
    assertThrows(() => ct.backtest(Idle, feeds, option), RangeError, `Cannot use ${said}`);
    // A term of all feeds has its effect on any of them, one of a single feed on that feed.
    ct.backtest(Idle, feeds, { ...option, instruments: { b: fits[0]! } });
    assertThrows(
      () => ct.backtest(Idle, feeds, { instruments: { a: option, b: fits[0]! } }),
      RangeError,
      `Cannot use ${name} of feed "a"${shown}`,
    );
    const unset = { leverage: null, margin: null, tick: null };
    if (name in { liquidationFee: 0, tickRounding: 0 }) {
      assertThrows(() => ct.backtest(Idle, FLAT, { ...option, ...unset }), RangeError, `Cannot use ${said}`);
    }
    // The lines of a feed are not traded, so a term for it alone changes nothing and is no mistake of the account.
    assertThrows(() => ct.backtest(Idle, feeds, { ...option, instruments: { c: fits[0]! } }), RangeError, said);
  }
  const defaults = { liquidationFee: 0, tickRounding: "snap", slippageAtOpen: true, slippageOfLimits: false } as const;
  ct.backtest(Idle, FLAT, { ...defaults, slippageBeyondBar: "clamp" });
});

/** A tenth of each bar's volume is for orders. */
const TENTH: ct.BacktestOptions = { volumeLimit: 0.1, checks: true };

function endsOf(feed: ct.Bars, script: Script, options: ct.BacktestOptions): readonly string[] {
  const { orders } = runScript(feed, script, { cash: 1_000_000, lot: 1, ...options });
  return orders.map(({ id, state, reason }) => `${id} ${state} ${reason}`);
}

Deno.test("a trailing stop or a touched order fills in parts, as a market order from its trigger on", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 104, 96, 101, 40], [102, 103, 99, 102, 40], [
    103,
    103,
    103,
    103,
    90,
  ]);
  const touched: Script = { 1: (s) => void s.buy({ size: 10, touch: 97 }) };
  assertEquals(fillsOf(feed, touched, TENTH), [[1, 2, 4, 97], [1, 3, 4, 102], [1, 4, 2, 103]]);
  // The buy's trigger comes from 103 down to 99, with the low of 96; the close of 101 is above it.
  const trails: Script = { 1: (s) => void s.buy({ size: 10, trail: { amount: 3 } }) };
  assertEquals(fillsOf(feed, trails, { ...TENTH, path: "open-low-high-close" }), [
    ...[[1, 2, 4, 99], [1, 3, 4, 102], [1, 4, 2, 103]],
  ]);
  // The trigger of the stop-limit is 99 and its limit 100, which the later opens are above and the low of 99 is below.
  const limited: Script = { 1: (s) => void s.buy({ size: 10, trail: { amount: 3 }, limitOffset: 1 }) };
  assertEquals(fillsOf(feed, limited, { ...TENTH, path: "open-low-high-close" }), [[1, 2, 4, 99], [1, 3, 4, 100]]);
});

Deno.test("a target for a share that fills in parts leaves to the stop what it has not filled", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 99, 100, 100], [100, 104, 99, 101, 40], [
    94,
    95,
    93,
    94,
    100,
  ]);
  const script: Script = {
    1: (s) =>
      void s.buy({
        size: 10,
        stopLoss: 95,
        takeProfit: [{ price: 103, fraction: 0.6 }, { price: 106, fraction: 0.4 }],
      }),
  };
  assertEquals(fillsOf(feed, script, TENTH), [[1, 2, 10, 100], [3, 3, -4, 103], [2, 4, -6, 94]]);
  assertEquals(endsOf(feed, script, TENTH), [
    ...["1 filled filled", "2 filled filled", "3 cancelled oco", "4 cancelled oco"],
  ]);
  const told: unknown[] = [];
  class Watches extends scripted(script) {
    override notifyOrder(order: ct.OrderView): void {
      if (order.id === 2 && order.size !== null) told.push([order.size, order.reason]);
    }
  }
  ct.backtest(Watches, feed, { cash: 1_000_000, lot: 1, ...TENTH });
  // Of its 10 lots the part of the target takes 4.
  assertEquals(told, [[6, "shareTaken"], [6, "trigger"], [6, "filled"]]);
});

Deno.test("targets for shares have theirs of all that an entry in parts has opened", () => {
  const rise = [111, 111, 111, 111, 10] as const, flat = [100, 100, 100, 100, 10] as const;
  const feed = bars([...flat], [...flat], [...flat], [...flat], [...rise], [...rise], [121, 121, 121, 121, 10]);
  const script: Script = {
    1: (s) => void s.buy({ size: 3, takeProfit: [{ price: 110, fraction: 0.5 }, { price: 120, fraction: 0.5 }] }),
  };
  // Of 1, 2 and 3 lots the first target has 0, 1 and 2, half to even, and the second one 1.
  assertEquals(fillsOf(feed, script, TENTH), [
    ...[[1, 2, 1, 100], [1, 3, 1, 100], [1, 4, 1, 100], [2, 5, -1, 111], [2, 6, -1, 111], [3, 7, -1, 121]],
  ]);
  assertEquals(endsOf(feed, script, TENTH), ["1 filled filled", "2 filled filled", "3 filled filled"]);
  // An entry that ends with one lot leaves none for the first.
  const once: Script = {
    1: (s) =>
      void s.buy({
        ...{ size: 3, valid: "ioc" },
        takeProfit: [{ price: 110, fraction: 0.5 }, { price: 120, fraction: 0.5 }],
      }),
  };
  assertEquals(fillsOf(feed, once, TENTH), [[1, 2, 1, 100], [3, 7, -1, 121]]);
  assertEquals(endsOf(feed, once, TENTH), ["1 cancelled notAtOnce", "2 cancelled belowShare", "3 filled filled"]);
});

Deno.test("a target that is cancelled before its entry fills leaves the others their shares", () => {
  const flat = [100, 101, 99, 100, 1000] as const;
  const feed = bars(
    [...flat],
    [...flat],
    [98, 99, 97, 98, 1000],
    [101, 106, 101, 105, 1000],
    [106, 111, 106, 110, 1000],
    [100, 101, 89, 90, 1000],
  );
  const exits = (fractions: readonly [number, number], cancels: readonly number[]): unknown[] => {
    let entry: ct.OrderView | undefined;
    const takeProfit = fractions.map((fraction, at) => ({ price: 105 + 5 * at, fraction }));
    const script: Script = {
      1: (s) => void (entry = s.buy({ size: 20, limit: 98, stopLoss: 90, takeProfit })),
      2: (s) => cancels.forEach((at) => void s.cancel(entry!.takeProfits[at]!)),
    };
    return fillsOf(feed, script, { checks: true }).slice(1);
  };
  assertEquals(exits([0.25, 0.25], []), [[3, 4, -5, 105], [4, 5, -5, 110], [2, 6, -10, 90]]);
  assertEquals(exits([0.25, 0.25], [0]), [[4, 5, -5, 110], [2, 6, -15, 90]]);
  assertEquals(exits([0.25, 0.75], [0]), [[4, 5, -15, 110], [2, 6, -5, 90]]);
  assertEquals(exits([0.5, 0.25], [0]), [[4, 5, -5, 110], [2, 6, -15, 90]]);
  assertEquals(exits([0.5, 0.25], [1]), [[3, 4, -10, 105], [2, 6, -10, 90]]);
});

Deno.test("of several targets that are cancelled between two parts of an entry none gives its share to the last one", () => {
  const flat = [100, 100, 100, 100, 100] as const;
  const feed = bars([...flat], [...flat], [...flat], [...flat], [121, 121, 121, 121, 1000], [90, 90, 90, 90, 1000]);
  let entry: ct.OrderView | undefined;
  const takeProfit = [0.2, 0.3, 0.5].map((fraction) => ({ price: 120, fraction }));
  const script: Script = {
    1: (s) => void (entry = s.buy({ size: 20, stopLoss: 90, takeProfit })),
    2: (s) => [0, 1].forEach((at) => void s.cancel(entry!.takeProfits[at]!)),
  };
  assertEquals(fillsOf(feed, script, TENTH), [[1, 2, 10, 100], [1, 3, 10, 100], [5, 5, -10, 121], [2, 6, -10, 90]]);
});

Deno.test("an explanation tells of a stop and of a limit that the volume of a bar left nothing for", () => {
  const feed = bars([100, 101, 99, 100, 100], [100, 101, 99, 100, 100], [100, 100, 94, 96, 100], [
    97,
    98,
    96,
    97,
    1000,
  ]);
  const options = { cash: 1_000_000, lot: 1, volumeLimit: 0.1 };
  const stopped = ct.backtest(
    scripted({ 1: (s) => void s.buy({ size: 30, limit: 101, stopLoss: 95 }) }),
    feed,
    options,
  );
  assertStringIncludes(
    stopped.explain(2).toString(),
    "The bar reached the trigger 95, and nothing was left for it of the share of the bar's volume that volumeLimit lets " +
      "orders take. From now on it is a market order.",
  );
  const two = ct.backtest(
    scripted({ 1: (s) => void (s.buy({ size: 10, limit: 99.5 }), s.buy({ size: 10, limit: 99.5 })) }),
    feed,
    options,
  );
  assertStringIncludes(two.explain(2).toString(), "The bar reached 99.5, and nothing was left for it of the share");
});

Deno.test("the configuration and the summary tell the terms of fills that change something", () => {
  const result = ct.backtest(scripted(BUY), quotedBars(0.1, 0.1, 0.1), {
    ...{ slippageSpread: "spread", slippageAmount: 0.25, slippageAtOpen: false, volumeLimit: 0.5 },
    ...{ slippageTicks: 0, slippageBeyondBar: "clamp", slippageOfLimits: false },
  });
  assertEquals(result.configuration.instruments[0]!.fills, {
    ...{ slippageAmount: 0.25, slippageSpread: "spread", slippageAtOpen: false, volumeLimit: 0.5 },
  });
  assertStringIncludes(result.summary(), "slippageSpread spread, slippageAtOpen false, volumeLimit 0.5");
  assertEquals("fills" in ct.backtest(scripted(BUY), FLAT).configuration.instruments[0]!, false);
});

Deno.test("a checkpoint is refused by a run with other spreads, or another column of them", () => {
  const options = { slippageSpread: "spread", cash: 1_000_000, lot: 1 }, saved: Uint8Array[] = [];
  const feed = quotedBars(0.1, 0.2, 0.3, 0.4), save = (bytes: Uint8Array): void => void saved.push(bytes);
  ct.backtest(scripted(BUY), feed, { ...options, checkpoint: { every: 2, save } });
  const resume = saved[0]!, other = quotedBars(0.1, 0.2, 0.3, 0.5);
  ct.backtest(scripted(BUY), feed, { ...options, resume });
  assertThrows(() => ct.backtest(scripted(BUY), other, { ...options, resume }), Error, "slippageSpread");
  assertThrows(() => ct.backtest(scripted(BUY), feed, { cash: 1_000_000, lot: 1, resume }), Error, "slippageSpread");
});

Deno.test("the rest of an entry ends with the first target for a share that is filled whole", () => {
  const feed = bars([100, 100, 100, 100, 40], [100, 100, 100, 100, 40], [104, 104, 104, 104, 100], [
    100,
    100,
    100,
    100,
    90,
  ]);
  const script: Script = {
    1: (s) =>
      void s.buy({
        ...{ size: 10, limit: 101 },
        takeProfit: [{ price: 103, fraction: 0.5 }, { price: 106, fraction: 0.5 }],
      }),
  };
  assertEquals(fillsOf(feed, script, TENTH), [[1, 2, 4, 100], [2, 3, -2, 104]]);
  assertEquals(endsOf(feed, script, TENTH), ["1 cancelled protectionFilled", "2 filled filled", "3 accepted placed"]);
});

Deno.test("with a limit of volume an order at once takes what its bar has, and one for all takes all of its size or none", () => {
  // A tenth of 100 is 10 in each bar; the second has 4 for the third.
  const two = bars([100, 100, 100, 100, 100], [100, 104, 96, 101, 100], [101, 103, 99, 102, 40]);
  const cases: readonly (readonly [Script, readonly unknown[], readonly string[]])[] = [
    [{ 1: (s) => void s.buy({ size: 15, valid: "ioc" }) }, [[1, 2, 10, 100]], ["notAtOnce"]],
    [{ 1: (s) => void s.buy({ size: 8, valid: "ioc" }) }, [[1, 2, 8, 100]], ["filled"]],
    [{ 1: (s) => void s.buy({ size: 15, valid: "fok" }) }, [], ["notWhole"]],
    [{ 1: (s) => void s.buy({ size: 10, valid: "fok" }) }, [[1, 2, 10, 100]], ["filled"]],
    [{ 1: (s) => void s.buy({ size: 12, limit: 97, valid: "fok" }) }, [], ["notWhole"]],
    [{ 1: (s) => void s.buy({ size: 12, limit: 97, valid: "ioc" }) }, [[1, 2, 10, 97]], ["notAtOnce"]],
    [{ 1: (s) => void s.buy({ size: 12, stop: 103, valid: "ioc" }) }, [[1, 2, 10, 103]], ["notAtOnce"]],
    // 1,500 at 100 are 15.
    [{ 1: (s) => void s.buy({ cash: 1500, valid: "fok" }) }, [], ["notWhole"]],
    [{ 1: (s) => void s.buy({ cash: 1500, valid: "ioc" }) }, [[1, 2, 10, 100]], ["notAtOnce"]],
    // What the first one leaves is for the second, in the order in which they fill.
    [
      { 1: (s) => (s.buy({ size: 6, valid: "ioc" }), void s.buy({ size: 5, valid: "fok" })) },
      [[1, 2, 6, 100]],
      ["filled", "notWhole"],
    ],
    [
      { 1: (s) => (s.buy({ size: 6, valid: "ioc" }), void s.buy({ size: 4, valid: "fok" })) },
      [[1, 2, 6, 100], [2, 2, 4, 100]],
      ["filled", "filled"],
    ],
    [
      { 1: (s) => (s.buy({ size: 10 }), s.buy({ size: 1, valid: "fok" }), void s.buy({ size: 1, valid: "ioc" })) },
      [[1, 2, 10, 100]],
      ["filled", "notAtOnce", "notAtOnce"],
    ],
    // A close of 10 that the third bar has 4 for, and of 4 of them.
    [
      { 1: (s) => void s.buy({ size: 10 }), 2: (s) => void s.sell({ size: 10, valid: "fok" }) },
      [[1, 2, 10, 100]],
      ["filled", "notWhole"],
    ],
    [
      { 1: (s) => void s.buy({ size: 10 }), 2: (s) => void s.sell({ size: 12, valid: "ioc" }) },
      [[1, 2, 10, 100], [2, 3, -4, 101]],
      ["filled", "notAtOnce"],
    ],
  ];
  for (const path of ["worst-case", "open-low-high-close"] as const) {
    for (const [script, fills, reasons] of cases) {
      const options = { ...{ cash: 1_000_000, lot: 1, volumeLimit: 0.1, checks: true }, path };
      assertEquals(fillsOf(two, script, options), fills as unknown[]);
      assertEquals(runScript(two, script, options).orders.map(({ reason }) => reason), [...reasons]);
    }
  }
});

Deno.test("protection of an order at once has the size that its bar gave", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 99, 100, 100], [100, 104, 99, 103, 100]);
  const script: Script = { 1: (s) => void s.buy({ size: 15, valid: "ioc", stopLoss: 90, takeProfit: 103 }) };
  assertEquals(fillsOf(feed, script, { volumeLimit: 0.1 }), [[1, 2, 10, 100], [3, 3, -10, 103]]);
});

Deno.test("a post-only order that its first bar fills in part rests from then on", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 95, 98, 100], [97, 98, 96, 97, 100]);
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 15, limit: 99, postOnly: true }) };
  assertEquals(fillsOf(feed, script, { volumeLimit: 0.1 }), [[1, 2, 10, 99], [1, 3, 5, 97]]);
});

Deno.test("what is left of a post-only order that a new price would let take is cancelled", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 95, 98, 100], [97, 98, 96, 97, 100], [97, 98, 96, 97, 100]);
  let order: ct.OrderView | undefined;
  const script: Script = {
    1: (strategy) => void (order = strategy.buy({ size: 15, limit: 99, postOnly: true })),
    2: (strategy) => void strategy.replace(order!, { limit: 98 }),
  };
  const { orders, fills } = runScript(feed, script, { cash: 1_000_000, lot: 1, volumeLimit: 0.1 });
  assertEquals(fills.map(({ size }) => size), [10]);
  assertEquals(orders.map(({ state, reason }) => [state, reason]), [["cancelled", "wouldTake"]]);
});

Deno.test("an order that has to fill at once ends where slippage would let it wait for another bar", () => {
  const feed = bars([100, 100, 100, 100, 100], [100, 101, 99, 100, 100], [100, 104, 96, 101, 100]);
  const script: Script = { 1: (strategy) => void strategy.buy({ size: 10, valid: "ioc" }) };
  const { orders, fills } = runScript(feed, script, {
    ...{ cash: 1_000_000, lot: 1, slippageAmount: 2, slippageBeyondBar: "wait" as const },
  });
  assertEquals([fills.length, orders.map(({ state, reason }) => [state, reason])], [0, [["cancelled", "notAtOnce"]]]);
});

Deno.test("an exit that fills in part leaves the rest of the position to the other exit", () => {
  const feed = bars(
    [100, 100, 100, 100, 100],
    [100, 101, 99, 100, 100],
    [100, 104, 99, 101, 40],
    [101, 102, 89, 90, 100],
  );
  const script: Script = { 1: (s) => void s.buy({ size: 10, stopLoss: 92, takeProfit: 103 }) };
  assertEquals(fillsOf(feed, script, { volumeLimit: 0.1 }), [
    [1, 2, 10, 100],
    [3, 3, -4, 103],
    [2, 4, -6, 92],
  ]);
});
