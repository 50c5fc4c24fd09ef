/**
 * Writes the chain into the fixture cases that come out right in everything else and alike on both engines.
 *
 * Only the chain is recorded: all else that a case expects is worked out by hand. Run it as
 * `deno run --allow-read --allow-write=fixtures --allow-ffi=./rust/lib tests/record_chains.ts` after a change to what
 * the chain mixes.
 *
 * @module
 */

import { equal } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { type FixtureCase, readFixtureCases } from "./fixture_case.ts";
import { resultOf, runFixture } from "./fixture_run.ts";

if (enginesUnderTest().length < 2) {
  throw new Error("Cannot record chains on one engine: build the other with `deno task install-rust`");
}
for (const folder of ["parity", "scenarios"]) {
  const url = new URL(`../fixtures/${folder}/`, import.meta.url);
  for (const fixture of readFixtureCases(url)) {
    const chain = agreedChain(fixture);
    if (chain === undefined) {
      console.log(`${fixture.name}: left alone, it does not come out as worked out by hand`);
    } else if (chain !== fixture.expect.chain) {
      const file = new URL(`${fixture.name}.json`, url);
      Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace(/"chain": "[^"]*"/, `"chain": "${chain}"`));
      console.log(`${fixture.name}: ${chain}`);
    }
  }
}

/** The chain on which the engines agree, or nothing if anything else is not as expected. */
function agreedChain(fixture: FixtureCase): string | undefined {
  try {
    const results = enginesUnderTest().map((engine) => resultOf(fixture, runFixture(fixture, engine, "whole")));
    const chain = results[0]!.chain;
    return results.every((result) => equal(result, { ...fixture.expect, chain })) ? chain : undefined;
  } catch (error) {
    console.log(`${fixture.name}: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
