import { assertEquals, assertThrows } from "@std/assert";
import { decimalText, isDecimalText } from "./decimal_text.ts";
import { VenueError } from "./venue_error.ts";

Deno.test("text stays as it is, and a number becomes its shortest digits without an exponent", () => {
  const cases: readonly [unknown, string][] = [
    ["0.10", "0.10"],
    [0.1, "0.1"],
    [1e-8, "0.00000001"],
    [1.25e-7, "0.000000125"],
    [1e21, "1000000000000000000000"],
    [1.5e22, "15000000000000000000000"],
    [-2.5e-9, "-0.0000000025"],
    [0, "0"],
  ];
  for (const [value, text] of cases) {
    assertEquals(decimalText(value, "x"), text);
    assertEquals(Number(text), Number(value));
  }
});

Deno.test("what is no number is a bad answer that names it", () => {
  for (const value of [null, undefined, "", "NaN", "1e5", "01", Infinity, NaN, "0x1", {}]) {
    assertEquals(isDecimalText(value), false);
    const error = assertThrows(() => decimalText(value, "tick of BTC/USDT"), VenueError, "tick of BTC/USDT");
    assertEquals(error.code, "BAD_ANSWER");
  }
});
