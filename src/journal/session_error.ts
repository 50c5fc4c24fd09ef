/**
 * The error of sessions and their journals.
 *
 * @module
 */

/**
 * The fault of a session.
 *
 * - `UNSUPPORTED`: the venue or this version does not have a part. `NO_NETWORK`: the session was made without a network.
 * - `VENUE_REFUSED`: the venue said no for good. `VENUE_DOWN`: it could not be asked when the session had to.
 * - `CLOCK_SKEW`: this machine's clock is off by more than 30 seconds. `TERMS_CHANGED`: a journal has other terms.
 * - `JOURNAL_LOCKED`: another process writes the journal. `JOURNAL_DAMAGED`: it does not tell the run that it should.
 *   `JOURNAL_ENDED`: its run has ended. `OTHER_RUN`: it is that of another strategy, or of other options.
 * - `CLOSED`: the session was closed.
 */
export type SessionErrorCode =
  | "UNSUPPORTED"
  | "NO_NETWORK"
  | "VENUE_REFUSED"
  | "VENUE_DOWN"
  | "CLOCK_SKEW"
  | "TERMS_CHANGED"
  | "JOURNAL_LOCKED"
  | "JOURNAL_DAMAGED"
  | "JOURNAL_ENDED"
  | "OTHER_RUN"
  | "CLOSED";

/** Thrown when a session cannot go on; the message says what to run or to decide. */
export class SessionError extends Error {
  /** Always `"SessionError"`. */
  override readonly name = "SessionError";
  /** The fault, as a code that stays the same between versions. */
  readonly code: SessionErrorCode;

  /** Makes an error of a code and a sentence. */
  constructor(code: SessionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
