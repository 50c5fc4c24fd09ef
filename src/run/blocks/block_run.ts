/**
 * One run whose bars come block by block: it waits between blocks, and within one it is the run of any backtest.
 *
 * @module
 */

import type { MarginMeter } from "../../analyzers/account_stats.ts";
import { flowsByStep } from "../../analyzers/returns/growth_curve.ts";
import { Bars, feedOf } from "../../feeds/bars.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import type { RunPhase } from "../../broker/run_clock.ts";
import { STATUS_CASH, STATUS_VALUE } from "../../contract/contract.gen.ts";
import { closeRun, type OpenRun, openRun, reopenRun } from "../../lines/open_runs.ts";
import { WaitingFeedsError } from "../../lines/waiting_feeds_error.ts";
import type { Result } from "../../results/result.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { Driver } from "../driver.ts";
import { flowsOf, marginMeter } from "../finish.ts";
import { Marks } from "../marks.ts";
import { checkNoComingOpens, type ComingOpens, comingOpensOf } from "../coming_opens.ts";
import { RunTimers } from "../run_timers.ts";
import { overrides } from "../strategy_guard.ts";
import { resultOfBlocks } from "./block_result.ts";
import { BlockSteps } from "./block_steps.ts";
import { CurveKeeper } from "./curve_keeper.ts";
import { FeedSpan } from "./feed_span.ts";
import { MergedBlocks } from "./merged_blocks.ts";
import {
  type BlocksInput,
  goOnWith,
  packBlock,
  type PackedBlock,
  prepareBlocks,
  type PreparedBlocks,
  settleBlocks,
} from "./prepare_blocks.ts";
import { blocksOf, type NamedRunFeeds } from "./run_feeds.ts";
import type { TakenRunOptions } from "./run_options.ts";
import { SunkRows } from "./row_sink.ts";

/** Time after which a run whose sources never wait lets others work, in milliseconds. */
const TURN_MS = 50;

/** A part of a run that comes between two blocks, such as a command of its operator. */
export type BetweenBlocks = (run: PreparedBlocks, driver: Driver) => void;

/** The blocks of a run: bars of each feed, none of them before an earlier one, and what comes between blocks. */
export interface BlockSource {
  /** Returns the first bars of each feed, which settle facts and terms. */
  first(): Promise<readonly FeedData[]>;
  /** Returns the next bars of each feed, the first ones too, or what comes between; undefined after the last. */
  next(): Promise<readonly FeedData[] | BetweenBlocks | undefined>;
  /** Returns which feeds have ended ahead of the bars that came last; a source that cannot tell has none. */
  endedFeeds?(): readonly boolean[];
  /** Ends all sources. */
  close(reason: unknown): Promise<void>;
}

/** What the run of a session does beyond that of `ct.run`. */
export interface SessionConduct {
  /** End of the last bar that warms up; `next` is called behind it. */
  readonly fromUs: number;
  /** Called when a block, or what came between two, is done and told. */
  readonly done: (run: PreparedBlocks, block: PackedBlock) => void;
  /** Looks at the waiting intents before the broker gets them. */
  readonly beforeCrossing?: (run: PreparedBlocks) => void;
  /** Returns how the run ends: with orders ended, with positions closed too, or with all kept, to go on later. */
  readonly ending: () => "cancel" | "flatten" | "keep";
}

/** Runs a strategy over feeds that may wait, and ends their sources whatever happens. */
export async function runOverBlocks<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: NamedRunFeeds,
  options: TakenRunOptions<P>,
): Promise<Result> {
  const { signal, blockBars } = options;
  signal?.throwIfAborted();
  const readers = [];
  for (const [name, feed] of feeds) readers.push(blocksOf(feed, name, blockBars));
  return await runOverSource(strategyClass, feeds, options, new MergedBlocks(readers, waitingFor(signal)));
}

/**
 * Runs a strategy over the blocks of a source, and ends it whatever happens.
 *
 * @param feeds The feeds by name; a source that does not merge them has empty ones.
 */
