/**
 * One run of one strategy: preparation, driving, result.
 *
 * @module
 */

import { type Bars, feedOf } from "../feeds/bars.ts";
import { closeRun, type OpenRun, openRun } from "../lines/open_runs.ts";
import type { Result } from "../results/result.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { CheckpointSaver, resumeRun } from "./checkpoints.ts";
import { comingOpensOf } from "./coming_opens.ts";
import { Driver } from "./driver.ts";
import { finishRun } from "./finish.ts";
import { type PreparedRun, prepareRun } from "./prepare.ts";
import { checkSpan } from "./run_span.ts";
import { RunTimers } from "./run_timers.ts";
import { type SourcePosition, stepsOf } from "./step_source.ts";
import { overrides } from "./strategy_guard.ts";
import { mergeTimes } from "./timeline.ts";

/** A run, from its feeds to its result. */
export class Run<P extends Params> implements Disposable {
  readonly #open: OpenRun;
  readonly #run: PreparedRun;

  /** Prepares the run, with its engine and its strategy. */
  constructor(
    strategyClass: StrategyClass<P>,
    feeds: Bars | Readonly<Record<string, Bars>>,
    options: BacktestOptions<P>,
  ) {
    this.#open = openRun();
    try {
      this.#run = prepareRun(strategyClass, feeds, options);
    } catch (error) {
      closeRun(this.#open);
      throw error;
    }
  }

  /**
   * Rejects a run of which no bar is left. A law runs over less data than the run that it tries, and does not ask for this.
   *
   * @throws {RangeError} If there are bars, and all come before the option `from`.
   */
  checkSpan(): void {
    const { given, options } = this.#run;
    checkSpan(given.map(feedOf), options.from, options.to);
  }

  /** Ends the run, also one that failed, and frees the engine. */
  [Symbol.dispose](): void {
    closeRun(this.#open);
    this.#run.clock.phase = "ended";
    this.#run.clocks.end();
    this.#run.engine[Symbol.dispose]();
  }

  /** Runs to the end and returns the result. The replay log of a run that throws goes up to there. */
  execute(): Result {
    try {
      return this.#execute();
    } catch (error) {
      this.#run.session.keepLog();
      throw error;
    }
  }

  #execute(): Result {
    const run = this.#run, { clock, guard, strategy, options, timeline } = run;
    // A strategy that cannot run is refused before it is started.
    const comingOpens = comingOpensOf(run, run.shown.feeds);
    clock.phase = "start";
    const position = this.#begin();
    const steps = stepsOf(run.clocks, timeline.timeUs, options.start ?? "all", run.firstStep, position);
    run.exits?.begin(clock.step + 1);
    const { fills, ends, packed } = run;
    const finer = fills === undefined || ends === undefined
      ? undefined
      : { feeds: packed.feeds, timeline: mergeTimes(packed.feeds), ends, barEnds: fills.ends };
    run.accountEvents?.goOn(run.shown.feeds, timeline, clock.step + 1, run.firstStep, finer);
    const nextCalls = run.wakes.areDeclared ? run.wakes : undefined;
    const driver = new Driver({ ...run, beforeNext: this.#timers(), afterNext: run.exits, nextCalls, comingOpens });
    const saver = options.checkpoint === undefined ? undefined : new CheckpointSaver(run, options.checkpoint);
    clock.phase = "bars";
    driver.run(steps, saver);
    clock.phase = "stop";
    if (steps.length > 0) driver.commit();
    guard.run("stop", () => strategy.stop());
    // A strategy that holds its bars and writes to them saw other prices than the engine.
    for (const bars of run.given) feedOf(bars);
    return finishRun(run, driver, steps.warmUpBars);
  }

  /** Returns the timers from the next step on; undefined without any, so that such a run pays nothing. */
  #timers(): RunTimers | undefined {
    const { clock, firstStep, guard, options, shown, strategy, strategyName, timeline, timers } = this.#run;
    timers.checkHeard(strategyName, overrides(strategy, "notifyTimer"));
    if (options.checkpoint !== undefined) timers.checkKept();
    if (timers.timers.length === 0) return undefined;
    // What passes before the run begins by the option from is warm-up.
    const running = new RunTimers(timers.timers, strategy, guard);
    running.goOn(shown.feeds, timeline.timeUs, Math.max(clock.step + 1, firstStep));
    return running;
  }

  /** Starts the strategy. For a resumed run it restores the checkpoint instead, and returns its position. */
  #begin(): SourcePosition | undefined {
    const { journal, strategy, guard, options } = this.#run;
    journal.listening = {
      orders: overrides(strategy, "notifyOrder"),
      trades: overrides(strategy, "notifyTrade"),
    };
    if (options.resume !== undefined) return resumeRun(this.#run, options.resume);
    guard.run("start", () => strategy.start());
    return undefined;
  }
}
