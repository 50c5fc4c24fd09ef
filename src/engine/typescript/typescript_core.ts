/**
 * The TypeScript backend: the core in `src/core`, which always opens.
 *
 * @module
 */

import { Core } from "../../core/core.ts";
import type { CoreBackend, OpenedBackend } from "../backend.ts";

/** The TypeScript core with the rest of the port. It extends the core, so that a call needs no second call. */
export class TypeScriptCore extends Core implements CoreBackend {
  /** Always 0: the core runs inside the runtime. */
  readonly crossings = 0;

  /** Does nothing: the core reads and writes buffers wherever they lie. */
  adopt(): void {}

  /** Applies `count` event records, copies up to `capacity` outputs into a buffer, and returns the number copied. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number {
    this.apply(events, count);
    return capacity === 0 ? 0 : this.read(out, capacity);
  }

  /** Does nothing: the garbage collector frees the core. */
  dispose(): void {}
}

/** Opens the TypeScript core as a backend. */
export function openTypeScript(): OpenedBackend {
  return { found: true, make: (config) => new TypeScriptCore(config) };
}
