import { changedBars } from "../feeds/bars.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../lines/clock.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import { bars } from "../feeds/read_columns.ts";
import type { BrokerView, OrderView, PositionView } from "./order_view.ts";
import { Strategy, type StrategyContext } from "./strategy.ts";
import { Timer } from "./timer.ts";

const column = [1, 2];
const feed = bars({ time: ["2024-01-01", "2024-01-02"], open: column, high: column, low: column, close: column });

/** A context that writes down what is asked of it. */
function recorder(params: Record<string, unknown> = {}): StrategyContext & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const lines = (name: string): FeedLines => new FeedLines(changedBars(feed, { name }), new Clock(name, feed.length));
  const order = { id: 7 } as OrderView;
  return {
    asked,
    params,
    feeds: { first: lines("first"), second: lines("second") },
    broker: { cash: 1, value: 2, freeCash: 3 } as BrokerView,
    timers: {
      declare: (options) => {
        asked.push(["timer", options]);
        return new Timer("timer");
      },
    },
    wakes: { isDue: true, declare: (lines) => void asked.push(["wake", lines.map((line) => line.name)]) },
    positionOf: (name) => {
      asked.push(["positionOf", name]);
      return { size: name.length } as PositionView;
    },
    sized: (_side, options) => options as never,
    place: (side, options) => {
      asked.push([side, options]);
      return order;
    },
    target: (options) => {
      asked.push(["target", options]);
      return order;
    },
    close: (options) => {
      asked.push(["close", options]);
      return null;
    },
    group: (members) => {
      asked.push(["group", members]);
      return [order];
    },
    cancel: (order) => void asked.push(["cancel", order.id]),
    replace: (order, options) => void asked.push(["replace", order.id, options]),
    targetWeights: (weights, options) => {
      asked.push(["targetWeights", weights, options]);
      return { first: order };
    },
    transfer: (action, amount) => void asked.push([action, amount]),
  };
}

Deno.test("a strategy passes what it is asked on to the run, with its first feed as the default", () => {
  const context = recorder(), strategy = new Strategy(context);
  assertEquals([strategy.data.name, strategy.position.size, strategy.positionOf("second").size], ["first", 5, 6]);
  assertEquals([strategy.positionOf(strategy.feeds.second!).size, strategy.broker.cash], [6, 1]);
  const order = strategy.buy();
  strategy.sell({ size: 1 });
  strategy.close({ feed: "second" });
  strategy.cancel(order);
  strategy.replace(order, { limit: 5 });
  strategy.oco([order, { side: "sell" }]);
  assertEquals(context.asked.filter((call) => (call as unknown[])[0] !== "positionOf"), [
    ["buy", {}],
    ["sell", { size: 1 }],
    ["close", { feed: "second" }],
    ["cancel", 7],
    ["replace", 7, { limit: 5 }],
    ["group", [order, { side: "sell" }]],
  ]);
});

Deno.test("with makes a base whose defaults are its own, and types widen", () => {
  const One = Strategy.with({ fast: 10, name: "x", on: true }), Other = Strategy.with({ fast: 20 });
  assertEquals([One.defaults, Other.defaults, Strategy.defaults], [
    { fast: 10, name: "x", on: true },
    { fast: 20 },
    {},
  ]);
  const strategy = new One(recorder({ fast: 3, name: "y", on: false }));
  const fast: number = strategy.params.fast, name: string = strategy.params.name, on: boolean = strategy.params.on;
  assertEquals([fast, name, on], [3, "y", false]);
  assert(strategy instanceof Strategy);
});

Deno.test("nextstart calls next unless it is overridden, and everything else does nothing", () => {
  const calls: string[] = [];
  class Counts extends Strategy.with({}) {
    override next(): void {
      calls.push("next");
    }
  }
  const strategy = new Counts(recorder());
  strategy.start();
  strategy.prenext();
  strategy.nextstart();
  strategy.stop();
  strategy.notifyCash(1, 2);
  assertEquals(calls, ["next"]);
});

Deno.test("without a context the error names the class and the remedy", () => {
  class SmaCross extends Strategy.with({}) {}
  for (const strategy of [SmaCross, Strategy]) {
    assertThrows(
      () => Reflect.construct(strategy, []),
      TypeError,
      `Cannot make a ${strategy.name} by hand: pass the class to ct.backtest`,
    );
  }
});
