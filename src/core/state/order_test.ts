import { assertEquals } from "@std/assert";
import { TERMINAL_ORDERS_MAX } from "../../contract/contract.gen.ts";
import { Orders } from "./order.ts";

/** Takes an order that rests, is awake and has a parent. */
function rest(orders: Orders, id: number): number {
  const slot = orders.take(id);
  orders.slots[slot]!.parent = 1;
  orders.live_count++;
  orders.rest(slot);
  orders.tie(slot);
  orders.wake(slot);
  return slot;
}

Deno.test("an order that retires leaves every list, so that the next one in its slot is listed once", () => {
  const orders = new Orders(), count = TERMINAL_ORDERS_MAX + 300;
  const slots = Array.from({ length: count }, (_, at) => rest(orders, at + 1));
  // No step comes in between, so nothing was dropped from a list yet.
  for (const slot of slots) if (slot % 200 !== 0) orders.end(slot);
  const live = slots.filter((slot) => slot % 200 === 0);
  for (let extra = 0; extra < 300; extra++) orders.end(rest(orders, count + 1 + extra));
  orders.retireOldest();
  const added = [rest(orders, 2 * count), rest(orders, 2 * count + 1)];
  for (const list of [orders.resting, orders.tied, orders.awake]) {
    assertEquals(list.filter((slot) => orders.slots[slot]!.ended === 0), [...live, ...added]);
    assertEquals(new Set(list).size, list.length);
  }
  assertEquals(orders.resting_ended, orders.resting.length - live.length - 2);
  assertEquals(orders.tied_ended, orders.tied.length - live.length - 2);
});

Deno.test("a leader that is tied after its followers stands at its place by acceptance", () => {
  const orders = new Orders(), leader = orders.take(1);
  orders.live_count++;
  orders.rest(leader);
  const later = rest(orders, 2);
  orders.slots[leader]!.is_leader = true;
  orders.tie(leader);
  orders.tie(leader);
  assertEquals(orders.tied, [leader, later]);
});

Deno.test("orders that wake stand among the awake ones by acceptance, each once", () => {
  const orders = new Orders(),
    slots = [1, 2, 3, 4].map((id) => {
      const slot = orders.take(id);
      orders.live_count++;
      orders.rest(slot);
      return slot;
    });
  for (const at of [1, 3, 0, 2, 3, 1]) orders.wake(slots[at]!);
  assertEquals(orders.awake, slots);
});
