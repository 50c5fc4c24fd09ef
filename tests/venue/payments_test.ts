import { assertEquals } from "@std/assert";
import {
  CASH_PURPOSE_ADJUSTMENT,
  CASH_PURPOSE_FEE,
  CASH_PURPOSE_FUNDING,
  CASH_PURPOSE_INTEREST,
  CASH_PURPOSE_REBATE,
  CASH_PURPOSE_TRANSFER,
  EXACT_MAX,
  SIDE_SELL,
} from "../../src/contract/contract.gen.ts";
import { type OrderExecution, OrderLog } from "../order_states_log.ts";
import { playVenue } from "./venue_play.ts";

const PURPOSES: readonly (readonly [purpose: number, reason: string])[] = [
  [CASH_PURPOSE_FUNDING, "FUNDING"],
  [CASH_PURPOSE_INTEREST, "INTEREST"],
  [CASH_PURPOSE_FEE, "FEE"],
  [CASH_PURPOSE_REBATE, "REBATE"],
  [CASH_PURPOSE_ADJUSTMENT, "ADJUSTMENT"],
];

Deno.test("a payment with a purpose is noted by it, and is profit or loss, never money from outside", () => {
  for (const [purpose, reason] of PURPOSES) {
    const { said, money } = playVenue(
      new OrderLog({ execution: "reported" }).step(10).cash(-30, purpose).cash(7, purpose).step(10),
    );
    assertEquals(said, [`INFO ${reason} 0: -30`, `INFO ${reason} 0: 7`]);
    assertEquals(money, { cash: 977, value: 977, external: 1000, commission: 0, realised: 0, otherProfit: -23 });
  }
});

Deno.test("a transfer is money from outside, no profit, and each one is told", () => {
  const { said, money } = playVenue(new OrderLog({ execution: "reported" }).step(10).cash(50).cash(-20).step(10));
  assertEquals(said, ["INFO TRANSFER 0: 50", "INFO TRANSFER 0: -20"]);
  assertEquals(money, { cash: 1030, value: 1030, external: 1030, commission: 0, realised: 0, otherProfit: 0 });
});

Deno.test("no lack of cash refuses a payment that has happened; the one that takes the cash below zero is told", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).cash(-1500, CASH_PURPOSE_FEE);
  const { said, money } = playVenue(log.cash(-1, CASH_PURPOSE_FUNDING).cash(-1).step(10));
  assertEquals(said, [
    "INFO FEE 0: -1500",
    "WARNING NEGATIVE_CASH 0: -500",
    "INFO FUNDING 0: -1",
    "refused CASH 0 INSUFFICIENT_CASH",
    "ERROR RUINED 0: -501",
  ]);
  assertEquals([money.cash, money.value, money.external, money.otherProfit], [-501, -501, 1000, -1501]);
});

Deno.test("a withdrawal may take all free cash, but no proceeds of an open short", () => {
  const short = (execution: OrderExecution): OrderLog => {
    const log = new OrderLog({ execution }).step(10).place(1, { side: SIDE_SELL });
    return execution === "reported" ? log.fill(1, 10) : log.step(10);
  };
  for (const execution of ["reported", "simulated"] as const) {
    // The cash is 1100. The proceeds of 100, and as much again, are set aside.
    const refused = playVenue(short(execution).cash(-901));
    assertEquals(refused.said.at(-1), "refused CASH 0 INSUFFICIENT_CASH");
    assertEquals([refused.money.cash, refused.money.external], [1100, 1000]);
    const taken = playVenue(short(execution).cash(-900).cash(-1));
    assertEquals(taken.said.at(-1), "refused CASH 0 INSUFFICIENT_CASH");
    assertEquals([taken.money.cash, taken.money.external], [200, 100]);
    const funded = playVenue(short(execution).cash(-901, CASH_PURPOSE_FUNDING));
    assertEquals(funded.said.at(-1), "INFO FUNDING 0: -901");
    assertEquals([funded.money.cash, funded.money.otherProfit], [199, -901]);
  }
});

Deno.test("what a strategy moves comes with the next step as one amount, and a venue's cash is not its to move", () => {
  const log = new OrderLog({ execution: "simulated" }).step(10).transfer(50).transfer(-1050).transfer(-1).transfer(0);
  const { said, money } = playVenue(log.transfer(0.5).transfer(2 ** 53).transfer(7).cash(-8).step(10));
  assertEquals(said, [
    "refused TRANSFER 0 INSUFFICIENT_CASH",
    "refused TRANSFER 0 ZERO",
    "refused TRANSFER 0 OFF_GRID",
    "refused TRANSFER 0 OUT_OF_RANGE",
    // 1,000 are spoken for, less the 7 that came after them.
    "refused CASH 0 INSUFFICIENT_CASH",
    "INFO TRANSFER 0: -993",
  ]);
  assertEquals([money.cash, money.external], [7, 7]);
  const venue = playVenue(new OrderLog({ execution: "reported" }).step(10).transfer(5).step(10));
  assertEquals([venue.said, venue.money.external], [["refused TRANSFER 0 TRANSFER_REPORTED"], 1000]);
});

Deno.test("a payment of no known purpose, of nothing, of a part of a unit or beyond what is countable is refused", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).cash(-1, 6).cash(0, CASH_PURPOSE_FEE);
  log.cash(0.5, CASH_PURPOSE_FEE).cash(2 ** 53, CASH_PURPOSE_REBATE).cash(EXACT_MAX, CASH_PURPOSE_REBATE);
  log.cash(-EXACT_MAX, CASH_PURPOSE_FEE).cash(-1, CASH_PURPOSE_FEE).cash(5, CASH_PURPOSE_TRANSFER);
  const { said, money } = playVenue(log);
  assertEquals(said, [
    "refused CASH 0 UNKNOWN_CODE",
    "refused CASH 0 ZERO",
    "refused CASH 0 OFF_GRID",
    "refused CASH 0 OUT_OF_RANGE",
    "refused CASH 0 OUT_OF_RANGE",
    `INFO FEE 0: ${-EXACT_MAX}`,
    `WARNING NEGATIVE_CASH 0: ${1000 - EXACT_MAX}`,
    "refused CASH 0 OUT_OF_RANGE",
    "INFO TRANSFER 0: 5",
  ]);
  assertEquals([money.cash, money.external, money.otherProfit], [1005 - EXACT_MAX, 1005, -EXACT_MAX]);
});

Deno.test("closed and open profit, payments and money from outside are the change of the value, exactly", () => {
  const log = new OrderLog({ execution: "reported", scaleDenominator: 3 }).step(10).place(1, { quantity: 100 });
  log.fill(1, 70, 11, { fee: -2, feeLots: 7 }).cash(40).cash(-3, CASH_PURPOSE_FUNDING).fill(1, 30, 13, { fee: 4 });
  log.place(2, { side: SIDE_SELL, quantity: 31 }).fill(2, 31, 17, { fee: -1 }).cash(-15).cash(2, CASH_PURPOSE_REBATE);
  const { said, money } = playVenue(log.step(19));
  const cost = Number(/holds 62 for (\d+)/.exec(said.findLast((text) => text.startsWith("fill"))!)![1]);
  // 62 lots at 19 are 392 and two thirds of a money unit.
  const open = 393 - cost, gained = money.realised + open - money.commission + money.otherProfit;
  assertEquals(money.value, 1000 + (40 - 15) + gained);
  assertEquals(money.external, 1025);
  assertEquals(money.otherProfit, -1);
});
