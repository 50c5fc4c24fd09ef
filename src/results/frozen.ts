/**
 * Freezing what a result gives out.
 *
 * @module
 */

/**
 * Freezes plain objects and arrays all the way down, and returns the value. Everything else in them stays as it is: a
 * Date or a typed array cannot be frozen.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}
