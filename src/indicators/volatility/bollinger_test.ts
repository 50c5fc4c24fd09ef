import { assertEquals } from "@std/assert";
import { columnOf, Line } from "../../lines/line.ts";
import { Clock } from "../../lines/clock.ts";
import { bollinger } from "./bollinger.ts";
import { bollingerBandwidth } from "./bollinger_bandwidth.ts";
import { bollingerPercentB } from "./bollinger_percent_b.ts";

function lineOf(values: readonly number[]): Line {
  return new Line({ name: "close", clock: new Clock("a", values.length), values: Float64Array.from(values) });
}

Deno.test("bollinger() keeps the digits of small deviations beside a large price", () => {
  const line = lineOf(Array.from({ length: 40 }, (_value, at) => at % 2 === 0 ? 1e7 : 1e7 + 0.5));
  const { middle, upper, lower } = bollinger(line, 20, 2);
  assertEquals([middle, upper, lower].map((line) => columnOf(line).at(-1)), [1e7 + 0.25, 1e7 + 0.75, 1e7 - 0.25]);
  assertEquals(columnOf(bollingerPercentB(line, 20, 2)).at(-1), 0.75);
});

Deno.test("the bands of a price that stands still lie on its average, and the price is in their middle", () => {
  for (let cents = 1; cents < 1200; cents++) {
    const line = lineOf(Array(24).fill(cents / 100)), { middle, upper, lower } = bollinger(line, 20, 2.5);
    assertEquals([columnOf(upper), columnOf(lower)], [columnOf(middle), columnOf(middle)]);
    assertEquals([columnOf(bollingerPercentB(line)).at(-1), columnOf(bollingerBandwidth(line)).at(-1)], [0.5, 0]);
  }
});
