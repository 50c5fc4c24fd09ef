/**
 * Law 8, no look-ahead: the actions of a run up to a bar do not depend on later bars.
 *
 * @module
 */

import type { Bars } from "../../feeds/bars.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import { feedsThatBegin } from "../../run/coming_opens.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { mapAtOnce } from "./at_once.ts";
import type { DeclaredLine } from "../../strategy/declared_lines.ts";
import { prepareRepeated } from "./determinism_of_run.ts";
import { engineSteps } from "./engine_steps.ts";
import { cutFeeds, type Feeds, inventTails, overwriteTails, sameColumns } from "./feed_window.ts";
import type { FactDifference, FactsReading } from "./run_facts.ts";
import type { RunRequest } from "./run_outcome.ts";
import { differenceOf, type MadeRun, type ProveOptions, type TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/** The way to hide the bars after a step from a run. */
type Form = "cut" | "overwritten" | "overwritten the other way" | "overwritten from the open on";

/** The form that leaves no open as it is, for what a strategy with `nextOpen` does in `next`. */
const FROM_OPEN: Form = "overwritten from the open on";
const FORMS: readonly Form[] = ["cut", "overwritten", "overwritten the other way"];

/** Returns the forms of a run. That of a strategy with `nextOpen` keeps an open, but in the last form, which is for `next`. */
function formsOf(run: TriedRun): readonly Form[] {
  return run.base.uses.opens ? [...FORMS, FROM_OPEN] : FORMS;
}

/** A run with other bars after a step, and the first difference from the run with all bars. */
interface LookAhead {
  readonly cut: number;
  readonly form: Form;
  readonly difference: FactDifference;
}

/**
 * Checks law 8. Cut the data after bar k, or overwrite the later bars in place: the state chain and all actions up to k
 * must equal those of the full run. Options that were inferred from all data are passed to these runs.
 *
 * A strategy module has a fresh process for each cut point. It gets the bars up to the cut, and bars after it that were
 * made up from these, so that nothing in the process comes from the real bars after the cut. Of a strategy with `nextOpen`
 * the opens that it may know there are the real ones, and one more form tries `next` without them. A class runs in this
 * process, where only the overwritten tail can detect a closure over the full data.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { lookAheadOfRun } from "@cracktrader/cracktrader/laws";
 *
 * class BuysDips extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy({ size: 1 });
 *   }
 * }
 *
 * const report = await lookAheadOfRun(BuysDips, await ct.csv("fixtures/prices/aapl.csv"), { cuts: 4 });
 * console.log(report.verdict); // held
 * ```
 */
export async function lookAheadOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryLookAhead(await prepareRepeated(strategy, feeds, options));
}

/** Checks law 8 on a run that was already made. */
export async function tryLookAhead(run: TriedRun): Promise<LawReport> {
  if (run.unsteady !== undefined) return notApplicable(8, run.unsteady);
  const cuts = run.cutPoints(), trial = new LawTrial(8);
  if (cuts.length === 0) return notApplicable(8, "a run of one bar has nothing to look ahead to");
  const full = await fullRun(run);
  if ("step" in full) return trial.fail("the run itself", run.counterExample(SAME_RUN, full, run.whole));
  const found = await mapAtOnce(
    cuts,
    run.runner.atOnce,
    (cut) => firstLookAhead(run, run.feeds, full, cut),
    (look) => look !== undefined,
  );
  for (const [at, look] of found.entries()) {
    if (look === undefined) trial.held();
    else return await failed(run, trial, look, `${at + 1} of ${cuts.length} cut points`);
  }
  if (!run.runner.isolated) {
    trial.leaveOut(
      "a fresh process that has only the cut data, as that takes the strategy's module; in this one a closure over the " +
        "full data is seen by the overwritten tail alone",
    );
  }
  const points = cuts.length === 1 ? "1 cut point" : `${cuts.length} cut points`;
  return trial.end(`${points} of ${run.steps} bars, each with the tail cut off and overwritten`);
}

