/**
 * The check of a run's input: forgotten awaits, unknown names, feeds that cannot run together.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { Bars } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { BacktestOptions, CheckpointOptions } from "./backtest_options.ts";
import { checkMeasureFrom } from "./measure_from.ts";
import { INSTRUMENT_OPTIONS } from "../broker/instrument_spec.ts";
import { quoted } from "../records/text.ts";

/** Names of the options of a backtest, those of an instrument included. */
export const BACKTEST_OPTIONS: readonly string[] = [
  "cash",
  "params",
  "instruments",
  "engineBackend",
  "libraryPath",
  "start",
  "closeAtEnd",
  "onRuin",
  "periodsPerYear",
  "riskFree",
  "measureFrom",
  "moneyUnit",
  "profile",
  "rules",
  "limitFill",
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
 * Rejects mistakes that TypeScript finds, for callers in JavaScript: forgotten awaits, unknown options, texts for
 * numbers.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type, or there is no feed.
 * @throws {RangeError} If an option is out of range, or two options contradict each other.
 */
export function checkInput(feeds: unknown, options: BacktestOptions): void {
  checkFeedValues("run", feeds);
  checkObject("options", options, "{ cash: 10_000 }");
  checkNames("option", Object.keys(options), BACKTEST_OPTIONS);
  checkObject("params", options.params, "{ fast: 10 }");
  checkObject("rules", options.rules, '{ LIMIT_FILL: "THROUGH" }');
  checkObject("instruments", options.instruments, "{ aapl: { tick: 0.01 } }");
  for (const [name, terms] of Object.entries(options.instruments ?? {})) {
    checkObject(`instruments.${name}`, terms, "{ tick: 0.01 }");
    checkNames(`option of feed "${name}"`, Object.keys(terms), INSTRUMENT_OPTIONS);
  }
  if (options.cash !== undefined && typeof options.cash !== "number") {
    throw new TypeError(`Cannot use cash ${inspected(options.cash)}: pass a number`);
  }
  checkFigures(options);
  for (const flag of ["closeAtEnd", "checks", "chain", "stepByStep"] as const) {
    const value = options[flag];
    if (value === undefined || typeof value === "boolean") continue;
    throw new TypeError(`Cannot use ${flag} ${inspected(value)}: pass true or false`);
  }
  if (options.resume === null) throw new TypeError("Cannot resume from null: pass a checkpoint, or leave resume out");
  checkCheckpoint(options.checkpoint);
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
    throw new RangeError(`Cannot use start "${options.start}": it is "all" or "any"`);
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
    throw new TypeError(`Cannot ${action} over ${String(feeds)}: pass a feed, or several by name`);
  }
  if (!isFeed(feeds) && isCopied(feeds)) {
    throw new TypeError(
      `Cannot ${action} over a copy of a feed: pass the one that ct.csv or ct.bars returned, as it is`,
    );
  }
  if (Array.isArray(feeds)) throw new TypeError(`Cannot ${action} over an array: pass feeds by name, { aapl, msft }`);
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

/** Rejects a value that is no plain record. An absent one is left to its default. */
function checkObject(name: string, value: unknown, example: string): void {
  if (value === undefined || typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new TypeError(`Cannot use ${name} ${inspected(value, 0)}: pass an object, such as ${example}`);
}

function checkCheckpoint(checkpoint: CheckpointOptions | undefined): void {
  if (checkpoint === undefined) return;
  checkObject("checkpoint", checkpoint, '{ every: 1000, save: "run.checkpoint" }');
  checkNames("option of checkpoint", Object.keys(checkpoint), ["every", "save"]);
  const { every, save } = checkpoint;
  if (!(Number.isSafeInteger(every) && every > 0)) {
    throw new RangeError(`Cannot save a checkpoint every ${every} steps: it is a whole number from 1 on`);
  }
  if (typeof save === "string" || typeof save === "function" || save instanceof URL) return;
  throw new TypeError(
    `Cannot save a checkpoint to ${inspected(save, 0)}: pass a path, a URL or a function of the bytes`,
  );
}

/** Rejects options of the statistics that no figure could be worked out with, before the run and not after it. */
function checkFigures({ periodsPerYear, riskFree, measureFrom }: BacktestOptions): void {
  if (periodsPerYear !== undefined && !(Number.isFinite(periodsPerYear) && periodsPerYear > 0)) {
    throw new RangeError(
      `Cannot use periodsPerYear ${inspected(periodsPerYear)}: pass a number above zero, such as 252 or 365`,
    );
  }
  if (riskFree !== undefined && !(Number.isFinite(riskFree) && riskFree > -1)) {
    throw new RangeError(`Cannot use riskFree ${inspected(riskFree)}: pass a fraction of a year, such as 0.03 for 3 %`);
  }
  checkMeasureFrom(measureFrom);
}

function checkNames(what: string, names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (!known.includes(name)) throw new TypeError(`Cannot find ${what} "${name}": there are ${quoted(known)}`);
  }
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
  const timeframes = new Set(feeds.map((feed) => feed.timeframeUs));
  const unknown = feeds.find((feed) => feed.stamp === "unknown");
  if (timeframes.size > 1 && unknown !== undefined) {
    throw new RangeError(
      `Cannot run feeds of different timeframes while it is unknown whether the times of "${unknown.name}" are those ` +
        `at which its bars open or close: pass stamp: "open" or "close" when reading it`,
    );
  }
}

/**
 * Returns the defaults of a strategy with a run's changes.
 *
 * @throws {RangeError} If a change names an unknown parameter.
 */
export function resolveParams<P extends Params>(strategyClass: StrategyClass<P>, changes: Partial<P>): P {
  for (const name of Object.keys(changes)) {
    if (!Object.hasOwn(strategyClass.defaults, name)) {
      const known = Object.keys(strategyClass.defaults);
      const there = known.length === 0 ? "it has none" : `there are ${quoted(known)}`;
      throw new RangeError(`Cannot find parameter "${name}" of ${strategyClass.name}: ${there}`);
    }
  }
  return Object.freeze({ ...strategyClass.defaults, ...changes });
}

/** Returns the feeds by name; an unknown name throws instead of giving undefined. */
export function lookup(names: readonly string[], lines: readonly FeedLines[]): Readonly<Record<string, FeedLines>> {
  const feeds: Record<string, FeedLines> = {};
  names.forEach((name, id) => feeds[name] = lines[id]!);
  return new Proxy(feeds, {
    get(target, name): unknown {
      if (typeof name === "symbol" || Object.hasOwn(target, name) || name === "toJSON") {
        return Reflect.get(target, name);
      }
      throw new RangeError(`Cannot find feed "${name}": there are ${quoted(names)}`);
    },
  });
}
