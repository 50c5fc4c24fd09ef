/**
 * Law 2, determinism: a repeated run gives the same result, also under another clock, under other random numbers, and in
 * another time zone and language.
 *
 * The law comes before the others. Laws that compare runs say nothing about a strategy whose runs differ by themselves,
 * so they are not applicable to it.
 *
 * @module
 */

import { mapAtOnce } from "./at_once.ts";
import { NOT_REPEATING } from "./not_repeating.ts";
import type { Stats } from "../../analyzers/stats.ts";
import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import { CLOCKS, type FixedSources, UNFIXED } from "../process/fixed_sources.ts";
import { type GivenPlace, hasLanguage, isInZone, OTHER_PLACES, type OtherPlace } from "../process/machine_place.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import type { FactDifference } from "./run_facts.ts";
import { differenceOf, type MadeRun, type ProveOptions, TriedRun } from "./tried_run.ts";

/**
 * The fixed clocks begin in different centuries and seasons. Of years, months, days, days of the week and since the epoch,
 * hours, minutes and seconds one has even and the other has odd numbers, so that one of them differs from today.
 */
const CLOCKS_MS: readonly [number, number] = [Date.UTC(1999, 1, 3, 4, 5, 6), Date.UTC(2032, 8, 2, 15, 16, 17)];
/** Plain repetitions that have to be the same before a difference is put down to a clock or a place. */
const CONTROLS = 3;
const WANTS = { commits: true } as const;

/**
 * Checks law 2: the repeated run gives the same chain, rows and requests, in another process and twice in one.
 *
 * It is then repeated under a fixed clock and fixed random numbers ({@linkcode FixedSources} lists the sources), and, if
 * it is a module, in processes with other time zones and languages. Where the run is another one there, the law is not
 * applicable and names the sources: the run repeats today, on this machine, and nobody knows what it does tomorrow, or on
 * another one. A class runs in this process, where it can remember the run before.
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
  const trial = new LawTrial(2), seen = new Set<string>();
  const report = await tryRepetitions(run) ?? await tryFixedSources(run, trial, seen) ??
    await tryPlaces(run, trial, seen) ??
    trial.end(triedOf(run, trial));
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

/** Returns the cases of a trial that held, in words. */
function triedOf({ runner: { isolated } }: TriedRun, { cases }: LawTrial): string {
  const there = isolated ? "in another process, the second after other runs there" : "in this process";
  const places = isolated ? OTHER_PLACES.length : 0, fixed = cases - 2 - places;
  const elsewhere = places === 0 ? "" : `, and ${places} with another time zone and language`;
  return `2 repetitions ${there}${places === 0 ? ", and" : ","} ${fixed} under a fixed clock and fixed random numbers` +
    elsewhere;
}

/** Repeats the run under fixed clocks and random numbers, whose reads it adds; returns a report only if it differs. */
async function tryFixedSources(run: TriedRun, trial: LawTrial, seen: Set<string>): Promise<LawReport | undefined> {
  const { isolated } = run.runner;
  let runs = 0, reads: readonly string[] = [];
  for (const turn of [0, 1] as const) {
    const fixed = bothFixed(run, turn), made = await run.makeFixed(fixed);
    const difference = sameAgain(run.compared, made.made);
    runs++;
    reads = made.reads;
    for (const name of reads) seen.add(name);
    if (difference !== undefined) return notApplicable(2, await dependence(run, fixed, reads, difference));
    // Where nothing was read, other values change nothing.
    if (reads.every((name) => UNFIXED.has(name))) break;
  }
  trial.held(2 + runs);
  const read = reads.filter((name) => !UNFIXED.has(name));
  const unfixed = unfixedOf(run, reads);
  if (read.length > 0) {
    trial.leaveOut(
      `whether ${
        read.join(", ")
      } can change a run: the strategy reads it, and no run under other values was another one`,
    );
  }
  if (unfixed.length > 0) {
    trial.leaveOut(
      `whether ${unfixed.join(", ")} can change a run: the strategy uses it, and nobody fixed the clock, the random ` +
        "numbers and the facts of the machine that are there",
    );
  }
  if (!isolated) {
    trial.leaveOut("a second process, another time zone and another language, as that takes the strategy's module");
  }
  return undefined;
}

/** Repeats the run in processes that are elsewhere; returns a report only if it differs. */
async function tryPlaces(
  run: TriedRun,
  trial: LawTrial,
  seen: ReadonlySet<string>,
): Promise<LawReport | undefined> {
  if (!run.runner.isolated) return undefined;
  const made = await mapAtOnce(OTHER_PLACES, run.runner.atOnce, (place) => run.makeAt(place));
  for (const [at, place] of OTHER_PLACES.entries()) {
    const difference = sameAgain(run.compared, made[at]!);
    if (difference !== undefined) return notApplicable(2, await placeDependence(run, place, [...seen], difference));
    const found = made[at]!.outcome.place!;
    if (!isInZone(place, found)) {
      trial.leaveOut(`the time zone ${place.timeZone}, which this system does not take from the environment`);
    }
    if (!hasLanguage(place, found)) {
      trial.leaveOut(`the language ${place.language}, which this system does not take from the environment`);
    }
  }
  trial.held(OTHER_PLACES.length);
  return undefined;
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
  const unknown = await unknownSource(run, reads);
  if (unknown !== undefined) return unknown;
  const fixed = reads.filter((name) => !UNFIXED.has(name));
  const clocks = fixed.filter((name) => CLOCKS.has(name)), chances = fixed.filter((name) => !CLOCKS.has(name));
  // Where both were read and neither changes the run alone, it takes both.
  const clock = clocks.length > 0 && await differs({ clockMs }),
    random = chances.length > 0 && await differs({ chance });
  const sources = [
    ...(clocks.length > 0 && (clock || !random) ? [`the clock (${clocks.join(", ")})`] : []),
    ...(chances.length > 0 && (random || !clock) ? [`random numbers (${chances.join(", ")})`] : []),
  ];
  if (sources.length === 0) return ofUnknownSource(run, reads, difference);
  return `the run repeats, but depends on ${sources.join(" and ")}: ${
    differenceText(run, difference, "under a fixed one")
  }`;
}

