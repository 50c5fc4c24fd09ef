/**
 * Law 4, replay: the log of a run is enough to reproduce every hash, and it is the log of that run.
 *
 * @module
 */

import {
  EVENT_BAR,
  EVENT_CANCEL,
  EVENT_CASH,
  EVENT_DIVIDEND,
  EVENT_FUNDING,
  EVENT_HALT,
  EVENT_NO_OP,
  EVENT_PLACE,
  EVENT_POSITION_READ,
  EVENT_REPLACE,
  EVENT_RISK,
  EVENT_SHUTDOWN,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_STEP,
  EVENT_TRANSFER,
  LANE_KIND,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { BACKENDS, ENGINE_NAMES, enginesHere } from "../../engine/backends.ts";
import type { Bars } from "../../feeds/bars.ts";
import { replay } from "../../replay/replay.ts";
import { ReplayLogReader } from "../../replay/replay_log_reader.ts";
import { type Params, Strategy, type StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial } from "../law_report.ts";
import { eventLogOf, eventsCount, eventText, filteredEvents } from "../log/event_log.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { describeReplayDifference } from "../replay_difference_text.ts";
import { commitsIn } from "./commit_log.ts";
import { makeRun } from "./run_outcome.ts";
import { type LoggedRun, type ProveOptions, TriedRun } from "./tried_run.ts";

/** Kinds of events that the data and the options make. All others in the log of a backtest are the strategy's. */
const DATA: ReadonlySet<number> = new Set([
  ...[EVENT_BAR, EVENT_STEP, EVENT_CASH, EVENT_FUNDING, EVENT_DIVIDEND, EVENT_SPLIT, EVENT_SPREAD, EVENT_HALT],
]);
const INTENTS: ReadonlySet<number> = new Set([
  ...[EVENT_PLACE, EVENT_CANCEL, EVENT_REPLACE, EVENT_RISK, EVENT_NO_OP, EVENT_POSITION_READ, EVENT_TRANSFER],
  EVENT_SHUTDOWN,
]);

/** A log that is not the log of its run. */
interface LogMismatch {
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Checks law 4: every available engine replays the events of the run's log and must reproduce every output and every
 * hash. The log is kept in memory.
 *
 * The log itself is checked in this process: it must have the configuration and the bars of the run, nothing beside
 * them but intents, and at each COMMIT the hashes that the run told. So a process that told of another run than the one
 * it made is found out, and with it a strategy that tampers with what measures it.
 */
export async function replayOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryReplay(await TriedRun.prepare(strategy, feeds, options));
}

/** Checks law 4 on a run that was already made. */
export async function tryReplay(run: TriedRun): Promise<LawReport> {
  const trial = new LawTrial(4), logged = await run.logged(), { window, made, log } = logged;
  const engines = enginesHere(), { events } = made.outcome.rows!;
  const tried = `the log of ${events} events, with the bars and hashes of the run, on ${engines.join(" and ")}`;
  const end = { smallest: run.windowText(window), size: window.until };
  const mismatch = mismatchOf(run, logged);
  if (mismatch !== undefined) {
    return trial.fail(tried, { what: "The log of the run is the log of this run", ...mismatch, ...end });
  }
  for (const engineBackend of engines) {
    const report = replay(log, { engineBackend, environmentOverride: false });
    if (report.equal) {
      trial.held();
      continue;
    }
    const { event } = report.difference!, [expected, found] = describeReplayDifference(report.difference!);
    const what = `The log of the run, replayed on ${engineBackend}, gives what it has`;
    return trial.fail(tried, { what, place: `event ${event}`, expected, found, event, ...end });
  }
  if (window.until < run.steps) {
    trial.leaveOut(`bars after the first ${window.until}, to keep the log in memory`);
    trial.leaveOut("whether the log has the hashes of the whole run, as it is that of its first bars");
  } else if (run.unsteady !== undefined) {
    trial.leaveOut("whether the log has the hashes of the first run, as the strategy does not repeat");
  }
  for (const name of ENGINE_NAMES) {
    if (!engines.includes(name)) trial.leaveOut(`the ${BACKENDS[name].title} engine, as there is none here`);
  }
  return trial.end(tried);
}

/** Returns what in a log is not of its run. */
export function mismatchOf(run: TriedRun, { made, log, events }: LoggedRun): LogMismatch | undefined {
  // The bars of the run as this process packs them, from a strategy that does nothing.
  class Idle extends Strategy {}
  const { params: _params, ...options } = run.options;
  const idle = makeRun(Idle, {
    feeds: made.feeds,
    options: { ...options, engineBackend: "typescript" },
    wants: { log: true },
  });
  if (idle.log === undefined) throw new Error(`Cannot write the log of the bars: ${idle.failure?.message}`);
  const own = eventLogOf(idle.log);
  for (const [lane, expected] of own.configuration.entries()) {
    const found = events.configuration[lane];
    if (Object.is(expected, found)) continue;
    return { place: `lane ${lane} of the configuration`, expected: `${expected}`, found: `${found}` };
  }
  const kindOf = (words: Uint32Array): number => words[LANE_KIND]!;
  const strange = filteredEvents(events.events, (words) => !DATA.has(kindOf(words)) && !INTENTS.has(kindOf(words)));
  if (strange.length > 0) {
    return {
      place: "an event",
      expected: "bars, steps, events of the account and intents alone",
      found: eventText(strange, 0),
    };
  }
  const isData = (words: Uint32Array): boolean => DATA.has(kindOf(words));
  const expected = filteredEvents(own.events, isData), found = filteredEvents(events.events, isData);
  const record = firstOther(wordsOf(expected), wordsOf(found));
  if (record >= 0) {
    const text = (of: Float64Array): string => record < eventsCount(of) ? eventText(of, record) : "nothing";
    return { place: `event ${record + 1} of the data`, expected: text(expected), found: text(found) };
  }
  return run.unsteady === undefined && made.feeds === run.feeds ? otherHash(run, log) : undefined;
}

/** Returns the index of the first record that two lists do not share, or -1. */
function firstOther(one: Uint32Array, other: Uint32Array): number {
  const length = Math.min(one.length, other.length);
  for (let word = 0; word < length; word++) if (one[word] !== other[word]) return Math.floor(word / RECORD_WORDS);
  return one.length === other.length ? -1 : length / RECORD_WORDS;
}

/** Returns the first COMMIT of a log that has other hashes than the run told. */
function otherHash(run: TriedRun, log: Uint8Array): LogMismatch | undefined {
  const commits: number[] = [], told = run.base.chains;
  for (const chunk of new ReplayLogReader(log).chunks()) {
    if (chunk.kind === "outputs") { for (const word of commitsIn(chunk.floats, chunk.count)) commits.push(word); }
  }
  const text = (words: ArrayLike<number>, step: number): string =>
    4 * step >= words.length ? "no COMMIT" : Array.from({ length: 4 }, (_word, at) => words[4 * step + at]).join(" ");
  let bar = 0;
  for (let step = 0; 4 * step < Math.max(commits.length, told.length); step++) {
    while (bar < run.steps - 1 && run.engineSteps(bar) <= step) bar++;
    const expected = text(told, step), found = text(commits, step);
    if (expected !== found) {
      return { place: run.stepText(bar), expected: `hashes ${expected}`, found: `hashes ${found}` };
    }
  }
  return undefined;
}
