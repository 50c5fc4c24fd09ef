/**
 * The backend in TypeScript: the core of `src/core`, which is always there.
 *
 * @module
 */

import { Core } from "../../core/core.ts";
import type { CoreBackend, OpenedBackend } from "../backend.ts";

/** The TypeScript core with what the port asks beside it. Extending the core makes a call cost no other call. */
export class TypeScriptCore extends Core implements CoreBackend {
  /** Always 0: nothing is crossed. */
  readonly crossings = 0;

  /** Applies `count` event records, copies up to `capacity` waiting outputs into a buffer and returns how many. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number {
    this.apply(events, count);
    return capacity === 0 ? 0 : this.read(out, capacity);
  }

  /** Does nothing, as the runtime frees the core. */
  dispose(): void {}
}

/** Opens the TypeScript core as a backend. */
export function openTypeScript(): OpenedBackend {
  return { found: true, make: (config) => new TypeScriptCore(config) };
}
