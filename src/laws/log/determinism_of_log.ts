/**
 * Law 2, determinism: a log that is played again gives the same result.
 *
 * @module
 */

import type { EventLog } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import { playedDifference, playLog } from "./played_log.ts";

/** Checks law 2: a second engine of each kind gives the same outputs, status and snapshot for the log. */
export function determinismOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log);
  return tryClaims(
    2,
    log,
    resolved,
    resolved.engines.map((name) => ({
      what: `A second ${name} engine says what the first one says`,
      try: (tried) => playedDifference(playLog(name, tried), playLog(name, tried)),
    })),
  );
}
