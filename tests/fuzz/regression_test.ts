import { assertEquals, assertThrows } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { Random } from "../../src/laws/random.ts";
import { readRegression, writeRegression } from "./regression.ts";
import { makeWorkload } from "./workload.ts";

Deno.test("a regression comes back from its text with every lane, those of garbage too", () => {
  for (let number = 0; number < 12; number++) {
    const { configuration: { lanes: config }, events } = makeWorkload(new Random(3, number), 300);
    const regression = { name: "case", about: "a test", config, events, comparing: number };
    assertEquals(readRegression(writeRegression(regression)), regression);
  }
});

Deno.test("a lane that JSON has no number for is written as text", () => {
  const events = new Float64Array(contract.RECORD_LANES);
  new Uint32Array(events.buffer)[contract.LANE_KIND] = contract.EVENT_CASH;
  events[contract.CASH_AMOUNT] = -0;
  events[contract.LANE_TIME_US] = NaN;
  const unusual = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE);
  unusual[contract.CONFIG_CASH_INITIAL] = -0;
  unusual[contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_TICK] = Infinity;
  const regression = { name: "n", about: "a", config: unusual, events, comparing: 1 };
  const text = writeRegression(regression);
  assertEquals(text.includes('{ "event": "CASH", "time_us": "NaN", "amount": "-0" }'), true);
  assertEquals(readRegression(text), regression);
});

Deno.test("a regression with a lane that no kind has is refused by its name", () => {
  const text =
    '{"name":"n","about":"a","comparing":1,"config":{},"instruments":[],"events":[{"event":"CASH","sum":5}]}';
  assertThrows(() => readRegression(text), RangeError, 'event 1 of "n": CASH has no lane "sum"');
  const tax = '{"name":"n","about":"a","comparing":1,"config":{"tax":1},"instruments":[],"events":[]}';
  assertThrows(() => readRegression(tax), RangeError, 'the configuration of "n": there is no lane "tax"');
  const other = text.replace('"CASH"', '"MONEY"');
  assertThrows(() => readRegression(other), RangeError, 'event 1 of "n": kind "MONEY"');
});
