/**
 * Limits of a run: orders that they refuse, levels that they ask for, and that a replay and a restart say the same.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import * as ct from "../../mod.ts";
import type { FakeCandle } from "../../src/fake_venue/mod.ts";
import { replay } from "../../src/replay/replay.ts";
import { enginesUnderTest } from "../engines.ts";
import { holdLines, type Played, played, settledAt, START } from "./paper_play.ts";

/** Candles of a venue by their closes; each opens at the close before it. */
function candles(closes: readonly number[]): FakeCandle[] {
  return closes.map((close, minute) => {
    const open = closes[minute - 1] ?? close, text = (value: number): string => value.toFixed(2);
    return {
      ...{ time: START / 1000 + minute * 60_000, open: text(open), close: text(close), volume: "1000.00000" },
      ...{ high: text(Math.max(open, close) + 1), low: text(Math.min(open, close) - 1) },
    };
  });
}

type Play = (strategy: ct.Strategy, bar: number) => void;

/** Returns a strategy that does something on each bar. */
function doing(play: Play) {
  return class Doing extends ct.Strategy.with({}) {
    override next(): void {
      play(this, this.data.length);
    }
  };
}

interface Begun {
  readonly run: ct.LiveRun;
  readonly play: Played;
  readonly journal: string;
}

