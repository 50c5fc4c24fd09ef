/**
 * Orders that a limit of a session refuses: the edge says so in the record of the order, and every core refuses it with
 * the reason of the limit, so that a replay shows the same.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { OrderLog } from "../order_states_log.ts";
import { playVenue } from "./venue_play.ts";

const LIMITS = ["SIZE", "NOTIONAL", "POSITION", "GROSS", "OPEN_ORDERS", "RATE", "COLLAR", "STALE"] as const;
const flagOf = (name: typeof LIMITS[number]): number => contract[`ORDER_FLAG_RISK_${name}`];

for (const execution of ["simulated", "reported"] as const) {
  Deno.test(`an order with the flag of a limit is refused with its reason: ${execution}`, () => {
    const log = new OrderLog({ execution }).step(10);
    LIMITS.forEach((name, at) => log.place(at + 1, { flags: flagOf(name) }));
    log.place(9, { flags: flagOf("RATE") | contract.ORDER_FLAG_REDUCE_ONLY });
    // Of several limits the first one is named; an adopted order is refused too, as the session itself asks for it.
    log.place(10, { flags: flagOf("STALE") | flagOf("POSITION") });
    log.place(11, { flags: flagOf("GROSS") | contract.ORDER_FLAG_EXTERNAL });
    assertEquals(
      playVenue(log).said,
      [...LIMITS, "RATE", "POSITION", "GROSS"].map((name, at) => `refused PLACE ${at + 1} RISK_${name}`),
    );
  });

  Deno.test(`a replacement with the flag of a limit is refused whole, and the order stays as it was: ${execution}`, () => {
    const log = new OrderLog({ execution }).step(10).place(1, { type: contract.TYPE_LIMIT, limit: 9 });
    const { said } = playVenue(
      log.replace(1, 20, { limit: 8, flags: flagOf("NOTIONAL") }).replace(1, 20, { flags: flagOf("SIZE") | 1 })
        .cancel(1),
    );
    const placed = said.findIndex((text) => text.startsWith("refused"));
    assertEquals(said.slice(placed, placed + 2), ["refused REPLACE 1 RISK_NOTIONAL", "refused REPLACE 1 UNKNOWN_CODE"]);
    assertEquals(said.some((text) => text.includes("/20")), false, said.join("\n"));
  });
}

Deno.test("a call falls with the order that a limit refuses", () => {
  const together = contract.ORDER_FLAG_TOGETHER, limit = { type: contract.TYPE_LIMIT, limit: 9 };
  const log = new OrderLog({ execution: "simulated" }).step(10)
    .place(1, { ...limit, flags: together, call: 1 })
    .place(2, { ...limit, flags: together | flagOf("COLLAR"), call: 1, oco: 1 });
  assertEquals(playVenue(log).said, [
    "refused PLACE 2 RISK_COLLAR",
    "order 1 REJECTED GROUP_REFUSED 0/10",
  ]);
});
