/**
 * The engines that a benchmark runs on, and the check that they agree.
 *
 * @module
 */

import type { EngineName } from "../src/engine/backends.ts";
import { Engine } from "../src/engine/engine.ts";
import { trialConfiguration } from "../src/engine/native/trial.ts";

export type { EngineName } from "../src/engine/backends.ts";

/** The engines that are here: TypeScript always, Rust when its library can be loaded. */
export function enginesHere(): readonly EngineName[] {
  using engine = new Engine(trialConfiguration(), { environmentOverride: false });
  if (engine.backend.name === "rust") return ["typescript", "rust"];
  console.log(`Rust is not measured: ${engine.backend.reason}`);
  return ["typescript"];
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
