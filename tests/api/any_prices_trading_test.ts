/**
 * Futures whose prices may be zero and below: a future of which one amount is taken off all prices trades as before.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { explainRun } from "../../src/explain/explain.ts";
import { readExplainedRun } from "../../src/explain/explain_log.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { checkExplanations } from "../explanation_check.ts";
import { onEveryEngine } from "./every_engine.ts";
import { wanderingPrices } from "./session_bars.ts";

/** Terms of a future on a grid that needs no rounding of money. */
const TERMS: ct.BacktestOptions = {
  ...{ cash: 50_000, resolution: "0.01", tick: "0.05", lot: 1, multiplier: 10, moneyUnit: "0.01" },
  ...{ settlement: "futures", margin: { initialPerUnit: 200, maintenancePerUnit: 50 }, commission: { perUnit: 1.25 } },
  slippageTicks: 1,
};
const COUNT = 600;

function future(seed: number, less: number, options: ct.BarsOptions = {}): ct.Bars {
  const rows = wanderingPrices(COUNT, seed).map((row) =>
    row.map((price) => Math.round((Math.round(price * 20) / 20 - less) * 100) / 100)
  );
  const column = (at: number): number[] => rows.map((row) => row[at]!);
  const time = rows.map((_row, bar) => new Date(Date.UTC(2020, 0, 1, bar)));
  return ct.bars(
    { time, open: column(0), high: column(1), low: column(2), close: column(3) },
    { name: "oil", timeframe: "1h", stamp: "close", decimals: 2, ...options },
  );
}

/** Asks for an order of each kind in turn, at prices around the last close. */
class EachKind extends ct.Strategy.with({}) {
  told: number[] = [];

  override notifyOrder(order: ct.OrderView): void {
    this.told.push(order.id, order.averagePrice ?? NaN, order.limit ?? NaN, order.stop ?? NaN);
  }

  override next(): void {
    const bar = this.data.length, close = this.data.close.now, held = this.position.size;
    this.told.push(
      this.broker.value,
      this.broker.freeCash,
      this.position.openProfit,
      this.position.averagePrice ?? NaN,
    );
    if (bar % 7 !== 0) return;
    switch (bar / 7 % 10) {
      case 0:
        this.buy({ size: 3, stopLoss: { amount: 0.5 }, takeProfit: { amount: 0.7 } });
        break;
      case 1:
        this.sell({ size: 2, limit: close + 0.3, stopLoss: close + 1.2 });
        break;
      case 2:
        this.buy({ size: 2, stop: close + 0.2, limit: close + 0.4 });
        break;
      case 3:
        this.sell({ size: 2, trail: { amount: 0.35 } });
        break;
      case 4:
        this.buy({ size: 4, stopLoss: { trail: { amount: 0.6 } }, takeProfit: [{ amount: 0.4, fraction: 0.5 }] });
        break;
      case 5:
        this.target({ size: -2 });
        break;
      case 6:
        this.sell({ size: 1, trail: { amount: 0.2 }, limitOffset: 0.1 });
        break;
      case 7:
        this.buy({ size: 1, touch: close - 0.3 });
        break;
      case 8:
        if (held !== 0) this.close({ onClose: true });
        break;
      default: {
        const first = this.buy({ size: 1, limit: close - 0.5 });
        this.sell({ size: 1, limit: close + 0.5, oco: first });
        this.replace(first, { limit: close - 0.25 });
      }
    }
  }
}

/** Returns prices without a difference, to whole steps, and other numbers as they are. */
function fillsOf(result: ct.Result, less: number) {
  return result.fills.map(({ price, notional: _notional, ...fill }) => ({
    ...fill,
    price: Math.round((price + less) * 100),
  }));
}

