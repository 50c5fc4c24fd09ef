/**
 * Feeds whose bars come from a venue while they happen: what other parts have to know to name the remedy.
 *
 * @module
 */

/** Marks a feed of a session. */
export const LIVE_FEED: unique symbol = Symbol("feed of a session");

/** Returns whether a value is a feed of a session. */
export function isLiveFeed(value: unknown): boolean {
  return typeof value === "object" && value !== null && LIVE_FEED in value;
}
