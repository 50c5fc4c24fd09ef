/**
 * The check of a run's input: forgotten awaits, unknown names, feeds that cannot run together.
 *
 * @module
 */

import { isLiveFeed } from "../feeds/live_feed.ts";
import { checkPeriodsPerYear } from "../analyzers/figure_options.ts";
import { checkedPath, inspected } from "../host.ts";
import { Bars } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { isCallable, isOptions, takenOptions, waitedKind } from "../options.ts";
import type { Params } from "../strategy/strategy.ts";
import type { BacktestOptions, CheckpointOptions } from "./backtest_options.ts";
import { takenCashFlows } from "./cash_flows.ts";
import { checkFigureFeeds } from "./figure_feeds.ts";
import { takenFillOn } from "./fill_feeds.ts";
import { takenInterest } from "./interest_rates.ts";
import { checkMeasureFrom } from "./measure_from.ts";
import { runOptionClause } from "./foreign_run_options.ts";
import { checkOwnFigures } from "./own_figures.ts";
import { takenAccruals } from "../broker/accrual_terms.ts";
import type { Commission } from "../broker/commission_terms.ts";
import { checkTerm, INSTRUMENT_OPTIONS, type InstrumentOptions } from "../broker/instrument_spec.ts";
import { takenBacktraderTerms } from "../broker/backtrader_terms.ts";
import type { Margin } from "../broker/margin_terms.ts";
import { quoted } from "../records/text.ts";

/** Names of the options of a backtest, those of an instrument included. */
export const BACKTEST_OPTIONS: readonly string[] = [
  "cash",
  "cashFlows",
  "interest",
  "sizer",
  "params",
  "instruments",
  "engineBackend",
  "libraryPath",
  "start",
  "from",
  "to",
  "closeAtEnd",
  "onRuin",
  "periodsPerYear",
  "riskFree",
  "benchmark",
  "figures",
  "measureFrom",
  "moneyUnit",
  "profile",
  "rules",
  "limitFill",
  "fill",
  "path",
  "fillOn",
  "checks",
  "chain",
  "stepByStep",
  "checkpoint",
  "resume",
  "replayLog",
  "logger",
  ...INSTRUMENT_OPTIONS,
];

/**
 * Returns the options of a run, each read once. Mistakes that TypeScript finds are rejected, for callers in JavaScript:
 * unknown options, texts for numbers.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type, or there is no feed.
 * @throws {RangeError} If an option is out of range, or two options contradict each other.
 */
export function takenInput<P extends Params>(given: BacktestOptions<P>): BacktestOptions<P> {
  const options = { ...taken("options", "option", given, BACKTEST_OPTIONS, "{ cash: 10_000 }") };
  const { params, rules, instruments, checkpoint, commission, figures, cashFlows, interest } = options;
  const parts: Record<string, unknown> = {};
  if (options.fillOn !== undefined) parts["fillOn"] = takenFillOn(options.fillOn);
  if (cashFlows !== undefined) parts["cashFlows"] = takenCashFlows(cashFlows);
  if (params !== undefined) parts["params"] = takenWhole("params", params, "{ fast: 10 }");
  if (rules !== undefined) parts["rules"] = takenWhole("rules", rules, '{ LIMIT_FILL: "THROUGH" }');
  if (figures !== undefined) parts["figures"] = takenWhole("figures", figures, "{ mine: ct.analyzer({ ... }) }");
  if (commission !== undefined) parts["commission"] = takenCommission(commission);
  Object.assign(parts, takenAccruals(options, (name) => name));
  if (interest !== undefined) parts["interest"] = takenInterest(interest);
  if (options.backtrader !== undefined) parts["backtrader"] = takenBacktraderTerms(options.backtrader);
  if (checkpoint !== undefined) parts["checkpoint"] = takenCheckpoint(checkpoint);
  if (instruments !== undefined) {
    const terms = takenWhole("instruments", instruments, "{ aapl: { tick: 0.01 } }");
    parts["instruments"] = Object.fromEntries(
      Object.entries(terms).map(([name, each]) => [name, takenTerms(name, each)]),
    );
  }
  checkOptions({ ...options, ...parts });
  for (const terms of Object.values((parts["instruments"] ?? {}) as Readonly<Record<string, InstrumentOptions>>)) {
    for (const name of Object.keys(terms) as (keyof InstrumentOptions)[]) {
      if (options[name] !== undefined) checkTerm(name, options[name]);
    }
  }
  return { ...options, ...parts };
}