Deno.test("a future of which one amount is taken off all prices has the same fills, profits and values", () => {
  const paths = ["worst-case", "open-high-low-close", "adverse"] as const;
  for (const [at, less] of [99.5, 100, 250].entries()) {
    const path = paths[at]!, above = future(at + 1, 0), plain = ct.backtest(EachKind, above, { ...TERMS, path });
    const before = onEveryEngine((conduct) => {
      return ct.backtest(EachKind, above, { ...TERMS, path, ...conduct }).strategy.told;
    });
    assert(plain.fills.length > 60, `only ${plain.fills.length} fills`);
    const feed = future(at + 1, less, { prices: "any" });
    assert(feed.columns.low.some((price) => price < 0));
    const told = onEveryEngine((conduct) => {
      const result = ct.backtest(EachKind, feed, { ...TERMS, path, ...conduct });
      assertEquals(fillsOf(result, less), fillsOf(plain, 0));
      assertEquals(result.equity, plain.equity);
      assertEquals(
        result.trades.map(({ pnl, mae, mfe, slippage }) => [pnl, mae, mfe, slippage]),
        plain.trades.map(({ pnl, mae, mfe, slippage }) => [pnl, mae, mfe, slippage]),
      );
      assertEquals(result.refusals.length, plain.refusals.length);
      return result.strategy.told;
    });
    // Prices that the strategy saw differ by the amount alone.
    assertEquals(told.length, before.length);
    for (const [index, value] of told.entries()) {
      const difference = before[index]! - value;
      assert(
        Number.isNaN(value) && Number.isNaN(before[index]!) || Math.abs(difference) < 1e-9 ||
          Math.abs(difference - less) < 1e-9,
        `${before[index]} is told as ${value}`,
      );
    }
  }
});

/** Buys a contract at the last price above zero, and sells it below. */
class Through extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 2, limit: -30, stopLoss: -39.5 });
    else if (this.data.length === 3) this.close();
  }
}

const APRIL: readonly string[] = ["2020-04-17", "2020-04-20", "2020-04-21", "2020-04-22", "2020-04-23"];

/** The prices of a contract of 1000 barrels in April 2020, through zero and back. */
function oilOfApril2020(): ct.Bars {
  return ct.bars({
    time: APRIL,
    open: [19.6, 17.73, -14, 11.5, 14],
    high: [20, 17.85, 13.86, 16.2, 18.3],
    low: [17.3, -40.32, -16.74, 10.3, 13.8],
    close: [18.27, -37.63, 10.01, 13.78, 16.5],
  }, { name: "oil", timeframe: "1d", prices: "any" });
}

Deno.test("a future bought below zero and sold above has the profit of the difference, worked out by hand", () => {
  // A fill costs 2.50 a contract.
  const feed = oilOfApril2020();
  const terms: ct.BacktestOptions = {
    ...{ cash: 200_000, tick: 0.01, multiplier: 1000, commission: { perUnit: 2.5 } },
    ...{ settlement: "futures", margin: { initialPerUnit: 10_000, maintenancePerUnit: 0 } },
  };
  const [fills, trade, equity] = onEveryEngine((conduct) => {
    const { fills, trades: [trade], equity } = ct.backtest(Through, feed, { ...terms, ...conduct });
    return [fills.map(({ price, rule, notional }) => [price, rule, notional]), trade!, Array.from(equity)] as const;
  });
  // The limit of -30 is met within the bar of the 20th; behind it the low of -40.32 reaches the stop of -39.5.
  assertEquals(fills, [[-30, "limit", -60_000], [-39.5, "stop", -79_000]]);
  const { entryPrice, exitPrice, pnl, mae, returnFraction, entryValue } = trade;
  assertEquals([entryPrice, exitPrice, pnl, mae], [-30, -39.5, -19_010, -19_000]);
  assertEquals([returnFraction, entryValue], [null, 0]);
  assertEquals(equity, [200_000, 180_990, 180_990, 180_990, 180_990]);
  const result = ct.backtest(Through, feed, terms);
  assertEquals(result.configuration.instruments[0]!.pricesFrom, "-400");
  assertEquals([result.stats.buyAndHold, result.stats.averageTrade], [null, null]);
  assertStringIncludes(result.summary(), "prices from -400");
  assertStringIncludes(`${result.explain(result.fills[1]!)}`, "-39.5");
});

