/**
 * Law 7, metamorphic: a run that is rewritten in ways that must not matter gives the same result, rewritten in the same
 * way.
 *
 * @module
 */

import type { BacktestOptions } from "../../run/backtest_options.ts";
import { hasDoubles } from "../../run/queue_options.ts";
import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { Random, shuffled } from "../random.ts";
import {
  permutedRun,
  renamedRun,
  type RewrittenRun,
  type RunInput,
  scaledRun,
  shiftedRun,
  SILENT_FEED,
  silentRun,
} from "./rewritten_run.ts";
import { prepareRepeated } from "./determinism_of_run.ts";
import type { FactDifference } from "./run_facts.ts";
import type { RunOutcome } from "./run_outcome.ts";
import { differenceOf, type MadeRun, type ProveOptions, type TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/** One way to rewrite a run. */
interface Rewriting {
  /** The claim in words. */
  readonly what: string;
  /** Name of the rewriting, for the parts that are left out. */
  readonly name: string;
  readonly rewrite: (input: RunInput) => RewrittenRun;
  /** True if the state chain must stay the same as well. */
  readonly sameChain?: boolean;
  /**
   * Returns the reason why the strategy may act differently here, or undefined if it may not. Called only where the
   * action of the strategy is the first difference.
   */
  readonly excuse: (rewritten: RunOutcome, difference: FactDifference) => string | undefined;
}

/** Most orders of registration that are tried. */
const PERMUTATIONS = 4;
const WEEKS: readonly number[] = [1, -53];

/**
 * Checks law 7: feeds registered in another order, renamed, with a silent one added, shifted by whole weeks in UTC, and
 * prices and money scaled by a power of two. Orders, fills, trades, refusals and the account at each bar must be
 * the same, rewritten in the same way.
 *
 * With several feeds, `this.data`, `this.position` and orders without a `feed` mean the first feed, and the order of
 * registration decides which feed is first. For a strategy that uses them, the first feed stays and only the others
 * change places. Any other strategy must not notice a change, so one that picks from `Object.keys(this.feeds)` breaks
 * the law.
 *
 * A strategy may depend on the names of its feeds, on dates, or on absolute prices and amounts. If its action is the
 * first difference under another name, date or price, and the engine gave it the same data, that part of the law is
 * left out, with the place. Registration has no such exception.
 */
export async function metamorphicOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryMetamorphic(await prepareRepeated(strategy, feeds, options));
}

/** Checks law 7 on a run that was already made. */
export async function tryMetamorphic(run: TriedRun): Promise<LawReport> {
  if (run.unsteady !== undefined) return notApplicable(7, run.unsteady);
  const trial = new LawTrial(7), tried: string[] = [], rewritings = rewritingsOf(run, trial);
  const rewritten = rewritings.map(({ rewrite }) => rewrittenOrReason(rewrite, run, run.whole));
  const requests = rewritten.filter((each) => typeof each !== "string");
  const made = await run.makeEach(requests.map(({ feeds, options }) => ({ feeds, options })));
  for (const [at, rewriting] of rewritings.entries()) {
    const input = rewritten[at]!;
    const found = typeof input === "string"
      ? { difference: NOWHERE, excuse: input }
      : compared(rewriting, run.whole, { ...run.compared, reading: input.reading }, made.shift()!);
    if (found === undefined) {
      trial.held();
      tried.push(rewriting.name);
    } else if (found.excuse !== undefined) trial.leaveOut(`${rewriting.name}: ${found.excuse}`);
    else {
      const window = await run.smallest(found.difference.step, async (window) => {
        const smaller = await parting(run, rewriting, window);
        return smaller !== undefined && smaller.excuse === undefined;
      });
      return trial.fail(
        `${trial.cases + 1} of ${rewritings.length} rewritten runs`,
        run.counterExample(rewriting.what, found.difference, window),
      );
    }
  }
  return trial.end(`${trial.cases} rewritten runs: ${tried.join(", ")}`);
}

function rewritingsOf(run: TriedRun, trial: LawTrial): Rewriting[] {
  const rewritings: Rewriting[] = [];
  for (const order of ordersOf(run, trial)) {
    rewritings.push({
      what: `The feeds registered as ${order.join(", ")} instead of ${run.names.join(", ")} give the same`,
      name: `registered as ${order.join(", ")}`,
      rewrite: (input) => permutedRun(input, order),
      excuse: () => undefined,
    });
  }
  rewritings.push({
    what: "The feeds under other names give the same",
    name: "renamed",
    rewrite: renamedRun,
    excuse: (_rewritten, difference) => `the strategy decides by the names of its feeds ${placeOf(run, difference)}`,
  });
  if (run.names.includes(SILENT_FEED)) trial.leaveOut(`one more feed: there is a feed "${SILENT_FEED}" already`);
  else {
    rewritings.push({
      what: "One more feed that nobody trades changes nothing",
      name: "a silent feed added",
      rewrite: silentRun,
      excuse: (rewritten, difference) =>
        rewritten.uses.feeds.includes(SILENT_FEED)
          ? `the strategy looks at every feed that there is ${placeOf(run, difference)}`
          : undefined,
    });
  }
  const weeksTried = hasDoubles(run.options) ? [] : WEEKS;
  if (weeksTried.length === 0) {
    trial.leaveOut(
      "shifted by weeks: with the queue model each time is a day number in a double, which rounds on its own",
    );
  }
  for (const weeks of weeksTried) {
    rewritings.push({
      what: `Everything ${Math.abs(weeks)} weeks ${weeks < 0 ? "earlier" : "later"} gives the same`,
      name: `shifted by ${weeks} ${Math.abs(weeks) === 1 ? "week" : "weeks"}`,
      rewrite: (input) => shiftedRun(input, weeks),
      excuse: (rewritten, difference) =>
        rewritten.uses.dates || run.base.uses.dates
          ? `the strategy decides by dates ${placeOf(run, difference)}`
          : undefined,
    });
  }
  for (const factor of [2, 0.5] as const) {
    rewritings.push({
      what: `Prices, ticks, money unit and cash times ${factor} give the same times ${factor}, by the same chain`,
      name: `scaled by ${factor}`,
      rewrite: (input) => scaledRun(input, factor),
      // Whole counts stay as they are when their units are scaled, and doubles do not.
      sameChain: !hasDoubles(run.options),
      excuse: (_rewritten, difference) =>
        `the strategy decides by absolute prices or amounts ${placeOf(run, difference)}`,
    });
  }
  return rewritings;
}

