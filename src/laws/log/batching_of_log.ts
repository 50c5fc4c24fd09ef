/**
 * Law 3, batching: the batches of a log and the conduct of the engine change no result.
 *
 * @module
 */

import {
  CONFIG_CHAIN,
  CONFIG_CHECKS,
  CONFIG_INPUT_HASH,
  CONFIG_MARKS_TO_RECORDS,
  OUT_MARK_CASH,
  OUT_MARK_VALUE,
  OUTPUT_MARK,
  RECORD_LANES,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
} from "../../contract/contract.gen.ts";
import type { EventLog } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { columnsOfLog, driveColumns, type DrivenLog, DRIVING_WAYS } from "./log_columns.ts";
import { type LogClaim, type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { LogFault } from "./event_log.ts";
import type { EngineName } from "../../engine/backends.ts";
import {
  isNotice,
  outputsOf,
  outputsOnly,
  playBatches,
  playedDifference,
  type PlayedLog,
  playLog,
} from "./played_log.ts";
import { Random } from "../random.ts";

/** Number of random splits of a log. */
const SPLITS = 3;

/** The conduct settings that are turned off one by one, each with its name in messages. */
const CONDUCT: readonly (readonly [number, string])[] = [
  [CONFIG_MARKS_TO_RECORDS, "marks as columns instead of records"],
  [CONFIG_CHECKS, "unchecked invariants"],
  [CONFIG_INPUT_HASH, "no input hash"],
  [CONFIG_CHAIN, "no state chain"],
];

/**
 * Checks law 3: random batches, and each conduct setting turned off. If the log has the shape of columns of bars, the
 * same bars are also pulled from columns step by step, to the horizon and in strides.
 */
export function batchingOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), claims: LogClaim[] = [];
  for (const name of resolved.engines) {
    for (let split = 0; split < SPLITS; split++) {
      claims.push({
        what: `Batches change nothing on ${name}`,
        try: (tried) =>
          playedDifference(playLog(name, tried), playBatches([name], tried, new Random(resolved.seed, split), 0)),
      });
    }
    for (const [lane, what] of CONDUCT) {
      claims.push({
        what: `Conduct changes nothing on ${name}: ${what}`,
        try: (tried) => conductFault(name, tried, lane),
      });
    }
    claims.push(...columnsClaims(name));
  }
  return tryClaims(3, log, resolved, claims);
}

/** Returns the log with every conduct setting turned on. */
function fullyConducted({ configuration, events }: EventLog): EventLog {
  const lanes = configuration.slice();
  for (const [lane] of CONDUCT) lanes[lane] = 1;
  return { configuration: lanes, events };
}

function conductFault(name: EngineName, log: EventLog, lane: number): LogFault | undefined {
  const full = fullyConducted(log), conduct = full.configuration.slice();
  conduct[lane] = 0;
  const expected = playLog(name, full), found = playLog(name, { configuration: conduct, events: log.events });
  const notices = playedDifference(outputsOnly(expected, isNotice), outputsOnly(found, isNotice), { state: false });
  if (notices !== undefined || lane === CONFIG_CHAIN) return notices;
  const chain = chainFault(expected, found);
  // The input hash is the only conduct setting that a snapshot contains.
  if (chain !== undefined || lane === CONFIG_INPUT_HASH) return chain;
  return playedDifference(
    { ...expected, outputs: new Uint32Array(0) },
    { ...found, outputs: new Uint32Array(0) },
  );
}

function chainFault(expected: PlayedLog, found: PlayedLog): LogFault | undefined {
  const [one, other] = [expected, found].map(({ status, how }) =>
    `chain ${status[STATUS_CHAIN_LOW]} ${status[STATUS_CHAIN_HIGH]}, ` +
    `marks ${status[STATUS_MARK_LOW]} ${status[STATUS_MARK_HIGH]} (${how})`
  ) as [string, string];
  const same = one.replace(/ \(.*/, "") === other.replace(/ \(.*/, "");
  return same ? undefined : { event: 0, expected: one, found: other };
}

function columnsClaims(name: EngineName): LogClaim[] {
  return DRIVING_WAYS.map((way) => ({
    what: `Advancing over columns ${way} on ${name} equals applying the same bars`,
    try: (log) => {
      const full = fullyConducted(log), columns = columnsOfLog(full);
      if ("leftOut" in columns) return columns;
      const expected = playLog(name, full), driven = driveColumns(name, full.configuration, columns, way);
      const difference = playedDifference(expected, driven);
      if (difference !== undefined) return difference;
      const quiet = full.configuration.slice();
      quiet[CONFIG_MARKS_TO_RECORDS] = quiet[CONFIG_INPUT_HASH] = quiet[CONFIG_CHECKS] = 0;
      const silent = driveColumns(name, quiet, columns, way);
      const notices = playedDifference(outputsOnly(expected, isNotice), outputsOnly(silent, isNotice), {
        state: false,
      });
      return notices ?? chainFault(expected, silent) ?? marksFault(expected, driven) ?? marksFault(expected, silent);
    },
  }));
}

/** Compares the marks that were written to columns with those of the records. */
function marksFault(expected: PlayedLog, { marks, how }: DrivenLog): LogFault | undefined {
  const records = new Float64Array(outputsOf(expected.outputs, (kind) => kind === OUTPUT_MARK).buffer);
  const steps = marks.length / 2;
  for (let step = 0; step < steps; step++) {
    for (const [lane, column] of [[OUT_MARK_CASH, 0], [OUT_MARK_VALUE, steps]] as const) {
      const record = records[step * RECORD_LANES + lane];
      if (Object.is(record, marks[column + step])) continue;
      const what = `mark ${lane} of step ${step + 1}`;
      return { event: 0, expected: `${what} ${record}`, found: `${what} ${marks[column + step]} (${how})` };
    }
  }
  return undefined;
}
