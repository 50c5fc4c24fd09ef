/**
 * Runs on paper: what reaches the strategy, both laws, operators and limits.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { fakeVenue } from "../../src/fake_venue/mod.ts";
import { replay } from "../../src/replay/replay.ts";
import { ManualClock } from "../../src/venue/venue_clock.ts";
import { enginesUnderTest } from "../engines.ts";
import {
  Busy,
  closesOf,
  holdLaws,
  holdLines,
  MINUTE,
  type Played,
  played,
  settledAt,
  START,
  TERMS,
} from "./paper_play.ts";

const still = [1, 1], closes = { open: still, high: still, low: still, close: still };
const TWO_BARS = ct.bars({ time: ["2000-01-03", "2000-01-04"], ...closes }, { name: "BTC/USDT" });

Deno.test("a run on paper has every bar of the venue once, and is the backtest of its recorded bars", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 4 });
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", timeframe: "1m", warmUp: 30 });
  const run = await session.run(Busy, feed, { journal, broker: session.broker(TERMS) });
  await play.minutes(60);
  const { status } = run;
  assertEquals([status.phase, status.turns, status.stream, status.feeds[0]!.bars], ["running", 61, "connected", 90]);
  assertEquals([status.feeds[0]!.byRequest, status.feeds[0]!.missing, status.entries], [0, 0, "open"]);
  const result = await settledAt(clock, run.stop());
  assertEquals(run.status.phase, "ended");
  assert(result.fills.length > 5);
  assert(result.fills.every(({ bar }) => bar >= 30), "nothing is traded in the warm-up");
  const { feeds } = ct.recordingOfJournal(journal);
  const closes = await settledAt(clock, closesOf(session, START - 30 * MINUTE, 90));
  assertEquals([...feeds["BTC/USDT"]!.columns.close], closes);
  holdLaws(journal, result);
});

Deno.test("without a warm-up the first bar is the one that was in progress", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 5 });
  const feed = play.session.feed({ symbol: "BTC/USDT", warmUp: 0 });
  const run = await play.session.run(Busy, feed, { journal, broker: play.session.broker(TERMS) });
  await play.minutes(20);
  const result = await settledAt(play.clock, run.stop());
  assertEquals(run.status.feeds[0]!.bars, 20);
  holdLaws(journal, result);
});

Deno.test("feeds of two timeframes and two instruments come in one turn where they end together", async () => {
  const journal = Deno.makeTempDirSync();
  class Two extends ct.Strategy.with({}) {
    override next(): void {
      const { btc, eth } = this.feeds as unknown as Record<string, ct.FeedLines>;
      if (eth!.close.now > 0 && this.position.size === 0 && btc!.close.now > btc!.open.now) {
        this.buy({ feed: "btc", size: 0.1 });
      } else if (btc!.close.now < btc!.open.now) this.close({ feed: "btc" });
    }
  }
  await using play = played({
    seed: 6,
    instruments: [{ symbol: "BTC/USDT" }, { symbol: "ETH/USDT", startPrice: 3000 }],
  });
  const { session } = play,
    [btc, eth] = session.feeds([
      { symbol: "BTC/USDT", timeframe: "1m", warmUp: 20, name: "btc" },
      { symbol: "ETH/USDT", timeframe: "5m", warmUp: 5, name: "eth" },
    ]);
  const run = await session.run(Two, { btc: btc!, eth: eth! }, { journal, broker: session.broker(TERMS) });
  await play.minutes(30);
  assertEquals(run.status.feeds.map(({ bars }) => bars), [50, 11]);
  assertEquals(run.status.turns, 31);
  const result = await settledAt(play.clock, run.stop("flatten"));
  const { feeds, from, instruments } = ct.recordingOfJournal(journal);
  const again = ct.backtest(Two, feeds, { ...TERMS, from, instruments, closeAtEnd: true });
  assertEquals(again.chain, result.chain);
  assert(result.fills.length > 4);
});

Deno.test("timers fire on live bars at or after their moments, not in the warm-up, and are those of the backtest", async () => {
  const journal = Deno.makeTempDirSync(), calls: string[] = [];
  class Timed extends ct.Strategy.with({}) {
    often = this.timer({ every: "7m" }, (timer) => {
      calls.push(`${timer.atUs} x${timer.moments} at ${this.data.timeUs}`);
      if (this.position.size === 0) this.buy({ size: 0.1 });
      else this.close();
    });
  }
  const play = played({ seed: 12 }), { session, clock } = play, feed = { symbol: "BTC/USDT", warmUp: 30 };
  const broker = session.broker(TERMS);
  const begun = await session.run(Timed, session.feed(feed), { journal, broker });
  await play.minutes(30);
  await settledAt(clock, begun.stop("keep"));
  await play[Symbol.asyncDispose]();
  const before = calls.splice(0);
  assert(before.length >= 4 && before.every((call) => Number(call.split(" at ")[1]) > START), before.join("\n"));

  // The run that goes on meets the timers of the recorded bars again, and then those of the bars that came meanwhile.
  await using later = played({ seed: 12, clock: new ManualClock(START + 45 * MINUTE), start: new Date(START / 1000) });
  const run = await later.session.run(Timed, later.session.feed(feed), {
    journal,
    broker: later.session.broker(TERMS),
  });
  await later.minutes(20);
  const result = await settledAt(later.clock, run.stop()), live = calls.splice(0);
  assertEquals(live.slice(0, before.length), before);
  assert(
    live.length >= before.length + 4 && result.fills.length >= 8,
    `${live.length} calls, ${result.fills.length} fills`,
  );
  const { feeds, from, instruments } = ct.recordingOfJournal(journal);
  assertEquals(ct.backtest(Timed, feeds, { ...TERMS, from, instruments }).chain, result.chain);
  assertEquals(calls, live);
});

Deno.test("larger bars of live bars are those of the backtest, also where a run goes on", async () => {
  class Trends extends ct.Strategy.with({}) {
    fives = this.data.resample("5m");
    average = ct.sma(this.fives.close, 3);
    soFar = this.data.resample("5m", { growing: true });
    bricks = this.data.resample({ renko: 20 });
    override next(): void {
      const { bricks, soFar } = this, rises = bricks.length > 0 && bricks.close.now > bricks.open.now;
      if (bricks.isNew) this.buy({ size: rises ? 0.01 : 0.02 });
      if (soFar.high.now - soFar.low.now > 60 && soFar.line("complete").now === 0) this.sell({ size: 0.03 });
      if (!this.fives.isNew) return;
      if (this.fives.close.now > this.average.now) this.buy({ size: 0.1 });
      else this.close();
    }
  }
  const journal = Deno.makeTempDirSync(), feed = { symbol: "BTC/USDT", warmUp: 23 };
  const play = played({ seed: 13 }), broker = play.session.broker(TERMS);
  const begun = await play.session.run(Trends, play.session.feed(feed), { journal, broker });
  await play.minutes(33);
  await settledAt(play.clock, begun.stop("keep"));
  await play[Symbol.asyncDispose]();
  await using later = played({ seed: 13, clock: new ManualClock(START + 37 * MINUTE), start: new Date(START / 1000) });
  const run = await later.session.run(Trends, later.session.feed(feed), {
    journal,
    broker: later.session.broker(TERMS),
  });
  await later.minutes(40);
  const result = await settledAt(later.clock, run.stop()),
    { feeds, from, instruments } = ct.recordingOfJournal(journal);
  assert(result.fills.length > 4, `${result.fills.length} fills`);
  assert([0.01, 0.02, 0.03].every((size) => result.orders.some((order) => order.size === size)));
  assertEquals(ct.backtest(Trends, feeds, { ...TERMS, from, instruments }).chain, result.chain);
});

Deno.test("an operator stops entries, takes them again, and kills; each is in the journal and in the log", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 7 });
  const { session, clock } = play;
  const run = await session.run(Busy, session.feed({ symbol: "BTC/USDT", warmUp: 10 }), {
    ...{ journal, broker: session.broker(TERMS) },
  });
  const entries: ct.LogEntry[] = [],
    reading = (async () => {
      for await (const entry of run.logs()) entries.push(entry);
    })();
  await play.minutes(5);
  await settledAt(clock, run.stopEntries("news come"));
  assertEquals([run.status.entries, run.status.reason], ["stopped", "news come"]);
  assertEquals([run.status.feeds[0]!.bars, run.status.commands], [15, 1], "a command brings no bars");
  await play.minutes(15);
  const stopped = run.status.positions["BTC/USDT"];
  assertEquals(stopped, 0);
  await settledAt(clock, run.resumeEntries());
  assertEquals(run.status.entries, "open");
  await play.minutes(20);
  const report = await settledAt(clock, run.kill("cancel", "enough"));
  assertEquals([report.how, run.status.entries, run.status.workingOrders], ["cancel", "killed", 0]);
  await assertRejects(() => run.resumeEntries(), ct.SessionError, "clear-kill");
  const fills = run.status;
  await play.minutes(10);
  assertEquals(run.status.positions, fills.positions);
  const result = await settledAt(clock, run.stop("flatten"));
  await reading;
  assert(result.refusals.length > 0);
  const lines = Deno.readTextFileSync(`${journal}/venue.jsonl`).trim().split("\n").map((line) => JSON.parse(line));
  const commands = lines.flatMap((line) => line.kind === "command" ? [line.command] : []);
  assertEquals([commands, lines.at(-1).how], [["stop-entries", "resume-entries", "cancel"], "flatten"]);
  const told = entries.filter(({ fields }) => fields["source"] === "edge" && fields["command"] !== undefined);
  assertEquals(told.map(({ level, category }) => `${level} ${category}`), [
    "WARNING risk",
    "WARNING risk",
    "ERROR risk",
  ]);
  assert(entries.some(({ category, sequence }) => category === "execution" && sequence > 0));
});

Deno.test("a kill that flattens closes positions at the last price and ends the run", async () => {
  await using play = played({ seed: 8 });
  class Holds extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 0.1 });
    }
  }
  const run = await play.session.run(Holds, play.session.feed({ symbol: "BTC/USDT", warmUp: 3 }), {});
  await play.minutes(5);
  assertEquals(run.status.positions["BTC/USDT"], 0.1);
  const report = await settledAt(play.clock, run.kill("flatten", "the end"));
  assertEquals([report.flat, run.status.phase], [true, "ended"]);
  const result = await run.finished;
  assertEquals(result.cash.at(-1), result.equity.at(-1));
  // A run that has ended answers at once.
  assertEquals((await run.kill("flatten", "again")).flat, true);
  await run.stopEntries("again");
  const options = { onStop: "halt" as unknown as "keep" };
  await assertRejects(
    () => play.session.run(Holds, play.session.feed({ symbol: "BTC/USDT" }), options),
    RangeError,
    "halt",
  );
});

Deno.test("a strategy that decides on opens is refused by a session, which sees a bar at its end", async () => {
  await using play = played({ seed: 8 });
  const feed = { symbol: "BTC/USDT", warmUp: 3 };
  class Opens extends ct.Strategy.with({}) {
    override nextOpen(): void {}
  }
  const why =
    "in a session: it has nextOpen, and a session sees the open of a bar when the bar has ended; decide in next";
  await assertRejects(() => play.session.run(Opens, play.session.feed(feed), {}), TypeError, `Cannot run Opens ${why}`);
  class OpensByField extends ct.Strategy.with({}) {
    override nextOpen = (): void => {};
  }
  await assertRejects(
    async () => await (await play.session.run(OpensByField, play.session.feed(feed), {})).finished,
    TypeError,
    `Cannot run OpensByField ${why}`,
  );
});

/** Holds a position behind a stop, which is an order that works. */
class Protected extends ct.Strategy.with({}) {
  override next(): void {
    if (this.position.size === 0) this.buy({ size: 0.1, stopLoss: this.data.close.now * 0.5 });
  }
}

