/**
 * Runs a fuzz in several workers. The cases are dealt out by number, so that the report is that of one thread.
 *
 * @module
 */

import { type FuzzOptions, type FuzzReport, type FuzzShare, fuzzShare, reportOf } from "./fuzz.ts";

/** Runs the fuzz in a number of workers; with one, in this thread. */
export async function fuzzInWorkers(options: FuzzOptions, workers: number): Promise<FuzzReport> {
  if (workers < 2 || options.only !== undefined) return reportOf(options, [fuzzShare(options)]);
  const shares = Array.from({ length: workers }, (_none, index) => shareOf(options, index, workers));
  return reportOf(options, await Promise.all(shares));
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
