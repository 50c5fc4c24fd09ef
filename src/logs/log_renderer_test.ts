import { assertEquals, assertThrows } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { OutputReader } from "../records/output_reader.ts";
import { gridInstrument } from "../broker/log_instrument.ts";
import { LogRenderer, type LogUnits } from "./log_renderer.ts";

const units: LogUnits = {
  instruments: [gridInstrument({ name: "AAA", resolution: "0.01", lot: "0.1" })],
  moneyUnits: 1_000_000,
};

/** A reader that stands on a record of these lanes; lanes from 24 on are words. */
function recordOf(kind: number, detail: number, reason: number, lanes: Readonly<Record<number, number>>): OutputReader {
  const floats = new Float64Array(contract.RECORD_LANES), words = new Uint32Array(floats.buffer);
  for (const [lane, value] of Object.entries(lanes)) {
    if (Number(lane) < contract.OUTPUT_FLOATS) floats[Number(lane)] = value;
    else words[Number(lane)] = value;
  }
  words[contract.OUT_CODE] = kind | detail << 8 | reason << 16;
  words[contract.OUT_SEQUENCE] = 7;
  words[contract.OUT_CAUSE] = 5;
  floats[contract.OUT_TIME_US] = 1_000;
  return new OutputReader(floats);
}

Deno.test("an order update says the order in display units, and leaves out what says nothing", () => {
  const record = recordOf(contract.OUTPUT_ORDER, contract.STATE_PARTIALLY_FILLED, contract.REASON_FILLED, {
    [contract.OUT_ORDER_QUANTITY]: -100,
    [contract.OUT_ORDER_FILLED]: -25,
    [contract.OUT_ORDER_VALUE]: 250_500_000,
    [contract.OUT_ORDER_COMMISSION]: 250_500,
    [contract.OUT_ORDER_LIMIT]: 10_020,
    [contract.OUT_ORDER_ORDER_ID]: 3,
    [contract.OUT_ORDER_FLAGS]: contract.TYPE_STOP_LIMIT | contract.ORDER_VIEW_SELL | contract.ORDER_VIEW_TRIGGERED,
    [contract.OUT_ORDER_PARENT]: 2,
  });
  assertEquals(new LogRenderer(units).render(record), {
    level: "DEBUG",
    category: "order",
    timeUs: 1_000,
    sequence: 7,
    message: "Order 3 to sell 10 of AAA (stop limit, limit 100.2, 2.5 filled) is partially filled: it filled",
    fields: {
      cause: 5,
      orderId: 3,
      instrument: "AAA",
      state: "partiallyFilled",
      reason: "filled",
      side: "sell",
      type: "stopLimit",
      size: 10,
      limit: 100.2,
      filled: 2.5,
      value: 250.5,
      commission: 0.2505,
      pnl: 0,
      parent: 2,
      triggered: true,
    },
  });
});

Deno.test("a refusal names the lane and shows its value in the lane's unit", () => {
  const renderer = new LogRenderer(units);
  const limit = recordOf(contract.OUTPUT_REFUSAL, contract.EVENT_PLACE, contract.REASON_OFF_TICK, {
    [contract.OUT_REFUSAL_VALUE]: 9_902,
    [contract.OUT_REFUSAL_LANE]: contract.PLACE_LIMIT,
    [contract.OUT_REFUSAL_ORDER_ID]: 1,
  });
  assertEquals(
    renderer.render(limit).message,
    "Order 1 on AAA was refused in event place: a price is not a whole count of the declared tick, as limit is 99.02",
  );
  const word = recordOf(contract.OUTPUT_REFUSAL, contract.EVENT_BAR, contract.REASON_UNKNOWN_INSTRUMENT, {
    [contract.OUT_REFUSAL_VALUE]: 9,
    [contract.OUT_REFUSAL_INSTRUMENT]: 9,
    [contract.OUT_REFUSAL_LANE]: 32 + contract.LANE_INSTRUMENT,
    [contract.OUT_REFUSAL_PRODUCER]: 2,
    [contract.OUT_REFUSAL_PRODUCER_SEQUENCE]: 11,
  });
  const { category, message, fields } = renderer.render(word);
  assertEquals([category, message], [
    "data",
    "Event bar on instrument 9 was refused: no such instrument, as instrument is 9",
  ]);
  assertEquals([fields["value"], fields["producer"], fields["producerSequence"]], [9, 2, 11]);
});

