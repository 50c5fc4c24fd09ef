import { assertEquals, assertThrows } from "@std/assert";
import { dayOfDate, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { type WindowPlan, windowsOf } from "./windows.ts";

const plan = (changes: Partial<WindowPlan>): WindowPlan => ({
  train: 4,
  test: 2,
  anchored: false,
  purge: 0,
  ...changes,
});
const days = (count: number): Float64Array => Float64Array.from({ length: count }, (_none, at) => 700_000 + at);

function shown(given: Partial<WindowPlan>, sessionDay: Float64Array): number[][] {
  return windowsOf(plan(given), sessionDay).map((
    { trainFrom, trainUntil, testFrom, testUntil },
  ) => [trainFrom, trainUntil, testFrom, testUntil]);
}

Deno.test("rolling windows have one length, anchored ones begin with the first bar, and tests follow each other", () => {
  assertEquals(shown({}, days(10)), [[0, 4, 4, 6], [2, 6, 6, 8], [4, 8, 8, 10]]);
  assertEquals(shown({ anchored: true }, days(10)), [[0, 4, 4, 6], [0, 6, 6, 8], [0, 8, 8, 10]]);
  // Bars between training and test belong to neither.
  assertEquals(shown({ purge: 1 }, days(10)), [[0, 4, 5, 7], [2, 6, 7, 9]]);
  // The last test has what is left, if that is two bars at least.
  assertEquals(shown({ test: 3 }, days(9)), [[0, 4, 4, 7], [3, 7, 7, 9]]);
  assertEquals(shown({ test: 3 }, days(8)), [[0, 4, 4, 7]]);
});

Deno.test("windows by the calendar end with their dates, whatever bars there are", () => {
  const day = (month: number, date: number): number => dayOfDate(2024, month, date) + SESSION_DAY_OFFSET;
  const dates = Float64Array.of(
    ...[
      day(1, 2),
      day(1, 31),
      day(2, 1),
      day(2, 29),
      day(3, 1),
      day(3, 2),
      day(3, 28),
      day(4, 1),
      day(4, 2),
      day(4, 30),
    ],
  );
  // Two months from 2 January end before 2 March; a month from there before 2 April, and the two before it begin on 2
  // February.
  assertEquals(shown({ train: "2M", test: "1M" }, dates), [[0, 5, 5, 8], [3, 8, 8, 10]]);
  assertEquals(shown({ train: "30d", test: "4w" }, dates)[0], [0, 2, 2, 3]);
});

Deno.test("lengths that are none, and bars that make no window, are refused", () => {
  for (const train of [0, -1, 1.5, "6", "0d", "M", "6m"]) {
    assertThrows(() => windowsOf(plan({ train: train as number }), days(10)), RangeError, "as length of a window");
  }
  assertThrows(() => windowsOf(plan({ test: null as unknown as number }), days(10)), TypeError, "Cannot use test null");
  assertThrows(() => windowsOf(plan({ train: 9 }), days(10)), RangeError, "they make no window");
  assertThrows(() => windowsOf(plan({ purge: 5 }), days(10)), RangeError, "and purge 5");
});
