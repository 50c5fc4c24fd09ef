import { assertThrows } from "@std/assert";
import { Strategy } from "../strategy/strategy.ts";
import { checkMembers, checkReturned, checkStrategyClass } from "./strategy_class.ts";

Deno.test("checkStrategyClass() takes Strategy, its subclasses and those of with, and nothing else", () => {
  for (const taken of [Strategy, class A extends Strategy {}, class B extends Strategy.with({ x: 1 }) {}]) {
    checkStrategyClass(taken);
  }
  class Plain {
    next(): void {}
  }
  assertThrows(() => checkStrategyClass(Plain), TypeError, "Cannot run Plain as a strategy: it does not extend");
  assertThrows(() => checkStrategyClass(() => 1), TypeError, "it does not extend ct.Strategy");
  for (const value of [undefined, null, 5, "SmaCross", {}]) {
    assertThrows(() => checkStrategyClass(value), TypeError, "pass a class that extends ct.Strategy");
  }
});

Deno.test("a member that is async or a generator is refused, declared as a method or as a field", () => {
  class Waits extends Strategy {
    override async next(): Promise<void> {
      await Promise.resolve();
    }
  }
  class Yields extends Strategy {
    override *notifyOrder(): Generator<never> {}
  }
  assertThrows(() => checkStrategyClass(Waits), TypeError, "Cannot run Waits: its next is async");
  assertThrows(() => checkStrategyClass(Yields), TypeError, "Cannot run Yields: its notifyOrder is a generator");
  const fields = Object.assign(Object.create(Strategy.prototype) as Strategy, { next: async () => {} });
  assertThrows(() => checkMembers("Fields", fields), TypeError, "Cannot run Fields: its next is async");
});

Deno.test("a promise or an iterator that a member returns is refused, and no other value", () => {
  for (const value of [undefined, null, 0, "x", {}, [], { id: 1 }, { next: () => 1 }]) {
    checkReturned("A", "next", value);
  }
  assertThrows(() => checkReturned("A", "next", Promise.resolve()), TypeError, "its next is async");
  assertThrows(() => checkReturned("A", "next", [].values()), TypeError, "its next is a generator");
});
