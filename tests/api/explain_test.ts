import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { RULE_TOPICS } from "../../src/contract/examples/rule_examples.ts";
import { explainRun } from "../../src/explain/explain.ts";
import { readExplainedRun } from "../../src/explain/explain_log.ts";
import { feedOf } from "../../src/feeds/bars.ts";
import { withSharedDayEnds } from "../../src/run/day_ends.ts";
import { Random } from "../../src/laws/random.ts";
import { MemorySink } from "../../src/replay/log_sink.ts";
import { RunLog } from "../../src/replay/run_log.ts";
import { type CheckedFeed, checkExplanations, type Tally } from "../explanation_check.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { enginesUnderTest } from "../engines.ts";
import { GapFade } from "../examples/gap_fade.ts";
import { PairsByRatio } from "../examples/pairs_by_ratio.ts";
import { Turtle } from "../examples/turtle.ts";
import { VolatilityTargeting } from "../examples/volatility_targeting.ts";
import { exampleStrategyOf, feedsOf } from "../rule_example_run.ts";
import { dailyBars } from "./daily_bars.ts";
import { type Script, scripted } from "./scripted.ts";

/** Columns of feeds by name, as a run has them. */
function columnsOf(feeds: ct.Bars | Readonly<Record<string, ct.Bars>>): Record<string, CheckedFeed> {
  const all: Readonly<Record<string, ct.Bars>> = feeds instanceof ct.Bars ? { [feeds.name]: feeds } : feeds;
  const shared = withSharedDayEnds(Object.values(all).map(feedOf));
  return Object.fromEntries(Object.keys(all).map((name, id) => [name, shared[id]!.columns]));
}

Deno.test("every order, fill and trade of the rules by example is explained by the numbers of rows and bars", () => {
  const tally: Tally = new Map();
  for (const { name, examples } of RULE_TOPICS) {
    for (const example of examples) {
      const feeds = feedsOf(example),
        explained = enginesUnderTest().map((engineBackend) => {
          const sink = new MemorySink(), replayLog = new RunLog(sink);
          const result = ct.backtest(exampleStrategyOf(example), feeds, {
            ...example.options,
            engineBackend,
            replayLog,
          });
          checkExplanations(result, columnsOf(feeds), tally);
          const lines = result.orders.map((order) => result.explain(order).lines);
          // A log has what the grid made of a request, and not the request.
          const log = readExplainedRun(sink.bytes());
          const snapped = result.orders.some((order) =>
            result.explain(order).steps.some(({ what }) => what === "snapped")
          );
          assertEquals(log.rows.fills, result.fills);
          assertEquals(log.rows.trades, result.trades);
          if (!snapped) {
            const placed = result.orders.filter(({ state, endedUs, placedUs }) =>
              state !== "rejected" || endedUs !== placedUs
            );
            for (const { id } of placed) {
              assertEquals(explainRun(log, id).lines, result.explain(id).lines, `${name} ${example.rule}`);
            }
          }
          return lines;
        });
      for (const lines of explained) assertEquals(lines, explained[0]);
    }
  }
  for (
    const kind of [
      "waited limitTouched",
      "waited noVolume",
      "waited begunBefore",
      "triggered triggeredOnly",
      "waited entryInBar",
    ]
  ) {
    assert((tally.get(kind) ?? 0) > 0, `${kind} of ${[...tally.keys()].sort().join(", ")}`);
  }
});

/** Random daily bars around 100, some of them without volume. */
function randomBars(random: Random, name: string, count: number): ct.Bars {
  const rows: number[][] = [];
  let close = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = close + random.between(-150, 150), high = Math.max(open, close) + random.below(200);
    const low = Math.min(open, close) - random.below(200);
    close = random.between(low, high);
    rows.push([open, high, low, close].map((price) => price / 100));
  }
  // A close may lie beyond what the open and the close before gave.
  const shaped = rows.map(([open, high, low, last]) =>
    [open!, Math.max(open!, high!, last!), Math.min(open!, low!, last!), last!] as const
  );
  const column = (at: 0 | 1 | 2 | 3): number[] => shaped.map((row) => row[at]);
  const time = shaped.map((_row, day) => new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10));
  const prices = { time, open: column(0), high: column(1), low: column(2), close: column(3) };
  const volume = shaped.map(() => random.chance(4) ? 0 : random.between(1, 1000));
  return ct.bars({ ...prices, volume }, { name, decimals: 2, timeframe: "1d" });
}

