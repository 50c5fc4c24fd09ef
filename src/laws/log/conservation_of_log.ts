/**
 * Law 9, conservation: after every event the ledger is the sum of its fills and payments.
 *
 * @module
 */

import { OUT_CODE, OUTPUT_MARK, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { recordsAt } from "./event_log_builder.ts";
import { type EventLog, eventsCount } from "./event_log.ts";
import { type LawReport, notApplicable } from "../law_report.ts";
import { LogBooks } from "./log_books.ts";
import { hasExactNumbers, isBeyondLimits } from "./log_limits.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { LogFault } from "./event_log.ts";
import { makeEngine } from "./playback.ts";
import type { EngineName } from "../../engine/backends.ts";
import { playLog, readWords } from "./played_log.ts";

/**
 * Checks law 9: books kept from the notices of fills and from payments, in integers of any size, agree with cash,
 * commission, closed profit and profit of payments after every event, and with the value at every step. Not applicable
 * to rounded numbers, nor to a log whose amounts pass the limits.
 */
export function conservationOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log);
  if (!hasExactNumbers(log.configuration)) return notApplicable(9, "the numbers of the log are doubles, which round");
  return tryClaims(
    9,
    log,
    resolved,
    resolved.engines.map((name) => ({
      what: `The ledger of ${name} agrees after every event with books kept from its fills`,
      try: (tried) => {
        if (isBeyondLimits(playLog(name, tried).outputs)) return { leftOut: "amounts of the log pass the limits" };
        return booksFault(name, tried);
      },
    })),
  );
}

function booksFault(name: EngineName, { configuration, events }: EventLog): LogFault | undefined {
  const books = new LogBooks(configuration), words = wordsOf(events);
  using engine = makeEngine(name, configuration);
  for (let place = 0; place < eventsCount(events); place++) {
    engine.apply(recordsAt(events, [place]));
    const outputs = readWords(engine);
    books.take(words.slice(place * RECORD_WORDS, (place + 1) * RECORD_WORDS), outputs);
    const fault = books.fault(engine.status(), hasMark(outputs));
    if (fault !== undefined) return { event: place + 1, ...fault };
  }
  return undefined;
}

function hasMark(outputs: Uint32Array): boolean {
  for (let at = OUT_CODE; at < outputs.length; at += RECORD_WORDS) {
    if ((outputs[at]! & 255) === OUTPUT_MARK) return true;
  }
  return false;
}
