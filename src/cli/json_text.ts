/**
 * JSON as the command line writes it.
 *
 * @module
 */

// Taken before any strategy is loaded, which could put another one in its place.
const { stringify } = JSON;

/** Returns a value as JSON in one line. */
export function jsonText(value: unknown): string {
  return stringify(value);
}