/** A strategy that asks for everything there is to ask for, by chance. */
function randomStrategy(seed: number): ct.StrategyClass<never> {
  return class Wild extends ct.Strategy.with({}) {
    readonly #random = new Random(seed, 1);
    readonly #orders: ct.OrderView[] = [];

    override next(): void {
      const random = this.#random;
      for (let acts = random.below(3); acts > 0; acts--) this.#act(random.pick(["a", "b"]), random);
    }

    #act(feed: string, random: Random): void {
      const close = this.feeds[feed]!.close.now,
        near = (): number => Math.round(close * random.between(960, 1040)) / 1000;
      const live = this.#orders.filter(({ alive }) => alive), kind = random.below(10);
      if (kind === 0 && live.length > 0) return this.cancel(random.pick(live));
      if (kind <= 2 && live.length > 0) {
        const order = random.pick(live);
        return this.replace(order, {
          ...(random.chance(30) ? { size: random.between(1, 30) } : {}),
          ...(order.limit !== null && random.chance(70) ? { limit: near() } : {}),
          ...(order.stop !== null && random.chance(70) ? { stop: near() } : {}),
        });
      }
      if (kind === 3) return void this.close({ feed });
      if (kind === 4) {
        const target = random.pick([{ size: random.between(-20, 20) }, { fraction: 0.25 }, { value: -1500 }]);
        return void this.#orders.push(this.target({ feed, ...target }));
      }
      const size = random.pick([{ size: random.between(1, 40) }, { fraction: 0.3 }, { cash: 2500 }, {}]);
      const price = random.pick([{}, { limit: near() }, { stop: near() }, { limit: near(), stop: near() }, {
        onClose: true,
      }]);
      const protection = random.chance(50) ? {} : { stopLoss: near(), takeProfit: near() };
      const oco = live.length > 0 && random.chance(25) ? { oco: random.pick(live) } : {};
      const valid = random.chance(20) ? { valid: "day" as const } : {};
      const order = this[random.pick(["buy", "sell"] as const)]({
        feed,
        ...size,
        ...price,
        ...protection,
        ...oco,
        ...valid,
      });
      for (const each of [order, order.stopLoss, order.takeProfit]) if (each) this.#orders.push(each);
    }
  } as never;
}

