/**
 * Assertions of the core. A failed one is a programmer's error: the engine that it happened in is not used again.
 *
 * @module
 */

/** Thrown when the core finds itself in a state that cannot be. */
export class CoreFault extends Error {
  override name = "CoreFault";
}

/** Throws a {@linkcode CoreFault} unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new CoreFault(message);
}
