/**
 * Makes engines, forgets most of them without disposing of them, collects garbage and prints how many the net caught.
 * A test runs this in a process with `--v8-flags=--expose-gc`.
 *
 * @module
 */

import { Engine } from "../../src/engine/engine.ts";
import { leakedCoresCount } from "../../src/engine/native/native_core.ts";
import { trialColumns, trialConfiguration } from "../../src/engine/native/trial.ts";

const collect = (globalThis as unknown as { gc(): void }).gc;
const LEAKED = 50;

function makeEngine(): Engine {
  return new Engine(trialConfiguration(), { engineBackend: "rust" });
}

function leakEngines(): void {
  for (let count = 0; count < LEAKED; count++) makeEngine();
  for (let count = 0; count < LEAKED; count++) makeEngine()[Symbol.dispose]();
}

/** Buffers belong to the caller: an engine that goes on must not notice that others were collected. */
using kept = makeEngine();
leakEngines();
for (let round = 0; round < 100 && leakedCoresCount() < LEAKED; round++) {
  collect();
  await new Promise((resolve) => setTimeout(resolve, 1));
}
kept.loadColumns(trialColumns(), Uint32Array.of(2));
collect();
const steps = kept.advance(trialColumns(), { marks: new Float64Array(4) });
console.log(JSON.stringify({ leaked: leakedCoresCount(), steps }));
