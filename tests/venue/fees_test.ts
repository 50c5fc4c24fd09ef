import { assertEquals } from "@std/assert";
import { SIDE_SELL } from "../../src/contract/contract.gen.ts";
import { OrderLog } from "../order_states_log.ts";
import { playVenue } from "./venue_play.ts";

/** A log of a venue's instrument on which one step of one lot is one money unit, unless a part of it is said. */
function venueLog(scaleDenominator = 1): OrderLog {
  return new OrderLog({ execution: "reported", scaleDenominator }).step(10);
}

/** Keeps the texts of fills, round trips, refusals and diagnostics. */
function besidesOrders(said: readonly string[]): string[] {
  return said.filter((text) => !text.startsWith("order"));
}

Deno.test("a rebate is a negative fee: it adds to the cash, and commission sums become negative", () => {
  const log = venueLog().place(1).fill(1, 10, 10, { fee: -3 });
  const { said, money } = playVenue(log.place(2, { side: SIDE_SELL }).fill(2, 10, 12, { fee: -2 }).step(10));
  assertEquals(besidesOrders(said), [
    "fill 1 10 @ 10 fee -3, holds 10 for 100, cash 903",
    "trip 1 OPENED pnl 0 fee -3",
    "fill 2 -10 @ 12 fee -2, holds 0 for 0, cash 1025",
    "trip 1 CLOSED pnl 20 fee -5",
  ]);
  assertEquals(money, { cash: 1025, value: 1025, external: 1000, commission: -5, realised: 20, otherProfit: 0 });
});

Deno.test("a rebate of a fill that turns the position is split by lots, rounded half to even as a fee is", () => {
  for (const sign of [1, -1]) {
    const log = venueLog().place(1, { side: SIDE_SELL }).fill(1, 10).place(2, { quantity: 15 });
    const { said } = playVenue(log.fill(2, 15, 10, { fee: 7 * sign }));
    assertEquals(said.filter((text) => text.startsWith("trip")).slice(1), [
      `trip 1 CLOSED pnl 0 fee ${5 * sign}`,
      `trip 2 OPENED pnl 0 fee ${2 * sign}`,
    ]);
  }
});

Deno.test("a fee in kind leaves the position, and is commission at the price of the fill", () => {
  const log = venueLog().place(1).fill(1, 10, 10, { feeLots: 1 }).step(12);
  const { said, money } = playVenue(log.place(2, { side: SIDE_SELL, quantity: 9 }).fill(2, 9, 12).step(12));
  assertEquals(besidesOrders(said), [
    "fill 1 10 @ 10 fee 10, holds 9 for 90, cash 900",
    "trip 1 OPENED pnl 0 fee 10",
    "fill 2 -9 @ 12 fee 0, holds 0 for 0, cash 1008",
    "trip 1 CLOSED pnl 18 fee 10",
  ]);
  assertEquals(said.filter((text) => text.startsWith("order 1")).at(-1), "order 1 FILLED FILLED 10/10");
  assertEquals(money, { cash: 1008, value: 1008, external: 1000, commission: 10, realised: 18, otherProfit: 0 });
});

Deno.test("the value of a fee in kind is rounded half to even from its own product", () => {
  // A lot at 10 is two and a half money units: one is worth 2, three are worth 8.
  for (const [feeLots, fee] of [[1, 2], [2, 5], [3, 8]] as const) {
    const { said, money } = playVenue(venueLog(4).place(1).fill(1, 10, 10, { feeLots }).step(10));
    assertEquals(said[1 + 1], `fill 1 10 @ 10 fee ${fee}, holds ${10 - feeLots} for ${25 - fee}, cash 975`);
    assertEquals(money.commission, fee);
  }
});

Deno.test("a fee in money and one in kind of the same fill add up, a rebate too", () => {
  const { said } = playVenue(
    venueLog().place(1).fill(1, 5, 10, { fee: 1, feeLots: 1 }).fill(1, 5, 10, { fee: -2, feeLots: 1 }),
  );
  assertEquals(said.filter((text) => text.startsWith("fill")), [
    "fill 1 5 @ 10 fee 11, holds 4 for 40, cash 949",
    "fill 1 5 @ 10 fee 8, holds 8 for 80, cash 901",
  ]);
});

Deno.test("a fee in kind of a purchase that turns a short position is taken of what it opened, never of all of it", () => {
  const short = (): OrderLog =>
    venueLog().place(1, { side: SIDE_SELL, quantity: 5 }).fill(1, 5).place(2, { quantity: 8 });
  const { said } = playVenue(short().fill(2, 8, 10, { feeLots: 2 }));
  assertEquals(said.filter((text) => text.startsWith("fill 2")), [
    "fill 2 8 @ 10 fee 20, holds 1 for 10, cash 970",
  ]);
  const { said: refused, lostReports } = playVenue(short().fill(2, 8, 10, { feeLots: 3 }));
  assertEquals(refused.slice(-2), ["refused FILL_REPORT 2 NOT_SUPPORTED", "ERROR NOT_SUPPORTED 2: 3"]);
  assertEquals(lostReports, 1);
});

Deno.test("a fee in kind that nothing opened can pay is refused, and the same fill with its fee in money is taken", () => {
  const closing = venueLog().place(1).fill(1, 10).place(2, { side: SIDE_SELL });
  const { said, lostReports } = playVenue(
    closing.fill(2, 10, 10, { feeLots: 1, fillId: 9 }).fill(2, 10, 10, { fee: 10, fillId: 9 }),
  );
  assertEquals(said.slice(-6), [
    "refused FILL_REPORT 2 NOT_SUPPORTED",
    "ERROR NOT_SUPPORTED 2: 1",
    "order 2 ACCEPTED REPORTED 0/10",
    "fill 2 -10 @ 10 fee 10, holds 0 for 0, cash 990",
    "trip 1 CLOSED pnl 0 fee 10",
    "order 2 FILLED FILLED 10/10",
  ]);
  assertEquals(lostReports, 1);
});

Deno.test("fees that are no whole counts, and fees in kind below zero, are refused by their lanes", () => {
  const log = venueLog().place(1).fill(1, 1, 10, { fee: 0.5 }).fill(1, 1, 10, { fee: 2 ** 53 });
  const { said, lostReports } = playVenue(log.fill(1, 1, 10, { feeLots: -1 }).fill(1, 2, 10, { feeLots: 0.5 }));
  assertEquals(said.slice(1), [
    "refused FILL_REPORT 1 OFF_GRID",
    "refused FILL_REPORT 1 OUT_OF_RANGE",
    "refused FILL_REPORT 1 NEGATIVE",
    "refused FILL_REPORT 1 OFF_GRID",
  ]);
  assertEquals(lostReports, 4);
});

Deno.test("the fees of one order stay countable although rebates of another take them back", () => {
  const half = 2 ** 52 - 1000, log = venueLog().place(1).place(2);
  log.fill(1, 1, 10, { fee: half }).fill(2, 1, 10, { fee: -half }).fill(1, 1, 10, { fee: half + 2000 });
  const { said, money, lostReports } = playVenue(log);
  assertEquals(said.at(-1), "refused FILL_REPORT 1 AMOUNT_LIMIT");
  assertEquals([money.commission, money.cash, lostReports], [0, 980, 1]);
});
