import { assertEquals, assertThrows } from "@std/assert";
import { over, parseRational, powerOfTenth, ratio, times, toNumber, toText } from "./rational.ts";

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

Deno.test("every double reads as the fraction whose division gives it back", () => {
  const random = generator(3);
  for (let round = 0; round < 500; round++) {
    const value = Number(random(2 ** 31)) / Number(random(2 ** 20));
    const { numerator, denominator } = parseRational(value, "tick");
    // The decimal text names the double; a correctly rounded parse of it is the same double.
    const digits = denominator.toString().length - 1;
    assertEquals(Number(`${numerator * 10n ** BigInt(digits + 20) / denominator}e-${digits + 20}`), value);
  }
});

Deno.test("a value that is not a positive finite number is an error that names it", () => {
  for (
    const value of [0, -1, NaN, Infinity, -0.5, "", ".", "1/0", "0/5", "-1/2", "1,5", "a", "1/2/3", "1e999", "0x10"]
  ) {
    assertThrows(
      () => parseRational(value, 'tick of feed "x"'),
      RangeError,
      `Cannot use tick of feed "x" ${JSON.stringify(value)}: it is a positive number, or a text like "1/32"`,
    );
  }
});

Deno.test("powers of a tenth are exact, and integers beyond 2^53 are refused", () => {
  assertEquals([0, 1, 8].map((decimals) => toText(powerOfTenth(decimals))), ["1", "1/10", "1/100000000"]);
  assertEquals(toNumber(2n ** 53n - 1n, "lot"), 2 ** 53 - 1);
  assertThrows(() => toNumber(2n ** 53n, "lot"), RangeError, "Cannot use lot: 9007199254740992 passes 2^53");
});
