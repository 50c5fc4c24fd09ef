import { assertEquals } from "@std/assert";
import {
  ORDER_FLAG_PROTECTIVE,
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  SIDE_SELL,
  TYPE_LIMIT,
  TYPE_STOP,
} from "../../src/contract/contract.gen.ts";
import { OrderLog, type OrderTerms } from "../order_states_log.ts";
import { permutations, playVenue } from "./venue_play.ts";

const STOP: OrderTerms = { side: SIDE_SELL, type: TYPE_STOP, stop: 8, parent: 1, flags: ORDER_FLAG_PROTECTIVE };
const TARGET: OrderTerms = { side: SIDE_SELL, type: TYPE_LIMIT, limit: 12, parent: 1, flags: ORDER_FLAG_PROTECTIVE };

/** An entry of ten lots, its stop and its target, which leads to one filled order of the two. */
function bracket(): OrderLog {
  return new OrderLog({ execution: "reported" }).step(10).place(1).place(2, STOP).place(3, { ...TARGET, oco: 2 });
}

/** Keeps the texts of some orders. */
function ofOrders(said: readonly string[], ...ids: readonly number[]): string[] {
  return said.filter((text) => ids.some((id) => text.startsWith(`order ${id} `)));
}

Deno.test("protection at a venue sleeps until its entry fills, and is told again with the quantity of each further fill", () => {
  const { said } = playVenue(bracket().fill(1, 4).report(2, REPORT_ACCEPTED, 0).fill(1, 6));
  assertEquals(ofOrders(said, 2, 3), [
    "order 2 CREATED PLACED 0/0",
    "order 3 CREATED PLACED 0/0",
    "order 2 SUBMITTED TO_BE_PLACED 0/4",
    "order 3 SUBMITTED TO_BE_PLACED 0/4",
    "order 2 ACCEPTED REPORTED 0/4",
    "order 2 ACCEPTED TO_BE_PLACED 0/10",
    "order 3 SUBMITTED TO_BE_PLACED 0/10",
  ]);
});

Deno.test("protection is of what the entry opened: less what closed a position, and less a fee in kind", () => {
  const kept = playVenue(bracket().fill(1, 10, 10, { feeLots: 1 }));
  assertEquals(ofOrders(kept.said, 2).at(-1), "order 2 SUBMITTED TO_BE_PLACED 0/9");
  const log = new OrderLog({ execution: "reported" }).step(10).place(1, { side: SIDE_SELL, quantity: 4 }).fill(1, 4);
  const { said } = playVenue(log.place(2).place(3, { ...STOP, parent: 2 }).fill(2, 3).fill(2, 3));
  assertEquals(ofOrders(said, 3), ["order 3 CREATED PLACED 0/0", "order 3 SUBMITTED TO_BE_PLACED 0/2"]);
});

Deno.test("protection of an entry that has filled is to be placed at once", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).fill(1, 4).place(2, STOP).fill(1, 1);
  assertEquals(ofOrders(playVenue(log).said, 2), [
    "order 2 CREATED PLACED 0/4",
    "order 2 SUBMITTED TO_BE_PLACED 0/4",
    "order 2 SUBMITTED TO_BE_PLACED 0/5",
  ]);
});

Deno.test("a fill of one member tells the other as to be cancelled, and its report decides", () => {
  const { said, money } = playVenue(bracket().fill(1, 10).fill(3, 3, 12).fill(3, 7, 12).report(2, REPORT_CANCELLED, 0));
  assertEquals(ofOrders(said, 2, 3).slice(4), [
    "order 3 ACCEPTED REPORTED 0/10",
    "order 3 PARTIALLY_FILLED FILLED 3/10",
    "order 2 CANCEL_PENDING OCO 0/10",
    "order 3 FILLED FILLED 10/10",
    "order 2 CANCELLED REPORTED 0/10",
  ]);
  assertEquals([money.cash, money.realised], [1020, 20]);
});

Deno.test("fills of both members are both booked, for a venue may race", () => {
  const { said, money, lostReports } = playVenue(bracket().fill(1, 10).fill(3, 10, 12).fill(2, 10, 8));
  assertEquals(said.slice(-3), [
    "fill 2 -10 @ 8 fee 0, holds -10 for -80, cash 1100",
    "trip 2 OPENED pnl 0 fee 0",
    "order 2 FILLED FILLED 10/10",
  ]);
  assertEquals([money.realised, lostReports], [20, 0]);
});

