/**
 * What a run leaves for readers of its result inside the package: its zone, and the changes of orders.
 *
 * @module
 */

import type { JournalStory } from "../broker/journal_story.ts";
import type { Result } from "./result.ts";

/** The parts of a finished run. */
export interface FinishedRun {
  /** IANA name of the time zone of its first feed. */
  readonly timeZone: string;
  /** Reads what the records tell beside the rows. */
  readonly story: () => JournalStory;
}

/** The runs of results. Only a run adds to it. */
export const FINISHED_RUNS: WeakMap<Result, FinishedRun> = new WeakMap();
