/**
 * Law 3, batching: the way to drive and conduct a run changes nothing.
 *
 * @module
 */

import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import type { BacktestOptions } from "../../run/backtest_options.ts";
import { prepareRepeated, sameAgain } from "./determinism_of_run.ts";
import type { ProveOptions, TriedRun } from "./tried_run.ts";

/** Options that must all give the same run. */
const WAYS: readonly (readonly [string, BacktestOptions])[] = [
  ["running ahead to the horizon", { stepByStep: false, checks: false }],
  ["step by step", { stepByStep: true, checks: false }],
  ["running ahead, every invariant checked", { stepByStep: false, checks: true }],
  ["step by step, every invariant checked", { stepByStep: true, checks: true }],
];

/**
 * Checks law 3: running ahead to the horizon equals step by step, and checks, logs and hashes do not change the
 * decisions of a run.
 */
export async function batchingOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryBatching(await prepareRepeated(strategy, feeds, options));
}

/** Checks law 3 on a run that was already made. */
export async function tryBatching(run: TriedRun): Promise<LawReport> {
  if (run.unsteady !== undefined) return notApplicable(3, run.unsteady);
  const trial = new LawTrial(3), tried = `${WAYS.length} ways to drive ${run.steps} bars`;
  const others = await run.makeEach(WAYS.map(([, conduct]) => ({ options: { ...run.options, ...conduct } })));
  for (const [at, other] of others.entries()) {
    const difference = sameAgain(run.compared, other);
    if (difference === undefined) {
      trial.held();
      continue;
    }
    const [way, conduct] = WAYS[at]!, options = { ...run.options, ...conduct };
    const window = await run.smallest(difference.step, async (tried) => {
      const feeds = run.feedsOf(tried);
      const [first, second] = await run.make({ feeds, wants: { commits: true } }, { feeds, options });
      return sameAgain(first!, second!) !== undefined;
    });
    return trial.fail(tried, run.counterExample(`The run, ${way}, does what it does with a log`, difference, window));
  }
  if (run.runner.isolated) trial.leaveOut("driving the Rust engine, which the process of a strategy does not have");
  return trial.end(tried);
}
