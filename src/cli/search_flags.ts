/**
 * The flags by which a command line says what is searched, and their reading.
 *
 * @module
 */

import type { NeededPermission } from "./command.ts";
import { figures } from "../analyzers/figures.ts";
import type { Bars } from "../feeds/bars.ts";
import { ledger } from "../search/ledger.ts";
import { loadModule, moduleAddress } from "../search/module_subject.ts";
import type { OptimizeOptions } from "../search/search_options.ts";
import type { ModuleSubject } from "../search/subject.ts";
import { KEPT_FIGURES } from "../search/trial_figures.ts";
import type { Params } from "../strategy/strategy.ts";
import { ENGINE_FLAG, engineOption } from "./engine_flag.ts";
import type { CommandLine, Flag } from "./flags.ts";
import type { Progress } from "./progress.ts";
import { FEED_FLAGS, FEED_PERMISSION, readFeeds } from "./read_feeds.ts";
import { accountOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { readComparisons, readSearched } from "./searched_params.ts";
import { readParams } from "./strategy_params.ts";
import { UsageError } from "./usage_error.ts";

/** Flags of what is tried, and by what it is ranked. */
export const SEARCH_FLAGS: readonly Flag[] = [
  {
    name: "param",
    value: "NAME=VALUES",
    multiple: true,
    summary: "Values to try of a parameter: FROM:TO:STEP with both ends, as fast=5:50:5, or a list, as slow=20,50.",
  },
  {
    name: "where",
    value: "COMPARISON",
    multiple: true,
    summary: 'Combinations to try, such as "fast<slow"; all by default.',
  },
  {
    name: "objective",
    value: "FIGURE",
    summary: "Figure to rank by, or one that the module exports; sharpe by default.",
  },
  {
    name: "direction",
    value: "HOW",
    choices: ["maximize", "minimize"],
    summary: "Whether the highest or the lowest is the best; by default the lowest of figures such as maxDrawdown.",
  },
  {
    name: "accept",
    value: "COMPARISON",
    multiple: true,
    summary: 'Trials to rank, by their figures, such as "tradesClosed>=30"; all by default.',
  },
  {
    name: "method",
    value: "HOW",
    choices: ["grid", "random"],
    summary: "All combinations, the default, or random ones.",
  },
  { name: "trials", value: "N", summary: "Number of random trials." },
  { name: "seed", value: "S", summary: "Seed of random trials; 1 by default." },
  {
    name: "workers",
    value: "N",
    summary: "Number of threads; one for each processor by default, 0 for this one alone.",
  },
  { name: "ledger", value: "FILE", summary: "Add the trials to a ledger, which counts them over all searches." },
];

/** Flags of the prices, the account and the engine of a search. */
export const SEARCHED_FLAGS: readonly Flag[] = [...FEED_FLAGS, ...RUN_FLAGS, ENGINE_FLAG];

/** Permissions that a search needs, without those of the files that it writes. */
export const SEARCH_PERMISSIONS: readonly NeededPermission[] = [
  { flag: "--allow-read=.", purpose: "the strategy's modules and the prices, wherever they lie" },
  FEED_PERMISSION,
  {
    flag: "--allow-read, --allow-ffi",
    purpose: 'of the folder of the Rust library, for the Rust engine; "doctor" tells which one that is',
  },
];

/** A search as a command line says it. */
export interface SearchLine {
  readonly module: ModuleSubject;
  readonly feeds: Bars | Readonly<Record<string, Bars>>;
  readonly options: Omit<OptimizeOptions<Params, Params>, "resume" | "onProgress">;
}

/**
 * Reads what is searched.
 *
 * @throws {UsageError} If a flag cannot be used.
 */
export async function readSearch(line: CommandLine, progress: Progress): Promise<SearchLine> {
  const name = line.value("export");
  const module = { module: line.operands[0]!, ...(name === undefined ? {} : { name }) };
  const { subject: { defaults } } = await loadModule(moduleAddress(module), name);
  const fixed = Object.entries(readParams(line.values("params"), defaults ?? {}));
  const params = {
    ...Object.fromEntries(fixed.map(([each, value]) => [each, [value]])),
    ...readSearched(line.values("param"), defaults),
  };
  if (line.values("param").length === 0) throw new UsageError("Cannot search without --param NAME=VALUES");
  const feeds = await readFeeds(line, progress), names = Object.keys(feeds), objective = line.value("objective");
  const direction = line.value("direction");
  const accept = readComparisons(line.values("accept"), "accept", Object.keys(figures));
  const where = readComparisons(line.values("where"), "where", Object.keys(params)), ledgerPath = line.value("ledger");
  return {
    module,
    feeds: names.length === 1 ? feeds[names[0]!]! : feeds,
    options: {
      ...accountOptions(line),
      ...engineOption(line),
      ...numbersOf(line, ["trials", "seed", "workers"]),
      params,
      keep: keptOf(line.values("accept")),
      ...(objective === undefined ? {} : { objective }),
      ...(direction === undefined ? {} : { direction: direction as "maximize" | "minimize" }),
      ...(line.value("method") === "random" ? { method: "random" } : {}),
      ...(accept === undefined ? {} : { accept }),
      ...(where === undefined ? {} : { where }),
      ...(ledgerPath === undefined ? {} : { ledger: ledger(ledgerPath) }),
    },
  };
}

/** Returns the figures of comparisons that a row does not keep by itself. */
function keptOf(comparisons: readonly string[]): string[] {
  const names = comparisons.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []);
  return [...new Set(names)].filter((name) =>
    Object.hasOwn(figures, name) && !(KEPT_FIGURES as readonly string[]).includes(name)
  );
}
