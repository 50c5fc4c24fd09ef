import { assertEquals } from "@std/assert";
import { countOrders } from "./order_counts.ts";
import type { OrderRow, RefusalRow } from "../broker/result_rows.ts";
import { orderRow, refusalRow } from "../../tests/example_rows.ts";

Deno.test("countOrders() counts every placed order once", () => {
  const states = [
    "submitted",
    "accepted",
    "triggered",
    "partiallyFilled",
    "filled",
    "cancelPending",
    "replacePending",
    "cancelled",
    "rejected",
    "expired",
  ] as const;
  const counts = countOrders(states.map((state, index) => order(index + 1, state)), []);
  assertEquals(
    [counts.placed, counts.filled, counts.refused, counts.cancelled, counts.expired, counts.open],
    [10, 1, 1, 1, 1, 6],
  );
});

Deno.test("countOrders() groups refused orders by reason with the first case, the commonest first", () => {
  const orders = [
    order(1, "rejected", "dust"),
    order(2, "rejected", "insufficientCash"),
    order(3, "rejected", "insufficientCash"),
  ];
  const refusals = [
    refusal(3, 30, "insufficientCash", 120, 90),
    refusal(2, 20, "insufficientCash", 110, 100),
    refusal(1, 40, "dust", null, null),
  ];
  const expected = [
    {
      reason: "insufficientCash",
      count: 2,
      firstOrderId: 2,
      firstBar: 20,
      firstTimeUs: 20_000,
      needed: 110,
      available: 100,
      price: null,
      size: null,
    },
    {
      reason: "dust",
      count: 1,
      firstOrderId: 1,
      firstBar: 40,
      firstTimeUs: 40_000,
      needed: null,
      available: null,
      price: null,
      size: null,
    },
  ];
  assertEquals(countOrders(orders, refusals).refusedByReason, expected);
  assertEquals(countOrders(orders.toReversed(), refusals.toReversed()).refusedByReason, expected);
});

Deno.test("countOrders() counts an order whose opening part was refused as refused, not as cancelled", () => {
  const flip = order(1, "cancelled", "insufficientCash");
  const counts = countOrders([flip, order(2, "cancelled", "byRequest")], [refusal(1, 5, "insufficientCash", 2, 1)]);
  assertEquals([counts.refused, counts.cancelled, counts.refusedByReason[0]?.count], [1, 1, 1]);
});

Deno.test("countOrders() tells refused requests from refused orders", () => {
  const orders = [order(1, "filled", "filled"), order(2, "rejected", "reported")];
  const refusals = [refusal(1, 5, "replaceEmpty", null, null), refusal(9, 6, "unknownOrder", null, null)];
  const counts = countOrders(orders, refusals);
  assertEquals(counts.refused, 1);
  // The venue's rejection comes without a refusal record; the order itself is the first case.
  assertEquals(counts.refusedByReason.map(({ reason, firstOrderId, firstBar }) => [reason, firstOrderId, firstBar]), [
    ["reported", 2, 2],
  ]);
  assertEquals(counts.requestsRefusedByReason.map(({ reason, count }) => [reason, count]), [
    ["replaceEmpty", 1],
    ["unknownOrder", 1],
  ]);
});

function order(id: number, state: OrderRow["state"], reason: string = "none"): OrderRow {
  return orderRow({ id, state, reason, placedUs: id * 1000, bar: id });
}

function refusal(
  orderId: number,
  bar: number,
  reason: string,
  needed: number | null,
  available: number | null,
): RefusalRow {
  return refusalRow({ orderId, timeUs: bar * 1000, bar, reason, needed, available });
}
