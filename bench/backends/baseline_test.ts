import { assertEquals, assertThrows } from "@std/assert";
import {
  checkComparable,
  compareWithBaseline,
  comparisonWarnings,
  isDoubtful,
  readBaseline,
  renderComparison,
} from "./baseline.ts";
import { fakeReport } from "./fake_report.ts";
import type { Report } from "./report.ts";

const typescriptOnly: Report = { ...fakeReport(), backends: { typescript: fakeReport().backends.typescript! } };

Deno.test("a comparison gives both numbers and says which engine regressed", () => {
  const baseline = fakeReport({ ratios: [20, 10], means: [2, 1] });
  const now = fakeReport({ ratios: [21, 12], means: [6, 3] });
  const comparison = compareWithBaseline("b.json", baseline, [now], "ratio", 1.1);
  assertEquals(comparison.results, [
    { backend: "typescript", baseline: 20, now: 21, slowdown: 1.05, regressed: false },
    { backend: "rust", baseline: 10, now: 12, slowdown: 1.2, regressed: true },
  ]);
  assertEquals(renderComparison(comparison), [
    "baseline b.json of 2026-01-02T03:04:05.678Z, one measurement:",
    "  typescript: 20.00 x bare loop then, 21.00 x bare loop now, 1.050 times, within 1.1",
    "  rust: 10.00 x bare loop then, 12.00 x bare loop now, 1.200 times, regressed: more than 1.1",
  ]);
  const milliseconds = compareWithBaseline("b.json", baseline, [now], "milliseconds", 3);
  assertEquals(milliseconds.results.map(({ now, regressed }) => [now, regressed]), [[6, false], [3, false]]);
});

Deno.test("of several measurements the fastest of each engine counts", () => {
  const baseline = fakeReport({ ratios: [20, 10] });
  const measurements = [fakeReport({ ratios: [22, 15] }), fakeReport({ ratios: [30, 10.5] })];
  const { results } = compareWithBaseline("b.json", baseline, measurements, "ratio", 1.1);
  assertEquals(results.map(({ now }) => now), [22, 10.5]);
});

Deno.test("a regression is doubtful as long as no engine is ten times as slow as it may be", () => {
  const doubtful = (ratios: readonly [number, number]): boolean =>
    isDoubtful(compareWithBaseline("b.json", fakeReport({ ratios: [10, 10] }), [fakeReport({ ratios })], "ratio", 2));
  assertEquals([doubtful([20, 20]), doubtful([20, 21]), doubtful([200, 200]), doubtful([21, 201])], [
    false,
    true,
    true,
    false,
  ]);
});

Deno.test("an engine that one of the two lacks is not compared", () => {
  const { results, warnings } = compareWithBaseline("b.json", fakeReport(), [typescriptOnly], "ratio", 1.1);
  assertEquals(results.map(({ backend }) => backend), ["typescript"]);
  assertEquals(warnings, ["Rust is in the baseline and was left out now"]);
});

Deno.test("another profile, other bars and a missing engine are errors that name the difference", () => {
  const { settings } = fakeReport(), both = { engines: ["typescript", "rust"] as const, absent: undefined };
  const check = (baseline: Report, now: Parameters<typeof checkComparable>[2]) => (): void =>
    checkComparable("b.json", baseline, now);
  check(fakeReport(), { settings, ...both })();
  const cases: [() => void, string][] = [
    [check(fakeReport(), { settings: { ...settings, bars: 64 }, ...both }), "its bars is 128, and this run's is 64"],
    [
      check(fakeReport(), { settings: { ...settings, profile: "views" }, ...both }),
      "its profile is sma, and this run's is views",
    ],
    [check(typescriptOnly, { settings, ...both }), "it has no times of Rust"],
    [
      check(fakeReport(), { settings, engines: ["typescript"], absent: { reason: "no library", asked: false } }),
      "it has times of Rust, which is not here: no library",
    ],
  ];
  for (const [act, message] of cases) assertThrows(act, Error, message);
  // Who says that Rust is to be left out is not told that it is missing.
  check(fakeReport(), { settings, engines: ["typescript"], absent: { reason: "asked", asked: true } })();
});

Deno.test("another machine, runtime, setting or work is a warning", () => {
  const then = fakeReport(), now = fakeReport();
  assertEquals(comparisonWarnings(then, now), []);
  const other: Report = {
    ...now,
    machine: { ...now.machine, processor: "other" },
    runtime: { ...now.runtime, deno: "9.9.9" },
    settings: { ...now.settings, iterations: 7 },
    parity: { status: "equal", runsCompared: 1, outcome: { chain: "00", cash: 1, value: 9, position: {} } },
  };
  assertEquals(comparisonWarnings(then, other), [
    "another machine, processor: some in the baseline, other now",
    "Deno: 2.9.6 in the baseline, 9.9.9 now",
    "settings, iterations: 5 in the baseline, 7 now",
    "the work itself, value at its end: 2 in the baseline, 9 now",
  ]);
});

Deno.test("a file that is no baseline is refused with its name and what it lacks", () => {
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  try {
    const read = (value: unknown) => (): Report => {
      Deno.writeTextFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
      return readBaseline(path);
    };
    assertEquals(read(fakeReport())(), fakeReport());
    const { typescript } = fakeReport().backends;
    const cases: [unknown, string][] = [
      ["{", `Cannot read baseline ${path}: `],
      ["null", 'its format is not "cracktrader backend report"'],
      [{ format: "other" }, 'its format is not "cracktrader backend report"'],
      [{ ...fakeReport(), version: 2 }, "its version is 2, not 1"],
      [{ ...fakeReport(), backends: {} }, "it has no times"],
      [{ ...fakeReport(), backends: { typescript: { ...typescript, meanMs: null } } }, "typescript hold null"],
      [{ ...fakeReport(), settings: undefined }, "it does not say what was measured"],
    ];
    for (const [value, message] of cases) assertThrows(read(value), Error, message);
  } finally {
    Deno.removeSync(path);
  }
  assertThrows(() => readBaseline(path), Error, "there is no such file; write it with --update-baseline");
});
