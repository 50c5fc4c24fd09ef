/**
 * A small fuzz on every engine under test, and the failures that were found before; `deno task fuzz` runs a long one.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { fuzz, type FuzzOptions, type FuzzReport, fuzzShare, reportOf } from "./fuzz/fuzz.ts";
import { examineLog } from "./fuzz/fuzz_case.ts";
import { readRegression } from "./fuzz/regression.ts";

const engines = enginesUnderTest();
const REGRESSIONS = new URL("../fixtures/regressions/", import.meta.url);

/** Runs a fuzz on the engines under test. */
function small(options: Omit<FuzzOptions, "engines">): FuzzReport {
  return fuzz({ engines, ...options });
}

Deno.test("random logs come out the same in every way of playing them, and bring about all that can happen", () => {
  const { passed, lines } = small({ seed: 6, cases: 160, events: 400 });
  assert(passed, lines.join("\n"));
  assert(lines[0]!.endsWith("160 cases"));
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

Deno.test("a fuzz that meets too little fails and says what it lacks", () => {
  const { passed, lines } = small({ seed: 1, cases: 1, events: 20, directed: false });
  assert(!passed);
  assert(lines.at(-1)!.includes("Not met: "), lines.at(-1));
});

for (const { name } of Deno.readDirSync(REGRESSIONS)) {
  if (!name.endsWith(".json")) continue;
  Deno.test(`the regression ${name} stays mended`, () => {
    const { config, events, comparing, about } = readRegression(Deno.readTextFileSync(new URL(name, REGRESSIONS)));
    assertEquals(examineLog(engines, config, events, comparing, true).difference, undefined, about);
  });
}
