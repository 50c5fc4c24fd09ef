import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  OUT_CODE,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_ORDERED,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_LIMIT,
  OUT_ORDER_QUANTITY,
  OUT_TIME_US,
  OUTPUT_EXECUTION,
  REASON_INSUFFICIENT_CASH,
  REASON_NONE,
  RECORD_LANES,
  STATE_ACCEPTED,
  STATE_CANCELLED,
  STATE_FILLED,
  STATE_PARTIALLY_FILLED,
  TYPE_LIMIT,
  TYPE_MARKET,
  VALIDITY_DAY,
  VALIDITY_GTC,
  VALIDITY_GTD,
} from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { CAPTURED_LANES } from "./order_lanes.ts";
import type { AcceptedTerms, OrderPlacement } from "./order_placement.ts";
import type { OrderRecord } from "./order_record.ts";
import { OrderRecords } from "./order_records.ts";
import { OutputReader } from "../records/output_reader.ts";
import { powerOfTenth } from "./rational.ts";

const column = [1.25];
const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
  timeframe: "1d",
});
const spec = new InstrumentSpec(feed, { resolution: 0.01, lot: 0.1 }, 1000, powerOfTenth(6));
const TERMS: AcceptedTerms = { quantity: 25, limit: 125, stop: 0 };
const NOTHING: AcceptedTerms = { quantity: 0, limit: 0, stop: 0 };
const PLACEMENT: OrderPlacement = {
  side: "buy",
  type: TYPE_LIMIT,
  instrument: 0,
  role: "entry",
  asked: { size: 2.55, limit: 1.257 },
  step: 3,
  placedUs: 1000,
  parent: 0,
  oco: 0,
  tag: 0,
};

Deno.test("working orders are the live ones by id, without the protection of an entry that is live itself", () => {
  const records = new OrderRecords([spec], 1e6);
  const entry = records.add(PLACEMENT, TERMS),
    child = records.add({ ...PLACEMENT, role: "stopLoss", parent: entry.id }, TERMS);
  const other = records.add(PLACEMENT, TERMS), ids = (): number[] => records.working().map(({ id }) => id);
  assertEquals(ids(), [entry.id, other.id]);
  tell(entry, STATE_FILLED, {});
  assertEquals(ids(), [child.id, other.id]);
  tell(other, STATE_ACCEPTED, {});
  tell(child, STATE_FILLED, {});
  assertEquals(ids(), [other.id]);
});

Deno.test("a notice about an order accepts those before it, in either state and in the order of their ids", () => {
  const records = new OrderRecords([spec], 1e6), told: string[] = [], logged: number[] = [];
  const orders = [1, 2, 3, 4].map(() => records.add(PLACEMENT, TERMS));
  assertEquals([orders[0]!.state, orders[0]!.size, orders[0]!.limit], ["created", null, 1.257]);
  records.onAccepted = ({ id }): void => void logged.push(id);
  orders[1]!.refuse(REASON_INSUFFICIENT_CASH, 2000);
  records.acceptUntil(3, ({ id, state, reason, size, limit }) => {
    told.push(`${id} ${state} ${reason} ${size} ${limit}`);
  });
  assertEquals(told, [
    "1 submitted placed 2.5 1.25",
    "1 accepted placed 2.5 1.25",
    "3 submitted placed 2.5 1.25",
    "3 accepted placed 2.5 1.25",
  ]);
  assertEquals(orders.map(({ state }) => state), ["accepted", "rejected", "accepted", "created"]);
  records.acceptUntil(3, () => assert(false, "an order is accepted twice"));
  records.acceptUntil(Infinity, undefined);
  assertEquals([orders[3]!.state, logged], ["accepted", [1, 3, 4]]);
  records.add(PLACEMENT, TERMS);
  records.acceptUntil(Infinity, undefined);
  assertEquals(logged, [1, 3, 4, 5]);
});