/** Flattens a run that holds a position, and returns the folder of its journal and its result. */
async function flattened(
  act: (run: ct.LiveRun, play: Played) => Promise<unknown>,
): Promise<{ readonly journal: string; readonly result: ct.Result }> {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 7 });
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 3 });
  const run = await session.run(Protected, feed, { journal, broker: session.broker(TERMS) }) as unknown as ct.LiveRun;
  await play.minutes(5);
  assertEquals([run.status.positions["BTC/USDT"], run.status.workingOrders], [0.1, 1]);
  await act(run, play);
  const result = await settledAt(clock, run.finished),
    { entries, reason, phase, positions, workingOrders } = run.status;
  assertEquals([entries, reason, phase], ["killed", "news come", "ended"]);
  assertEquals([positions["BTC/USDT"], workingOrders, result.cash.at(-1)], [0, 0, result.equity.at(-1)]);
  assertEquals(result.orders.map(({ state }) => state), ["filled", "cancelled"]);
  assertEquals(result.fills.map(({ side }) => side), ["buy", "sell"]);
  for (const engineBackend of enginesUnderTest()) {
    const replayed = replay(`${journal}/run.log`, { engineBackend });
    assertEquals([replayed.equal, replayed.chain], [true, result.chain], engineBackend);
  }
  await run.flatten("again");
  return { journal, result };
}

