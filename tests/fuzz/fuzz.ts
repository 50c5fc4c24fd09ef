/**
 * The differential fuzz: plays random and directed cases on every engine. The report of a seed is always the same.
 *
 * @module
 */

import { compareColumns, compareLog } from "./comparison.ts";
import { firstDifference } from "./difference.ts";
import { dayBehindMarketOrder, directedCases, playLastSequences } from "./directed.ts";
import { type Failure, failureLines } from "./failure.ts";
import { type CaseOptions, playCase } from "./fuzz_case.ts";
import { Histogram, type HistogramData, table, UNREACHABLE } from "./histogram.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { Transitions, UNREACHABLE_PAIRS } from "./transitions.ts";

/** Options of a fuzz. */
export interface FuzzOptions {
  /** The engines; the others are compared with the first. */
  readonly engines: readonly EngineName[];
  readonly seed: number;
  /** Number of random cases. */
  readonly cases: number;
  /** Events of a random case. */
  readonly events: number;
  /** Minutes after which no further case begins; without a limit by default. */
  readonly minutes?: number;
  /** Every case whose number is a multiple of this one is audited; all by default. */
  readonly audit_every?: number;
  /** Run this random case alone, without the check of the coverage. */
  readonly only?: number;
  /** True, the default, if the directed cases come first. Some coverage needs them. */
  readonly directed?: boolean;
  /** True if a fuzz that did not meet everything fails; false by default, as a short one cannot. */
  readonly demand_coverage?: boolean;
}

/** The result of a fuzz. */
export interface FuzzReport {
  readonly passed: boolean;
  readonly lines: readonly string[];
  readonly failure: Failure | undefined;
  /** The coverage counts as data. */
  readonly met: FuzzMet;
}

/** The coverage, and the possible cases that were not covered. */
export interface FuzzMet {
  readonly cases: number;
  readonly audited: number;
  readonly events: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly rules: Readonly<Record<string, number>>;
  readonly pairs: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
}

/** The result of a share of the cases, as data that a worker can send. */
export interface FuzzShare {
  readonly cases: number;
  readonly audited: number;
  readonly exact: HistogramData;
  readonly queue: HistogramData;
  readonly pairs: Readonly<Record<string, number>>;
  readonly failure: Failure | undefined;
}

/** A share of the cases: all numbers with the remainder `index` modulo `count`. */
export interface ShareOf {
  readonly index: number;
  readonly count: number;
}

/** Plays a share of the cases, up to the first failure. */
export function fuzzShare(options: FuzzOptions, share: ShareOf = { index: 0, count: 1 }): FuzzShare {
  const { engines, seed, events, audit_every = 1 } = options;
  const exact = new Histogram(), queue = new Histogram(), transitions = new Transitions();
  const start = performance.now(), limit_ms = (options.minutes ?? Infinity) * 60_000;
  const play: CaseOptions = { engines, seed, events, audit_every };
  let cases = 0, audited = 0, failure: Failure | undefined;
  const from = options.only ?? share.index, until = options.only === undefined ? options.cases : options.only + 1;
  for (let number = from; number < until && performance.now() - start < limit_ms; number += share.count) {
    const outcome = playCase(play, number);
    failure = outcome.failure;
    if (failure !== undefined) break;
    (outcome.kind === "queue" ? queue : exact).add(outcome.events, outcome.outputs);
    if (outcome.kind !== "queue") transitions.add(outcome.config, outcome.events, outcome.outputs);
    cases++;
    if (outcome.audited) audited++;
  }
  return { cases, audited, exact: exact.data, queue: queue.data, pairs: transitions.counts, failure };
}

/** Runs the fuzz in this thread. */
export function fuzz(options: FuzzOptions): FuzzReport {
  return reportOf(options, [fuzzShare(options)]);
}

