/**
 * Law 4, replay: the replay log of some events reproduces every hash.
 *
 * @module
 */

import { MemorySink } from "../../replay/log_sink.ts";
import { recordEvents } from "../../replay/record_events.ts";
import { replay } from "../../replay/replay.ts";
import type { EventLog } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import { describeReplayDifference } from "../replay_difference_text.ts";

/** Checks law 4: each engine writes a replay log of the events, and every engine replays it. */
export function replayOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), { engines } = resolved;
  return tryClaims(
    4,
    log,
    resolved,
    engines.flatMap((writer) =>
      engines.map((reader) => ({
        what: `The replay log that ${writer} writes replays on ${reader}`,
        try: ({ configuration, events }) => {
          const sink = new MemorySink();
          recordEvents(configuration, events, sink, { engineBackend: writer, environmentOverride: false });
          const { difference } = replay(sink.bytes(), { engineBackend: reader, environmentOverride: false });
          if (difference === undefined) return undefined;
          const [expected, found] = describeReplayDifference(difference);
          return { event: difference.event, expected, found };
        },
      }))
    ),
  );
}
