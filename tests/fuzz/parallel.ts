/**
 * Runs a fuzz in several workers. The cases are dealt out by number, so that the report is that of one thread.
 *
 * @module
 */

import { type FuzzOptions, type FuzzReport, type FuzzShare, fuzzShare, reportOf } from "./fuzz.ts";

/** Runs the fuzz in a number of workers, but no more than there are cases; with one, in this thread. */
export async function fuzzInWorkers(options: FuzzOptions, workers: number): Promise<FuzzReport> {
  const count = workersFor(options, workers);
  if (count < 2) return reportOf(options, [fuzzShare(options)]);
  const shares = Array.from({ length: count }, (_none, index) => shareOf(options, index, count));
  return reportOf(options, await Promise.all(shares));
}

/** Returns the number of workers that have a case to play. */
export function workersFor({ cases, only }: FuzzOptions, workers: number): number {
  return only === undefined ? Math.min(workers, cases) : 1;
}

/** Plays a share in a worker. */
function shareOf(options: FuzzOptions, index: number, count: number): Promise<FuzzShare> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FuzzShare>): void => resolve(data);
    worker.onerror = (event): void => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(`A worker of the fuzz failed: ${event.message}`));
    };
    worker.postMessage({ options, share: { index, count } });
  });
}
