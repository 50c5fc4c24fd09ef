import { assertEquals } from "@std/assert";
import { formatAmount, formatFixed, formatPercent } from "./number_format.ts";

Deno.test("formatFixed() groups thousands and keeps the decimals asked for", () => {
  assertEquals(
    [0, 1, 12, 123, 1234, 12345, 123456, 1234567, -1234567].map((value) => formatFixed(value, 0)),
    ["0", "1", "12", "123", "1,234", "12,345", "123,456", "1,234,567", "-1,234,567"],
  );
  assertEquals(formatFixed(1234.5, 3), "1,234.500");
  assertEquals(formatFixed(-0.5, 1), "-0.5");
});

Deno.test("formatFixed() gives what rounds to zero no sign", () => {
  assertEquals([-0.004, -0, 0].map((value) => formatFixed(value, 2)), ["0.00", "0.00", "0.00"]);
});

Deno.test("formatFixed() writes what nobody would read with an exponent", () => {
  assertEquals(formatFixed(999_999_999_999_999, 0), "999,999,999,999,999");
  assertEquals(formatFixed(1e15, 2), "1.00e+15");
  assertEquals(formatFixed(-2.5e30, 2), "-2.50e+30");
});

Deno.test("formatAmount() does not round a small amount to nothing", () => {
  assertEquals(
    [0, 0.01, 12345.6, -12345.6, 0.00001234, -0.0099, 1e-12, 1e-20].map(formatAmount),
    ["0.00", "0.01", "12,345.60", "-12,345.60", "0.00001234", "-0.0099", "0.000000000001", "1.00e-20"],
  );
});

Deno.test("formatPercent() writes a fraction in per cent", () => {
  assertEquals([0.1234, -0.5, 10, -0.00001].map(formatPercent), ["12.34 %", "-50.00 %", "1,000.00 %", "0.00 %"]);
});
