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

/** Scenarios that must be there, so that none is lost unseen. */
const NAMES: readonly string[] = [
  "DAY intraday",
  "bracket: child cancelled after main executed",
  "bracket: child cancelled before main executes",
  "bracket: expiry timedelta 2d",
  "bracket: main cancelled",
  "bracket: main margin",
  "bracket: only stop side",
  "cancel same bar is ignored; later works",
  "checksubmit False",
  "close order daily",
  "close order intraday sessionend 11:10:00",
  "close order intraday sessionend 11:15:00",
  "close order intraday sessionend 11:20:00",
  "limit buy variants",
  "limit sell variants",
  "margin at submission, cascade",
  "market with perc commission 1%",
  "oco limit/stop/limit",
  "order_target_percent",
  "order_target_size",
  "order_target_value",
  "reversal open part rejected at execution",
  "sell bracket",
  "stock fixed commission COMM_FIXED stocklike",
  "stop buy variants",
  "stop sell variants",
  "stoplimit buy variants",
  "stoptrail buy amount w/ price",
  "stoptrail sell amount",
  "stoptraillimit buy percent",
  "stoptraillimit sell",
  "tradeids overlap",
  "two datas daily+weekly: stale limit fill, market waits",
  "two datas with missing dates",
  "validity: DAY, date, timedelta, numeric small, zero",
];

/** Machine-made scenarios, which only their number names. */
const FUZZ_COUNT = 96;

const files = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name).filter((name) => name.endsWith(".json")).sort();
const scenarios = (await Promise.all(files.map((file) => readScenarios(new URL(file, FOLDER))))).flat();
const fuzz = await readScenarios(new URL("fuzz.json.gz", FOLDER));

Deno.test("the recordings are there", () => {
  assertEquals(scenarios.map((scenario) => scenario.name).sort(), [...NAMES].sort());
  assertEquals(fuzz.length, FUZZ_COUNT);
});

for (const scenario of [...scenarios, ...fuzz]) {
  Deno.test(`the recording "${scenario.name}" is replayed bit for bit, with one chain on every engine`, () => {
    const verdicts = enginesUnderTest().map((engine) => judge(scenario, engine));
    for (const verdict of verdicts) {
      assertEquals(verdict.outcome, "passed", verdict.outcome === "failed" ? verdict.why : Deno.inspect(verdict));
      assertEquals(verdict, verdicts[0]);
    }
  });
}

Deno.test("a recording is replayed bit for bit when every step goes on in another engine from a snapshot", () => {
  for (const scenario of [...scenarios, ...fuzz.slice(0, 12)]) replayFromSnapshots(scenario);
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
