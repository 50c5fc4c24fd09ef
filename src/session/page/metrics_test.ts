import { assert, assertEquals } from "@std/assert";
import type { RunStatus } from "../session_parts.ts";
import { metricsText } from "./metrics.ts";

const STATUS: RunStatus = {
  ...{ phase: "running", feeds: [], turns: 3, stream: "lost", connections: 2, failedQuestions: 1, entries: "killed" },
  ...{ reason: "enough", commands: 1, limits: [], lagUs: 1_500_000, cash: 1e21, value: -0.5, workingOrders: 0 },
  positions: { 'a"b\\c\nd': 0.1 },
};

Deno.test("labels are escaped, numbers are decimal, and a set of states has one that holds", () => {
  const lines = metricsText(STATUS, { strategy: "S", venue: "v", mode: "paper", fills: 4 }).split("\n");
  for (
    const line of [
      'cracktrader_position_size{feed="a\\"b\\\\c\\nd"} 0.1',
      "cracktrader_cash 1e+21",
      "cracktrader_value -0.5",
      "cracktrader_lag_seconds 1.5",
      'cracktrader_stream{stream="lost"} 1',
      'cracktrader_stream{stream="connected"} 0',
      'cracktrader_entries{entries="killed"} 1',
      "cracktrader_fills_total 4",
    ]
  ) assert(lines.includes(line), `${line} in ${lines.join("\n")}`);
  assertEquals(lines.filter((line) => line.startsWith("cracktrader_stream{") && line.endsWith(" 1")).length, 1);
  assert(!lines.some((line) => line.includes("_limit")), "a metric without a sample is left out");
});

Deno.test("the refusals of a limit are counted where it is one of orders", () => {
  const limits = [
    { name: "maxDrawdown", limit: 0.2, value: 0.1, isOver: false },
    { name: "maxOpenOrders", limit: 2, value: 3, isOver: true, refused: 7 },
  ] as const;
  const text = metricsText({ ...STATUS, limits }, { strategy: "S", venue: "v", mode: "paper", fills: 0 });
  const told = text.split("\n").filter((line) => line.startsWith("cracktrader_limit_refused_total"));
  assertEquals(told, ['cracktrader_limit_refused_total{limit="maxOpenOrders"} 7']);
});

Deno.test("numbers that are not finite are written as Go reads them", () => {
  const text = metricsText({ ...STATUS, value: Infinity, cash: -Infinity, lagUs: NaN }, {
    ...{ strategy: "S", venue: "v", mode: "paper", fills: 0 },
  });
  for (const line of ["cracktrader_value +Inf\n", "cracktrader_cash -Inf\n", "cracktrader_lag_seconds NaN\n"]) {
    assert(text.includes(line), text);
  }
});
