/**
 * The feeds that only the figures read: a benchmark, and a feed of risk-free rates.
 *
 * @module
 */

import type { Benchmark, KnownValues } from "../analyzers/benchmark/benchmark_values.ts";
import { checkRiskFree } from "../analyzers/figure_options.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { inspected } from "../host.ts";
import { formatMoment } from "../records/moment_text.ts";

/** The benchmark of the figures: a feed, or the traded feeds, bought once or with equal weights at every session date. */
export type BenchmarkOption = Bars | "buy-and-hold" | "equal-weight";

/** The options about feeds of figures. */
export interface FigureFeedOptions {
  /** The benchmark. */
  readonly benchmark?: BenchmarkOption;
  /** The risk-free rate, or a feed of it. */
  readonly riskFree?: number | Bars;
}

/** A benchmark without a bar for longer than this, and than one of its bars, has ended. */
const ENDED_US = 7 * DAY_US;

/**
 * Rejects a benchmark that is none, and a rate that is neither a number nor a feed.
 *
 * @throws {TypeError} If it is a promise, or of the wrong type.
 * @throws {RangeError} If it is a text that names no benchmark, or a number out of its bounds.
 */
export function checkFigureFeeds({ benchmark, riskFree }: FigureFeedOptions): void {
  for (const [name, value] of Object.entries({ benchmark, riskFree } as Readonly<Record<string, unknown>>)) {
    if (value instanceof Promise) {
      throw new TypeError(`Cannot use a promise of a feed as ${name}: write await ct.csv(...)`);
    }
  }
  if (!(riskFree instanceof Bars)) checkRiskFree(riskFree);
  if (benchmark instanceof Bars && feedOf(benchmark).anyPrices === true) {
    throw new RangeError(
      `Cannot use feed "${benchmark.name}" as benchmark: its prices may be zero and below, so that they have no returns; ` +
        "pass a feed of prices above zero",
    );
  }
  if (benchmark === undefined || benchmark instanceof Bars) return;
  if (benchmark === "buy-and-hold" || benchmark === "equal-weight") return;
  const ErrorClass = typeof benchmark === "string" ? RangeError : TypeError;
  throw new ErrorClass(
    `Cannot use benchmark ${inspected(benchmark, 0)}: pass a feed, "buy-and-hold" or "equal-weight"`,
  );
}

/**
 * Rejects a feed of rates that begins after the returns do, as nobody could know a rate before.
 *
 * @param options The options.
 * @param firstUs Time at which the first return begins; undefined without a step.
 * @throws {RangeError} If the first rate is known later.
 */
export function checkRates({ riskFree }: FigureFeedOptions, firstUs: number | undefined): void {
  if (!(riskFree instanceof Bars) || firstUs === undefined) return;
  const { name, columns, timeZone } = feedOf(riskFree), firstKnownUs = columns.timeUs[0] ?? Infinity;
  if (firstKnownUs <= firstUs) return;
  const textOf = (timeUs: number): string => formatMoment(timeUs, new TimeZone(timeZone), false);
  throw new RangeError(
    `Cannot use feed "${name}" as riskFree: ` +
      (firstKnownUs === Infinity
        ? "it has no bar; "
        : `its first rate is known at ${textOf(firstKnownUs)}, and the first return begins at ${textOf(firstUs)}; `) +
      `pass rates from before, or a later measureFrom`,
  );
}

/** Returns the benchmark of a run; undefined if no traded feed has a bar and none is given. */
export function benchmarkOf(
  { benchmark = "buy-and-hold" }: FigureFeedOptions,
  feeds: readonly FeedData[],
): Benchmark | undefined {
  if (benchmark instanceof Bars) {
    return { name: benchmark.name, feeds: [closesOf(feedOf(benchmark))], rebalanced: false };
  }
  // A return on a price of zero or below says nothing.
  const traded = feeds.filter(({ trade, anyPrices, length }) => trade && anyPrices !== true && length > 0);
  if (traded.length === 0) return undefined;
  return { name: benchmark, feeds: traded.map(closesOf), rebalanced: benchmark === "equal-weight" };
}

/** Returns the risk-free rate of a year as a fraction, or rates by time. A feed has them in per cent. */
export function riskFreeOf({ riskFree = 0 }: FigureFeedOptions): number | KnownValues {
  if (!(riskFree instanceof Bars)) return riskFree;
  const { timeUs, values } = closesOf(feedOf(riskFree));
  return { timeUs, values: values.map((percent) => percent / 100) };
}

/** Returns notes on a benchmark that does not cover the run. */
export function noteOnBenchmark({ benchmark }: FigureFeedOptions, timeUs: Float64Array): string[] {
  if (!(benchmark instanceof Bars) || timeUs.length === 0) return [];
  const { name, columns, timeZone, timeframeUs, length } = feedOf(benchmark), zone = new TimeZone(timeZone);
  const textOf = (timeUs: number): string => formatMoment(timeUs, zone, timeframeUs >= DAY_US);
  if (length === 0) return [`Benchmark ${name} has no bar, so the figures against it are not defined`];
  const firstUs = columns.timeUs[0]!, lastUs = columns.timeUs[length - 1]!, notes: string[] = [];
  if (firstUs > timeUs[0]! + ENDED_US + timeframeUs) {
    notes.push(`Benchmark ${name} begins at ${textOf(firstUs)}; the figures against it leave out the dates before`);
  }
  if (lastUs < timeUs.at(-1)! - ENDED_US - timeframeUs) {
    notes.push(`Benchmark ${name} ends at ${textOf(lastUs)}; from there on it stays at its last price`);
  }
  return notes;
}

function closesOf({ columns }: FeedData): KnownValues {
  return { timeUs: columns.timeUs, values: columns.close };
}
