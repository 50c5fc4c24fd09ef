import { assert, assertEquals } from "@std/assert";
import { allKilled, lineOf, reportJson, summaryOf } from "./report.ts";
import type { TrialResult, Verdict } from "./trial.ts";

function result(verdict: Verdict, rest: Partial<TrialResult> = {}): TrialResult {
  return {
    name: `a_${verdict.replaceAll(" ", "_")}`,
    area: "feeds",
    operator: undefined,
    files: ["a.ts"],
    suite: ["a_test.ts"],
    verdict,
    killedBy: verdict.startsWith("killed") ? "a test" : undefined,
    reason: verdict === "error" || verdict === "equivalent" ? "a reason" : undefined,
    seconds: 1.5,
    ...rest,
  };
}

const ALL = (["killed", "killed elsewhere", "equivalent", "survived", "error"] as const).map((each) => result(each));

Deno.test("all are killed when each is killed or equivalent, and there is one", () => {
  assertEquals(allKilled([result("killed"), result("killed elsewhere"), result("equivalent")]), true);
  for (const bad of ["survived", "error"] as const) assertEquals(allKilled([result("killed"), result(bad)]), false);
  assertEquals(allKilled([]), false);
});

Deno.test("the summary counts by area and names what is to be mended", () => {
  const lines = summaryOf([...ALL, result("killed", { area: "evidence" })], 61.4);
  assertEquals(lines.slice(2, 4).map((line) => line.split(/ +/)), [
    ["feeds", "5", "1", "1", "1", "1", "1"],
    ["evidence", "1", "1", "0", "0", "0", "0"],
  ]);
  assertEquals(lines.slice(4), [
    "not killed by a_test.ts: a_killed_elsewhere, but by a test",
    "survived: a_survived; write the test that kills it, or say why it is equivalent",
    "error: a_error",
    "3 of 6 killed, 1 equivalent, in 61 s",
  ]);
});

Deno.test("the line of a mutant shows loudly what is wrong, and says why", () => {
  assertEquals(lineOf(result("killed")), "killed              1.5 s  a_killed: a test");
  assert(lineOf(result("survived")).startsWith("SURVIVED "));
  assert(lineOf(result("error")).endsWith("a_error\n    a reason"));
  assert(lineOf(result("equivalent")).endsWith("a_equivalent: a reason"));
});

Deno.test("the report as JSON has every result, the counts and the seed of the sample", () => {
  const report = JSON.parse(reportJson(ALL, 2, 7));
  assertEquals([report.ok, report.seed, report.seconds, report.results.length], [false, 7, 2, 5]);
  const counts = { all: 5, killed: 1, "killed elsewhere": 1, equivalent: 1, survived: 1, error: 1 };
  assertEquals([report.counts, report.areas], [counts, { feeds: counts }]);
  assertEquals(JSON.parse(reportJson([result("killed")], 2, undefined)).seed, null);
});
