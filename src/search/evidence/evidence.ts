/**
 * `evidence`: how much of what was found may be luck.
 *
 * @module
 */

import { growthScales } from "../../analyzers/returns/growth_curve.ts";
import { inspected } from "../../host.ts";
import { takenOptions } from "../../options.ts";
import { quoted } from "../../records/text.ts";
import { Result } from "../../results/result.ts";
import { runOf } from "../../results/run_of_result.ts";
import type { Params } from "../../strategy/strategy.ts";
import { Found } from "../found.ts";
import type { Ledger } from "../ledger.ts";
import { returnFacts } from "../return_facts.ts";
import { sourceHash, valuesText } from "../search_key.ts";
import { checkSeed } from "../sampler.ts";
import { checkWhole } from "../search_options.ts";
import { STUDIES, type Study } from "../study.ts";
import type { TrialRow } from "../trial_row.ts";
import { Evidence, type TrialCounts } from "./evidence_text.ts";
import { independentTrials } from "./independent_trials.ts";
import { neighboursOf } from "./neighbours.ts";
import { overfitting } from "./overfitting.ts";
import { drawnReturns, tradeOrders } from "./resampling.ts";
import { changedPrices, laterStarts } from "./reruns.ts";
import { expectedBestSharpe, leastTrackRecord, probabilisticSharpe } from "./sharpe_luck.ts";

/** Options of {@linkcode evidence}. */
export interface EvidenceOptions {
  /**
   * Ledger of trials. All of it on the same prices count, those of earlier searches too. Default: the trials of the search
   * alone.
   */
  readonly ledger?: Ledger;
  /**
   * Number of trials that were made beside those that are known, such as by hand or in another program. Default: 0.
   */
  readonly furtherTrials?: number;
  /** Confidence of the least track record, above 0.5 and below 1. Default: 0.95. */
  readonly confidence?: number;
  /** Number of orders of trades, and of series of returns, to draw. Default: 1000. */
  readonly runs?: number;
  /** Number of later begins to run the best trial of a search from. Default: 12. */
  readonly startDates?: number;
  /** Number of runs of the best trial of a search over prices that lie a tick away. Default: 20. */
  readonly priceChanges?: number;
  /** Blocks of the cross-validation of a search: 16, 8 or 4. Default: 16, or 8 for more than some 3,000 trials. */
  readonly blocks?: 4 | 8 | 16;
  /** Seed of what is drawn at random, a whole number from 0 on. Default: 1. */
  readonly seed?: number;
}

const OPTIONS = [
  "ledger",
  "furtherTrials",
  "confidence",
  "runs",
  "startDates",
  "priceChanges",
  "blocks",
  "seed",
] as const;

/** The options that need a search. */
const OF_SEARCHES = ["startDates", "priceChanges", "blocks"] as const;

/**
 * Tells how much of what was found may be luck, in numbers and in sentences: the Sharpe ratio after the number of trials,
 * the probability of overfitting, the run with its trades and returns drawn anew, the neighbours of the best trial, other
 * begins, and prices that lie a tick away. [The page on evidence](../../../docs/evidence.md) says what each number can and
 * cannot say.
 *
 * @param of What a search found, or the result of one run. A result alone has no other trials, and is not run again.
 * @param options Ledger, numbers of draws, seed; see {@linkcode EvidenceOptions}.
 * @returns The evidence. The same input gives the same one.
 * @throws {TypeError} If an option is unknown or of the wrong type, or there is nothing to look at.
 * @throws {RangeError} If an option is out of range or needs a search, or the search has no best trial.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const signals = ({ close }: ct.FeedLines, { period }: { period: number }) => {
 *   const average = ct.sma(close, period);
 *   return { entries: close.above(average), exits: close.below(average) };
 * };
 * const found = await ct.optimize({ signals }, await ct.sample("aapl"), { params: { period: ct.range(5, 40, 5) } });
 * const evidence = await ct.evidence(found, { runs: 200, startDates: 3, priceChanges: 3 });
 * assert(evidence.deflatedSharpe! <= evidence.probabilisticSharpe!);
 * console.log(evidence.text());
 * ```
 */
export async function evidence<T extends Params>(
  of: Found<T> | Result,
  options: EvidenceOptions = {},
): Promise<Evidence> {
  const checked = checkedOptions(options);
  if (of instanceof Found) {
    const found = of as unknown as Found, study = STUDIES.get(found), best = found.best;
    if (study === undefined) throw new TypeError("Cannot tell the evidence of a search that this program did not make");
    if (best === null) {
      throw new RangeError(
        "Cannot tell the evidence of a search without a best trial: every trial failed, was turned down, or has no " +
          `${found.objective}`,
      );
    }
    return await evidenceOf(found.result(best), checked, { found, study, best });
  }
  if (of instanceof Result) {
    const idle = OF_SEARCHES.find((name) => options[name] !== undefined);
    if (idle === undefined) return await evidenceOf(of, checked, undefined);
    throw new RangeError(
      `Cannot use ${idle} for the evidence of one run, which has no other trials and is not run again: pass what ` +
        "ct.optimize found, or leave it out",
    );
  }
  throw new TypeError(
    `Cannot tell the evidence of ${inspected(of, 0)}: pass what ct.optimize found, or the result of a run`,
  );
}

/** A search with its parts. */
interface Searched {
  readonly found: Found;
  readonly study: Study;
  readonly best: TrialRow;
}

