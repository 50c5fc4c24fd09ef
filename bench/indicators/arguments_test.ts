import { assertEquals, assertThrows } from "@std/assert";
import { parseIndicatorArguments } from "./arguments.ts";

Deno.test("bench:indicators takes all measures if none is named, and those that are, once and in their order", () => {
  assertEquals(parseIndicatorArguments([]), {
    measures: ["peers", "memory", "functions"],
    bars: 1_000_000,
    rounds: 40,
  });
  assertEquals(parseIndicatorArguments(["memory", "--rounds", "20", "peers", "memory", "--bars", "5000"]), {
    measures: ["peers", "memory"],
    bars: 5000,
    rounds: 20,
  });
});

Deno.test("bench:indicators refuses arguments that are none, and numbers that are too small or no numbers", () => {
  assertThrows(() => parseIndicatorArguments(["speed"]), RangeError, "Cannot use speed: there are peers, memory");
  assertThrows(() => parseIndicatorArguments(["--bars"]), RangeError, "Cannot use --bars without a value: give");
  for (const text of ["4999", "1e6", "-1", "", "5000.5"]) {
    assertThrows(() => parseIndicatorArguments(["--bars", text]), RangeError, `Cannot use --bars ${text}: give`);
  }
  assertThrows(() => parseIndicatorArguments(["--rounds", "11"]), RangeError, "give a whole number from 12 on");
});
