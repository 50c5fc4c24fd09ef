/**
 * The request to a run to write a replay log.
 *
 * @module
 */

import type { ReplayLogSink } from "./log_sink.ts";
import { type ReplayLogStart, ReplayLogWriter, type ReplayLogWriterOptions } from "./replay_log_writer.ts";
import { type RecordedColumns, RunRecorder } from "./run_recorder.ts";

/** The replay log of a future run. Pass it to a run to have one written. */
export class RunLog {
  readonly #sink: ReplayLogSink;
  readonly #options: ReplayLogWriterOptions;
  #begun = false;

  /** Sets the sink of the log. Nothing is written before the run begins. */
  constructor(sink: ReplayLogSink, options: ReplayLogWriterOptions = {}) {
    this.#sink = sink;
    this.#options = options;
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