export async function runOverSource<P extends Params>(
  strategyClass: StrategyClass<P>,
  feeds: NamedRunFeeds,
  options: TakenRunOptions<P>,
  source: BlockSource,
  session?: SessionConduct,
): Promise<Result> {
  try {
    const firsts = await source.first(), names = [...feeds.keys()], { blockBars } = options;
    const first = new Map(firsts.map((feed, id) => [names[id]!, feed]));
    const input = { strategyClass, first, options: options.backtest, keep: options.keep, blockBars };
    using run = new BlockRun(input, feeds, options, session);
    return await run.execute(source);
  } catch (error) {
    // The first error is the one to be seen, and a source that is slow to end holds nobody up.
    await source.close(error).catch(() => {});
    throw error;
  }
}

/** Returns a wait that a signal ends. */
function waitingFor(signal: AbortSignal | undefined): <T>(promise: Promise<T>) => Promise<T> {
  if (signal === undefined) return (promise) => promise;
  return <T>(promise: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort, { once: true });
      const settled = (): void => signal.removeEventListener("abort", abort);
      promise.then((value) => {
        settled();
        resolve(value);
      }, (error) => {
        settled();
        reject(error);
      });
    });
}

/** The parts of a run that has its first block. */
interface Begun {
  readonly run: PreparedBlocks;
  readonly driver: Driver;
  readonly steps: BlockSteps;
  /** Absent without timers, so that such a run pays nothing. */
  readonly timers: RunTimers | undefined;
  /** Absent without `nextOpen`. */
  readonly comingOpens: ComingOpens | undefined;
}

/** A run from its first block to its result. */
class BlockRun<P extends Params> implements Disposable {
  readonly #input: BlocksInput<P>;
  readonly #feeds: NamedRunFeeds;
  readonly #options: TakenRunOptions<P>;
  readonly #sunk: SunkRows | undefined;
  readonly #session: SessionConduct | undefined;
  #open: OpenRun | undefined;
  #run: PreparedBlocks | undefined;
  #meter: MarginMeter | undefined;
  #bars = 0;
  #turnEndsMs = 0;

  constructor(
    input: BlocksInput<P>,
    feeds: NamedRunFeeds,
    options: TakenRunOptions<P>,
    session: SessionConduct | undefined,
  ) {
    this.#session = session;
    this.#input = input;
    this.#feeds = feeds;
    this.#options = options;
    this.#sunk = options.sink === undefined ? undefined : new SunkRows(options.sink);
  }

  /** Ends the run, also one that failed, and frees the engine. */
  [Symbol.dispose](): void {
    const run = this.#run;
    if (run === undefined) return;
    run.clock.phase = "ended";
    run.clocks.end();
    run.engine[Symbol.dispose]();
  }

  /** Runs block after block to the end. The replay log of a run that throws goes up to there. */
  async execute(source: BlockSource): Promise<Result> {
    try {
      return await this.#execute(source);
    } catch (error) {
      this.#run?.session.keepLog();
      throw error;
    }
  }

