/**
 * A report for tests.
 *
 * @module
 */

import type { BackendTimes, Report } from "./report.ts";

/** Makes a report of both engines with these ratios to the bare loop and means, TypeScript first. */
export function fakeReport(
  { ratios = [20, 10], means = [2, 1] }: {
    readonly ratios?: readonly [number, number];
    readonly means?: readonly [number, number];
  } = {},
): Report {
  const times = (meanMs: number): Omit<BackendTimes, "ratioToBareLoop"> => ({
    meanMs,
    medianMs: meanMs,
    p95Ms: meanMs,
    minMs: meanMs,
    standardDeviationMs: 0,
    iterationsMs: [meanMs, meanMs, meanMs, meanMs, meanMs],
  });
  return {
    format: "cracktrader backend report",
    version: 1,
    date: "2026-01-02T03:04:05.678Z",
    package: { name: "@cracktrader/cracktrader", version: "0.1.0" },
    runtime: { deno: "2.9.6", v8: "15.0", typescript: "6.0" },
    machine: { system: "linux 6", architecture: "x86_64", processor: "some", processors: 2, memoryBytes: 1 },
    settings: { profile: "sma", bars: 128, iterations: 5, warmup: 1, iterationMs: 1 },
    parity: {
      status: "equal",
      runsCompared: 12,
      outcome: { chain: "0123456789abcdef", cash: 1, value: 2, position: {} },
    },
    bareLoop: { about: "a loop", ...times(0.1), runsPerIteration: 1 },
    backends: {
      typescript: { ...times(means[0]), ratioToBareLoop: ratios[0] },
      rust: { ...times(means[1]), ratioToBareLoop: ratios[1] },
    },
    runsPerIteration: 1,
    speedup: { ratio: means[0] / means[1] },
    comparison: null,
  };
}
