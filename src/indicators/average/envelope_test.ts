import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { envelope } from "./envelope.ts";

const line = new Line({ name: "close", clock: new Clock("aapl", 2), values: Float64Array.of(100, 200) });

Deno.test("envelope() is the line and two at a distance in percent", () => {
  const lines = envelope(line, 50);
  assertEquals(lines.line, line);
  assertEquals(columnOf(lines.upper), Float64Array.of(150, 300));
  assertEquals(columnOf(lines.lower), Float64Array.of(50, 100));
  assertEquals(Object.isFrozen(lines), true);
});

Deno.test("envelope() refuses a distance below zero or none", () => {
  assertThrows(
    () => envelope(line, -1),
    RangeError,
    "Cannot compute envelope with percent -1: pass a distance from 0 on",
  );
  assertThrows(() => envelope(line, NaN), RangeError, "Cannot compute envelope with percent NaN");
  assertThrows(() => envelope(line, "3" as unknown as number), TypeError, "Cannot compute envelope with percent");
});
