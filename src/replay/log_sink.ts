/**
 * The target of a replay log.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Receives bytes, one piece after the other. A `Deno.FsFile` that is open for writing is a sink. */
export interface ReplayLogSink {
  /** Writes bytes and returns how many it wrote. */
  writeSync(bytes: Uint8Array): number;
}

/** A sink that keeps everything in memory. */
export class MemorySink implements ReplayLogSink {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(4096);
  #length = 0;

  /** Writes all bytes. */
  writeSync(bytes: Uint8Array): number {
    if (this.#length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return bytes.length;
  }

  /** Returns a copy of the written bytes. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/**
 * Rejects what is no sink, before anything is written.
 *
 * @throws {TypeError} if it has no `writeSync`
 */
export function checkSink(sink: unknown): void {
  if (typeof (sink as ReplayLogSink | null | undefined)?.writeSync === "function") return;
  throw new TypeError(
    `Cannot write a replay log to ${
      inspected(sink, 0)
    }: pass a MemorySink, an open file or another object with writeSync`,
  );
}

/** Writes all bytes to a sink, in as many pieces as the sink needs. */
export function writeAll(sink: ReplayLogSink, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) {
    const count = sink.writeSync(bytes.subarray(from)), given = bytes.length - from;
    // A sink that counts more than it was given would leave a hole in the log.
    if (!(Number.isInteger(count) && count > 0 && count <= given)) {
      throw new Error(
        `Cannot write the replay log: the sink says that it took ${
          inspected(count, 0)
        } of ${given} bytes; its writeSync returns the ` +
          "number of bytes that it wrote, from 1 on",
      );
    }
    from += count;
  }
}