/** Repeats the run as it was; returns a clause only if it is not the same, so that nothing that was changed is to blame. */
async function unknownSource(run: TriedRun, reads: readonly string[]): Promise<string | undefined> {
  for (let control = 0; control < CONTROLS; control++) {
    const [again] = await run.make({ wants: WANTS }), difference = sameAgain(run.compared, again!);
    if (difference !== undefined) return ofUnknownSource(run, reads, difference);
  }
  return undefined;
}

function ofUnknownSource(run: TriedRun, reads: readonly string[], difference: FactDifference): string {
  const [between, elsewhere] = run.runner.isolated ? ["processes", "in another one"] : ["runs", "another time"];
  const used = [...new Set([...reads, ...unfixedOf(run, reads)])];
  const source = used.length > 0 ? `; the strategy uses ${used.join(", ")}` : ", by a source that is not known";
  return `the run differs between ${between}${source}: ${differenceText(run, difference, elsewhere)}`;
}

/** Returns the names of the sources that a strategy uses and that nobody fixes. */
function unfixedOf(run: TriedRun, reads: readonly string[]): readonly string[] {
  return [...reads.filter((name) => UNFIXED.has(name)), ...run.code?.unfixed ?? []];
}

/** Returns the part of a place on which a run depends, with the place in the run, as a clause. */
async function placeDependence(
  run: TriedRun,
  place: OtherPlace,
  reads: readonly string[],
  difference: FactDifference,
): Promise<string> {
  const differs = async (given: GivenPlace): Promise<boolean> =>
    sameAgain(run.compared, await run.makeAt(given)) !== undefined;
  const unknown = await unknownSource(run, reads);
  if (unknown !== undefined) return unknown;
  const { timeZone, minutesBehind, language } = place;
  const zone = await differs({ timeZone, minutesBehind }), speaks = await differs({ language });
  const parts = [
    ...(zone || !speaks ? ["time zone"] : []),
    ...(speaks || !zone ? ["language"] : []),
  ];
  const there = [...(zone || !speaks ? [timeZone] : []), ...(speaks || !zone ? [language] : [])].join(", ");
  return `the run repeats, but depends on the machine's ${parts.join(" and ")}: ${
    differenceText(run, difference, `with ${there}`)
  }`;
}

/** Returns the first difference, with its bar and the member of the strategy. */
function differenceText(run: TriedRun, { step, member, expected, found }: FactDifference, where: string): string {
  const by = member === undefined ? "" : `, ${member}`;
  return `at ${run.stepText(step)}${by} it has ${shortened(expected)}, and ${where} ${shortened(found)}`;
}

function shortened(fact: string): string {
  return fact.length <= 160 ? fact : `${fact.slice(0, 160)} ...`;
}

/** Returns the first difference between two runs in what they did: facts, state chain and mark hash. */
export function sameDeeds(first: MadeRun, second: MadeRun): FactDifference | undefined {
  const difference = differenceOf(first, second);
  if (difference !== undefined) return difference;
  const expected = first.outcome.rows, found = second.outcome.rows;
  if (expected === undefined || found === undefined) return undefined;
  if (expected.chain === found.chain && expected.markHash === found.markHash) return undefined;
  const hashes = ({ chain, markHash }: { chain: string; markHash: string }): string =>
    `state chain ${chain}, mark hash ${markHash}`;
  return { ...endOf(first), expected: hashes(expected), found: hashes(found) };
}

function endOf({ timeUs }: MadeRun): Pick<FactDifference, "step" | "byStrategy" | "member"> {
  return { step: timeUs.length - 1, byStrategy: false, member: undefined };
}

/** Returns the first difference between two equal runs: in their actions, in the final chain, or in the statistics. */
export function sameAgain(first: MadeRun, second: MadeRun): FactDifference | undefined {
  const difference = sameDeeds(first, second), expected = first.outcome.rows, found = second.outcome.rows;
  if (difference !== undefined || expected === undefined || found === undefined) return difference;
  for (const name of Object.keys(expected.stats) as (keyof Stats)[]) {
    const one = JSON.stringify(expected.stats[name]), other = JSON.stringify(found.stats[name]);
    if (one !== other) {
      return { ...endOf(first), expected: `statistic ${name} ${one}`, found: `statistic ${name} ${other}` };
    }
  }
  return undefined;
}