  async #execute(source: BlockSource): Promise<Result> {
    const settled = settleBlocks(this.#input), { settings, prices } = settled, { sources } = settings;
    if (settings.accountEvents?.closesFeeds === true && source.endedFeeds === undefined) {
      throw new WaitingFeedsError(
        'Cannot use onFeedEnd "close" in a session: the bars of its feeds do not end; leave it out',
      );
    }
    const { signal, equity } = this.#options, measuresAll = settings.options.measureFrom !== "warm";
    const zone = new TimeZone(sources[0]!.timeZone);
    const curves = new CurveKeeper(equity === "all", measuresAll, {
      ...{ feeds: sources.length, zone, cashInitial: settings.cash },
    });
    const spans = sources.map((feed) => new FeedSpan(feed));
    // Feeds without a bar make no step, and a run of none.
    const none = sources.map((feed): FeedData => ({ ...feed }));
    // Nothing comes between a run's begin and its first block.
    const first = await source.next() as readonly FeedData[] | undefined;
    let block: PackedBlock = packBlock(prices, sources, first ?? none), isFirst = true;
    let begun: Begun | undefined, marks = new Marks(0);
    const bases = new Uint32Array(sources.length);
    while (true) {
      signal?.throwIfAborted();
      const { packed, timeline } = block, count = timeline.timeUs.length;
      marks = new Marks(count);
      this.#inRun(() => {
        if (begun === undefined) begun = this.#begin(settled, block);
        else {
          begun.run.journal.settle().carry();
          goOnWith(begun.run, block);
        }
        const { run, driver, steps, timers, comingOpens } = begun;
        if (isFirst || count > 0) run.session.goOn(packed.columns, packed.counts, bases, marks);
        isFirst = false;
        steps.goOn(timeline.timeUs);
        run.exits?.goOn(packed.feeds, timeline.timeUs);
        comingOpens?.goOn(packed.feeds);
        timers?.goOn(packed.feeds, timeline.timeUs, this.#firstStepOf(timeline.timeUs));
        run.accountEvents?.goOnWith(packed.feeds, timeline, source.endedFeeds?.() ?? []);
        run.clock.phase = this.#phaseOf(timeline.timeUs);
        driver.run(steps, undefined);
        if (count > 0) driver.commit();
        this.#session?.done(run, block);
      });
      packed.feeds.forEach((feed, id) => {
        spans[id]!.take(feed);
        bases[id]! += feed.length;
        this.#bars += feed.length;
      });
      await this.#tell(curves.steps + count, timeline.timeUs.at(-1));
      const next = await this.#nextBlock(source, begun!, block);
      if (next === undefined) break;
      await this.#settle(begun!, block, marks, curves);
      block = packBlock(prices, sources, next);
    }
    return await this.#finish(begun!, block, marks, curves, spans);
  }

  /** Returns the first step of a block that warms nothing up for a session. */
  #firstStepOf(timeUs: Float64Array): number {
    return this.#session === undefined ? 0 : firstAfter(timeUs, this.#session.fromUs, false);
  }

  /** Returns the phase in which the steps of a block are run. */
  #phaseOf(timeUs: Float64Array): RunPhase {
    const isWarmUp = this.#session !== undefined && (timeUs.at(-1) ?? -Infinity) <= this.#session.fromUs;
    return isWarmUp ? "the warm-up of a session" : "bars";
  }

  /** Returns the next block, behind all that comes before it. */
  async #nextBlock(
    source: BlockSource,
    { run, driver }: Begun,
    block: PackedBlock,
  ): Promise<readonly FeedData[] | undefined> {
    while (true) {
      const next = await source.next();
      if (typeof next !== "function") return next;
      this.#inRun(() => {
        next(run, driver);
        this.#session?.done(run, block);
      });
    }
  }

  /** Makes the parts of the run, and starts the strategy. */
  #begin(settled: ReturnType<typeof settleBlocks>, block: PackedBlock): Begun {
    const run = this.#run = prepareBlocks(this.#input, settled, block);
    const { clock, guard, strategy, journal, options } = run;
    this.#meter = marginMeter(run.specs);
    // A member that is a field is seen once the strategy is made, and refused before it is started.
    if (this.#session !== undefined) checkNoComingOpens(run.strategyName, strategy);
    const comingOpens = comingOpensOf(run, block.packed.feeds);
    clock.phase = "start";
    journal.listening = { orders: overrides(strategy, "notifyOrder"), trades: overrides(strategy, "notifyTrade") };
    guard.run("start", () => strategy.start());
    const { timers } = run.timers;
    run.timers.checkHeard(run.strategyName, overrides(strategy, "notifyTimer"));
    const running = timers.length === 0 ? undefined : new RunTimers(timers, strategy, guard);
    const steps = new BlockSteps(run.clocks, options.start ?? "all", this.#session?.fromUs);
    const check = this.#session?.beforeCrossing;
    const driver = new Driver({
      ...run,
      beforeNext: running,
      afterNext: run.exits,
      nextCalls: run.wakes.areDeclared ? run.wakes : undefined,
      comingOpens,
      beforeCrossing: check === undefined ? undefined : () => check(run),
    });
    clock.phase = "bars";
    return { run, driver, steps, timers: running, comingOpens };
  }

  /** Runs a part of the run that does not wait. Other runs may come between two of them. */
  #inRun(part: () => void): void {
    if (this.#open === undefined) this.#open = openRun();
    else reopenRun(this.#open);
    try {
      part();
    } finally {
      closeRun(this.#open);
    }
  }

  /** Tells of the progress, and lets others work now and then. */
  async #tell(steps: number, timeUs: number | undefined): Promise<void> {
    const { onProgress, signal } = this.#options;
    if (onProgress !== undefined && timeUs !== undefined) {
      const told = onProgress({ bars: this.#bars, steps, timeUs });
      if (told instanceof Promise) await told;
    }
    const nowMs = performance.now();
    if (nowMs >= this.#turnEndsMs) {
      if (this.#turnEndsMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
      this.#turnEndsMs = performance.now() + TURN_MS;
    }
    signal?.throwIfAborted();
  }

  /** Number of the first measured step; Infinity while that is not known. */
  #measured({ steps }: Begun): number {
    if (this.#options.backtest.measureFrom !== "warm") return 0;
    return steps.started ? steps.warmUpBars : Infinity;
  }

  /** Keeps what is kept of a block that is over. */
  async #settle(begun: Begun, block: PackedBlock, marks: Marks, curves: CurveKeeper): Promise<void> {
    const { run } = begun, { timeUs, sessionDay } = block.timeline, count = timeUs.length;
    run.held.until(count, run.account.inMarket);
    const { cash, equity } = marks.take(run.moneyUnits), measured = this.#measured(begun);
    this.#meter?.take({
      ...{ first: curves.steps, timeUs, equity, changes: run.journal.positions },
      columns: block.packed.feeds.map((feed) => feed.columns),
    }, measured);
    curves.take({
      ...{ timeUs, sessionDay, cash, equity },
      flows: flowsByStep(flowsOf(run), curves.steps, count),
      inMarket: run.held.column,
      bars: run.live.map(({ bars }) => bars),
    }, measured);
    if (this.#sunk === undefined) return;
    const rows = run.journal.settle().takeSettled();
    await this.#sunk.take({ ...rows, orders: run.journal.orders.takeEnded() }, measured);
  }

  async #finish(
    begun: Begun,
    block: PackedBlock,
    marks: Marks,
    curves: CurveKeeper,
    spans: readonly FeedSpan[],
  ): Promise<Result> {
    const { run, driver, steps } = begun, { guard, strategy, clock, session } = run;
    const { timeUs } = block.timeline, count = timeUs.length;
    const ending = this.#session?.ending();
    this.#inRun(() => {
      // A run that is kept goes on later, and has not stopped for its strategy.
      if (ending === "keep") return;
      clock.phase = "stop";
      guard.run("stop", () => strategy.stop());
      // A strategy that holds its bars and writes to them saw other prices than the engine.
      for (const feed of this.#feeds.values()) if (feed instanceof Bars) feedOf(feed);
      if (count === 0) return;
      session.intents.shutDown(timeUs[count - 1]!, ending === "flatten" || (run.options.closeAtEnd ?? false));
      driver.drive();
    });
    if (ending === "keep") session.flushLog();
    const status = ending === "keep" ? session.status() : session.finish();
    if (count > 0) {
      // The final marks are those after the shutdown, which may have closed positions.
      marks.lanes[count - 1] = status[STATUS_CASH]!;
      marks.lanes[2 * count - 1] = status[STATUS_VALUE]!;
    }
    await this.#settle(begun, block, marks, curves);
    const rows = run.journal.settle().end(), total = curves.steps;
    const measured = Math.min(this.#measured(begun), total);
    await this.#sunk?.take(rows, measured);
    return resultOfBlocks({
      ...{ run, feeds: this.#feeds, equity: this.#options.equity, curves, spans, sunk: this.#sunk },
      meter: this.#meter,
      rows: this.#sunk === undefined ? rows : { orders: [], fills: [], trades: [], refusals: [], diagnostics: [] },
      warmUpBars: steps.started ? steps.warmUpBars : total,
      measured,
      status,
    });
  }
}
