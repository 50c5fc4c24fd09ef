/**
 * Profile (j): a search over 100 pairs of averages, 100,000 bars each, by signals and by callbacks, beside as many bare
 * loops. Each trial of either form has the chain of the other one, and all engines have the same rows.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { searchPairs } from "./search_pairs.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const BARS = 100_000, group = `100 pairs of averages, ${BARS} bars each`;
const feed = syntheticBars(BARS), engines = enginesHere();

const found = new Map<string, string>();
for (const engineBackend of engines) {
  for (const form of ["signals", "callbacks"] as const) {
    const search = await searchPairs(form, feed, { engineBackend });
    if (search.rows().some(({ error }) => error !== null)) throw new Error(`A trial failed: ${search.text()}`);
    found.set(`${engineBackend} ${form}`, search.rows().map(({ chain, markHash }) => chain + markHash).join());
  }
}
checkEqual(group, engines, (engine) => {
  const [signals, callbacks] = [found.get(`${engine} signals`)!, found.get(`${engine} callbacks`)!];
  if (signals !== callbacks) throw new Error(`Signals and callbacks differ on ${engine}`);
  return signals.slice(0, 16);
});

Deno.bench(`bare loops, ${group}`, { group, baseline: true, n: 3, warmup: 1 }, () => {
  for (const fast of ct.range(5, 24, 1)) {
    for (const slow of ct.range(30, 70, 10)) bareLoop(feed, fast, slow, 1e6, 0.001);
  }
});
for (const engineBackend of engines) {
  for (const form of ["signals", "callbacks"] as const) {
    Deno.bench(`${engineBackend}, ${form}, ${group}`, { group, n: 3, warmup: 1 }, async () => {
      await searchPairs(form, feed, { engineBackend });
    });
  }
}