/**
 * Rejects a sizer that is none.
 *
 * @throws {TypeError} If it is no function, or one that waits.
 */
export function checkSizer(sizer: unknown, what: string): void {
  if (sizer === undefined || isCallable(sizer) && waitedKind(sizer) === undefined) return;
  throw new TypeError(
    `Cannot use ${what} ${inspected(sizer, 0)}: pass one of ct.sizers, or a plain function such as ({ broker }) => 10`,
  );
}

function checkOptions(options: BacktestOptions): void {
  if (options.cash !== undefined && typeof options.cash !== "number") {
    throw new TypeError(`Cannot use cash ${inspected(options.cash)}: pass a number`);
  }
  checkSizer(options.sizer, "sizer");
  checkFigures(options);
  for (const flag of ["closeAtEnd", "checks", "chain", "stepByStep"] as const) {
    const value = options[flag];
    if (value === undefined || typeof value === "boolean") continue;
    throw new TypeError(`Cannot use ${flag} ${inspected(value)}: pass true or false`);
  }
  const { resume, libraryPath } = options;
  if (
    resume !== undefined && typeof resume !== "string" && !(resume instanceof URL) && !(resume instanceof Uint8Array)
  ) {
    throw new TypeError(`Cannot resume from ${inspected(resume, 0)}: pass a checkpoint, or leave resume out`);
  }
  if (resume instanceof URL) checkedPath(resume, "resume from");
  if (libraryPath !== undefined && typeof libraryPath !== "string" && !(libraryPath instanceof URL)) {
    throw new TypeError(`Cannot use libraryPath ${inspected(libraryPath, 0)}: pass a path or a file: URL`);
  }
  if (options.replayLog !== undefined && typeof options.replayLog?.begin !== "function") {
    throw new TypeError(
      `Cannot write to replayLog ${inspected(options.replayLog, 0)}: pass a RunLog of ` +
        `@cracktrader/cracktrader/replay`,
    );
  }
  if (options.resume !== undefined && options.replayLog !== undefined) {
    throw new RangeError("Cannot write the replay log of a run that is resumed: a log begins with the first event");
  }
  if (options.start !== undefined && options.start !== "all" && options.start !== "any") {
    throw new RangeError(`Cannot use start ${inspected(options.start, 0)}: it is "all" or "any"`);
  }
}

/**
 * Rejects what is not a feed, nor several by name.
 *
 * @param action What would be done with them, for messages: `"run"`, `"prove"`.
 * @throws {TypeError} If it is none, with the remedy.
 */
export function checkFeedValues(action: string, feeds: unknown): void {
  if (feeds instanceof Promise) {
    throw new TypeError(`Cannot ${action} over a promise of a feed: write await ct.csv(...)`);
  }
  if (typeof feeds !== "object" || feeds === null) {
    throw new TypeError(`Cannot ${action} over ${inspected(feeds, 0)}: pass a feed, or several by name`);
  }
  if (isLiveFeed(feeds) || isOptions(feeds) && Object.values(feeds).some(isLiveFeed)) {
    throw new TypeError(
      `Cannot ${action} over a feed of a session, whose bars have not come yet: pass await session.history({ symbol, ` +
        "timeframe }), or let session.run take the feed",
    );
  }
  if (!isFeed(feeds) && isCopied(feeds)) {
    throw new TypeError(
      `Cannot ${action} over a copy of a feed: pass the one that ct.csv or ct.bars returned, as it is`,
    );
  }
  if (Array.isArray(feeds)) throw new TypeError(`Cannot ${action} over an array: pass feeds by name, { aapl, msft }`);
  if (!isFeed(feeds) && !isOptions(feeds)) {
    throw new TypeError(`Cannot ${action} over ${inspected(feeds, 0)}: pass a feed, or several by name`);
  }
  for (const [name, feed] of isFeed(feeds) ? [] : Object.entries(feeds)) {
    if (feed instanceof Promise) {
      throw new TypeError(`Cannot ${action} over a promise as feed "${name}": write await ct.csv(...)`);
    }
    if (typeof feed === "object" && feed !== null && isFeed(feed)) continue;
    throw new TypeError(
      `Cannot ${action} over ${inspected(feed, 0)} as feed "${name}": pass what ct.csv or ct.bars returns`,
    );
  }
}

