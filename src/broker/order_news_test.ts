import { assertEquals, assertThrows } from "@std/assert";
import { TYPE_MARKET } from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { OrderNews } from "./order_news.ts";
import type { OrderRecord } from "./order_record.ts";
import { OrderRecords } from "./order_records.ts";
import { powerOfTenth } from "./rational.ts";

const column = [1];
const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
  timeframe: "1d",
});
const spec = new InstrumentSpec(feed, { resolution: 0.01, lot: 1 }, 1000, powerOfTenth(6));

/** Returns orders, so many that their news need more room than there is at first. */
function ordersOf(count: number): readonly OrderRecord[] {
  const records = new OrderRecords([spec], 1e6);
  const order = { side: "buy", type: TYPE_MARKET, instrument: 0, role: "entry", asked: { size: 9 } } as const;
  return Array.from(
    { length: count },
    (_, at) =>
      records.add({ ...order, step: at, placedUs: at, parent: 0, oco: 0, tag: 0 }, { quantity: 9, limit: 0, stop: 0 }),
  );
}

/** Returns what an order shows of its fills, by their lots. */
function lots(...orders: readonly OrderRecord[]): number[] {
  return orders.map(({ filledLots }) => filledLots);
}

Deno.test("each change is told with the order and those around it as they were then, and everything is as it was afterwards", () => {
  const orders = ordersOf(40), news = new OrderNews(), [first, second] = orders as [OrderRecord, OrderRecord];
  for (let turn = 1; turn <= 3; turn++) {
    for (const order of orders) order.fill(100, turn, turn);
    news.add(first, [second]);
    for (const order of orders) news.add(order, []);
  }
  const told: number[][] = [];
  news.tellEach((order) => told.push(lots(order, second)));
  assertEquals(told.length, 3 * 41);
  // The orders had 1, 3 and 6 lots. Beside another order the second one is further already.
  assertEquals([told[0], told[1], told[2]], [[1, 1], [1, 6], [1, 1]]);
  assertEquals([told[41], told[43], told[82], told[84]], [[3, 3], [3, 3], [6, 6], [6, 6]]);
  assertEquals(told.map(([filled]) => filled), [1, 3, 6].flatMap((filled) => new Array<number>(41).fill(filled)));
  assertEquals([news.count, lots(...orders)], [0, new Array<number>(40).fill(6)]);
});

Deno.test("an error while news are told leaves the orders as they are, and no news", () => {
  const [order] = ordersOf(1) as [OrderRecord], news = new OrderNews();
  news.add(order, []);
  order.fill(100, 4, 4);
  assertThrows(
    () =>
      news.tellEach(() => {
        throw new Error("no");
      }),
    Error,
    "no",
  );
  assertEquals([news.count, lots(order)], [0, [4]]);
});

Deno.test("saved news are told as those that were there, and numbers that are none are refused", () => {
  const orders = ordersOf(30), news = new OrderNews(), loaded = new OrderNews();
  orders.forEach((order, at) => {
    order.fill(100, at + 1, 0);
    news.add(order, at > 0 ? [orders[at - 1]!] : []);
  });
  for (const order of orders) order.fill(100, 100, 0);
  const saved = news.save();
  loaded.load(saved, (id) => orders[id - 1]!);
  assertEquals(loaded.save(), saved);
  const told: number[][] = [];
  loaded.tellEach((order) => told.push(lots(order, orders[order.id - 2] ?? order)));
  assertEquals(told, orders.map((_, at) => [at + 1, at === 0 ? 1 : at]));
  assertThrows(
    () => loaded.load(saved.subarray(0, 5), () => orders[0]!),
    RangeError,
    "news is about 1 orders, and there",
  );
});
