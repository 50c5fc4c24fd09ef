import { assertEquals } from "@std/assert";
import { EXACT_MAX, RATE_SCALE } from "../../contract/contract.gen.ts";
import { amount, rated, ROUND_HALF_EVEN, ROUND_UP, type Scale, share } from "./amount.ts";

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

/** Returns the result by its definition: one division of the whole product, rounded. */
function divided(product: bigint, denominator: bigint, rounding: number): number {
  const quotient = product / denominator, twice = 2n * (product % denominator);
  const half = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const result = quotient + (rounding === ROUND_UP ? (twice > 0n ? 1n : 0n) : half ? 1n : 0n);
  return result > BigInt(EXACT_MAX) ? Infinity : Number(result);
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

Deno.test("rated() is the exact product with the rate divided and rounded once, either way", () => {
  const integer = integers(2);
  for (let n = 0; n < 50_000; n++) {
    const price = integer(48), lots = integer(48), rate = Math.max(1, integer(30)), scale = randomScale(integer);
    const denominator = BigInt(scale.denominator) * BigInt(RATE_SCALE);
    for (const rounding of [ROUND_HALF_EVEN, ROUND_UP]) {
      const product = BigInt(price) * BigInt(lots) * BigInt(scale.numerator) * BigInt(rate);
      const wanted = price * lots * scale.numerator >= 2 ** 96 ? Infinity : divided(product, denominator, rounding);
      assertEquals(rated(price, lots, scale, rate, rounding), wanted, `${price} * ${lots} at ${rate}`);
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
