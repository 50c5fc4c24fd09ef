import { assertEquals } from "@std/assert";
import { Extremes } from "./extremes.ts";

/** A walk of whole steps, whose extremes lie far apart, from a generator of its own. */
function walk(count: number, seed: number): Float64Array {
  let state = seed, price = 10_000;
  return Float64Array.from({ length: count }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    price = Math.max(1, price + state % 41 - 20);
    return price;
  });
}

for (const count of [0, 1, 63, 64, 65, 4_095, 4_096, 4_097, 300_000]) {
  Deno.test(`the first row at a key of ${count} rows is the one that a walk over all rows finds`, () => {
    // The column does not begin with the buffer.
    const columns = new Float64Array(count + 5), values = walk(count, count + 3);
    columns.set(values, 3);
    for (const sign of [1, -1] as const) {
      const extremes = new Extremes(columns, 3, count, 0, sign), signed = values.map((value) => sign * value);
      const most = signed.reduce((a, b) => Math.max(a, b), -Infinity);
      assertEquals(extremes.most, most);
      for (const below of [0, 1, 2, 30, 400, -1]) {
        for (const from of [0, 1, 62, 63, 64, 65, 4_096, count >> 1, count - 1, count]) {
          if (from < 0 || from > count) continue;
          const wanted = signed.findIndex((value, row) => row >= from && value >= most - below);
          assertEquals(extremes.firstAtLeast(columns, from, most - below), wanted < 0 ? count : wanted, `${from}`);
        }
      }
    }
  });
}

Deno.test("rows below the first one count for nothing, as they were not checked", () => {
  const columns = walk(200, 1);
  columns.fill(1e9, 0, 70);
  const extremes = new Extremes(columns, 0, 200, 70, 1);
  assertEquals(extremes.most, columns.subarray(70).reduce((a, b) => Math.max(a, b)));
  assertEquals(extremes.firstAtLeast(columns, 70, 1e9), 200);
});