async function failed(run: TriedRun, trial: LawTrial, found: LookAhead, tried: string): Promise<LawReport> {
  // The first bar at which the runs differ is the smallest useful cut, unless only a later cut shows the difference.
  const nearer = await inWindow(run, run.whole, { ...found, cut: Math.max(0, found.difference.step) });
  const { cut, form, difference } = nearer ?? found;
  const window = await run.smallest(cut + 1, async (tried) => {
    return await inWindow(run, tried, { cut, form, difference }) !== undefined;
  });
  const line = await differingLine(run, cut, form);
  const bars = form === "cut" ? "cut off" : "overwritten in place";
  const smallest = `${run.windowText(window)}, those after bar ${cut} ${bars}`;
  return trial.fail(
    tried,
    run.counterExample(
      `A run whose bars after ${run.stepText(cut)} were ${bars} does up to there what the whole run does`,
      difference,
      window,
      line === undefined ? { smallest } : { smallest, line },
    ),
  );
}

/** Searches a stretch of the data for the same look-ahead; steps count from the start of the whole data. */
async function inWindow(
  run: TriedRun,
  window: StepWindow,
  { cut, form }: LookAhead,
): Promise<LookAhead | undefined> {
  if (window.from > cut || window.until < cut + 2) return undefined;
  const feeds = run.feedsOf(window), full = await wholeRun(run, feeds);
  const [partial] = await runsWithout(run, feeds, run.timeUs[cut]!, [form]);
  const difference = lookedAhead(run, full, partial!, form, cut - window.from);
  return difference === undefined ? undefined : { cut, form, difference };
}

/** The claim on a run that does not close its positions at the end: up to there it is the run. */
const SAME_RUN = "The run that leaves its positions open at the end does before the end what the run does";

/**
 * Returns the run over all bars without closing positions at the end of the data, since that would close them at the
 * cut. It must be the run that was made at first, whose hashes law 4 compares with its log.
 */
async function fullRun(run: TriedRun): Promise<MadeRun | FactDifference> {
  if (run.options.closeAtEnd !== true) return run.compared;
  const full = await wholeRun(run, run.feeds);
  return parting(run.compared, full, run.steps - 2) ?? full;
}

async function wholeRun(run: TriedRun, feeds: Feeds): Promise<MadeRun> {
  const [made] = await run.make(requestOf(run, feeds));
  return made!;
}

function requestOf(run: TriedRun, feeds: Feeds, lines: boolean = false): RunRequest {
  return { feeds, options: { ...run.options, closeAtEnd: false }, wants: { commits: true, lines } };
}

async function firstLookAhead(
  run: TriedRun,
  feeds: Feeds,
  full: MadeRun,
  cut: number,
): Promise<LookAhead | undefined> {
  const forms = formsOf(run), partial = await runsWithout(run, feeds, run.timeUs[cut]!, forms);
  for (const [at, form] of forms.entries()) {
    const difference = lookedAhead(run, full, partial[at]!, form, cut);
    if (difference !== undefined) return { cut, form, difference };
  }
  return undefined;
}

/** Returns the feeds of which a strategy with `nextOpen` may know the open of the first bar after a time, and nothing else. */
function keptOpens(run: TriedRun, feeds: Feeds, untilUs: number, form: Form): ReadonlySet<string> {
  if (!run.base.uses.opens || form === FROM_OPEN) return new Set();
  const names = Object.keys(feeds), all = Object.values(feeds);
  const rows = all.map(({ columns }) => firstAfter(columns.timeUs, untilUs, false));
  const stepUs = Math.min(...all.map(({ columns }, id) => columns.timeUs[rows[id]!] ?? Infinity));
  return new Set([...feedsThatBegin(all, rows, stepUs, untilUs)].map((id) => names[id]!));
}

/**
 * Returns the first difference of a run with other bars after a cut. Where a strategy decides on opens, a run without the
 * true one decides otherwise: it is compared up to the step before, and the cut itself by the other requests.
 */
function lookedAhead(
  run: TriedRun,
  full: MadeRun,
  partial: MadeRun,
  form: Form,
  cut: number,
): FactDifference | undefined {
  const keeps = form !== "cut" && form !== FROM_OPEN;
  if (keeps || !run.base.uses.opens) return parting(full, partial, cut);
  return parting(full, partial, cut - 1) ?? differenceOf(withoutOpens(full, cut), withoutOpens(partial, cut), cut);
}

/** Returns a run with its requests and notifications alone, without those that were made on opens behind a step. */
function withoutOpens(made: MadeRun, step: number): MadeRun & { readonly reading: FactsReading } {
  const { outcome, timeUs } = made;
  const trace = outcome.trace.filter((entry) => entry.member !== "nextOpen" || entry.timeUs !== timeUs[step]);
  return { ...made, outcome: { ...outcome, trace }, reading: { rows: false } };
}

