import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../lines/clock.ts";
import { columnOf, Line } from "../lines/line.ts";
import { indicator } from "./indicator.ts";
import { sma } from "./average/sma.ts";

function linesOf(columns: Record<string, number[]>): Record<string, Line> {
  const clock = new Clock("aapl", Object.values(columns)[0]!.length);
  return Object.fromEntries(
    Object.entries(columns).map((
      [name, values],
    ) => [name, new Line({ name, clock, values: Float64Array.from(values) })]),
  );
}

Deno.test("indicator() with state and several inputs is a line like any other", () => {
  const { close, volume } = linesOf({ close: [10, 20, 30], volume: [1, 3, 4] }) as { close: Line; volume: Line };
  const average = indicator({
    name: "volumeWeightedPrice",
    inputs: [close, volume],
    update: () => {
      let notional = 0, total = 0;
      return (price, volume) => (notional += price * volume) / (total += volume);
    },
  });
  assertEquals(average.name, "volumeWeightedPrice");
  assertEquals(columnOf(average), Float64Array.of(10, 17.5, 23.75));
  assertEquals(columnOf(sma(average.minus(close), 2)), Float64Array.of(NaN, -1.25, -4.375));
});

Deno.test("indicator() starts where its inputs are valid and drops what comes before its minimum period", () => {
  const { close } = linesOf({ close: [1, 2, 3, 4, 5] }) as { close: Line };
  const seen: number[] = [];
  const line = indicator({
    name: "momentum",
    inputs: [sma(close, 2)],
    minPeriod: 2,
    update: () => {
      let last = 0;
      return (value) => {
        seen.push(value);
        const change = value - last;
        last = value;
        return change;
      };
    },
  });
  assertEquals([line.minPeriod, seen], [3, []]);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN, 1, 1, 1));
  assertEquals(seen, [1.5, 2.5, 3.5, 4.5]);
});

Deno.test("indicator() passes the values of one, two and more inputs in the order of the inputs", () => {
  const lines = linesOf({ a: [1, 2], b: [10, 20], c: [100, 200], d: [1000, 2000] });
  const [a, b, c, d] = Object.values(lines) as [Line, Line, Line, Line];
  const update = () => (...values: number[]): number => values.reduce((sum, value, k) => sum + value * (k + 1), 0);
  assertEquals(columnOf(indicator({ name: "one", inputs: [a], update })), Float64Array.of(1, 2));
  assertEquals(columnOf(indicator({ name: "two", inputs: [a, b], update })), Float64Array.of(21, 42));
  assertEquals(columnOf(indicator({ name: "three", inputs: [a, b, c], update })), Float64Array.of(321, 642));
  assertEquals(columnOf(indicator({ name: "four", inputs: [a, b, c, d], update })), Float64Array.of(4321, 8642));
});

Deno.test("indicator() types one value for each input", () => {
  const { close } = linesOf({ close: [1] }) as { close: Line };
  indicator({ name: "one", inputs: [close], update: () => (value: number) => value });
  // @ts-expect-error There is no second input.
  indicator({ name: "two", inputs: [close], update: () => (value: number, other: number) => value + other });
  // @ts-expect-error An indicator's value is a number.
  const text = indicator({ name: "text", inputs: [close], update: () => (value: number) => `${value}` });
  assertThrows(() => columnOf(text), TypeError, 'update returned "1" (string) instead of a number');
});

Deno.test("indicator() refuses what is not a number with line and bar", () => {
  const { close } = linesOf({ close: [1, 2] }) as { close: Line };
  const update = () => (value: number): number => value > 1 ? undefined as unknown as number : value;
  assertEquals(
    assertThrows(() => columnOf(indicator({ name: "odd", inputs: [close], update })), TypeError).message,
    'Cannot compute line "odd" at bar 1: update returned undefined (undefined) instead of a number; return NaN where ' +
      "there is none",
  );
});

Deno.test("indicator() refuses a bad minimum period and inputs of different feeds", () => {
  const { close } = linesOf({ close: [1] }) as { close: Line };
  const other = new Line({ name: "close", clock: new Clock("msft", 1), values: new Float64Array(1) });
  const update = () => (...values: number[]): number => values.length;
  assertThrows(
    () => indicator({ name: "x", inputs: [close], minPeriod: 0, update }),
    RangeError,
    "x with a period of 0",
  );
  assertThrows(() => indicator({ name: "x", inputs: [close, other], update }), RangeError, 'feed "msft"');
});
