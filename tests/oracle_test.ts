/**
 * The recorded backtrader scenarios, replayed on every engine and compared bit for bit.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Engine } from "../src/engine/engine.ts";
import { firstDifference } from "./oracle/compare_events.ts";
import { judge } from "./oracle/judge.ts";
import { replay } from "./oracle/replay.ts";
import { readScenarios, type Scenario } from "./oracle/scenario.ts";
import { configurationOf } from "./oracle/scenario_configuration.ts";
import { createEngine, enginesUnderTest } from "./engines.ts";

const FOLDER = new URL("../fixtures/backtrader/", import.meta.url);

/** Files of scenarios, with the number that must be there, so that none is lost unseen. */
const FILES = { scenarios: 99, scenarios_fuzz: 258, scenarios_any: 86, scenarios_said: 53 } as const;
/** Scenarios whose recording depends on how the recording program ran. */
const DEPENDENT: readonly string[] = ["fuzz 289"];

const files = await Promise.all(
  Object.keys(FILES).map((name) => readScenarios(new URL(`${name}.json.gz`, FOLDER))),
);
const scenarios = files.flat();
const counted = scenarios.filter(({ name }) => !DEPENDENT.includes(name));

Deno.test("the recordings are there, each with a name of its own", () => {
  assertEquals(files.map(({ length }) => length), Object.values(FILES));
  assertEquals(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
});

Deno.test("a recording that depends on how the recording program ran counts neither way", () => {
  const dependent = scenarios.filter(({ name }) => DEPENDENT.includes(name));
  assertEquals(dependent.map((scenario) => judge(scenario, "typescript").outcome), ["mode dependent"]);
});

for (const scenario of counted) {
  Deno.test(`the recording "${scenario.name}" is replayed bit for bit, with one chain on every engine`, () => {
    const verdicts = enginesUnderTest().map((engine) => judge(scenario, engine));
    for (const verdict of verdicts) {
      assertEquals(verdict.outcome, "passed", verdict.outcome === "failed" ? verdict.why : Deno.inspect(verdict));
      assertEquals(verdict, verdicts[0]);
    }
  });
}

Deno.test("a recording is replayed bit for bit when every step goes on in another engine from a snapshot", () => {
  const [byHand, ...random] = files;
  for (const scenario of [...byHand!, ...random.flatMap((file) => file.slice(0, 30))]) replayFromSnapshots(scenario);
});

/** Hands the state over to a new engine after every step, from one kind of engine to the other in turn. */
function replayFromSnapshots(scenario: Scenario): void {
  const configuration = configurationOf(scenario), names = enginesUnderTest();
  const engines: Engine[] = [createEngine(names[0]!, configuration)];
  try {
    const replayed = replay(scenario, engines[0]!, (engine) => {
      const next = createEngine(names[engines.length % names.length]!, configuration), snapshot = engine.snapshot();
      engines.push(next);
      next.restore(snapshot);
      assertEquals(next.snapshot(), snapshot);
      return next;
    });
    assertEquals(firstDifference(scenario, replayed), undefined, scenario.name);
  } finally {
    for (const engine of engines) engine[Symbol.dispose]();
  }
}
