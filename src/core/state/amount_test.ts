import { assertEquals } from "@std/assert";
import { EXACT_MAX, RATE_SCALE } from "../../contract/contract.gen.ts";
import { Random } from "../../laws/random.ts";
import { amount, lostBySum, rated, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, type Scale, share } from "./amount.ts";

/** Returns a generator of integers of every size below 2^53, from a seed (Marsaglia's xorshift32). */
function integers(seed: number): (bits: number) => number {
  let state = seed;
  const word = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return (bits) => {
    const size = word() % bits + 1;
    return Math.floor((word() * 2 ** 32 + word()) / 2 ** (64 - size));
  };
}

const ROUNDINGS = [ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN];

/** Returns the result by its definition: one division of the whole product, rounded. */
function divided(product: bigint, denominator: bigint, rounding: number): number {
  const quotient = product / denominator, twice = 2n * (product % denominator);
  const half = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const up = rounding === ROUND_UP ? twice > 0n : rounding === ROUND_HALF_EVEN && half;
  const result = up ? quotient + 1n : quotient;
  return result > BigInt(EXACT_MAX) ? Infinity : Number(result);
}

/** Returns an amount and rated amounts by their definition. */
function wanted(price: number, lots: number, scale: Scale, rate: number): { amount: number; rated: number[] } {
  const product = BigInt(price) * BigInt(lots) * BigInt(scale.numerator), denominator = BigInt(scale.denominator);
  if (price * lots * scale.numerator >= 2 ** 96) return { amount: Infinity, rated: ROUNDINGS.map(() => Infinity) };
  return {
    amount: divided(product, denominator, ROUND_HALF_EVEN),
    rated: ROUNDINGS.map((rounding) => divided(product * BigInt(rate), denominator * BigInt(RATE_SCALE), rounding)),
  };
}

/** Compares an amount and rated amounts with their definition. */
function compare(price: number, lots: number, scale: Scale, rate: number): void {
  const got = {
    amount: amount(price, lots, scale),
    rated: ROUNDINGS.map((rounding) => rated(price, lots, scale, rate, rounding)),
  };
  assertEquals(got, wanted(price, lots, scale, rate), `${price} * ${lots} * ${JSON.stringify(scale)} at ${rate}`);
}

/** The scale with a denominator of a power of ten, split as the edge splits it. */
function powerScale(numerator: number, tenths: number): Scale {
  const denominator = 10 ** tenths, first = 10 ** Math.min(tenths, 8);
  return { numerator, first, second: denominator / first, denominator };
}

function randomScale(integer: (bits: number) => number): Scale {
  const first = Math.max(1, integer(29)), second = Math.max(1, integer(24));
  return { numerator: Math.max(1, integer(29)), first, second, denominator: first * second };
}

Deno.test("amount() is the exact product divided and rounded once, half to even", () => {
  const integer = integers(1);
  for (let n = 0; n < 50_000; n++) {
    const price = integer(53), lots = integer(53), scale = randomScale(integer);
    const wanted = price * lots * scale.numerator >= 2 ** 96
      ? Infinity
      : divided(BigInt(price) * BigInt(lots) * BigInt(scale.numerator), BigInt(scale.denominator), ROUND_HALF_EVEN);
    assertEquals(amount(price, lots, scale), wanted, `${price} * ${lots} * ${JSON.stringify(scale)}`);
  }
});

Deno.test("rated() is the exact product with the rate divided and rounded once, every way", () => {
  const integer = integers(2);
  for (let n = 0; n < 50_000; n++) {
    const price = integer(48), lots = integer(48), rate = Math.max(1, integer(31)), scale = randomScale(integer);
    const denominator = BigInt(scale.denominator) * BigInt(RATE_SCALE);
    for (const rounding of ROUNDINGS) {
      const product = BigInt(price) * BigInt(lots) * BigInt(scale.numerator) * BigInt(rate);
      const exact = price * lots * scale.numerator >= 2 ** 96 ? Infinity : divided(product, denominator, rounding);
      assertEquals(rated(price, lots, scale, rate, rounding), exact, `${price} * ${lots} at ${rate}`);
    }
  }
});