Deno.test("a commission by a rate goes by the notional without its sign, whatever the lowest price that is counted", () => {
  const terms: ct.BacktestOptions = {
    ...{ cash: 200_000, tick: 0.01, multiplier: 1000 },
    ...{ settlement: "futures", margin: { initialPerUnit: 10_000, maintenancePerUnit: 0 } },
  };
  // Notionals of 60,000 at -30 by a limit that rested, and of 79,000 at -39.5 by a stop.
  const schemes: readonly (readonly [commission: ct.Commission, charged: number[]])[] = [
    [0.001, [60, 79]],
    [{ taker: 0.001, maker: -0.0001 }, [-6, 79]],
    [{ taker: 0.001, perUnit: 1, minimum: 70 }, [70, 81]],
    [{ taker: 0.001, maximum: 65 }, [60, 65]],
    [{ taker: 0.001, tiers: [{ from: 60_000, taker: 0.0002 }] }, [60, 15.8]],
    [{ taker: 0.001, tiers: [{ from: 60_001, taker: 0.0002 }] }, [60, 79]],
  ];
  for (const pricesFrom of [undefined, -50, -5000]) {
    for (const [commission, charged] of schemes) {
      const found = onEveryEngine((conduct) => {
        const result = ct.backtest(Through, oilOfApril2020(), {
          ...terms,
          ...conduct,
          commission,
          ...(pricesFrom === undefined ? {} : { pricesFrom }),
        });
        return [result.fills.map((fill) => fill.commission), result.equity.at(-1), result.stats.commission];
      });
      const sum = charged[0]! + charged[1]!;
      assertEquals(found, [charged, 200_000 - 19_000 - sum, sum], JSON.stringify({ commission, pricesFrom }));
    }
  }
});

Deno.test("the notional of such a future brings the shares beside it to their tiers, and theirs brings it", () => {
  class Buys extends Through {
    override next(): void {
      super.next();
      if (this.data.length === 4) this.buy({ feed: "shares", size: 100 });
    }
  }
  const flat = [10, 10, 10, 10, 10], oil = oilOfApril2020();
  const shares = ct.bars({ time: APRIL, open: flat, high: flat, low: flat, close: flat }, { name: "shares" });
  const charged = (from: number): number =>
    onEveryEngine((conduct) => {
      const { fills } = ct.backtest(Buys, { oil, shares }, {
        ...{ cash: 200_000, commission: { taker: 0.001, tiers: [{ from, taker: 0.0001 }] }, ...conduct },
        instruments: {
          oil: {
            ...{ tick: 0.01, multiplier: 1000, settlement: "futures" },
            margin: { initialPerUnit: 10_000, maintenancePerUnit: 0 },
          },
        },
      });
      return fills.find(({ feed }) => feed === "shares")!.commission;
    });
  assertEquals([charged(139_000), charged(139_000.01)], [0.1, 1]);
});

