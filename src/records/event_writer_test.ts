import { DriveBuffer } from "../core/drive_buffer.ts";
import { assertEquals } from "@std/assert";
import {
  EVENT_CANCEL,
  EVENT_PLACE,
  EVENT_REPLACE,
  EVENT_RISK,
  EVENT_SHUTDOWN,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TAG,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  RISK_FLAGS,
} from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import { EventWriter, type PlaceTerms } from "./event_writer.ts";

const TERMS: PlaceTerms = {
  orderId: 1,
  instrument: 2,
  type: 3,
  side: 4,
  validity: 5,
  flags: 6,
  quantity: 7,
  cash: 8,
  fraction: 9,
  limit: 10,
  stop: 11,
  validUs: 12,
  parent: 13,
  oco: 14,
  tag: 15,
  trail: 16,
  sessionEndUs: 17,
};

/** The lanes of a record, floats first. */
function lanesOf(writer: EventWriter, index: number, floats: readonly number[], words: readonly number[]): number[] {
  const all = wordsOf(writer.floats);
  return [
    ...floats.map((lane) => writer.floats[index * RECORD_LANES + lane]!),
    ...words.map((lane) => all[index * RECORD_WORDS + lane]!),
  ];
}

Deno.test("risk flags are of the account: the record names no instrument and no order", () => {
  const writer = new EventWriter(new DriveBuffer(1, 1));
  writer.risk(77, 3);
  const words = wordsOf(writer.floats);
  assertEquals([writer.count, writer.floats[LANE_TIME_US], words[LANE_KIND], words[RISK_FLAGS]], [
    1,
    77,
    EVENT_RISK,
    3,
  ]);
  assertEquals([words[LANE_INSTRUMENT], words[LANE_ORDER_ID]], [0, 0]);
});

Deno.test("every term of an order has its lane", () => {
  const writer = new EventWriter(new DriveBuffer(1, 16));
  writer.place(99, TERMS);
  const floats = [LANE_TIME_US, PLACE_QUANTITY, PLACE_CASH, PLACE_FRACTION, PLACE_LIMIT, PLACE_STOP, PLACE_VALID_US];
  const words = [
    LANE_KIND,
    LANE_ORDER_ID,
    LANE_INSTRUMENT,
    PLACE_ORDER_TYPE,
    PLACE_SIDE,
    PLACE_VALIDITY,
    PLACE_FLAGS,
    PLACE_PARENT,
    PLACE_OCO,
    PLACE_TAG,
  ];
  assertEquals(lanesOf(writer, 0, floats, words), [
    ...[99, 7, 8, 9, 10, 11, 12],
    ...[EVENT_PLACE, 1, 2, 3, 4, 5, 6, 13, 14, 15],
  ]);
});

Deno.test("records follow one another, a record that is written over keeps nothing, and the buffer grows", () => {
  const writer = new EventWriter(new DriveBuffer(1, 16));
  for (let record = 0; record < 100; record++) writer.place(record, TERMS);
  assertEquals([writer.count, lanesOf(writer, 99, [LANE_TIME_US, PLACE_STOP], [])], [100, [99, 11]]);
  assertEquals(lanesOf(writer, 0, [LANE_TIME_US, PLACE_STOP], []), [0, 11]);
  writer.clear();
  writer.cancel(5, 2, 3);
  writer.replace(6, 2, 3, { quantity: 7, limit: 8, stop: 9 });
  writer.shutDown(7, true);
  assertEquals(writer.count, 3);
  const header = [LANE_KIND, LANE_INSTRUMENT, LANE_ORDER_ID];
  assertEquals(lanesOf(writer, 0, [LANE_TIME_US, PLACE_QUANTITY], header), [5, 0, EVENT_CANCEL, 2, 3]);
  assertEquals(lanesOf(writer, 1, [REPLACE_QUANTITY, REPLACE_LIMIT, REPLACE_STOP], header), [
    7,
    8,
    9,
    EVENT_REPLACE,
    2,
    3,
  ]);
  assertEquals(lanesOf(writer, 2, [LANE_TIME_US], header), [7, EVENT_SHUTDOWN, 0, 0]);
  const rest = writer.floats.subarray(RECORD_LANES + REPLACE_STOP + 1, RECORD_LANES + LANE_KIND / 2);
  assertEquals(rest.every((lane) => lane === 0), true);
});

Deno.test("records go where the buffer lies, also after it was moved and its old lanes are gone", () => {
  const buffer = new DriveBuffer(1, 4), writer = new EventWriter(buffer);
  writer.risk(1, 3);
  const old = buffer.lanes;
  buffer.moveTo(old.slice());
  structuredClone(old.buffer, { transfer: [old.buffer] });
  writer.risk(2, 3);
  assertEquals([writer.count, buffer.events[LANE_TIME_US], buffer.events[RECORD_LANES + LANE_TIME_US]], [2, 1, 2]);
});

Deno.test("a record has the same bytes whatever stood in its place", () => {
  const write = (buffer: DriveBuffer): Uint32Array => {
    const writer = new EventWriter(buffer);
    writer.place(99, TERMS);
    writer.cancel(5, 2, 3);
    writer.replace(6, 2, 3, { quantity: 7, limit: 8, stop: 9 });
    writer.risk(7, 1);
    writer.shutDown(8, true);
    return wordsOf(writer.floats).slice(0, writer.count * RECORD_WORDS);
  };
  const used = new DriveBuffer(1, 16);
  wordsOf(used.events).fill(0x5a5a5a5a);
  assertEquals(write(used), write(new DriveBuffer(1, 16)));
});
