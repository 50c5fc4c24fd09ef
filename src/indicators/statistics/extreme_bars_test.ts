import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { type ExtremeTie, HighestBars } from "./extreme_bars.ts";
import { highestBars } from "./highest_bars.ts";
import { lowestBars } from "./lowest_bars.ts";

function lineOf(values: ArrayLike<number>): Line {
  return new Line({ name: "price", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

/** Searches the window of each bar. */
function naive(values: Float64Array, period: number, tie: ExtremeTie): Float64Array {
  return values.map((_, bar) => {
    if (bar + 1 < period) return NaN;
    const window = [...values.subarray(bar + 1 - period, bar + 1)].reverse(), highest = Math.max(...window);
    return tie === "newest" ? window.indexOf(highest) : window.lastIndexOf(highest);
  });
}

Deno.test("the bars since an extreme are those of the naive search, with ties and on values that rise or fall", () => {
  let state = 1;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const draws: readonly ((bar: number) => number)[] = [
    random,
    () => Math.floor(random() * 3),
    (bar) => bar,
    (bar) => -bar,
    () => 5,
    () => random() < 0.5 ? 0 : -0,
  ];
  for (const draw of draws) {
    for (const period of [1, 2, 3, 9, 50]) {
      for (const tie of ["newest", "oldest"] as const) {
        const values = Float64Array.from({ length: 300 }, (_, bar) => draw(bar));
        assertEquals(columnOf(highestBars(lineOf(values), period, { tie })), naive(values, period, tie));
        const negated = values.map((value) => -value);
        assertEquals(columnOf(lowestBars(lineOf(negated), period, { tie })), naive(values, period, tie));
      }
    }
  }
});

Deno.test("the bars since an extreme begin anew after a hole", () => {
  assertEquals(columnOf(highestBars(lineOf([5, NaN, 4, 3, 2]), 2)), Float64Array.of(NaN, NaN, NaN, 1, 1));
  const kernel = new HighestBars(2);
  assertEquals([3, 2, 1].map((value) => kernel.update(value)), [NaN, 1, 1]);
});

Deno.test("a tie that is none is refused", () => {
  const tie = "first" as ExtremeTie;
  assertThrows(() => highestBars(lineOf([1]), 1, { tie }), RangeError, 'Cannot compute highestBars with tie "first"');
  assertThrows(() => lowestBars(lineOf([1]), 1, { tie }), RangeError, 'Cannot compute lowestBars with tie "first"');
});
