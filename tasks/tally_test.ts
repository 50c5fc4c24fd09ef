import { assertEquals } from "@std/assert";
import { checkRun, renderTally, sumTallies, type Tally } from "./tally.ts";

const NOTHING: Tally = { passed: 0, failures: [], skipped: [] };
const SOME: Tally = { passed: 2, failures: ["a"], skipped: [{ name: "b", reason: undefined }] };

Deno.test("renderTally() names skipped tests only if there are any", () => {
  assertEquals(renderTally(NOTHING), "0 passed, 0 failed");
  assertEquals(renderTally(sumTallies([SOME, SOME])), "4 passed, 2 failed, 2 skipped");
});

Deno.test("checkRun() makes a run without a single test a failure", () => {
  const skippedOnly = { ...NOTHING, skipped: SOME.skipped };
  for (const tally of [NOTHING, skippedOnly]) {
    const checked = checkRun({ name: "deno test", exitCode: 0, tally });
    assertEquals(checked, { ...tally, failures: ["deno test: not a single test was run"] });
  }
});

Deno.test("checkRun() makes an exit code that no test explains a failure", () => {
  const checked = checkRun({ name: "cargo test", exitCode: 101, tally: { ...NOTHING, passed: 3 } });
  assertEquals(checked.failures, ["cargo test: ended with exit code 101 without naming a failed test"]);
});

Deno.test("checkRun() leaves a run that explains itself alone", () => {
  assertEquals(checkRun({ name: "deno test", exitCode: 1, tally: SOME }), SOME);
});
