import { assert, assertEquals } from "@std/assert";
import { StrategyError } from "./strategy_error.ts";

Deno.test("the message names strategy, member, bar and time, and ends with what was thrown", () => {
  const cause = new RangeError("no such line");
  const error = new StrategyError("SmaCross", "next", 16, "2024-01-23", cause);
  assert(error instanceof Error && error.cause === cause);
  assert(/^SmaCross\.next failed at bar \d+ \(2024-01-23\): no such line$/.test(error.message), error.message);
  assertEquals([error.name, error.strategy, error.member, error.bar], ["StrategyError", "SmaCross", "next", 16]);
  assertEquals(error.time, "2024-01-23");
});

Deno.test("before the first bar there is no time to tell, and what was thrown need not be an Error", () => {
  const error = new StrategyError("SmaCross", "start", -1, "", "a text");
  assertEquals(error.message, "SmaCross.start failed before the first bar: a text");
  assertEquals(error.time, "");
});

Deno.test("StrategyError names the place of a thrown value that has no text", () => {
  const silent = Object.create(null),
    failing = {
      toString: () => {
        throw new Error("no");
      },
    };
  for (const cause of [silent, failing]) {
    const error = new StrategyError("SmaCross", "next", 3, "2024-01-02", cause);
    assertEquals(
      error.message,
      "SmaCross.next failed at bar 3 (2024-01-02): a value was thrown that has no text; the cause holds it",
    );
    assertEquals(error.cause === cause, true);
  }
});
