/**
 * The error of a venue that could not be asked.
 *
 * @module
 */

/**
 * The reason for which a venue gave no answer.
 *
 * - `TIMEOUT`: no answer in time. `UNAVAILABLE`: no connection, or the venue has a fault of its own. `BAD_ANSWER`: an
 *   answer that says nothing.
 * - `RATE_LIMITED`: too many requests. `BANNED`: no request is heard until a moment. Both have `retryAtUs` where the venue
 *   says a moment, and `retryAfterUs` where there is a wait alone.
 * - `UNKNOWN_SYMBOL`: there is no such instrument. `NOT_SUPPORTED`: the adapter does not have this part.
 * - `NOT_PERMITTED`: the program may not reach the host. `REFUSED`: the venue said no. `CLOSED`: the venue was closed.
 */
export type VenueErrorCode =
  | "TIMEOUT"
  | "UNAVAILABLE"
  | "BAD_ANSWER"
  | "RATE_LIMITED"
  | "BANNED"
  | "UNKNOWN_SYMBOL"
  | "NOT_SUPPORTED"
  | "NOT_PERMITTED"
  | "REFUSED"
  | "CLOSED";

/** Codes of errors that pass: the same request may have an answer later. */
const PASSING: readonly VenueErrorCode[] = ["TIMEOUT", "UNAVAILABLE", "BAD_ANSWER", "RATE_LIMITED", "BANNED"];

/**
 * Thrown when a venue could not be asked, or said no to a question.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { VenueError } from "@cracktrader/cracktrader/venue";
 *
 * const error = new VenueError("RATE_LIMITED", "Cannot ask the venue: too many requests", { retryAtUs: 5_000_000 });
 * assertEquals([error.code, error.passes, error.retryAtUs], ["RATE_LIMITED", true, 5_000_000]);
 * ```
 */
export class VenueError extends Error {
  /** Always `"VenueError"`. */
  override readonly name = "VenueError";
  /** The reason, as a code that stays the same between versions. */
  readonly code: VenueErrorCode;
  /** Moment from which on the venue may be asked again, in microseconds since the epoch, where it said one. */
  readonly retryAtUs: number | undefined;
  /** Microseconds of the session's clock to wait before the venue is asked again, where there is no moment. */
  readonly retryAfterUs: number | undefined;

  /** Makes an error of a code and a sentence. */
  constructor(
    code: VenueErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAtUs?: number; readonly retryAfterUs?: number } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAtUs = options.retryAtUs;
    this.retryAfterUs = options.retryAfterUs;
  }

  /** True if the same request may have an answer later. */
  get passes(): boolean {
    return PASSING.includes(this.code);
  }
}