Deno.test("a fraction of a price, and a size by money, are errors with the remedy", () => {
  const feed = future(1, 100, { prices: "any" });
  const run = (act: (strategy: ct.Strategy) => void, options: ct.BacktestOptions = {}): void => {
    class Acts extends ct.Strategy.with({}) {
      override next(): void {
        act(this);
      }
    }
    ct.backtest(Acts, feed, { ...TERMS, ...options });
  };
  const orders: readonly (readonly [act: (strategy: ct.Strategy) => void, message: string])[] = [
    [(strategy) => void strategy.buy(), "Cannot use an order without a size on feed"],
    [(strategy) => void strategy.buy({ cash: 100 }), "Cannot use cash 100 on feed"],
    [(strategy) => void strategy.sell({ fraction: 0.5 }), "Cannot use fraction 0.5 on feed"],
    [(strategy) => void strategy.target({ fraction: 0.5 }), "Cannot use fraction 0.5 on feed"],
    [(strategy) => void strategy.buy({ size: ct.sizers.percent(20) }), "Cannot use fraction 0.2 of a sizer on feed"],
    [(strategy) => void strategy.buy({ size: () => ({ cash: 50 }) }), "Cannot use cash 50 of a sizer on feed"],
    [(strategy) => void strategy.target({ value: 100 }), "Cannot use value 100 on feed"],
    [(strategy) => void strategy.targetWeights({ oil: 0.5 }), "Cannot use a weight of 0.5 on feed"],
    [(strategy) => void strategy.buy({ size: 1, stopLoss: { percent: 5 } }), "Cannot use stopLoss: { percent: 5 } on"],
    [(strategy) => void strategy.sell({ size: 1, trail: { percent: 5 } }), "Cannot use trail: { percent: 5 } on feed"],
  ];
  for (const [act, message] of orders) assertThrows(() => run(act), ct.StrategyError, message);
  const terms: readonly (readonly [options: ct.BacktestOptions, message: string])[] = [
    [{ slippage: 0.001 }, "Cannot use slippage 0.001 of feed"],
    [{ slippageImpact: 0.1 }, "Cannot use slippageImpact 0.1 of feed"],
    [{ liquidationFee: 0.01 }, "Cannot use liquidationFee 0.01 of feed"],
    [{ borrow: 0.01 }, "Cannot use borrow 0.01 of feed"],
    [{ margin: { initial: 0.1 } }, "Cannot use margin { initial: 0.1 } of feed"],
    [{ margin: null, leverage: 5 }, "Cannot use leverage 5 of feed"],
    [{ settlement: "paid" }, "trade it as a future"],
    [{ pricesFrom: 5 }, "5: pass a number below 0"],
    [{ pricesFrom: -Infinity }, "-Infinity: pass a number below 0"],
    [{ pricesFrom: "-abc" }, '"-abc": pass a number below 0'],
    [{ benchmark: feed }, 'Cannot use feed "oil" as benchmark: its prices may be zero and below'],
    [{ pricesFrom: -1 }, "it is below -0.99, the lowest that is counted; pass a lower pricesFrom"],
    [{ profile: "backtrader" }, "Cannot use"],
  ];
  const idle = (): void => {}, { resolution: _resolution, ...inferred } = TERMS;
  assertThrows(
    () => ct.backtest(ct.Strategy, feed, { ...inferred, pricesFrom: -1e15 }),
    RangeError,
    "pass a higher pricesFrom than -1000000000000000",
  );
  const protection = { entries: feed.columns.close.map(() => 1), size: 1, stopLoss: { fraction: 0.05 } };
  assertThrows(() => ct.fromSignals(feed, protection, TERMS), RangeError, "a fraction of a price says nothing there");
  for (const [options, message] of terms) assertThrows(() => run(idle, options), RangeError, message);
  assertThrows(
    () => ct.backtest(ct.Strategy, future(1, 0), { ...TERMS, pricesFrom: -5 }),
    RangeError,
    "its prices are above zero; pass null",
  );
  // What says nothing of a price stands: a close of all, and a weight or a target of zero.
  run((strategy) => {
    strategy.close();
    strategy.target({ fraction: 0 });
    strategy.targetWeights({ oil: 0 }, { others: "close" });
  });
});

/** Holds futures, and buys shares with half of what the account is worth, and of the free cash. */
class Both extends ct.Strategy.with({}) {
  override next(): void {
    const bar = this.data.length;
    if (bar === 2) this.sell({ feed: "oil", size: 20 });
    if (bar === 30) this.buy({ feed: "shares", fraction: 0.5 });
    if (bar === 60) this.buy({ feed: "shares", fraction: 0.9 });
  }
}

