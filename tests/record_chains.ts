/**
 * Writes the chain into the fixture cases that come out right in everything else and alike on every engine.
 *
 * Only the chain is recorded: what a case expects otherwise is worked out by hand. Run it as
 * `deno run --allow-read --allow-write=fixtures --allow-ffi=./rust/lib tests/record_chains.ts` after a change to what
 * the chain mixes.
 *
 * @module
 */

import { equal } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { readFixtureCases } from "./fixture_case.ts";
import { resultOf, runFixture } from "./fixture_run.ts";

for (const folder of ["parity", "scenarios"]) {
  const url = new URL(`../fixtures/${folder}/`, import.meta.url);
  for (const fixture of readFixtureCases(url)) {
    const results = enginesUnderTest().map((engine) => resultOf(fixture, runFixture(fixture, engine, "whole")));
    const chain = results[0]!.chain;
    const good = results.every((result) => equal(result, { ...fixture.expect, chain }));
    if (!good) console.log(`${fixture.name}: left alone, it does not come out as worked out by hand`);
    if (!good || chain === fixture.expect.chain) continue;
    const file = new URL(`${fixture.name}.json`, url);
    Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace(/"chain": "[^"]*"/, `"chain": "${chain}"`));
    console.log(`${fixture.name}: ${chain}`);
  }
}
