/**
 * Where a log is written to.
 *
 * @module
 */

/** Takes bytes, one piece after the other. A `Deno.FsFile` that was opened for writing is one. */
export interface ReplayLogSink {
  /** Takes bytes and returns how many of them it took. */
  writeSync(bytes: Uint8Array): number;
}

/** A sink that keeps everything in memory. */
export class MemorySink implements ReplayLogSink {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(4096);
  #length = 0;

  /** Takes all bytes. */
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

  /** A copy of what was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Writes all bytes to a sink, in as many pieces as it takes. */
export function writeAll(sink: ReplayLogSink, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) {
    const count = sink.writeSync(bytes.subarray(from));
    if (!(Number.isInteger(count) && count > 0)) {
      throw new Error(`Cannot write the replay log: the sink took ${count} of ${bytes.length - from} bytes`);
    }
    from += count;
  }
}
