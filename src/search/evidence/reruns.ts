/**
 * The best trial again: from other dates on, and with prices that are a tick away.
 *
 * @module
 */

import { type Bars, changedBars, feedOf } from "../../feeds/bars.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { Random } from "../../laws/random.ts";
import { isoTime } from "../../records/iso_time.ts";
import type { Result } from "../../results/result.ts";
import { runOf } from "../../results/run_of_result.ts";
import { finerRows, finerWithin } from "../../run/fill_feeds.ts";
import { isFeed } from "../../run/run_input.ts";
import { StrategyError } from "../../strategy/strategy_error.ts";
import type { Params } from "../../strategy/strategy.ts";
import { runStudy, type Study } from "../study.ts";
import type { SearchFeeds } from "../subject.ts";
import { trialFigures } from "../trial_figures.ts";

/** A run of the best parameters that was made again. */
export interface Rerun {
  /** Value of the objective; null where it is not defined. */
  readonly objective: number | null;
  /** Return of the run, a fraction; null where it is not defined. */
  readonly returnFraction: number | null;
}

/** A run that began later. */
export interface StartRun extends Rerun {
  /** Moment after which it began, ISO 8601 in UTC. */
  readonly after: string;
}

/** Runs from other dates on. */
export interface StartRuns {
  /** Runs in the order of their begins. */
  readonly runs: readonly StartRun[];
  /** Part of them with a return above zero. */
  readonly winning: number;
}

/** Runs with prices that are a tick away. */
export interface PriceChanges {
  /** Number of runs. */
  readonly runs: number;
  /** Runs whose return has another sign than that of the best trial. */
  readonly flipped: number;
  /** Lowest objective; null where none is defined. */
  readonly lowest: number | null;
  /** Highest objective; null where none is defined. */
  readonly highest: number | null;
  /** Runs that failed, as where a price would be nothing. */
  readonly failed: number;
}

/**
 * Runs the parameters from later moments on, spread evenly over the first half of their steps. The bars before warm up the
 * lines.
 */
export async function laterStarts(
  study: Study,
  params: Params,
  base: Result,
  count: number,
): Promise<StartRuns | null> {
  const { timeUs, measureStep } = runOf(base), half = Math.floor((timeUs.length - measureStep) / 2);
  const runs: StartRun[] = [];
  for (let start = 1; start <= Math.min(count, half); start++) {
    const after = isoTime(timeUs[measureStep + Math.floor(start * half / (Math.min(count, half) + 1))]!);
    const made = rerun(study, params, study, after);
    if (made !== null) runs.push({ after, ...made });
    await turn();
  }
  if (runs.length === 0) return null;
  return { runs, winning: runs.filter(({ returnFraction }) => (returnFraction ?? 0) > 0).length / runs.length };
}

/**
 * Runs the parameters over prices of which each lies one tick higher, one lower, or where it was, by chance. The high stays
 * the highest price of its bar, and the low the lowest.
 */
export async function changedPrices(
  study: Study,
  params: Params,
  base: Result,
  count: number,
  seed: number,
): Promise<PriceChanges | null> {
  if (count === 0) return null;
  const sign = Math.sign(base.stats.returnFraction ?? 0), objectives: number[] = [];
  let flipped = 0, failed = 0;
  for (let run = 0; run < count; run++) {
    const made = rerun(study, params, shakenStudy(study, new Random(seed, run)));
    if (made === null) failed++;
    else {
      if (Math.sign(made.returnFraction ?? 0) !== sign) flipped++;
      if (made.objective !== null) objectives.push(made.objective);
    }
    await turn();
  }
  const none = objectives.length === 0;
  return {
    ...{ runs: count, flipped, failed },
    lowest: none ? null : Math.min(...objectives),
    highest: none ? null : Math.max(...objectives),
  };
}

/** Runs again; null for a run that fails. */
function rerun({ search, further }: Study, params: Params, study: Study, after?: string): Rerun | null {
  try {
    const result = runStudy(study, params, after === undefined ? {} : { from: after });
    const { [search.objective]: objective = null } = trialFigures(result, further);
    return { objective, returnFraction: result.stats.returnFraction };
  } catch (error) {
    if (error instanceof StrategyError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Returns a study with moved prices. Where orders are matched on finer bars, these move, and the bars have their prices. */
function shakenStudy(study: Study, random: Random): Study {
  const { feeds, options: { fillOn } } = study, moved = shaken(feeds, random);
  if (fillOn === undefined) return { ...study, feeds: moved };
  const finer = Object.fromEntries(Object.entries(fillOn).map(([name, bars]) => [name, shakenFeed(bars, random)]));
  const named = isFeed(moved) ? { [moved.name]: moved } : moved;
  const agreeing = Object.entries(named).map(([name, bars]) => {
    return [name, Object.hasOwn(finer, name) ? withPricesOf(bars, feedOf(finer[name]!)) : bars] as const;
  });
  const whole = isFeed(moved) ? agreeing[0]![1] : Object.fromEntries(agreeing);
  return { ...study, feeds: whole, options: { ...study.options, fillOn: finer } };
}

/** Returns feeds whose prices are moved by a tick at most. Bars that were made of others move with those alone. */
export function shaken(feeds: SearchFeeds, random: Random): SearchFeeds {
  if (isFeed(feeds)) return shakenFeed(feeds, random);
  return Object.fromEntries(
    Object.entries(feeds).map(([name, bars]) => [name, feedOf(bars).trade ? shakenFeed(bars, random) : bars]),
  );
}

/** Returns bars with the prices of the finer bars in them. */
function withPricesOf(bars: Bars, given: FeedData): Bars {
  const feed = feedOf(bars),
    finer = finerWithin(feed, given),
    { columns: fine } = finer,
    { length, columns } = feed,
    { first, ends } = finerRows(feed, finer);
  const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map((each) => each.slice());
  for (let bar = 0, from = first; bar < length; from = ends[bar++]!) {
    const end = ends[bar]!;
    open![bar] = fine.open[from]!;
    close![bar] = fine.close[end - 1]!;
    high![bar] = fine.high.subarray(from, end).reduce((most, price) => Math.max(most, price));
    low![bar] = fine.low.subarray(from, end).reduce((least, price) => Math.min(least, price));
  }
  return changedBars(bars, { columns: { ...columns, open: open!, high: high!, low: low!, close: close! } });
}

function shakenFeed(bars: Bars, random: Random): Bars {
  const feed = feedOf(bars), { length, columns } = feed, tick = tickOf(feed), scale = 1 / tick;
  const moved = (value: number): number => {
    const steps = Math.round(value * scale) + random.below(3) - 1;
    return steps > 0 ? Math.round(steps) / scale : value;
  };
  const [open, close] = [columns.open.map(moved), columns.close.map(moved)];
  const high = columns.high.map(moved), low = columns.low.map(moved);
  for (let bar = 0; bar < length; bar++) {
    high[bar] = Math.max(high[bar]!, open[bar]!, close[bar]!);
    low[bar] = Math.min(low[bar]!, open[bar]!, close[bar]!);
  }
  return changedBars(bars, { columns: { ...columns, open, high, low, close } });
}

/** Returns the grid of the prices as they are written: 0.01 for two decimals. */
function tickOf({ decimals }: FeedData): number {
  return 10 ** -decimals;
}

function turn(): Promise<void> {
  return new Promise<void>((resolve) => setTimeout(resolve));
}
