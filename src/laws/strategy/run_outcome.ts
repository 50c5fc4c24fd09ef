/**
 * Makes one run of a strategy for a law and returns all of its results as plain data, which can pass between processes.
 *
 * @module
 */

import { EngineError } from "../../engine/engine.ts";
import { Bars, feedOf } from "../../feeds/bars.ts";
import { rowsOf as rowsOfFeed } from "../../feeds/slice.ts";
import { WaitingFeedsError } from "../../lines/waiting_feeds_error.ts";
import { RunLog } from "../../replay/run_log.ts";
import { MemorySink } from "../../replay/log_sink.ts";
import type { BacktestOptions } from "../../run/backtest_options.ts";
import { runOverBlocks } from "../../run/blocks/block_run.ts";
import { takenFeeds } from "../../run/blocks/run_feeds.ts";
import { type RunOptions, takenRunOptions } from "../../run/blocks/run_options.ts";
import { Run } from "../../run/run.ts";
import type { CashFlowRow, JournalRows, PaymentRow, SplitRow } from "../../broker/result_rows.ts";
import type { Result } from "../../results/result.ts";
import type { ResolvedConfiguration } from "../../results/result_fields.ts";
import type { Stats } from "../../analyzers/stats.ts";
import type { FoundPlace } from "../process/machine_place.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { StrategyError } from "../../strategy/strategy_error.ts";
import { CommitLog } from "./commit_log.ts";
import type { Feeds } from "./feed_window.ts";
import { type DeclaredLine, declaredLines } from "../../strategy/declared_lines.ts";
import { StrategyProbe, type StrategyUses, type TraceEntry } from "./strategy_probe.ts";

/** A run to make. */
export interface RunRequest {
  /** Feeds by name, in the order of their registration, with the finer bars of the option `fillOn`. */
  readonly feeds: Feeds;
  /** Options of the run, without `fillOn`. */
  readonly options: BacktestOptions<Params>;
  /** Results that are wanted beside rows and trace. */
  readonly wants?: {
    /** The chain at each COMMIT. Such a run goes step by step; any other run goes ahead to the horizon. */
    readonly commits?: boolean;
    /** The declared lines with their values. */
    readonly lines?: boolean;
    /** The replay log. */
    readonly log?: boolean;
    /**
     * The checkpoint after this step. A checkpoint contains the class of its strategy, so such a run is not observed.
     */
    readonly checkpointAfter?: number;
    /** False for a run whose strategy is not observed; its trace is empty. Default: true. */
    readonly observed?: boolean;
    /** The run over feeds that wait, cut in blocks; see {@linkcode WaitingFlow}. Such a run is made in turns. */
    readonly waiting?: WaitingFlow;
  };
}

/** A way to run over feeds that wait. */
export interface WaitingFlow {
  /** Bars of a block. */
  readonly blockBars: number;
  /** Bars whose values lines keep. */
  readonly keep: number;
  /** Bars that the source of each feed gives at once; none for bars in memory. */
  readonly partBars?: number;
}

/** Most bars of a run whose replay log is kept in memory, where each bar takes half a kibibyte. */
export const LOGGED_BARS_MAX = 200_000;

/** An error that the strategy or the engine threw. */
export interface RunFailure {
  /** Message of the error. */
  readonly message: string;
  /** Member of the strategy that threw; empty if the engine threw. */
  readonly member: string;
  /** Index of the step; -1 before the first. */
  readonly bar: number;
  /** True where a run over feeds that wait refused what only a run over bars in memory has. */
  readonly isUnbuilt?: boolean;
}

/** The part of a result that is compared. */
export interface RunRows extends JournalRows {
  /** Value of the account at each step. */
  readonly equity: Float64Array;
  /** Cash at each step. */
  readonly cash: Float64Array;
  /** Money that came from outside or went there. */
  readonly cashFlows: readonly CashFlowRow[];
  /** Payments without a fill. */
  readonly payments: readonly PaymentRow[];
  /** Splits. */
  readonly splits: readonly SplitRow[];
  /** State chain at the end. */
  readonly chain: string;
  /** Mark hash at the end. */
  readonly markHash: string;
  /** Statistics. */
  readonly stats: Stats;
  /** Number of events. */
  readonly events: number;
  /** The engine, and the reason for choosing it. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** The resolved configuration, without the parameters. */
  readonly configuration: Omit<ResolvedConfiguration, "params">;
}

/** The outcome of a run. */
export interface RunOutcome {
  /** The error, if one was thrown. */
  readonly failure: RunFailure | undefined;
  /** Rows to compare; undefined if the run failed. */
  readonly rows: RunRows | undefined;
  /** Requests and notifications of the strategy, also those before a failure. */
  readonly trace: readonly TraceEntry[];
  /** Surroundings that the strategy reads. */
  readonly uses: StrategyUses;
  /** Chain at each COMMIT, two words each, if it was requested. */
  readonly chains: Uint32Array;
  /** The declared lines, if they were requested. */
  readonly lines: readonly DeclaredLine[];
  /** The replay log, if it was requested. */
  readonly log: Uint8Array | undefined;
  /** The checkpoint, if it was requested and the run reached its step. */
  readonly checkpoint: Uint8Array | undefined;
  /** Names of the sources of time and chance that were read; known only where they were fixed. */
  readonly reads: readonly string[];
  /** Time zone and language of the process; known only where it was given others. */
  readonly place?: FoundPlace;
}