Deno.test("two members that fill in part ask for each other's cancellation, in both orders of arrival", () => {
  const digests = [[2, 3], [3, 2]].map(([first, second]) => {
    const log = bracket().fill(1, 10).fill(first!, first!, 10).fill(second!, second!, 10);
    const { said, digest } = playVenue(log);
    for (const id of [2, 3]) assertEquals(ofOrders(said, id).at(-1)!.split(" ")[2], "CANCEL_PENDING");
    return digest;
  });
  assertEquals(digests[0], digests[1]);
});

Deno.test("a pair without an entry is placed at once, and a refused cancellation is asked for again by the next fill", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).place(2, { oco: 1 });
  log.fill(1, 2).report(2, REPORT_CANCEL_REFUSED, 0).fill(1, 3).report(2, REPORT_CANCELLED, 0).fill(1, 5);
  assertEquals(ofOrders(playVenue(log).said, 2), [
    "order 2 SUBMITTED PLACED 0/10",
    "order 2 CANCEL_PENDING OCO 0/10",
    "order 2 ACCEPTED REQUEST_REFUSED 0/10",
    "order 2 CANCEL_PENDING OCO 0/10",
    "order 2 CANCELLED REPORTED 0/10",
  ]);
});

Deno.test("no group is of a simulated order and a reported one", () => {
  for (const [execution, second] of [["reported", "simulated"], ["simulated", "reported"]] as const) {
    const log = new OrderLog({ execution, second }).step(10, 10).place(1).place(2, { instrument: 1, oco: 1 });
    assertEquals(playVenue(log).said.at(-1), "refused PLACE 2 UNKNOWN_OCO");
  }
});

Deno.test("the end of a position drops the protection that is awake, and leaves what sleeps for its own entry", () => {
  const log = bracket().place(4).place(5, { ...STOP, parent: 4 }).place(6, { side: SIDE_SELL }).fill(1, 10).fill(6, 10);
  assertEquals(ofOrders(playVenue(log).said, 2, 3, 5).slice(-2), [
    "order 2 CANCEL_PENDING POSITION_CLOSED 0/10",
    "order 3 CANCEL_PENDING POSITION_CLOSED 0/10",
  ]);
});

Deno.test("an entry that ends without an opening ends its protection, however it ends", () => {
  const ended = ["order 2 CREATED PLACED 0/0", "order 2 CANCELLED PARENT_ENDED 0/0"];
  for (const report of [REPORT_CANCELLED, REPORT_EXPIRED]) {
    const log = new OrderLog({ execution: "reported" }).step(10).place(1).place(2, STOP).report(1, report, 0);
    assertEquals(ofOrders(playVenue(log).said, 2), ended);
  }
  const closing = new OrderLog({ execution: "reported" }).step(10).place(9, { side: SIDE_SELL }).fill(9, 10);
  const { said } = playVenue(closing.place(10).place(11, { ...STOP, parent: 10 }).fill(10, 10));
  assertEquals(ofOrders(said, 11).at(-1), "order 11 CANCELLED NOTHING_OPENED 0/0");
});

Deno.test("protection waits for fills that the end of its entry counts, in every order of arrival", () => {
  const messages = [
    (log: OrderLog): OrderLog => log.fill(1, 3),
    (log: OrderLog): OrderLog => log.fill(1, 2),
    (log: OrderLog): OrderLog => log.report(1, REPORT_CANCELLED, 5),
  ];
  const digests = permutations(messages).map((order) => {
    const { said, digest } = playVenue(order.reduce((log, message) => message(log), bracket()));
    assertEquals(ofOrders(said, 2, 3).slice(-2), [2, 3].map((id) => `order ${id} SUBMITTED TO_BE_PLACED 0/5`));
    return digest.filter((line) => !line.startsWith("round trip"));
  });
  for (const digest of digests) assertEquals(digest, digests[0]);
});

Deno.test("an entry that fills further after its protection has ended is told as unprotected", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).place(2, STOP).fill(1, 5).fill(2, 5, 8);
  assertEquals(playVenue(log.fill(1, 4)).said.at(-1), "WARNING UNPROTECTED 1: 4");
});
