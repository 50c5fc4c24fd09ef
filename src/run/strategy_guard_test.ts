import { assert, assertEquals, assertThrows } from "@std/assert";
import { RunClock } from "../broker/run_clock.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { Strategy } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { overrides, StrategyGuard } from "./strategy_guard.ts";

function guardAt(step: number): StrategyGuard {
  const clock = new RunClock(Float64Array.of(Date.UTC(2024, 0, 1) * 1000));
  clock.step = step;
  return new StrategyGuard("Mine", clock, "UTC");
}

Deno.test("an error of a member is thrown with its place and its cause", () => {
  const cause = new Error("broken");
  const error = assertThrows(() =>
    guardAt(0).run("stop", () => {
      throw cause;
    }), StrategyError);
  assertEquals([error.strategy, error.bar, error.cause], ["Mine", 0, cause]);
  assert(error.message.includes("stop"), error.message);
});

Deno.test("errors of the engine and of checkpoints stay as they are, and none is placed twice", () => {
  const guard = guardAt(-1), error = new Error("engine");
  assert(guard.placed(error) === error, "no member runs");
  guard.member = "next";
  const placed = guard.placed(error), refused = new CheckpointError("BAD_STATE", "kept");
  assert(placed instanceof StrategyError);
  assertEquals([guard.placed(placed), guard.placed(refused)], [placed, refused]);
});

Deno.test("a member counts as overridden wherever in the chain of classes it is", () => {
  class Base extends Strategy {
    override notifyCash(): void {}
  }
  const strategy: Strategy = Object.create(class extends Base {}.prototype);
  assertEquals([overrides(strategy, "notifyCash"), overrides(strategy, "notifyOrder")], [true, false]);
});
