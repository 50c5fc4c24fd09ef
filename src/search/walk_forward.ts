/**
 * `walkForward`: a search on one window after another, each tested on the bars that come next.
 *
 * @module
 */

import { type Bars, feedOf } from "../feeds/bars.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { inspected } from "../host.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { isOptions } from "../options.ts";
import { isoTime } from "../records/iso_time.ts";
import type { Result } from "../results/result.ts";
import { runOf } from "../results/run_of_result.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { isFeed } from "../run/run_input.ts";
import type { Signals } from "../signals/signals.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { Executor } from "./executor.ts";
import type { Found } from "./found.ts";
import { InProcess } from "./in_process.ts";
import { search } from "./search.ts";
import { textHash, valuesText } from "./search_key.ts";
import { checkedSearch, checkWhole, noModule, type OptimizeOptions, type SearchProgress } from "./search_options.ts";
import { runStudy, type Study, studyOf } from "./study.ts";
import { type ModuleSubject, type SearchFeeds, type SignalsSubject, subjectOf } from "./subject.ts";
import { trialFigures } from "./trial_figures.ts";
import { WalkForward, type WalkWindow, type WindowSpan } from "./walked.ts";
import { type BarWindow, type WindowLength, windowsOf } from "./windows.ts";

/** How far a walk-forward run is. */
export interface WalkProgress extends SearchProgress {
  /** The window that is searched, from 1 on. */
  readonly window: number;
  /** Number of windows. */
  readonly windows: number;
}

/** Options of {@linkcode walkForward}: those of {@linkcode optimize} but `resume`, and the windows. */
export interface WalkForwardOptions<P extends Params = Params, T extends Params = Params>
  extends
    Omit<OptimizeOptions<P, T>, "resume" | "from" | "to" | "closeAtEnd" | "onProgress" | "measureFrom" | "cashFlows"> {
  /**
   * Length of the training: a number of bars of the first feed, or a time by the calendar of session dates such as `"2y"`,
   * `"6M"`, `"26w"` or `"90d"`.
   */
  readonly train: WindowLength;
  /** Length of the test behind each training, in the same forms. The next test begins where it ends. */
  readonly test: WindowLength;
  /**
   * Where trainings begin: `"rolling"` gives all of them one length, `"anchored"` lets each begin with the first bar.
   * Default: `"rolling"`.
   */
  readonly mode?: "rolling" | "anchored";
  /**
   * Bars between training and test that belong to neither, so that no trade or target of the training reaches into the
   * test. Default: 0.
   */
  readonly purge?: number;
  /** Is told how far the run is. Default: nobody is told. */
  readonly onProgress?: (progress: WalkProgress) => void;
}

/** Options that the windows decide, with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  resume: "each window is a search of its own; optimize has it",
  from: "the windows say from when on each run goes; slice the bars",
  to: "the windows say until when each run goes; slice the bars",
  closeAtEnd: "each test closes its positions at its end, so that the equity joins",
  measureFrom: "the windows say what is measured",
  cashFlows: "money from outside is no gain of a window, and would come in each of them; leave it out",
};

/**
 * Searches parameters on one window of the bars, tests the best of them on the bars that come next, and goes on with the
 * next window. The tests together are a run that was never fitted to its own bars.
 *
 * The bars before each window warm up its lines and are counted in no figure. Each test begins flat with the cash of the
 * test before, and closes its positions at its end. A window in which no trial is accepted stays in cash.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy; windows count the bars of the first one.
 * @param options Windows, values to try, the figure to rank by, account, costs; see {@linkcode WalkForwardOptions}.
 * @returns The windows with their parameters, the joined equity of the tests, and the efficiency.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option, a value to try or the data cannot be used, or the bars make no window.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dips extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy({ fraction: 0.5 });
 *     else this.close();
 *   }
 * }
 *
 * const walked = await ct.walkForward(Dips, await ct.sample("aapl"), {
 *   params: { period: ct.range(5, 30, 5) }, train: "6M", test: "3M", commission: 0.001,
 * });
 * assertEquals(walked.windows.length, 6);
 * console.log(walked.text());
 * ```
 */
