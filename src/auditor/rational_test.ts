import { assertEquals, assertThrows } from "@std/assert";
import {
  ceiling,
  compare,
  floor,
  halfEven,
  minus,
  nearestNumber,
  over,
  plus,
  rational,
  rationalOf,
  times,
} from "./rational.ts";

Deno.test("a half goes to the even neighbour on both sides of zero, and everything else to the nearest", () => {
  const rounded = (numerator: bigint, denominator: bigint): bigint => halfEven(rational(numerator, denominator));
  assertEquals([-5n, -3n, -1n, 1n, 3n, 5n].map((half) => rounded(half, 2n)), [-2n, -2n, 0n, 0n, 2n, 2n]);
  assertEquals([rounded(7n, 3n), rounded(8n, 3n), rounded(-7n, 3n), rounded(-8n, 3n)], [2n, 3n, -2n, -3n]);
  assertEquals([rounded(6n, -4n), rounded(10n ** 40n + 1n, 10n ** 20n)], [-2n, 10n ** 20n]);
});

Deno.test("floor and ceiling enclose a fraction, and are the fraction where it is whole", () => {
  assertEquals([floor(rational(-7n, 2n)), ceiling(rational(-7n, 2n))], [-4n, -3n]);
  assertEquals([floor(rational(7n, 2n)), ceiling(rational(7n, 2n))], [3n, 4n]);
  assertEquals([floor(rational(-8n, 2n)), ceiling(rational(-8n, 2n))], [-4n, -4n]);
});

Deno.test("sums, products and quotients are exact, and doubles are taken for what they are", () => {
  const third = rational(1n, 3n), sum = plus(plus(third, third), third);
  assertEquals(compare(sum, rational(1n)), 0);
  assertEquals(compare(minus(times(third, rational(3n)), over(third, third)), rational(0n)), 0);
  assertEquals(compare(plus(rationalOf(0.1), rationalOf(0.2)), rationalOf(0.1 + 0.2)), -1);
  assertEquals(rationalOf(-0.375), { numerator: -3n, denominator: 8n });
  assertThrows(() => rational(1n, 0n), RangeError, "Cannot divide 1 by zero");
  assertThrows(() => rationalOf(Infinity), RangeError, "Cannot make a fraction of Infinity");
});

Deno.test("the nearest double of a fraction is the one that a correctly rounded division gives", () => {
  const pairs = [[1, 3], [-2, 3], [10, 7], [2 ** 53 - 1, 3], [1, 2 ** 53 - 1], [355, 113], [0, 5], [6, 3]] as const;
  for (const [one, other] of pairs) {
    assertEquals(nearestNumber(rational(BigInt(one), BigInt(other))), one / other);
  }
  // One and a half of the last place, and a little more: the first goes to the even neighbour, the second up.
  assertEquals(nearestNumber(rational(2n ** 53n + 1n)), 2 ** 53);
  assertEquals(nearestNumber(rational((2n ** 53n + 1n) * 2n ** 90n + 1n, 2n ** 90n)), 2 ** 53 + 2);
});
