import { assertEquals, assertThrows } from "@std/assert";
import { floorQuotient } from "../../src/broker/floor_quotient.ts";
import { type AccountReading, bracketRequestsOf, requestOf } from "./order_request.ts";

const account: AccountReading = {
  sizeOf: (data) => data === 0 ? 3 : 0,
  closeOf: () => 10,
  valueOf: (data) => data === 0 ? 30 : 0,
  unitsFor: (_data, price, money) => Math.trunc(floorQuotient(money, price)),
  sizing: () => 1,
  value: 1000,
};

Deno.test("an order without size and price has one unit and the close", () => {
  const request = requestOf({ call: 1, op: "sell", id: "s" }, account)!;
  assertEquals([request.size, request.price, request.pricelimit, request.exectype], [-1, 10, 10, "Market"]);
});

Deno.test("price and price limit stand in for each other, and a size has no sign", () => {
  const request = requestOf(
    { call: 1, op: "buy", id: "b", args: { size: -2, plimit: 9, exectype: "Limit" } },
    account,
  )!;
  assertEquals([request.size, request.price, request.pricelimit], [2, 9, 9]);
});

Deno.test("closing takes the other side of the position, and makes nothing without one", () => {
  assertEquals(requestOf({ call: 1, op: "close", id: "c" }, account)!.size, -3);
  assertEquals(requestOf({ call: 1, op: "close", id: "c", args: { data: 1 } }, account), undefined);
});

Deno.test("targets trade the difference in whole units", () => {
  const size = (op: string, target: number) => requestOf({ call: 1, op, id: "t", args: { target } }, account)?.size;
  assertEquals(size("order_target_size", 5), 2);
  assertEquals(size("order_target_size", 3), undefined);
  assertEquals(size("order_target_size", 0), -3);
  assertEquals(size("order_target_value", 59), 2);
  assertEquals(size("order_target_value", 35), undefined);
  assertEquals(size("order_target_percent", -0.1), -13);
});

Deno.test("a bracket is held until its last order, and the children take the other side", () => {
  const args = { size: 2, price: 9, stopprice: 8, limitprice: 12, valid: { days: 2 } };
  const requests = bracketRequestsOf({ call: 1, op: "buy_bracket", id: "x", args }, account);
  assertEquals(requests.map(({ id, size, price, exectype, held }) => [id, size, price, exectype, held]), [
    ["x.main", 2, 9, "Limit", true],
    ["x.stop", -2, 8, "Stop", true],
    ["x.limit", -2, 12, "Limit", false],
  ]);
  assertEquals(requests.map((request) => request.args.valid), [args.valid, args.valid, args.valid]);
});

Deno.test("a side of a bracket may be left out", () => {
  const args = { price: 9, stopprice: 8, limitexec: null };
  const requests = bracketRequestsOf({ call: 1, op: "sell_bracket", id: "x", args }, account);
  assertEquals(requests.map(({ id, size, held }) => [id, size, held]), [["x.main", -1, true], ["x.stop", 1, false]]);
  assertThrows(
    () => bracketRequestsOf({ call: 1, op: "buy_bracket", id: "x", args: { size: 0 } }, account),
    RangeError,
    "Cannot make bracket x of size 0",
  );
});

Deno.test("quotients are rounded down from the remainder", () => {
  assertEquals(floorQuotient(7, 2), 3);
  assertEquals(floorQuotient(-7, 2), -4);
  assertEquals(floorQuotient(1, 0.1), 9);
  assertEquals(floorQuotient(0.3, 0.1), 2);
  assertEquals(floorQuotient(6, 0.2), 29);
});
