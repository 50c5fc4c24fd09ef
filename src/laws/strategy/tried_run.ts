/**
 * A run of a strategy on which laws are checked: the given options, the inferred ones, and the outcome.
 *
 * @module
 */

import { isCallable, isOptions } from "../../options.ts";
import { type Bars, feedOf, shownFeedOf } from "../../feeds/bars.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { inspected } from "../../host.ts";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import { DAY_US } from "../../feeds/time/civil_date.ts";
import type { BacktestOptions } from "../../run/backtest_options.ts";
import { checkSpan, feedsUpTo } from "../../run/run_span.ts";
import { tradedFeeds } from "../../run/traded_feeds.ts";
import { hasDoubles } from "../../run/queue_options.ts";
import { queueBarTimes } from "../../broker/queue_times.ts";
import { formatMoment } from "../../records/moment_text.ts";
import { termsOf } from "../../results/terms_of.ts";
import { parseRational, type Rational } from "../../broker/rational.ts";
import { checkMeasureFrom } from "../../run/measure_from.ts";
import { checkGivenParams } from "../../run/params.ts";
import { checkFeedValues, isFeed } from "../../run/run_input.ts";
import { checkStrategyClass } from "../../run/strategy_class.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { mapAtOnce } from "./at_once.ts";
import { fillFeedsOf, finerWithin, takenFillOn } from "../../run/fill_feeds.ts";
import { engineSteps } from "./engine_steps.ts";
import { cutFeeds, type Feeds, mapColumns, mapFeeds, stepTimes, type TriedFeed } from "./feed_window.ts";
import type { CounterExample, LawNumber } from "../law_report.ts";
import { BACKENDS } from "../../engine/backends.ts";
import { EngineError } from "../../engine/engine_error.ts";
import { type EventLog, eventLogOf } from "../log/event_log.ts";
import type { FixedSources } from "../process/fixed_sources.ts";
import type { GivenPlace } from "../process/machine_place.ts";
import type { CodeModule } from "../process/module_graph.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { type ComparedRun, type FactDifference, type FactsReading, firstFactDifference } from "./run_facts.ts";
import { LOGGED_BARS_MAX, type RunOutcome, type RunRequest } from "./run_outcome.ts";
import { Random } from "../random.ts";
import { smallestWindow, type StepWindow } from "./smallest_window.ts";
import { StrategyFailedError } from "./strategy_failed_error.ts";
import { ClassRunner, type StrategyRunner } from "./strategy_runner.ts";

/**
 * Options of the laws over strategies: those of the run, and the number of cases.
 *
 * @example A quick proof: few cuts
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({ size: 10 }) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: this.params.size });
 *   }
 * }
 *
 * const options: ct.ProveOptions<{ size: number }> = { cuts: 3, seed: 7, cash: 100_000, params: { size: 5 } };
 * assertEquals((await ct.prove(Hold, await ct.sample("aapl"), options)).verdict, "held");
 * ```
 */
export interface ProveOptions<P extends Params = Params>
  extends Omit<BacktestOptions<P>, "checkpoint" | "resume" | "replayLog"> {
  /** Number of bars at which the data are cut for law 8 and runs are resumed for law 5. Default: 20. */
  readonly cuts?: number;
  /** Seed of the random choices: cut points and orders of registration. Default: 1. */
  readonly seed?: number;
  /**
   * Seconds after which a process of the strategy is ended; only for a module. The limit holds for each process, not
   * for all of them together. Default: 120.
   */
  readonly timeout?: number;
  /** Called with the number of each law before it is checked. Default: none. */
  readonly onLaw?: (law: LawNumber) => void;
}

/** A finished run and its feeds. */
export interface MadeRun extends ComparedRun {
  readonly feeds: Feeds;
  readonly options: BacktestOptions<Params>;
}

/** A run with its log, over all steps or over the first ones. */
export interface LoggedRun {
  /** The steps of the run. */
  readonly window: StepWindow;
  readonly made: MadeRun;
  /** The replay log. */
  readonly log: Uint8Array;
  /** Its configuration and events. */
  readonly events: EventLog;
}

