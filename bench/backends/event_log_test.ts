import { assert, assertEquals } from "@std/assert";
import { RECORD_LANES } from "../../src/contract/contract.gen.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { chainsAfterEach, describeEvent, firstDifference } from "./event_log.ts";
import { PROFILES } from "./profiles.ts";

for (const profile of ["sma", "feeds", "resting-limit", "views", "reports"]) {
  Deno.test(`the log of profile ${profile} leads every engine to the end of the run`, () => {
    const workload = PROFILES[profile]!.workload(70), log = workload.log();
    assert(log.events.length > 70 * RECORD_LANES, "the log lacks events");
    for (const name of enginesUnderTest()) {
      const chains = [...chainsAfterEach(log, name)];
      assertEquals(chains.length, log.events.length / RECORD_LANES);
      assertEquals(chains.at(-1), workload.backend(name).run()().chain);
    }
  });
}

Deno.test("events are described by kind, order and time", () => {
  const log = PROFILES["resting-limit"]!.workload(3).log();
  // Two bars with their steps; the order of the first bar lies between them; the shutdown is the last.
  const about = Array.from({ length: 9 }, (_, index) => describeEvent(log, index + 1).replace(/ at .*/, ""));
  assertEquals(about, [
    "BAR",
    "STEP",
    "PLACE of order 1",
    "BAR",
    "STEP",
    "BAR",
    "STEP",
    "SHUTDOWN",
    "no event of the log",
  ]);
  assertEquals(describeEvent(log, 2), "STEP at 1577836860000000 us");
});

Deno.test("the first difference is counted from one, an early end is one, and equal series have none", () => {
  assertEquals(firstDifference(["a", "b"], ["a", "b"]), undefined);
  assertEquals(firstDifference(["a", "b", "c"], ["a", "x", "c"]), 2);
  assertEquals(firstDifference(["a", "b"], ["a"]), 2);
  assertEquals(firstDifference([], ["a"]), 1);
});
