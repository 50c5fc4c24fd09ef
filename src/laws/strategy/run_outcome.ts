/**
 * One run of a strategy for a law, and everything of it that can be compared: plain data that can go between processes.
 *
 * @module
 */

import { EngineError } from "../../engine/engine.ts";
import type { Feed } from "../../feeds/feed.ts";
import { RunLog } from "../../replay/run_log.ts";
import { MemorySink } from "../../replay/log_sink.ts";
import { backtest } from "../../run/backtest.ts";
import type { BacktestOptions } from "../../run/backtest_options.ts";
import type { JournalRows } from "../../broker/journal.ts";
import type { ResolvedConfiguration, Result } from "../../results/result.ts";
import type { Stats } from "../../analyzers/stats.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { StrategyError } from "../../strategy/strategy_error.ts";
import { CommitLog } from "./commit_log.ts";
import { type DeclaredLine, declaredLines } from "./declared_lines.ts";
import { StrategyProbe, type StrategyUses, type TraceEntry } from "./strategy_probe.ts";

/** A run to make. */
export interface RunRequest {
  /** Feeds by name, in the order of their registration. */
  readonly feeds: Readonly<Record<string, Feed>>;
  /** Options of the run. */
  readonly options: BacktestOptions<Params>;
  /** What is wanted beside rows and trace. */
  readonly wants?: {
    /** The chain at each COMMIT. A run that tells it goes step by step, one that does not runs ahead. */
    readonly commits?: boolean;
    /** The declared lines with their values. */
    readonly lines?: boolean;
    /** The replay log. */
    readonly log?: boolean;
    /** The checkpoint after this step. A checkpoint knows the class of its strategy, so such a run is not observed. */
    readonly checkpointAfter?: number;
  };
}

/** Longer runs write no replay log into memory, where each bar takes half a kibibyte. */
export const LOGGED_BARS_MAX = 200_000;

/** What a strategy or the engine threw. */
export interface RunFailure {
  /** Its message. */
  readonly message: string;
  /** Member of the strategy that threw; empty if the engine did. */
  readonly member: string;
  /** Index of the step, -1 before the first. */
  readonly bar: number;
}

/** What of a result is compared. */
export interface RunRows extends JournalRows {
  /** Value of the account by step. */
  readonly equity: Float64Array;
  /** Cash by step. */
  readonly cash: Float64Array;
  /** State chain at the end. */
  readonly chain: string;
  /** Statistics. */
  readonly stats: Stats;
  /** Events. */
  readonly events: number;
  /** The engine, and why that one. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** The resolved configuration, without the parameters. */
  readonly configuration: Omit<ResolvedConfiguration, "params">;
}

/** What a run came to. */
export interface RunOutcome {
  /** What was thrown, if anything was. */
  readonly failure: RunFailure | undefined;
  /** What is compared; undefined if the run failed. */
  readonly rows: RunRows | undefined;
  /** What the strategy asked for and was told, also up to a failure. */
  readonly trace: readonly TraceEntry[];
  /** What the strategy reads of its surroundings. */
  readonly uses: StrategyUses;
  /** Chain at each COMMIT, two words each, if wanted. */
  readonly chains: Uint32Array;
  /** The declared lines, if wanted. */
  readonly lines: readonly DeclaredLine[];
  /** The replay log, if wanted. */
  readonly log: Uint8Array | undefined;
  /** The checkpoint, if wanted and the run came so far. */
  readonly checkpoint: Uint8Array | undefined;
}

/**
 * Makes a run in this process. What the strategy throws is part of the outcome.
 *
 * @throws {EngineError} if the engine that was asked for cannot be had
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
    ...(replayLog === undefined ? {} : { replayLog }),
    ...(keeps ? { checkpoint: { every: wants.checkpointAfter! + 1, save: (bytes) => checkpoint ??= bytes } } : {}),
  };
  let rows: RunRows | undefined, failure: RunFailure | undefined;
  try {
    const watched = keeps || resumes ? strategyClass : probe.watch(strategyClass);
    rows = rowsOf(backtest(watched, request.feeds, options));
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
  };
}

function rowsOf(result: Result): RunRows {
  const { equity, cash, chain, stats, events, engine, orders, fills, roundTrips, refusals, diagnostics } = result;
  const { params: _params, ...configuration } = result.configuration;
  const journal = { orders, fills, roundTrips, refusals, diagnostics };
  return { equity, cash, chain, stats, events, engine, configuration, ...journal };
}

function failureOf(error: unknown): RunFailure {
  if (error instanceof StrategyError) return { message: error.message, member: error.member, bar: error.bar };
  return { message: error instanceof Error ? error.message : String(error), member: "", bar: -1 };
}
