/**
 * Reports against their schema, and what a person reads of them.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Ajv2020 } from "npm:ajv@8.17.1/dist/2020.js";
import { parseBackendArguments } from "./arguments.ts";
import { compareWithBaseline } from "./baseline.ts";
import { fakeReport } from "./fake_report.ts";
import type { Measured } from "./measure.ts";
import { differingReport, measuredReport, renderReport, type Report, reportHead } from "./report.ts";

const BENCH = new URL("../", import.meta.url);
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(Deno.readTextFileSync(new URL("backend_report.schema.json", BENCH))),
);

function problemsOf(report: unknown): string[] {
  // A report is written as JSON, which leaves out a key without a value.
  const valid = validate(JSON.parse(JSON.stringify(report)));
  return valid ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const head = reportHead(parseBackendArguments(["--bars", "128", "--iterations", "5"]), fakeReport().machine);
const measured: Measured = {
  held: true,
  outcome: { chain: "0123456789abcdef", cash: 1, value: 2, position: { feed0: 1 } },
  runsCompared: 12,
  runsPerIteration: 2,
  bareLoopsPerIteration: 40,
  bareLoopMs: [1, 1, 2, 1, 1],
  backendMs: new Map([["typescript", [10, 11, 22, 12, 30]], ["rust", [5, 5, 8, 5, 7]]]),
};

Deno.test("a report holds the statistics, the ratios to the bare loop and the speedup of the means", () => {
  const report = measuredReport(head, measured, "a loop", undefined);
  assertEquals(report.speedup, { ratio: 17 / 6 });
  const { typescript, rust } = report.backends;
  assertEquals([typescript!.meanMs, typescript!.medianMs, typescript!.minMs], [17, 12, 10]);
  assertEquals([rust!.meanMs, rust!.medianMs, rust!.minMs], [6, 5, 5]);
  // Iteration by iteration 10, 11, 11, 12, 30 and 5, 5, 4, 5, 7.
  assertEquals([typescript!.ratioToBareLoop, rust!.ratioToBareLoop], [11, 5]);
  assertEquals(report.parity, { status: "equal", runsCompared: 12, outcome: measured.outcome });
  assertEquals(report.runtime.deno, Deno.version.deno);
  assertEquals(problemsOf(report), []);
  const lines = renderReport(report).join("\n");
  assertStringIncludes(lines, "speedup: 2.83 (TypeScript mean / Rust mean)");
  assertStringIncludes(lines, "parity: 12 runs equal, cash 1, value 2, position 1 feed0, hash 0123456789abcdef");
});

Deno.test("a report of TypeScript alone says why there is no speedup", () => {
  const alone = { ...measured, backendMs: new Map([["typescript", [1, 2, 3, 4, 5]]] as const) };
  const report = measuredReport(head, alone, "a loop", "there is none");
  assertEquals(report.speedup, { ratio: null, reason: "there is none" });
  assertEquals(report.parity.status, "not compared");
  assertEquals(problemsOf(report), []);
  assertEquals(renderReport(report).at(-1), "no speedup: there is none");
});

Deno.test("a report of engines that differ has the event and no times", () => {
  for (const event of [17, null]) {
    const report = differingReport(head, event, "STEP at 1 us", ["cash: 1 and 2"]);
    assertEquals(report.backends, {});
    assertEquals(problemsOf(report), []);
  }
  assertEquals(differingReport(head, 17, "STEP at 1 us", ["cash: 1 and 2"]).speedup, {
    ratio: null,
    reason: "engines differ at event 17",
  });
});

Deno.test("a report with a comparison is valid, and one that lacks a part or has one too many is not", () => {
  const comparison = compareWithBaseline("b.json", fakeReport(), [fakeReport()], "milliseconds", 1.1);
  const good: Report = { ...fakeReport(), comparison };
  assertEquals(problemsOf(good), []);
  for (const name of Object.keys(good)) {
    assert(problemsOf({ ...good, [name]: undefined }).length > 0, `a report without ${name} was taken`);
  }
  const wrong: unknown[] = [
    { ...good, more: 1 },
    { ...good, version: 2 },
    { ...good, date: "yesterday" },
    { ...good, settings: { ...good.settings, iterations: 4 } },
    { ...good, backends: { ...good.backends, python: good.backends.rust } },
    { ...good, backends: { rust: { ...good.backends.rust, more: 1 } } },
    { ...good, backends: { rust: { ...good.backends.rust, meanMs: "1" } } },
    { ...good, parity: { ...good.parity, status: "different" } },
    { ...good, speedup: { ratio: null } },
  ];
  for (const report of wrong) assert(problemsOf(report).length > 0, `this was taken: ${JSON.stringify(report)}`);
});

for (const folder of ["baselines/", "reports/"]) {
  Deno.test(`every report in bench/${folder} is valid`, () => {
    const names = [...Deno.readDirSync(new URL(folder, BENCH))].map(({ name }) => name);
    const reports = names.filter((name) => name.endsWith(".json"));
    assert(reports.length > 0, "there is nothing to check");
    for (const name of reports) {
      assertEquals(problemsOf(JSON.parse(Deno.readTextFileSync(new URL(folder + name, BENCH)))), [], name);
    }
  });
}
