/**
 * The search of the benchmarks: 100 pairs of averages.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { smaPairs, SmaUnit } from "./strategies.ts";

/** Settings of a search that do not change its rows. */
export interface PairsConduct {
  readonly engineBackend?: "rust" | "wasm" | "typescript" | "auto";
  /** Workers; absent for this process. */
  readonly workers?: number;
}

/** The fast averages, 20 of them, and the slow ones, 5. */
const PAIRS = { fast: ct.range(5, 24, 1), slow: ct.range(30, 70, 10) };

/** The module of both forms, for workers. */
const MODULE = new URL("./strategies.ts", import.meta.url);

/**
 * Searches 100 pairs, by signals or by callbacks.
 *
 * @param times How often: each further search takes the slow averages for longer by one bar.
 */
export function searchPairs(
  form: "signals" | "callbacks",
  feed: ct.Bars,
  { workers = 0, ...conduct }: PairsConduct = {},
  times: number = 1,
): Promise<ct.Found<{ fast: number; slow: number }>> {
  const slow = PAIRS.slow.flatMap((period) =>
    Array.from({ length: times }, (_none, further) => period + 100 * further)
  );
  const options = { params: { ...PAIRS, slow }, cash: 1_000_000, commission: 0.001, ...conduct, workers };
  if (workers > 0) {
    return ct.optimize({ module: MODULE, name: form === "signals" ? "smaPairs" : "SmaUnit" }, feed, options);
  }
  return form === "signals" ? ct.optimize(smaPairs, feed, options) : ct.optimize(SmaUnit, feed, options);
}
