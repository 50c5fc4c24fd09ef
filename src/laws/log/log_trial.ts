/**
 * Checks a law on an event log, claim by claim, and shrinks the log that breaks a claim.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { isOptions, takenOptions } from "../../options.ts";
import { recordsAt } from "./event_log_builder.ts";
import { type EventLog, eventsCount, eventText, type LogFault } from "./event_log.ts";
import { type LawNumber, type LawReport, LawTrial } from "../law_report.ts";
import { type EngineName, enginesHere } from "../../engine/backends.ts";
import { shrinkList } from "../shrink.ts";

/** Options of the laws over event logs. */
export interface LogLawOptions {
  /** The engines to try; by default all that are available. */
  readonly engines?: readonly EngineName[];
  /** Seed of the random choices, such as the ends of batches; 1 by default. */
  readonly seed?: number;
  /** Most smaller logs that the search for the smallest counter-example tries; 500 by default. */
  readonly attempts?: number;
}

/** A claim on a log. */
export interface LogClaim {
  /** The claim in words. */
  readonly what: string;
  /**
   * Checks the claim: returns a fault, undefined if it holds, or the reason why it cannot be tried. The log may be a
   * part of the whole one.
   */
  readonly try: (log: EventLog) => LogFault | undefined | { readonly leftOut: string };
}

/** Options with all defaults filled in. */
export interface ResolvedLogOptions {
  readonly engines: readonly EngineName[];
  readonly seed: number;
  readonly attempts: number;
}

/** Most events of a smallest case that are written out. */
const EVENTS_WRITTEN = 40;

const OPTION_NAMES: readonly string[] = ["engines", "seed", "attempts"];

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} if an option is unknown, or the log is none
 * @throws {RangeError} if an option is out of range
 */
export function resolveLogOptions(options: LogLawOptions, log: EventLog): ResolvedLogOptions {
  if (!isOptions(log) || !(log.events instanceof Float64Array) || !(log.configuration instanceof Float64Array)) {
    throw new TypeError(`Cannot try a law on ${inspected(log, 0)}: pass what eventLogOf returns`);
  }
  const { engines = enginesHere(), seed = 1, attempts = 500 } = takenOptions(options, OPTION_NAMES, {
    noObject: (shown) => `Cannot try a law with ${shown}: pass an object, such as { seed: 1 }`,
    unknown: (name) => `Cannot try a law with option ${inspected(name)}: the options are ${OPTION_NAMES.join(", ")}`,
  });
  if (!Array.isArray(engines)) {
    throw new TypeError(`Cannot try a law on engines ${inspected(engines, 0)}: pass an array of typescript and rust`);
  }
  for (const [name, count] of [["seed", seed], ["attempts", attempts]] as const) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new RangeError(`Cannot use ${name} ${inspected(count, 0)}: it is a whole number from 0 on`);
  }
  if (engines.length === 0) throw new RangeError("Cannot try a law on no engine: name one of typescript and rust");
  return { engines, seed, attempts };
}

/** Checks claims until one fails. */
export function tryClaims(
  law: LawNumber,
  log: EventLog,
  options: ResolvedLogOptions,
  claims: readonly LogClaim[],
): LawReport {
  const trial = new LawTrial(law), count = eventsCount(log.events);
  const tried = `${count} events on ${options.engines.join(" and ")}`;
  for (const claim of claims) {
    const fault = claim.try(log);
    if (fault === undefined) trial.held();
    else if ("leftOut" in fault) trial.leaveOut(fault.leftOut);
    else return fail(trial, log, options, claim, fault);
  }
  return trial.end(`${trial.cases} claims on ${tried}`);
}

function fail(
  trial: LawTrial,
  log: EventLog,
  { attempts }: ResolvedLogOptions,
  claim: LogClaim,
  fault: LogFault,
): LawReport {
  const count = eventsCount(log.events), places = Array.from({ length: count }, (_event, place) => place);
  const faultOf = (kept: readonly number[]): LogFault | undefined => {
    const found = claim.try({ configuration: log.configuration, events: recordsAt(log.events, kept) });
    return found === undefined || "leftOut" in found ? undefined : found;
  };
  const kept = shrinkList(places, (tried) => faultOf(tried) !== undefined, attempts);
  const events = recordsAt(log.events, kept), smallest = faultOf(kept) ?? fault;
  const told = kept.slice(0, EVENTS_WRITTEN).map((_place, at) => `${at + 1} ${eventText(events, at)}`);
  const more = kept.length > EVENTS_WRITTEN ? [`and ${kept.length - EVENTS_WRITTEN} more`] : [];
  const known = fault.event >= 1 && fault.event <= count;
  return trial.fail(`claim ${trial.cases + 1}: ${claim.what}`, {
    what: claim.what,
    place: known ? `event ${fault.event}, ${eventText(log.events, fault.event - 1)}` : "the end of the log",
    expected: smallest.expected,
    found: smallest.found,
    ...(known ? { event: fault.event } : {}),
    smallest: `${kept.length} of ${count} events`,
    size: kept.length,
    events: [...told, ...more],
  });
}