/** Makes runs that have other bars after a time, or none. */
async function runsWithout(
  run: TriedRun,
  feeds: Feeds,
  untilUs: number,
  forms: readonly Form[],
  lines: boolean = false,
): Promise<readonly MadeRun[]> {
  const cut = (): Feeds => cutFeeds(feeds, -Infinity, untilUs);
  const turn = (form: Form): 0 | 1 => form === "overwritten" ? 0 : 1;
  if (run.runner.isolated) {
    const request = (form: Form): RunRequest => {
      if (form === "cut") return requestOf(run, cut(), lines);
      const copy = cutFeeds(feeds, -Infinity, Infinity);
      inventTails(copy, untilUs, turn(form), {
        resolutions: run.resolutions,
        keptOpens: keptOpens(run, feeds, untilUs, form),
        seed: run.seed,
      });
      return requestOf(run, copy, lines);
    };
    // One process makes them all, since no request contains anything of the original bars after the cut but their times
    // and an open that may be known. The form that is to show whether that is known too early has a process of its own.
    const together = forms.filter((form) => form !== FROM_OPEN), alone = forms.filter((form) => form === FROM_OPEN);
    const made = [];
    for (const part of [together, alone]) if (part.length > 0) made.push(...await run.make(...part.map(request)));
    return made;
  }
  const made: MadeRun[] = [];
  for (const form of forms) {
    if (form === "cut") made.push(...await run.make(requestOf(run, cut(), lines)));
    else {
      // A strategy may close over the user's own feeds, so those are overwritten, and restored afterwards.
      const terms = { resolutions: run.resolutions, keptOpens: keptOpens(run, feeds, untilUs, form) };
      const over = [run.feeds, run.shownFeeds, ...(feeds === run.feeds ? [] : [feeds])];
      const restore = over.map((each) => overwriteTails(each, untilUs, turn(form), terms));
      let making: Promise<MadeRun[]>;
      try {
        making = run.make(requestOf(run, sameColumns(feeds), lines));
      } finally {
        for (const each of restore) each();
      }
      made.push(...await making);
    }
  }
  return made;
}

/**
 * Returns the first difference between a run and the whole one up to a step: in an action, or in a hash at a COMMIT.
 */
function parting(full: MadeRun, partial: MadeRun, cut: number): FactDifference | undefined {
  const difference = differenceOf(full, partial, cut);
  if (difference !== undefined) return difference;
  const expected = full.outcome.chains, found = partial.outcome.chains;
  // Where orders are matched on finer bars, each of these has a COMMIT, and the last step of a run has none.
  const ends = engineSteps(partial.feeds), ordered = Float64Array.from(ends);
  const until = Math.min(ends[Math.min(cut, ends.length - 1)] ?? 0, (ends.at(-1) ?? 0) - 1);
  for (let step = 0; step < until; step++) {
    const hashes = (chains: Uint32Array): string => {
      if (4 * step >= chains.length) return "no COMMIT";
      const [low, high, markLow, markHigh] = chains.subarray(4 * step, 4 * step + 4);
      return `state chain ${low} ${high}, mark hash ${markLow} ${markHigh}`;
    };
    // A run that told no hashes at a step may have done anything there, unless an error ended it before.
    const told = 4 * step < expected.length || full.outcome.failure !== undefined;
    if (told && hashes(expected) === hashes(found)) continue;
    const bar = firstAfter(ordered, step, false);
    return { step: bar, byStrategy: false, member: undefined, expected: hashes(expected), found: hashes(found) };
  }
  return undefined;
}

/** Returns the first declared line whose values differ up to the cut. */
async function differingLine(run: TriedRun, cut: number, form: Form): Promise<string | undefined> {
  const untilUs = run.timeUs[cut]!;
  const [full] = await run.make(requestOf(run, run.feeds, true));
  const [partial] = await runsWithout(run, run.feeds, untilUs, [form], true);
  for (const line of full!.outcome.lines) {
    const other = partial!.outcome.lines.find(({ field }) => field === line.field);
    const rows = firstAfter(line.timeUs, untilUs, false);
    if (other === undefined || sameValues(line, other, rows)) continue;
    return `${line.field} (${line.name})`;
  }
  return undefined;
}

function sameValues(line: DeclaredLine, other: DeclaredLine, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (!Object.is(line.values[row], other.values[row])) return false;
  return true;
}
