import { assertEquals, assertThrows } from "@std/assert";
import { inspect } from "node:util";
import { Clock } from "./clock.ts";
import { ClockGroup } from "./clock_group.ts";
import { columnOf, deriveLine, Line, timesOf } from "./line.ts";

function lineOf(values: number[], options: { name?: string; clock?: Clock; minPeriod?: number } = {}): Line {
  const { name = "close", clock = new Clock("aapl", values.length), minPeriod = 1 } = options;
  return new Line({ name, clock, minPeriod, values: Float64Array.from(values) });
}

Deno.test("Line.now and Line.ago() read at the clock and backwards from it", () => {
  const clock = new Clock("aapl", 3);
  const line = lineOf([10, 11, 12], { clock });
  clock.index = 0;
  assertEquals(line.now, 10);
  clock.index = 2;
  assertEquals([line.now, line.ago(0), line.ago(1), line.ago(2)], [12, 12, 11, 10]);
});

Deno.test("a line has no index, which would read as undefined and compare as false", () => {
  const line = lineOf([10]) as unknown as Record<string, unknown>;
  for (const place of ["0", "-1"]) assertThrows(() => line[place], TypeError, `at [${place}]: line.now is its value`);
});

Deno.test("Line.now and Line.ago() before the first bar throw a RangeError that says where to read", () => {
  const line = lineOf([10]);
  const message =
    'Cannot read line "close" of feed "aapl" at n = 0 before the first bar: declare lines as fields and ' +
    "read them in next()";
  assertEquals(assertThrows(() => line.now, RangeError).message, message);
  assertEquals(assertThrows(() => line.ago(0), RangeError).message, message);
});

Deno.test("Line.ago() beyond the first bar throws a RangeError with line, bar and n", () => {
  const clock = new Clock("aapl", 3);
  const line = lineOf([10, 11, 12], { clock });
  clock.index = 1;
  assertEquals(
    assertThrows(() => line.ago(2), RangeError).message,
    'Cannot read line "close" of feed "aapl" at n = 2 in bar 1: the first bar is at n = 1; check line.ready or wait ' +
      "for more bars",
  );
});

Deno.test("Line.ago() refuses every n that is not a whole number from 0 on, so nothing reads ahead", () => {
  const clock = new Clock("aapl", 3);
  const line = lineOf([10, 11, 12], { clock });
  clock.index = 1;
  for (
    const n of [
      Symbol("n") as unknown as number,
      5n as unknown as number,
      -1,
      -2,
      0.5,
      NaN,
      -Infinity,
      -(2 ** 32),
      "1" as unknown as number,
      undefined as unknown as number,
    ]
  ) {
    assertThrows(() => line.ago(n), RangeError, `at n = ${Deno.inspect(n)} in bar 1: n counts bars back`);
  }
  for (const n of [2, 2 ** 31, 2 ** 32, 2 ** 53, Infinity]) assertThrows(() => line.ago(n), RangeError, `n = ${n}`);
});

Deno.test("Line shows no later value and lets no one move its clock", () => {
  const line = lineOf([10, 11]);
  // @ts-expect-error The clock of a line is read-only.
  const move = () => (line.clock.index = 1);
  // @ts-expect-error The column of a line is private.
  const values = line.values;
  assertEquals(typeof move, "function");
  assertEquals(values, undefined);
  assertEquals(Object.keys(line), ["name", "clock", "minPeriod", "about", "memory"]);
});

Deno.test("Line.ready turns true at the minimum period", () => {
  const clock = new Clock("aapl", 3);
  const line = lineOf([NaN, 11, 12], { clock, minPeriod: 2 });
  const seen: boolean[] = [line.ready];
  for (clock.index = 0; clock.index < 3; clock.index++) seen.push(line.ready);
  assertEquals(seen, [false, false, true, true]);
});

Deno.test("Line raises its clock's minimum period to the largest declared", () => {
  const clock = new Clock("aapl", 2);
  lineOf([NaN, 1], { clock, minPeriod: 7 });
  lineOf([NaN, 1], { clock, minPeriod: 3 });
  assertEquals(clock.minPeriod, 7);
});

