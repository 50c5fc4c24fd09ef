/**
 * The port for intents and notices, and its only session so far: an engine over packed columns.
 *
 * @module
 */

import { STATUS_CASH, STATUS_VALUE } from "../contract/contract.gen.ts";
import type { SealedColumns } from "../engine/sealed_columns.ts";
import type { DriveBuffer } from "../core/drive_buffer.ts";
import type { Engine } from "../engine/engine.ts";
import type { TagTexts } from "../broker/tag_texts.ts";
import type { EventWriter } from "../records/event_writer.ts";
import type { Marks } from "./marks.ts";
import { ColumnEvents } from "../replay/column_events.ts";
import type { RunRecorder } from "../replay/run_recorder.ts";

/** The port to the broker. The driver crosses to it only if the horizon is reached or intents wait. */
export interface BrokerSession {
  /** Intents of the strategy that wait for the next {@linkcode drive}. */
  readonly intents: EventWriter;
  /** Number of steps that the broker has finished. */
  readonly committed: number;
  /** Time of the first step at which the broker could emit a notice without an intent, or Infinity. It may be early. */
  readonly horizonUs: number;
  /** Notices of the last call; {@linkcode drive} may replace the buffer. */
  readonly notices: Float64Array;
  /**
   * Finishes a step, applies the waiting intents, and returns the number of notices.
   *
   * @param intentsUs Time of the step of the intents: that of this step, which is finished first, or that of the step
   * before it, so that this one meets them.
   * @param stays True to leave the bars of this step for the next call, as an intent among them opened it.
   * @param isInside True if the intents lie between the finer bars of this step, of which those up to `intentsUs` are met.
   */
  drive(step: number, timeUs: number, intentsUs: number, stays?: boolean, isInside?: boolean): number;
  /**
   * Shows the broker the bars of the step behind the last finished one, applies the waiting intents amid it, finishes it,
   * and returns the number of notices.
   *
   * @param timeUs Time of that step.
   */
  driveAmid(timeUs: number): number;
  /** Replaces the notices by further queued ones, and returns their number. */
  more(): number;
}

/** The parts that an {@linkcode EngineSession} works with. */
export interface EngineSessionParts {
  readonly engine: Engine;
  readonly sealed: SealedColumns;
  readonly marks: Marks;
  readonly buffer: DriveBuffer;
  /** Writer of the buffer's events. */
  readonly intents: EventWriter;
  /** Writer of the replay log, if there is one. */
  readonly recorder: RunRecorder | undefined;
  /** Texts of the orders' tags. */
  readonly tags: TagTexts;
  /** Number of the engine's steps up to each step of the run; absent where these are the same. */
  readonly ends?: Uint32Array | undefined;
}

/** A session with an engine: one crossing finishes a step, applies the intents, and reads the notices. */
export class EngineSession implements BrokerSession {
  readonly intents: EventWriter;
  horizonUs: number = Infinity;
  /** Number of intents that the replay log has; zero without one. */
  intentsRecorded = 0;
  readonly #engine: Engine;
  readonly #sealed: SealedColumns;
  #columns: Float64Array;
  /** Gives the engine bars as events where requests come amid their step. */
  #events: ColumnEvents | undefined;
  #marks: Marks;
  readonly #buffer: DriveBuffer;
  readonly #recorder: RunRecorder | undefined;
  readonly #tags: TagTexts;
  readonly #ends: Uint32Array | undefined;
  /** Number of steps that the engine has finished. */
  #finished = 0;
  /** Number of steps of the run that are finished, where the engine has others. */
  #through = 0;
  /** Number of texts that the replay log has. */
  #tagsRecorded = 0;

  /** Makes a session from an engine with loaded columns. */
  constructor({ engine, sealed, marks, buffer, intents, recorder, tags, ends }: EngineSessionParts) {
    this.intents = intents;
    this.#engine = engine;
    this.#sealed = sealed;
    this.#columns = sealed.columns;
    this.#marks = marks;
    this.#buffer = buffer;
    this.#recorder = recorder;
    this.#tags = tags;
    this.#ends = ends;
  }

  get committed(): number {
    return this.#ends === undefined ? this.#finished : this.#through;
  }

  /** Counts steps that the engine has finished. */
  #finish(steps: number): void {
    const ends = this.#ends;
    this.#finished += steps;
    if (ends === undefined) return;
    while (this.#through < ends.length && ends[this.#through]! <= this.#finished) this.#through++;
  }

  get notices(): Float64Array {
    return this.#buffer.outputs;
  }

