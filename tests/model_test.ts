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