/** The code of a strategy that was given by its module. */
export interface TriedCode {
  /** The modules outside of this package, the strategy's own first. */
  readonly modules: readonly CodeModule[];
  /** Addresses of other copies of this package that the running one replaced. */
  readonly replaced: readonly string[];
  /** Modules of Node that they import, and whose clocks, random numbers and facts of the machine nobody fixes. */
  readonly unfixed: readonly string[];
}

/** Most steps of all runs that one process makes although each could have a process of its own. */
const TOGETHER_STEPS_MAX = 100_000;
/** Most runs in the search for the smallest case. */
const SEARCH_RUNS = { here: 60, isolated: 24 } as const;

/** A strategy, its feeds and its options, with the outcome of a first run. Laws compare further runs with that one. */
export class TriedRun {
  /** Feeds by name. */
  readonly feeds: Feeds;
  /** Options of the run with all inferred ones filled in, so that a run on less data infers nothing. */
  readonly options: BacktestOptions<Params>;
  /** Makes the runs. */
  readonly runner: StrategyRunner;
  /** Outcome of the run with the given options. */
  readonly base: RunOutcome;
  /** Times of its steps. */
  readonly timeUs: Float64Array;
  /** Number of bars at which to cut. */
  readonly cuts: number;
  /** Seed of the random choices. */
  readonly seed: number;
  /** The strategy's code, if it was given by its module. */
  readonly code: TriedCode | undefined;
  /** The reason why laws that compare runs are not applicable; law 2 finds it. */
  unsteady: string | undefined;
  #logged: Promise<LoggedRun> | undefined;
  #engineSteps: Uint32Array | undefined;
  readonly #given: Readonly<Record<string, Bars>>;
  readonly #finer: Readonly<Record<string, Bars>>;
  readonly #zone: TimeZone;
  readonly #daily: boolean;

  private constructor(
    runner: StrategyRunner,
    feeds: Feeds,
    given: { readonly all: Readonly<Record<string, Bars>>; readonly finer: Readonly<Record<string, Bars>> },
    options: BacktestOptions<Params>,
    base: RunOutcome,
    counts: { readonly cuts: number; readonly seed: number },
    code: TriedCode | undefined,
  ) {
    const first = Object.values(feeds)[0]!;
    this.runner = runner;
    this.feeds = feeds;
    this.#given = given.all;
    this.#finer = given.finer;
    this.options = options;
    this.base = base;
    this.timeUs = stepTimes(feeds);
    this.cuts = counts.cuts;
    this.seed = counts.seed;
    this.code = code;
    this.#zone = new TimeZone(first.timeZone);
    this.#daily = first.timeframeUs >= DAY_US;
  }

