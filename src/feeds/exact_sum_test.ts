import { assertEquals } from "@std/assert";
import { exactSum, GrowingSum, RollingSum } from "./exact_sum.ts";

/** Mulberry32: a small seeded generator of numbers from 0 to below 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The exactly rounded sum, slow and obvious: whole numbers of 2^-1074, then a search between neighbouring doubles. It
 * shares nothing with the code under test but the meaning.
 */
function modelSum(values: ArrayLike<number>): number {
  let special = 0;
  let total = 0n;
  for (const value of Array.from(values)) {
    if (Number.isFinite(value)) total += unitsOf(value);
    else special += value;
  }
  if (special !== 0) return special;
  if (total === 0n) return 0;
  const magnitude = total < 0n ? -total : total;
  // Doubles of one sign are ordered as their bits are: find the largest that does not exceed the sum.
  let below = 0n;
  let above = 0x7ff0000000000000n;
  while (above - below > 1n) {
    const middle = (below + above) >> 1n;
    if (unitsOfBits(middle) <= magnitude) below = middle;
    else above = middle;
  }
  const gap = 2n * magnitude - unitsOfBits(below) - unitsOfBits(above);
  const bits = gap < 0n || (gap === 0n && below % 2n === 0n) ? below : above;
  const word = new DataView(new ArrayBuffer(8));
  word.setBigUint64(0, bits);
  return total < 0n ? -word.getFloat64(0) : word.getFloat64(0);
}

function unitsOf(value: number): bigint {
  const word = new DataView(new ArrayBuffer(8));
  word.setFloat64(0, Math.abs(value));
  const units = unitsOfBits(word.getBigUint64(0));
  return value < 0 ? -units : units;
}

function unitsOfBits(bits: bigint): bigint {
  const exponent = bits / 2n ** 52n;
  const fraction = bits % 2n ** 52n;
  return exponent === 0n ? fraction : (fraction + 2n ** 52n) * 2n ** (exponent - 1n);
}

/** Streams that are hard to sum, by the name of what makes them hard. */
const STREAMS: Record<string, (random: () => number) => number> = {
  prices: (random) => Math.round(random() * 1e5) / 100,
  "one size with all its bits": (random) => (1 + 2 * random()) * (random() < 0.01 ? 1.3 : 1),
  "one size and its edges": (random) =>
    random() < 0.03 ? 4 - random() : [1, 1 + 2 ** -52, 1.5 + 2 ** -52, 2, 3 - 2 ** -51, 3][Math.floor(random() * 6)]!,
  volumes: (random) => Math.floor(random() * 1e9),
  "mixed magnitudes": (random) => (random() - 0.5) * 2 ** Math.floor(random() * 200 - 100),
  "all magnitudes": (random) => (random() - 0.5) * 2 ** Math.floor(random() * 2000 - 1000),
  ties: (random) => [1, -1, 2 ** 53, -(2 ** 53), 2 ** -53, 2 ** -54, -(2 ** -54), 2 ** -106][Math.floor(random() * 8)]!,
  "near the largest": (random) => (random() - 0.5) * 2 ** Math.floor(1016 + random() * 8),
  "near the smallest": (random) => (Math.floor(random() * 2000) - 1000) * Number.MIN_VALUE,
  cancellations: (() => {
    let last = 0;
    return (random) => last = random() < 0.5 ? -last : (random() - 0.5) * 2 ** Math.floor(random() * 120 - 60);
  })(),
  "not finite": (random) => random() < 0.9 ? random() - 0.5 : [NaN, Infinity, -Infinity][Math.floor(random() * 3)]!,
  "signed zeros": (random) => random() < 0.5 ? 0 : -0,
};

