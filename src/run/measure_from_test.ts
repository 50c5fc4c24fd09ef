import { assertEquals, assertThrows } from "@std/assert";
import { checkMeasureFrom, measureStepOf } from "./measure_from.ts";

const DAY_US = 864e8;

Deno.test("measureStepOf() is the first step, the first warm one, or the first that ends at a moment or after it", () => {
  const timeUs = Float64Array.of(1, 2, 3).map((day) => day * DAY_US);
  assertEquals([measureStepOf(undefined, timeUs, 2), measureStepOf("start", timeUs, 2)], [0, 0]);
  assertEquals([measureStepOf("warm", timeUs, 2), measureStepOf("warm", timeUs, 5)], [2, 3]);
  const at = (text: string) => measureStepOf(new Date(text), timeUs, 0);
  assertEquals([at("1969-01-01"), at("1970-01-03"), at("1970-01-03T00:00:01Z"), at("1970-01-04")], [0, 1, 2, 2]);
  const late = "Cannot measure from 2000-01-01T00:00:00.000Z: the last bar ends at 1970-01-04T00:00:00.000Z";
  assertThrows(() => at("2000-01-01"), RangeError, late);
  assertEquals(measureStepOf(new Date(0), new Float64Array(), 0), 0);
});

Deno.test("checkMeasureFrom() refuses all else", () => {
  for (const value of ["2020-01-01", "Warm", 0, null, new Date(NaN), {}]) {
    assertThrows(() => checkMeasureFrom(value), TypeError, 'pass "start", "warm" or a valid Date');
  }
  for (const value of [undefined, "start", "warm", new Date(0)]) checkMeasureFrom(value);
});
