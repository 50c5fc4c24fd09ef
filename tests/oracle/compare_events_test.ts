import { assertEquals } from "@std/assert";
import { firstDifference } from "./compare_events.ts";
import type { Scenario, ScenarioEvent } from "./scenario.ts";

function difference(recorded: ScenarioEvent[], replayed: ScenarioEvent[], final = {}): unknown {
  const scenario: Scenario = { name: "x", datas: [], actions: [], events: recorded, final: {} };
  return firstDifference(scenario, { events: replayed, final, chain: [0, 0] });
}

Deno.test("equal logs have no difference, and texts stand for numbers that JSON cannot write", () => {
  const recorded = [{ ev: "a", x: "nan", y: "-inf", z: -0, n: null, t: "nan" }];
  assertEquals(difference(recorded, [{ ev: "a", x: NaN, y: -Infinity, z: -0, n: null, t: "nan" }]), undefined);
});

Deno.test("the sign of zero is a difference", () => {
  assertEquals(difference([{ ev: "bit", pnl: -0 }], [{ ev: "bit", pnl: 0 }]), {
    index: 0,
    event: "bit",
    field: "pnl",
    recorded: -0,
    replayed: 0,
  });
});

Deno.test("a field, an event or the end that is missing is a difference", () => {
  assertEquals(difference([{ ev: "a", x: 1 }], [{ ev: "a" }]) !== undefined, true);
  assertEquals(difference([{ ev: "a" }], [{ ev: "a", x: 1 }]) !== undefined, true);
  assertEquals(difference([{ ev: "a" }], []) !== undefined, true);
  assertEquals(difference([], [], { positions: { d: [1, 2] } }) !== undefined, true);
});
