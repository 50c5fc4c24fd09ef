/**
 * Some random runs in the model of exact fractions; `deno task model` has many.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest } from "./engines.ts";
import { compareWithModel } from "./oracle/model/agreement.ts";
import { Judge, whyNoPython } from "./oracle/model/judge.ts";
import { randomPlan } from "./oracle/model/random_plan.ts";

const missing = await whyNoPython();

/** Registers a test that asks the model. Where there is no Python it is skipped, with the reason. */
function testModel(name: string, fn: () => Promise<void>): void {
  if (missing === undefined) Deno.test({ name, fn });
  else Deno.test({ name: `${name} (skipped: ${missing})`, ignore: true, fn });
}

testModel("random runs come out as in a model that was written from the documents alone", async () => {
  const { agreed, cases, lines } = await compareWithModel({ seed: 2, cases: 40, engines: enginesUnderTest() });
  assertEquals([agreed, cases], [40, 40], lines.join("\n"));
});

/** Cases of the first seed that differed once, and over what. */
const FOUND: readonly (readonly [only: number, what: string])[] = [
  [202, "the trigger of a trailing stop of which a target took its share at the open of the bar that fills it"],
  [489, "a distance that is refused, which is no price"],
  [1501, "a trigger that the price of an entry at the open has passed"],
];

for (const [only, what] of FOUND) {
  testModel(`a run that differed once agrees with the model: ${what}`, async () => {
    const { agreed, lines } = await compareWithModel({ seed: 1, cases: 1, engines: enginesUnderTest(), only });
    assertEquals(agreed, 1, lines.join("\n"));
  });
}

testModel("the model finds what is changed in a result", async () => {
  await using judge = new Judge(["typescript"]);
  const plan = randomPlan(7);
  assertEquals((await judge.judge(plan)).difference, undefined);
  const { difference } = await judge.judge(plan, (outcome) => ({ ...outcome, cash: outcome.cash.with(-1, 0.125) }));
  assert(difference?.startsWith("typescript: cash["), difference);
});

Deno.test("one seed gives one plan, another seed another", () => {
  assertEquals(randomPlan(5), randomPlan(5));
  assert(JSON.stringify(randomPlan(5)) !== JSON.stringify(randomPlan(6)));
});