Deno.test("a flatten cancels orders, closes positions at the last price and ends the run, as a kill that flattens", async () => {
  const one = await flattened((run, { clock }) => settledAt(clock, run.flatten("news come")));
  const other = await flattened((run, { clock }) => settledAt(clock, run.kill("flatten", "news come")));
  assertEquals(other.result.chain, one.result.chain);
  const lines = Deno.readTextFileSync(`${one.journal}/venue.jsonl`).trim().split("\n").slice(-2);
  assertEquals(lines.map((line) => JSON.parse(line)).map(({ kind, command, how }) => [kind, command ?? how]), [
    ["command", "flatten"],
    ["end", "flatten"],
  ]);
});

Deno.test("a session that is closed while a run asks its venue begins none", async () => {
  const clock = new ManualClock(START), venue = fakeVenue({ clock, seed: 1 });
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => answer = resolve);
  let isAsked = (): void => {};
  const waits = new Promise<void>((resolve) => isAsked = resolve);
  const session = ct.exchange({
    ...venue.direct,
    create: (context) => {
      const inner = venue.direct.create(context);
      return new Proxy(inner, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (name !== "history") return typeof member === "function" ? member.bind(target) : member;
          return async function* (...range: Parameters<typeof inner.history>) {
            const rows = await Array.fromAsync(inner.history(...range));
            isAsked();
            await asked;
            yield* rows;
          };
        },
      });
    },
  }, { clock });
  const run = session.run(Busy, session.feed({ symbol: "BTC/USDT", warmUp: 5 }));
  run.catch(() => {});
  await waits;
  await session.close();
  answer();
  await assertRejects(() => settledAt(clock, run), ct.SessionError, "it was closed");
  await venue[Symbol.asyncDispose]();
});

