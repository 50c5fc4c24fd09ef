import { assertEquals } from "@std/assert";
import {
  decimalsOfNumber,
  decimalsOfText,
  isMissingText,
  numberOfText,
  plainNumberText,
  plainVolumeText,
} from "./number_text.ts";

Deno.test("numberOfText() is Number() for plain numbers and NaN for its oddities", () => {
  for (const text of ["1", "-0", "+2.50", ".5", "5.", "1e3", "1.5E-7", "123456789012345678901234567890"]) {
    assertEquals(numberOfText(text), Number(text), text);
  }
  for (const text of ["", " ", "0x10", "Infinity", "1_000", "1,5", "e5", ".", "1e", "--1"]) {
    assertEquals(numberOfText(text), NaN, text);
  }
});

Deno.test("plainNumberText() takes away currency signs and commas between thousands only", () => {
  assertEquals(plainNumberText("$1,234.50"), "1234.50");
  assertEquals(plainNumberText("-€12,345,678"), "-12345678");
  assertEquals(plainNumberText("1,5"), "1,5");
  assertEquals(plainNumberText("12,34.5"), "12,34.5");
});

Deno.test("plainVolumeText() reads thousands, millions and billions", () => {
  assertEquals(numberOfText(plainVolumeText("12.34M")), 12_340_000);
  assertEquals(numberOfText(plainVolumeText("1.2K")), 1200);
  assertEquals(numberOfText(plainVolumeText("2 b")), 2_000_000_000);
  assertEquals(numberOfText(plainVolumeText("1,200")), 1200);
  assertEquals(numberOfText(plainVolumeText("3X")), NaN);
});

Deno.test("isMissingText() knows what sources write for no value", () => {
  for (const text of ["", "null", "NaN", "N/A", "-", "None"]) assertEquals(isMissingText(text), true, text);
  for (const text of ["0", "abc", "nothing"]) assertEquals(isMissingText(text), false, text);
});

Deno.test("decimalsOfText() counts neither trailing zeros nor beyond twelve, and counts exponents", () => {
  const cases = [["1.50", 1], ["100", 0], ["0.00001234", 8], ["1.23456789123456", 12], ["1.5e-3", 4], [
    "1.5e3",
    0,
  ]] as const;
  for (const [text, decimals] of cases) assertEquals(decimalsOfText(text), decimals, text);
  for (const [text, decimals] of [["1200e-3", 1], ["12e-1", 1], ["0.000", 0], ["abc", 0], ["5.", 0]] as const) {
    assertEquals(decimalsOfText(text), decimals, text);
  }
});

Deno.test("decimalsOfNumber() is decimalsOfText() of the shortest text of the number", () => {
  let seed = 7;
  for (let round = 0; round < 20_000; round++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const decimals = seed % 13;
    const value = (seed % 1_000_000_007) / 10 ** decimals;
    if (value > 0) assertEquals(decimalsOfNumber(value), decimalsOfText(String(value)), String(value));
  }
  assertEquals(decimalsOfNumber(1.5, 3), 3);
});
