import { assertThrows } from "@std/assert";
import { checkAgreement } from "./agreement.ts";

const ours = Float64Array.of(NaN, NaN, 3, 400, 0.5);

Deno.test("values agree from a bar on, aligned at the last bar, to nine digits", () => {
  checkAgreement("x", ours, [3, 400, 0.5], 2);
  checkAgreement("x", ours, [9, 9, 3, 400 * (1 + 9e-10), 0.5 + 9e-10], 2);
  checkAgreement("x", ours, [9, 400, 0.5], 3);
});

Deno.test("a value that differs, is none, or is missing is told with its bar", () => {
  const check = (theirs: number[]): void => checkAgreement("sma of x", ours, theirs, 2);
  assertThrows(() => check([3, 400, 0.500001]), Error, "sma of x is 0.500001 at bar 4, where it is 0.5 here");
  assertThrows(() => check([3, NaN, 0.5]), Error, "sma of x is NaN at bar 3, where it is 400 here");
  assertThrows(() => check([400, 0.5]), Error, "sma of x has 2 values of 5 bars, so none at bar 2");
  assertThrows(() => check([1, 2, 3, 4, 5, 6]), Error, "has 6 values of 5 bars");
});
