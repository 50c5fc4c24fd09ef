/**
 * Law 6, idempotency: reports of a venue may arrive twice, late, or in another order.
 *
 * @module
 */

import { OUT_CAUSE, OUT_CODE, OUTPUT_REFUSAL, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { deliveredReordered, deliveredTwice, findReports, type Reports } from "./delivered_log.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type LogClaim, type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { LogFault } from "./event_log.ts";
import type { EngineName } from "../../engine/backends.ts";
import { isTrade, outputsOf, type PlayedLog, playLog } from "./played_log.ts";
import { Random } from "../random.ts";
import { stateDigest } from "./state_digest.ts";

/** Number of random deliveries of each kind. */
const DRAWS = 3;

/**
 * Checks law 6. Fills and order reports are delivered again, at once or at the end of the log. Order reports, the answers
 * to replacements among them, are moved among the fills of the same order at the same time. Orders, positions, round
 * trips and cash must end in the same state, and a repeated report may cause nothing but diagnostics. Not applicable to a
 * log without such reports.
 */
export function idempotencyOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), claims: LogClaim[] = [];
  for (const name of resolved.engines) {
    for (let draw = 0; draw < DRAWS; draw++) {
      claims.push(
        { what: `Reports that come twice on ${name} end in the same state`, try: (tried) => twice(name, tried, draw) },
        {
          what: `Order reports that overtake the fills or fall behind them on ${name} end in the same state`,
          try: (tried) => reordered(name, tried, draw),
        },
      );
    }
  }
  const twice = (name: EngineName, tried: EventLog, draw: number): ReturnType<LogClaim["try"]> => {
    const once = playLog(name, tried), reports = reportsOf(tried, once);
    if (reports.repeatable.length === 0) return { leftOut: "reports that come twice: no report of the log may" };
    const repeated = deliveredTwice(tried, reports, new Random(resolved.seed, draw)), again = playLog(name, repeated);
    const trades = [once, again].map(({ outputs }) => outputsOf(outputs, isTrade).length / RECORD_WORDS);
    if (trades[0] !== trades[1]) {
      return { event: 0, expected: `${trades[0]} notices of orders and fills`, found: `${trades[1]} of them` };
    }
    const more = (again.outputs.length - once.outputs.length) / RECORD_WORDS;
    const repeats = eventsCount(repeated.events) - eventsCount(tried.events);
    if (more < repeats) {
      return { event: 0, expected: `a diagnostic for each of ${repeats} repeats`, found: `${more} outputs more` };
    }
    return digestFault(once, again);
  };
  const reordered = (name: EngineName, tried: EventLog, draw: number): ReturnType<LogClaim["try"]> => {
    const straight = playLog(name, tried), reports = reportsOf(tried, straight);
    if (reports.stretches.length === 0) {
      return { leftOut: "reports in another order: no two of one order come together" };
    }
    return digestFault(straight, playLog(name, deliveredReordered(tried, reports, new Random(resolved.seed, draw))));
  };
  return tryClaims(6, log, resolved, claims);
}

function reportsOf(log: EventLog, { outputs }: PlayedLog): Reports {
  const refused = new Set<number>();
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
    if ((outputs[at + OUT_CODE]! & 255) === OUTPUT_REFUSAL) refused.add(outputs[at + OUT_CAUSE]!);
  }
  return findReports(log, refused);
}

function digestFault(expected: PlayedLog, found: PlayedLog): LogFault | undefined {
  const one = stateDigest(expected), other = stateDigest(found);
  const at = one.findIndex((text, entry) => text !== other[entry]);
  if (at < 0 && one.length === other.length) return undefined;
  return { event: 0, expected: one[at] ?? "nothing more", found: other[at < 0 ? one.length : at] ?? "nothing more" };
}
