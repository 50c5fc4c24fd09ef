/**
 * The engines that a benchmark runs on, and the check that they agree.
 *
 * @module
 */

import { BACKENDS, ENGINE_NAMES, type EngineName, enginesHere as enginesOfTable } from "../src/engine/backends.ts";
import { Engine } from "../src/engine/engine.ts";
import { trialConfiguration } from "../src/engine/native/trial.ts";

export { ENGINE_NAMES, type EngineName } from "../src/engine/backends.ts";

/** The engines that are here: TypeScript always, each other one when it opens. Tells which ones are left out. */
export function enginesHere(): readonly EngineName[] {
  const here = enginesOfTable(), absent = ENGINE_NAMES.filter((name) => !here.includes(name));
  if (absent.length > 0) {
    using engine = new Engine(trialConfiguration(), { environmentOverride: false });
    const titles = absent.map((name) => BACKENDS[name].title);
    console.log(`${titles.join(" and ")} is not measured: ${engine.backend.reason}`);
  }
  return here;
}

/** Runs a check once on every engine, prints the chain that it returns and throws when two engines differ. */
export function checkEqual(
  title: string,
  engines: readonly EngineName[],
  chainOf: (engine: EngineName) => string,
): void {
  const chains = engines.map(chainOf);
  if (new Set(chains).size !== 1) throw new Error(`The engines differ in "${title}": ${chains.join(", ")}`);
  console.log(`${title}: chain ${chains[0]} on ${engines.join(" and ")}`);
}
