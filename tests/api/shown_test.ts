/**
 * The objects that a strategy holds, on a console, as JSON, and where a number is meant.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars } from "./daily_bars.ts";

const feed = dailyBars([[10, 11, 9, 10], [10, 12, 10, 12], [12, 13, 11, 13]]);

/** Runs one act on the last of three bars, with 10 long from 10.00 and a stop at 9.00. */
function onLastBar(act: (strategy: ct.Strategy, order: ct.OrderView) => void): void {
  class Holds extends ct.Strategy {
    order: ct.OrderView | undefined;

    override next(): void {
      if (this.data.length === 1) this.order = this.buy({ size: 10, stopLoss: 9 });
      if (this.data.length === 3) act(this, this.order!);
    }
  }
  ct.backtest(Holds, feed, { engineBackend: "typescript", cash: 1000, resolution: 0.01 });
}

Deno.test("a console shows a position, the account and an order with their numbers", () => {
  onLastBar((strategy, order) => {
    const position = `Position on ${feed.name} { size: 10, averagePrice: 10, value: 130, openProfit: 30 }`;
    assertEquals(Deno.inspect(strategy.position), position);
    assertEquals(
      Deno.inspect(strategy.broker),
      `Account {\n  cash: 900,\n  value: 1030,\n  freeCash: 900,\n  positions: [\n    ${position}\n  ]\n}`,
    );
    const shown = Deno.inspect(order);
    for (const fact of ['side: "buy"', 'state: "filled"', "size: 10", "averagePrice: 10", "stop: 9", "filled: 10"]) {
      assertStringIncludes(shown, fact);
    }
    assertStringIncludes(Deno.inspect(strategy.data), 'close: Line { name: "close", now: 13 }');
  });
});

Deno.test("positions, the account and orders are plain data in JSON", () => {
  onLastBar((strategy, order) => {
    assertEquals(JSON.parse(JSON.stringify(strategy.position)), {
      size: 10,
      averagePrice: 10,
      value: 130,
      openProfit: 30,
    });
    assertEquals(JSON.parse(JSON.stringify(strategy.broker)), { cash: 900, value: 1030, freeCash: 900 });
    const { id, side, state, stopLoss } = JSON.parse(JSON.stringify(order)) as ct.OrderView;
    assertEquals([id, side, state, stopLoss!.stop, stopLoss!.state], [1, "buy", "filled", 9, "accepted"]);
  });
});

Deno.test("what is no number is an error where a number is meant, and has a text in a template", () => {
  onLastBar((strategy, order) => {
    const wrong: readonly (readonly [value: object, message: string])[] = [
      [strategy.data.close, 'line "close" itself: read its value at the current bar, close.now'],
      [strategy.data, `feed "${feed.name}" itself: read one of its lines at the current bar, data.close.now`],
      [strategy.position, `the position on ${feed.name} itself: read position.size`],
      [strategy.broker, "the account itself: read broker.value or broker.cash"],
      [order, "order 1 itself: read what is meant, such as order.filled"],
    ];
    for (const [value, message] of wrong) {
      const number = value as unknown as number;
      for (const use of [() => number > 0, () => number * 2, () => number + 1, () => number == 0]) {
        assertEquals(assertThrows(use, TypeError).message, `Cannot compute with ${message}`);
      }
    }
    assertEquals(`${strategy.data.close} ${strategy.data} ${order}`, `close ${feed.name} order 1`);
    assertEquals(`${strategy.position}, ${strategy.broker}`, `the position on ${feed.name}, the account`);
  });
});

Deno.test("an error about a line in the place of a number shows its name and its value", () => {
  onLastBar((strategy) => {
    assertThrows(
      () => strategy.buy({ limit: strategy.data.close as unknown as number }),
      TypeError,
      'Line { name: "close", now: 13 }',
    );
  });
});
