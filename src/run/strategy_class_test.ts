import { assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { feedOf } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import { Clock } from "../lines/clock.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import type { OrderOptions } from "../strategy/order_options.ts";
import type { OrderView } from "../strategy/order_view.ts";
import { type Params, Strategy, type StrategyBase, type StrategyContext } from "../strategy/strategy.ts";
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

/** Returns a subclass of a strategy with members on its prototype. */
function withMembers(members: PropertyDescriptorMap): StrategyBase<Params, string> {
  class Mine extends Strategy {}
  Object.defineProperties(Mine.prototype, members);
  return Mine;
}

/** Returns a strategy as its class would leave it, with fields in the place of others. */
function withFields(fields: object): Strategy {
  const feed = bars({ time: ["2024-01-01"], open: [1], high: [1], low: [1], close: [1] }, { timeframe: "1d" });
  const lines = new FeedLines(feedOf(feed), new Clock(feed.name, 1));
  const position = { size: 0, averagePrice: null, value: 0, openProfit: 0 };
  const context = { params: {}, feeds: { [feed.name]: lines }, broker: { cash: 1, value: 1, freeCash: 1 } };
  const strategy = new Strategy({ ...context, positionOf: () => position } as unknown as StrategyContext);
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(strategy, name, { value, enumerable: true });
  }
  return strategy;
}

Deno.test("a member of a foreign or a misspelt name is refused with ours, on the class, on one before it, or as a field", () => {
  const act = (): void => {};
  for (const name of ["Next", "notify_order", "init", "on_bar", "populate_indicators"]) {
    const Mine = withMembers({ [name]: { value: act } });
    const message = `Cannot run Mine: a run never calls its ${name}; `;
    assertThrows(() => checkStrategyClass(Mine), TypeError, message);
    class Mine2 extends Mine {}
    assertThrows(() => checkStrategyClass(Mine2), TypeError, `Cannot run Mine2: a run never calls its ${name}; `);
    assertThrows(() => checkMembers("Mine", withFields({ [name]: act })), TypeError, message);
    checkMembers("Mine", withFields({ [name]: 5 }));
  }
  assertThrows(
    () => checkStrategyClass(withMembers({ on_bar: { value: act } })),
    TypeError,
    "Cannot run Mine: a run never calls its on_bar; write next, or give a function of your own another name",
  );
  class Helped extends Strategy {
    enter(): void {}
    #init(): void {}
    override next(): void {
      this.#init();
    }
  }
  checkStrategyClass(Helped);
});

Deno.test("a field that hides any method or property of the base class is refused with another name for it", () => {
  checkMembers("Mine", withFields({ closes: 5, lines: [] }));
  const called = [
    "start",
    "prenext",
    "nextstart",
    "next",
    "nextOpen",
    "stop",
    "notifyOrder",
    "notifyTrade",
    "notifyCash",
    "notifyTimer",
  ];
  const methods = Object.getOwnPropertyNames(Strategy.prototype).filter((name) => name !== "constructor");
  for (const name of methods) {
    const error = assertThrows(() => checkMembers("Mine", withFields({ [name]: 5 })), TypeError);
    if (called.includes(name) || /State$/.test(name)) assertStringIncludes(error.message, `write ${name} as a method`);
    else assertMatch(error.message, new RegExp(`its field ${name} hides the method ${name}; .* such as [a-zA-Z]{4,}$`));
  }
  for (const name of ["params", "feeds", "data", "position", "broker"]) {
    const error = assertThrows(() => checkMembers("Mine", withFields({ [name]: 5 })), TypeError);
    assertMatch(error.message, new RegExp(`its field ${name} hides the property ${name}; .* such as [a-z]{4,}$`));
    for (const member of [{ value: (): void => {} }, { get: () => 5 }]) {
      const hides = `Cannot run Mine: its member ${name} hides the property ${name}`;
      assertThrows(() => checkStrategyClass(withMembers({ [name]: member })), TypeError, hides);
    }
  }
  const price = { get: () => 5 }, hides = "Cannot run Mine: its accessor close hides the method close";
  assertThrows(() => checkStrategyClass(withMembers({ close: price })), TypeError, hides);
});

Deno.test("a method may be overridden by a method, and as a field by a function", () => {
  class Careful extends Strategy {
    override buy(options?: OrderOptions): OrderView {
      return super.buy({ ...options, stopLoss: 1 });
    }
  }
  checkStrategyClass(Careful);
  checkMembers("Mine", withFields({ buy: () => {}, next: () => {} }));
});