Deno.test("Line refuses a column of the wrong length and a minimum period that is none", () => {
  const clock = new Clock("aapl", 3);
  assertThrows(
    () => lineOf([1, 2], { clock }),
    RangeError,
    'Cannot make line "close" of 2 values: feed "aapl" has 3 bars',
  );
  for (const minPeriod of [0, -1, 1.5, NaN]) {
    assertThrows(() => lineOf([1, 2, 3], { clock, minPeriod }), RangeError, `minimum period of ${minPeriod}`);
  }
});

Deno.test("Line arithmetic works bar by bar with lines and with numbers", () => {
  const clock = new Clock("aapl", 3);
  const a = lineOf([1, -2, 3], { name: "a", clock });
  const b = lineOf([4, -5, 0], { name: "b", clock });
  const table: [Line, string, number[]][] = [
    [a.plus(b), "(a + b)", [5, -7, 3]],
    [a.plus(0.5), "(a + 0.5)", [1.5, -1.5, 3.5]],
    [a.minus(b), "(a - b)", [-3, 3, 3]],
    [a.minus(1), "(a - 1)", [0, -3, 2]],
    [a.times(b), "(a * b)", [4, 10, 0]],
    [a.times(2), "(a * 2)", [2, -4, 6]],
    [a.dividedBy(b), "(a / b)", [0.25, 0.4, Infinity]],
    [a.dividedBy(2), "(a / 2)", [0.5, -1, 1.5]],
    [a.min(b), "min(a, b)", [1, -5, 0]],
    [a.min(0), "min(a, 0)", [0, -2, 0]],
    [a.max(b), "max(a, b)", [4, -2, 3]],
    [a.max(0), "max(a, 0)", [1, 0, 3]],
    [a.above(b), "(a > b)", [0, 1, 1]],
    [a.above(1), "(a > 1)", [0, 0, 1]],
    [a.below(b), "(a < b)", [1, 0, 0]],
    [a.below(1), "(a < 1)", [0, 1, 0]],
    [a.atLeast(b), "(a >= b)", [0, 1, 1]],
    [a.atLeast(1), "(a >= 1)", [1, 0, 1]],
    [a.atMost(b), "(a <= b)", [1, 0, 0]],
    [a.atMost(1), "(a <= 1)", [1, 1, 0]],
    [a.equals(b.minus(3)), "(a == (b - 3))", [1, 0, 0]],
    [a.equals(-2), "(a == -2)", [0, 1, 0]],
    [a.between(-2, 1), "((a >= -2) and (a <= 1))", [1, 1, 0]],
    [a.between(b, 2), "((a >= b) and (a <= 2))", [0, 1, 0]],
    [a.above(0).and(b), "((a > 0) and b)", [1, 0, 0]],
    [b.or(0), "(b or 0)", [1, 1, 0]],
    [b.or(a), "(b or a)", [1, 1, 1]],
    [b.not(), "not(b)", [0, 0, 1]],
    [a.clip(-1, 2), "min(max(a, -1), 2)", [1, -1, 2]],
    [a.clip(b, 9), "min(max(a, b), 9)", [4, -2, 3]],
    [a.negated(), "-a", [-1, 2, -3]],
    [a.abs(), "abs(a)", [1, 2, 3]],
    [a.sqrt(), "sqrt(a)", [1, NaN, Math.sqrt(3)]],
    [b.log(), "log(b)", [Math.log(4), NaN, -Infinity]],
    [b.exp(), "exp(b)", [Math.exp(4), Math.exp(-5), 1]],
    [a.sign(), "sign(a)", [1, -1, 1]],
    [a.plus(b).times(2).abs(), "abs(((a + b) * 2))", [10, 14, 6]],
  ];
  for (const [line, name, values] of table) {
    assertEquals(line.name, name);
    assertEquals(columnOf(line), Float64Array.from(values), name);
    assertEquals(line.minPeriod, 1);
  }
});

Deno.test("Line arithmetic is NaN before the larger minimum period, comparisons too", () => {
  const clock = new Clock("aapl", 3);
  const a = lineOf([NaN, 2, 3], { name: "a", clock, minPeriod: 2 });
  const b = lineOf([NaN, NaN, 3], { name: "b", clock, minPeriod: 3 });
  assertEquals(a.above(b).minPeriod, 3);
  assertEquals(columnOf(a.above(b)), Float64Array.of(NaN, NaN, 0));
  assertEquals(columnOf(a.above(1)), Float64Array.of(NaN, 1, 1));
});

