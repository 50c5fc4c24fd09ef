/**
 * Law 2, determinism: a repeated run gives the same result, also under another clock and other random numbers.
 *
 * The law comes before the others. Laws that compare runs say nothing about a strategy whose runs differ by themselves,
 * so they are not applicable to it.
 *
 * @module
 */

import { NOT_REPEATING } from "./not_repeating.ts";
import type { Stats } from "../../analyzers/stats.ts";
import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import { CLOCKS, type FixedSources } from "../process/fixed_sources.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import type { FactDifference } from "./run_facts.ts";
import { differenceOf, type MadeRun, type ProveOptions, TriedRun } from "./tried_run.ts";

/** The reason why a law that compares runs is not applicable to a strategy whose runs differ by themselves. */
/** The fixed clocks begin in different centuries, seasons, days of the week and halves of the day. */
const CLOCKS_MS: readonly [number, number] = [Date.UTC(1999, 1, 3, 4, 5, 6), Date.UTC(2031, 10, 14, 15, 16, 17)];
const WANTS = { commits: true } as const;

/**
 * Checks law 2: the repeated run gives the same chain, rows and requests, in another process and twice in one.
 *
 * It is then repeated under a fixed clock and fixed random numbers ({@linkcode FixedSources} lists the sources). Where
 * the run is another one there, the law is not applicable and names the sources: the run repeats today, on this machine,
 * and nobody knows what it does tomorrow. A class runs in this process, where it can remember the run before.
 */
export async function determinismOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryDeterminism(await TriedRun.prepare(strategy, feeds, options));
}

/** Runs a strategy once and tries law 2, so that laws which compare runs can be checked on it. */
export async function prepareRepeated<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P>,
): Promise<TriedRun> {
  const run = await TriedRun.prepare(strategy, feeds, options);
  await tryDeterminism(run);
  return run;
}

/** Checks law 2 on a run that was already made, and tells the run whether laws that compare runs are applicable. */
export async function tryDeterminism(run: TriedRun): Promise<LawReport> {
  const report = await tryRepetitions(run) ?? await tryFixedSources(run);
  if (report.verdict !== "held") run.unsteady = NOT_REPEATING;
  return report;
}

/** Repeats the run as it is; returns a report only if it differs. */
async function tryRepetitions(run: TriedRun): Promise<LawReport | undefined> {
  // A run over a part of the bars stands between, as a count that is kept may come to the same after each whole run.
  const part = run.feedsOf({ from: 0, until: Math.floor(run.steps / 2) + 1 }), { isolated } = run.runner;
  const [first, , second] = await run.make({ wants: WANTS }, { feeds: part }, { wants: WANTS });
  for (const [at, again] of [first!, second!].entries()) {
    const difference = sameAgain(run.compared, again);
    if (difference === undefined) continue;
    // The first repetition of a process follows nothing; the second follows runs that may have left something behind.
    const apart = isolated && at === 0;
    const window = await run.smallest(difference.step, async (tried) => {
      const request = { feeds: run.feedsOf(tried), wants: WANTS };
      const [one, other] = apart
        ? [...await run.make(request), ...await run.make(request)]
        : await run.make(request, request);
      return sameAgain(one!, other!) !== undefined;
    });
    const trial = new LawTrial(2), { reads } = await run.makeFixed(bothFixed(run, 0));
    if (at > 0) trial.held();
    const where = apart ? "in another process" : isolated ? "in the same process" : "in this process";
    return trial.fail(
      `2 repetitions${reads.length === 0 ? "" : `; the strategy reads ${reads.join(", ")}`}`,
      run.counterExample(`The run, repeated ${where}, does what it did`, difference, window),
    );
  }
  return undefined;
}

/** Repeats the run under fixed clocks and random numbers. */
async function tryFixedSources(run: TriedRun): Promise<LawReport> {
  const { isolated } = run.runner, trial = new LawTrial(2);
  let runs = 0, reads: readonly string[] = [];
  for (const turn of [0, 1] as const) {
    const fixed = bothFixed(run, turn), made = await run.makeFixed(fixed);
    const difference = sameAgain(run.compared, made.made);
    runs++;
    reads = made.reads;
    if (difference !== undefined) return notApplicable(2, await dependence(run, fixed, reads, difference));
    // Where nothing was read, other values change nothing.
    if (reads.length === 0) break;
  }
  trial.held(2 + runs);
  if (reads.length > 0) {
    trial.leaveOut(
      `whether ${
        reads.join(", ")
      } can change a run: the strategy reads it, and no run under other values was another one`,
    );
  }
  if (!isolated) trial.leaveOut("a second process, as that takes the strategy's module");
  const where = isolated ? "in another process, the second after other runs there" : "in this process";
  return trial.end(`2 repetitions ${where}, and ${runs} under a fixed clock and fixed random numbers`);
}

function bothFixed(run: TriedRun, turn: 0 | 1): Required<FixedSources> {
  return { clockMs: CLOCKS_MS[turn], chance: { seed: run.seed, inverted: turn === 1 } };
}

/** Returns the sources on which a run depends, with the place, as a clause. */
async function dependence(
  run: TriedRun,
  { clockMs, chance }: Required<FixedSources>,
  reads: readonly string[],
  difference: FactDifference,
): Promise<string> {
  const differs = async (fixed: FixedSources): Promise<boolean> =>
    sameAgain(run.compared, (await run.makeFixed(fixed)).made) !== undefined;
  const clock = await differs({ clockMs }), random = await differs({ chance });
  const names = (isClock: boolean): string => reads.filter((name) => CLOCKS.has(name) === isClock).join(", ");
  const sources = [
    ...(clock || !random ? [`the clock (${names(true)})`] : []),
    ...(random || !clock ? [`random numbers (${names(false)})`] : []),
  ];
  const { step, member, expected, found } = difference, place = member === undefined ? "" : `, ${member}`;
  return `the run repeats, but depends on ${sources.join(" and ")}: at ${run.stepText(step)}${place} it has ` +
    `${shortened(expected)}, and under a fixed one ${shortened(found)}`;
}

function shortened(fact: string): string {
  return fact.length <= 160 ? fact : `${fact.slice(0, 160)} ...`;
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
