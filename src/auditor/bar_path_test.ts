import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { AuditedOrder, type Entry } from "./audited_order.ts";
import { type AuditedBar, type Touch, touchedAfterEntry, touchedAtOpen, touchedInside } from "./bar_path.ts";

function order(order_type: number, side: number, limit: number, stop: number): AuditedOrder {
  const amounts = { quantity: 1, cash: 0, fraction: 0, limit, stop, valid_us: 0, time_us: 0 };
  const words = {
    order_id: 1,
    instrument: 0,
    order_type,
    side,
    validity: 1,
    flags: 0,
    parent: 0,
    oco: 0,
    round_trip: 0,
    trail: 0,
    session_end_us: 0,
  };
  return new AuditedOrder({ ...amounts, ...words });
}

function bar(open: bigint, high: bigint, low: bigint, close: bigint): AuditedBar {
  return { begin_us: 0, session_day: 1, open, high, low, close, volume: 1 };
}

/** A touch in short: rule and price, and whether it is uncertain. */
function told({ fill, triggers }: Touch): readonly (number | bigint | boolean)[] {
  return fill === undefined ? [triggers] : [triggers, fill.rule, fill.price, fill.uncertain];
}

const { SIDE_BUY, SIDE_SELL, TYPE_LIMIT, TYPE_STOP, TYPE_STOP_LIMIT } = contract;

Deno.test("at the open a stop and a limit that lie behind it fill there", () => {
  const gap = bar(46n, 50n, 45n, 49n);
  assertEquals(told(touchedAtOpen(order(TYPE_STOP, SIDE_SELL, 0, 48), gap, false)), [
    false,
    contract.FILL_RULE_STOP_GAP,
    46n,
    false,
  ]);
  const limit = order(TYPE_LIMIT, SIDE_BUY, 46, 0);
  assertEquals(told(touchedAtOpen(limit, gap, false)), [false, contract.FILL_RULE_LIMIT_OPEN, 46n, false]);
  assertEquals(told(touchedAtOpen(limit, gap, true)), [false]);
});

Deno.test("a stop-limit that the bar triggers fills at the trigger, by the close, or waits", () => {
  const rising = bar(100n, 106n, 99n, 103n);
  const roomy = order(TYPE_STOP_LIMIT, SIDE_BUY, 106, 105), tight = order(TYPE_STOP_LIMIT, SIDE_BUY, 104, 105);
  assertEquals(told(touchedInside(roomy, rising, false)), [true, contract.FILL_RULE_STOP_LIMIT, 105n, false]);
  assertEquals(told(touchedInside(tight, rising, false)), [true, contract.FILL_RULE_LIMIT, 104n, false]);
  assertEquals(told(touchedInside(tight, bar(100n, 106n, 99n, 105n), false)), [true]);
});

Deno.test("after an entry inside the bar the certain happens, and the uncertain where it hurts", () => {
  const entry: Entry = { time_us: 0, price: 98n, moment: "inside", direction: -1n };
  const stop = order(TYPE_STOP, SIDE_SELL, 0, 96), target = order(TYPE_LIMIT, SIDE_SELL, 102, 0);
  const wide = bar(100n, 103n, 95n, 99n);
  assertEquals(told(touchedAfterEntry(stop, entry, wide, false)), [false, contract.FILL_RULE_STOP, 96n, false]);
  assertEquals(told(touchedAfterEntry(target, entry, wide, false)), [false]);
  assertEquals(told(touchedAfterEntry(target, entry, bar(100n, 103n, 95n, 102n), false)), [
    false,
    contract.FILL_RULE_LIMIT,
    102n,
    false,
  ]);
  const from_below: Entry = { ...entry, price: 105n, direction: 1n }, high = bar(100n, 106n, 95n, 104n);
  assertEquals(told(touchedAfterEntry(stop, from_below, high, false)), [false, contract.FILL_RULE_STOP, 96n, true]);
});

Deno.test("an entry beyond a protective price fires it there, at the close too, after which nothing is left", () => {
  const at_close: Entry = { time_us: 0, price: 90n, moment: "close", direction: 0n }, wide = bar(100n, 110n, 89n, 90n);
  assertEquals(told(touchedAfterEntry(order(TYPE_STOP, SIDE_SELL, 0, 95), at_close, wide, false)), [
    false,
    contract.FILL_RULE_ENTRY_PRICE,
    90n,
    false,
  ]);
  assertEquals(told(touchedAfterEntry(order(TYPE_LIMIT, SIDE_SELL, 104, 0), at_close, wide, false)), [false]);
});
