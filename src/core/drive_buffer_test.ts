import { assertEquals } from "@std/assert";
import { DRIVE_LANES, DRIVE_OUTPUTS_ROOM, RECORD_LANES } from "../contract/contract.gen.ts";
import { DriveBuffer } from "./drive_buffer.ts";

Deno.test("room for outputs and for events lies behind the head, in this order, in one buffer", () => {
  const { lanes, outputs, events } = new DriveBuffer(3, 2);
  assertEquals(lanes.length, DRIVE_LANES + 5 * RECORD_LANES);
  assertEquals([outputs.length, events.length], [3 * RECORD_LANES, 2 * RECORD_LANES]);
  assertEquals(lanes[DRIVE_OUTPUTS_ROOM], 3);
  outputs.fill(1);
  events.fill(2);
  assertEquals(lanes.subarray(DRIVE_LANES), Float64Array.of(...outputs, ...events));
});

Deno.test("a drive buffer that grows keeps its events and has twice the room for them", () => {
  const buffer = new DriveBuffer(1, 2);
  buffer.events.forEach((_, lane, events) => events[lane] = lane);
  const before = buffer.events;
  buffer.grow();
  assertEquals([buffer.outputs.length, buffer.events.length], [RECORD_LANES, 4 * RECORD_LANES]);
  assertEquals(buffer.events.subarray(0, before.length), before);
  assertEquals(buffer.lanes[DRIVE_OUTPUTS_ROOM], 1);
});

Deno.test("the fields of a question and of an answer do not overlap", () => {
  const buffer = new DriveBuffer(7, 1);
  buffer.ask(1e15, 20, 3, 1);
  buffer.answer(5, 6, 8, Infinity);
  const { until_us, row, events_count, outputs_room, steps, outputs_count, pending, horizon_us } = buffer;
  assertEquals([until_us, row, events_count, outputs_room], [1e15, 3, 1, 7]);
  assertEquals([steps, outputs_count, pending, horizon_us], [5, 6, 8, Infinity]);
});
