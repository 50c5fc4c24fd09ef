/**
 * Asks a run for its replay log.
 *
 * @module
 */

import type { ReplayLogSink } from "./log_sink.ts";
import { type ReplayLogStart, ReplayLogWriter, type ReplayLogWriterOptions } from "./replay_log_writer.ts";
import { type RecordedColumns, RunRecorder } from "./run_recorder.ts";

/** The replay log of a run that is to come: what a run is given that shall write one. */
export class RunLog {
  readonly #sink: ReplayLogSink;
  readonly #options: ReplayLogWriterOptions;
  #begun = false;

  /** Says where a run shall write its log to. Nothing is written before the run begins. */
  constructor(sink: ReplayLogSink, options: ReplayLogWriterOptions = {}) {
    this.#sink = sink;
    this.#options = options;
  }

  /**
   * Writes the header and returns what the run tells what it does; called once, by the run.
   *
   * @throws {Error} if a run has begun it already
   */
  begin(start: ReplayLogStart, columns: RecordedColumns): RunRecorder {
    if (this.#begun) throw new Error("Cannot write two runs to one replay log: make a RunLog for each");
    this.#begun = true;
    return new RunRecorder(new ReplayLogWriter(this.#sink, start, this.#options), columns);
  }
}
