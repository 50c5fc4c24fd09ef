/**
 * Memory that is given back at once, and not when the collector comes to it.
 *
 * A typed array lies outside of the collector's heap, so a search that makes some megabytes of them in each trial has the
 * whole heap collected again and again, only to learn that they are not used any more.
 *
 * @module
 */

/** Gives the memory of an array back. Whoever still holds it, or a part of it, finds it empty. */
export function giveBack({ buffer }: Pick<ArrayBufferView, "buffer">): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
