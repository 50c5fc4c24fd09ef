import { assert, assertEquals } from "@std/assert";
import { type ColumnPlan, ColumnWriter, readColumn } from "./column_code.ts";

/** Writes a column behind another one, and reads it. */
function through(values: ArrayLike<number | null>, significant?: number): { plan: ColumnPlan; read: Float64Array } {
  const writer = new ColumnWriter();
  writer.write([1.5, 2.5]);
  const plan = writer.write(values, significant);
  return { plan, read: readColumn(plan, writer.bytes()) };
}

Deno.test("decimals come back to the bit, with the fewest digits that do it", () => {
  const prices = [100.25, 100.5, 99.75, -3, 0, 123456.75];
  const { plan, read } = through(prices);
  assertEquals([...read], prices);
  assertEquals(plan.digits, 2);
});

Deno.test("numbers that are no decimals come back to the bit as doubles", () => {
  const values = [1 / 3, Math.PI, -0, 1e300, 5e-324, 2 ** 53];
  const { plan, read } = through(values);
  assertEquals(plan.code, "double");
  assert(values.every((value, i) => Object.is(value, read[i])));
});

Deno.test("a zero with a sign keeps it among decimals", () => {
  assert([...through([1.5, -0, 2]).read].some((value) => Object.is(value, -0)));
});

Deno.test("values that only rise are written as differences, and values without order as they are", () => {
  const rising = Float64Array.from({ length: 1000 }, (_, i) => 10_000 + i);
  assertEquals(through(rising).plan.code, "delta");
  const loose = Float64Array.from({ length: 1000 }, (_, i) => (i * i * 379) % 1000);
  assertEquals(through(loose).plan.code, "whole");
  assertEquals([through(rising).read, through(loose).read], [rising, loose]);
});

Deno.test("a value that is missing is a hole, at either end and between", () => {
  for (const values of [[NaN, NaN, 1, NaN, 2], [1, 2, NaN], [NaN], [], [null, 3], [Infinity, 1]]) {
    const expected = values.map((value) => value === null || !Number.isFinite(value) ? NaN : value);
    assertEquals([...through(values).read], expected);
  }
});

Deno.test("a line is rounded to so many digits of its largest value", () => {
  const { read } = through([1234.56789, 0.123456789, NaN], 7);
  assertEquals([...read], [1234.568, 0.123, NaN]);
});

Deno.test("times are runs of equal differences, and come back to the microsecond", () => {
  const minute = 60_000_000, start = 1_577_836_800_000_000;
  const regular = Float64Array.from({ length: 100_000 }, (_, i) => start + i * minute);
  const writer = new ColumnWriter(), plan = writer.writeTimes(regular);
  assert(plan.bytes < 20, `${plan.bytes} bytes`);
  assertEquals(readColumn(plan, writer.bytes()), regular);
  for (const times of [[], [start], [-5, -3, 7, 8, 9, 10_000_000_000_001]]) {
    const other = new ColumnWriter(), column = Float64Array.from(times);
    assertEquals(readColumn(other.writeTimes(column), other.bytes()), column);
  }
});
