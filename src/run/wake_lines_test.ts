import { assertEquals, assertThrows } from "@std/assert";
import { RunClock } from "../broker/run_clock.ts";
import { ClockGroup } from "../lines/clock_group.ts";
import { deriveLine, Line } from "../lines/line.ts";
import { Clock } from "../lines/clock.ts";
import { crossover } from "../indicators/rules/crossover.ts";
import { Random } from "../laws/random.ts";
import { WakeLines } from "./wake_lines.ts";

const BARS = 200;
const timeUs = Float64Array.from({ length: BARS }, (_value, bar) => bar);

function openWakes(stepwise = false): { wakes: WakeLines; clock: Clock; runClock: RunClock } {
  const group = new ClockGroup([{ name: "aapl", timeUs }], stepwise), runClock = new RunClock(timeUs);
  return { wakes: new WakeLines(group, runClock), clock: group.feeds[0]!, runClock };
}

/** A value at each bar, most of them 0, some NaN. */
function sparse(random: Random, percent: number): Float64Array {
  return Float64Array.from(timeUs, () => random.chance(percent) ? random.pick([1, -1, NaN, 0.5]) : 0);
}

Deno.test("the next bar is the first one with a value of any line or with a code, from wherever it is asked for", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed), { wakes, clock } = openWakes();
    const lines = [sparse(random, 3), sparse(random, 2)], codes = Uint8Array.from(sparse(random, 1), Math.abs);
    wakes.declare(lines.map((values) => new Line({ name: "signal", clock, values })));
    wakes.declareCodes(clock, codes);
    const isAwake = (bar: number): boolean =>
      codes[bar] !== 0 || lines.some((values) => values[bar] !== 0 && !Number.isNaN(values[bar]));
    for (let bar = 0; bar < BARS; bar += random.below(9) + 1) {
      let expected = bar;
      while (expected < BARS && !isAwake(expected)) expected++;
      assertEquals(wakes.nextBar(bar), expected, `seed ${seed}, bar ${bar}`);
      clock.index = bar;
      clock.isNew = true;
      assertEquals(wakes.isDue, isAwake(bar), `seed ${seed}, bar ${bar}`);
    }
  }
});

Deno.test("a line that may not be made ahead of its bars is made up to the bar that is asked for, and no further", () => {
  for (const stepwise of [false, true]) {
    const { wakes, clock } = openWakes(stepwise), seen: number[] = [];
    const values = new Line({ name: "values", clock, values: timeUs.map((bar) => bar === 5 ? 1 : 0) });
    const own = deriveLine({
      name: "own",
      inputs: [values],
      barByBar: true,
      start: () => (value) => seen.push(value!) > 0 ? value! : 0,
    });
    wakes.declare([own]);
    clock.index = 3;
    assertEquals([wakes.isDue, wakes.nextBar(4), seen.length], [false, 4, 4]);
    clock.index = 5;
    assertEquals([wakes.isDue, seen.length], [true, 6]);
  }
});

Deno.test("a line of bytes wakes where it is 1 or -1, and not while it has no value", () => {
  const { wakes, clock } = openWakes();
  const price = new Line({ name: "close", clock, values: timeUs.map((bar) => bar < 20 ? 10 : bar < 40 ? 12 : 9) });
  wakes.declare([crossover(price.shift(10), 11)]);
  const due: number[] = [];
  for (let bar = 0; bar < BARS; bar++) {
    clock.index = bar;
    if (wakes.isDue) due.push(bar);
  }
  assertEquals([due, wakes.nextBar(0), wakes.nextBar(31), wakes.nextBar(51)], [[30, 50], 30, 50, BARS]);
});

Deno.test("news are due whatever the lines, and a clock that has not begun is no reason to call", () => {
  const { wakes, clock } = openWakes();
  assertEquals([wakes.areDeclared, wakes.isDue], [false, true]);
  wakes.declare([new Line({ name: "all", clock, values: timeUs.map(() => 1) })]);
  assertEquals([wakes.areDeclared, wakes.isDue], [true, false]);
  wakes.hasNews = true;
  assertEquals(wakes.isDue, true);
});

Deno.test("a line of no run, and a line after the constructor, are refused by name", () => {
  const { wakes, clock, runClock } = openWakes(), values = timeUs.slice();
  const foreign = new Line({ name: "close", clock: new Clock("msft", BARS), values });
  assertThrows(() => wakes.declare([foreign]), RangeError, 'by line "close" of feed "msft": it is of another run');
  runClock.phase = "ended";
  assertThrows(() => wakes.declare([new Line({ name: "a", clock, values })]), TypeError, "after the run");
});
