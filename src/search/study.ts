/**
 * A study: the checked parts of a search, which it shares with walk-forward runs and with the evidence.
 *
 * @module
 */

import type { Figure } from "../analyzers/figure.ts";
import { type Bars, feedOf } from "../feeds/bars.ts";
import { checkFeedValues, isFeed } from "../run/run_input.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { settle } from "../run/prepare.ts";
import { checkSpan } from "../run/run_span.ts";
import type { Result } from "../results/result.ts";
import type { Params } from "../strategy/strategy.ts";
import type { Found } from "./found.ts";
import { CheckedSpace } from "./param_space.ts";
import { codeHash, sourceHash, textHash, valuesText } from "./search_key.ts";
import type { CheckedSearch } from "./search_options.ts";
import { checkAxes, type ModuleSubject, type SearchFeeds, type Subject } from "./subject.ts";
import { furtherFigures } from "./trial_figures.ts";

/** A subject with its feeds, options and space, all checked. */
export interface Study {
  readonly subject: Subject;
  /** The module of the subject, where workers import it. */
  readonly module: ModuleSubject | undefined;
  readonly feeds: SearchFeeds;
  readonly options: BacktestOptions;
  readonly space: CheckedSpace;
  readonly search: CheckedSearch;
  /** Options of all its runs that differ from these: the span of a window. */
  readonly changes?: BacktestOptions;
  /** Figures beside those that every trial keeps. */
  readonly further: readonly string[];
  /** Hash of the source columns. */
  readonly data: string;
  /** Hash of the code. */
  readonly code: string;
  /** Hash of the options of the runs and of what is cut from the prices. */
  readonly optionsHash: string;
}

/** The studies of what searches found, for the evidence. */
export const STUDIES: WeakMap<Found, Study> = new WeakMap();

/**
 * Checks all that a search needs, before a trial is made.
 *
 * @throws {TypeError} If an option is of the wrong type.
 * @throws {RangeError} If an option or the data cannot be used.
 */
export function studyOf(
  subject: Subject,
  module: ModuleSubject | undefined,
  feeds: SearchFeeds,
  search: CheckedSearch,
  own: Readonly<Record<string, Figure>> = {},
): Study {
  checkFeedValues("search", feeds);
  const space = new CheckedSpace(search.params, search.where);
  checkAxes(subject, space.axes);
  const figures = { ...own, ...search.run.figures }, asked = [search.objective, ...search.keep];
  const further = furtherFigures(
    asked.map((name, at) => [at === 0 ? "objective" : "keep", name]),
    figures,
    module === undefined ? "" : ` among the figures and the exports of ${module.module}`,
  );
  const used = Object.fromEntries(Object.entries(own).filter(([name]) => further.includes(name)));
  const options: BacktestOptions = Object.keys(used).length === 0
    ? search.run
    : { ...search.run, figures: { ...used, ...search.run.figures } };
  // An option that no run takes is an error of the caller, and no trial that failed.
  settle(subject.settled, feeds, options);
  const named = isFeed(feeds) ? { [feeds.name]: feeds } : feeds;
  checkSpan(Object.values(named).map(feedOf), options.from, options.to);
  return {
    ...{ subject, module, feeds, options, space, search, further },
    data: sourceHash(feeds),
    code: codeHash(subject),
    optionsHash: textHash(valuesText({ options: conductless(options), spans: spansOf(named) })),
  };
}

/** Runs the subject of a study alone. */
export function runStudy(study: Study, params: Params, changes: BacktestOptions = {}): Result {
  const { subject, feeds, options } = study;
  return subject.run(feeds, { ...options, ...study.changes, ...changes }, params);
}

/** Leaves out what changes no result: the engine, and its checks. */
function conductless(options: BacktestOptions): BacktestOptions {
  const { engineBackend: _engine, libraryPath: _library, checks: _checks, ...rest } = options;
  return rest;
}

/** Returns which bars of each feed there are. */
function spansOf(feeds: Readonly<Record<string, Bars>>): unknown {
  return Object.entries(feeds).map(([name, bars]) => {
    const { length, columns: { timeUs }, trade, timeZone } = feedOf(bars);
    return [name, length, timeUs[0] ?? null, timeUs[length - 1] ?? null, trade, timeZone];
  });
}