async function evidenceOf(
  result: Result,
  options: Required<Omit<EvidenceOptions, "ledger" | "blocks">> & Pick<EvidenceOptions, "ledger" | "blocks">,
  searched: Searched | undefined,
): Promise<Evidence> {
  const { runs, seed, confidence, blocks } = options, run = runOf(result), series = run.series();
  const facts = returnFacts(series.excessReturns), trials = knownTrials(result, options.ledger, searched);
  const counts = countsOf(trials, options.furtherTrials, options.ledger !== undefined);
  const moments = facts.sharpe === null ? null : { ...facts, sharpe: facts.sharpe };
  const variance = varianceOf(trials.flatMap(({ sharpe }) => sharpe === null ? [] : [sharpe]));
  const threshold = expectedBestSharpe(variance, counts.used);
  const equity = result.stats.equityInitial, { measureStep } = run;
  // A profit counts as that of the account without the money that came or went, as the run's own drawdown does.
  const scales = growthScales(run.equity.subarray(measureStep), equity, run.flows, measureStep);
  const profits = Float64Array.from(
    result.trades.filter(({ closedUs, openedBar }) => closedUs !== null && openedBar >= measureStep),
    ({ pnl, openedBar }) => (pnl ?? 0) * (scales?.[openedBar - measureStep] ?? 1),
  );
  const comparable = (searched?.found.rows() ?? []).flatMap(({ returns }) =>
    returns !== null && returns.count === facts.count ? [returns] : []
  );
  return new Evidence({
    strategy: result.strategyName,
    chain: result.chain,
    objective: searched?.found.objective ?? null,
    best: searched === undefined ? null : { params: searched.best.params, objective: searched.best.objective! },
    trials: counts,
    returns: facts.count,
    periodsPerYear: series.periodsPerYear,
    sharpePerPeriod: facts.sharpe,
    skewness: facts.skewness,
    kurtosis: facts.kurtosis,
    sharpeVariance: variance,
    luckySharpe: threshold,
    probabilisticSharpe: moments === null ? null : probabilisticSharpe(moments, 0),
    deflatedSharpe: moments === null ? null : probabilisticSharpe(moments, threshold),
    confidence,
    leastTrackRecord: moments === null ? null : leastTrackRecord(moments, 0, confidence),
    overfitting: overfitting(comparable, blocks),
    tradeOrder: tradeOrders(profits, equity, runs, seed),
    drawnReturns: drawnReturns(series.returns, equity, runs, seed),
    neighbours: searched === undefined
      ? null
      : neighboursOf(searched.best, searched.found.rows(), searched.found.axes, searched.found.direction),
    startDates: searched === undefined
      ? null
      : await laterStarts(searched.study, searched.best.params, result, options.startDates),
    priceChanges: searched === undefined
      ? null
      : await changedPrices(searched.study, searched.best.params, result, options.priceChanges, seed),
    seed,
  });
}

/** A trial as the evidence counts it. */
interface KnownTrial {
  readonly sharpe: number | null;
  readonly parts: readonly number[];
}

/** Returns the trials on the same prices: those of the search, and those of the ledger that are not among them. */
function knownTrials(result: Result, ledger: Ledger | undefined, searched: Searched | undefined): KnownTrial[] {
  const data = searched?.study.data ?? sourceHash(result.feeds);
  const keyOf = (code: string, options: string, params: Params, window: unknown): string =>
    valuesText({ code, options, params, window });
  const known = new Set<string>();
  const own = (searched?.found.rows() ?? []).flatMap(({ returns, run, params }): KnownTrial[] => {
    if (returns === null || run === null) return [];
    const key = keyOf(searched!.study.code, run.options, params, run.window);
    if (known.has(key)) return [];
    known.add(key);
    return [returns];
  });
  if (searched === undefined && ledger === undefined) return [returnFacts(runOf(result).series().excessReturns)];
  const others = (ledger?.rows(data) ?? []).filter(({ code, options, params, window }) =>
    !known.has(keyOf(code, options, params, window))
  );
  return [...own, ...others];
}

function countsOf(trials: readonly KnownTrial[], further: number, fromLedger: boolean): TrialCounts {
  const independent = Math.max(1, independentTrials(trials.map(({ parts }) => parts)));
  return { raw: trials.length + further, independent: independent + further, used: independent + further, fromLedger };
}

/** Returns the sample variance; 0 for fewer than two values. */
function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function checkedOptions(
  given: EvidenceOptions,
): Required<Omit<EvidenceOptions, "ledger" | "blocks">> & Pick<EvidenceOptions, "ledger" | "blocks"> {
  const options = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot use options ${shown}: pass an object, such as { runs: 1000 }`,
    unknown: (name) => `Cannot find option ${inspected(name)} of evidence: there are ${quoted(OPTIONS)}`,
  });
  const { furtherTrials = 0, confidence = 0.95, runs = 1000, startDates = 12, priceChanges = 20, seed = 1, blocks } =
    options;
  checkSeed(seed);
  checkWhole("furtherTrials", furtherTrials, 0, 2 ** 32);
  checkWhole("runs", runs, 1, 1_000_000);
  checkWhole("startDates", startDates, 0, 10_000);
  checkWhole("priceChanges", priceChanges, 0, 10_000);
  if (!(confidence > 0.5 && confidence < 1)) {
    throw new RangeError(`Cannot use confidence ${inspected(confidence, 0)}: pass a number above 0.5 and below 1`);
  }
  if (blocks !== undefined && ![4, 8, 16].includes(blocks)) {
    throw new RangeError(`Cannot use blocks ${inspected(blocks, 0)}: pass 4, 8 or 16`);
  }
  return {
    ...{ furtherTrials, confidence, runs, startDates, priceChanges, seed },
    ...(blocks === undefined ? {} : { blocks }),
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
  };
}
