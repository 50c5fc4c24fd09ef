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
  const broker = { cash: 5000, checksubmit: false, coc: false, shortcash: true, commission: [{ commission: 0.001 }] };
  const args = { size: 1, exectype: "StopTrail", trailamount: 1, oco: "a", tradeid: 2, valid: { days: 1 } };
  const actions: ScenarioAction[] = [{ call: 1, op: "buy", id: "b", args }, { call: 2, op: "cancel", id: "b" }];
  assertEquals(featuresWaitedFor(scenario({ broker, actions })), []);
});

Deno.test("settings that are not built are named", () => {
  const broker = { slippage_perc: {}, slippage_fixed: {}, filler: {}, coc: true, shortcash: false };
  assertEquals(featuresWaitedFor(scenario({ broker })), ["cheat on close", "filler", "shortcash", "slippage"]);
  const commission = [{ commission: 2, margin: 100 }, { leverage: 4 }, { interest: 0.1 }];
  assertEquals(featuresWaitedFor(scenario({ broker: { commission } })), ["futures", "interest", "leverage"]);
  const cerebro = { cheat_on_open: true, quicknotify: true };
  assertEquals(featuresWaitedFor(scenario({ cerebro, sizer: {} })), ["cheat on open", "quicknotify", "sizer"]);
});

Deno.test("a fixed amount for a stock is no future", () => {
  const broker = { commission: [{ commission: 1.5, commtype: "COMM_FIXED", stocklike: true }] };
  assertEquals(featuresWaitedFor(scenario({ broker })), []);
});

Deno.test("actions and arguments that are not built are named", () => {
  assertEquals(waits({ call: 1, op: "add_cash" }), ["cash from outside"]);
  assertEquals(waits({ call: 1, op: "buy", when: "next_open" }), ["cheat on open"]);
  assertEquals(waits({ call: 1, op: "buy", args: { exectype: "Historical", parent: "a" } }), [
    "Historical",
    "parent and transmit",
  ]);
  assertEquals(waits({ call: 1, op: "buy_bracket", args: { stopexec: "StopTrail", stopargs: {} } }), ["stopargs"]);
});

Deno.test("an order on a feed that has not begun waits", () => {
  const datas = [{ name: "d", bars: BARS }, { name: "e", bars: BARS.slice(1) }];
  const on = (call: number): ScenarioAction[] => [{ call, op: "buy", args: { data: 1 } }];
  assertEquals(featuresWaitedFor(scenario({ datas, actions: on(1) })), ["orders on a feed that has not begun"]);
  assertEquals(featuresWaitedFor(scenario({ datas, actions: on(2) })), []);
});