/** The values of a line, read when each bar has come. */
function stepped(clock: Clock, make: () => Line): Float64Array {
  clock.stepwise = true;
  const line = make(), values = new Float64Array(clock.length);
  for (clock.index = 0; clock.index < clock.length; clock.index++) values[clock.index] = line.now;
  clock.index = -1;
  clock.stepwise = false;
  return values;
}

Deno.test("Line words about earlier bars need as many bars more, and are the same bar by bar", () => {
  const values = [NaN, 4, 5, 6, 6, 3, 0, 2, NaN, 8, 9], clock = new Clock("aapl", values.length);
  const a = lineOf(values, { name: "a", clock, minPeriod: 2 }), _ = NaN;
  const table: [make: () => Line, name: string, minPeriod: number, values: number[]][] = [
    [() => a.shift(0), "a", 2, values],
    [() => a.shift(1), "shift(a, 1)", 3, [_, _, 4, 5, 6, 6, 3, 0, 2, _, 8]],
    [() => a.shift(3), "shift(a, 3)", 5, [_, _, _, _, 4, 5, 6, 6, 3, 0, 2]],
    [() => a.shift(11), "shift(a, 11)", 13, values.map(() => _)],
    [() => a.shift(2 ** 40), "shift(a, 1099511627776)", 2 ** 40 + 2, values.map(() => _)],
    [() => a.change(), "change(a, 1)", 3, [_, _, 1, 1, 0, -3, -3, 2, _, _, 1]],
    [() => a.change(2), "change(a, 2)", 4, [_, _, _, 2, 1, -3, -6, -1, _, 6, _]],
    [() => a.percentChange(), "percentChange(a, 1)", 3, [_, _, 25, 19.999999999999996, 0, -50, -100, _, _, _, 12.5]],
    [() => a.percentChange(3), "percentChange(a, 3)", 5, [_, _, _, _, 50, -40, -100, 100 * (2 / 6 - 1), _, _, 350]],
    [() => a.rising(), "rising(a, 1)", 3, [_, _, 1, 1, 0, 0, 0, 1, 0, 0, 1]],
    [() => a.rising(2), "rising(a, 2)", 4, [_, _, _, 1, 0, 0, 0, 0, 0, 0, 0]],
    [() => a.falling(), "falling(a, 1)", 3, [_, _, 0, 0, 0, 1, 1, 0, 0, 0, 0]],
    [() => a.falling(2), "falling(a, 2)", 4, [_, _, _, 0, 0, 0, 1, 0, 0, 0, 0]],
    [
      () => a.shift(1).change().rising(3),
      "rising(change(shift(a, 1), 1), 3)",
      7,
      values.map((_v, at) => at < 6 ? _ : 0),
    ],
  ];
  for (const [make, name, minPeriod, expected] of table) {
    const line = make();
    assertEquals([line.name, line.minPeriod], [name, minPeriod]);
    assertEquals(columnOf(line), Float64Array.from(expected), name);
    assertEquals(stepped(clock, make), Float64Array.from(expected), `${name} bar by bar`);
  }
});

Deno.test("Line words are the same bar by bar, also where a value is NaN", () => {
  const clock = new Clock("aapl", 7), a = lineOf([1, -2, NaN, 0, 5, NaN, 7], { name: "a", clock });
  const b = lineOf([1, NaN, NaN, 2, 0, 0, 6], { name: "b", clock });
  const table: [make: () => Line, values: number[]][] = [
    [() => a.atLeast(b), [1, 0, 0, 0, 1, 0, 1]],
    [() => a.equals(b), [1, 0, 0, 0, 0, 0, 0]],
    [() => a.between(0, 5), [1, 0, 0, 1, 1, 0, 0]],
    [() => a.and(b), [1, 0, 0, 0, 0, 0, 1]],
    [() => a.or(b), [1, 1, 0, 1, 1, 0, 1]],
    [() => a.not(), [0, 0, 0, 1, 0, 0, 0]],
    [() => a.above(b).not(), [1, 1, 1, 1, 0, 1, 0]],
    [() => a.clip(0, b), [1, 0, NaN, 0, 0, NaN, 6]],
    [() => a.sign(), [1, -1, NaN, 0, 1, NaN, 1]],
    [() => a.shift(1).plus(b), [NaN, NaN, NaN, NaN, 0, 5, NaN]],
  ];
  for (const [make, expected] of table) {
    assertEquals(columnOf(make()), Float64Array.from(expected), make().name);
    assertEquals(stepped(clock, make), Float64Array.from(expected), `${make().name} bar by bar`);
  }
});

