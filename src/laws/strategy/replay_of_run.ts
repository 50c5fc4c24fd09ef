/**
 * Law 4, replay: the log of a run is enough to reproduce every hash.
 *
 * @module
 */

import type { Feed } from "../../feeds/feed.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import type { StrategyModule } from "./process_runner.ts";
import { BACKENDS, ENGINE_NAMES, enginesHere } from "../../engine/backends.ts";
import { replay } from "../../replay/replay.ts";
import { type LawReport, LawTrial } from "../law_report.ts";
import { describeReplayDifference } from "../replay_difference_text.ts";
import { LOGGED_BARS_MAX } from "./run_outcome.ts";
import { type ProveOptions, TriedRun } from "./tried_run.ts";

/**
 * Checks law 4: every available engine replays the events of the run's log and must reproduce every output and every
 * hash. The log is kept in memory.
 */
export async function replayOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Feed | Readonly<Record<string, Feed>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryReplay(await TriedRun.prepare(strategy, feeds, options));
}

/** Checks law 4 on a run that was already made. */
export async function tryReplay(run: TriedRun): Promise<LawReport> {
  const trial = new LawTrial(4), window = { from: 0, until: Math.min(run.steps, LOGGED_BARS_MAX) };
  const feeds = window.until < run.steps ? run.feedsOf(window) : run.feeds;
  const [logged] = await run.make({ feeds, wants: { log: true } }), { outcome } = logged!;
  if (outcome.log === undefined) {
    throw new Error(`Cannot write the log of a run that fails: ${outcome.failure?.message}`);
  }
  const engines = enginesHere();
  const tried = `the log of ${outcome.rows!.events} events, on ${engines.join(" and ")}`;
  for (const engineBackend of engines) {
    const report = replay(outcome.log, { engineBackend, environmentOverride: false });
    if (report.equal) {
      trial.held();
      continue;
    }
    const { event } = report.difference!, [expected, found] = describeReplayDifference(report.difference!);
    return trial.fail(tried, {
      what: `The log of the run, replayed on ${engineBackend}, gives what it has`,
      place: `event ${event}`,
      expected,
      found,
      event,
      smallest: run.windowText(window),
      size: window.until,
    });
  }
  if (window.until < run.steps) trial.leaveOut(`bars after the first ${window.until}, to keep the log in memory`);
  for (const name of ENGINE_NAMES) {
    if (!engines.includes(name)) trial.leaveOut(`the ${BACKENDS[name].title} engine, as there is none here`);
  }
  return trial.end(tried);
}
