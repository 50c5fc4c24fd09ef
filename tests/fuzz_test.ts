/**
 * A small fuzz on every engine under test; `deno task fuzz` runs a long one.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { fuzz, type FuzzReport } from "./fuzz/fuzz.ts";

const engines = enginesUnderTest();

/** Runs a fuzz on the engines under test. */
function small(
  options: { seed: number; cases: number; events: number; only?: number; directed?: boolean },
): FuzzReport {
  return fuzz({ engines, ...options });
}

Deno.test("random logs come out the same in every way of playing them, and bring about all that can happen", () => {
  const { passed, lines } = small({ seed: 20240101, cases: 60, events: 600 });
  assert(passed, lines.join("\n"));
  assert(lines[0]!.endsWith("60 cases"));
  assert(lines.includes("no difference, and every reason and fill rule was met"));
});

Deno.test("one seed gives one report, another seed another", () => {
  const once = small({ seed: 5, cases: 0, events: 300, only: 7 });
  assertEquals(small({ seed: 5, cases: 0, events: 300, only: 7 }), once);
  const other = small({ seed: 6, cases: 0, events: 300, only: 7 });
  assert(other.lines.slice(1).join("\n") !== once.lines.slice(1).join("\n"));
});

Deno.test("a fuzz that meets too little fails and says what it lacks", () => {
  const { passed, lines } = small({ seed: 1, cases: 1, events: 20, directed: false });
  assert(!passed);
  assert(lines.at(-1)!.includes("Not met: "), lines.at(-1));
});