/** Merges shares. Of two failures the one with the lower case number counts, since the order of time is random. */
export function reportOf(options: FuzzOptions, shares: readonly FuzzShare[]): FuzzReport {
  const exact = new Histogram(), queue = new Histogram(), pairs = new Map<string, number>();
  let fault: string[] | undefined;
  if (options.only === undefined && options.directed !== false) fault = runDirected(options.engines, exact, pairs);
  for (const share of shares) {
    exact.merge(share.exact);
    queue.merge(share.queue);
    for (const [pair, count] of Object.entries(share.pairs)) pairs.set(pair, (pairs.get(pair) ?? 0) + count);
  }
  const sum = (count: (share: FuzzShare) => number): number => shares.reduce((all, share) => all + count(share), 0);
  const cases = sum((share) => share.cases), audited = sum((share) => share.audited);
  const failures = shares.flatMap(({ failure }) => failure ?? []).sort((one, other) => one.number - other.number);
  const missing = [
    ...exact.missing(),
    ...queue.missingOfQueue(),
    ...new Transitions(Object.fromEntries(pairs)).missing(),
  ];
  const { reasons, rules } = exact.data.tables;
  const met: FuzzMet = {
    cases,
    audited,
    events: exact.events + queue.events,
    reasons: Object.fromEntries(reasons),
    rules: Object.fromEntries(rules),
    pairs: Object.fromEntries(pairs),
    missing,
  };
  const title = `fuzz of ${options.engines.join(" and ")}, seed ${options.seed}`, failure = failures[0];
  if (fault !== undefined) return { passed: false, lines: [title, ...fault], failure: undefined, met };
  if (failure !== undefined) {
    return { passed: false, lines: [title, ...failureLines(failure, options.seed)], failure, met };
  }
  const lines = [
    `${title}, ${cases} cases`,
    `${audited} cases audited; not those of the backtrader profile, where the order of operations is the truth`,
    ...exact.lines(),
    ...table("pairs of state and event", pairs),
    ...(queue.events > 0 ? ["of the backtrader profile:", ...queue.lines()] : []),
  ];
  if (options.only !== undefined) return { passed: true, lines: [...lines, "no difference"], failure, met };
  const unmet = unmetOf(exact, missing), passed = unmet.length === 0 || options.demand_coverage !== true;
  lines.push("not asked for:", ...unreachableLines());
  if (unmet.length === 0) lines.push("no difference, and every reason, fill rule and pair was met");
  else if (passed) lines.push(...unmet, "no difference in what was met; with --demand-coverage this would fail");
  else lines.push(...unmet);
  return { passed, lines, failure, met };
}

/** Returns what a fuzz without a difference did not meet, in sentences. */
function unmetOf(exact: Histogram, missing: readonly string[]): string[] {
  const unmet: string[] = [];
  if (exact.changing * 5 < exact.events) unmet.push("Fewer than a fifth of the events changed the state");
  if (missing.length > 0) unmet.push(`Not met: ${missing.join(", ")}`);
  return unmet;
}

/** Returns the impossible coverage as lines, by reason. */
function unreachableLines(): string[] {
  const by_reason = new Map<string, string[]>();
  for (const [name, why] of Object.entries({ ...UNREACHABLE, ...UNREACHABLE_PAIRS })) {
    by_reason.set(why, [...by_reason.get(why) ?? [], name]);
  }
  return [...by_reason].map(([why, names]) => `  ${names.join(", ")}: ${why}`);
}

/** Runs the directed cases; returns the text of a difference, if there is one. */
function runDirected(
  engines: readonly EngineName[],
  histogram: Histogram,
  pairs: Map<string, number>,
): string[] | undefined {
  const transitions = new Transitions();
  for (const { name, config, events } of directedCases()) {
    const { outputs, difference } = compareLog(engines, config, events, 1);
    if (difference !== undefined) return [`directed case "${name}": ${difference}`];
    histogram.add(events, outputs, "directed");
    transitions.add(config, events, outputs);
  }
  const day = dayBehindMarketOrder(), driven = compareColumns(engines, day, 1);
  if (driven.difference !== undefined) return [`directed case "a day behind a market order": ${driven.difference}`];
  histogram.add(day.events, driven.outputs, "directed");
  const last = engines.map((engine) => playLastSequences(engine));
  for (const { events, played } of last) {
    const difference = firstDifference(last[0]!.played, played, events);
    if (difference !== undefined) return [`directed case "the last sequences": ${difference}`];
  }
  histogram.add(last[0]!.events, last[0]!.played.outputs, "directed");
  for (const [pair, count] of Object.entries(transitions.counts)) pairs.set(pair, count);
  return undefined;
}
