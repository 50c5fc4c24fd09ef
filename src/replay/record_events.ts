/**
 * Runs an event log through an engine and writes a replay log of it.
 *
 * @module
 */

import { ENGINE_OPTIONS } from "../engine/choice.ts";
import { takenReplayOptions } from "./replay_log_reader.ts";
import { RECORD_LANES } from "../contract/contract.gen.ts";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import type { JsonObject } from "../records/json.ts";
import type { ReplayLogSink } from "./log_sink.ts";
import { recordingConfiguration, ReplayLogWriter, type ReplayLogWriterOptions } from "./replay_log_writer.ts";

/** Options of {@linkcode recordEvents}. */
export interface RecordEventsOptions extends EngineOptions, ReplayLogWriterOptions {
  /** Facts for readers of the log. */
  readonly description?: JsonObject;
}

const OPTION_NAMES: readonly string[] = [...ENGINE_OPTIONS, "chunkRecords", "description"];

/** Number of events in a batch. Outputs are read after each batch, so memory stays small. */
const BATCH_EVENTS = 256;

/**
 * Applies event records to an engine and writes them and all outputs to a sink. The conduct settings become those of
 * {@linkcode recordingConfiguration}.
 *
 * @throws {EngineError} if the configuration is refused or the requested engine is not available
 *
 * @example A log of one step, replayed
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { MemorySink, recordEvents, replay } from "@cracktrader/cracktrader/replay";
 *
 * class Idle extends ct.Strategy {
 *   override next(): void {}
 * }
 *
 * const engineBackend = "typescript";
 * const result = ct.backtest(Idle, await ct.csv("fixtures/prices/aapl.csv"), { engineBackend });
 * const step = new Float64Array(16);
 * new Uint32Array(step.buffer)[20] = 7; // The kind of an event, STEP.
 *
 * const sink = new MemorySink();
 * recordEvents(Float64Array.from(result.configuration.lanes), step, sink, { engineBackend });
 * console.log(replay(sink.bytes(), { engineBackend }).events); // 1
 * ```
 */
export function recordEvents(
  configuration: Float64Array,
  events: Float64Array,
  sink: ReplayLogSink,
  given: RecordEventsOptions = {},
): void {
  const { chunkRecords, description = {}, ...engineOptions } = takenReplayOptions("record events", given, OPTION_NAMES);
  const lanes = recordingConfiguration(configuration);
  using engine = new Engine(lanes, engineOptions);
  const writerOptions = chunkRecords === undefined ? {} : { chunkRecords };
  const writer = new ReplayLogWriter(sink, { configuration: lanes, description }, writerOptions);
  for (let from = 0; from < events.length; from += BATCH_EVENTS * RECORD_LANES) {
    const batch = events.subarray(from, from + BATCH_EVENTS * RECORD_LANES), count = batch.length / RECORD_LANES;
    engine.apply(batch);
    writer.events(batch, count);
    const outputs = engine.readAll();
    writer.outputs(outputs, outputs.length / RECORD_LANES);
  }
  writer.finish(engine.status());
}
