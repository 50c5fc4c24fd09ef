/**
 * Writes the replay log of a run that pulls its bars from columns. The events of the columns are written in the order
 * in which the core counts them, between the intents of the run.
 *
 * @module
 */

import { ColumnEvents, type RecordedColumns } from "./column_events.ts";
import type { ReplayLogWriter } from "./replay_log_writer.ts";

/**
 * Records a run from its first step. The driver calls it in order: for the steps that the engine advanced, for the
 * intents that it received, and for the outputs that were read from it.
 */
export class RunRecorder {
  readonly #writer: ReplayLogWriter;
  readonly #events: ColumnEvents;
  /** Steps of these columns, and of those before them. */
  #steps = 0;
  #stepsBefore = 0;

  /**
   * Makes the recorder of a run.
   *
   * @throws {RangeError} if the length of the columns does not match the counts
   */
  constructor(writer: ReplayLogWriter, columns: RecordedColumns) {
    this.#writer = writer;
    this.#events = new ColumnEvents(columns, (records, count) => writer.events(records, count));
  }

  /**
   * Goes on with the columns of the next block, of which all steps before were recorded.
   *
   * @throws {RangeError} if the length of the columns does not match the counts
   */
  goOn(columns: RecordedColumns): void {
    this.#events.goOn(columns);
    this.#stepsBefore += this.#steps;
    this.#steps = 0;
  }

  /** Number of steps that were recorded. */
  get steps(): number {
    return this.#stepsBefore + this.#steps;
  }

  /**
   * Records the bars and steps that the engine advanced over.
   *
   * @param untilStep number of steps of these columns that the engine has advanced over
   * @throws {RangeError} if the columns have fewer steps
   */
  advanced(untilStep: number): void {
    const events = this.#events;
    while (this.#steps < untilStep) {
      const timeUs = events.nextUs;
      if (timeUs === Infinity) {
        throw new RangeError(`Cannot record ${untilStep} steps: the columns have ${this.#steps}`);
      }
      events.bars(timeUs);
      events.end(timeUs);
      this.#steps++;
    }
    events.flush();
  }

  /** Records the bars of the next step alone. Its end is among the intents that follow, as the engine received it. */
  shown(): void {
    this.#events.bars(this.#events.nextUs);
    this.#events.flush();
    this.#steps++;
  }

  /** Records the first `count` records of a buffer, which the engine received after its last step. */
  intents(records: Float64Array, count: number): void {
    this.#writer.events(records, count);
  }

  /** Records texts of tags, which the next intents may use. */
  tags(texts: readonly string[]): void {
    this.#writer.tags(texts);
  }

  /** Records the first `count` outputs of a buffer, which were read from the engine. */
  outputs(records: Float64Array, count: number): void {
    this.#writer.outputs(records, count);
  }

  /** Writes the waiting records to the sink, so that they stay readable after a crash. */
  flush(): void {
    this.#writer.flush();
  }

  /** Ends the log with the engine's status after the last event. All outputs must have been read. */
  finish(status: Float64Array): void {
    this.#writer.finish(status);
  }
}