  /**
   * Runs a strategy once, so that laws can be checked on it.
   *
   * @param strategy The class, or the module that exports it. A module is run in separate processes without
   * permissions.
   * @param feeds A feed, or feeds by the names under which the strategy reads them.
   * @param options Options of the run, and the number of cases.
   * @throws {RangeError} If an option or the data cannot be used.
   * @throws {EngineError} If the Rust engine is asked for by name and is not available.
   * @throws {StrategyCodeError} If the module imports anything but code.
   * @throws {StrategyProcessError} If the module cannot be imported, or its process does not answer in time.
   * @throws {StrategyFailedError} If the strategy throws, since other runs are compared with its run.
   * @throws {Error} If the run fails otherwise.
   */
  static async prepare<P extends Params>(
    strategy: StrategyClass<P> | StrategyModule,
    feeds: Bars | Readonly<Record<string, Bars>>,
    options: ProveOptions<P> = {},
  ): Promise<TriedRun> {
    const { cuts = 20, seed = 1, timeout, onLaw, ...given } = options;
    if (onLaw !== undefined && !isCallable(onLaw)) {
      throw new TypeError(`Cannot call onLaw ${inspected(onLaw, 0)}: pass a function of the law's number`);
    }
    checkCount("cuts", cuts, 1);
    checkCount("seed", seed, 0);
    for (const name of ["checkpoint", "resume", "replayLog"]) {
      if (name in given) {
        throw new TypeError(`Cannot prove with the option "${name}": the laws make logs and checkpoints of their own`);
      }
    }
    if (given.chain === false) throw new RangeError("Cannot prove with chain: false: the laws compare state chains");
    checkFeedValues("prove", feeds);
    const { runner, code } = await runnerOf(strategy, timeout);
    const all = isFeed(feeds) ? { [feeds.name]: feeds } : feeds;
    const names = Object.keys(all), sources = tradedFeeds(Object.values(all).map(feedOf), names);
    checkSpan(sources, given.from, given.to);
    // The end of the run is that of the data from here on, and its begin a moment that a shorter run may not reach.
    const cut = feedsUpTo(sources, given.to), finer = given.fillOn === undefined ? {} : takenFillOn(given.fillOn);
    fillFeedsOf(cut, finer);
    const named: Feeds = Object.fromEntries(cut.map((feed) => [
      feed.name,
      Object.hasOwn(finer, feed.name) ? { ...feed, finer: finerWithin(feed, feedOf(finer[feed.name]!)) } : feed,
    ]));
    if (stepTimes(named).length === 0) throw new RangeError("Cannot prove over feeds without bars: pass one with bars");
    checkMeasureFrom(given.measureFrom);
    // They are sent to processes, where an error would name the whole question.
    if (isOptions(given.params)) checkGivenParams(given.params);
    const runOptions = plainOptions(given as BacktestOptions<Params>);
    if (runner.isolated) checkModuleOptions(runOptions);
    const [base] = await runner.run([{ feeds: named, options: runOptions, wants: { commits: true } }]);
    if (base!.rows === undefined) {
      const { message, member } = base!.failure!;
      throw new (member === "" ? Error : StrategyFailedError)(`Cannot prove a run that fails: ${message}`);
    }
    // Times that went through the float day stay as they are when they go again, so that traces are of these feeds.
    const shown = hasDoubles(runOptions) ? mapFeeds(named, inQueueTimes) : named;
    return new TriedRun(runner, shown, { all, finer }, pinned(runOptions, base!), base!, { cuts, seed }, code);
  }

  /** The columns that the given bars have shown so far, over which a strategy may have closed. */
  get shownFeeds(): Feeds {
    const shown = Object.entries(this.#given).map(([name, bars]): [string, TriedFeed | undefined] => {
      const feed = shownFeedOf(bars), finer = Object.hasOwn(this.#finer, name) && shownFeedOf(this.#finer[name]!);
      if (!finer) return [name, feed];
      // The times of the feed tell which of its finer bars to overwrite.
      const { columns, extra: _extra, ...facts } = this.feeds[name]!;
      const copy = { ...facts, columns: mapColumns(columns, (column) => column.slice()), extra: {} };
      return [name, { ...feed ?? copy, finer }];
    });
    return Object.fromEntries(shown.filter((entry): entry is [string, TriedFeed] => entry[1] !== undefined));
  }

