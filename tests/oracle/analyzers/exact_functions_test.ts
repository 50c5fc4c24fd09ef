import { assertEquals } from "@std/assert";
import { exp, expm1, ln, pow } from "./exact_functions.ts";

Deno.test("values that are known to the last bit", () => {
  assertEquals([ln(1), ln(2), ln(10), ln(0.5)], [0, Math.LN2, Math.LN10, -Math.LN2]);
  assertEquals([exp(0), exp(1), expm1(0)], [1, Math.E, 0]);
  assertEquals([pow(2, 10), pow(2, 0.5), pow(1.01, 1), pow(0, 0.2)], [1024, Math.SQRT2, 1.01, 0]);
  assertEquals([ln(0), ln(-1), pow(-1, 0.5)], [NaN, NaN, NaN]);
});

Deno.test("small and large values are within a unit in the last place of those of the engine", () => {
  for (let at = 1; at < 400; at++) {
    const value = (at * 0.37 - 60) / 7;
    const near = (ours: number, theirs: number): boolean => Math.abs(ours - theirs) <= Math.abs(theirs) * 2 ** -51;
    assertEquals([near(exp(value), Math.exp(value)), near(expm1(value), Math.expm1(value))], [true, true], `${value}`);
    const positive = Math.abs(value) + 0.001;
    assertEquals([near(ln(positive), Math.log(positive)), near(pow(positive, 0.2), positive ** 0.2)], [true, true]);
  }
});
