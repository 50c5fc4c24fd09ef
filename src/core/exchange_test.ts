import { assertEquals } from "@std/assert";
import { EXCHANGE_LANES, EXCHANGE_OUTPUTS_ROOM, RECORD_LANES } from "../contract/contract.gen.ts";
import { Exchange } from "./exchange.ts";

Deno.test("room for outputs and for events lies behind the head, in this order, in one buffer", () => {
  const { lanes, outputs, events } = new Exchange(3, 2);
  assertEquals(lanes.length, EXCHANGE_LANES + 5 * RECORD_LANES);
  assertEquals([outputs.length, events.length], [3 * RECORD_LANES, 2 * RECORD_LANES]);
  assertEquals(lanes[EXCHANGE_OUTPUTS_ROOM], 3);
  outputs.fill(1);
  events.fill(2);
  assertEquals(lanes.subarray(EXCHANGE_LANES), Float64Array.of(...outputs, ...events));
});

Deno.test("an exchange that grows keeps its events and has twice the room for them", () => {
  const exchange = new Exchange(1, 2);
  exchange.events.forEach((_, lane, events) => events[lane] = lane);
  const before = exchange.events;
  exchange.grow();
  assertEquals([exchange.outputs.length, exchange.events.length], [RECORD_LANES, 4 * RECORD_LANES]);
  assertEquals(exchange.events.subarray(0, before.length), before);
  assertEquals(exchange.lanes[EXCHANGE_OUTPUTS_ROOM], 1);
});

Deno.test("what is asked and what is answered does not get in each other's way", () => {
  const exchange = new Exchange(7, 1);
  exchange.ask(1e15, 20, 3, 1);
  exchange.answer(5, 6, 8, Infinity);
  const { until_us, row, events_count, outputs_room, steps, outputs_count, pending, horizon_us } = exchange;
  assertEquals([until_us, row, events_count, outputs_room], [1e15, 3, 1, 7]);
  assertEquals([steps, outputs_count, pending, horizon_us], [5, 6, 8, Infinity]);
});
