/**
 * The differential fuzz: random and directed cases through every engine, with a report that is the same for one seed.
 *
 * @module
 */

import { RECORD_WORDS } from "../../src/contract/contract.gen.ts";
import { type ColumnsCase, makeColumnsCase, reducedCase } from "./columns_case.ts";
import { compareColumns, compareLog } from "./comparison.ts";
import { describeEvent } from "./describe.ts";
import { firstDifference } from "./difference.ts";
import { dayBehindMarketOrder, directedCases, playLastSequences } from "./directed.ts";
import { recordsAt } from "./event_log.ts";
import { Histogram, UNREACHABLE } from "./histogram.ts";
import type { EngineName } from "./playback.ts";
import { Random } from "./random.ts";
import { shrinkList } from "./shrink.ts";
import { makeWorkload } from "./workload.ts";

/** What to fuzz. */
export interface FuzzOptions {
  /** First among equals on the list is what the others are compared with. */
  readonly engines: readonly EngineName[];
  readonly seed: number;
  /** Number of random cases. */
  readonly cases: number;
  /** Events of a random case. */
  readonly events: number;
  /** Minutes after which no further case begins; without a limit by default. */
  readonly minutes?: number;
  /** Run this random case alone, and do not ask what was met. */
  readonly only?: number;
  /** Whether the directed cases come first, without which not everything can be met; true by default. */
  readonly directed?: boolean;
}

/** What came of it. */
export interface FuzzReport {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

/** Shrinking tries at most so many logs. */
const SHRINK_ATTEMPTS = 2000;
/** A shrunk log is printed up to so many events. */
const PRINTED_EVENTS = 60;

/** Runs the fuzz. */
export function fuzz(options: FuzzOptions): FuzzReport {
  const { engines, seed } = options;
  const histogram = new Histogram();
  const title = `fuzz of ${engines.join(" and ")}, seed ${seed}`;
  if (options.only === undefined && options.directed !== false) {
    const fault = runDirected(engines, histogram);
    if (fault !== undefined) return { passed: false, lines: [title, ...fault] };
  }
  const start = performance.now(), limit_ms = (options.minutes ?? Infinity) * 60_000;
  let done = 0;
  const from = options.only ?? 0, until = options.only === undefined ? options.cases : options.only + 1;
  for (let number = from; number < until && performance.now() - start < limit_ms; number++) {
    const fault = runCase(options, number, histogram);
    if (fault !== undefined) return { passed: false, lines: [title, ...fault] };
    done++;
  }
  const lines = [`${title}, ${done} cases`, ...histogram.lines()];
  if (options.only !== undefined) return { passed: true, lines: [...lines, "no difference"] };
  const faults = faultsOf(histogram);
  const unreachable = Object.entries(UNREACHABLE).map(([name, why]) => `  ${name}: ${why}`);
  lines.push("not asked for:", ...unreachable);
  lines.push(faults.length === 0 ? "no difference, and every reason and fill rule was met" : faults.join("\n"));
  return { passed: faults.length === 0, lines };
}

/** What a fuzz without a difference may still lack. */
function faultsOf(histogram: Histogram): string[] {
  const faults: string[] = [];
  if (histogram.changing * 5 < histogram.events) faults.push("Fewer than a fifth of the events changed the state");
  const missing = histogram.missing();
  if (missing.length > 0) faults.push(`Not met: ${missing.join(", ")}`);
  return faults;
}

function runDirected(engines: readonly EngineName[], histogram: Histogram): string[] | undefined {
  for (const { name, config, events } of directedCases()) {
    const { outputs, difference } = compareLog(engines, config, events, 1);
    if (difference !== undefined) return [`directed case "${name}": ${difference}`];
    histogram.add(events, outputs, "directed");
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
  return undefined;
}

/** Every fourth case goes through columns. Returns what to print when something differs. */
function runCase(options: FuzzOptions, number: number, histogram: Histogram): string[] | undefined {
  const { engines, seed } = options, random = new Random(seed, number), comparing = random.word();
  if (number % 4 === 3) {
    const columns = makeColumnsCase(random, options.events);
    const { outputs, difference } = compareColumns(engines, columns, comparing);
    if (difference !== undefined) return columnsFault(engines, columns, comparing, number, difference);
    histogram.add(columns.events, outputs);
    return undefined;
  }
  const { configuration: { lanes }, events } = makeWorkload(random, options.events);
  const { outputs, difference } = compareLog(engines, lanes, events, comparing);
  if (difference === undefined) {
    histogram.add(events, outputs);
    return undefined;
  }
  const differs = (places: readonly number[]): boolean =>
    compareLog(engines, lanes, recordsAt(events, places), comparing).difference !== undefined;
  const kept = recordsAt(events, shrinkList(placesOf(events), differs, SHRINK_ATTEMPTS));
  const shrunk = compareLog(engines, lanes, kept, comparing).difference!;
  return [`case ${number}: ${difference}`, ...shrunkLines(lanes, kept, shrunk)];
}

function columnsFault(
  engines: readonly EngineName[],
  columns: ColumnsCase,
  comparing: number,
  number: number,
  difference: string,
): string[] {
  // The bars stay; what the strategy asks for is left out as far as the fault allows.
  const differs = (places: readonly number[]): boolean =>
    compareColumns(engines, reducedCase(columns, places), comparing).difference !== undefined;
  const kept = shrinkList(columns.steps.flatMap((step) => step.after), differs, SHRINK_ATTEMPTS / 10);
  const reduced = reducedCase(columns, kept);
  const shrunk = compareColumns(engines, reduced, comparing).difference!;
  const asked = recordsAt(reduced.events, reduced.steps.flatMap((step) => step.after));
  return [
    `case ${number}, from columns: ${difference}`,
    ...shrunkLines(columns.configuration.lanes, asked, shrunk),
    `  with ${columns.counts.join(" and ")} bars`,
  ];
}

function placesOf(events: Float64Array): number[] {
  return Array.from({ length: events.length * 2 / RECORD_WORDS }, (_event, place) => place);
}

function shrunkLines(config: Float64Array, events: Float64Array, difference: string): string[] {
  const words = new Uint32Array(events.buffer, events.byteOffset, events.length * 2);
  const lines = [`shrunk to ${events.length * 2 / RECORD_WORDS} events: ${difference}`];
  for (let word = 0; word < Math.min(words.length, PRINTED_EVENTS * RECORD_WORDS); word += RECORD_WORDS) {
    lines.push(`  ${word / RECORD_WORDS + 1} ${describeEvent(words.subarray(word, word + RECORD_WORDS))}`);
  }
  lines.push(`  configuration ${config.join(",")}`);
  return lines;
}