Deno.test("explanations of random runs contradict neither their rows nor their bars, on either engine and from the log", () => {
  const tally: Tally = new Map();
  let fills = 0;
  for (let seed = 1; seed <= 8; seed++) {
    const random = new Random(seed), feeds = { a: randomBars(random, "a", 90), b: randomBars(random, "b", 90) };
    const limitFill = seed % 2 === 0 ? "through" : "touch", commission = random.pick([0.001, { perOrder: 1 }]);
    const options: ct.BacktestOptions = {
      ...{ cash: 20_000, commission, slippage: 0.0005, tick: 0.01, limitFill, barWithoutVolume: "no-fill" },
      ...{ onRuin: "ignore", closeAtEnd: seed % 3 === 0 },
    };
    const lines = enginesUnderTest().map((engineBackend) => {
      const sink = new MemorySink(), replayLog = new RunLog(sink);
      const result = ct.backtest(randomStrategy(seed), feeds, { ...options, engineBackend, replayLog });
      fills += result.fills.length;
      checkExplanations(result, columnsOf(feeds), tally);
      const log = readExplainedRun(sink.bytes());
      assertEquals([log.rows.fills, log.rows.trades], [result.fills, result.trades]);
      assertEquals([log.rows.refusals.length, log.rows.diagnostics], [result.refusals.length, result.diagnostics]);
      for (const trade of result.trades) assertEquals(explainRun(log, trade).lines, result.explain(trade).lines);
      return result.orders.map((order) => {
        const { lines, steps } = result.explain(order);
        if (order.endedUs === order.placedUs && order.state === "rejected") return lines;
        // What was asked for is on the grid in the log.
        const isSame = (at: number): boolean => steps[at]!.what !== "asked" && steps[at]!.what !== "snapped";
        const logged = explainRun(log, order.id);
        assertEquals(
          logged.lines.filter((_line, at) => logged.steps[at]!.what !== "asked"),
          lines.filter((_line, at) => isSame(at)),
        );
        return lines;
      });
    });
    for (const other of lines) assertEquals(other, lines[0]);
  }
  assert(fills > 300 * enginesUnderTest().length, `${fills} fills`);
  for (
    const kind of [
      ...["waited limitNotReached", "waited triggerNotReached", "waited asleep", "waited noVolume"],
      ...["waited entryInBar", "triggered triggeredOnly", "replaced", "snapped limit", "snapped stop"],
      ...["waitedLonger limitNotReached", "waitedLonger triggerNotReached", "group", "children", "sized", "trade"],
      ...["ended filled", "ended cancelled", "ended rejected", "ended expired", "ended accepted"],
      ...["priced open", "priced stop", "priced stopGap", "priced limit", "priced limitOpen", "priced close"],
      ...["priced stopLimit", "priced entryPrice"],
    ]
  ) assert((tally.get(kind) ?? 0) > 0, `no ${kind}: ${[...tally.keys()].sort().join(", ")}`);
});

/** The sentences of an order, without their times. */
function textsOf(result: ct.Result, id: number): string[] {
  return result.explain(id).steps.map(({ text }) => text);
}

function run(bars: ct.Bars, script: Script, options: ct.BacktestOptions = {}): ct.Result {
  const [first, ...others] = enginesUnderTest().map((engineBackend) =>
    ct.backtest(scripted(script), bars, { ...options, engineBackend })
  );
  for (const other of others) {
    for (const { id } of first!.orders) assertEquals(other.explain(id).lines, first!.explain(id).lines);
  }
  return first!;
}

Deno.test("an order that gives way to its group waits, and its explanation says so", () => {
  const bars = dailyBars([[100, 100, 100, 100], [100, 105, 99, 103]]);
  const result = run(bars, {
    1: (strategy) => {
      const first = strategy.buy({ size: 1, stop: 102, limit: 101 });
      strategy.buy({ size: 1, stop: 104, limit: 100, oco: first });
    },
  });
  assertEquals(textsOf(result, 1).slice(2), [
    "The high 105 reached the trigger 102, and the close 103 does not prove that the price came back to the limit 101. " +
    "From the next bar on it is a limit order.",
    "Order 1 did not end: it is triggered (its trigger was reached; works as a limit or market order) after the last bar.",
  ]);
  assertEquals(textsOf(result, 2).slice(2), [
    "The bar reached 104, and the order gave way to another member of its group, since the bar does not prove that it " +
    "came first.",
    "Order 2 did not end: it is accepted (working) after the last bar.",
  ]);
});