Deno.test("a week is no timeframe of a session, and the error says what makes one", () => {
  const session = ct.exchange(fakeVenue({ clock: new ManualClock(START) }).direct);
  assertThrows(
    () => session.feed({ symbol: "BTC/USDT", timeframe: "1w" }),
    RangeError,
    'exchanges begin weeks on different days; pass "1d"',
  );
});

Deno.test("commands before the first bar hold from that bar on, and a flatten ends a run that has none", async () => {
  for (const how of ["stop-entries", "halt", "cancel", "flatten"] as const) {
    const journal = Deno.makeTempDirSync();
    await using play = played({ seed: 7 });
    const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 0 });
    const run = await session.run(Protected, feed, { journal, broker: session.broker(TERMS) }) as unknown as ct.LiveRun;
    if (how === "stop-entries") await settledAt(clock, run.stopEntries("not yet"));
    else await settledAt(clock, run.kill(how, "not yet"));
    if (how !== "flatten") await play.minutes(4);
    const result = await settledAt(clock, run.stop());
    assertEquals(run.status.entries, how === "stop-entries" ? "stopped" : "killed");
    assertEquals([result.orders.length > 0, result.fills.length], [how !== "flatten", 0]);
    assert(result.orders.every(({ state, reason }) => state === "rejected" && reason === "riskFlagged"));
    for (const engineBackend of enginesUnderTest()) {
      const replayed = replay(`${journal}/run.log`, { engineBackend });
      assertEquals([replayed.equal, replayed.chain], [true, result.chain], `${how} ${engineBackend}`);
    }
    holdLines(journal);
  }
});

