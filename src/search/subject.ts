/**
 * The subject of a search: a strategy class, or a function that makes signals, and the run of either with parameters.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import { inspected } from "../host.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { isCallable, isOptions, waitedKind } from "../options.ts";
import type { Result } from "../results/result.ts";
import { backtest } from "../run/backtest.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { resolveParams } from "../run/params.ts";
import { checkStrategyClass } from "../run/strategy_class.ts";
import { fromSignals } from "../signals/from_signals.ts";
import type { Signals } from "../signals/signals.ts";
import { type Params, Strategy, type StrategyClass } from "../strategy/strategy.ts";
import type { Axis } from "./param_space.ts";

/** Feeds of a search: one, or several by name. */
export type SearchFeeds = Bars | Readonly<Record<string, Bars>>;

/**
 * Signals with parameters: a function that makes them from the lines of the feed. With several feeds it gets their lines
 * by name and returns signals by the names of the feeds.
 */
export interface SignalsSubject<P extends Params = Params, Lines = FeedLines, Made = Signals> {
  /** Makes the signals of a trial. */
  readonly signals: (lines: Lines, params: Readonly<P>) => Made;
  /** Name of the strategy in results. Default: `"Signals"`. */
  readonly name?: string;
}

/** A strategy given by its module, which each worker imports. */
export interface ModuleSubject {
  /** Address of the module, such as `new URL("./my_strategy.ts", import.meta.url)`, or a path. */
  readonly module: URL | string;
  /** Name of the export: a strategy class, or signals with parameters. Default: the only one that the module exports. */
  readonly name?: string;
}

/** A subject that can be run here. */
export interface Subject {
  /** Name in results, files and messages. */
  readonly name: string;
  /** Text of the class or the function. */
  readonly source: string;
  /** Defaults of the parameters; undefined where any name is a parameter. */
  readonly defaults: Params | undefined;
  /** The class whose settings hold for all trials; signals have one that does nothing. */
  readonly settled: StrategyClass<Params>;
  /** Runs the subject with parameters. */
  run(feeds: SearchFeeds, options: BacktestOptions, params: Params): Result;
}

/**
 * Returns the subject of a class or of signals.
 *
 * @throws {TypeError} If it is neither.
 */
export function subjectOf(given: unknown): Subject {
  if (isOptions(given) && "signals" in given) return signalsSubject(given as unknown as SignalsSubject);
  checkStrategyClass(given as StrategyClass<Params>);
  const strategy = given as StrategyClass<Params>;
  return {
    name: strategy.name,
    source: Function.prototype.toString.call(strategy),
    defaults: strategy.defaults,
    settled: strategy,
    run: (feeds, options, params) => backtest(strategy, feeds, { ...options, params }),
  };
}

/**
 * Rejects values that the strategy cannot take, before anything runs.
 *
 * @throws {RangeError} If the strategy has no such parameter.
 * @throws {TypeError} If a value is of another type than the default.
 */
export function checkAxes(subject: Subject, axes: readonly Axis[]): void {
  if (subject.defaults === undefined) return;
  for (const { name, values } of axes) {
    for (const value of values) resolveParams(subject.settled, { [name]: value });
  }
}

/** A strategy that does nothing, with which the options of signals are checked. */
class Settled extends Strategy.with({}) {}

function signalsSubject({ signals, name = "Signals" }: SignalsSubject): Subject {
  const kind = typeof signals === "function" ? waitedKind(signals) : undefined;
  if (!isCallable(signals) || kind !== undefined) {
    throw new TypeError(
      `Cannot search with signals ${inspected(signals, 0)}: pass a plain function of the lines and the parameters, ` +
        "such as ({ close }, { fast }) => ({ entries: close.above(ct.sma(close, fast)) })",
    );
  }
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name signals ${inspected(name, 0)}: pass a text that is not empty`);
  }
  const make = signals as (lines: unknown, params: Params) => Signals;
  return {
    name,
    source: Function.prototype.toString.call(signals),
    defaults: undefined,
    settled: Settled as unknown as StrategyClass<Params>,
    run: (feeds, options, params) => {
      const { params: _none, ...others } = options;
      return fromSignals(feeds as Bars, (lines: FeedLines) => make(lines, params), { ...others, name });
    },
  };
}
