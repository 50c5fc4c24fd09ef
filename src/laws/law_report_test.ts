import { assertEquals } from "@std/assert";
import { LawTrial, notApplicable } from "./law_report.ts";

Deno.test("a law is held on the cases that were tried, with what was left out", () => {
  const trial = new LawTrial(3);
  trial.held();
  trial.leaveOut("columns");
  trial.leaveOut("columns");
  trial.held(2);
  assertEquals(trial.end("3 ways"), {
    law: 3,
    name: "batching",
    verdict: "held",
    tried: "3 ways",
    cases: 3,
    leftOut: ["columns"],
  });
});

Deno.test("a law of which nothing could be tried is not applicable, with the reason, and never held", () => {
  const trial = new LawTrial(7);
  trial.leaveOut("one feed");
  trial.leaveOut("dates");
  const report = trial.end("nothing");
  assertEquals([report.verdict, report.reason, report.cases], ["not applicable", "one feed; dates", 0]);
  assertEquals(notApplicable(6, "no venue").verdict, "not applicable");
});

Deno.test("a law that failed names its counter-example and the cases before it", () => {
  const trial = new LawTrial(8),
    counterExample = { what: "", place: "", expected: "", found: "", smallest: "", size: 1 };
  trial.held(4);
  const report = trial.fail("5 of 20", counterExample);
  assertEquals([report.verdict, report.cases, report.counterExample], ["failed", 4, counterExample]);
});
