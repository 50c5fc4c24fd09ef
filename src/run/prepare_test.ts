import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { prepareRun } from "./prepare.ts";

const column = [1, 2];
const feed = bars(
  { time: ["2024-01-01", "2024-01-02"], open: column, high: column, low: column, close: column },
  { name: "x", timeframe: "1d", stamp: "close" },
);

Deno.test("a prepared run stands before its first step, with everything resolved", () => {
  class Idle extends Strategy {}
  const run = prepareRun(Idle, { mine: feed }, { engineBackend: "typescript", moneyUnit: 0.01 });
  using _engine = run.engine;
  assertEquals([run.strategyName, run.names, run.cash, run.moneyUnits], ["Idle", ["mine"], 10_000, 100]);
  assertEquals([run.clock.step, run.clock.phase, run.clocks.feeds.map(({ index }) => index)], [-1, "construction", [
    -1,
  ]]);
  assertEquals([run.marks.length, run.held.column.length, run.session.committed, run.everyStep], [4, 2, 0, false]);
  assertEquals(run.strategy instanceof Idle, true);
});

Deno.test("an error of the strategy's constructor is thrown with its place", () => {
  class Throws extends Strategy {
    made: number = (() => {
      throw new Error("broken");
    })();
  }
  assertThrows(() => prepareRun(Throws, feed, { engineBackend: "typescript" }), StrategyError, "broken");
});
