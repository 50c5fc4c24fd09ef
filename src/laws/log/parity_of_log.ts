/**
 * Law 1, parity: both engines give the same results for a log, byte for byte.
 *
 * @module
 */

import type { EventLog } from "./event_log.ts";
import { type LawReport, notApplicable } from "../law_report.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import { playedDifference, playLog } from "./played_log.ts";

/** Checks law 1: outputs, status and snapshot of every engine equal those of the first. */
export function parityOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), [first, ...others] = resolved.engines;
  if (others.length === 0) return notApplicable(1, `there is one engine alone, ${first}`);
  return tryClaims(
    1,
    log,
    resolved,
    others.map((name) => ({
      what: `${name} says what ${first} says`,
      try: (tried) => playedDifference(playLog(first!, tried), playLog(name, tried)),
    })),
  );
}
