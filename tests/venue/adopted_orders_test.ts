import { assertEquals } from "@std/assert";
import {
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_EXTERNAL,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  REPORT_CANCELLED,
  RISK_FLAG_HALT,
  RISK_FLAG_REDUCE_ONLY,
  SIDE_SELL,
  TYPE_STOP,
} from "../../src/contract/contract.gen.ts";
import { OrderLog, type OrderTerms } from "../order_states_log.ts";
import { playVenue } from "./venue_play.ts";

const ADOPTED: OrderTerms = { flags: ORDER_FLAG_EXTERNAL };
const SELLS: OrderTerms = { side: SIDE_SELL };
const PROTECTION: OrderTerms = { ...SELLS, type: TYPE_STOP, stop: 8, parent: 1, flags: ORDER_FLAG_PROTECTIVE };

Deno.test("a venue's own order is adopted under any risk flags, and no other order is placed under HALT", () => {
  for (const flags of [RISK_FLAG_HALT, RISK_FLAG_REDUCE_ONLY, RISK_FLAG_HALT | RISK_FLAG_REDUCE_ONLY]) {
    const log = new OrderLog({ execution: "reported" }).step(10).place(1).fill(1, 10).risk(flags);
    log.place(2).place(3, ADOPTED).place(4, { ...SELLS, flags: ORDER_FLAG_REDUCE_ONLY });
    log.place(5, { ...SELLS, flags: ORDER_FLAG_CLOSE }).place(6, {
      flags: ORDER_FLAG_EXTERNAL | ORDER_FLAG_REDUCE_ONLY,
    });
    const { said } = playVenue(log);
    const halted = (flags & RISK_FLAG_HALT) !== 0, placed = (id: number): string => `order ${id} SUBMITTED PLACED 0/10`;
    const closing = (id: number): string => halted ? `refused PLACE ${id} RISK_FLAGGED` : placed(id);
    assertEquals(said.slice(5), ["refused PLACE 2 RISK_FLAGGED", placed(3), closing(4), closing(5), placed(6)]);
  }
});

Deno.test("protection passes REDUCE_ONLY, and cancels pass HALT", () => {
  const log = new OrderLog({ execution: "reported" }).step(10).place(1).risk(RISK_FLAG_REDUCE_ONLY).place(
    2,
    PROTECTION,
  );
  const { said } = playVenue(
    log.risk(RISK_FLAG_HALT).place(3, { ...PROTECTION }).cancel(1).report(1, REPORT_CANCELLED, 0),
  );
  assertEquals(said.slice(1), [
    "order 2 CREATED PLACED 0/0",
    "refused PLACE 3 RISK_FLAGGED",
    "order 1 CANCEL_PENDING REQUESTED 0/10",
    "order 1 CANCELLED REPORTED 0/10",
    "order 2 CANCELLED PARENT_ENDED 0/0",
  ]);
});

Deno.test("an adopted order fills as any other, beyond the cash too", () => {
  const { said, money } = playVenue(
    new OrderLog({ execution: "reported" }).step(10).place(1, { ...ADOPTED, quantity: 200 }).fill(1, 200),
  );
  assertEquals(said.slice(2), [
    "fill 1 200 @ 10 fee 0, holds 200 for 2000, cash -1000",
    "trip 1 OPENED pnl 0 fee 0",
    "order 1 FILLED FILLED 200/200",
    "WARNING NEGATIVE_CASH 1: -1000",
  ]);
  assertEquals(money.cash, -1000);
});

Deno.test("nothing is adopted on a simulated instrument, nor without a size of its own", () => {
  for (const risk of [0, RISK_FLAG_HALT]) {
    const simulated = new OrderLog({ execution: "simulated" }).step(10).risk(risk).place(1, ADOPTED).step(10);
    assertEquals(playVenue(simulated).said, ["refused PLACE 1 NOT_SUPPORTED"]);
    const log = new OrderLog({ execution: "reported" }).step(10).place(1).fill(1, 10).risk(risk);
    log.place(2, { ...SELLS, flags: ORDER_FLAG_EXTERNAL | ORDER_FLAG_CLOSE });
    log.place(3, { ...PROTECTION, flags: ORDER_FLAG_EXTERNAL | ORDER_FLAG_PROTECTIVE });
    const { said } = playVenue(log.place(4, { ...ADOPTED, fraction: 1000 }));
    assertEquals(said.slice(-3), [2, 3, 4].map((id) => `refused PLACE ${id} NOT_SUPPORTED`));
  }
});
