/**
 * The recorded backtrader scenarios through `backtest` with the profile `backtrader`, on every engine: what a strategy
 * hears and what the result says, compared as bits.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { recordedEvents, recordedFills, runScripted, toldFills } from "./backtrader/scripted_run.ts";
import { splitsTrades, unsaid } from "./backtrader/said_scenario.ts";
import { enginesUnderTest } from "./engines.ts";
import { readScenarios, type Scenario } from "./oracle/scenario.ts";

const FOLDER = new URL("../fixtures/backtrader/", import.meta.url);

const files = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name)
  .filter((name) => name.startsWith("scenarios")).sort();
const scenarios = (await Promise.all(files.map((file) => readScenarios(new URL(file, FOLDER))))).flat();

for (const scenario of scenarios) {
  const reasons = unsaid(scenario);
  if (reasons.length > 0) continue;
  Deno.test(`backtest gives the recording "${scenario.name}" bit for bit on every engine`, () => compare(scenario));
}

function compare(scenario: Scenario): void {
  // Trades by ids are no part of the API, and change no order.
  const isCompared = ({ ev }: { readonly ev?: unknown }): boolean => ev !== "trade" || !splitsTrades(scenario);
  const events = recordedEvents(scenario).filter(isCompared), fills = recordedFills(scenario);
  const chains = enginesUnderTest().map((engineBackend) => {
    const run = runScripted(scenario, { engineBackend, checks: true }), told = run.told.filter(isCompared);
    told.forEach((event, at) => assertEquals(event, events[at], `event ${at} on ${engineBackend}`));
    assertEquals(told.length, events.length);
    assertEquals(toldFills(run), fills);
    const { result } = run, final = scenario.final as { readonly cash: number; readonly value: number };
    assertEquals([result.cash.at(-1), result.equity.at(-1)], [final.cash, final.value]);
    assertEquals(result.markHash(), result.markHash(result.equity.length - 1));
    return result.chain;
  });
  assertEquals(new Set(chains).size, 1);
}

/** Reasons for which a recording cannot be said through the API, without the arguments. */
const REASONS: ReadonlySet<string> = new Set([
  ...["cerebro: quicknotify", "a sizer"],
  ...["a recording that depends on a mode", "parent and transmit by hand", "the call add_cash", "the call close"],
  ...["a target", "a Market order", "a StopLimit order without a price", "a bracket"],
]);

Deno.test("the recordings that cannot be said have known reasons, and most can be said", () => {
  const reasons = scenarios.flatMap(unsaid).map((reason) => reason.replace(/ with .*$/, ""));
  assertEquals(reasons.filter((reason) => !REASONS.has(reason)), []);
  const said = scenarios.filter((scenario) => unsaid(scenario).length === 0).length;
  assertEquals(said >= 400, true, `${said} of ${scenarios.length} recordings can be said`);
});
