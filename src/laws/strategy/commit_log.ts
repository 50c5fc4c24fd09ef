/**
 * Keeps the state chain and the mark hash of a run at each COMMIT, and its intents, in little memory.
 *
 * @module
 */

import {
  EVENT_SHUTDOWN,
  EVENT_STEP,
  LANE_KIND,
  OUT_CODE,
  OUT_COMMIT_CHAIN_HIGH,
  OUT_COMMIT_CHAIN_LOW,
  OUT_COMMIT_MARK_HIGH,
  OUT_COMMIT_MARK_LOW,
  OUTPUT_COMMIT,
  RECORD_LANES,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import { type ReplayLogStart, ReplayLogWriter } from "../../replay/replay_log_writer.ts";
import { RunLog } from "../../replay/run_log.ts";
import type { RecordedColumns } from "../../replay/column_events.ts";
import { RunRecorder } from "../../replay/run_recorder.ts";

/** Accepts the bytes of a log and drops them. */
const NO_SINK: { writeSync(bytes: Uint8Array): number } = { writeSync: (bytes) => bytes.length };

/** A run log that keeps only commits and intents, in place of a replay log. */
export class CommitLog extends RunLog {
  /**
   * State chain and mark hash at each COMMIT, two words each. The last step of a run has none, since its COMMIT comes
   * with the next step.
   */
  readonly chains: number[] = [];
  /** The intents of the run as words, 32 each. */
  readonly intents: number[] = [];
  /** The step of each intent. */
  readonly intentSteps: number[] = [];

  constructor() {
    super(NO_SINK);
  }

  override begin(start: ReplayLogStart, columns: RecordedColumns): RunRecorder {
    return new CommitRecorder(this, new ReplayLogWriter(NO_SINK, start), columns);
  }
}

class CommitRecorder extends RunRecorder {
  readonly #log: CommitLog;
  #step = -1;

  constructor(log: CommitLog, writer: ReplayLogWriter, columns: RecordedColumns) {
    super(writer, columns);
    this.#log = log;
  }

  override advanced(untilStep: number): void {
    this.#step = untilStep - 1;
  }

  override shown(): void {
    this.#step++;
  }

  override intents(records: Float64Array, count: number): void {
    const words = wordsOf(records.subarray(0, count * RECORD_LANES));
    for (let at = 0; at < words.length; at += RECORD_WORDS) {
      const kind = words[at + LANE_KIND]!;
      if (kind === EVENT_SHUTDOWN || kind === EVENT_STEP) continue;
      this.#log.intentSteps.push(this.#step);
      for (let word = at; word < at + RECORD_WORDS; word++) this.#log.intents.push(words[word]!);
    }
  }

  override tags(_texts: readonly string[]): void {}

  override outputs(records: Float64Array, count: number): void {
    for (const word of commitsIn(records, count)) this.#log.chains.push(word);
  }

  override finish(_status: Float64Array): void {}
}

/** Returns state chain and mark hash of each COMMIT among the first outputs of a buffer, two words each. */
export function commitsIn(records: Float64Array, count: number): number[] {
  const words = wordsOf(records.subarray(0, count * RECORD_LANES)), found: number[] = [];
  for (let at = 0; at < words.length; at += RECORD_WORDS) {
    if ((words[at + OUT_CODE]! & 255) !== OUTPUT_COMMIT) continue;
    const lane = at / 2;
    found.push(
      words[at + OUT_COMMIT_CHAIN_LOW]!,
      words[at + OUT_COMMIT_CHAIN_HIGH]!,
      records[lane + OUT_COMMIT_MARK_LOW]!,
      records[lane + OUT_COMMIT_MARK_HIGH]!,
    );
  }
  return found;
}
