/**
 * `deno task bench:search`: the processor time of a search with two workers beside one, and its memory by the number of
 * trials.
 *
 * @module
 */

import process from "node:process";
import { parseArgs } from "node:util";
import type * as ct from "../mod.ts";
import { searchPairs } from "./search_pairs.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const HELP =
  `Searches 100 pairs of averages with one worker and with two, in turn, then 1,000 and 10,000 pairs with two.

Usage: deno task bench:search [--bars N] [--few N] [--rounds N] [--engine rust|wasm|typescript] [--help]

--bars N     Bars of each trial for the times; 100,000 by default.
--few N      Bars of each trial for the memory; 2,000 by default.
--rounds N   Searches with each number of workers, of which the least time counts; 4 by default, 0 for the memory alone.
--engine E   The engine; "auto" by default.`;

const MIB = 2 ** 20;

/** Returns the processor time of all threads of this process, in milliseconds. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Returns the peak of the memory of this process so far, in bytes. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function hashOf(found: ct.Found<{ fast: number; slow: number }>): string {
  if (found.rows().some(({ error }) => error !== null)) throw new Error(`A trial failed: ${found.text()}`);
  return found.rows().map(({ chain, markHash }) => chain + markHash).join();
}

const { values } = parseArgs({
  options: {
    bars: { type: "string", default: "100000" },
    few: { type: "string", default: "2000" },
    rounds: { type: "string", default: "4" },
    engine: { type: "string", default: "auto" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const engineBackend = values.engine as "auto", feed = syntheticBars(Number(values.bars)), hashes = new Set<string>();
const least = new Map<string, { processor: number; wall: number }>();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const form of ["signals", "callbacks"] as const) {
    for (const workers of [1, 2]) {
      const name = `${form}, ${workers} worker${workers === 1 ? "" : "s"}`, known = least.get(name);
      const began = performance.now(), before = processorMs();
      hashes.add(hashOf(await searchPairs(form, feed, { engineBackend, workers })));
      const processor = processorMs() - before, wall = performance.now() - began;
      least.set(name, {
        processor: Math.min(processor, known?.processor ?? Infinity),
        wall: Math.min(wall, known?.wall ?? Infinity),
      });
    }
  }
}
if (hashes.size > 1) throw new Error(`The rows differ between forms or numbers of workers: ${hashes.size} kinds`);
for (const [name, { processor, wall }] of least) {
  console.log(
    `${name}: 100 trials of ${values.bars} bars, processor ${processor.toFixed(0)} ms, wall ${wall.toFixed(0)} ms`,
  );
}
for (const form of least.size === 0 ? [] : ["signals", "callbacks"]) {
  const [one, two] = [least.get(`${form}, 1 worker`)!, least.get(`${form}, 2 workers`)!];
  console.log(
    `${form}: two workers take ${(two.processor / one.processor).toFixed(2)} times the processor time of one, and ` +
      `${(one.wall / two.wall).toFixed(2)} times as fast`,
  );
}
const few = syntheticBars(Number(values.few)), peaks: number[] = [];
for (const times of [10, 100]) {
  hashOf(await searchPairs("signals", few, { engineBackend, workers: 2 }, times));
  peaks.push(peakBytes());
  console.log(
    `${100 * times} trials of ${values.few} bars: peak ${(peaks.at(-1)! / MIB).toFixed(0)} MiB of the process`,
  );
}
console.log(`10,000 trials take ${((peaks[1]! - peaks[0]!) / MIB).toFixed(0)} MiB more than 1,000`);
