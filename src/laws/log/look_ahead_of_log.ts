/**
 * Law 8, no look-ahead: the outputs for events do not depend on later events.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  COLUMN_CLOSE,
  COLUMN_OPEN,
  CONFIG_MARKS_TO_RECORDS,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import { recordsAt } from "./event_log_builder.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type ColumnsLog, columnsOfLog, driveColumns, DRIVING_WAYS, type DrivingWay } from "./log_columns.ts";
import { type LogClaim, type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { EngineName } from "../../engine/backends.ts";
import { playedDifference, playLog } from "./played_log.ts";
import { Random } from "../random.ts";

/** Number of places at which a log is cut. */
const CUTS = 6;

/**
 * Checks law 8: cut the log after an event, and the outputs must equal those of the whole log up to there. If the log
 * has the shape of columns of bars, driving the columns up to a step must also give the same when every later bar was
 * overwritten.
 */
export function lookAheadOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), claims: LogClaim[] = [];
  for (const name of resolved.engines) {
    for (let cut = 0; cut < CUTS; cut++) {
      claims.push({
        what: `The log cut at an event gives on ${name} what the whole log had given by then`,
        try: (tried) => cutFault(name, tried, new Random(resolved.seed, cut)),
      });
    }
    for (const way of DRIVING_WAYS) {
      claims.push({
        what: `Columns driven ${way} on ${name} give the same whatever comes after a step`,
        try: (tried) => columnsFault(name, tried, way, new Random(resolved.seed, CUTS)),
      });
    }
  }
  return tryClaims(8, log, resolved, claims);
}

function cutFault(name: EngineName, log: EventLog, random: Random): ReturnType<LogClaim["try"]> {
  const count = eventsCount(log.events);
  if (count < 2) return { leftOut: "a log of one event has nothing to look ahead to" };
  const kept = 1 + random.below(count - 1);
  const cut = playLog(name, { ...log, events: recordsAt(log.events, Array.from({ length: kept }, (_e, at) => at)) });
  const whole = playLog(name, log), outputs = whole.outputs.slice(0, cut.outputs.length);
  return playedDifference({ ...whole, outputs }, cut, { state: false });
}

function columnsFault(
  name: EngineName,
  log: EventLog,
  way: DrivingWay,
  random: Random,
): ReturnType<LogClaim["try"]> {
  const columns = columnsOfLog(log);
  if ("leftOut" in columns) return columns;
  if (columns.steps.length < 2) return { leftOut: "columns of one step have nothing to look ahead to" };
  const configuration = log.configuration.slice(), until = 1 + random.below(columns.steps.length - 1);
  // Marks as records are among the outputs, so they are compared too.
  configuration[CONFIG_MARKS_TO_RECORDS] = 1;
  const expected = driveColumns(name, configuration, columns, way, until);
  const found = driveColumns(name, configuration, overwritten(columns, columns.steps[until - 1]!.timeUs), way, until);
  // The strides of the tail may have other lengths, so only the outputs up to the step are compared.
  const length = Math.min(expected.outputs.length, found.outputs.length);
  const whole = length % RECORD_WORDS === 0 && expected.outputs.length === found.outputs.length;
  return whole
    ? playedDifference({ ...expected, snapshot: new Uint8Array(0) }, { ...found, snapshot: new Uint8Array(0) })
    : playedDifference(expected, found, { state: false });
}

/** Returns the columns with the prices of every bar after a time doubled. */
function overwritten(columns: ColumnsLog, afterUs: number): ColumnsLog {
  const changed = columns.columns.slice();
  let offset = 0;
  for (const count of columns.counts) {
    for (let row = 0; row < count; row++) {
      if (changed[offset + row]! <= afterUs) continue;
      for (let column = COLUMN_OPEN; column <= COLUMN_CLOSE; column++) changed[offset + column * count + row]! *= 2;
    }
    offset += count * BAR_COLUMNS;
  }
  return { ...columns, columns: changed };
}