/** Begins a run over closes at 100, unless others are given. */
async function begin(
  play: Play,
  risk: ct.RiskLimits,
  closes: readonly number[] = Array(20).fill(100),
  options: Partial<ct.SessionRunOptions> = {},
): Promise<Begun & AsyncDisposable> {
  const opened = played({ instruments: [{ symbol: "BTC/USDT", candles: candles(closes) }] });
  const journal = Deno.makeTempDirSync(), { session } = opened;
  const run = await session.run(doing(play), session.feed({ symbol: "BTC/USDT", warmUp: 0 }), {
    ...{ journal, broker: session.broker({ cash: 10_000, risk }) },
    ...options,
  });
  return { run, play: opened, journal, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

/** Holds the log of a run against its replay on every engine. */
function holdReplay(journal: string, result: ct.Result): void {
  for (const engineBackend of enginesUnderTest()) {
    const again = replay(`${journal}/run.log`, { engineBackend });
    assertEquals([again.equal, again.chain], [true, result.chain], engineBackend);
  }
  holdLines(journal);
}

/** Runs to the end, and returns each refusal as its bar and its reason. */
async function refusalsOf(play: Play, risk: ct.RiskLimits, minutes = 8): Promise<string[]> {
  const found: string[][] = [];
  for (const engineBackend of enginesUnderTest()) {
    await using begun = await begin(play, risk, undefined, { engineBackend });
    await begun.play.minutes(minutes);
    const result = await settledAt(begun.play.clock, begun.run.stop());
    holdReplay(begun.journal, result);
    found.push(result.refusals.map(({ orderId, reason }) => `${orderId} ${reason}`));
  }
  for (const each of found) assertEquals(each, found[0]);
  return found[0]!;
}

/** The order that a strategy quotes with. */
const quotes: WeakMap<ct.Strategy, ct.OrderView> = new WeakMap();

const CASES: readonly { name: string; risk: ct.RiskLimits; play: Play; refused: readonly string[] }[] = [
  {
    name: "the size of an order",
    risk: { maxOrderSize: 2 },
    play: (strategy, bar) => {
      if (bar === 1) strategy.buy({ size: 2 });
      if (bar === 2) strategy.buy({ size: 2.5 });
      if (bar === 3) strategy.buy({ fraction: 0.5 });
      if (bar === 4) strategy.buy({ cash: 150 });
    },
    refused: ["2 riskSize", "3 riskSize"],
  },
  {
    name: "the notional of an order, whose limit is its price",
    risk: { maxOrderNotional: 250 },
    play: (strategy, bar) => {
      if (bar === 1) strategy.buy({ size: 2.5 });
      if (bar === 2) strategy.buy({ size: 2.6 });
      if (bar === 3) strategy.buy({ size: 2.6, limit: 90 });
      if (bar === 4) strategy.buy({ cash: 251 });
      if (bar === 5) strategy.buy({});
    },
    refused: ["2 riskNotional", "4 riskNotional", "5 riskNotional"],
  },
  {
    name: "a position, with all that works",
    risk: { maxPositionNotional: 500 },
    play: (strategy, bar) => {
      if (bar === 1) {
        strategy.buy({ size: 2 });
        strategy.buy({ size: 2, limit: 95 });
        strategy.buy({ size: 2, limit: 95 });
      }
      if (bar === 2) strategy.sell({ size: 6 });
      if (bar === 3) strategy.sell({ size: 8 });
      if (bar === 4) strategy.target({ size: -4 });
    },
    refused: ["3 riskPosition", "5 riskPosition"],
  },
  {
    name: "a position, whatever is replaced and cancelled on the way",
    risk: { maxPositionNotional: 500 },
    play: (strategy, bar) => {
      if (bar === 1) {
        // Refused, so that its replacement leaves no room for the next one.
        const refused = strategy.buy({ size: 9, limit: 90 });
        strategy.replace(refused, { size: 1 });
        strategy.buy({ size: 6, limit: 90 });
        const first = strategy.buy({ size: 5, limit: 90 });
        strategy.replace(first, { size: 2 });
        strategy.replace(first, { size: 3 });
        strategy.buy({ size: 3, limit: 90 });
        strategy.cancel(first);
        strategy.buy({ size: 5, limit: 90 });
      }
      if (bar === 2) strategy.buy({ size: 1, limit: 90 });
    },
    refused: ["1 riskPosition", "1 unknownOrder", "2 riskPosition", "4 riskPosition", "6 riskPosition"],
  },
  {
    name: "an order beside one that works, and none in the place of one that is cancelled",
    risk: { maxOpenOrders: 1 },
    play: (strategy, bar) => {
      if (bar > 4) return;
      const before = quotes.get(strategy);
      if (before !== undefined) strategy.cancel(before);
      quotes.set(strategy, strategy.buy({ size: 1, limit: 90 }));
      if (bar === 4) strategy.buy({ size: 1, limit: 90 });
    },
    refused: ["5 riskOpenOrders"],
  },
  {
    name: "all positions together",
    risk: { maxGrossNotional: 300 },
    play: (strategy, bar) => {
      if (bar === 1) strategy.buy({ size: 4 });
      if (bar === 2) strategy.buy({ size: 3 });
    },
    refused: ["1 riskGross"],
  },
  {
    name: "orders that work, of which protection is none",
    risk: { maxOpenOrders: 2 },
    play: (strategy, bar) => {
      if (bar > 3) return;
      strategy.buy({ size: 1, limit: 90, stopLoss: 80, takeProfit: 120 });
    },
    refused: ["7 riskOpenOrders"],
  },
  {
    name: "orders within a second and within a minute",
    risk: { maxOrdersPerSecond: 2, maxOrdersPerMinute: 2 },
    play: (strategy, bar) => {
      if (bar === 1) { for (let at = 0; at < 4; at++) strategy.buy({ size: 1 }); }
      if (bar === 2) strategy.buy({ size: 1 });
    },
    refused: ["3 riskRate", "4 riskRate"],
  },
  {
    name: "prices far from the last close, up and down",
    risk: { maxPriceDistance: 0.05 },
    play: (strategy, bar) => {
      if (bar !== 1) return;
      strategy.buy({ size: 1, limit: 94 });
      strategy.buy({ size: 1, limit: 95 });
      strategy.buy({ size: 1, limit: 1000 });
      strategy.buy({ size: 1, stop: 106 });
      strategy.buy({ size: 1, stop: 104 });
    },
    refused: ["1 riskCollar", "3 riskCollar", "4 riskCollar"],
  },
];

for (const { name, risk, play, refused } of CASES) {
  Deno.test(`a limit refuses ${name}, on every engine and in the replay`, async () => {
    assertEquals(await refusalsOf(play, risk), refused);
  });
}

Deno.test("what can only reduce a position passes every limit, and what would turn it does not", async () => {
  const tight = { maxOrderSize: 2, maxOrderNotional: 200, maxPositionNotional: 200, maxGrossNotional: 200 };
  const risk = { ...tight, maxOpenOrders: 1, maxOrdersPerSecond: 1, maxOrdersPerMinute: 1, maxPriceDistance: 0.01 };
  const exits: readonly ((strategy: ct.Strategy) => void)[] = [
    (strategy) => strategy.close(),
    (strategy) => strategy.sell({ size: 2 }),
    (strategy) => {
      strategy.sell({ size: 1 });
      strategy.sell({ size: 1 });
    },
    (strategy) => strategy.sell({ size: 2, reduceOnly: true }),
    (strategy) => strategy.target({ size: 0 }),
    (strategy) => strategy.sell({}),
  ];
  // The price rises, so that what the limits let in is above them now.
  const rise = [100, 100, 300, 300, 300, 300, 300, 300];
  for (const exit of exits) {
    const play: Play = (strategy, bar) => {
      if (bar === 1) strategy.buy({ size: 2 });
      if (bar !== 3) return;
      exit(strategy);
      strategy.sell({ size: 1 });
    };
    await using begun = await begin(play, risk, rise);
    await begun.play.minutes(7);
    const result = await settledAt(begun.play.clock, begun.run.stop());
    assertEquals(result.refusals.map(({ orderId }) => orderId), [result.orders.length], String(exit));
    assert(result.refusals[0]!.reason.startsWith("risk"));
    assertEquals(begun.run.status.positions["BTC/USDT"], 0, String(exit));
    holdReplay(begun.journal, result);
  }
});

Deno.test("a replacement that a limit refuses leaves the order as it was", async () => {
  let order: ct.OrderView | undefined;
  const play: Play = (strategy, bar) => {
    if (bar === 1) order = strategy.buy({ size: 2, limit: 90 });
    if (bar === 2) strategy.replace(order!, { size: 4 });
    if (bar === 3) strategy.replace(order!, { limit: 70 });
    if (bar === 4) strategy.replace(order!, { size: 3, limit: 80 });
  };
  assertEquals(await refusalsOf(play, { maxOrderSize: 3, maxPriceDistance: 0.2 }), ["1 riskSize", "1 riskCollar"]);
  assertEquals([order!.size, order!.limit], [3, 80]);
});

Deno.test("an order on an instrument whose bars are old is refused, and one on another instrument is not", async () => {
  const old = candles(Array(20).fill(100)).filter((_, minute) => minute < 3);
  await using play = played({
    instruments: [{ symbol: "BTC/USDT", candles: candles(Array(20).fill(100)) }, { symbol: "ETH/USDT", candles: old }],
  });
  class Two extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length !== 9) return;
      this.buy({ feed: "ETH/USDT", size: 1 });
      this.buy({ feed: "BTC/USDT", size: 1 });
    }
  }
  const { session } = play,
    [btc, eth] = session.feeds([{ symbol: "BTC/USDT" }, { symbol: "ETH/USDT" }].map((each) => ({
      ...{ ...each, warmUp: 0 },
    })));
  const broker = session.broker({ risk: { maxStaleBars: 3 } });
  const run = await session.run(Two, { "BTC/USDT": btc!, "ETH/USDT": eth! }, { broker });
  await play.minutes(12);
  const { refusals } = await settledAt(play.clock, run.stop());
  assertEquals(refusals.map(({ orderId, reason }) => `${orderId} ${reason}`), ["1 riskStale"]);
});

