/**
 * Assertions of the core. A failed assertion is a programming error, and its engine is not used again.
 *
 * @module
 */

/** Thrown when the core reaches an impossible state. */
export class CoreFault extends Error {
  override name = "CoreFault";
}

/** Throws a {@linkcode CoreFault} unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new CoreFault(message);
}