Deno.test("an explanation tells an order from its request over its replacements to its fill, word by word", () => {
  const bars = dailyBars([
    ...[[100, 101, 99, 100], [100, 101, 98, 100], [100, 102, 97, 99], [99, 100, 96, 98], [98, 99, 94, 95]] as const,
    [95, 96, 90, 91],
  ]);
  const result = run(bars, {
    1: (strategy) => strategy.kept["dip"] = strategy.buy({ size: 10.4, limit: 95.126, stopLoss: 90 }),
    2: (strategy) => strategy.replace(strategy.kept["dip"]!, { limit: 95.5, size: 8 }),
    4: (strategy) => strategy.replace(strategy.kept["dip"]!, { stop: 97 }),
  }, { tick: 0.25, lot: 1, commission: 0.001 });
  const explanation = result.explain(1);
  assertEquals(explanation.lines, [
    "2024-01-01, bar 0: Order 1 was placed: buy 10.4 of AAA at the limit 95.126 or better.",
    "2024-01-01, bar 0: The last close of AAA was 100, the position in it 0, the cash 10,000.00.",
    "2024-01-01, bar 0: The limit 95.126 went to the grid of prices, to 95.",
    "2024-01-01, bar 0: The size 10.4 went down to whole lots, to 10.",
    "2024-01-02, bar 1: The low 98 stayed above the limit 95.",
    "2024-01-02, bar 1: It was replaced: its limit from 95 to 95.5, its size from 10 to 8.",
    "2024-01-03, bar 2: The low 97 stayed above the limit 95.5.",
    "2024-01-04, bar 3: The low 96 stayed above the limit 95.5.",
    "2024-01-04, bar 3: A request was refused, priceUnexpected (price 97): the order type takes no such price.",
    "2024-01-05, bar 4: Order 1 bought 8 of AAA at 95.5.",
    "2024-01-05, bar 4: The low 94 reached the limit 95.5, and the order fills there.",
    "2024-01-05, bar 4: Cash went from 10,000.00 to 9,235.236 (-764.764, with 0.764 of commission), and the position in " +
    "AAA from 0 to 8 at an average price of 95.5.",
    "2024-01-05, bar 4: It opened trade 1, long.",
    "2024-01-05, bar 4: Its protection came alive: order 2 (stop-loss), for the 8 that it opened.",
    "2024-01-05, bar 4: Order 1 is filled: 8 in all.",
  ]);
  assertEquals(
    `${explanation}`,
    ["Order 1: AAA, entry, filled", ...explanation.lines.map((line) => `  ${line}`)].join("\n"),
  );
  assertEquals(textsOf(result, 2).slice(0, 1), [
    "Order 2 was placed: the stop-loss of order 1: sell what it opens of AAA once the price reaches the trigger 90.",
  ]);
  assertEquals(result.explain(result.trades[0]!).lines, [
    "2024-01-05, bar 4: Order 1 (buy) bought 8 at 95.5, by the rule limit; the position is 8.",
    "2024-01-05, bar 4: Its stop-loss, order 2, came alive at 90.",
    "2024-01-06, bar 5: Order 2 (stop-loss) sold 8 at 90, by the rule stop; the position is 0. That made -44.00 before " +
    "commission.",
    "2024-01-06, bar 5: The best price of its bars was 99 (bar 4) and the worst 90 (bar 5), against an average entry of " +
    "95.5; the bars of entry and exit count whole. Its mae is -44.00 and its mfe +0.00: a price at which it may not have " +
    "been held counts in mae alone.",
    "2024-01-06, bar 5: Trade 1 was closed by order 2 (stop-loss): -44.00 less 1.484 of commission is -45.484.",
  ]);
});

Deno.test("a long wait is told by its first bars, the nearest miss and a count; a protection as it moved", () => {
  const bars = dailyBars(Array.from({ length: 12 }, (_bar, at) => [100 + at, 101 + at, 99 + at, 100 + at] as const));
  const result = run(bars, {
    1: (strategy) => {
      strategy.kept["entry"] = strategy.buy({ size: 1, stopLoss: 90 });
      strategy.kept["far"] = strategy.sell({ size: 1, limit: 200 });
    },
    4: (strategy) => strategy.replace(strategy.kept["entry"]!.stopLoss!, { stop: 95 }),
    8: (strategy) => strategy.replace(strategy.kept["entry"]!.stopLoss!, { stop: 104.5 }),
  });
  assertEquals(textsOf(result, 3).slice(2), [
    "The high 102 did not reach the limit 200.",
    "The high 103 did not reach the limit 200.",
    "The high 104 did not reach the limit 200.",
    "8 more bars up to this one did not fill it either; the nearest was bar 11: The high 112 did not reach the limit 200.",
    "Order 3 did not end: it is accepted (working) after the last bar.",
  ]);
  const moved = result.explain(result.trades[0]!).steps.filter(({ what }) => what === "protection");
  assertEquals(moved.map(({ bar, numbers }) => [bar, numbers["priceBefore"], numbers["price"]]), [
    ...[[1, undefined, 90], [3, 90, 95], [7, 95, 104.5]],
  ]);
});

