import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { enginesUnderTest } from "../../tests/engines.ts";
import { PROFILES } from "./profiles.ts";

for (const [profile, { workload, barsMax }] of Object.entries(PROFILES)) {
  Deno.test(`profile ${profile} comes to one outcome on every engine, and to another with more bars`, () => {
    const small = workload(101), large = workload(120);
    const outcomes = enginesUnderTest().map((name) => small.backend(name).run()());
    for (const outcome of outcomes) assertEquals(outcome, outcomes[0]);
    assertNotEquals(large.backend("typescript").run()().chain, outcomes[0]!.chain);
    assert(barsMax >= 1000, "the profile takes hardly any bars");
    assert(Number.isFinite(small.bareLoop()), "the bare loop comes to nothing");
  });
}

Deno.test("the burst of reports buys and sells as many orders, so that an odd one is left", () => {
  const { backend } = PROFILES["reports"]!.workload(5);
  // Three orders bought, two sold, nineteen lots each.
  assertEquals(backend("typescript").run()().position, { burst: 19 });
  assertEquals(PROFILES["reports"]!.workload(4).backend("typescript").run()().position, {});
});