Deno.test("a run that goes on decides as before, and limits that change hold from there on", async () => {
  const play: Play = (strategy) => {
    strategy.buy({ size: 1, limit: 90 });
    strategy.buy({ size: 2, limit: 90 });
  };
  const opened = played({ instruments: [{ symbol: "BTC/USDT", candles: candles(Array(30).fill(100)) }] });
  await using _ = opened;
  const journal = Deno.makeTempDirSync(), Class = doing(play);
  const told: (readonly ct.LimitStatus[])[] = [];
  const goOn = async (risk: ct.RiskLimits, minutes: number, how: ct.HowToStop): Promise<ct.Result> => {
    await using session = ct.exchange(opened.venue.direct, { clock: opened.clock });
    const broker = session.broker({ cash: 10_000, risk });
    const run = await settledAt(
      opened.clock,
      session.run(Class, session.feed({ symbol: "BTC/USDT", warmUp: 0 }), { journal, broker }),
    );
    await opened.minutes(minutes);
    told.push(run.status.limits);
    return await settledAt(opened.clock, run.stop(how));
  };
  await goOn({ maxOrderSize: 1 }, 4, "keep");
  await goOn({ maxOrderSize: 1 }, 3, "keep");
  await goOn({ maxOrderSize: 1, maxOpenOrders: 8 }, 4, "keep");
  const result = await goOn({}, 3, "cancel");
  holdReplay(journal, result);
  const reasons = result.refusals.map(({ reason }) => reason);
  assertEquals(reasons.filter((reason) => reason === "riskSize").length, 11);
  assertEquals(reasons.filter((reason) => reason === "riskOpenOrders").length, 3);
  // A restart counts again what the run before it has counted; the last order of a bar is the one that is too large.
  const size = { name: "maxOrderSize", limit: 1, value: 2, isOver: true } as const;
  assertEquals(told, [
    [{ ...size, refused: 4 }],
    [{ ...size, refused: 7 }],
    [{ ...size, refused: 11 }, { name: "maxOpenOrders", limit: 8, value: 9, isOver: true, refused: 7 }],
    [],
  ]);
  const lines = Deno.readTextFileSync(`${journal}/venue.jsonl`).trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.filter(({ kind }) => kind === "limits").map(({ limits }) => limits), [
    { maxOrderSize: 1 },
    { maxOrderSize: 1, maxOpenOrders: 8 },
    {},
  ]);
});

