import { assertEquals } from "@std/assert";
import { averageColumn } from "./average_column.ts";
import { averageKernel } from "./average_kernel.ts";

Deno.test("averageColumn() writes the values of the kernels, also over its own input", () => {
  let state = 3;
  const input = Float64Array.from({ length: 200 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 + 100;
  });
  for (const name of ["sma", "ema", "smma"]) {
    for (const period of [1, 2, 7, 30]) {
      const kernel = averageKernel("test", name, period), from = 5, until = 190, first = from + period - 1;
      const expected = input.slice(from, until).map((value) => kernel.update(value)).slice(period - 1);
      const apart = new Float64Array(input.length), over = input.slice();
      averageColumn("test", name, period, input, apart, from, until);
      averageColumn("test", name, period, over, over, from, until);
      for (const column of [apart, over]) assertEquals(column.slice(first, until), expected, `${name} ${period}`);
    }
  }
});