Deno.test("Line words refuse numbers of bars that are none, and shift says why it goes back only", () => {
  const line = lineOf([1, 2]);
  for (const n of [-1, 0.5, NaN, Infinity]) {
    for (const word of ["shift", "change", "percentChange", "rising", "falling"] as const) {
      assertThrows(() => line[word](n), RangeError, `Cannot make line "${word}(close, ${n})": pass a whole number`);
      assertThrows(
        () => line[word](`${n}` as unknown as number),
        TypeError,
        `Cannot make line "${word}(close, "${n}")"`,
      );
    }
  }
  for (const word of ["change", "percentChange", "rising", "falling"] as const) {
    assertThrows(() => line[word](0), RangeError, "pass a whole number of bars from 1 on");
  }
  assertThrows(() => line.shift(-1), RangeError, "from 0 on, as later bars are not known");
  assertThrows(() => line.between(110, 90), RangeError, 'Cannot compare line "close" with the bounds 110 and 90');
  assertThrows(() => line.clip(2, 1), RangeError, 'Cannot clip line "close" to 2 and 1: pass the lower bound first');
  assertThrows(() => line.and(NaN), RangeError, "NaN is not a value to combine with");
  assertThrows(() => line.between(1, undefined as unknown as number), TypeError, "from undefined: give it a line");
});

Deno.test("Line arithmetic of two feeds is on their joint clock, each side as known then, and ready when both are", () => {
  const group = new ClockGroup([
    { name: "orcl", timeUs: Float64Array.of(1, 2, 4) },
    { name: "nvda", timeUs: Float64Array.of(2, 3, 4) },
  ]);
  const [orcl, nvda] = group.feeds, a = lineOf([6, 8, 12], { name: "a", clock: orcl! });
  const b = lineOf([NaN, 2, 3], { name: "b", clock: nvda!, minPeriod: 2 });
  const ratio = a.dividedBy(b);
  assertEquals([ratio.name, ratio.clock.name, ratio.minPeriod], ["(a / b)", "orcl+nvda", 3]);
  assertEquals(columnOf(ratio), Float64Array.of(NaN, NaN, 4, 4));
  assertEquals(timesOf(ratio), Float64Array.of(1, 2, 3, 4));
  assertEquals(columnOf(ratio.minus(a)), Float64Array.of(NaN, NaN, -4, -8));
  assertEquals(columnOf(b.above(ratio)), Float64Array.of(NaN, NaN, 0, 0));
  assertEquals([group.derived.length, group.derived[0]!.minPeriod, orcl!.minPeriod, nvda!.minPeriod], [1, 3, 1, 2]);
});

Deno.test("Line arithmetic of two runs is refused with both names and the remedy", () => {
  const group = new ClockGroup([{ name: "ibm", timeUs: Float64Array.of(1) }]), ibm = group.feeds[0]!;
  const [a, b, c] = [new Clock("aapl", 1), new Clock("msft", 1), ibm].map((clock) => lineOf([1], { clock }));
  assertEquals(
    assertThrows(() => a!.minus(b!), RangeError).message,
    'Cannot make line "(close - close)" from line "close" of feed "aapl" and line "close" of feed "msft": they are ' +
      "lines of different runs; make lines as fields of the strategy that runs",
  );
  assertThrows(() => c!.minus(a!), RangeError, 'from line "close" of feed "ibm" and line "close" of feed "aapl": they');
  assertThrows(() => a!.minus(c!), RangeError, 'from line "close" of feed "aapl" and line "close" of feed "ibm": they');
  assertThrows(() => timesOf(a!), RangeError, 'Cannot tell the times of line "close": it is of no run');
});

