/**
 * The error of a search whose trials are made by workers of a queue.
 *
 * @module
 */

/**
 * The reason for which a queue could not make trials.
 *
 * - `UNAVAILABLE`: Redis or the library cannot be reached. `NOT_PERMITTED`: this program lacks a permission. `REFUSED`:
 *   Redis wants another password.
 * - `NO_WORKER`: no worker takes trials. `OTHER_VERSION`: a worker has another version of the strategy or of this package.
 *   `NO_ENGINE`: a worker does not have the engine that the search asks for.
 * - `MISSING`: what the trials share is no longer in Redis. `LOST`: trials ended each worker that took them. `TOO_LARGE`:
 *   Redis cannot hold the prices. `FAILED`: a worker failed in another way.
 */
export type QueueErrorCode =
  | "UNAVAILABLE"
  | "NOT_PERMITTED"
  | "REFUSED"
  | "NO_WORKER"
  | "OTHER_VERSION"
  | "NO_ENGINE"
  | "MISSING"
  | "LOST"
  | "TOO_LARGE"
  | "FAILED";

const CODES: readonly string[] = [
  ...["UNAVAILABLE", "NOT_PERMITTED", "REFUSED", "NO_WORKER", "OTHER_VERSION", "NO_ENGINE", "MISSING", "LOST"],
  ...["TOO_LARGE", "FAILED"],
];

/**
 * Thrown when a queue cannot make the trials of a search, or a worker cannot serve it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QueueError } from "@cracktrader/cracktrader/queue";
 *
 * const error = new QueueError("NO_WORKER", "Cannot go on with the search: no worker takes its trials");
 * assertEquals([error.name, error.code], ["QueueError", "NO_WORKER"]);
 * ```
 */
export class QueueError extends Error {
  /** Always `"QueueError"`. */
  override readonly name = "QueueError";
  /** The reason, as a code that stays the same between versions. */
  readonly code: QueueErrorCode;

  /** Makes an error of a code and a sentence. */
  constructor(code: QueueErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Returns the reason of a failed job, which carries the code of an error to the search. */
export function failureOf(error: unknown): string {
  const code: QueueErrorCode = error instanceof QueueError ? error.code : "FAILED";
  return `${code}: ${error instanceof Error ? error.message : String(error)}`;
}

/** Returns the error that a failed job carries. */
export function errorOfFailure(reason: string): QueueError {
  const [, code = "", message] = reason.match(/^([A-Z_]+): ([^]*)$/) ?? [];
  return CODES.includes(code) && message !== undefined
    ? new QueueError(code as QueueErrorCode, message)
    : new QueueError("FAILED", `Cannot go on with the search: a worker of the queue failed: ${reason}`);
}
