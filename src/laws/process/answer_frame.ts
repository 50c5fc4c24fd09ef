/**
 * The frame of an answer on standard output, where the strategy may write too.
 *
 * A frame is the key of the question, the length, the payload, and SHA-256 over key and payload. The process gets the
 * key over standard input and reads it before it imports the strategy, which so cannot write a frame. Bytes before the
 * key are the strategy's own and are dropped. Bytes that a thread of the strategy writes into a frame change its digest.
 *
 * @module
 */

import { sha256Hex } from "../../engine/native/sha256.ts";

/** Bytes of a key. More than 64, so that they lie outside of the heap, of which a strategy may take a snapshot. */
export const KEY_BYTES = 96;
/** Bytes of the length, a double. */
const LENGTH_BYTES = 8;
/** Characters of the digest, in hexadecimal. */
const DIGEST_BYTES = 64;

/** Thrown if a frame does not hold together. */
export class BrokenFrameError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "BrokenFrameError";
}

/** Returns a payload in its frame. */
export function frameOf(key: Uint8Array, payload: Uint8Array): Uint8Array {
  const digest = digestOf(key, payload), begin = key.length + LENGTH_BYTES;
  const frame = new Uint8Array(begin + payload.length + DIGEST_BYTES);
  frame.set(key);
  new DataView(frame.buffer).setFloat64(key.length, payload.length);
  frame.set(payload, begin);
  for (let at = 0; at < DIGEST_BYTES; at++) frame[begin + payload.length + at] = digest.charCodeAt(at);
  return frame;
}

/** Finds a frame in bytes that come in pieces. */
export class FrameReader {
  readonly #key: Uint8Array;
  /** Before the key: the last bytes that may begin it. After it: the bytes of the frame so far. */
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #found = false;

  /** Makes a reader of frames with a key. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /**
   * Takes the next bytes, and returns the payload once its frame is whole.
   *
   * @throws {BrokenFrameError} If the frame was changed on its way.
   */
  take(bytes: Uint8Array): Uint8Array | undefined {
    if (!this.#found) {
      const joined = this.#joined(bytes), at = indexOf(joined, this.#key);
      if (at < 0) {
        this.#bytes = joined.slice(Math.max(0, joined.length - this.#key.length + 1));
        this.#length = this.#bytes.length;
        return undefined;
      }
      this.#found = true;
      this.#bytes = joined.slice(at + this.#key.length);
      this.#length = this.#bytes.length;
    } else this.#append(bytes);
    return this.#payload();
  }

  #payload(): Uint8Array | undefined {
    if (this.#length < LENGTH_BYTES) return undefined;
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getFloat64(0);
    if (!(Number.isSafeInteger(length) && length >= 0)) throw new BrokenFrameError(`its length is ${length}`);
    const end = LENGTH_BYTES + length;
    if (this.#length < end + DIGEST_BYTES) return undefined;
    const payload = this.#bytes.slice(LENGTH_BYTES, end), digest = digestOf(this.#key, payload);
    for (let at = 0; at < DIGEST_BYTES; at++) {
      if (this.#bytes[end + at] !== digest.charCodeAt(at)) throw new BrokenFrameError("its digest is another");
    }
    return payload;
  }

  #joined(bytes: Uint8Array): Uint8Array {
    const joined = new Uint8Array(this.#length + bytes.length);
    joined.set(this.#bytes.subarray(0, this.#length));
    joined.set(bytes, this.#length);
    return joined;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
  }
}

function digestOf(key: Uint8Array, payload: Uint8Array): string {
  const both = new Uint8Array(key.length + payload.length);
  both.set(key);
  both.set(payload, key.length);
  return sha256Hex(both);
}

/** Returns the index of a part in bytes, or -1. */
function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  const last = bytes.length - part.length;
  for (let at = bytes.indexOf(part[0]!); at >= 0 && at <= last; at = bytes.indexOf(part[0]!, at + 1)) {
    let same = 1;
    while (same < part.length && bytes[at + same] === part[same]) same++;
    if (same === part.length) return at;
  }
  return -1;
}
