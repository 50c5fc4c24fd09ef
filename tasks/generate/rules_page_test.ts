import { assert, assertEquals } from "@std/assert";
import { RULES } from "../../src/contract/rules.ts";
import { BACKTEST_OPTIONS } from "../../src/run/run_input.ts";
import { HABITS } from "./backtrader_habits.ts";
import { rulesPage } from "./rules_page.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("every case that the page of rules names is there, and each habit has one", async () => {
  const file = await Deno.open(new URL("fixtures/backtrader/scenarios.json.gz", ROOT));
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  const recorded = new Set((JSON.parse(text) as { name: string }[]).map(({ name }) => name));
  for (const { about, scenarios, recordings } of HABITS) {
    assert(scenarios.length + recordings.length > 0, about);
    for (const name of scenarios) Deno.statSync(new URL(`fixtures/scenarios/${name}.json`, ROOT));
    assertEquals(recordings.filter((name) => !recorded.has(name)), [], about);
  }
});

Deno.test("a habit is decided by the model, a rule or an option, and every rule but MATCHING stands on the page", () => {
  const page = rulesPage();
  for (const { row } of HABITS) assert(row === "model" || row in RULES || BACKTEST_OPTIONS.includes(row), row);
  for (const [name, { choices }] of Object.entries(RULES)) {
    for (const [choice] of name === "MATCHING" ? [] : choices) {
      assert(page.includes(name) && page.includes(`| ${choice} |`), `${name} ${choice}`);
    }
  }
});