/**
 * Makes a run in this process. An error of the strategy is part of the outcome.
 *
 * @throws {EngineError} if the requested engine is not available
 */
export function makeRun<P extends Params>(strategyClass: StrategyClass<P>, request: RunRequest): RunOutcome {
  const wants = request.wants ?? {}, probe = new StrategyProbe();
  const commits = wants.commits === true ? new CommitLog() : undefined;
  const sink = wants.log === true ? new MemorySink() : undefined;
  const replayLog = sink === undefined ? commits : new RunLog(sink);
  let checkpoint: Uint8Array | undefined;
  const keeps = wants.checkpointAfter !== undefined, resumes = request.options.resume !== undefined;
  const options: BacktestOptions<P> = {
    ...request.options as BacktestOptions<P>,
    ...fillOnOf(request.feeds),
    ...(replayLog === undefined ? {} : { replayLog }),
    ...(keeps ? { checkpoint: { every: wants.checkpointAfter! + 1, save: (bytes) => checkpoint ??= bytes } } : {}),
  };
  let rows: RunRows | undefined, failure: RunFailure | undefined;
  try {
    const watched = keeps || resumes || wants.observed === false ? strategyClass : probe.watch(strategyClass);
    const feeds = Object.entries(request.feeds).map(([name, feed]) => [name, new Bars(feed)] as const);
    using run = new Run(watched, Object.fromEntries(feeds), options);
    rows = rowsOf(run.execute());
  } catch (error) {
    if (error instanceof EngineError && error.code.startsWith("LIBRARY_")) throw error;
    failure = failureOf(error);
  }
  const wantsLines = wants.lines === true && probe.strategy !== undefined;
  return {
    failure,
    rows,
    trace: probe.trace,
    uses: probe.uses,
    chains: Uint32Array.from(commits?.chains ?? []),
    lines: wantsLines ? declaredLines(probe.strategy!) : [],
    log: failure === undefined ? sink?.bytes() : undefined,
    checkpoint,
    reads: [],
  };
}

/** Makes a run in the way that is wanted. */
export function outcomeOf<P extends Params>(
  strategyClass: StrategyClass<P>,
  request: RunRequest,
): RunOutcome | Promise<RunOutcome> {
  return request.wants?.waiting === undefined
    ? makeRun(strategyClass, request)
    : makeWaitingRun(strategyClass, request);
}

/** Makes a run over feeds that wait. */
export async function makeWaitingRun<P extends Params>(
  strategyClass: StrategyClass<P>,
  { feeds, options, wants }: RunRequest,
): Promise<RunOutcome> {
  const probe = new StrategyProbe(), { partBars, ...sizes } = wants!.waiting!;
  let rows: RunRows | undefined, failure: RunFailure | undefined;
  try {
    const sources = Object.entries(feeds).map(([name, feed]) => {
      const bars = new Bars(feed);
      return [name, partBars === undefined ? bars : partsOf(bars, partBars)] as const;
    });
    const result = await runOverBlocks(
      probe.watch(strategyClass),
      takenFeeds(Object.fromEntries(sources)),
      takenRunOptions<P>({ ...options as RunOptions<P>, ...fillOnOf(feeds), ...sizes }),
    );
    rows = rowsOf(result);
  } catch (error) {
    if (error instanceof EngineError && error.code.startsWith("LIBRARY_")) throw error;
    failure = failureOf(error);
  }
  return {
    ...{ failure, rows, trace: probe.trace, uses: probe.uses, lines: [], reads: [] },
    chains: new Uint32Array(0),
    log: undefined,
    checkpoint: undefined,
  };
}

/** Returns the option `fillOn` of feeds; without finer bars there is none. */
function fillOnOf(feeds: Feeds): Pick<BacktestOptions, "fillOn"> {
  const finer = Object.entries(feeds).flatMap(([name, feed]) => {
    return feed.finer === undefined ? [] : [[name, new Bars(feed.finer)] as const];
  });
  return finer.length === 0 ? {} : { fillOn: Object.fromEntries(finer) };
}

/** Gives bars part by part, and waits before each. */
async function* partsOf(bars: Bars, size: number): AsyncGenerator<Bars> {
  const feed = feedOf(bars);
  for (let from = 0; from < feed.length; from += size) {
    await Promise.resolve();
    yield new Bars(rowsOfFeed(feed, from, Math.min(from + size, feed.length)));
  }
}

function rowsOf(result: Result): RunRows {
  const { equity, cash, cashFlows, payments, splits, chain, stats, events, engine } = result;
  const { orders, fills, trades, refusals, diagnostics } = result;
  const { params: _params, ...configuration } = result.configuration;
  const journal = { orders, fills, trades, refusals, diagnostics };
  return {
    ...{
      equity,
      cash,
      cashFlows,
      payments,
      splits,
      chain,
      markHash: result.markHash(),
      stats,
      events,
      engine,
      configuration,
    },
    ...journal,
  };
}

function failureOf(error: unknown): RunFailure {
  const isUnbuilt = error instanceof WaitingFeedsError ||
    error instanceof StrategyError && error.cause instanceof WaitingFeedsError;
  const unbuilt = isUnbuilt ? { isUnbuilt } : {};
  if (error instanceof StrategyError) {
    return { message: error.message, member: error.member, bar: error.bar, ...unbuilt };
  }
  return { message: error instanceof Error ? error.message : String(error), member: "", bar: -1, ...unbuilt };
}