Deno.test("the size of another order is explained by what such a future adds to the account", () => {
  const shares = future(9, 0, { name: "shares" }),
    sharesTerms = { settlement: "paid", margin: null, multiplier: 1 } as const;
  const options = { ...TERMS, slippageTicks: 0, instruments: { shares: sharesTerms } };
  const [above, below] = [future(1, 0), future(1, 100, { prices: "any" })].map((oil) => {
    const result = ct.backtest(Both, { oil, shares }, options);
    assertEquals(result.fills.length, 3);
    return [2, 3].map((id) => result.explain(id).lines);
  });
  assertEquals(below, above);
});

Deno.test("such a run has one chain in blocks, from its log and behind a checkpoint, and all laws hold", async () => {
  const feed = future(3, 100, { prices: "any" }), result = ct.backtest(EachKind, feed, TERMS);
  const { moneyUnit, instruments } = ct.termsOf(result);
  assertEquals(instruments["oil"]!.pricesFrom, "-30");
  const { cash, commission, settlement, margin, slippageTicks } = TERMS;
  const others = { cash, commission, settlement, margin, slippageTicks } as ct.RunOptions;
  for (const blockBars of [50, 333]) {
    const waited = await ct.run(EachKind, { oil: feed }, { ...others, moneyUnit, instruments, blockBars });
    assertEquals([waited.chain, waited.fills], [result.chain, result.fills]);
  }
  const sink = new MemorySink();
  let saved: Uint8Array | undefined;
  const checkpoint = { every: 300, save: (each: Uint8Array) => void (saved ??= each) };
  const logged = ct.backtest(EachKind, feed, { ...TERMS, replayLog: new RunLog(sink), checkpoint });
  const resumed = ct.backtest(EachKind, feed, { ...TERMS, resume: saved! });
  assertEquals([logged.chain, resumed.chain, replay(sink.bytes()).equal], [result.chain, result.chain, true]);
  assertEquals([resumed.fills, resumed.trades, resumed.orders], [result.fills, result.trades, result.orders]);
  const proof = await ct.prove(EachKind, feed, { ...TERMS, cuts: 3 });
  assertEquals([proof.verdict, proof.laws.filter(({ verdict }) => verdict === "failed")], ["held", []]);
  // Lots of 10^-8 have money that is rounded at each fill.
  const { lot: _lot, multiplier: _multiplier, tick: _tick, moneyUnit: _unit, slippageTicks: _ticks, ...inferred } =
    TERMS;
  const fine = await ct.prove(EachKind, feed, { ...inferred, cuts: 3 });
  assertEquals([fine.verdict, fine.laws.filter(({ verdict }) => verdict === "failed")], ["held", []]);
  // The log tells the same orders, fills and trades, in prices of the data.
  const log = readExplainedRun(sink.bytes());
  assertEquals([log.rows.fills, log.rows.trades], [result.fills, result.trades]);
  assertEquals(log.feeds.get("oil")!.columns.close, feed.columns.close);
  checkExplanations(result, { oil: feed.columns });
  // It has what the grid made of a request, and not the request.
  const exact = result.orders.filter(({ id }) => result.explain(id).steps.every(({ what }) => what !== "snapped"));
  assert(exact.length > 40, `only ${exact.length} orders`);
  for (const { id } of exact) assertEquals(explainRun(log, id).lines, result.explain(id).lines);
  const limits = result.orders.filter(({ limit, state }) => limit !== null && limit < 0 && state === "filled");
  assertStringIncludes(`${result.explain(limits[0]!)}`, `${limits[0]!.limit}`);
});

/** Buys two and sells them two bars later. */
class Turn extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 2 });
    else if (this.data.length === 3) this.close();
  }
}

