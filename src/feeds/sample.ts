/**
 * `sample`: real prices that come with the package.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { Bars } from "./bars.ts";
import { parseCsv } from "./csv/csv.ts";

/** Names of the samples: `"aapl"`, two years of daily prices of Apple Inc. in US dollars, adjusted for splits. */
export type SampleName = "aapl";

/** Loads the text of each sample. A module is code, so that it needs no permission, also where a strategy is proved. */
const SAMPLES: Readonly<Record<SampleName, () => Promise<{ readonly SAMPLE_PRICES: string }>>> = {
  aapl: () => import("./samples/aapl.gen.ts"),
};

/** Samples that were loaded so far in this process. */
const loaded = new Set<SampleName>();

/** Returns the names of the samples that were loaded so far in this process. */
export function loadedSamples(): readonly SampleName[] {
  return [...loaded];
}

/**
 * Returns real prices that come with the package, for a first strategy and for tests. It needs no permission, neither to
 * read files nor for the net, and loads the prices only when it is called.
 *
 * @param name Name of the sample: `"aapl"`, 504 daily bars from 2016-05-12 to 2018-05-11 in the zone of New York.
 * @returns The bars.
 * @throws {RangeError} If there is no such sample; the message lists all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const feed = await ct.sample("aapl");
 * assertEquals([feed.name, feed.length, feed.timeZone], ["aapl", 504, "America/New_York"]);
 * ```
 */
export async function sample(name: SampleName): Promise<Bars> {
  if (typeof name !== "string" || !Object.hasOwn(SAMPLES, name)) {
    const names = Object.keys(SAMPLES).map((known) => JSON.stringify(known)).join(", ");
    throw new RangeError(`Cannot find sample ${inspected(name, 0)}: there are ${names}`);
  }
  loaded.add(name);
  const { SAMPLE_PRICES } = await SAMPLES[name]();
  return parseCsv(new TextEncoder().encode(SAMPLE_PRICES), `${name}.csv`, { timeZone: "America/New_York" });
}
