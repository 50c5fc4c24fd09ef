/**
 * The making of one trial: a run alone, and what is kept of it.
 *
 * @module
 */

import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Result } from "../results/result.ts";
import { runOf } from "../results/run_of_result.ts";
import { messageOf } from "../strategy/strategy_error.ts";
import type { TrialJob } from "./executor.ts";
import { returnFacts } from "./return_facts.ts";
import { textHash, valuesText } from "./search_key.ts";
import type { SearchFeeds, Subject } from "./subject.ts";
import { trialFigures } from "./trial_figures.ts";
import type { RunFacts, TrialOutcome } from "./trial_row.ts";

/** The parts that all trials of a search share. */
export interface TrialWork {
  /** What runs. */
  readonly subject: Subject;
  /** The feeds, which every trial reads and none changes. */
  readonly feeds: SearchFeeds;
  /** Options of the runs. */
  readonly options: BacktestOptions;
  /** Figures beside those that every trial keeps. */
  readonly further: readonly string[];
}

/**
 * Makes a trial. It is a run as {@linkcode backtest} makes it, so that the same run alone has the same chain; a run that
 * fails is an outcome with its error.
 */
export function makeTrial(
  { subject, feeds, options, further }: TrialWork,
  { params, changes }: Pick<TrialJob, "params" | "changes">,
): TrialOutcome {
  try {
    const result = subject.run(feeds, { ...options, ...changes }, params), outcome = outcomeOfResult(result, further);
    // Nobody else has the result of a trial; a figure of the user may keep the curves that it was given.
    if (options.figures === undefined) runOf(result).giveBack();
    return outcome;
  } catch (error) {
    return failedTrial(messageOf(error));
  }
}

/** Returns what is kept of a result. */
export function outcomeOfResult(result: Result, further: readonly string[]): TrialOutcome {
  return {
    figures: trialFigures(result, further),
    chain: result.chain,
    markHash: result.markHash(),
    returns: returnFacts(runOf(result).series().excessReturns),
    run: runFacts(result),
    error: null,
  };
}

/** Returns what tells a run from others of the same code, prices and parameters. */
export function runFacts(result: Result): RunFacts {
  const { timeUs, measureStep } = runOf(result), { lanes: _lanes, params: _params, ...options } = result.configuration;
  return {
    options: textHash(valuesText(options)),
    window: { fromUs: timeUs[measureStep] ?? 0, toUs: timeUs.at(-1) ?? 0 },
  };
}

/** Returns the outcome of a trial whose run failed. */
export function failedTrial(error: string): TrialOutcome {
  return { figures: null, chain: "", markHash: "", returns: null, run: null, error };
}
