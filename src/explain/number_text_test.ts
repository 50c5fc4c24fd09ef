import { assertEquals } from "@std/assert";
import { changeText, moneyText, numberText } from "./number_text.ts";

Deno.test("amounts keep every digit that they have, and two decimals at least", () => {
  assertEquals([0, 5, 1234.5, 1234567.123456, -0.000001, -0].map(moneyText), [
    ...["0.00", "5.00", "1,234.50", "1,234,567.123456", "-0.000001", "0.00"],
  ]);
  assertEquals([1.5, -1.5, 0].map(changeText), ["+1.50", "-1.50", "+0.00"]);
  assertEquals([10.05, -0, 1e21].map(numberText), ["10.05", "0", "1e+21"]);
  assertEquals(moneyText(1e-13), "1e-13");
});
