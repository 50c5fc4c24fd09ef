import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../../mod.ts";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { AVERAGE_NAMES, averageBars, averageKernel, checkAverage } from "./average_kernel.ts";

const values = Float64Array.from(
  { length: 120 },
  (_, bar) => Math.round(100 * (50 + bar / 9 + 7 * Math.sin(bar))) / 100,
);

for (const name of AVERAGE_NAMES) {
  Deno.test(`the average "${name}" has the bits and the minimum period of the function ${name}()`, () => {
    for (const period of [1, 2, 9, 16]) {
      const line = new Line({ name: "close", clock: new Clock("aapl", values.length), values });
      const made: Line = ct[name](line, period), kernel = averageKernel("rsi", name, period);
      const bars = averageBars("rsi", name, period);
      assertEquals(made.minPeriod, bars, `period ${period}`);
      const own = values.map((value) => kernel.update(value));
      assertEquals(own, columnOf(made), `period ${period}`);
    }
  });
}

Deno.test("an average by another name is refused with the names", () => {
  assertThrows(
    () => averageKernel("rsi", "vwap", 3),
    RangeError,
    'Cannot compute rsi with the average "vwap": there are',
  );
  assertThrows(() => averageBars("atr", "toString", 3), RangeError, 'Cannot compute atr with the average "toString"');
  assertThrows(() => checkAverage("atr", 3 as unknown as string), RangeError, "Cannot compute atr with the average 3");
});

Deno.test("an indicator with a choice has the minimum period of its average", () => {
  const line = new Line({ name: "close", clock: new Clock("aapl", values.length), values });
  assertEquals(ct.rsi(line, 10, { average: "dema" }).minPeriod, 20);
  assertEquals(ct.rsi(line, 10, { average: "sma" }).minPeriod, 11);
});
