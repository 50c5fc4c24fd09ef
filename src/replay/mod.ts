/**
 * Replay logs: a run as one file that either engine replays to the same hashes.
 *
 * A log has the configuration, every event and every output of an engine, with state chain and input hash at each
 * commit. It is written during the run, and after a crash it stays readable up to its last whole chunk. {@linkcode
 * replay} applies its events again and compares every byte; {@linkcode exportJsonLines} and {@linkcode importJsonLines}
 * convert it to lines of JSON and back to the same bytes.
 *
 * @module
 */

export type { EngineName } from "../engine/backends.ts";
export {
  type EngineBackend,
  type EngineChoice,
  EngineError,
  type EngineErrorCode,
  type EngineOptions,
} from "../engine/engine.ts";
export {
  bisect,
  type BisectEngine,
  type BisectOptions,
  type BisectSide,
  type DivergedSide,
  type DivergedState,
  type Divergence,
} from "./bisect.ts";
export { describeSnapshot, type SnapshotField } from "./describe_snapshot.ts";
export {
  type DisplayedState,
  type DisplayInstrument,
  type DisplayUnits,
  displayUnitsOf,
  type DisplayValues,
} from "./display_values.ts";
export { formatDivergence } from "./format_divergence.ts";
export { exportJsonLines, importJsonLines, writeJsonLines } from "./json_lines.ts";
export { JsonLinesError } from "./json_lines_error.ts";
export type { JsonObject, JsonValue } from "../records/json.ts";
export type { ReplayLogHeader } from "./log_header.ts";
export { logSide, type LogSideOptions } from "./log_side.ts";
export { MemorySink, type ReplayLogSink } from "./log_sink.ts";
export type { ReplayLogSource } from "./log_source.ts";
export type { ReplayLogTrailer } from "./log_trailer.ts";
export type { FieldDifference } from "./record_difference.ts";
export { recordEvents, type RecordEventsOptions } from "./record_events.ts";
export { replay, type ReplayDifference, type ReplayOptions, type ReplayReport } from "./replay.ts";
export { ReplayLogError, type ReplayLogErrorCode } from "./replay_log_error.ts";
export {
  type ReplayLogBreak,
  type ReplayLogChunk,
  type ReplayLogEnd,
  ReplayLogReader,
  type ReplayLogReaderOptions,
  type ReplayLogRecords,
  type ReplayLogTags,
} from "./replay_log_reader.ts";
export {
  recordingConfiguration,
  type ReplayLogStart,
  ReplayLogWriter,
  type ReplayLogWriterOptions,
} from "./replay_log_writer.ts";
export { RunLog } from "./run_log.ts";
export type { RecordedColumns } from "./column_events.ts";
export { RunRecorder } from "./run_recorder.ts";
export { type StateDifference, stateDifferences } from "./state_difference.ts";
