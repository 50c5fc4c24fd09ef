/**
 * Checks every law on an event log.
 *
 * @module
 */

import { batchingOfLog } from "./batching_of_log.ts";
import { checkpointOfLog } from "./checkpoint_of_log.ts";
import { conservationOfLog } from "./conservation_of_log.ts";
import { determinismOfLog } from "./determinism_of_log.ts";
import type { EventLog } from "./event_log.ts";
import { idempotencyOfLog } from "./idempotency_of_log.ts";
import type { LawReport } from "../law_report.ts";
import type { LogLawOptions } from "./log_trial.ts";
import { lookAheadOfLog } from "./look_ahead_of_log.ts";
import { metamorphicOfLog } from "./metamorphic_of_log.ts";
import { parityOfLog } from "./parity_of_log.ts";
import { replayOfLog } from "./replay_of_log.ts";

/**
 * Checks laws 1 to 9 on an event log with its configuration. {@linkcode eventLogOf} reads both from a replay log.
 *
 * @throws {EngineError} If the configuration is refused, or a requested engine is not available.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { eventLogOf, proveLog } from "@cracktrader/cracktrader/laws";
 * import { MemorySink, RunLog } from "@cracktrader/cracktrader/replay";
 *
 * class BuysDips extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy({ size: 1 });
 *   }
 * }
 *
 * const sink = new MemorySink(), feed = await ct.csv("fixtures/prices/aapl.csv");
 * ct.backtest(BuysDips, feed, { replayLog: new RunLog(sink), engineBackend: "typescript" });
 * const reports = proveLog(eventLogOf(sink.bytes()), { engines: ["typescript"] });
 * console.log(reports.map(({ name, verdict }) => `${name}: ${verdict}`).join("\n"));
 * ```
 */
export function proveLog(log: EventLog, options: LogLawOptions = {}): readonly LawReport[] {
  return [
    parityOfLog(log, options),
    determinismOfLog(log, options),
    batchingOfLog(log, options),
    replayOfLog(log, options),
    checkpointOfLog(log, options),
    idempotencyOfLog(log, options),
    metamorphicOfLog(log, options),
    lookAheadOfLog(log, options),
    conservationOfLog(log, options),
  ];
}
