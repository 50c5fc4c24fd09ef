import { assertEquals } from "@std/assert";
import type { Scenario, ScenarioAction } from "./scenario.ts";
import { featuresWaitedFor } from "./waiting.ts";

const BARS: Scenario["datas"][number]["bars"] = [["2020-01-06", 1, 1, 1, 1, 0], ["2020-01-07", 1, 1, 1, 1, 0]];

function scenario(changes: Partial<Scenario>): Scenario {
  return { name: "x", datas: [{ name: "d", bars: BARS }], actions: [], events: [], final: {}, ...changes };
}

function waits(...actions: ScenarioAction[]): string[] {
  return featuresWaitedFor(scenario({ actions }));
}

Deno.test("a scenario of built features waits for nothing", () => {
  const broker = { cash: 5000, checksubmit: false, coc: true, shortcash: false, commission: [{ margin: 10 }] };
  const cerebro = { cheat_on_open: true, quicknotify: true };
  const args = { size: 1, exectype: "StopTrail", trailamount: 1, oco: "a", tradeid: 2, valid: { days: 1 } };
  const actions: ScenarioAction[] = [{ call: 1, op: "buy", id: "b", args }, { call: 2, op: "cancel", id: "b" }];
  assertEquals(featuresWaitedFor(scenario({ broker, cerebro, actions })), []);
});

Deno.test("settings that are not known are named", () => {
  assertEquals(featuresWaitedFor(scenario({ broker: { eosbar: true }, cerebro: { oldsync: true } })), [
    "eosbar",
    "oldsync",
  ]);
});

Deno.test("actions and arguments that are not built are named", () => {
  assertEquals(waits({ call: 1, op: "add_order_history" }), ["add_order_history"]);
  assertEquals(waits({ call: 1, op: "buy", when: "prenext_open", args: { exectype: "Historical", simulated: true } }), [
    "Historical",
    "prenext_open",
    "simulated",
  ]);
});