Deno.test("executions bring an order to its end, and add up its commission", () => {
  const order = new OrderRecords([spec], 1e6).add(PLACEMENT, NOTHING),
    notice = new OutputReader(new Float64Array(RECORD_LANES));
  const execute = (state: number, ordered: number, filled: number, timeUs: number): void => {
    notice.buffer[OUT_EXECUTION_ORDERED] = ordered;
    notice.buffer[OUT_EXECUTION_FILLED] = filled;
    notice.buffer[OUT_EXECUTION_COMMISSION] = 1e6;
    notice.buffer[OUT_TIME_US] = timeUs;
    new Uint32Array(notice.buffer.buffer)[OUT_CODE] = OUTPUT_EXECUTION | state << 8;
    order.execute(notice);
  };
  execute(STATE_PARTIALLY_FILLED, -25, -10, 5000);
  assertEquals([order.state, order.reason, order.side, order.size, order.filled, order.alive], [
    "partiallyFilled",
    "filled",
    "sell",
    2.5,
    1,
    true,
  ]);
  execute(STATE_FILLED, -25, -25, 6000);
  assertEquals([order.state, order.filled, order.commission, order.row().endedUs], ["filled", 2.5, 2, 6000]);
});

/** Tells an order of a state, as the core would. */
function tell(order: OrderRecord, state: number, lanes: Readonly<Record<number, number>>): void {
  const notice = new OutputReader(new Float64Array(RECORD_LANES));
  for (const [lane, value] of Object.entries(lanes)) notice.buffer[Number(lane)] = value;
  new Uint32Array(notice.buffer.buffer)[OUT_CODE] = 1 | state << 8 | REASON_NONE << 16;
  notice.seek(0);
  order.update(notice);
}

Deno.test("an order of which the core has said nothing shows what was asked, and lives", () => {
  const order = new OrderRecords([spec], 1e6).add(PLACEMENT, NOTHING);
  assertEquals([order.id, order.side, order.type, order.state, order.size, order.limit, order.alive], [
    1,
    "buy",
    "limit",
    "created",
    null,
    1.257,
    true,
  ]);
  assertEquals([order.stop, order.averagePrice, order.filled, order.group, order.feed], [null, null, 0, 1, "bars"]);
});

Deno.test("terms from the core replace those of the placement, in display units, and the row keeps both", () => {
  const order = new OrderRecords([spec], 1e6).add(PLACEMENT, NOTHING);
  tell(order, STATE_ACCEPTED, { [OUT_ORDER_QUANTITY]: 25, [OUT_ORDER_LIMIT]: 125 });
  assertEquals([order.state, order.size, order.limit, order.row().endedUs], ["accepted", 2.5, 1.25, null]);
  order.fill(120, 5, 5);
  order.fill(124, 20, 20);
  tell(order, STATE_FILLED, {
    [OUT_ORDER_QUANTITY]: 25,
    [OUT_ORDER_FILLED]: 25,
    [OUT_ORDER_LIMIT]: 125,
    [OUT_ORDER_COMMISSION]: 1_500_000,
    [OUT_ORDER_EXECUTED_US]: 2000,
  });
  assertEquals(order.alive, false);
  const { asked, size, limit, filled, averagePrice, commission, endedUs, state } = order.row();
  assertEquals([asked, size, limit, filled, averagePrice, commission, endedUs, state], [
    { size: 2.55, limit: 1.257 },
    2.5,
    1.25,
    2.5,
    1.232,
    1.5,
    2000,
    "filled",
  ]);
});

Deno.test("an order takes captured values and gives those that it had", () => {
  const order = new OrderRecords([spec], 1e6).add(PLACEMENT, NOTHING);
  tell(order, STATE_ACCEPTED, { [OUT_ORDER_QUANTITY]: 25 });
  const lanes = new Float64Array(2 + CAPTURED_LANES);
  order.capture(lanes, 2);
  order.fill(120, 25, 25);
  tell(order, STATE_FILLED, { [OUT_ORDER_QUANTITY]: 25, [OUT_ORDER_FILLED]: 25 });
  order.exchange(lanes, 2);
  assertEquals([order.state, order.filled, order.averagePrice, order.alive], ["accepted", 0, null, true]);
  order.exchange(lanes, 2);
  assertEquals([order.state, order.filled, order.averagePrice, order.alive], ["filled", 2.5, 1.2, false]);
});

