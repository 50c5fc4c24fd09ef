/**
 * Law 1, parity: all engines give the same results, byte for byte.
 *
 * @module
 */

import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { BACKENDS, ENGINE_NAMES, type EngineName } from "../../engine/backends.ts";
import { ENGINE_BACKEND_VARIABLE, engineOverride } from "../../engine/choice.ts";
import { replay } from "../../replay/replay.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import { eventsCount } from "../log/event_log.ts";
import { parityOfLog } from "../log/parity_of_log.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { describeReplayDifference } from "../replay_difference_text.ts";
import { prepareRepeated, sameAgain } from "./determinism_of_run.ts";
import type { FactDifference } from "./run_facts.ts";
import { LOGGED_BARS_MAX } from "./run_outcome.ts";
import { differenceOf, type MadeRun, type ProveOptions, type TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/**
 * Checks law 1: the run on each engine gives the same replay log, and so the same events, notices, marks and chains.
 * Not applicable where one engine alone opens.
 *
 * A strategy module runs on the TypeScript engine alone, as its process opens no library. The events of its log are
 * applied to every engine in this process, and outputs, status and snapshot compared byte for byte.
 */
export async function parityOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryParity(await prepareRepeated(strategy, feeds, options));
}

/** A difference from the first engine, and the engine that has it. */
interface Parting {
  readonly engine: EngineName;
  readonly difference: FactDifference;
}

/** Checks law 1 on a run that was already made. */
export async function tryParity(run: TriedRun): Promise<LawReport> {
  const { libraryPath } = run.options, trial = new LawTrial(1), engines: EngineName[] = [], missing: string[] = [];
  for (const name of ENGINE_NAMES.toReversed()) {
    const { title, open } = BACKENDS[name], opened = open(libraryPath === undefined ? {} : { libraryPath });
    if (opened.found) engines.push(name);
    else {
      missing.push(`the ${title} engine: ${opened.message}`);
    }
  }
  if (engines.length === 1) return notApplicable(1, `there is one engine alone; ${missing.join("; ")}`);
  if (run.runner.isolated) return await parityOfItsLog(run, engines, missing);
  for (const reason of missing) trial.leaveOut(reason);
  if (run.unsteady !== undefined) return notApplicable(1, run.unsteady);
  const override = engineOverride();
  if (override !== undefined) return notApplicable(1, `${ENGINE_BACKEND_VARIABLE} is "${override}", for every run`);
  const compared = run.steps <= LOGGED_BARS_MAX
    ? "replay logs compared byte for byte"
    : "rows and state chains compared";
  const tried = `${run.steps} bars on ${engines.join(", ")}, their ${compared}`;
  const found = await parting(run, run.whole, engines);
  if (found === undefined) {
    trial.held();
    return trial.end(tried);
  }
  const { engine, difference } = found, pair = [engines[0]!, engine] as const;
  const window = await run.smallest(difference.step, async (tried) => await parting(run, tried, pair) !== undefined);
  const [first, other] = pair.map((name) => BACKENDS[name].title);
  return trial.fail(
    tried,
    run.counterExample(`The ${other} engine says what the ${first} engine says`, difference, window),
  );
}

/** Applies the events of the run's log to every engine. */
async function parityOfItsLog(
  run: TriedRun,
  engines: readonly EngineName[],
  missing: readonly string[],
): Promise<LawReport> {
  const { events, window } = await run.logged(), report = parityOfLog(events, { engines, seed: run.seed });
  const part = window.until < run.steps ? [`bars after the first ${window.until}, to keep the log in memory`] : [];
  const count = eventsCount(events.events);
  const tried = `the ${count} events of the run's log on ${engines.join(", ")}, compared byte for byte`;
  return {
    ...report,
    leftOut: [...report.leftOut, ...part, ...missing],
    ...(report.verdict === "held" ? { tried } : {}),
  };
}

/** Compares each engine with the first one, over a stretch of steps. */
async function parting(
  run: TriedRun,
  window: StepWindow,
  engines: readonly EngineName[],
): Promise<Parting | undefined> {
  const feeds = window === run.whole ? run.feeds : run.feedsOf(window);
  const made = await run.make(...engines.map((engineBackend) => ({
    feeds,
    options: { ...run.options, engineBackend },
    // The log of a very long run does not fit into memory. Its chain does, and covers the same events and notices.
    wants: window.until - window.from <= LOGGED_BARS_MAX ? { log: true } : { commits: true },
  })));
  for (const [at, name] of engines.entries()) {
    const engine = made[at]!.outcome.rows?.engine;
    if (engine === undefined || engine.backend === name) continue;
    throw new Error(`Cannot compare the engines: asked for ${name} and got ${engine.backend}, as ${engine.reason}`);
  }
  for (const [at, engine] of engines.entries()) {
    const difference = at === 0 ? undefined : partingOf(made[0]!, made[at]!, engine, window);
    if (difference !== undefined) return { engine, difference };
  }
  return undefined;
}

/** Compares the runs of two engines, of which `engine` made the other one. */
function partingOf(
  first: MadeRun,
  other: MadeRun,
  engine: EngineName,
  window: StepWindow,
): FactDifference | undefined {
  const difference = differenceOf(first, other);
  if (difference !== undefined) return { ...difference, step: difference.step + window.from };
  const [one, two] = [first.outcome.log, other.outcome.log];
  if (one === undefined || two === undefined) return sameAgain(first, other);
  if (one.length === two.length && one.every((byte, at) => byte === two[at])) return undefined;
  const found = replay(one, { engineBackend: engine, environmentOverride: false }).difference;
  const text = found === undefined ? ["bytes of its log", "other bytes"] as const : describeReplayDifference(found);
  return { step: window.until - 1, byStrategy: false, member: undefined, expected: text[0], found: text[1] };
}
