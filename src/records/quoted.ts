/**
 * Names in messages.
 *
 * @module
 */

/** Names in quotes, as a list. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