Deno.test("behind a kill no order is taken, and a flatten closes positions all the same", async () => {
  const { result } = await flattened(async (run, { clock, minutes }) => {
    await settledAt(clock, run.kill("halt", "enough"));
    await settledAt(clock, run.stopEntries("more"));
    assertEquals([run.status.entries, run.status.reason, run.status.workingOrders], ["killed", "enough", 1]);
    await minutes(2);
    await settledAt(clock, run.flatten("news come"));
  });
  assertEquals(result.fills.length, 2);
});

Deno.test("a run that was cut off between a flatten and its end comes to the same end, with the bytes of its log", async () => {
  const { journal, result } = await flattened((run, { clock }) => settledAt(clock, run.flatten("news come")));
  const lines = Deno.readTextFileSync(`${journal}/venue.jsonl`), log = Deno.readFileSync(`${journal}/run.log`);
  const cut = lines.slice(0, lines.trimEnd().lastIndexOf("\n") + 1);
  assert(cut.trimEnd().split("\n").at(-1)!.includes('"command":"flatten"'));
  for (const bytes of [log.length, Math.floor(log.length * 0.9), Math.floor(log.length / 3)]) {
    Deno.writeTextFileSync(`${journal}/venue.jsonl`, cut);
    Deno.writeFileSync(`${journal}/run.log`, log.subarray(0, bytes));
    await using play = played({ seed: 7 });
    const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 3 });
    const options = { journal, broker: session.broker(TERMS) };
    const again = await settledAt(clock, session.run(Protected, feed, options));
    assertEquals((await settledAt(clock, again.finished)).chain, result.chain);
    const { phase, entries, reason, positions } = again.status;
    assertEquals([phase, entries, reason, positions["BTC/USDT"]], ["ended", "killed", "news come", 0]);
    assertEquals(Deno.readFileSync(`${journal}/run.log`), log);
    assertStringIncludes(Deno.readTextFileSync(`${journal}/venue.jsonl`).slice(cut.length), '"how":"flatten"');
  }
});

Deno.test("limits stop entries, and twice a loss cancels all", async () => {
  const fall = Array.from({ length: 60 }, (_, minute) => {
    const price = (at: number): string => (1000 - 4 * at).toFixed(2);
    return {
      ...{ time: START / 1000 + minute * 60_000, open: price(minute), high: price(minute), low: price(minute + 1) },
      ...{ close: price(minute + 1), volume: "5.00000" },
    };
  });
  class Holds extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 10 });
    }
  }
  await using play = played({ instruments: [{ symbol: "BTC/USDT", candles: fall }] });
  const { session } = play, broker = session.broker({ cash: 20_000, risk: { maxDailyLoss: 200 } });
  const run = await session.run(Holds, session.feed({ symbol: "BTC/USDT", warmUp: 0 }), { broker });
  await play.minutes(6);
  assertEquals(run.status.entries, "open");
  assertEquals(run.status.limits, [{ name: "maxDailyLoss", limit: 200, value: 200, isOver: false }]);
  await play.minutes(3);
  assertEquals([run.status.entries, run.status.reason], ["stopped", "the daily loss is 240, and its limit 200"]);
  assertEquals(run.status.limits.map(({ isOver }) => isOver), [true]);
  await play.minutes(6);
  assertEquals(run.status.entries, "killed");
  await settledAt(play.clock, run.stop());
});

