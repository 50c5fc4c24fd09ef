/**
 * The checkpoints of a run: when it saves one, and how it resumes.
 *
 * @module
 */

import { kindOf, pathOfUrl, readWhole, reasonOf, shortName } from "../host.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import {
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_INPUT_HIGH,
  STATUS_INPUT_LOW,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
  STATUS_SEQUENCE,
} from "../contract/contract.gen.ts";
import { EngineError, type EngineErrorCode } from "../engine/engine_error.ts";
import { hashText } from "../records/text.ts";
import type { CheckpointOptions } from "./backtest_options.ts";
import type { StepSaver } from "./driver.ts";
import type { PreparedRun } from "./prepare.ts";
import { checkAgainstCore, type RunPosition, wrongContent } from "./checkpoint_content.ts";
import { loadRun, readRun, saveRun } from "./run_checkpoint.ts";
import { identityOf } from "./run_identity.ts";
import { checkSavedAtOnce } from "./run_input.ts";
import type { StepSource } from "./step_source.ts";

/** Saves a checkpoint at the COMMIT of every n-th step, n being the option `every`. */
export class CheckpointSaver implements StepSaver {
  nextStep: number;
  readonly #run: PreparedRun;
  readonly #options: CheckpointOptions;

  /** Makes a saver for a run before its first step, or after the step of its resumed checkpoint. */
  constructor(run: PreparedRun, options: CheckpointOptions) {
    this.#run = run;
    this.#options = options;
    const firstStep = run.clock.step + 1, every = options.every;
    this.nextStep = firstStep - firstStep % every + every - 1;
  }

  save(step: number, steps: StepSource): void {
    const { clock, guard, session, held } = this.#run, { every, save } = this.#options, { phase } = clock;
    this.nextStep += every;
    guard.member = "";
    const status = session.status();
    guard.member = clock.phase = "saveState";
    const bytes = saveRun(this.#run, identityOf(this.#run, status), {
      step,
      warmUpBars: steps.warmUpBars,
      started: steps.started,
      hasNews: this.#run.wakes.hasNews,
      heldFrom: held.from,
      sequence: status[STATUS_SEQUENCE]!,
      chain: hashText(status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!),
      markHash: hashText(status[STATUS_MARK_LOW]!, status[STATUS_MARK_HIGH]!),
      inputHash: hashText(status[STATUS_INPUT_LOW]!, status[STATUS_INPUT_HIGH]!),
    }, session.snapshot());
    guard.member = "";
    clock.phase = "checkpoint.save";
    if (typeof save === "function") {
      const returned: unknown = save(bytes);
      if (returned instanceof Promise) {
        // The error that follows is the one to be seen.
        returned.catch(() => {});
        checkSavedAtOnce("async");
      }
    } else writeWhole(save, bytes);
    clock.phase = phase;
  }
}

/**
 * Moves a fresh run to the end of a checkpoint's step, and returns that position.
 *
 * @throws {CheckpointError} If it cannot be read, is damaged, or belongs to another run.
 */
export function resumeRun(run: PreparedRun, source: string | URL | Uint8Array): RunPosition {
  const name = source instanceof Uint8Array
    ? "the checkpoint"
    : source instanceof URL
    ? pathOfUrl(source)
    : shortName(source);
  const bytes = source instanceof Uint8Array ? source : readCheckpoint(source, name);
  const content = readRun(bytes, name, identityOf(run, run.session.status()), run), { position } = content;
  try {
    run.session.resume(content.snapshot, position.step);
  } catch (error) {
    if (!(error instanceof EngineError) || !SNAPSHOT_CODES.includes(error.code)) throw error;
    throw wrongContent(name, "its snapshot cannot be:", error.message);
  }
  const status = run.session.status();
  checkAgainstCore(content, status, run);
  run.clock.step = position.step;
  run.wakes.hasNews = position.hasNews;
  loadRun(content, run, status);
  return position;
}

/** Codes of the errors about a snapshot. */
const SNAPSHOT_CODES: readonly EngineErrorCode[] = ["BAD_SNAPSHOT", "SNAPSHOT_VERSION", "SNAPSHOT_CONFIGURATION"];

function readCheckpoint(source: string | URL, name: string): Uint8Array {
  try {
    // A pipe or a device would be waited for, or has no end.
    const path = source instanceof URL ? pathOfUrl(source) : source, kind = kindOf(path);
    if (kind === "folder" || kind === "device or pipe") throw new Error(`it is a ${kind}; name a file`);
    return readWhole(path);
  } catch (error) {
    throw new CheckpointError(
      "UNREADABLE",
      `Cannot resume from ${name}: ${reasonOf(error)}`,
      { cause: error },
    );
  }
}