export function walkForward<P extends Params, F extends string, T extends Partial<P>>(
  strategy: StrategyClass<P, F>,
  feeds: Bars | Readonly<Record<NoInfer<F>, Bars>>,
  options: WalkForwardOptions<P, T>,
): Promise<WalkForward<T>>;
/**
 * Walks forward with signals over one feed.
 *
 * @param signals A function that makes signals of the lines of the feed and of parameters.
 * @param feed A feed.
 * @param options Windows, values to try, the figure to rank by, account, costs.
 * @returns The windows with their parameters, the joined equity of the tests, and the efficiency.
 */
export function walkForward<T extends Params>(
  signals: SignalsSubject<NoInfer<T>>,
  feed: Bars,
  options: WalkForwardOptions<T, T>,
): Promise<WalkForward<T>>;
/**
 * Walks forward with signals over several feeds.
 *
 * @param signals A function that makes signals by the names of feeds, of their lines by name and of parameters.
 * @param feeds Feeds by name.
 * @param options Windows, values to try, the figure to rank by, account, costs.
 * @returns The windows with their parameters, the joined equity of the tests, and the efficiency.
 */
export function walkForward<F extends string, T extends Params>(
  signals: SignalsSubject<NoInfer<T>, Readonly<Record<F, FeedLines>>, Readonly<Partial<Record<F, Signals>>>>,
  feeds: Readonly<Record<F, Bars>>,
  options: WalkForwardOptions<T, T>,
): Promise<WalkForward<T>>;
/**
 * Walks forward with workers, which search each window.
 *
 * @param module The module that exports the strategy, or signals with parameters.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Windows, values to try, the figure to rank by, account, costs, the number of workers.
 * @returns The windows with their parameters, the joined equity of the tests, and the efficiency.
 */
export function walkForward<T extends Params>(
  module: ModuleSubject,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: WalkForwardOptions<T, T>,
): Promise<WalkForward<T>>;
export async function walkForward(given: unknown, feeds: SearchFeeds, options: unknown): Promise<WalkForward> {
  const { train, test, mode = "rolling", purge = 0, onProgress, ...others } = taken(options);
  if (mode !== "rolling" && mode !== "anchored") {
    throw new RangeError(`Cannot use mode ${inspected(mode, 0)}: it is "rolling" or "anchored"`);
  }
  checkWhole("purge", purge, 0, 2 ** 31);
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`Cannot use onProgress ${inspected(onProgress, 0)}: pass a function`);
  }
  let tell: (progress: SearchProgress) => void = () => {};
  const checked = checkedSearch("walkForward", {
    ...others,
    ...(onProgress === undefined ? {} : { onProgress: (progress: SearchProgress) => tell(progress) }),
  });
  const [study, executor] = await startOf(given, feeds, checked);
  await using _executor = executor;
  const first = feedOf(isFeed(feeds) ? feeds : Object.values(feeds)[0]!);
  const plan = {
    ...{ train: train as WindowLength, test: test as WindowLength },
    ...{ anchored: mode === "anchored", purge: purge as number },
  };
  const { columns } = first, windows = windowsOf(plan, columns.sessionDay), made: WalkWindow[] = [];
  let terms: Terms = {};
  for (const [at, bars] of windows.entries()) {
    if (checked.signal?.aborted === true) break;
    tell = (progress) =>
      (onProgress as (told: WalkProgress) => void)({ ...progress, window: at + 1, windows: windows.length });
    const window = await walk(study, executor, bars, columns, terms);
    if (window === undefined) break;
    made.push(window.row);
    terms = window.terms;
    // An account that is worth nothing has nothing to go on with.
    if (!(window.row.finalEquity > 0)) break;
  }
  return new WalkForward(
    {
      ...{ strategy: study.subject.name, objective: checked.objective, mode, data: study.data },
      ...{ purge: plan.purge, planned: windows.length },
    },
    made,
  );
}

/** Account of the next test. */
type Terms = Pick<BacktestOptions, "cash" | "moneyUnit">;

/** Searches one window and tests its best trial; undefined where the search was paused. */
async function walk(
  study: Study,
  executor: Executor,
  bars: BarWindow,
  columns: BarColumns,
  terms: Terms,
): Promise<{ readonly row: WalkWindow; readonly terms: Terms } | undefined> {
  const { timeUs } = columns;
  const found = await search(spanned(study, bars.trainFrom, bars.trainUntil, timeUs), executor);
  if (!found.complete && study.search.signal?.aborted === true) return undefined;
  const test = spanned(study, bars.testFrom, bars.testUntil, timeUs).changes!, best = found.best;
  const result = best === null ? null : runStudy(study, best.params, { ...test, ...terms, closeAtEnd: true });
  const before = terms.cash ?? study.options.cash ?? CASH_DEFAULT;
  const row = rowOf(study, found, result, bars, columns, before);
  // The next test counts money in the same unit, so that its cash is what was left to the last digit.
  const moneyUnit = result?.configuration.moneyUnit ?? terms.moneyUnit;
  return { row, terms: { cash: row.finalEquity, ...(moneyUnit === undefined ? {} : { moneyUnit }) } };
}

