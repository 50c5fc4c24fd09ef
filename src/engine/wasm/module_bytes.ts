/**
 * The bytes of the WebAssembly module from their text.
 *
 * @module
 */

import { inflate } from "./inflate.ts";

/** A module as this package ships it. */
export interface ShippedModule {
  /** Hash of the sources from which it was built. */
  readonly sourcesHash: string;
  /** Compiler that built it, with its platform. */
  readonly toolchain: string;
  /** Size in bytes. */
  readonly size: number;
  /** Raw deflate data in base 64. */
  readonly text: string;
}

/**
 * Returns the bytes of a module.
 *
 * @throws {RangeError} If the text is damaged.
 */
export function moduleBytes({ text, size }: Pick<ShippedModule, "text" | "size">): Uint8Array<ArrayBuffer> {
  const characters = atob(text), packed = new Uint8Array(characters.length);
  for (let at = 0; at < packed.length; at++) packed[at] = characters.charCodeAt(at);
  return inflate(packed, size);
}
