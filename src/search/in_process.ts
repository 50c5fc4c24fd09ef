/**
 * Makes trials in this process, one after the other.
 *
 * @module
 */

import type { Executor, TrialJob } from "./executor.ts";
import { makeTrial, type TrialWork } from "./make_trial.ts";
import type { TrialOutcome } from "./trial_row.ts";

/** Milliseconds after which other work of the process has its turn. */
const TURN_MS = 20;

/** Makes trials in this process. Between them other work of the process has its turn. */
export class InProcess implements Executor {
  /** One at a time. */
  readonly atOnce = 1;
  readonly #work: TrialWork;
  #turnMs = -Infinity;

  /** Keeps what all trials share. */
  constructor(work: TrialWork) {
    this.#work = work;
  }

  /** Makes trials in their order. */
  async make(
    jobs: readonly TrialJob[],
    tell: (job: TrialJob, outcome: TrialOutcome) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    for (const job of jobs) {
      if (performance.now() - this.#turnMs > TURN_MS) {
        await new Promise<void>((resolve) => setTimeout(resolve));
        this.#turnMs = performance.now();
      }
      if (signal?.aborted === true) return;
      tell(job, makeTrial(this.#work, job));
    }
  }

  /** There is nothing to give back. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
