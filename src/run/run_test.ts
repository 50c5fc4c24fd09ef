import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { Run } from "./run.ts";

const column = [1, 2, 3];
const feed = bars({
  time: ["2024-01-01", "2024-01-02", "2024-01-03"],
  open: column,
  high: column,
  low: column,
  close: column,
});

Deno.test("a run makes its strategy when it is made and calls it when it is executed", () => {
  const calls: string[] = [];
  class Tells extends Strategy {
    made: number = calls.push("made");
    override start(): void {
      calls.push("start");
    }
    override next(): void {
      calls.push("next");
    }
    override stop(): void {
      calls.push("stop");
    }
  }
  using run = new Run(Tells, feed, { engineBackend: "typescript" });
  assertEquals(calls, ["made"]);
  const result = run.execute();
  assertEquals([calls, result.strategyName, result.events], [
    ["made", "start", "next", "next", "next", "stop"],
    "Tells",
    result.events,
  ]);
});

Deno.test("whether the strategy held a position is known for every step", () => {
  class Holds extends Strategy {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 1 });
      if (this.data.length === 2) this.close();
    }
  }
  using run = new Run(Holds, feed, { engineBackend: "typescript" });
  // Bought at the open of the second bar, sold at that of the third.
  assertEquals(run.execute().stats.exposure, 1 / 3);
});
