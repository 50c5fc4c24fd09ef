import { assertEquals } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import {
  BAR_COLUMNS,
  CONFIG_CASH_INITIAL,
  CONFIG_CHECKS,
  CONFIG_INSTRUMENTS,
  EVENT_CANCEL,
  EVENT_TRANSFER,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_RATE,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  ORDER_FLAG_CLOSE,
  PLACE_FLAGS,
  PLACE_OCO,
  PLACE_QUANTITY,
  PLACE_SIDE,
  RECORD_LANES,
  SIDE_BUY,
  SIDE_SELL,
  STATUS_RETIRED_ORDERS,
  TERMINAL_ORDERS_MAX,
  TRANSFER_AMOUNT,
} from "../contract/contract.gen.ts";
import type { EngineName } from "../engine/backends.ts";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";

/** Number of configuration lanes ahead of the configuration in a snapshot. */
const HEAD = 3;

/** Returns bars of a millisecond each that rise and fall by a few steps. */
function columnsOf(rows: number): Float64Array {
  const columns = new Float64Array(rows * BAR_COLUMNS);
  for (let row = 0; row < rows; row++) {
    const open = 1_000 + row % 7 * 10,
      bar = [1_000 * (row + 1), 1_000 * row, 719_163, open, open + 9, open - 9, open + 3, 1];
    bar.forEach((value, column) => columns[column * rows + row] = value);
  }
  return columns;
}

/** Returns an order that buys lots, or closes what is held, after a bar. */
function orderAfter(row: number, id: number, lots: number, flags: number = 0): Float64Array {
  const order = trialOrder(), words = new Uint32Array(order.buffer);
  order[LANE_TIME_US] = 1_000 * (row + 1);
  order[PLACE_QUANTITY] = Math.abs(lots);
  words[LANE_ORDER_ID] = id;
  words[PLACE_SIDE] = lots > 0 ? SIDE_BUY : SIDE_SELL;
  words[PLACE_FLAGS] = flags;
  if (flags === ORDER_FLAG_CLOSE) order[PLACE_QUANTITY] = 0;
  return order;
}

/** Returns a request to cancel an order, after a bar. */
function cancelAfter(row: number, id: number): Float64Array {
  const event = new Float64Array(RECORD_LANES), words = new Uint32Array(event.buffer);
  event[LANE_TIME_US] = 1_000 * (row + 1);
  words[LANE_KIND] = EVENT_CANCEL;
  words[LANE_ORDER_ID] = id;
  return event;
}

/** Returns money that comes from outside with the next step, after a bar. */
function transferAfter(row: number, amount: number): Float64Array {
  const event = new Float64Array(RECORD_LANES), words = new Uint32Array(event.buffer);
  event[LANE_TIME_US] = 1_000 * (row + 1);
  event[TRANSFER_AMOUNT] = amount;
  words[LANE_KIND] = EVENT_TRANSFER;
  return event;
}

/** Plays events after their bars, and returns all that an engine has to say of it. */
function play(
  name: EngineName,
  checks: number,
  rows: number,
  eventsAfter: (row: number) => readonly Float64Array[],
  cash: number = 1e12,
): { outputs: Float64Array; marks: Float64Array; status: Float64Array; snapshot: Float64Array } {
  const config = trialConfiguration(), columns = columnsOf(rows), marks = new Float64Array(2 * rows);
  config[CONFIG_CHECKS] = checks;
  config[CONFIG_CASH_INITIAL] = cash;
  config[CONFIG_INSTRUMENTS + INSTRUMENT_COMMISSION_KIND] = 1;
  config[CONFIG_INSTRUMENTS + INSTRUMENT_COMMISSION_RATE] = 1_000_000;
  using engine = createEngine(name, config);
  engine.loadColumns(columns, Uint32Array.of(rows));
  for (let row = 0; row < rows; row++) {
    engine.advance(columns, { marks, row, untilUs: 1_000 * (row + 1) });
    for (const event of eventsAfter(row)) engine.apply(event);
  }
  const snapshot = new Float64Array(engine.snapshot().slice().buffer);
  // The lane that says whether invariants are checked, and the checksum.
  snapshot[HEAD + CONFIG_CHECKS] = snapshot[snapshot.length - 1] = 0;
  return { outputs: engine.readAll(), marks, status: engine.status(), snapshot };
}

