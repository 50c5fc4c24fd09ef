/**
 * Law 5, checkpoint: a core that is restored from a snapshot continues as if it had never stopped.
 *
 * @module
 */

import type { EventLog } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { EngineName } from "../../engine/backends.ts";
import { playBatches, playedDifference, playLog } from "./played_log.ts";
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
