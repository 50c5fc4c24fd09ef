import { assert, assertEquals, assertRejects } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import { type Bars, feedOf } from "../../feeds/bars.ts";
import { rowsOf } from "../../feeds/slice.ts";
import { sma } from "../../indicators/mod.ts";
import { WaitingFeedsError } from "../../lines/waiting_feeds_error.ts";
import { Random } from "../../laws/random.ts";
import { MemorySink } from "../../replay/log_sink.ts";
import { replay } from "../../replay/replay.ts";
import { RunLog } from "../../replay/run_log.ts";
import { Strategy } from "../../strategy/strategy.ts";
import { StrategyError } from "../../strategy/strategy_error.ts";
import { enginesUnderTest } from "../../../tests/engines.ts";
import { backtest } from "../backtest.ts";
import { type BetweenBlocks, type BlockSource, runOverSource, type SessionConduct } from "./block_run.ts";
import { takenRunOptions } from "./run_options.ts";
import type { FeedData } from "../../feeds/feed_data.ts";

const TERMS = { resolution: 0.01, lot: 0.001, barWithoutVolume: "fill" as const };

function walk(seed: number, count: number): Bars {
  const random = new Random(seed), time: Date[] = [], open: number[] = [], high: number[] = [], low: number[] = [];
  const close: number[] = [];
  let cents = 10_000;
  for (let at = 0; at < count; at++) {
    const first = cents, last = cents += random.between(-150, 150);
    time.push(new Date(Date.UTC(2024, 0, 1) + at * 60_000));
    open.push(first / 100);
    close.push(last / 100);
    high.push((Math.max(first, last) + random.between(0, 40)) / 100);
    low.push((Math.min(first, last) - random.between(0, 40)) / 100);
  }
  return bars({ time, open, high, low, close }, { timeframe: "1m", stamp: "open", name: "walk" });
}

class Crosses extends Strategy.with({ period: 4 }) {
  average = sma(this.data.close, this.params.period);
  override next(): void {
    const { now } = this.data.close;
    if (this.position.size === 0 && now > this.average.now) this.buy({ size: 1, stopLoss: now * 0.99, tag: "in" });
    else if (now < this.average.now) this.close();
  }
}

/** A source of blocks of the given lengths, with what comes between behind some of them. */
function sourceOf(
  all: Bars,
  lengths: readonly number[],
  between: ReadonlyMap<number, BetweenBlocks> = new Map(),
): BlockSource {
  const feed = feedOf(all), parts: (readonly FeedData[] | BetweenBlocks)[] = [];
  let at = 0;
  for (const [place, length] of lengths.entries()) {
    parts.push([rowsOf(feed, at, at += length)]);
    const act = between.get(place);
    if (act !== undefined) parts.push(act);
  }
  return {
    first: () => Promise.resolve(parts[0] as readonly FeedData[]),
    next: () => Promise.resolve(parts.shift()),
    close: () => Promise.resolve(),
  };
}

async function live(
  all: Bars,
  lengths: readonly number[],
  conduct: Partial<SessionConduct>,
  options: Parameters<typeof takenRunOptions>[0] = {},
  between?: ReadonlyMap<number, BetweenBlocks>,
) {
  const sink = new MemorySink(), taken = takenRunOptions({ ...TERMS, ...options });
  const withLog = { ...taken, backtest: { ...taken.backtest, replayLog: new RunLog(sink) } };
  const session: SessionConduct = { fromUs: -Infinity, done: () => {}, ending: () => "cancel", ...conduct };
  const feeds = new Map([["walk", []]]);
  const result = await runOverSource(Crosses, feeds, withLog, sourceOf(all, lengths, between), session);
  return { result, log: sink.bytes() };
}

Deno.test("a session's run over blocks of any lengths has the chain of the backtest from its first live bar", async () => {
  const all = walk(1, 60), fromUs = feedOf(all).columns.timeUs[19]!, from = new Date(fromUs / 1000);
  for (const engineBackend of enginesUnderTest()) {
    const whole = backtest(Crosses, all, { ...TERMS, from, engineBackend });
    assert(whole.trades.length > 3 && whole.fills.every(({ bar }) => bar > 19));
    for (const lengths of [[20, ...Array(40).fill(1)], [20, 40], [5, 15, 3, 0, 7, 30]]) {
      const { result, log } = await live(all, lengths, { fromUs }, { engineBackend });
      assertEquals([result.chain, result.markHash()], [whole.chain, whole.markHash()]);
      assertEquals(result.fills, whole.fills);
      const again = replay(log, { engineBackend });
      assertEquals([again.equal, again.chain, again.breaksOff], [true, whole.chain, undefined]);
    }
  }
});

Deno.test("an order in the warm-up of a session is an error that says so", async () => {
  class Hasty extends Crosses {
    override prenext(): void {
      this.buy({ size: 1 });
    }
  }
  const all = walk(2, 6), taken = takenRunOptions(TERMS);
  const conduct: SessionConduct = { fromUs: Infinity, done: () => {}, ending: () => "cancel" };
  const run = runOverSource(Hasty, new Map([["walk", all]]), taken, sourceOf(all, [6]), conduct);
  await assertRejects(() => run, StrategyError, "in the warm-up of a session");
});

Deno.test("what comes between two blocks acts on the last step, and is in the log", async () => {
  const all = walk(1, 60), told: number[] = [];
  const between: BetweenBlocks = (run, driver) => {
    run.session.intents.risk(run.clock.timeUs, 1);
    driver.drive();
  };
  const plain = await live(all, Array(60).fill(1), { done: (_run, { timeline }) => told.push(timeline.timeUs.length) });
  const halted = await live(all, Array(60).fill(1), {}, {}, new Map([[9, between]]));
  assertEquals(told.length, 60);
  assert(halted.result.fills.length < plain.result.fills.length);
  assert(halted.result.refusals.length > 0);
  for (const engineBackend of enginesUnderTest()) assert(replay(halted.log, { engineBackend }).equal);
});

Deno.test("a run that is kept ends no order, and its log breaks off where another one goes on", async () => {
  const all = walk(1, 60), fromUs = feedOf(all).columns.timeUs[9]!;
  const kept = await live(all, [10, ...Array(20).fill(1)], { fromUs, ending: () => "keep" });
  const whole = await live(all, [10, ...Array(50).fill(1)], { fromUs });
  assertEquals(whole.log.slice(0, 50), kept.log.slice(0, 50));
  const again = replay(kept.log, { engineBackend: "typescript", allowUnfinished: true });
  assertEquals([again.equal, again.breaksOff?.code], [true, "NO_TRAILER"]);
  const flat = await live(all, [10, ...Array(20).fill(1)], { fromUs, ending: () => "flatten" });
  assertEquals(flat.result.stats.finalEquity, flat.result.cash.at(-1));
});

Deno.test("a source that cannot tell its end refuses to close the position of a feed there", async () => {
  await assertRejects(
    () => live(walk(3, 8), [8], {}, { onFeedEnd: "close" }),
    WaitingFeedsError,
    'Cannot use onFeedEnd "close" in a session: the bars of its feeds do not end; leave it out',
  );
});
