/**
 * Law 5, checkpoint: a core that is restored from a snapshot continues as if it had never stopped.
 *
 * @module
 */

import type { EventLog } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { EngineName } from "../../engine/backends.ts";
import { playBatches, playedDifference, playLog, playMoved } from "./played_log.ts";
import { Random } from "../random.ts";

/** Number of plays with changes of the engine, and about the number of changes in each. */
const PLAYS = 3, MOVES = 8;

/**
 * Checks law 5: takes snapshots after random events and restores each into a new engine, of the same kind or of both
 * kinds by turns. Outputs, status and final snapshot must stay equal.
 */
export function checkpointOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), { engines, seed } = resolved;
  const ways: (readonly EngineName[])[] = [...engines.map((name) => [name]), ...(engines.length > 1 ? [engines] : [])];
  return tryClaims(
    5,
    log,
    resolved,
    ways.flatMap((names) =>
      Array.from({ length: PLAYS }, (_play, play) => ({
        what: `Snapshots restored into ${names.join(" and ")} change nothing`,
        try: (tried: EventLog) =>
          playedDifference(playLog(names[0]!, tried), playBatches(names, tried, new Random(seed, play), MOVES)),
      }))
    ),
  );
}

/**
 * Checks law 5 with snapshots after some events of a log, restored in turns into every engine, whichever is the first.
 * A long log takes as many plays as a short one.
 *
 * @param places Numbers of events before the snapshots, ascending.
 */
export function snapshotsOfLog(log: EventLog, places: readonly number[], options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), { engines } = resolved;
  const turns = engines.map((_name, at) => [...engines.slice(at), ...engines.slice(0, at)]);
  return tryClaims(
    5,
    log,
    resolved,
    turns.map((names) => ({
      what: `Snapshots restored by turns into ${names.join(" and ")} change nothing`,
      try: (tried: EventLog) => playedDifference(playLog(names[0]!, tried), playMoved(names, tried, places)),
    })),
  );
}
