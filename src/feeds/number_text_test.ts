import { assertEquals } from "@std/assert";
import {
  decimalsOfNumber,
  decimalsOfText,
  isMissingText,
  numberOfText,
  numberOfTruth,
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

Deno.test("plainNumberText() takes away currency signs and signs between thousands, and nothing else", () => {
  const cases = [
    ["$1,234.50", "1234.50"],
    ["-€12,345,678", "-12345678"],
    ["1,234.50 €", "1234.50"],
    ["12,34,567.5", "1234567.5"],
    ["1'234'567.5", "1234567.5"],
    ["1 234.5", "1234.5"],
    ["145.12", "145.12"],
    ["1.5e-7", "1.5e-7"],
  ] as const;
  for (const [text, plain] of cases) assertEquals(plainNumberText(text), plain, text);
  for (const text of ["1,5", "12,34.5", "0,123", "1234,567", "1,234,56", "1,234'567", "1.234.567", "", "abc", "$"]) {
    assertEquals(plainNumberText(text), undefined, text);
  }
});

Deno.test("plainNumberText() reads the same texts with the roles of point and comma exchanged", () => {
  const cases = [
    ["1.234,50", "1234.50"],
    ["-€12.345.678", "-12345678"],
    ["145,12", "145.12"],
    ["145,12 €", "145.12"],
    ["1.234.567", "1234567"],
    ["16 801,33", "16801.33"],
    ["16\u00a0801,33", "16801.33"],
    ["16\u202f801,33", "16801.33"],
    ["16'801,33", "16801.33"],
    ["1,5E-7", "1.5E-7"],
    [",5", ".5"],
    ["145", "145"],
  ] as const;
  for (const [text, plain] of cases) assertEquals(plainNumberText(text, ","), plain, text);
  for (const text of ["145.12", "0.123", "1234.567", "1,234,567", "1.5e3", "1.23.456"]) {
    assertEquals(plainNumberText(text, ","), undefined, text);
  }
});

Deno.test("plainVolumeText() reads thousands, millions and billions", () => {
  const value = (text: string | undefined) => text === undefined ? undefined : numberOfText(text);
  assertEquals(value(plainVolumeText("12.34M")), 12_340_000);
  assertEquals(value(plainVolumeText("1.2K")), 1200);
  assertEquals(value(plainVolumeText("2 b")), 2_000_000_000);
  assertEquals(value(plainVolumeText("1,200")), 1200);
  assertEquals(value(plainVolumeText("12,34M", ",")), 12_340_000);
  for (const text of ["3X", "M", "1e3M", "", "12,34M"]) assertEquals(plainVolumeText(text), undefined, text);
});

Deno.test("numberOfTruth() reads true and false in any case, and nothing else", () => {
  const texts = ["true", "TRUE", "False", "t", "yes", "1", "", "truefalse"];
  assertEquals(texts.map(numberOfTruth), [1, 1, 0, ...Array.from({ length: 5 }, () => undefined)]);
});

Deno.test("texts of a million letters are read in one pass", () => {
  // Each of these took minutes when the time grew with the square of the length.
  const long = 1_000_000;
  const digits = "1".repeat(long), zeros = "0".repeat(long);
  assertEquals(numberOfText(`${digits}x`), NaN);
  assertEquals(numberOfText(digits), Infinity);
  assertEquals(decimalsOfText(`5.${zeros}1`), 12);
  assertEquals(decimalsOfText(`5.${zeros}`), 0);
  assertEquals(decimalsOfText(`1${zeros}e-5`), 0);
  assertEquals(plainNumberText(`5${" ".repeat(long)}x`), undefined);
  assertEquals(plainNumberText(`5${" ".repeat(long)}€`), "5");
  for (const sign of [",", ".", "'", " "]) {
    const groups = `1${`${sign}234`.repeat(long / 4)}`;
    for (const decimal of [",", "."] as const) {
      assertEquals(plainNumberText(groups, decimal)?.length, sign === decimal ? undefined : 1 + long / 4 * 3, sign);
      assertEquals(plainVolumeText(`${groups}x`, decimal), undefined);
    }
  }
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

Deno.test("isMissingText() knows what Bloomberg, spreadsheets and pages write for none", () => {
  for (const text of ["#N/A N/A", "#N/A", "#NA", "#NV", "n.a.", "N.A.", "\u2013", "\u2014"]) {
    assertEquals(isMissingText(text), true, text);
  }
  for (const text of ["n.a", "#N/A 5", "\u20145", "0"]) assertEquals(isMissingText(text), false, text);
});

Deno.test("plainVolumeText() reads thousands, millions, billions and trillions, also as German sources write them", () => {
  const cases = [
    ["1.2T", ".", "1.2e12"],
    ["1.2 t", ".", "1.2e12"],
    ["1,2 Mio", ",", "1.2e6"],
    ["1,2 Mio.", ",", "1.2e6"],
    ["3 Mrd.", ",", "3e9"],
    ["450 Tsd.", ",", "450e3"],
    ["1.234,5 Tsd", ",", "1234.5e3"],
    ["1,2 Mio", ".", undefined],
    ["3 Stk.", ".", undefined],
    ["Mio", ".", undefined],
    ["1e3K", ".", undefined],
    ["5KK", ".", undefined],
  ] as const;
  for (const [text, sign, expected] of cases) assertEquals(plainVolumeText(text, sign), expected, text);
});
