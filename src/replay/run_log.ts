/**
 * The request to a run to write a replay log.
 *
 * @module
 */

import { checkSink, type ReplayLogSink } from "./log_sink.ts";
import {
  type ReplayLogStart,
  ReplayLogWriter,
  type ReplayLogWriterOptions,
  takenWriterOptions,
} from "./replay_log_writer.ts";
import type { RecordedColumns } from "./column_events.ts";
import { RunRecorder } from "./run_recorder.ts";

/** The replay log of a future run. Pass it to a run to have one written. */
export class RunLog {
  readonly #sink: ReplayLogSink;
  readonly #options: ReplayLogWriterOptions;
  #begun = false;

  /**
   * Sets the sink of the log. Nothing is written before the run begins.
   *
   * @throws {TypeError} if the sink is none, or an option is unknown
   * @throws {RangeError} if an option is out of range
   */
  constructor(sink: ReplayLogSink, options: ReplayLogWriterOptions = {}) {
    checkSink(sink);
    this.#sink = sink;
    this.#options = takenWriterOptions(options);
  }

  /**
   * Writes the header and returns the recorder of the run. Called once, by the run.
   *
   * @throws {Error} if another run has already begun this log
   */
  begin(start: ReplayLogStart, columns: RecordedColumns): RunRecorder {
    if (this.#begun) throw new Error("Cannot write two runs to one replay log: make a RunLog for each");
    this.#begun = true;
    return new RunRecorder(new ReplayLogWriter(this.#sink, start, this.#options), columns);
  }
}