Deno.test("a kill is latched: no weaker command lowers it, and it ends by its name alone", async () => {
  const play: Play = (strategy, bar) => {
    if (bar % 2 === 1) strategy.buy({ size: 1 });
  };
  await using begun = await begin(play, {});
  const { run, play: { clock, minutes } } = begun;
  await minutes(3);
  await assertRejects(() => run.clearKill("why"), ct.SessionError, "are open");
  await settledAt(clock, run.kill("halt", "enough"));
  await settledAt(clock, run.stopEntries("weaker"));
  assertEquals([run.status.entries, run.status.reason], ["killed", "enough"]);
  await minutes(3);
  const held = run.status.positions["BTC/USDT"];
  await assertRejects(() => run.resumeEntries(), ct.SessionError, "clearKill");
  await settledAt(clock, run.clearKill("all is well"));
  assertEquals([run.status.entries, run.status.reason], ["open", ""]);
  await minutes(4);
  assert(run.status.positions["BTC/USDT"]! > held!);
  const result = await settledAt(clock, run.stop());
  assertEquals(result.refusals.map(({ reason }) => reason), Array(result.refusals.length).fill("riskFlagged"));
  holdReplay(begun.journal, result);
});

Deno.test("a loss of twice the limit kills as the limits say, and a flattened run has ended", async () => {
  const fall = Array.from({ length: 20 }, (_, minute) => 100 - 2 * minute);
  for (const kill of ["halt", "cancel", "flatten"] as const) {
    await using begun = await begin(
      (strategy, bar) => {
        if (bar === 1) strategy.buy({ size: 10 });
        if (bar === 2) strategy.buy({ size: 1, limit: 10 });
      },
      { maxDailyLoss: 50, kill },
      fall,
    );
    const { run, play: { clock, minutes } } = begun;
    await minutes(12);
    await settledAt(clock, Promise.resolve());
    assertEquals(run.status.entries, "killed", kill);
    assertEquals(run.status.phase, kill === "flatten" ? "ended" : "running");
    assertEquals(run.status.workingOrders, kill === "halt" ? 1 : 0, kill);
    const result = await settledAt(clock, run.stop());
    if (kill === "flatten") assertEquals(result.cash.at(-1), result.equity.at(-1));
    else assert(result.cash.at(-1)! < result.equity.at(-1)!);
    holdReplay(begun.journal, result);
  }
});