/** Returns known options of an object, each read once. */
function taken<T extends object>(name: string, what: string, value: T, known: readonly string[], example: string): T {
  const options = takenOptions(value, known, {
    noObject: (shown) => `Cannot use ${name} ${shown}: pass an object, such as ${example}`,
    unknown: (unknown) =>
      `Cannot find ${what} ${inspected(unknown)}: ${runOptionClause(unknown, known)}there are ${quoted(known)}`,
  });
  return withoutAbsent(options);
}

/** Leaves out entries that are undefined: they mean the default, and must not take the place of a term of all feeds. */
function withoutAbsent<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/**
 * Returns all entries of an object whose names are the caller's or are checked elsewhere, each read once.
 *
 * @throws {TypeError} If it is no object of options.
 */
export function takenWhole<T extends object>(name: string, value: T, example: string): T {
  if (!isOptions(value)) {
    throw new TypeError(`Cannot use ${name} ${inspected(value, 0)}: pass an object, such as ${example}`);
  }
  const names: string[] = [];
  for (const each in value) names.push(each);
  return Object.fromEntries(names.map((each) => [each, value[each as keyof T]])) as T;
}

function takenTerms(feed: string, terms: InstrumentOptions): InstrumentOptions {
  const options = taken(`instruments.${feed}`, `option of feed "${feed}"`, terms, INSTRUMENT_OPTIONS, "{ tick: 0.01 }");
  return {
    ...options,
    ...(options.commission === undefined ? {} : { commission: takenCommission(options.commission) }),
    ...(options.margin === undefined ? {} : { margin: takenMargin(options.margin) }),
    ...(options.backtrader === undefined ? {} : { backtrader: takenBacktraderTerms(options.backtrader) }),
    ...takenAccruals(options, (name) => `${name} of feed "${feed}"`),
  };
}

/** A commission that is no record is left to the check of its kind. */
function takenCommission(commission: Commission): Commission {
  return isOptions(commission) ? takenWhole("commission", commission, "{ perOrder: 1 }") : commission;
}

/** A margin that is no record is left to the check of its kind. */
function takenMargin(margin: Margin | null): Margin | null {
  return isOptions(margin) ? takenWhole("margin", margin, "{ initial: 0.1 }") : margin;
}

function takenCheckpoint(checkpoint: CheckpointOptions): CheckpointOptions {
  const example = '{ every: 1000, save: "run.checkpoint" }';
  const options = taken("checkpoint", "option of checkpoint", checkpoint, ["every", "save"], example);
  const { every, save } = options;
  if (!(Number.isSafeInteger(every) && every > 0)) {
    throw new RangeError(`Cannot save a checkpoint every ${inspected(every, 0)} steps: it is a whole number from 1 on`);
  }
  if (save instanceof URL) checkedPath(save, "save a checkpoint to");
  if (isCallable(save)) {
    checkSavedAtOnce(waitedKind(save));
    return options;
  }
  if (typeof save === "string" || save instanceof URL) return options;
  throw new TypeError(
    `Cannot save a checkpoint to ${inspected(save, 0)}: pass a path, a URL or a function of the bytes`,
  );
}

/**
 * Rejects a function that would save a checkpoint after the run has gone on.
 *
 * @param kind The word by which it is declared, or the one for what it returned.
 * @throws {TypeError} If there is such a word.
 */
