import { assert, assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { hurst } from "./hurst.ts";

function lineOf(values: ArrayLike<number>): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

Deno.test("hurst() is near a half for a random walk, and near nothing for noise around a level", () => {
  let state = 5, walk = 0;
  const noise = Float64Array.from(
    { length: 4000 },
    () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32,
  );
  const steps = noise.map((value) => walk += value - 0.5);
  const options = { lagStart: 2, lagEnd: 100 };
  const random = columnOf(hurst(lineOf(steps), 4000, options)).at(-1)!;
  const level = columnOf(hurst(lineOf(noise), 4000, options)).at(-1)!;
  assert(Math.abs(random - 0.5) < 0.08, `of a walk it is ${random}`);
  assert(Math.abs(level) < 0.05, `of noise it is ${level}`);
});

Deno.test("hurst() of a straight line is none, as its changes do not spread", () => {
  assertEquals(columnOf(hurst(lineOf([1, 2, 3, 4, 5, 6, 7, 8]), 8)).at(-1), NaN);
});

Deno.test("hurst() refuses less than two lags, and lags that do not fit into the period", () => {
  const line = lineOf([1, 2, 3]);
  assertThrows(
    () => hurst(line, 7),
    RangeError,
    "Cannot compute hurst with a period of 7 and lags from 2 to 2: it needs",
  );
  assertThrows(() => hurst(line, 10, { lagEnd: 11 }), RangeError, "with a period of 10 and lags from 2 to 10");
  assertThrows(() => hurst(line, 10, { lagStart: 0 }), RangeError, "Cannot compute hurst with a lagStart of 0");
});
