import { assertEquals, assertThrows } from "@std/assert";
import { parseRational, powerOfTenth } from "./rational.ts";
import { displayOf, moneyOf, rateOf } from "./told_rounding.ts";

const MICRO = powerOfTenth(6);

Deno.test("amounts go to the nearest money unit, a tie to the even one, and leave room to grow a hundredfold", () => {
  const notes: string[] = [], money = (amount: number, unit = MICRO): number => moneyOf(amount, unit, "cash", notes);
  assertEquals([money(10_000), money(0.1), money(0), money(10_000 / 3), money(9e7)], [
    1e10,
    1e5,
    0,
    3_333_333_333,
    9e13,
  ]);
  assertEquals([money(9.1e7, powerOfTenth(2)), money(1e15, powerOfTenth(-2))], [9.1e9, 1e13]);
  assertEquals(notes, []);
  assertEquals([money(2.5e-6), money(3.5e-6), money(1e-7)], [2, 4, 0]);
  assertEquals(notes[0], "The cash was rounded from 0.0000025 to 0.000002, as money is counted in units of 1/1000000");
  assertEquals(notes.length, 3);
  assertThrows(
    () => money(9.1e7),
    RangeError,
    "Cannot use cash 91000000: it is more than 2^53 / 100 money units of 1/1000000; pass a coarser moneyUnit, such as 0.01",
  );
  assertThrows(() => money(-1), RangeError, "Cannot use cash -1: it is a positive number");
});

Deno.test("an amount that the unit cannot hold exactly is told above a millionth", () => {
  const told = (amount: number): number => {
    const notes: string[] = [];
    moneyOf(amount, parseRational("0.01", "moneyUnit"), "cash", notes);
    return notes.length;
  };
  assertEquals([told(10_000 / 3), told(100_000 / 3), told(1000 / 3)], [0, 0, 1]);
});

Deno.test("rates go to the nearest 10^-9, and a change above a millionth is told", () => {
  const notes: string[] = [];
  assertEquals([0.001, 1, 0, 1 / 3000, 2e-10].map((rate) => rateOf(rate, "slippage", notes)), [
    1_000_000,
    1_000_000_000,
    0,
    333_333,
    0,
  ]);
  assertEquals(notes, ["The slippage was rounded from 2e-10 to 0, as rates are whole counts of 10^-9"]);
});

Deno.test("a count of money units is shown by one division", () => {
  assertEquals([displayOf(29, powerOfTenth(2)), displayOf(7, powerOfTenth(-1)), displayOf(1, powerOfTenth(6))], [
    0.29,
    70,
    0.000001,
  ]);
});
