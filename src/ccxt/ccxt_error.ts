/**
 * Errors of ccxt as those of the port.
 *
 * The class of an error of ccxt does not say by itself what happened, so names are read from the most special one on: a ban
 * and a rate limit are network errors there, and a broken answer is a plain TypeError.
 *
 * @module
 */

import { VenueError, type VenueErrorCode } from "../venue/venue_error.ts";

/** Codes by the names of classes, the more special ones first. */
const CODES: readonly (readonly [name: string, code: VenueErrorCode])[] = [
  ["NotCapable", "NOT_PERMITTED"],
  ["ExchangeClosedByUser", "CLOSED"],
  ["BadSymbol", "UNKNOWN_SYMBOL"],
  ["NotSupported", "NOT_SUPPORTED"],
  ["RequestTimeout", "TIMEOUT"],
  ["DDoSProtection", "RATE_LIMITED"],
  ["RateLimitExceeded", "RATE_LIMITED"],
  ["InvalidNonce", "REFUSED"],
  ["AuthenticationError", "REFUSED"],
  ["BadResponse", "BAD_ANSWER"],
  ["NetworkError", "UNAVAILABLE"],
  ["OperationFailed", "UNAVAILABLE"],
  ["ExchangeError", "REFUSED"],
  ["TypeError", "BAD_ANSWER"],
  ["SyntaxError", "BAD_ANSWER"],
];

/**
 * Returns an error of ccxt as one of the port.
 *
 * @param what What was asked for, in words.
 */
export function venueErrorOf(error: unknown, what: string): VenueError {
  if (error instanceof VenueError) return error;
  const names = namesOf(error), text = error instanceof Error ? error.message : String(error);
  const message = `Cannot ask the venue for ${what}: ${text.slice(0, 300)}`;
  const bannedMs = Number(/banned until (\d{13})/.exec(text)?.[1] ?? NaN);
  if (bannedMs > 0) return new VenueError("BANNED", message, { cause: error, retryAtUs: bannedMs * 1000 });
  const code = CODES.find(([name]) => names.includes(name))?.[1] ?? "UNAVAILABLE";
  if (code !== "RATE_LIMITED") return new VenueError(code, message, { cause: error });
  return new VenueError(code, message, { cause: error, retryAfterUs: RATE_LIMIT_US });
}

/** Wait after a refusal for the rate of requests, of which ccxt does not say how long it is to be. */
const RATE_LIMIT_US = 5_000_000;

/** Returns the names of the classes of an error. */
function namesOf(error: unknown): string[] {
  const names: string[] = error instanceof Error ? [error.name] : [];
  for (let each = error; typeof each === "object" && each !== null; each = Object.getPrototypeOf(each)) {
    const { constructor } = each as { readonly constructor?: { readonly name?: string } };
    if (constructor?.name !== undefined) names.push(constructor.name);
  }
  return names;
}
