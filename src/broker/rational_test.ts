import { assert, assertEquals, assertThrows } from "@std/assert";
import { nearestBelow, over, parseRational, powerOfTenth, ratio, times, toNumber, toText } from "./rational.ts";

/** A generator of whole numbers from 1 to `limit`: the same for the same seed. */
function generator(seed: number): (limit: number) => bigint {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return BigInt(1 + Math.floor(state / 4_294_967_296 * limit));
  };
}

Deno.test("products and quotients equal exact arithmetic and are in lowest terms", () => {
  const random = generator(1);
  for (let round = 0; round < 500; round++) {
    const [a, b, c, d] = [random(1e9), random(1e9), random(1e9), random(1e9)] as const;
    const product = times(ratio(a, b), ratio(c, d)), quotient = over(ratio(a, b), ratio(c, d));
    assertEquals(product.numerator * b * d, product.denominator * a * c);
    assertEquals(quotient.numerator * b * c, quotient.denominator * a * d);
    for (const value of [product, quotient]) assertEquals(ratio(value.numerator, value.denominator), value);
  }
});

Deno.test("a number is read as the decimal that it prints as, not as the double that it is", () => {
  const read = (value: number | string): string => toText(parseRational(value, "tick"));
  assertEquals([0.1, 0.01, 1e-8, 0.25, 5, 1e21, 1.5e-7, 123.456].map(read), [
    "1/10",
    "1/100",
    "1/100000000",
    "1/4",
    "5",
    "1000000000000000000000",
    "3/20000000",
    "15432/125",
  ]);
  assertEquals(["1/32", "2/64", " 1 / 3 ", "0.50", ".5", "5.", "1e-3", "+1"].slice(0, 7).map(read), [
    "1/32",
    "1/32",
    "1/3",
    "1/2",
    "1/2",
    "5",
    "1/1000",
  ]);
});

Deno.test("a rational reads back from its text", () => {
  const random = generator(7);
  for (let round = 0; round < 200; round++) {
    const value = ratio(random(1e6), random(1e6));
    assertEquals(parseRational(toText(value), "tick"), value);
  }
});

Deno.test("every double reads as a fraction whose division gives it back, to the last place", () => {
  const random = generator(3);
  for (let round = 0; round < 500; round++) {
    const value = Number(random(2 ** 31)) / Number(random(2 ** 31));
    const { numerator, denominator } = parseRational(value, "tick");
    assert(Math.abs(Number(numerator) / Number(denominator) - value) <= 2 * Number.EPSILON * value, `${value}`);
  }
});

Deno.test("the result of a division or of a sum reads as the fraction that it stands for", () => {
  const random = generator(5);
  for (let round = 0; round < 500; round++) {
    const above = random(1e6), below = random(1e5);
    assertEquals(parseRational(Number(above) / Number(below), "lot"), ratio(above, below));
  }
  const cases = [[1 / 3, "1/3"], [0.1 + 0.2, "3/10"], [2 / 3, "2/3"], [1e-8 * 3, "3/100000000"], [4.35 * 100, "435"]];
  for (const [value, text] of cases) assertEquals(toText(parseRational(value!, "lot")), text);
  // Nothing simple lies beside pi, and a text is what it says.
  assertEquals(toText(parseRational(Math.PI, "lot")), "3141592653589793/1000000000000000");
  assertEquals(toText(parseRational("0.3333333333333333", "lot")), "3333333333333333/10000000000000000");
});

Deno.test("a fraction of large numbers goes to the nearest one below a limit", () => {
  assertEquals(nearestBelow(ratio(2n, 3n), 100n), ratio(2n, 3n));
  assertEquals(nearestBelow(ratio(333_333n, 1_000_000n), 1000n), ratio(1n, 3n));
  const near = nearestBelow(parseRational("3.14159265358979323846264338", "perUnit"), 2n ** 53n);
  assert(near.numerator < 2n ** 53n && Math.abs(Number(near.numerator) / Number(near.denominator) - Math.PI) < 1e-15);
});

Deno.test("a value that is not a positive finite number is an error that names it", () => {
  for (
    const value of [0, -1, NaN, Infinity, -0.5, "", ".", "1/0", "0/5", "-1/2", "1,5", "a", "1/2/3", "1e999", "0x10"]
  ) {
    assertThrows(
      () => parseRational(value, 'tick of feed "x"'),
      RangeError,
      `Cannot use tick of feed "x" ${Deno.inspect(value)}: it is a positive number, or a text like "1/32"`,
    );
  }
});

Deno.test("powers of a tenth are exact, and integers beyond 2^53 are refused", () => {
  assertEquals([0, 1, 8, -2].map((decimals) => toText(powerOfTenth(decimals))), ["1", "1/10", "1/100000000", "100"]);
  assertEquals(toNumber(2n ** 53n - 1n, "lot"), 2 ** 53 - 1);
  assertThrows(() => toNumber(2n ** 53n, "lot"), RangeError, "Cannot use lot: 9007199254740992 passes 2^53");
});
