/**
 * The form in which a search lies in Redis: its prices, and all else that its trials share.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { CONTRACT_VERSION } from "../contract/contract.gen.ts";
import { MODULE_SOURCES_HASH } from "../engine/wasm/module.gen.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { isFeed } from "../run/run_input.ts";
import type { SearchBars, SearchWork, TrialJob } from "../search/executor.ts";
import { valuesText } from "../search/search_key.ts";
import type { TrialOutcome } from "../search/trial_row.ts";

/** The version of this package, as search and workers compare it: its number, and the sources of its core. */
export const PACKAGE_IDENTITY: string = `${PACKAGE_VERSION}, contract ${CONTRACT_VERSION}, core ${
  MODULE_SOURCES_HASH.slice(0, 12)
}`;

/** The parts that all trials of a search share, but the prices. */
export interface StoredSearch {
  /** Version of the package. */
  readonly version: string;
  /** Name of the module's file, for messages. */
  readonly file: string;
  /** Hash of the files of the module. */
  readonly moduleHash: string;
  /** Name of the export; absent for the only one. */
  readonly name?: string;
  /** Hash of the text of the class or the function. */
  readonly code: string;
  /** Hash of the prices. */
  readonly data: string;
  /** Options of the runs, without bars. */
  readonly options: BacktestOptions;
  /** Figures beside those that every trial keeps. */
  readonly further: readonly string[];
}

/** Bars as they are stored. */
interface StoredBars {
  /** True for one feed that stands alone, and not under a name. */
  readonly isSingle: boolean;
  readonly feeds: Readonly<Record<string, FeedData>>;
}

/** The prices of a search. */
interface StoredFeeds {
  readonly feeds: StoredBars;
  readonly feedOptions: Readonly<Record<string, StoredBars>>;
}

/** Feeds of a search, and its options that are bars. */
export type StudyFeeds = Pick<SearchWork, "feeds" | "feedOptions">;

/** Returns the feeds of a search as bytes, with their hash. */
export function packedFeeds({ feeds, feedOptions }: StudyFeeds): { readonly bytes: Uint8Array; readonly hash: string } {
  const copies = new Map<object, unknown>();
  const stored: StoredFeeds = {
    feeds: storedBars(feeds, copies),
    feedOptions: Object.fromEntries(
      Object.entries(feedOptions).map(([option, bars]) => [option, storedBars(bars, copies)]),
    ),
  };
  const bytes = serialize(stored);
  return { bytes, hash: hashOf(bytes) };
}

/** Returns the feeds that lie in bytes. */
export function unpackedFeeds(bytes: Uint8Array): StudyFeeds {
  const { feeds, feedOptions } = deserialize(bytes) as StoredFeeds;
  const options = Object.entries(feedOptions).map(([option, bars]) => [option, takenBars(bars)] as const);
  return { feeds: takenBars(feeds), feedOptions: Object.fromEntries(options) };
}

function storedBars(bars: SearchBars, copies: Map<object, unknown>): StoredBars {
  const isSingle = isFeed(bars), named = Object.entries(isSingle ? { [bars.name]: bars } : bars);
  const feeds = named.map(([name, each]) => [name, copied(feedOf(each), copies) as FeedData] as const);
  return { isSingle, feeds: Object.fromEntries(feeds) };
}

function takenBars({ isSingle, feeds }: StoredBars): SearchBars {
  const named = Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, new Bars(data)]));
  return isSingle ? Object.values(named)[0]! : named;
}

/**
 * Returns a copy whose columns have memory of their own: a column may be a view of a longer one, or lie in memory that
 * threads share.
 */
function copied(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = value instanceof Float64Array
    ? Float64Array.from(value)
    : Array.isArray(value)
    ? value.map((each) => copied(each, copies))
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each, copies)]));
  copies.set(value, copy);
  return copy;
}

/**
 * Returns the key of a search: of its code, prices and options, so that the outcome of a trial follows from it and the
 * trial's own parameters.
 */
export function searchKey({ file: _file, ...search }: StoredSearch): string {
  return hashOf(valuesText(search));
}

/** Returns the key of a trial in its search. */
export function trialKey({ params, changes }: Pick<TrialJob, "params" | "changes">): string {
  return valuesText(changes === undefined ? { params } : { params, changes });
}

/** Returns the id of a job: of its search and its trials, so that the same trials are one job. */
export function jobId(search: string, trials: readonly string[]): string {
  return hashOf(JSON.stringify([search, trials]));
}

/** Returns a search as bytes. */
export function packedSearch(search: StoredSearch): Uint8Array {
  return serialize(search);
}

/** Returns the search that lies in bytes. */
export function unpackedSearch(bytes: Uint8Array): StoredSearch {
  return deserialize(bytes) as StoredSearch;
}

/** Returns an outcome as bytes: JSON would lose the sign of a zero, and what is no number. */
export function packedOutcome(outcome: TrialOutcome): Uint8Array {
  return serialize(outcome);
}

/** Returns the outcome that lies in bytes. */
export function unpackedOutcome(bytes: Uint8Array): TrialOutcome {
  return deserialize(bytes) as TrialOutcome;
}

/** Returns trials as the text of a job. */
export function packedTrials(jobs: readonly Pick<TrialJob, "params" | "changes">[]): string {
  return serialize(jobs.map(({ params, changes }) => changes === undefined ? { params } : { params, changes }))
    .toString("base64");
}

/** Returns the trials that lie in the text of a job, in their order. */
export function unpackedTrials(text: string): readonly Pick<TrialJob, "params" | "changes">[] {
  return deserialize(Uint8Array.fromBase64(text)) as readonly Pick<TrialJob, "params" | "changes">[];
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
