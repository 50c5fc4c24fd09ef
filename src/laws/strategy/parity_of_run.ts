/**
 * Law 1, parity: both engines give the same results, byte for byte.
 *
 * @module
 */

import type { Feed } from "../../feeds/feed.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import type { StrategyModule } from "./process_runner.ts";
import { ENGINE_BACKEND_VARIABLE, engineOverride } from "../../engine/choice.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { replay } from "../../replay/replay.ts";
import { sameAgain } from "./determinism_of_run.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import { describeReplayDifference } from "../replay_difference_text.ts";
import type { FactDifference } from "./run_facts.ts";
import { LOGGED_BARS_MAX } from "./run_outcome.ts";
import { differenceOf, type MadeRun, type ProveOptions, TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/**
 * Checks law 1: the run on each engine gives the same replay log, and so the same events, notices, marks and chains.
 * Not applicable where the Rust library is not available.
 */
export async function parityOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Feed | Readonly<Record<string, Feed>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryParity(await TriedRun.prepare(strategy, feeds, options));
}

/** Checks law 1 on a run that was already made. */
export async function tryParity(run: TriedRun): Promise<LawReport> {
  const library = openLibrary(run.options.libraryPath === undefined ? {} : { libraryPath: run.options.libraryPath });
  if (!library.found) return notApplicable(1, `there is one engine alone: ${library.message}`);
  const override = engineOverride();
  if (override !== undefined) return notApplicable(1, `${ENGINE_BACKEND_VARIABLE} is "${override}", for every run`);
  const trial = new LawTrial(1),
    compared = run.steps <= LOGGED_BARS_MAX ? "replay logs compared byte for byte" : "rows and state chains compared";
  const tried = `${run.steps} bars on both engines, their ${compared}`;
  const difference = await parting(run, run.whole);
  if (difference === undefined) {
    trial.held();
    return trial.end(tried);
  }
  const window = await run.smallest(difference.step, async (tried) => await parting(run, tried) !== undefined);
  return trial.fail(
    tried,
    run.counterExample("The Rust engine says what the TypeScript engine says", difference, window),
  );
}

async function parting(run: TriedRun, window: StepWindow): Promise<FactDifference | undefined> {
  const feeds = window === run.whole ? run.feeds : run.feedsOf(window);
  const [typescript, rust] = await run.make(...(["typescript", "rust"] as const).map((engineBackend) => ({
    feeds,
    options: { ...run.options, engineBackend },
    // The log of a very long run does not fit into memory. Its chain does, and covers the same events and notices.
    wants: window.until - window.from <= LOGGED_BARS_MAX ? { log: true } : { commits: true },
  }))) as [MadeRun, MadeRun];
  for (const [made, name] of [[typescript, "typescript"], [rust, "rust"]] as const) {
    const engine = made.outcome.rows?.engine;
    if (engine === undefined || engine.backend === name) continue;
    throw new Error(`Cannot compare the engines: asked for ${name} and got ${engine.backend}, as ${engine.reason}`);
  }
  const difference = differenceOf(typescript, rust);
  if (difference !== undefined) return { ...difference, step: difference.step + window.from };
  const [one, other] = [typescript.outcome.log, rust.outcome.log];
  if (one === undefined || other === undefined) return sameAgain(typescript, rust);
  if (one.length === other.length && one.every((byte, at) => byte === other[at])) return undefined;
  const found = replay(one, { engineBackend: "rust", environmentOverride: false }).difference;
  const text = found === undefined ? ["bytes of its log", "other bytes"] as const : describeReplayDifference(found);
  return { step: window.until - 1, byStrategy: false, member: undefined, expected: text[0], found: text[1] };
}