Deno.test("exactSum() is the real sum rounded once, ties to even", () => {
  const table: [number[], number][] = [
    [[], 0],
    [[-0], 0],
    [[0.1, 0.2, 0.3], 0.6],
    [Array(10).fill(0.1), 1],
    [[1e100, 1, -1e100], 1],
    [[1, 2 ** -53], 1],
    [[1, 2 ** -53, 2 ** -1074], 1 + 2 ** -52],
    [[1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    [[1 + 2 ** -52, 2 ** -53, -(2 ** -1074)], 1 + 2 ** -52],
    [[-1, -(2 ** -53), -(2 ** -1074)], -1 - 2 ** -52],
  ];
  for (const [values, sum] of table) assertEquals(exactSum(Float64Array.from(values)), sum);
});

Deno.test("exactSum() adds values that are not finite as IEEE 754 does, wherever they stand", () => {
  assertEquals(exactSum(Float64Array.of(1, NaN, 2)), NaN);
  assertEquals(exactSum(Float64Array.of(1, Infinity, 2)), Infinity);
  assertEquals(exactSum(Float64Array.of(-Infinity, 1e308, 1e308)), -Infinity);
  assertEquals(exactSum(Float64Array.of(Infinity, 1, -Infinity)), NaN);
  assertEquals(exactSum(Float64Array.of(NaN, 1, Infinity)), NaN);
});

Deno.test("exactSum() is right where only parts of the sum exceed the range of a double", () => {
  assertEquals(exactSum(Float64Array.of(1e308, 1e308, -1e308)), 1e308);
  assertEquals(exactSum(Float64Array.of(Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 1)), Number.MAX_VALUE);
  assertEquals(exactSum(Float64Array.of(-1e308, -1e308)), -Infinity);
});

for (const [name, draw] of Object.entries(STREAMS)) {
  Deno.test(`exactSum() equals the model in whole numbers on ${name}`, () => {
    const random = randomFrom(1);
    for (let round = 0; round < 100; round++) {
      const values = Float64Array.from({ length: Math.floor(random() * 20) }, () => draw(random));
      assertEquals(exactSum(values), modelSum(values), `round ${round}: ${values.join(" ")}`);
    }
  });

  Deno.test(`RollingSum equals the sum of each window on ${name}, one value at a time and as a column`, () => {
    for (const [seed, period] of [1, 2, 3, 7, 30].entries()) {
      const random = randomFrom(seed);
      const values = Float64Array.from({ length: 400 }, () => draw(random));
      const expected = values.map((_, i) => exactSum(values.subarray(Math.max(0, i + 1 - period), i + 1)));
      const rolling = new RollingSum(period);
      assertEquals(values.map((value) => rolling.update(value)), expected, `period ${period}`);
      const column = new Float64Array(values.length);
      new RollingSum(period).fill(values, column, 0);
      assertEquals(column, expected, `period ${period}`);
    }
  });
}

Deno.test("RollingSum is exact again after the values that were hard have left the window", () => {
  const rolling = new RollingSum(3);
  const values = [0.1, 1e300, 1e-300, NaN, Infinity, 0.1, 0.2, 0.3, 1e-17];
  const sums = values.map((value) => rolling.update(value));
  assertEquals(sums.slice(-2), [0.6, 0.5]);
});

Deno.test("RollingSum divides each rounded sum by its divisor once", () => {
  const rolling = new RollingSum(3, 3);
  assertEquals([0.1, 0.2, 0.3, 0.4].map((value) => rolling.update(value)), [
    0.1 / 3,
    (0.1 + 0.2) / 3,
    0.6 / 3,
    0.9 / 3,
  ]);
});

Deno.test("RollingSum.fill() goes on where the last block or value ended, and may write in place", () => {
  const random = randomFrom(9);
  const values = Float64Array.from({ length: 100 }, random);
  const whole = new Float64Array(100);
  new RollingSum(7).fill(values, whole, 0);
  const rolling = new RollingSum(7);
  const first = values.slice(0, 40);
  rolling.fill(first, first, 0);
  const middle = rolling.update(values[40]!);
  const last = values.slice(41);
  rolling.fill(last, last, 0);
  assertEquals(Float64Array.of(...first, middle, ...last), whole);
});

Deno.test("a column stays exact where values leave the range that its first ones set, wherever it begins", () => {
  const random = randomFrom(11);
  for (const period of [1, 2, 5, 16, 31]) {
    for (
      const [strange, start] of [[1e9, 0], [1e-14, 3], [0, 0], [-0, 7], [NaN, 2], [-Infinity, 0], [799.99, 5]] as const
    ) {
      const values = Float64Array.from({ length: 300 }, () => Math.round(random() * 1e4 + 1) / 100);
      for (let at = 140; at < 300; at += 1 + Math.floor(random() * 40)) values[at] = strange;
      values.fill(NaN, 0, start);
      const column = new Float64Array(values.length);
      new RollingSum(period).fill(values, column, start);
      const expected = values.map((_, i) => exactSum(values.subarray(Math.max(start, i + 1 - period), i + 1)));
      assertEquals(column.subarray(start), expected.subarray(start), `period ${period}, ${strange} from ${start} on`);
    }
  }
});

Deno.test("a growing sum is the exactly rounded sum of all values so far, and follows IEEE 754 beyond the doubles", () => {
  const sum = new GrowingSum(), values: number[] = [];
  let state = 3;
  for (let i = 0; i < 500; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = (state / 2 ** 31 - 1) * 10 ** (i % 40 - 20);
    values.push(value);
    assertEquals(sum.add(value), exactSum(Float64Array.from(values)));
  }
  const tenths = new GrowingSum();
  for (let i = 1; i < 10; i++) tenths.add(0.1);
  assertEquals(tenths.add(0.1), 1);
  const beyond = new GrowingSum();
  assertEquals([beyond.add(1), beyond.add(Infinity), beyond.add(5), beyond.add(-Infinity)], [
    1,
    Infinity,
    Infinity,
    NaN,
  ]);
});

Deno.test("a column stays exact where its values wander from one size to another and back, or leap", () => {
  const random = randomFrom(13);
  for (const period of [4, 5, 20, 64]) {
    for (const leaps of [0, 0.002, 0.05]) {
      let price = 60;
      const values = Float64Array.from({ length: 6000 }, (_value, i) => {
        price *= Math.exp((random() - 0.5) * 0.05 + (i < 3000 ? 0.002 : -0.002));
        return random() < leaps ? price * 4 ** Math.floor(random() * 5 - 2) : price;
      });
      const column = new Float64Array(values.length);
      new RollingSum(period).fill(values, column, 0);
      const expected = values.map((_, i) => exactSum(values.subarray(Math.max(0, i + 1 - period), i + 1)));
      assertEquals(column, expected, `period ${period}, leaps ${leaps}`);
    }
  }
});