Deno.test("bars that stop coming stop entries, until they come again", async () => {
  const candles = Array.from({ length: 30 }, (_, minute) => ({
    ...{ time: START / 1000 + minute * 60_000, open: "10.00", high: "11.00", low: "9.00", close: "10.00" },
    volume: "1.00000",
  })).filter((_, minute) => minute < 10 || minute >= 16);
  await using play = played({ instruments: [{ symbol: "BTC/USDT", candles }] });
  const broker = play.session.broker({ risk: { maxStaleBars: 3 } });
  const run = await play.session.run(Busy, play.session.feed({ symbol: "BTC/USDT", warmUp: 0 }), { broker });
  await play.minutes(12);
  assertEquals(run.status.entries, "open");
  await play.minutes(3);
  assertEquals([run.status.entries, run.status.reason], ["stopped", "no bar has come for 3 timeframes"]);
  await play.minutes(3);
  assertEquals([run.status.entries, run.status.feeds[0]!.missing], ["open", 6]);
  await settledAt(play.clock, run.stop());
});

Deno.test("a strategy that throws fails the run with its error, and ends everything", async () => {
  class Throws extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 8) throw new Error("too much");
    }
  }
  const journal = Deno.makeTempDirSync();
  await using play = played();
  const run = await play.session.run(Throws, play.session.feed({ symbol: "BTC/USDT", warmUp: 5 }), { journal });
  await play.minutes(4);
  await assertRejects(() => run.finished, ct.StrategyError, "too much");
  assertEquals(run.status.phase, "failed");
});

Deno.test("a signal ends the run as onStop says", async () => {
  await using play = played();
  const ending = new AbortController();
  const run = await play.session.run(Busy, play.session.feed({ symbol: "BTC/USDT", warmUp: 5 }), {
    ...{ signal: ending.signal, onStop: "flatten" as const },
  });
  await play.minutes(5);
  ending.abort();
  const result = await settledAt(play.clock, run.finished);
  assertEquals(result.cash.at(-1), result.equity.at(-1));
});