  drive(step: number, timeUs: number, intentsUs: number, stays: boolean = false, isInside: boolean = false): number {
    const buffer = this.#buffer, marks = this.#marks.lanes, intents = this.intents;
    const isBefore = intentsUs < timeUs, intentsStep = isBefore ? step - 1 : step;
    // The step of the intents may be finished already.
    const untilUs = intentsStep < this.committed && !isInside ? -Infinity : intentsUs,
      thenUs = isBefore && !stays ? timeUs : -Infinity;
    buffer.ask(untilUs, marks.length, this.#finished, intents.count, thenUs);
    this.#engine.drive(this.#columns, marks, buffer);
    this.#finish(buffer.steps);
    if (this.#recorder !== undefined) this.#record(this.#recorder);
    intents.clear();
    this.horizonUs = buffer.horizon_us;
    return buffer.outputs_count;
  }

  driveAmid(timeUs: number): number {
    const engine = this.#engine, buffer = this.#buffer, intents = this.intents, row = this.#finished;
    const events = this.#events ??= new ColumnEvents(this.#sealed, (records, count) => engine.apply(records, count));
    events.skipTo(timeUs);
    events.bars(timeUs);
    events.flush();
    intents.step(timeUs);
    buffer.ask(-Infinity, this.#marks.length, row, intents.count);
    engine.drive(this.#columns, this.#marks.lanes, buffer);
    // The engine marks the steps that it pulls, and this one came as events.
    const status = engine.status(), { lanes, length } = this.#marks;
    lanes[row] = status[STATUS_CASH]!;
    lanes[length / 2 + row] = status[STATUS_VALUE]!;
    this.#finish(1);
    if (this.#recorder !== undefined) {
      this.#recorder.shown();
      this.#record(this.#recorder);
    }
    intents.clear();
    this.horizonUs = buffer.horizon_us;
    return buffer.outputs_count;
  }

  more(): number {
    if (this.#engine.pending === 0) return 0;
    const count = this.#engine.read(this.#buffer.outputs);
    this.#recorder?.outputs(this.#buffer.outputs, count);
    return count;
  }

  /** Records a call of the engine in the replay log: first the steps, then the intents after them, then the notices. */
  #record(recorder: RunRecorder): void {
    const { outputs, outputs_count } = this.#buffer;
    recorder.advanced(this.#finished);
    if (this.#tags.count > this.#tagsRecorded) {
      recorder.tags(this.#tags.from(this.#tagsRecorded + 1));
      this.#tagsRecorded = this.#tags.count;
    }
    if (this.intents.count > 0) recorder.intents(this.#buffer.events, this.intents.count);
    this.intentsRecorded += this.intents.count;
    if (outputs_count > 0) recorder.outputs(outputs, outputs_count);
  }

  /** Returns the status of the engine. */
  status(): Float64Array {
    return this.#engine.status();
  }

  /** Returns the whole state of the engine. */
  snapshot(): Uint8Array<ArrayBuffer> {
    return this.#engine.snapshot();
  }

  /** Restores an engine's state after a step. Its horizon is unknown, so it is set early. */
  resume(snapshot: Uint8Array, step: number): void {
    this.#engine.restore(snapshot);
    this.#engine.loadSealed(this.#sealed);
    this.#finished = this.#through = 0;
    this.#finish(this.#ends?.[step] ?? step + 1);
    this.horizonUs = -Infinity;
  }

  /**
   * Goes on to the next block, after the last step of the one before is finished: its columns, the number of bars of each
   * instrument in it and before it, and room for the marks of its steps.
   */
  goOn(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, marks: Marks): void {
    this.#engine.loadColumns(columns, counts, bases);
    this.#columns = columns;
    this.#marks = marks;
    this.#finished = 0;
    this.#recorder?.goOn({ columns, counts });
    const buffer = this.#buffer;
    buffer.ask(-Infinity, marks.length, 0, 0);
    this.#engine.drive(columns, marks.lanes, buffer);
    this.horizonUs = buffer.horizon_us;
  }

  /** Writes what the replay log has so far, after an error, which is the one to be told if this fails too. */
  keepLog(): void {
    try {
      this.#recorder?.flush();
    } catch {
      // The sink may be what failed first.
    }
  }

  /** Hands all records so far to the sink of the replay log. */
  flushLog(): void {
    this.#recorder?.flush();
  }

  /** Ends the replay log and returns the final status. */
  finish(): Float64Array {
    const status = this.#engine.status();
    this.#recorder?.finish(status);
    return status;
  }
}
