/**
 * Plays a share of a fuzz's cases in a worker and sends the result.
 *
 * @module
 */

import { type FuzzOptions, fuzzShare, type ShareOf } from "./fuzz.ts";

/** The used part of a worker's global scope. */
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