/** Cash at the start, as a run has it by default. */
const CASH_DEFAULT = 10_000;

/** Returns the study of a window: its runs go from its first bar to its last. */
function spanned(study: Study, from: number, until: number, timeUs: Float64Array): Study {
  const changes = {
    ...(from === 0 ? {} : { from: isoTime(timeUs[from - 1]!) }),
    to: isoTime(timeUs[until - 1]!),
  };
  return { ...study, changes, optionsHash: textHash(valuesText({ of: study.optionsHash, changes })) };
}

function rowOf(
  study: Study,
  found: Found,
  result: Result | null,
  { trainFrom, trainUntil, testFrom, testUntil }: BarWindow,
  { timeUs, beginUs, sessionDay }: BarColumns,
  cash: number,
): WalkWindow {
  const dateOf = (bar: number): string => formatWallTime((sessionDay[bar]! - SESSION_DAY_OFFSET) * DAY_US);
  const span = (from: number, until: number): WindowSpan =>
    Object.freeze({
      ...{ from: isoTime(from === 0 ? beginUs[0]! : timeUs[from - 1]!), to: isoTime(timeUs[until - 1]!) },
      ...{ firstDate: dateOf(from), lastDate: dateOf(until - 1), bars: until - from },
    });
  const run = result === null ? null : runOf(result), best = found.best;
  const figures = result === null ? null : trialFigures(result, study.further);
  return Object.freeze({
    ...{ train: span(trainFrom, trainUntil), test: span(testFrom, testUntil), found, result },
    params: best?.params ?? null,
    inSample: best?.objective ?? null,
    outOfSample: figures?.[study.search.objective] ?? null,
    figures,
    chain: result?.chain ?? "",
    initialEquity: cash,
    finalEquity: result?.stats.finalEquity ?? cash,
    timeUs: run === null ? timeUs.slice(testFrom, testUntil) : run.timeUs.slice(run.measureStep),
    equity: run === null ? new Float64Array(testUntil - testFrom).fill(cash) : run.equity.slice(run.measureStep),
    returns: run === null ? new Float64Array(0) : run.series().excessReturns,
    periodsPerYear: run === null ? null : run.series().periodsPerYear,
  });
}

/** Returns the study, and what makes its trials. */
async function startOf(
  given: unknown,
  feeds: SearchFeeds,
  checked: ReturnType<typeof checkedSearch>,
): Promise<readonly [Study, Executor]> {
  if (isOptions(given) && "module" in given) {
    const { executorOf, moduleStudy } = await import("./worker_pool.ts");
    const study = await moduleStudy(given as ModuleSubject, feeds, checked);
    return [study, await executorOf(study)];
  }
  if (checked.executor !== undefined) throw noModule("walk forward", checked.executor);
  if (checked.workers !== undefined && checked.workers > 0) {
    throw new RangeError(
      `Cannot walk forward with ${checked.workers} workers: a worker cannot be given a class or a function; pass ` +
        "{ module: URL, name }, or workers: 0",
    );
  }
  const study = studyOf(subjectOf(given), undefined, feeds, checked);
  return [study, new InProcess(study)];
}

function taken(options: unknown): Readonly<Record<string, unknown>> {
  if (!isOptions(options)) {
    throw new TypeError(
      `Cannot use options ${
        inspected(options, 0)
      }: pass an object, such as { params: { fast: [5, 10] }, train: 250, test: 60 }`,
    );
  }
  const whole = { ...options } as Readonly<Record<string, unknown>>;
  for (const [name, reason] of Object.entries(WITHOUT)) {
    if (whole[name] !== undefined) throw new RangeError(`Cannot use ${name} of walkForward: ${reason}`);
  }
  if (whole["profile"] === "backtrader") {
    throw new RangeError(
      'Cannot walk forward with profile "backtrader": each test closes its positions at its end, which its broker does ' +
        'not; use profile "exact", or ct.optimize over spans of the bars',
    );
  }
  return whole;
}
