/**
 * A worker that plays a share of a fuzz's cases and sends what it came to.
 *
 * @module
 */

import { type FuzzOptions, fuzzShare, type ShareOf } from "./fuzz.ts";

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<{ options: FuzzOptions; share: ShareOf }>) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { options, share } }): void => {
  scope.postMessage(fuzzShare(options, share));
  scope.close();
};
