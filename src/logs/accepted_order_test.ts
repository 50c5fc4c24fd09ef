import { assertEquals } from "@std/assert";
import { acceptedEntry, type AcceptedOrder } from "./accepted_order.ts";

const ORDER: AcceptedOrder = {
  id: 7,
  feed: "AAA",
  side: "sell",
  type: "stopLimit",
  size: 2.5,
  limit: 99,
  stop: 98,
  placedUs: 1_000,
  parent: 6,
};

Deno.test("an accepted order is told with its terms, for debugging and as no notice", () => {
  assertEquals(acceptedEntry(ORDER), {
    level: "DEBUG",
    category: "order",
    timeUs: 1_000,
    sequence: 0,
    message: "Order 7 to sell 2.5 of AAA (stop limit, stop 98, limit 99) is accepted",
    fields: {
      orderId: 7,
      instrument: "AAA",
      state: "accepted",
      side: "sell",
      type: "stopLimit",
      size: 2.5,
      limit: 99,
      stop: 98,
      parent: 6,
    },
  });
});

Deno.test("an order whose size the fill decides says so, and leaves out what it has not", () => {
  const { message, fields } = acceptedEntry({
    ...ORDER,
    type: "market",
    size: null,
    limit: null,
    stop: null,
    parent: 0,
  });
  assertEquals(message, "Order 7 to sell as much as it may of AAA (market) is accepted");
  assertEquals(fields, {
    orderId: 7,
    instrument: "AAA",
    state: "accepted",
    side: "sell",
    type: "market",
    unsized: true,
  });
});
