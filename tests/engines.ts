/**
 * The engines that a suite runs over, as `deno task test` says: all of the table, or those that need no cargo where Rust
 * cannot be built.
 *
 * @module
 */

import { BACKENDS, ENGINE_NAMES, type EngineName, enginesHere } from "../src/engine/backends.ts";
import { Engine, type EngineOptions } from "../src/engine/engine.ts";

export type { EngineName } from "../src/engine/backends.ts";

/**
 * Environment variable that says which engines the tests must find: `all` of the table, or the `portable` ones, which
 * need no cargo.
 */
const TEST_ENGINES_VARIABLE = "CRACKTRADER_TEST_ENGINES";

/** The engines of each value of the variable; the first one is the reference. */
const SETS: Readonly<Record<string, readonly EngineName[]>> = {
  all: ENGINE_NAMES.toReversed(),
  portable: ["typescript", "wasm"],
};

const engines = readEngines();

/** The engines that every suite must run over. */
export function enginesUnderTest(): readonly EngineName[] {
  return engines;
}

/** Makes an engine of just this name; nothing from outside can make it another. */
export function createEngine(name: EngineName, config: Float64Array, options: EngineOptions = {}): Engine {
  return new Engine(config, { ...options, engineBackend: name, environmentOverride: false });
}

/** Registers a test that needs the Rust library. Where Rust is not under test it is skipped, with the reason. */
export function testRust(name: string, options: Omit<Deno.TestDefinition, "name" | "fn">, fn: () => unknown): void {
  const run = async (): Promise<void> => {
    await fn();
  };
  if (engines.includes("rust")) Deno.test({ ...options, name, fn: run });
  else Deno.test({ ...options, name: `${name} (skipped: the Rust engine is not under test)`, ignore: true, fn: run });
}

/**
 * Reads the variable. Where it is not set, as in a run of a single file by hand, Rust is tested if it is installed.
 *
 * The library is opened here, at the load of a test's modules: a resource that a test opens and that outlives it counts
 * as a leak of that test.
 */
function readEngines(): readonly EngineName[] {
  const permission = Deno.permissions.querySync({ name: "env", variable: TEST_ENGINES_VARIABLE });
  const value = permission.state === "granted" ? Deno.env.get(TEST_ENGINES_VARIABLE) : undefined;
  if (value === undefined) return enginesHere();
  const names = SETS[value];
  if (names === undefined) {
    const known = Object.keys(SETS).map((name) => `"${name}"`).join(", ");
    throw new RangeError(`Cannot use "${value}" as ${TEST_ENGINES_VARIABLE}: there are ${known}`);
  }
  for (const name of names) {
    const { title, open } = BACKENDS[name], opened = open({});
    if (opened.found) continue;
    throw new Error(`Cannot test the ${title} engine: ${opened.message}. To mend it, ${opened.remedy}`);
  }
  return names;
}