Deno.test("a lowest price that is no whole number is told as a fraction, and read again everywhere", async () => {
  const cases: readonly (readonly [prices: readonly number[], terms: ct.BacktestOptions, from: string])[] = [
    [[0.005, 0.002, -0.003, 0.001], {}, "-1/25"],
    [[5, 2, -3, 1], { tick: 0.25, pricesFrom: -1234.5 }, "-2469/2"],
    [[5, 2, -3, 1], { tick: 0.25, pricesFrom: "-1234.7" }, "-4939/4"],
  ];
  for (const [prices, terms, from] of cases) {
    const time = prices.map((_price, day) => new Date(Date.UTC(2024, 0, 2 + day))), all = [...prices];
    const feed = ct.bars({ time, open: all, high: all, low: all, close: all }, {
      name: "swap",
      timeframe: "1d",
      prices: "any",
    });
    const options = { cash: 1e5, settlement: "futures", margin: { initialPerUnit: 100 }, ...terms } as const;
    const sink = new MemorySink(), result = ct.backtest(Turn, feed, { ...options, replayLog: new RunLog(sink) });
    assertEquals(result.configuration.instruments[0]!.pricesFrom, from);
    assertEquals(readExplainedRun(sink.bytes()).rows.fills, result.fills);
    const { moneyUnit, instruments } = ct.termsOf(result), { cash, settlement, margin } = options;
    const waited = await ct.run(Turn, { swap: feed }, { cash, settlement, margin, moneyUnit, instruments });
    assertEquals(waited.chain, ct.backtest(Turn, feed, options).chain);
    assertEquals((await ct.prove(Turn, feed, { ...options, cuts: 1 })).verdict, "held");
  }
});

Deno.test("figures of such prices are not told, and the page says why", async () => {
  const feed = future(1, 100, { prices: "any" }), result = ct.backtest(EachKind, feed, TERMS);
  const { benchmarkReturn, beta } = result.figures;
  assertEquals([benchmarkReturn, beta, result.stats.buyAndHold], [null, null, null]);
  assertStringIncludes(await result.html(), "The trades have no returns");
  // Amounts near those of the account fit, as prices are counted from no lower than they have to be.
  class Large extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 200 });
    }
  }
  const bonds = { cash: 1e9, multiplier: 1e6, settlement: "futures", margin: { initialPerUnit: 3e6 } } as const;
  const prices = [145, 146, 147], time = ["2024-01-02", "2024-01-03", "2024-01-04"];
  const bars = ct.bars({ time, open: prices, high: prices, low: prices, close: prices }, {
    decimals: 2,
    prices: "any",
  });
  assertEquals(ct.backtest(Large, bars, bonds).fills.length, 1);
});

Deno.test("an order at or below the lowest price that is counted is refused, and its explanation names the remedy", () => {
  class Far extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length !== 1) return;
      for (const limit of [-30, -31, -1e6, -29.95]) this.buy({ size: 1, limit });
    }
  }
  const result = ct.backtest(Far, future(1, 100, { prices: "any" }), { ...TERMS, pricesFrom: -30 });
  const reasons = result.orders.map(({ reason, state }) => [reason, state === "rejected"]);
  assertEquals(reasons.slice(0, 4), [["priceMissing", true], ["negative", true], ["negative", true], [
    "placed",
    false,
  ]]);
  for (const id of [1, 2, 3]) {
    assertStringIncludes(`${result.explain(id)}`, "Prices of oil are counted from -30 on: pass a lower pricesFrom.");
  }
});

Deno.test("the limit of a trailing stop-limit follows its trigger, so replacing it is an error with the remedy", () => {
  class Replaces extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length > 1) return;
      const order = this.sell({ size: 1, trail: { amount: 3 }, limitOffset: 0.5 });
      this.replace(order, { limit: 100 });
    }
  }
  assertThrows(() => ct.backtest(Replaces, future(1, 0), TERMS), ct.StrategyError, "pass limitOffset, or trail");
});