Deno.test("a refusal for want of cash says what was needed and the price at which it was counted", () => {
  const record = recordOf(contract.OUTPUT_REFUSAL, contract.EVENT_STEP, contract.REASON_INSUFFICIENT_CASH, {
    [contract.OUT_REFUSAL_VALUE]: 10_000,
    [contract.OUT_REFUSAL_NEEDED]: 20_000_000_000,
    [contract.OUT_REFUSAL_AVAILABLE]: 10_000_000_000,
    [contract.OUT_REFUSAL_LANE]: 255,
    [contract.OUT_REFUSAL_ORDER_ID]: 1,
  });
  const { level, category, fields } = new LogRenderer(units).render(record);
  assertEquals([level, category], ["WARNING", "risk"]);
  assertEquals([fields["needed"], fields["available"], fields["value"]], [20_000, 10_000, 100]);
});

Deno.test("a diagnostic names its numbers", () => {
  const record = recordOf(contract.OUTPUT_DIAGNOSTIC, contract.LEVEL_WARNING, contract.REASON_LATE_FILL, {
    [contract.OUT_DIAGNOSTIC_VALUE]: 30,
    [contract.OUT_DIAGNOSTIC_EXPECTED]: contract.STATE_CANCELLED,
    [contract.OUT_DIAGNOSTIC_ORDER_ID]: 4,
    [contract.OUT_DIAGNOSTIC_EVENT]: contract.EVENT_FILL_REPORT,
  });
  const { message, fields } = new LogRenderer(units).render(record);
  assertEquals(
    message,
    "Order 4 on AAA: a fill for an order that had ended; it is the venue's truth (size 3, state cancelled)",
  );
  assertEquals(fields, {
    cause: 5,
    event: "fillReport",
    reason: "lateFill",
    instrument: "AAA",
    orderId: 4,
    size: 3,
    state: "cancelled",
  });
});

Deno.test("with doubles numbers are as they are, -0 included, and a position has a price and no cost", () => {
  const doubles = new LogRenderer({ instruments: [], moneyUnits: 1, doubles: true });
  const fill = recordOf(contract.OUTPUT_FILL, contract.STATE_FILLED, contract.FILL_RULE_OPEN, {
    [contract.OUT_FILL_PRICE]: 100.1,
    [contract.OUT_FILL_QUANTITY]: 0.3,
    [contract.OUT_FILL_POSITION_SIZE]: 0.3,
    [contract.OUT_FILL_POSITION_BASIS]: 100.1,
    [contract.OUT_FILL_CASH]: -0,
    [contract.OUT_FILL_ORDER_ID]: 1,
    [contract.OUT_FILL_FILL_ID_HIGH]: 1,
    [contract.OUT_FILL_FILL_ID_LOW]: 2,
    [contract.OUT_FILL_FLAGS]: contract.FILL_FLAG_SLIPPED,
  });
  const { fields } = doubles.render(fill);
  assertEquals([fields["price"], fields["size"], fields["positionPrice"], fields["cash"]], [100.1, 0.3, 100.1, -0]);
  assertEquals([fields["positionCost"], fields["fillId"], fields["slipped"]], [undefined, "4294967298", true]);
});

Deno.test("marks and commits are told, with the hashes as results show them", () => {
  const renderer = new LogRenderer(units);
  const mark = { [contract.OUT_MARK_CASH]: 1_500_000, [contract.OUT_MARK_VALUE]: 2_000_000 };
  assertEquals(renderer.render(recordOf(contract.OUTPUT_MARK, 0, 0, mark)).message, "Cash 1.5 and value 2");
  const commit = {
    [contract.OUT_COMMIT_CHAIN_LOW]: 0xab,
    [contract.OUT_COMMIT_CHAIN_HIGH]: 0xffff_fffe,
    [contract.OUT_COMMIT_MARK_HIGH]: 0xc0de,
  };
  const { fields, message } = renderer.render(recordOf(contract.OUTPUT_COMMIT, 0, 0, commit));
  assertEquals(message, "Committed with chain 000000abfffffffe and marks 000000000000c0de");
  assertEquals(fields["input"], "0000000000000000");
});

Deno.test("money units that are no positive number are refused", () => {
  for (const moneyUnits of [0, -1, NaN, Infinity]) {
    assertThrows(() => new LogRenderer({ instruments: [], moneyUnits }), RangeError, "as moneyUnits");
  }
});
