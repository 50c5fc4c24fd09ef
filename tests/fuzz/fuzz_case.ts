/**
 * One random case of a fuzz: makes it, plays it in all ways, audits it, and shrinks it if it shows a fault.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { audit, notAudited } from "../../src/auditor/auditor.ts";
import { type ColumnsCase, makeColumnsCase, makeShortCase, reducedCase } from "./columns_case.ts";
import { compareColumns, compareLog } from "./comparison.ts";
import { recordsAt } from "../../src/laws/log/event_log_builder.ts";
import { type Failure, reasonOf } from "./failure.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { playWhole } from "../../src/laws/log/playback.ts";
import { makeQueueWorkload, makeSetQueueWorkload } from "./queue_workload.ts";
import { Random } from "../../src/laws/random.ts";
import { shrinkList, simplifyConfiguration, simplifyNumbers } from "../../src/laws/shrink.ts";
import { makeWorkload, type Workload } from "./workload.ts";

/** The form of a case: a log, bars in columns, or a log of the backtrader profile. */
export type CaseKind = "log" | "columns" | "queue";

/** The result of a case. */
export interface CaseOutcome {
  readonly kind: CaseKind;
  readonly audited: boolean;
  readonly config: Float64Array<ArrayBuffer>;
  readonly events: Float64Array<ArrayBuffer>;
  readonly outputs: Uint32Array;
  readonly failure: Failure | undefined;
}

/** Options of playing cases. */
export interface CaseOptions {
  readonly engines: readonly EngineName[];
  readonly seed: number;
  readonly events: number;
  /** Every case whose number is a multiple of this one is audited; 1 audits all. */
  readonly audit_every: number;
}

/** Most logs that shrinking tries. */
const SHRINK_ATTEMPTS = 2000;

/**
 * Returns the form of a case: of every eight cases two use columns, one of these for short steps, and one has the rules
 * of the queue, every other one of these with settings of the broker.
 */
export function kindOf(number: number): CaseKind {
  if (number % 4 === 3) return "columns";
  return number % 8 === 5 ? "queue" : "log";
}

/** Plays the case with a number. */
export function playCase(options: CaseOptions, number: number): CaseOutcome {
  const random = new Random(options.seed, number), comparing = random.word(), kind = kindOf(number);
  const audited = kind !== "queue" && number % options.audit_every === 0;
  if (kind === "columns") {
    const make = number % 8 === 7 ? makeShortCase : makeColumnsCase;
    return playColumns(options, number, make(random, options.events), comparing, audited);
  }
  const make = kind !== "queue" ? makeWorkload : number % 16 === 5 ? makeQueueWorkload : makeSetQueueWorkload;
  const workload = make(random, options.events), { configuration: { lanes: config }, events } = workload;
  const { outputs, difference } = examineLog(options.engines, config, events, comparing, audited);
  const failure = difference === undefined ? undefined : shrinkLog(
    workload,
    { number, found: difference, comparing },
    (tried, log) => examineLog(options.engines, tried, log, comparing, audited).difference,
  );
  return { kind, audited, config, events, outputs, failure };
}

/** Plays a log in all ways and, if requested, audits it. */
export function examineLog(
  engines: readonly EngineName[],
  config: Float64Array,
  events: Float64Array,
  comparing: number,
  audited: boolean,
): { readonly outputs: Uint32Array; readonly difference: string | undefined } {
  const compared = compareLog(engines, config, events, comparing);
  if (compared.difference !== undefined || !audited || notAudited(config) !== undefined) return compared;
  return { outputs: compared.outputs, difference: objection(engines, config, events) };
}

function objection(engines: readonly EngineName[], config: Float64Array, events: Float64Array): string | undefined {
  const found = audit(config, events, playWhole(engines[0]!, config, events));
  return found === undefined ? undefined : `The auditor objects to every engine: ${found}`;
}

/**
 * Shrinks a log that shows a fault: fewer events, then a plainer configuration, then simpler numbers.
 *
 * @param examine returns the fault of a log, or undefined; the message of an error that it throws counts as a fault
 */
export function shrinkLog(
  { configuration, events }: Workload,
  about: { readonly number: number; readonly found: string; readonly comparing: number },
  examine: (config: Float64Array, events: Float64Array) => string | undefined,
): Failure {
  const reason = reasonOf(about.found);
  const fault = (config: Float64Array, tried: Float64Array): string | undefined => {
    try {
      return examine(config, tried);
    } catch (error) {
      // The message of a rejected configuration differs from the fault, so such a case is not kept.
      return error instanceof Error ? error.message : String(error);
    }
  };
  const fails = (config: Float64Array, tried: Float64Array): boolean => {
    const difference = fault(config, tried);
    return difference !== undefined && reasonOf(difference) === reason;
  };
  const places = Array.from({ length: events.length / contract.RECORD_LANES }, (_event, place) => place);
  const listed = shrinkList(places, (each) => fails(configuration.lanes, recordsAt(events, each)), SHRINK_ATTEMPTS);
  const fewer = recordsAt(events, listed);
  const config = simplifyConfiguration(configuration.lanes, (each) => fails(each, fewer));
  const kept = simplifyNumbers(fewer, (each) => fails(config, each), SHRINK_ATTEMPTS);
  return { ...about, config, events: kept, difference: fault(config, kept)!, bars: [] };
}

function playColumns(
  options: CaseOptions,
  number: number,
  columns: ColumnsCase,
  comparing: number,
  audited: boolean,
): CaseOutcome {
  const { engines } = options, config = columns.configuration.lanes;
  const examine = (tried: ColumnsCase): { outputs: Uint32Array; difference: string | undefined } => {
    const compared = compareColumns(engines, tried, comparing);
    if (compared.difference !== undefined || !audited) return compared;
    return { outputs: compared.outputs, difference: objection(engines, config, tried.events) };
  };
  const { outputs, difference } = examine(columns);
  const outcome = { kind: "columns", audited, config, events: columns.events, outputs } as const;
  if (difference === undefined) return { ...outcome, failure: undefined };
  // A fault that also shows without columns is shrunk as a log, since then bars can be removed too.
  const as_log = (tried: Float64Array, log: Float64Array): string | undefined =>
    examineLog(engines, tried, log, comparing, audited).difference;
  const found_in_log = as_log(config, columns.events);
  if (found_in_log !== undefined) {
    return { ...outcome, failure: shrinkLog(columns, { number, found: found_in_log, comparing }, as_log) };
  }
  // The bars stay; the strategy's intents are removed as far as the fault allows.
  const reason = reasonOf(difference);
  const fails = (places: readonly number[]): boolean => {
    const found = examine(reducedCase(columns, places)).difference;
    return found !== undefined && reasonOf(found) === reason;
  };
  const kept = shrinkList(columns.steps.flatMap((step) => step.before.concat(step.after)), fails, SHRINK_ATTEMPTS / 10);
  const reduced = reducedCase(columns, kept);
  const events = recordsAt(reduced.events, reduced.steps.flatMap((step) => step.before.concat(step.after)));
  const bars = [...columns.counts];
  const shrunk = {
    number,
    found: difference,
    comparing,
    config,
    events,
    difference: examine(reduced).difference!,
    bars,
  };
  return { ...outcome, failure: shrunk };
}