/** Returns other orders of registration. */
function ordersOf(run: TriedRun, trial: LawTrial): readonly (readonly string[])[] {
  const names = run.names, kept = run.base.uses.firstFeed ? 1 : 0, moved = names.slice(kept);
  if (moved.length < 2) {
    trial.leaveOut(
      names.length === 1
        ? "another order of registration: there is one feed"
        : "another order of registration: the strategy says this.data, which is the first feed, and there is one other",
    );
    return [];
  }
  if (hasDoubles(run.options)) {
    trial.leaveOut("another order of registration: the queue model sums in the order of the positions, and rounds");
    return [];
  }
  if (hasTiers(run.options)) {
    trial.leaveOut(
      "another order of registration: of fills at one moment those of the first feeds come first, and tiers of a " +
        "commission count them",
    );
    return [];
  }
  const random = new Random(run.seed, 7), orders = new Map<string, readonly string[]>();
  const add = (order: readonly string[]): void => {
    if (order.some((name, at) => name !== moved[at])) orders.set(order.join(), [...names.slice(0, kept), ...order]);
  };
  add(moved.toReversed());
  for (let attempt = 0; attempt < 20 && orders.size < PERMUTATIONS; attempt++) add(shuffled(moved, random));
  return [...orders.values()];
}

/** Returns whether a commission of a run goes by the volume of the fills before. */
function hasTiers({ commission, instruments = {} }: BacktestOptions): boolean {
  const all = [commission, ...Object.values(instruments).map((terms) => terms?.commission)];
  return all.some((each) => typeof each === "object" && each !== null && "tiers" in each);
}

/** Rewrites a stretch of the run, or returns the reason why it cannot be rewritten. */
function rewrittenOrReason(rewrite: Rewriting["rewrite"], run: TriedRun, window: StepWindow): RewrittenRun | string {
  try {
    return rewrite({ feeds: run.feedsOf(window), options: run.options });
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Compares a stretch of the run with itself, rewritten. */
async function parting(
  run: TriedRun,
  rewriting: Rewriting,
  window: StepWindow,
): Promise<{ readonly difference: FactDifference; readonly excuse: string | undefined } | undefined> {
  const rewritten = rewrittenOrReason(rewriting.rewrite, run, window);
  if (typeof rewritten === "string") return { difference: NOWHERE, excuse: rewritten };
  const { feeds, options, reading } = rewritten;
  const [second, first] = await run.make({ feeds, options }, { feeds: run.feedsOf(window) });
  return compared(rewriting, window, { ...first!, reading }, second!);
}

function compared(
  { sameChain, excuse }: Rewriting,
  window: StepWindow,
  first: MadeRun,
  second: MadeRun,
): { readonly difference: FactDifference; readonly excuse: string | undefined } | undefined {
  // The times of the two runs differ by the shift, but the steps are the same.
  const difference = differenceOf(first, second);
  if (difference === undefined) {
    const expected = first.outcome.rows?.chain, found = second.outcome.rows?.chain;
    if (sameChain !== true || expected === found) return undefined;
    const last = { step: window.until - 1, byStrategy: false, member: undefined };
    return {
      difference: { ...last, expected: `state chain ${expected}`, found: `state chain ${found}` },
      excuse: undefined,
    };
  }
  const failure = second.outcome.failure, placed = { ...difference, step: difference.step + window.from };
  // The run is not at fault if grids or amounts cannot be scaled.
  if (failure !== undefined && failure.member === "" && failure.bar < 0) {
    return { difference: placed, excuse: failure.message };
  }
  const byStrategy = difference.byStrategy || failure !== undefined;
  return { difference: placed, excuse: byStrategy ? excuse(second.outcome, placed) : undefined };
}

const NOWHERE: FactDifference = { step: -1, byStrategy: false, member: undefined, expected: "", found: "" };

function placeOf(run: TriedRun, { step, member, found }: FactDifference): string {
  return `(${run.stepText(step)}${member === undefined ? "" : `, ${member}`}: ${found})`;
}
