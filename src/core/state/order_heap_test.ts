import { assertEquals } from "@std/assert";
import { type Order, Orders } from "./order.ts";
import { OrderHeap } from "./order_heap.ts";

/** Orders that rest, and a generator of whole numbers. */
function setUp(count: number): { orders: Orders; slots: readonly Order[]; random: () => number } {
  const orders = new Orders();
  for (let id = 1; id <= count; id++) orders.rest(orders.take(id));
  orders.live_count = count;
  let state = 5;
  const random = (): number => state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
  return { orders, slots: orders.slots, random };
}

/** Takes all live orders out by key. */
function drained(heap: OrderHeap, slots: readonly Order[]): [number, number][] {
  const taken: [number, number][] = [];
  for (let slot = heap.top(slots); slot >= 0; slot = heap.top(slots)) {
    taken.push([heap.key, slots[slot]!.id]);
    heap.pop();
  }
  return taken;
}

Deno.test("a heap gives the orders by key, without those that have ended", () => {
  const { orders, slots, random } = setUp(1_000), heap = new OrderHeap(false), wanted: [number, number][] = [];
  for (let slot = 0; slot < 1_000; slot++) {
    const key = random() % 10_000;
    heap.push(slots, slot, key);
    wanted.push([key, slot + 1]);
    if (random() % 3 !== 0) continue;
    orders.end(slot);
    wanted.pop();
  }
  const byKey = (a: [number, number], b: [number, number]): number => a[0] - b[0] || a[1] - b[1];
  const taken = drained(heap, slots);
  assertEquals(taken.map(([key]) => key), wanted.toSorted(byKey).map(([key]) => key));
  assertEquals(taken.toSorted(byKey), wanted.toSorted(byKey));
});

Deno.test("an entry does not hold for a later order in the slot of its order", () => {
  const { orders, slots } = setUp(1), heap = new OrderHeap(false);
  heap.push(slots, 0, 7);
  slots[0]!.begin();
  slots[0]!.id = 2;
  orders.rest(0);
  assertEquals(heap.top(slots), -1);
});

Deno.test("an order that changes its price again and again is given under its last price alone", () => {
  const { slots, random } = setUp(20), heap = new OrderHeap(true);
  // Enough changes for all stale entries to be dropped many times, and prices that come back.
  for (let change = 0; change < 5_000; change++) {
    const slot = random() % 20, key = 1 + random() % 6;
    if (slots[slot]!.watched === key) continue;
    slots[slot]!.watched = key;
    heap.push(slots, slot, key);
  }
  const last = slots.filter(({ watched }) => watched !== 0).map(({ id, watched }) => `${id} at ${watched}`);
  const given = drained(heap, slots).map(([key, id]) => `${id} at ${key}`);
  assertEquals([...new Set(given)].toSorted(), last.toSorted());
});