Deno.test("entries that are resumed after a ruin stay stopped, and a kill survives a ruin", async () => {
  const crash = [100, 100, 100, 100, 300, 300, 100, 100, 100, 100, 100, 100, 100];
  const play: Play = (strategy, bar) => {
    if (bar === 2) strategy.sell({ size: 60 });
    if (bar > 5) strategy.buy({ size: 1 });
  };
  for (const kills of [false, true]) {
    const trades = { onRuin: "stop-entries", instruments: { "BTC/USDT": { margin: { initial: 0.5 } } } } as const;
    await using begun = await begin(play, {}, crash, trades);
    const { run, play: { clock, minutes } } = begun;
    await minutes(4);
    if (kills) await settledAt(clock, run.kill("halt", "enough"));
    await minutes(3);
    assertEquals(run.status.entries, kills ? "killed" : "stopped");
    if (!kills) {
      assertEquals(run.status.reason, "the account is worth nothing or less");
      await settledAt(clock, run.resumeEntries());
      assertEquals(run.status.entries, "stopped");
    }
    await minutes(4);
    const result = await settledAt(clock, run.stop());
    assertEquals(result.fills.filter(({ bar }) => bar > 5), [], "nothing is opened any more");
    assertEquals(new Set(result.refusals.map(({ reason }) => reason)), new Set(["riskFlagged"]));
    holdReplay(begun.journal, result);
  }
});

Deno.test("a stop of the operator stays while bars come again", async () => {
  const late = candles(Array(30).fill(100)).filter((_, minute) => minute < 6 || minute >= 14);
  await using play = played({ instruments: [{ symbol: "BTC/USDT", candles: late }] });
  const broker = play.session.broker({ risk: { maxStaleBars: 3 } });
  const run = await play.session.run(doing(() => {}), play.session.feed({ symbol: "BTC/USDT", warmUp: 0 }), { broker });
  await play.minutes(11);
  assertEquals(run.status.reason, "no bar has come for 3 timeframes");
  await settledAt(play.clock, run.stopEntries("I say so"));
  await play.minutes(8);
  assertEquals([run.status.entries, run.status.reason], ["stopped", "I say so"]);
  await settledAt(play.clock, run.stop());
});

Deno.test("a limit whose command was lost with its process asks for it again", async () => {
  const fall = Array.from({ length: 20 }, (_, minute) => 100 - 2 * minute);
  const opened = played({ instruments: [{ symbol: "BTC/USDT", candles: candles(fall) }] });
  await using _ = opened;
  const journal = Deno.makeTempDirSync(),
    Class = doing((strategy, bar) => {
      if (bar === 1) strategy.buy({ size: 10 });
    });
  const goOn = async (minutes: number): Promise<ct.LiveRun> => {
    const session = ct.exchange(opened.venue.direct, { clock: opened.clock });
    const broker = session.broker({ cash: 10_000, risk: { maxDailyLoss: 50 } });
    const run = await settledAt(
      opened.clock,
      session.run(Class, session.feed({ symbol: "BTC/USDT", warmUp: 0 }), { journal, broker }),
    );
    await opened.minutes(minutes);
    await settledAt(opened.clock, run.stop("keep"));
    return run;
  };
  await goOn(5);
  const path = `${journal}/venue.jsonl`, text = Deno.readTextFileSync(path);
  assert(text.includes('"command":"stop-entries"'));
  // As if the process had been killed between the turn and its command.
  Deno.writeTextFileSync(path, text.slice(0, text.lastIndexOf("\n", text.indexOf('"kind":"command"')) + 1));
  Deno.removeSync(`${journal}/run.log`);
  const kept = Deno.readTextFileSync(path).trim().split("\n").length;
  assertEquals((await goOn(1)).status.entries, "stopped");
  // The command comes before the next turn, so that no order of that one passes.
  const lines = Deno.readTextFileSync(path).trim().split("\n").slice(kept).map((line) => JSON.parse(line).kind);
  assertEquals(lines.slice(0, 2), ["command", "turn"]);
});

