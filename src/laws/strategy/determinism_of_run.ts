/**
 * Law 2, determinism: a repeated run gives the same result.
 *
 * @module
 */

import type { Feed } from "../../feeds/feed.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import type { StrategyModule } from "./process_runner.ts";
import type { Stats } from "../../analyzers/stats.ts";
import { type LawReport, LawTrial } from "../law_report.ts";
import type { FactDifference } from "./run_facts.ts";
import { differenceOf, type MadeRun, type ProveOptions, TriedRun } from "./tried_run.ts";

/** Number of repetitions. */
const REPEATS = 2;

/**
 * Checks law 2: the repeated run gives the same chain, rows and requests. Each run of a strategy module has a new
 * process. A class runs in this process, where it can remember the run before.
 */
export async function determinismOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Feed | Readonly<Record<string, Feed>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryDeterminism(await TriedRun.prepare(strategy, feeds, options));
}

/** Checks law 2 on a run that was already made. */
export async function tryDeterminism(run: TriedRun): Promise<LawReport> {
  const trial = new LawTrial(2), place = run.runner.isolated ? "fresh processes" : "this process";
  const tried = `${REPEATS} repetitions in ${place}`;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const [again] = await run.make({ wants: { commits: true } });
    const difference = sameAgain(run.compared, again!);
    if (difference === undefined) {
      trial.held();
      continue;
    }
    const window = await run.smallest(difference.step, async (tried) => {
      const feeds = run.feedsOf(tried);
      const [first] = await run.make({ feeds }), [second] = await run.make({ feeds });
      return sameAgain(first!, second!) !== undefined;
    });
    return trial.fail(tried, run.counterExample("The run, repeated, does what it did", difference, window));
  }
  if (!run.runner.isolated) trial.leaveOut("a second process, as that takes the strategy's module");
  return trial.end(tried);
}

/** Returns the first difference between two equal runs: in their actions, in the final chain, or in the statistics. */
export function sameAgain(first: MadeRun, second: MadeRun): FactDifference | undefined {
  const difference = differenceOf(first, second);
  if (difference !== undefined) return difference;
  const expected = first.outcome.rows, found = second.outcome.rows;
  const end = { step: first.timeUs.length - 1, byStrategy: false, member: undefined };
  if (expected === undefined || found === undefined) return undefined;
  if (expected.chain !== found.chain || expected.markHash !== found.markHash) {
    const hashes = ({ chain, markHash }: { chain: string; markHash: string }): string =>
      `state chain ${chain}, mark hash ${markHash}`;
    return { ...end, expected: hashes(expected), found: hashes(found) };
  }
  for (const name of Object.keys(expected.stats) as (keyof Stats)[]) {
    const one = JSON.stringify(expected.stats[name]), other = JSON.stringify(found.stats[name]);
    if (one !== other) return { ...end, expected: `statistic ${name} ${one}`, found: `statistic ${name} ${other}` };
  }
  return undefined;
}