Deno.test("around an order are its protection, its entry with that protection, and its group", () => {
  const records = new OrderRecords([spec], 1e6),
    leader = records.add(PLACEMENT, TERMS),
    other = records.add(PLACEMENT, TERMS);
  const entry = records.add({ ...PLACEMENT, oco: leader.id }, TERMS);
  const stop = records.add({ ...PLACEMENT, role: "stopLoss", parent: entry.id }, TERMS);
  entry.protect(stop);
  const ids = (order: typeof entry) => records.around(order).map(({ id }) => id);
  assertEquals([ids(leader), ids(other), ids(entry), ids(stop)], [[entry.id], [], [stop.id, leader.id], [entry.id]]);
  const loaded = new OrderRecords([spec], 1e6);
  loaded.load(records.save(), 0);
  assertEquals(loaded.around(loaded.get(entry.id)!).map(({ id }) => id), [stop.id, leader.id]);
});

Deno.test("a refusal ends an order only while the core has not taken it", () => {
  const records = new OrderRecords([spec], 1e6),
    refused = records.add(PLACEMENT, TERMS),
    taken = records.add(PLACEMENT, TERMS);
  tell(taken, STATE_ACCEPTED, { [OUT_ORDER_QUANTITY]: 25 });
  assertEquals([refused.refuse(REASON_INSUFFICIENT_CASH, 9), taken.refuse(REASON_INSUFFICIENT_CASH, 9)], [true, false]);
  assertEquals([refused.state, refused.reason, refused.row().endedUs], ["rejected", "insufficientCash", 9]);
  assertEquals(taken.state, "accepted");
});

Deno.test("protective orders are sized by the part that their entry opened, and keep the size once they have ended", () => {
  const records = new OrderRecords([spec], 1e6), entry = records.add(PLACEMENT, TERMS);
  const stop = records.add({ ...PLACEMENT, side: "sell", role: "stopLoss", asked: { stop: 1 }, parent: 1 }, NOTHING);
  entry.protect(stop);
  assertEquals(stop.size, null);
  records.acceptUntil(2, undefined);
  entry.fill(100, 25, 10);
  tell(entry, STATE_FILLED, { [OUT_ORDER_QUANTITY]: 25, [OUT_ORDER_FILLED]: 25 });
  assertEquals([stop.size, stop.parent, stop.row().parent], [1, 1, 1]);
  assertEquals([entry.row().filled, entry.row().opened], [2.5, 1]);
  tell(stop, STATE_CANCELLED, { [OUT_ORDER_QUANTITY]: 10 });
  entry.fill(100, 5, 5);
  assertEquals(stop.size, 1);
});

Deno.test("thousands of orders keep their own numbers", () => {
  const records = new OrderRecords([spec], 1e6);
  for (let bar = 0; bar < 3000; bar++) {
    records.add({
      ...PLACEMENT,
      step: bar,
      oco: bar > 0 ? 1 : 0,
      asked: bar % 2 === 0 ? { cash: bar + 1 } : { fraction: 0.5 },
    }, NOTHING);
  }
  const rows = records.rows();
  assertEquals(rows.length, 3000);
  for (const [at, row] of rows.entries()) {
    assertEquals([row.id, row.bar, row.oco, row.role], [at + 1, at, at > 0 ? 1 : null, "entry"]);
    assertEquals(row.asked, at % 2 === 0 ? { cash: at + 1 } : { fraction: 0.5 });
  }
  assert(records.get(0) === undefined && records.get(3001) === undefined);
  assertEquals(records.get(3000)!.group, 1);
});

Deno.test("an order cannot be written to", () => {
  const records = new OrderRecords([spec], 1e6), order = records.add(PLACEMENT, TERMS);
  for (const name of ["id", "placed", "hidden", "stopLoss", "takeProfit", "state", "limit"]) {
    assertThrows(() => (order as unknown as Record<string, unknown>)[name] = 77, TypeError, "only a getter");
  }
  assertEquals([order.id, order.hidden, records.rows().length], [1, false, 1]);
});

