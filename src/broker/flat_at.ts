/**
 * The term `flatAt`: when a position has to be closed.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** When a position has to be closed: at the close of each session. */
export type FlatAt = "close";

/**
 * Returns when the position of a feed has to be closed, or undefined for never.
 *
 * @param said The option; `null` stands for never where the terms of all feeds have one.
 * @param what Its name for messages.
 * @throws {RangeError} If it is another value.
 */
export function resolveFlatAt(said: unknown, what: string): FlatAt | undefined {
  if (said === undefined || said === null) return undefined;
  if (said === "close") return said;
  throw new RangeError(`Cannot use ${what} ${inspected(said, 0)}: pass "close", or null for a feed that may stay open`);
}
