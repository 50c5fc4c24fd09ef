import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { alma } from "./alma.ts";
import { hma } from "./hma.ts";
import { t3 } from "./t3.ts";
import { zeroLag } from "./zero_lag.ts";

const values = Float64Array.of(1, 2, 4, 8, 16, 8, 4);
const line = new Line({ name: "close", clock: new Clock("aapl", values.length), values });

Deno.test("alma() refuses a middle outside of the window and a width that is none", () => {
  assertThrows(
    () => alma(line, 3, { offset: 1.1 }),
    RangeError,
    "Cannot compute alma with offset 1.1: pass a number from",
  );
  assertThrows(() => alma(line, 3, { offset: NaN }), RangeError, "Cannot compute alma with offset NaN");
  assertThrows(
    () => alma(line, 3, { sigma: 0 }),
    RangeError,
    "Cannot compute alma with sigma 0: pass a number above 0",
  );
});

Deno.test("alma() of a bell that is very narrow is the value in its middle", () => {
  assertEquals(columnOf(alma(line, 3, { offset: 0.5, sigma: 1e6 })), Float64Array.of(NaN, NaN, 2, 4, 8, 16, 8));
});

Deno.test("t3() refuses a factor outside of 0 to 1, and is its third average with 0", () => {
  assertThrows(
    () => t3(line, 3, 1.5),
    RangeError,
    "Cannot compute t3 with volumeFactor 1.5: pass a number from 0 to 1",
  );
  assertEquals(columnOf(t3(line, 1, 0)), values);
});

Deno.test("hma() and zeroLag() of one bar are the line", () => {
  assertEquals(columnOf(hma(line, 1)), values);
  assertEquals(columnOf(zeroLag(line, 1)), values);
});
