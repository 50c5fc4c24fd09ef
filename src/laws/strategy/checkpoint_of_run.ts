/**
 * Law 5, checkpoint: a run that is resumed from a checkpoint continues as if it had never stopped.
 *
 * @module
 */

import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { EVENT_STEP, LANE_KIND, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { type EngineName, enginesHere } from "../../engine/backends.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import { snapshotsOfLog } from "../log/checkpoint_of_log.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { prepareRepeated, sameAgain } from "./determinism_of_run.ts";
import type { FactDifference } from "./run_facts.ts";
import type { MadeRun, ProveOptions, TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/** The result of resuming after a step. */
type Resumed =
  | { readonly kind: "same" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "different"; readonly difference: FactDifference };

/**
 * Checks law 5: the run is saved after some of its bars and resumed there, by turns on the same engine and on the other
 * one. Each resumed run must end with the same chain and the same rows. The law is not applicable to a strategy whose
 * state a checkpoint refuses with an error.
 *
 * A strategy module is resumed in another process, which has the TypeScript engine. For the Rust engine, snapshots of
 * the core are taken and restored by turns while the log of the run is applied in this process.
 */
export async function checkpointOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryCheckpoint(await prepareRepeated(strategy, feeds, options));
}

/** Checks law 5 on a run that was already made. */
export async function tryCheckpoint(run: TriedRun): Promise<LawReport> {
  if (run.unsteady !== undefined) return notApplicable(5, run.unsteady);
  const trial = new LawTrial(5), cuts = resumePoints(run), { isolated } = run.runner;
  if (cuts.length === 0) return notApplicable(5, "a run of one bar has nothing to resume");
  const other = otherEngine(run);
  const engines = cuts.map((_cut, at) => at % 2 === 1 && !isolated ? other : undefined);
  const where = other === undefined || isolated ? "the same engine" : "the same engine and in the other one";
  const tried = `${cuts.length} of ${run.steps} bars, resumed in ${where}${isolated ? ", in another process" : ""}`;
  const resumed = await resumeAfter(run, run.whole, cuts, engines);
  for (const [at, result] of resumed.entries()) {
    if (result.kind === "refused") return notApplicable(5, result.reason);
    if (result.kind === "same") trial.held();
    else return await failed(run, trial, tried, { cut: cuts[at]!, engine: engines[at], difference: result.difference });
  }
  if (other === undefined) trial.leaveOut("the other engine, as there is one alone");
  else if (isolated) {
    const snapshots = await tryItsLog(run, cuts, trial);
    return snapshots.verdict === "failed" ? snapshots : trial.end(`${tried}; ${snapshots.tried}`);
  }
  return trial.end(tried);
}

/** Takes and restores snapshots of the cores while the run's log is applied in this process. */
async function tryItsLog(run: TriedRun, cuts: readonly number[], trial: LawTrial): Promise<LawReport> {
  const { events, window } = await run.logged(), engines = enginesHere();
  const places = stepPlaces(events.events), kept = cuts.filter((cut) => cut < window.until);
  const report = snapshotsOfLog(events, kept.map((cut) => places[run.engineSteps(cut) - 1]!), { engines });
  trial.held(report.cases);
  if (window.until < run.steps) {
    trial.leaveOut(`snapshots after the first ${window.until} bars, to keep the log in memory`);
  }
  return { ...report, tried: `snapshots of its log there, restored by turns in ${engines.join(" and ")}` };
}

/** Returns for each step of a log the number of events up to its STEP. */
function stepPlaces(events: Float64Array): readonly number[] {
  const words = wordsOf(events), places: number[] = [];
  for (let at = 0; at < words.length; at += RECORD_WORDS) {
    if (words[at + LANE_KIND] === EVENT_STEP) places.push(at / RECORD_WORDS + 1);
  }
  return places;
}

async function failed(
  run: TriedRun,
  trial: LawTrial,
  tried: string,
  found: { readonly cut: number; readonly engine: EngineName | undefined; readonly difference: FactDifference },
): Promise<LawReport> {
  const { cut, engine, difference } = found;
  const window = await run.smallest(Math.max(difference.step, cut + 1), async (tried) => {
    if (tried.from > cut || tried.until < cut + 2) return false;
    const [again] = await resumeAfter(run, tried, [cut], [engine]);
    return again!.kind === "different";
  });
  const smallest = `${run.windowText(window)}, resumed after bar ${cut}`;
  const member = difference.member ?? memberAt(run, difference.step);
  return trial.fail(
    tried,
    run.counterExample(
      `The run, resumed from a checkpoint after ${run.stepText(cut)}, goes on as it did`,
      { ...difference, member },
      window,
      { smallest },
    ),
  );
}

/**
 * Saves a run over a stretch of steps after some of them, in one place, and resumes it from each of them in another.
 */
async function resumeAfter(
  run: TriedRun,
  window: StepWindow,
  cuts: readonly number[],
  engines: readonly (EngineName | undefined)[],
): Promise<readonly Resumed[]> {
  const feeds = run.feedsOf(window), options = run.options;
  const saved = await run.make(...cuts.map((cut) => ({ feeds, wants: { checkpointAfter: cut - window.from } })));
  const refused = saved.find(({ outcome }) => outcome.checkpoint === undefined);
  if (refused !== undefined) {
    const reason = refused.outcome.failure?.message ?? "no checkpoint was saved";
    return cuts.map(() => ({ kind: "refused", reason }));
  }
  const resumed = await run.make(...saved.map(({ outcome }, at) => {
    const engine = engines[at] === undefined ? {} : { engineBackend: engines[at] };
    return { feeds, options: { ...options, ...engine, resume: outcome.checkpoint! } };
  }));
  return resumed.map((made, at) => {
    const difference = sameAgain(withoutTrace(saved[at]!), withoutTrace(made));
    if (difference === undefined) return { kind: "same" };
    return { kind: "different", difference: { ...difference, step: difference.step + window.from } };
  });
}

/**
 * Returns the steps after which runs are resumed. A run is saved every so many steps, so early points would cause far
 * too many saves.
 */
function resumePoints(run: TriedRun): readonly number[] {
  const least = Math.floor(run.steps / 64);
  return [...new Set(run.cutPoints().map((cut) => Math.max(cut, least)))];
}

/** Leaves out the trace, since only the orders of a resumed strategy's requests are observed. */
function withoutTrace(made: MadeRun): MadeRun {
  return { ...made, reading: { trace: false } };
}

/** Returns the member in which the whole run made a request at a step. */
function memberAt(run: TriedRun, step: number): string | undefined {
  const asked = run.base.trace.filter(({ timeUs, action }) =>
    timeUs === run.timeUs[step] && !action.startsWith("notify")
  );
  return asked[0]?.member;
}

/** Returns the other engine, if it is available. */
function otherEngine(run: TriedRun): EngineName | undefined {
  return enginesHere().find((name) => name !== run.base.rows!.engine.backend);
}