export function checkSavedAtOnce(kind: string | undefined): void {
  if (kind === undefined) return;
  throw new TypeError(
    `Cannot save a checkpoint by a function that is ${kind}: a run waits for no promise; pass a path, or a plain ` +
      "function, such as (bytes) => saved.push(bytes)",
  );
}

/** Rejects options of the statistics that no figure could be worked out with, before the run and not after it. */
function checkFigures({ periodsPerYear, riskFree, benchmark, figures, measureFrom }: BacktestOptions): void {
  checkPeriodsPerYear(periodsPerYear);
  checkFigureFeeds({
    ...(riskFree === undefined ? {} : { riskFree }),
    ...(benchmark === undefined ? {} : { benchmark }),
  });
  checkOwnFigures(figures);
  checkMeasureFrom(measureFrom);
}

/**
 * Rejects names of feeds that JavaScript puts in an order of its own: names that are whole numbers, as the tickers of
 * some exchanges are, come first and in ascending order, so that the first feed of a run would be another one.
 *
 * @throws {RangeError} If one of several names is a whole number.
 */
export function checkFeedNames(names: readonly string[]): void {
  const number = names.find((name) => /^(0|[1-9]\d{0,9})$/.test(name));
  if (names.length < 2 || number === undefined) return;
  throw new RangeError(
    `Cannot keep feed "${number}" in its place: JavaScript sorts names that are whole numbers before all others; ` +
      `name it "${number}.T" or the like`,
  );
}

/** Returns whether the value is the bars of one feed, not of several by name. */
export function isFeed(feeds: object): feeds is Bars {
  return feeds instanceof Bars;
}

/** Returns whether a value has the members of bars, as their copy by spread has. */
function isCopied(value: object): boolean {
  return "timeframeUs" in value && "stamp" in value;
}

/**
 * Rejects feeds that cannot run together.
 *
 * @throws {RangeError} If there is no feed, an option names an unknown one, or bar times of different timeframes are
 * ambiguous.
 */
export function checkFeeds(
  feeds: readonly FeedData[],
  options: { readonly instruments?: Readonly<Record<string, unknown>> },
): void {
  if (feeds.length === 0) throw new RangeError("Cannot run without a feed: pass one, or several by name");
  for (const name of Object.keys(options.instruments ?? {})) {
    if (!feeds.some((feed) => feed.name === name)) {
      throw new RangeError(
        `Cannot find feed "${name}" of the option instruments: there are ${quoted(feeds.map((feed) => feed.name))}`,
      );
    }
  }
  const unknown = feeds.find((feed) => feed.stamp === "unknown");
  // Feeds of one source and timeframe are off by the same time, if at all; beside any other one would be ahead.
  const others = unknown === undefined
    ? []
    : feeds.filter((feed) => feed.timeframeUs !== unknown.timeframeUs || feed.stamp !== "unknown");
  if (unknown !== undefined && others.length > 0) {
    throw new RangeError(
      `Cannot run feed "${unknown.name}" beside "${others[0]!.name}" while it is unknown whether its ` +
        `times are those at which bars open or close: pass stamp: "open" or "close" when reading it, or on a command line ` +
        `--stamp ${unknown.name}=open or --stamp ${unknown.name}=close`,
    );
  }
}

/** Returns the feeds by name; an unknown name throws instead of giving undefined. */
export function lookup(names: readonly string[], lines: readonly FeedLines[]): Readonly<Record<string, FeedLines>> {
  const feeds: Record<string, FeedLines> = {};
  // Defined, as an assignment to the name __proto__ would be lost.
  names.forEach((name, id) => Object.defineProperty(feeds, name, { value: lines[id], enumerable: true }));
  return new Proxy(feeds, {
    get(target, name): unknown {
      if (typeof name === "symbol" || Object.hasOwn(target, name) || name === "toJSON") {
        return Reflect.get(target, name);
      }
      throw new RangeError(`Cannot find feed ${inspected(name)}: there are ${quoted(names)}`);
    },
  });
}