Deno.test("a line of two feeds of a run that is over gives no further line", () => {
  const group = new ClockGroup([{ name: "a", timeUs: Float64Array.of(1) }, { name: "b", timeUs: Float64Array.of(1) }]);
  const [a, b] = group.feeds.map((clock) => lineOf([1], { clock })), sum = a!.plus(b!);
  group.end();
  assertThrows(() => sum.plus(1), RangeError, 'from line "(close + close)" of feed "a+b": its run is over');
  assertThrows(() => a!.minus(b!), RangeError, 'from line "close" of feed "a": its run is over');
});

Deno.test("a line itself is no number: comparing and computing with it throw, and a template has its name", () => {
  const clock = new Clock("aapl", 2), close = lineOf([10, 11], { clock }), mean = close.plus(1);
  clock.index = 1;
  const number = close as unknown as number, other = mean as unknown as number;
  const message = 'Cannot compute with line "close" itself: read its value at the current bar, close.now';
  const uses = [
    () => number > other,
    () => number <= 10,
    () => number * 0.95,
    () => 1 + number,
    () => -number,
    () => Math.max(number, 1),
    () => number == 11,
    () => Number(number),
    () => isNaN(number),
  ];
  for (const use of uses) assertEquals(assertThrows(use, TypeError).message, message);
  assertThrows(
    () => other * 2,
    TypeError,
    'with line "(close + 1)" itself: read its value at the current bar, line.now',
  );
  assertEquals([`${close}`, String(mean), [close, mean].join()], ["close", "(close + 1)", "close,(close + 1)"]);
});

Deno.test("a console shows a line by its name and the current bar's value, before the first bar by its name alone", () => {
  const clock = new Clock("aapl", 3), line = lineOf([10, 11, 12], { clock });
  assertEquals(Deno.inspect(line), 'Line { name: "close" }');
  clock.index = 1;
  assertEquals(Deno.inspect(line), 'Line { name: "close", now: 11 }');
  assertEquals(Deno.inspect({ line }), '{ line: Line { name: "close", now: 11 } }');
  assertEquals(inspect(line), "Line { name: 'close', now: 11 }");
});

Deno.test("Line arithmetic refuses what is neither a line nor a number", () => {
  const line = lineOf([1]);
  assertThrows(() => line.plus(NaN), RangeError, "(close + NaN)");
  assertThrows(() => line.plus(undefined as unknown as number), TypeError, "from undefined: give it a line");
  assertThrows(() => line.plus([1] as unknown as number), TypeError, "from an object (Array): give it a line");
});

Deno.test("deriveLine() starts at the first bar at which all inputs are valid and nests minimum periods", () => {
  const clock = new Clock("aapl", 5);
  const a = lineOf([NaN, 2, 3, 4, 5], { clock, minPeriod: 2 });
  const b = lineOf([NaN, NaN, 3, 4, 5], { clock, minPeriod: 3 });
  const starts: number[] = [];
  const start = (): () => number => () => 7;
  const line = deriveLine({
    name: "d",
    inputs: [a, b],
    minPeriod: 2,
    start,
    fill: ({ outputs, from, until }) => {
      starts.push(from);
      outputs[0]!.fill(7, from, until);
    },
  });
  assertEquals(line.minPeriod, 4);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN, NaN, 7, 7));
  assertEquals(starts, [2]);
});

Deno.test("deriveLine() of fewer bars than the first value takes is a line of NaN", () => {
  const start = (): never => {
    throw new Error("It must not be called.");
  };
  const line = deriveLine({ name: "d", inputs: [lineOf([1, 2])], minPeriod: 3, start });
  assertEquals(line.minPeriod, 3);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN));
});

Deno.test("deriveLine() without an input is refused", () => {
  assertThrows(
    () => deriveLine({ name: "d", inputs: [], start: () => () => 1 }),
    TypeError,
    'line "d" without an input',
  );
});

Deno.test("a line of a run that is over gives no further line", () => {
  const clock = new Clock("aapl", 2), close = new Line({ name: "close", clock, values: Float64Array.of(1, 2) });
  clock.end();
  assertThrows(() => close.plus(1), RangeError, 'from line "close" of feed "aapl": its run is over');
});
