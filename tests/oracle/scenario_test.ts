import { assertEquals, assertThrows } from "@std/assert";
import { isWholePrice, parseScenarios, readScenarios } from "./scenario.ts";

const FOLDER = new URL("../../fixtures/backtrader/", import.meta.url);

Deno.test("a file holds one scenario or an array of them, plain or gzipped", async () => {
  assertEquals((await readScenarios(new URL("scenarios.json.gz", FOLDER))).length, 99);
  const one = JSON.stringify({ name: "x", datas: [{ name: "d", bars: [] }], actions: [], events: [], final: {} });
  assertEquals(parseScenarios(one, "a.json").length, 1);
});

Deno.test("it is known which prices were written as whole numbers", async () => {
  const all = await readScenarios(new URL("scenarios.json.gz", FOLDER));
  const validity = all.find(({ name }) => name.startsWith("validity: DAY"));
  const limits = all.find(({ name }) => name === "limit buy variants");
  assertEquals(isWholePrice(validity!.actions[0]!.args!, "price"), true);
  assertEquals(isWholePrice(limits!.actions[3]!.args!, "price"), false);
});

Deno.test("an error names file, scenario and field", () => {
  const good = { name: "x", datas: [{ name: "d", bars: [] }], actions: [], events: [], final: {} };
  const place = 'scenario 1 of a.json \\("x"\\)';
  const cases: [unknown, RegExp][] = [
    [7, /Cannot read scenario 1 of a.json as 7: it must be an object/],
    [{ ...good, datas: [] }, new RegExp(`Cannot read ${place}: datas as \\[\\]: it must be at least one feed`)],
    [{ ...good, actions: [{ op: "buy" }] }, /actions\[0\].call as nothing: it must be a whole number/],
    [
      { ...good, datas: [{ name: "d", bars: [["2020-01-06", 1]] }] },
      /datas\[0\].bars\[0\] as .*: it must be a time and/,
    ],
  ];
  for (const [value, message] of cases) {
    const error = assertThrows(() => parseScenarios(JSON.stringify(value), "a.json"), TypeError);
    assertEquals(message.test(error.message), true, error.message);
  }
  assertThrows(() => parseScenarios("{", "a.json"), SyntaxError, "Cannot read a.json as JSON");
});
