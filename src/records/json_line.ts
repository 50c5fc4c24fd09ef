/**
 * JSON as the package writes it, whatever a strategy has done to the built-in objects.
 *
 * @module
 */

// Taken before any strategy is loaded, which could put others in their place.
const { stringify } = JSON, { getOwnPropertyDescriptor, deleteProperty, defineProperty } = Reflect;
/** Prototypes that have no `toJSON` of their own; one that a strategy gave them would take the place of the answer. */
const PROTOTYPES: readonly object[] = [Object, Array, String, Number, Boolean].map(({ prototype }) => prototype);

/** Returns a value as JSON in one line. */
export function jsonText(value: unknown): string {
  const set = PROTOTYPES.flatMap((prototype) => {
    const descriptor = getOwnPropertyDescriptor(prototype, "toJSON");
    return descriptor === undefined ? [] : [{ prototype, descriptor }];
  });
  for (const { prototype } of set) deleteProperty(prototype, "toJSON");
  try {
    return stringify(value);
  } finally {
    for (const { prototype, descriptor } of set) defineProperty(prototype, "toJSON", descriptor);
  }
}
