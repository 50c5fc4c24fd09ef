/**
 * A small fuzz on every engine under test, and the failures that were found before; `deno task fuzz` runs a long one.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { dispatch } from "../src/cli/dispatch.ts";
import { MemoryTerminal } from "./cli/memory_terminal.ts";
import { enginesUnderTest } from "./engines.ts";
import { fuzz, type FuzzOptions, type FuzzReport, fuzzShare, reportOf } from "./fuzz/fuzz.ts";
import { examineLog } from "./fuzz/fuzz_case.ts";
import { workersFor } from "./fuzz/parallel.ts";
import { readRegression } from "./fuzz/regression.ts";

const engines = enginesUnderTest();
const REGRESSIONS = new URL("../fixtures/regressions/", import.meta.url);

/** Runs a fuzz on the engines under test. */
function small(options: Omit<FuzzOptions, "engines">): FuzzReport {
  return fuzz({ engines, ...options });
}

Deno.test("random logs come out the same in every way of playing them, and bring about all that can happen", () => {
  const { passed, lines } = small({ seed: 8, cases: 320, events: 400, demand_coverage: true });
  assert(passed, lines.join("\n"));
  assert(lines[0]!.endsWith("320 cases"));
  assert(lines.includes("no difference, and every reason, fill rule and pair was met"));
});

Deno.test("one seed gives one report, another seed another", () => {
  const once = small({ seed: 5, cases: 0, events: 300, only: 7 });
  assertEquals(small({ seed: 5, cases: 0, events: 300, only: 7 }), once);
  const other = small({ seed: 6, cases: 0, events: 300, only: 7 });
  assert(other.lines.slice(1).join("\n") !== once.lines.slice(1).join("\n"));
});

Deno.test("shares of the cases, as workers have them, put together give the report of one thread", () => {
  const options = { engines, seed: 11, cases: 9, events: 120, directed: false };
  const shares = [2, 0, 1].map((index) => fuzzShare(options, { index, count: 3 }));
  assertEquals(reportOf(options, shares), fuzz(options));
});

Deno.test("a fuzz says what it did not meet, and fails for it only where that is demanded", () => {
  const options = { seed: 1, cases: 1, events: 20, directed: false };
  const free = small(options), strict = small({ ...options, demand_coverage: true });
  assertEquals([free.passed, strict.passed], [true, false]);
  assertEquals(free.lines.at(-1), "no difference in what was met; with --demand-coverage this would fail");
  assert(free.lines.at(-2)!.startsWith("Not met: ") && strict.lines.at(-1) === free.lines.at(-2), strict.lines.at(-1));
  assertEquals(free.met, strict.met);
});

Deno.test("there are no more workers than cases, and one for a case that is named", () => {
  const options = { engines, seed: 1, cases: 2, events: 20 };
  assertEquals([200, 2, 1].map((workers) => workersFor(options, workers)), [2, 2, 1]);
  assertEquals(workersFor({ ...options, cases: 0 }, 4), 0);
  assertEquals(workersFor({ ...options, only: 7 }, 4), 1);
});

Deno.test("the command of a small fuzz ends with exit code 0, and with --demand-coverage with 1", async () => {
  const small = ["--cases", "1", "--events", "20", "--engine", "typescript", "--workers", "200"];
  assertEquals(await command(...small), 0);
  assertEquals(await command(...small, "--demand-coverage"), 1);
});

/** Runs the command line of the fuzz. */
function command(...args: readonly string[]): Promise<number> {
  const entry = { name: "fuzz", summary: "", load: () => import("./fuzz/command.ts") };
  return dispatch(["fuzz", ...args], [entry], new MemoryTerminal());
}

for (const { name } of Deno.readDirSync(REGRESSIONS)) {
  if (!name.endsWith(".json")) continue;
  Deno.test(`the regression ${name} stays mended`, () => {
    const { config, events, comparing, about } = readRegression(Deno.readTextFileSync(new URL(name, REGRESSIONS)));
    assertEquals(examineLog(engines, config, events, comparing, true).difference, undefined, about);
  });
}