Deno.test("a trailing stop is told by the trigger at which it filled, and not by one that it is not known to have had", () => {
  const bars = dailyBars([[100, 100, 100, 100], [100, 100, 100, 100], [100, 110, 95, 96], [96, 96, 96, 96]]);
  const trail: Script = {
    1: (strategy) => strategy.buy({ size: 10 }),
    2: (strategy) => strategy.sell({ size: 10, trail: { amount: 5 }, stop: 90 }),
  };
  for (const [path, trigger] of [["open-high-low-close", 105], ["worst-case", 95]] as const) {
    const result = run(bars, trail, { path });
    assertEquals(result.fills.at(-1)!.price, trigger);
    assertStringIncludes(
      result.explain(result.fills.at(-1)!).lines.join("\n"),
      `The low 95 reached the trigger ${trigger},`,
    );
    const texts = textsOf(result, 2).join("\n");
    assertStringIncludes(texts, `The low 95 reached the trigger ${trigger},`);
    assert(!texts.includes("replaced"), texts);
  }
});

Deno.test("a trailing stop-loss that ends the other target is told as what ended it, and its first trigger is left out", () => {
  const bars = dailyBars([[100, 100, 100, 100], [100, 101, 99, 100], [100, 104, 99, 103], [100, 106, 99, 105]]);
  const result = run(bars, {
    1: (strategy) =>
      strategy.buy({
        ...{ size: 10, stopLoss: { trail: { amount: 6 } } },
        takeProfit: [{ amount: 5, fraction: 0.5 }, { amount: 9 }],
      }),
  }, { lot: 1 });
  assertEquals(result.fills.map(({ orderId, bar, price }) => [orderId, bar, price]), [[1, 1, 100], [3, 3, 105], [
    2,
    3,
    100,
  ]]);
  assertStringIncludes(textsOf(result, 4).at(-1)!, "Order 2 filled first, at 100");
  assert(!textsOf(result, 3).some((text) => text.includes("order 4 was cancelled")), `${textsOf(result, 3)}`);
  assertEquals(textsOf(result, 2).slice(-2), [
    "It left nothing of its one-cancels-other group to fill, so order 4 was cancelled.",
    "Order 2 is filled: 5 in all.",
  ]);
  const alive = result.explain(result.trades[0]!).steps.filter(({ what }) => what === "protection");
  assertEquals(alive.map(({ text, numbers }) => [text, numbers["price"]]), [
    ["Its stop-loss, order 2, came alive.", undefined],
    ["Its take-profit, order 3, came alive at 105.", 105],
    ["Its take-profit, order 4, came alive at 109.", 109],
  ]);
});

Deno.test("a share of the account is rounded down to the least amount of money, as the order's budget is", () => {
  const bars = dailyBars([[10, 10, 10, 10], [10, 10, 10, 10]]);
  const result = run(bars, { 1: (strategy) => strategy.buy({ fraction: 0.5 }) }, { cash: 1000.000001 });
  const { numbers, text } = result.explain(1).steps.find(({ what }) => what === "sized")!;
  assertEquals(numbers, { budget: 500, size: 50, price: 10, fraction: 0.5, value: 1000.000001 });
  assertEquals(
    text,
    "The order may spend 0.5 of the account's value at the fill, 1,000.000001, which is 500.00. The most whole lots that " +
      "it pays for at 10, commission included, are 50.",
  );
});

