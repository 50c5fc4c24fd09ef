/**
 * Every fixture case on every engine: the results equal those worked out by hand, however the log is fed.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { eventsOf, type FixtureCase, readFixtureCases } from "./fixture_case.ts";
import { resultOf, runFixture } from "./fixture_run.ts";

const PARITY = new URL("../fixtures/parity/", import.meta.url);
const SCENARIOS = new URL("../fixtures/scenarios/", import.meta.url);

for (const [kind, folder] of [["parity case", PARITY], ["scenario", SCENARIOS]] as const) {
  for (const fixture of readFixtureCases(folder)) {
    for (const engine of enginesUnderTest()) {
      Deno.test(`the ${kind} ${fixture.name} comes out on ${engine} as worked out by hand`, () => {
        assertEquals(resultOf(fixture, runFixture(fixture, engine, "whole")), fixture.expect);
      });

      Deno.test(`the ${kind} ${fixture.name} is the same on ${engine} event by event, restored and unchecked`, () => {
        const whole = runFixture(fixture, engine, "whole");
        for (const way of ["single", "restored", "unchecked"] as const) {
          assertEquals(runFixture(fixture, engine, way), whole, way);
        }
      });
    }

    Deno.test(`the ${kind} ${fixture.name} gives the same bytes on every engine under test`, () => {
      const runs = enginesUnderTest().map((engine) => runFixture(fixture, engine, "whole"));
      for (const run of runs) assertEquals(run, runs[0]!);
    });
  }
}

Deno.test("the cases are there, each with its arithmetic and its chain", () => {
  const parity = readFixtureCases(PARITY), scenarios = readFixtureCases(SCENARIOS);
  assert(parity.length >= 14, `${parity.length} parity cases`);
  assert(scenarios.length >= 20, `${scenarios.length} scenarios`);
  for (const fixture of [...parity, ...scenarios]) {
    assert(fixture.arithmetic.length > 0, `${fixture.name} has no arithmetic`);
    assert(/^[0-9a-f]{16}$/.test(fixture.expect.chain), `${fixture.name} has no chain`);
  }
});

Deno.test("the order of registration changes nothing but the chain", () => {
  const [first, second] = ["rotation_aaa_first", "rotation_bbb_first"].map((name) =>
    readFixtureCases(PARITY).find((fixture) => fixture.name === name)
  );
  for (const engine of enginesUnderTest()) {
    const one = resultOf(first!, runFixture(first!, engine, "whole"));
    const other = resultOf(second!, runFixture(second!, engine, "whole"));
    assertEquals({ ...one, chain: "" }, { ...other, chain: "" });
  }
});

Deno.test("a case with a price off its grid is refused, with the case, the event and the price", () => {
  const fixture = readFixtureCases(SCENARIOS)[0]!;
  const broken: FixtureCase = { ...fixture, events: [["bar", "2024-01-02", "AAA", "1.234", "2", "1", "1"]] };
  assertThrows(() => eventsOf(broken), RangeError, `${fixture.name}, event 1: 1.234 is not a whole count of 0.01`);
});
