import { assertEquals, assertThrows } from "@std/assert";
import type { BarColumns } from "../feeds/feed_data.ts";
import { SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { checkMeasureFrom, isMeasureFrom, type MeasureFrom, measureStepOf } from "./measure_from.ts";
import type { Timeline } from "./timeline.ts";

const DAY_US = 864e8;

/** Steps at the ends of the days 1, 2 and 3 after 1970-01-01 began, or at other times of such days. */
function timelineOf(...ends: readonly number[]): Timeline {
  return {
    timeUs: Float64Array.from(ends, (day) => day * DAY_US),
    sessionDay: Float64Array.from(ends, (day) => SESSION_DAY_OFFSET + Math.ceil(day) - 1),
  };
}

function stepOf(from: string | Date | undefined, timeline: Timeline, warmUpBars = 0, timeZone = "UTC"): number {
  const columns = timeline as unknown as BarColumns;
  return measureStepOf(from as MeasureFrom | undefined, timeline, warmUpBars, [{ columns, timeZone }]);
}

Deno.test("measureStepOf() is the first step, the first warm one, or the first that ends at a moment or after it", () => {
  const days = timelineOf(1, 2, 3);
  assertEquals([stepOf(undefined, days, 2), stepOf("start", days, 2)], [0, 0]);
  assertEquals([stepOf("warm", days, 2), stepOf("warm", days, 5)], [2, 3]);
  const at = (text: string) => stepOf(new Date(text), days);
  assertEquals([at("1969-01-01"), at("1970-01-03"), at("1970-01-03T00:00:01Z"), at("1970-01-04")], [0, 1, 2, 2]);
  const late = "Cannot measure from 2000-01-01T00:00:00.000Z: the last bar ends at 1970-01-04T00:00:00.000Z, in the " +
    "session of 1970-01-03; pass an earlier begin";
  assertThrows(() => at("2000-01-01"), RangeError, late);
  assertEquals(stepOf(new Date(0), timelineOf()), 0);
  assertEquals(stepOf("1970-01-01", timelineOf()), 0);
});

Deno.test("measureStepOf() takes a date for the first step of its session or a later one", () => {
  const days = timelineOf(1, 2, 4);
  const at = (text: string) => stepOf(text, days);
  assertEquals([at("1969-12-31"), at("1970-01-01"), at("1970-01-02"), at("1970-01-03"), at("1970-01-04")], [
    ...[0, 0, 1, 2, 2],
  ]);
  assertThrows(
    () => at("1970-01-05"),
    RangeError,
    "Cannot measure from 1970-01-05: the last bar ends at 1970-01-05T00",
  );
  // The evening of 1 January is in the session of 2 January.
  const { timeUs } = timelineOf(0.5, 0.75, 1.5),
    evening = Float64Array.of(1, 2, 2).map((day) => SESSION_DAY_OFFSET + day - 1);
  assertEquals(stepOf("1970-01-02", { timeUs, sessionDay: evening }), 1);
});

Deno.test("measureStepOf() tells a date with a time of day on the clock of the feeds, or by its offset", () => {
  const halves = timelineOf(0.5, 1, 1.5, 2);
  assertEquals(stepOf("1970-01-01T12:00", halves), 0);
  assertEquals(stepOf("1970-01-01 12:00:01", halves), 1);
  assertEquals(stepOf("1970-01-01T12:00", halves, 0, "America/New_York"), 1);
  assertEquals(stepOf("1970-01-01T12:00Z", halves, 0, "America/New_York"), 0);
  assertEquals(stepOf("1970-01-01T12:00:00-06:00", halves), 1);
});

Deno.test("checkMeasureFrom() refuses all else", () => {
  const remedy = 'pass "start", "warm", a date such as "2020-01-01", or a valid Date';
  for (
    const value of [
      ...["Warm", "2020", "20200101", "2020-13-01", "2020-02-30", "01/02/2020", "2020-01-01T", "2020-01-01 soon", ""],
      ...[0, null, new Date(NaN), {}, ["2020-01-01"]],
    ]
  ) {
    assertThrows(() => checkMeasureFrom(value), TypeError, remedy);
    assertEquals(isMeasureFrom(value), false);
  }
  for (const value of [undefined, "start", "warm", new Date(0), "2020-02-29", "2020-01-01T09:30+01:00"]) {
    checkMeasureFrom(value);
  }
});