  /**
   * Returns the number of the engine's steps up to a step of the run, which has more than one where orders are matched on
   * finer bars.
   */
  engineSteps(step: number): number {
    if (Object.keys(this.#finer).length === 0) return step + 1;
    return (this.#engineSteps ??= engineSteps(this.feeds))[step]!;
  }

  /** Number of steps of the run. */
  get steps(): number {
    return this.timeUs.length;
  }

  /** Names of the feeds in the order of their registration. */
  get names(): readonly string[] {
    return Object.keys(this.feeds);
  }

  /** The first run, in the form for comparisons. */
  get compared(): MadeRun {
    return { outcome: this.base, timeUs: this.timeUs, feeds: this.feeds, options: this.options };
  }

  /** Display price of one price step, by feed. */
  get resolutions(): Readonly<Record<string, Rational>> {
    const instruments = this.base.rows!.configuration.instruments;
    return Object.fromEntries(
      instruments.map(({ name, resolution }) => [name, parseRational(resolution, "resolution")]),
    );
  }

  /** Makes runs over feeds, all in the same process. */
  async make(
    ...requests: readonly (Partial<RunRequest> & { readonly reading?: FactsReading })[]
  ): Promise<MadeRun[]> {
    const whole = requests.map(({ feeds = this.feeds, options = this.options, wants = {} }) => ({
      feeds,
      options,
      wants,
    }));
    const outcomes = await this.runner.run(whole);
    return outcomes.map((outcome, at) => ({
      outcome,
      timeUs: stepTimes(whole[at]!.feeds),
      feeds: whole[at]!.feeds,
      options: whole[at]!.options,
      ...(requests[at]!.reading === undefined ? {} : { reading: requests[at]!.reading }),
    }));
  }

  /**
   * Makes runs that may know of each other: together in one process if they are short, as a process takes longer to begin
   * than a short run takes, else in processes of their own.
   */
  async makeEach(requests: readonly Partial<RunRequest>[]): Promise<MadeRun[]> {
    if (this.steps * requests.length <= TOGETHER_STEPS_MAX) return await this.make(...requests);
    return (await mapAtOnce(requests, this.runner.atOnce, (request) => this.make(request))).flat();
  }

  /** Makes the run under fixed sources; returns the names of those that were read, too. */
  async makeFixed(fixed: FixedSources): Promise<{ readonly made: MadeRun; readonly reads: readonly string[] }> {
    const request = { feeds: this.feeds, options: this.options, wants: { commits: true } };
    const [outcome] = await this.runner.run([request], { fixed });
    return { made: { ...this.compared, outcome: outcome! }, reads: outcome!.reads };
  }

  /** Makes the run in a process that is given another time zone, another language, or both. */
  async makeAt(place: GivenPlace): Promise<MadeRun> {
    const request = { feeds: this.feeds, options: this.options, wants: { commits: true } };
    const [outcome] = await this.runner.run([request], { place });
    return { ...this.compared, outcome: outcome! };
  }

  /**
   * Returns the run with its log, which is made at the first call. It has the first steps alone if a log of all does not
   * fit into memory.
   *
   * @throws {Error} If the run fails.
   */
  logged(): Promise<LoggedRun> {
    return this.#logged ??= this.#makeLogged();
  }

  async #makeLogged(): Promise<LoggedRun> {
    const window = { from: 0, until: Math.min(this.steps, LOGGED_BARS_MAX) };
    const feeds = window.until < this.steps ? this.feedsOf(window) : this.feeds;
    const [made] = await this.make({ feeds, wants: { log: true } }), { log, failure } = made!.outcome;
    if (log === undefined) throw new Error(`Cannot write the log of a run that fails: ${failure?.message}`);
    return { window, made: made!, log, events: eventLogOf(log) };
  }

  /** Returns the feeds of a stretch of steps. */
  feedsOf(window: StepWindow, feeds: Feeds = this.feeds): Feeds {
    return cutFeeds(feeds, this.timeUs[window.from]!, this.timeUs[window.until - 1]!);
  }

  /** The stretch of all steps. */
  get whole(): StepWindow {
    return { from: 0, until: this.steps };
  }

  /**
   * Returns the steps at which runs are cut, resumed and compared, ascending, without the last. Half of them are spread
   * over the steps with requests of the strategy, where look-ahead shows; the others are random.
   */
  cutPoints(): number[] {
    const last = this.steps - 2, index = new Map(Array.from(this.timeUs, (timeUs, step) => [timeUs, step]));
    if (last < 0) return [];
    const asked = this.base.trace.filter(({ action }) => !action.startsWith("notify"));
    const steps = [...new Set(asked.map(({ timeUs }) => index.get(timeUs)!))].filter((step) => step <= last);
    const chosen = new Set<number>(), half = Math.min(steps.length, Math.ceil(this.cuts / 2));
    for (let at = 0; at < half; at++) chosen.add(steps[Math.floor(at * steps.length / half)]!);
    const random = new Random(this.seed, 8), count = Math.min(this.cuts, last + 1);
    while (chosen.size < count) chosen.add(random.below(last + 1));
    return [...chosen].sort((a, b) => a - b);
  }

  /** Returns a step in words: its index and its time. */
  stepText(step: number): string {
    if (step < 0) return "before the first bar";
    return `bar ${step} (${formatMoment(this.timeUs[step]!, this.#zone, this.#daily)})`;
  }

  /** Returns a stretch of steps in words. */
  windowText(window: StepWindow): string {
    const count = window.until - window.from;
    return `${count} of ${this.steps} bars, from ${this.stepText(window.from)} to ${this.stepText(window.until - 1)}`;
  }

  /** Shrinks the stretch on which a check fails; `needed` is the step at which it shows. */
  smallest(needed: number, fails: (window: StepWindow) => Promise<boolean>): Promise<StepWindow> {
    const attempts = this.runner.isolated ? SEARCH_RUNS.isolated : SEARCH_RUNS.here;
    return smallestWindow(this.whole, Math.max(0, needed), fails, attempts);
  }

  /** Returns the counter-example of a difference. */
  counterExample(
    what: string,
    difference: FactDifference,
    window: StepWindow,
    more: { readonly line?: string; readonly smallest?: string } = {},
  ): CounterExample {
    const { step, member, expected, found } = difference;
    const parts = [this.stepText(step)];
    if (more.line !== undefined) parts.push(`line ${more.line}`);
    if (member !== undefined) parts.push(`${this.runner.strategy}.${member}`);
    return {
      what,
      place: parts.join(", "),
      expected,
      found,
      bar: step,
      ...(step < 0 ? {} : { timeUs: this.timeUs[step]! }),
      ...(member === undefined ? {} : { member }),
      ...(more.line === undefined ? {} : { line: more.line }),
      smallest: more.smallest ?? this.windowText(window),
      size: window.until - window.from,
    };
  }
}

/** Makes the runner of a strategy. The modules for processes are loaded only when they are used. */
async function runnerOf<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  timeout: number | undefined,
): Promise<{ readonly runner: StrategyRunner; readonly code: TriedCode | undefined }> {
  if (typeof strategy === "function") {
    checkStrategyClass(strategy);
    if (timeout === undefined) return { runner: new ClassRunner(strategy), code: undefined };
    throw new TypeError(
      `Cannot end the runs of a class after ${
        inspected(timeout, 0)
      } seconds, as they are made in this process: pass the module of the ` +
        "strategy, or leave timeout out",
    );
  }
  const { ProcessRunner } = await import("../process/process_runner.ts");
  const runner = new ProcessRunner(strategy, timeout === undefined ? {} : { timeout });
  const { modules, replaced, unfixed } = await runner.code();
  return { runner, code: { modules, replaced, unfixed } };
}

/**
 * Checks the options of a module, whose processes have the TypeScript engine alone. Laws 1 and 5 apply its log to the
 * Rust engine in this process, so that engine must be there if it is asked for by name.
 */
function checkModuleOptions({ engineBackend, libraryPath }: BacktestOptions<Params>): void {
  if (libraryPath !== undefined) {
    throw new TypeError(
      `Cannot use libraryPath ${
        inspected(libraryPath)
      } with a module, whose process opens no library: laws 1 and 5 take ` +
        "the installed one; leave libraryPath out, or pass the class",
    );
  }
  if (engineBackend !== "rust") return;
  const opened = BACKENDS.rust.open({});
  if (opened.found) return;
  const { code, message, remedy } = opened;
  throw new EngineError(
    code,
    `Cannot prove on the Rust engine although engineBackend is "rust": ${message}. To mend it, ${remedy}`,
  );
}

/** Returns the first difference between two finished runs. */
export function differenceOf(first: MadeRun, second: MadeRun, untilStep?: number): FactDifference | undefined {
  return firstFactDifference(first, second, untilStep);
}

/** Returns a feed with the times that it has under the queue model. */
function inQueueTimes(feed: FeedData): FeedData {
  return { ...feed, columns: { ...feed.columns, ...queueBarTimes(feed) } };
}

/** Returns the options with everything that a run inferred from its data filled in. */
function pinned(options: BacktestOptions<Params>, base: RunOutcome): BacktestOptions<Params> {
  const { instruments, moneyUnit } = termsOf(base.rows!);
  const terms = Object.entries(instruments).map(([name, inferred]) => [
    name,
    { ...options.instruments?.[name], ...inferred },
  ]);
  return { ...options, moneyUnit, instruments: Object.fromEntries(terms) };
}

/** Returns options that can be sent to another process. */
function plainOptions(options: BacktestOptions<Params>): BacktestOptions<Params> {
  // A shorter run may end before the measured part begins, and no law compares figures.
  const { measureFrom: _measureFrom, to: _to, fillOn: _fillOn, ...compared } = options;
  return compared.libraryPath instanceof URL ? { ...compared, libraryPath: compared.libraryPath.href } : compared;
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`Cannot use ${name} ${inspected(value)}: it is a whole number from ${least} on`);
}