/** Asserts that plain orders leave what the general way leaves, on every engine. */
function assertSame(
  rows: number,
  eventsAfter: (row: number) => readonly Float64Array[],
  cash?: number,
): Float64Array {
  const general = play("typescript", 1, rows, eventsAfter, cash);
  for (const name of enginesUnderTest()) assertEquals(play(name, 0, rows, eventsAfter, cash), general);
  return general.status;
}

Deno.test("plain orders leave the records, marks, status and snapshot of the general way", () => {
  assertSame(
    40,
    (row) => row % 3 === 0 ? [orderAfter(row, row + 1, 5)] : row % 3 === 1 ? [orderAfter(row, row + 1, -5)] : [],
  );
});

Deno.test("an order with a second one, and one that turns the position, are not plain and fill as ever", () => {
  assertSame(
    30,
    (row) =>
      row % 5 === 0
        ? [orderAfter(row, 2 * row + 1, 5), orderAfter(row, 2 * row + 2, 3)]
        : row % 5 === 2
        ? [orderAfter(row, 2 * row + 1, -9)]
        : row % 5 === 3
        ? [orderAfter(row, 2 * row + 1, 1, ORDER_FLAG_CLOSE)]
        : [],
  );
});

Deno.test("what cannot be paid is refused as ever, and money that a closing purchase lacks is told", () => {
  assertSame(20, (row) => row % 4 === 0 ? [orderAfter(row, row + 1, row < 8 ? 5 : -5)] : [], 6_000);
});

Deno.test("a plain order that is cancelled before its bar ends as ever", () => {
  assertSame(
    10,
    (row) => row === 2 ? [orderAfter(row, 7, 5), cancelAfter(row, 7)] : row === 4 ? [orderAfter(row, 8, 5)] : [],
  );
});

Deno.test("a plain order whose bar comes with money that waited fills once", () => {
  assertSame(
    12,
    (row) => row === 2 ? [transferAfter(row, 500), orderAfter(row, 7, 5)] : row === 6 ? [orderAfter(row, 8, 5)] : [],
  );
  // The money alone pays for the order.
  const paid = (row: number) => row === 2 ? [transferAfter(row, 6_000), orderAfter(row, 7, 5)] : [];
  assertSame(12, paid, 10);
});

Deno.test("a filled plain order comes back where an event names it: a late cancel tells of it, and no group has it", () => {
  assertSame(30, (row) => {
    const id = row + 1;
    if (row === 12) return [cancelAfter(row, 3)];
    if (row === 14) {
      const order = orderAfter(row, id, 2);
      new Uint32Array(order.buffer)[PLACE_OCO] = 5;
      return [order];
    }
    // Told again of the one that came back, and of one that never was.
    if (row === 16) return [cancelAfter(row, 3), cancelAfter(row, 4_000)];
    return row % 2 === 0 ? [orderAfter(row, id, row % 4 === 0 ? 5 : -5)] : [];
  });
});

Deno.test("the oldest plain orders are retired with the others, those that came back among them", () => {
  const rows = TERMINAL_ORDERS_MAX + 600;
  const status = assertSame(rows, (row) => {
    const order = orderAfter(row, row + 1, row % 2 === 0 ? 5 : -5);
    // The first of these is retired already when it is asked for again, the others are there.
    return row === 900 || row === rows - 2
      ? [order, cancelAfter(row, 20), cancelAfter(row, 700), cancelAfter(row, 100 + row / 2)]
      : [order];
  });
  assertEquals(status[STATUS_RETIRED_ORDERS]! > 500, true);
});