Deno.test("over the network and in a time that runs, a run on paper holds both laws too", async () => {
  const journal = Deno.makeTempDirSync();
  await using venue = fakeVenue({ seed: 10, speed: 1200 });
  await using session = ct.exchange(venue.factory, { clock: venue.clock });
  const run = await session.run(Busy, session.feed({ symbol: "BTC/USDT", warmUp: 20 }), {
    ...{ journal, broker: session.broker(TERMS) },
  });
  while (run.status.feeds[0]!.bars < 50 && run.status.phase !== "failed") {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const result = await run.stop();
  holdLaws(journal, result);
});

Deno.test("constructing a session, its parts and a store does nothing, and each names its session", async () => {
  await using venue = fakeVenue();
  const session = ct.exchange(venue.factory), feed = ct.Feed({ exchange: venue.factory, symbol: "BTC/USDT" });
  const broker = ct.Broker({ exchange: venue.factory }), store = ct.Store(venue.factory);
  assertEquals(venue.requests.length, 0);
  assertEquals([feed.session.name, broker.session.name, store.session.name], ["fake", "fake", "fake"]);
  assert(ct.Feed({ store, symbol: "BTC/USDT" }).session === store.session);
  assert(ct.Store(venue.factory) === store);
  assert(ct.Store(venue.factory, { mode: "backtest" }) !== store);
  await store.session.close();
  assert(ct.Store(venue.factory) !== store);
  assert(session.summary().includes("not opened yet"));
  await session.close();
  await assertRejects(() => session.open(), ct.SessionError, "was closed");
});

Deno.test("history has finished bars of its range, and says so where there are none", async () => {
  await using play = played({ seed: 1 });
  const { session, clock } = play;
  await clock.advance(START + 90_000_000);
  const ask = (request: Partial<ct.HistoryRequest>): Promise<ct.Bars> =>
    settledAt(clock, session.history({ symbol: "BTC/USDT", ...request }));
  const bars = await ask({ timeframe: "5m", from: "2023-12-31T20:00Z", to: "2023-12-31T22:02Z" });
  assertEquals([bars.length, bars.name, bars.timeZone], [24, "BTC/USDT", "UTC"]);
  assertEquals(bars.columns.timeUs.at(-1), Date.parse("2023-12-31T22:00Z") * 1000);
  assertEquals((await ask({})).length, 500);
  assertEquals((await ask({})).columns.timeUs.at(-1), START + MINUTE);
  assertEquals((await ask({ from: "2023-12-31", to: "2023-12-31T01:00Z" })).length, 60);
  await assertRejects(() => ask({ to: "2020-01-01" }), RangeError, "Cannot find a finished bar");
  await assertRejects(() => ask({ timeframe: "1M" }), RangeError, "months differ");
  await assertRejects(() => ask({ symbol: "NO/SUCH" }), ct.SessionError, "NO/SUCH");
});

Deno.test("wrong use names the value, the place and the remedy", async () => {
  await using venue = fakeVenue();
  await using session = ct.exchange(venue.factory, { network: false });
  await using other = ct.exchange(venue.factory);
  const feed = session.feed({ symbol: "BTC/USDT" });
  assertThrows(() => ct.exchange("nowhere"), RangeError, "nowhere");
  assertThrows(() => ct.exchange(venue.factory, { mode: "live" }), ct.SessionError, "paper");
  assertThrows(() => ct.exchange(venue.factory, { mod: "live" } as ct.ExchangeOptions), TypeError, "mod");
  assertThrows(() => session.feed({ symbol: "" }), TypeError, "symbol");
  assertThrows(() => session.feed({ symbol: "X", timeframe: "1M" }), RangeError, "months");
  assertThrows(() => session.feed({ symbol: "X", warmUp: -1 }), RangeError, "warmUp -1");
  assertThrows(() => session.broker({ mode: "live" }), ct.SessionError, "live");
  assertThrows(() => session.broker({ risk: { maxDailyLoss: 0 } }), RangeError, "maxDailyLoss 0");
  assertThrows(() => ct.Feed({ symbol: "X" }), TypeError, "without a venue");
  assertThrows(() => ct.backtest(Busy, feed as unknown as ct.Bars), TypeError, "await session.history");
  await assertRejects(() => ct.run(Busy, feed as unknown as ct.Bars), TypeError, "session.run(Strategy, feed)");
  await assertRejects(() => session.run(Busy, feed), ct.SessionError, "network: false");
  await assertRejects(() => other.run(Busy, feed), TypeError, "another session");
  const own = other.feed({ symbol: "BTC/USDT" });
  await assertRejects(() => other.run(Busy, own, { broker: session.broker() }), TypeError, "another session");
  class Two extends ct.Strategy.with({ n: 3 }) {}
  const wrong: readonly (readonly [ct.BrokerOptions, ct.SessionRunOptions<{ n: number }>, RegExp])[] = [
    [{ cash: -1 }, {}, /Cannot start with cash -1/],
    [{ cash: "1000" as never }, {}, /cash/],
    [{ commission: 5 }, {}, /commission of feed/],
    [{}, { params: { m: 3 } as never }, /m/],
    [{}, { params: { n: "3" as never } }, /n /],
    [{}, { rules: { NONE: "ON" } as never }, /NONE/],
  ];
  for (const [terms, options, says] of wrong) {
    const asked = await assertRejects(() => other.run(Two, own, { broker: other.broker(terms), ...options }), Error);
    assert(says.test(asked.message), asked.message);
    const backtest = assertThrows(() => ct.backtest(Two, TWO_BARS, { ...terms, ...options } as never), Error);
    assertEquals([asked.constructor, asked.message], [backtest.constructor, backtest.message]);
  }
  const cash = { cash: 5 } as ct.SessionRunOptions<{ period: number }>;
  await assertRejects(() => other.run(Busy, own, cash), TypeError, "session.broker({ cash })");
});