Deno.test("an order tells its validity and that it may only reduce, on either engine, from the log and after a resume", () => {
  const prices = [100, 100, 100, 100, 100, 100, 100, 100];
  const bars = dailyBars(prices.map((close) => [close, close + 1, close - 1, close] as const), { name: "bars" });
  const until = new Date("2024-01-04T12:00:00Z");
  class Asks extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) {
        this.buy({ size: 2 });
        this.buy({ size: 1, limit: 80, valid: "day" });
        this.buy({ size: 1, limit: 81, valid: until });
      }
      if (this.data.length === 3) this.sell({ size: 6, reduceOnly: true, limit: 99 });
      if (this.data.length === 5) this.buy({ size: 1, reduceOnly: false });
    }
  }
  let saved: Uint8Array | undefined;
  const checkpoint = { every: 4, save: (each: Uint8Array) => void (saved ??= each) };
  for (const engineBackend of enginesUnderTest()) {
    saved = undefined;
    const sink = new MemorySink(), options = { engineBackend };
    const result = ct.backtest(Asks, bars, { ...options, replayLog: new RunLog(sink), checkpoint });
    const log = readExplainedRun(sink.bytes()), resumed = ct.backtest(Asks, bars, { engineBackend, resume: saved! });
    assertEquals(result.orders.map(({ asked }) => asked), [
      { size: 2 },
      { size: 1, limit: 80, valid: "day" },
      { size: 1, limit: 81, valid: "2024-01-04T12:00:00.000000Z" },
      { size: 6, limit: 99, reduceOnly: true },
      { size: 1 },
    ]);
    assertEquals(resumed.orders, result.orders);
    assertEquals(log.rows.orders.map(({ asked }) => asked), result.orders.map(({ asked }) => asked));
    for (const run of [(id: number) => explainRun(log, id), (id: number) => result.explain(id)]) {
      const [day, date, reducing] = [2, 3, 4].map((id) => `${run(id)}`);
      const ofDay = "valid for the day, the session date of the first bar that it meets";
      assertStringIncludes(day!, `buy 1 of bars at the limit 80 or better, ${ofDay}.`);
      assertStringIncludes(day!, `is expired, validityOver: its time is over. It was ${ofDay}.`);
      assertStringIncludes(date!, "at the limit 81 or better, valid until 2024-01-04T12:00:00.000000Z.");
      assertStringIncludes(date!, "its time is over. It was valid until 2024-01-04T12:00:00.000000Z.");
      assertStringIncludes(reducing!, "sell 6 of bars at the limit 99 or better, only to reduce the position.");
      assertStringIncludes(reducing!, "It may only reduce the position, so the other 4 were given up.");
    }
    const trade = `${result.explain(result.trades[0]!)}`;
    assertStringIncludes(trade, "Order 4 (sell) sold 2 at ");
    assertStringIncludes(trade, "Trade 1 was closed by order 4 (sell): ");
    const { mae, mfe } = result.trades[0]!;
    assertStringIncludes(trade, `Its mae is ${mae.toFixed(2)} and its mfe +${mfe.toFixed(2)}: `);
  }
});

