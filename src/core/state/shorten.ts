/**
 * Shortening of lists that grow again in the next step.
 *
 * @module
 */

/**
 * Drops the last numbers of a list down to a length. A length that is set would give the memory of the list back, and
 * the next number would take new memory.
 */
export function shorten(list: number[], length: number): void {
  while (list.length > length) list.pop();
}