Deno.test("share() is the exact product divided and rounded once, whatever the size of the divisor", () => {
  const integer = integers(3);
  for (let n = 0; n < 100_000; n++) {
    const total = integer(53), whole = Math.max(1, integer(53)), part = integer(53) % (whole + 1);
    const wanted = divided(BigInt(total) * BigInt(part), BigInt(whole), ROUND_HALF_EVEN);
    assertEquals(share(total, part, whole), wanted, `${total} * ${part} / ${whole}`);
  }
});

Deno.test("a tie goes to the even neighbour, and slippage goes up from any rest", () => {
  const half: Scale = { numerator: 1, first: 2, second: 1, denominator: 2 };
  assertEquals([1, 3, 5, 7].map((price) => amount(price, 1, half)), [0, 2, 2, 4]);
  assertEquals(share(5, 1, 2), 2);
  assertEquals(share(7, 1, 2), 4);
  const unit: Scale = { numerator: 1, first: 1, second: 1, denominator: 1 };
  assertEquals(rated(10_001, 1, unit, 500_000, ROUND_UP), 6);
});

Deno.test("amounts on the grids of every default are exact: prices of 1e13 steps, sizes of 1e15 lots", () => {
  const integer = integers(4);
  for (let n = 0; n < 50_000; n++) {
    const scale = powerScale([1, 1, 1, 5, 10, 125, 1000][integer(8) % 7]!, integer(8) % 16);
    const rate = [1, 100_000, 1_000_000, 333_333, 2_500_000, 1_000_500_000, 999_500_000][integer(8) % 7]!;
    compare(integer(44), integer(53), scale, rate);
  }
});

Deno.test("amounts on, beside and half way between whole money units are exact", () => {
  const integer = integers(5);
  for (let n = 0; n < 20_000; n++) {
    // Whole products of a power of ten and its half, one step more and one less.
    const tenths = 6 + integer(8) % 10, scale = powerScale(1, tenths), half = 10 ** tenths / 2;
    const lots = 10 ** (integer(8) % 9) * (1 + integer(8) % 20),
      price = half / 10 ** (integer(8) % 5) * (1 + integer(16));
    for (const near of [price - 1, price, price + 1]) {
      if (Number.isSafeInteger(near)) compare(near, lots, scale, [1_000_000, 500_000_000, 1, 1_000_500_000][n % 4]!);
    }
  }
});

Deno.test("amounts at the limits are exact: zero, one, 2^53 - 1, divisors around 2^50, products around 2^96", () => {
  const values = [0, 1, 2, 3, 2 ** 26, 2 ** 43 - 1, 2 ** 43, 2 ** 52, 2 ** 52 + 1, EXACT_MAX - 1, EXACT_MAX];
  const scales: Scale[] = [[1, 1], [2 ** 25, 2 ** 25], [2 ** 25 + 1, 2 ** 25], [2 ** 25 - 1, 2 ** 25], [
    2 ** 26,
    2 ** 26,
  ]]
    .flatMap(([first, second]) =>
      [1, 3, 2 ** 29 - 1].map((numerator): Scale => ({
        numerator,
        first: first!,
        second: second!,
        denominator: first! * second!,
      }))
    );
  for (const price of values) {
    for (const lots of values) {
      for (const scale of scales) for (const rate of [1, 500_000_000, 2 ** 31 - 1]) compare(price, lots, scale, rate);
    }
  }
});

Deno.test("a sum that passes 2^53 on the way is exact with what its steps lost", () => {
  const random = new Random(5);
  for (let round = 0; round < 2000; round++) {
    const terms = [0, 1, 2].map(() => random.between(-(2 ** 53 - 1), 2 ** 53 - 1)),
      [a, b, c] = terms as [number, number, number];
    const first = a + b, sum = first + c, exact = BigInt(a) + BigInt(b) + BigInt(c);
    if (exact > 2n ** 53n || exact < -(2n ** 53n)) continue;
    assertEquals(BigInt(sum + (lostBySum(a, b, first) + lostBySum(first, c, sum))), exact);
  }
});