Deno.test("what is no row of the result is an error that says what to pass", () => {
  const bars = dailyBars([[100, 100, 100, 100], [100, 101, 99, 100], [100, 101, 99, 100]]);
  const result = run(bars, {
    1: (strategy) => {
      strategy.buy({ size: 1 });
      strategy.buy({ size: 1, stopLoss: 100.5 });
      strategy.close();
      strategy.buy({ size: 1 });
    },
  });
  const pass = "pass a row of result.orders, result.fills or result.trades of this result, or the id of an order";
  assertThrows(() => result.explain("1" as never), TypeError, `Cannot explain "1": ${pass}`);
  assertThrows(() => result.explain(null as never), TypeError, `Cannot explain null: ${pass}`);
  assertThrows(() => result.explain({} as never), RangeError, `: ${pass}`);
  assertThrows(() => result.explain(result as never), Error, `Cannot explain an object of class "Result": ${pass}`);
  assertThrows(
    () => result.explain(NaN),
    RangeError,
    "Cannot explain order NaN: the ids of result.orders go from 1 to 5",
  );
  assertThrows(() => result.explain(6), RangeError, "Cannot explain order 6: the ids of result.orders go from 1 to 5");
  assertThrows(() => result.explain(3), RangeError, "Cannot explain order 3: it was refused together with its entry");
  assertThrows(
    () => result.explain(4),
    RangeError,
    "Cannot explain order 4: it never came to be. At bar 0 it was dropped, nothingToClose: there is no position to reduce",
  );
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  assertThrows(() => result.explain(circular as never), RangeError, pass);
  const { lines, steps } = result.explain(1);
  assert(Object.isFrozen(lines) && Object.isFrozen(steps) && steps.every((step) => Object.isFrozen(step)));
  assertThrows(
    () => ct.backtest(ct.Strategy, bars).explain(1),
    RangeError,
    "Cannot explain order 1: the run placed none",
  );
});

Deno.test("a run that goes on from a checkpoint explains the changes before it", () => {
  const bars = dailyBars(Array.from({ length: 8 }, (_bar, at) => [100, 101, at === 7 ? 90 : 99, 100] as const));
  const script: Script = {
    1: (strategy) => strategy.kept["dip"] = strategy.buy({ size: 1, limit: 92 }),
    3: (strategy) => strategy.replace(strategy.kept["dip"]!, { limit: 94 }),
  };
  class Replacing extends ct.Strategy.with({}) {
    bar = 0;
    order: ct.OrderView | null = null;

    override next(): void {
      this.bar++;
      if (this.bar === 1) this.order = this.buy({ size: 1, limit: 92 });
      if (this.bar === 3) this.replace(this.order!, { limit: 94 });
    }
  }
  const whole = run(bars, script);
  let saved: Uint8Array | undefined;
  ct.backtest(Replacing, bars, { checkpoint: { every: 5, save: (checkpoint) => void (saved ??= checkpoint) } });
  const resumed = ct.backtest(Replacing, bars, { resume: saved! });
  assertEquals(resumed.explain(1).lines, whole.explain(1).lines);
  assert(whole.explain(1).steps.some(({ what }) => what === "replaced"));
});

Deno.test("explanations of strategies as people write them contradict neither rows nor bars", async () => {
  const read = (name: string, options: ct.CsvOptions = {}): Promise<ct.Bars> =>
    ct.csv(new URL(`../../fixtures/prices/${name}.csv`, import.meta.url), options);
  const session = { open: "09:00", close: "17:30" }, aapl = await read("aapl", { timeZone: "America/New_York" });
  const minutes = await read("2006-min-005", { stamp: "close", timeZone: "Europe/Berlin", session });
  const pair = { orcl: await read("orcl_2010_2014"), nvda: await read("nvda_2010_2014") };
  const runs: readonly (readonly [ct.StrategyClass<never>, ct.Bars | Record<string, ct.Bars>, ct.BacktestOptions?])[] =
    [
      [SmaCross as never, aapl],
      [Turtle as never, aapl],
      [VolatilityTargeting as never, aapl, { closeAtEnd: true }],
      [PairsByRatio as never, pair],
      [GapFade as never, minutes, { flatAt: "close", barWithoutVolume: "fill" }],
    ];
  const tally: Tally = new Map();
  for (const [strategy, feeds, options] of runs) {
    const lines = enginesUnderTest().map((engineBackend) => {
      const result = ct.backtest(strategy, feeds, { commission: 0.0005, ...options, engineBackend });
      assert(result.fills.length > 0, strategy.name);
      checkExplanations(result, columnsOf(feeds), tally);
      return result.orders.map((order) => result.explain(order).lines);
    });
    for (const other of lines) assertEquals(other, lines[0], strategy.name);
  }
  for (const kind of ["asked flatAt", "asked target", "priced close"]) assert(tally.has(kind), kind);
});