Deno.test("a stronger file KILL acts behind a weaker one, and a weaker one does not", async () => {
  const play: Play = (strategy, bar) => {
    if (bar === 1) strategy.buy({ size: 1 });
    if (bar === 3) strategy.buy({ size: 1, limit: 90 });
  };
  await using begun = await begin(play, {});
  const { run, journal, play: { minutes, clock } } = begun;
  const kill = async (text: string): Promise<unknown[]> => {
    Deno.writeTextFileSync(`${journal}/KILL`, text);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await clock.advance(clock.nowUs());
    return [run.status.reason, run.status.workingOrders, run.status.commands];
  };
  await minutes(4);
  const by = " (by a file KILL)";
  assertEquals(await kill("halt: one"), [`one${by}`, 1, 1]);
  assertEquals(await kill("cancel: two"), [`two${by}`, 0, 2]);
  assertEquals(await kill("halt: three"), [`two${by}`, 0, 2]);
  Deno.writeTextFileSync(`${journal}/KILL`, "flatten: four");
  const result = await settledAt(clock, run.finished);
  assertEquals([run.status.reason, run.status.positions["BTC/USDT"]], [`four${by}`, 0]);
  holdReplay(journal, result);
});

Deno.test("without a bar a notional is within no limit, and a feed without one holds up no other", async () => {
  const instruments = [{ symbol: "BTC/USDT", candles: candles(Array(20).fill(100)) }, { symbol: "ETH/USDT" }];
  await using play = played({ instruments });
  const { session, clock } = play;
  class Buys extends ct.Strategy.with({}, ["btc", "eth"]) {
    override next(): void {
      if (this.feeds.btc.length === 2) {
        this.buy({ feed: "eth", size: 0.001 });
        this.buy({ feed: "btc", size: 2 });
        this.buy({ feed: "btc", size: 2 });
      }
    }
  }
  const run = await session.run(Buys, {
    btc: session.feed({ symbol: "BTC/USDT", warmUp: 0 }),
    eth: session.feed({ symbol: "ETH/USDT", timeframe: "1h", warmUp: 0 }),
  }, { broker: session.broker({ risk: { maxGrossNotional: 300 } }), start: "any" });
  await play.minutes(5);
  const result = await settledAt(clock, run.stop());
  assertEquals(result.refusals.map(({ orderId, reason }) => [orderId, reason]), [[1, "riskGross"], [3, "riskGross"]]);
});

Deno.test("a file KILL says how and why, holds before the first live bar, and goes with the kill", async () => {
  const play: Play = (strategy) => strategy.buy({ size: 1, limit: 50 });
  await using begun = await begin(play, {});
  const { run, play: { clock, minutes }, journal } = begun;
  await minutes(3);
  Deno.writeTextFileSync(`${journal}/KILL`, "halt: the desk is closed\n");
  for (let waited = 0; waited < 100 && run.status.entries !== "killed"; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(clock.nowUs());
  }
  assertEquals([run.status.reason, run.status.workingOrders], ["the desk is closed (by a file KILL)", 3]);
  await settledAt(clock, run.clearKill("open again"));
  assertEquals([...Deno.readDirSync(journal)].some(({ name }) => name === "KILL"), false);
  await minutes(1);
  assertEquals([run.status.entries, run.status.workingOrders], ["open", 4]);
  await settledAt(clock, run.stop("keep"));
  Deno.writeTextFileSync(`${journal}/KILL`, "whatever");
  await using session = ct.exchange(begun.play.venue.direct, { clock });
  const again = await settledAt(
    clock,
    session.run(doing(play), session.feed({ symbol: "BTC/USDT", warmUp: 0 }), {
      ...{ journal, broker: session.broker({ cash: 10_000 }) },
    }),
  );
  await minutes(1);
  assertEquals([again.status.entries, again.status.workingOrders], ["killed", 0]);
  await settledAt(clock, again.stop());
});