Deno.test("a plain order that comes to have a price, a protection or another rare number keeps all that it had", () => {
  const records = new OrderRecords([spec], 1e6);
  const placement: OrderPlacement = { ...PLACEMENT, type: TYPE_MARKET, asked: { size: 2.55 }, tag: 0 };
  const order = records.add(placement, { quantity: 25, limit: 0, stop: 0 }), other = records.add(placement, NOTHING);
  tell(order, STATE_ACCEPTED, { [OUT_ORDER_QUANTITY]: 25, [OUT_ORDER_FILLED]: 5, [OUT_ORDER_COMMISSION]: 3e6 });
  order.fill(120, 5, 5);
  const before = order.row(), rest = other.row();
  tell(order, STATE_ACCEPTED, {
    ...{ [OUT_ORDER_QUANTITY]: 25, [OUT_ORDER_FILLED]: 5, [OUT_ORDER_COMMISSION]: 3e6, [OUT_ORDER_LIMIT]: 125 },
  });
  assertEquals([order.row(), other.row()], [{ ...before, limit: 1.25 }, rest]);
  const stop = records.add({ ...PLACEMENT, side: "sell", role: "stopLoss", parent: other.id }, TERMS);
  other.protect(stop);
  assertEquals([other.stopLoss, other.takeProfit, other.row()], [stop, null, rest]);
  other.fill(100, 7, 7);
  assertEquals([stop.row().size, other.row().opened], [null, 0.7]);
  tell(stop, STATE_ACCEPTED, { [OUT_ORDER_QUANTITY]: -25 });
  other.fill(100, 1, 1);
  assertEquals(stop.row().size, 0.8);
});

Deno.test("saved orders of every kind are those that were there, lane by lane", () => {
  const records = new OrderRecords([spec, spec], 1e6);
  for (let at = 0; at < 400; at++) {
    const lifetime = { validity: [VALIDITY_GTC, VALIDITY_DAY, VALIDITY_GTD][at % 3]!, validUs: at % 3 === 2 ? at : 0 };
    const asked = [{ size: at }, {}, { cash: 1 }, { fraction: 0.5 }, { size: 1, limit: at }, { stop: 2 }, { value: 3 }];
    const order = records.add({
      ...{
        side: at % 2 === 0 ? "buy" : "sell",
        type: 1 + at % 5,
        instrument: at % 2,
        lifetime,
        reduceOnly: at % 5 === 0,
      },
      ...{ role: at % 7 === 0 && at > 0 ? "stopLoss" : "close", asked: asked[at % asked.length]! },
      ...{ step: 10 * at, placedUs: -1e15 + at, parent: at % 7 === 0 && at > 0 ? 1 : 0, oco: at % 11 === 1 ? 1 : 0 },
      tag: 0,
    }, { quantity: at, limit: at % 2, stop: at % 3 });
    if (at % 3 === 0) tell(order, STATE_CANCELLED, { [OUT_ORDER_QUANTITY]: at, [OUT_ORDER_LIMIT]: at % 5 });
    if (at % 4 === 0) order.fill(100 + at, 3, at % 3);
    if (at % 9 === 0) order.refuse(REASON_INSUFFICIENT_CASH, at);
    if (at % 13 === 0) order.hide();
  }
  const saved = records.save(), loaded = new OrderRecords([spec, spec], 1e6);
  loaded.load(saved, 0);
  assertEquals(loaded.save(), saved);
  assertEquals(loaded.rows(), records.rows());
  const captured = (order: OrderRecord): Float64Array => {
    const lanes = new Float64Array(CAPTURED_LANES);
    order.capture(lanes, 0);
    return lanes;
  };
  const changed = [records.get(20)!, loaded.get(20)!].map((order) => {
    const lanes = captured(records.get(31)!);
    order.exchange(lanes, 0);
    return lanes;
  });
  assertEquals([changed[0], captured(loaded.get(20)!)], [changed[1], captured(records.get(31)!)]);
});
