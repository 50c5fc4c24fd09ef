/**
 * The end of a bar that the time of its row marks, as a source or the hours of sessions tell it.
 *
 * @module
 */

/** The end of a bar that the times of a source mark. */
export interface SourceStamp {
  /** The end. */
  readonly end: "open" | "close";
  /** How it is known, as a sentence. */
  readonly note: string;
  /** True if midnights of bars of a day or more are dates all the same. */
  readonly midnightsAreDates: boolean;
}
