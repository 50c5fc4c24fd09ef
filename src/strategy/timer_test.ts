import { assertEquals, assertThrows } from "@std/assert";
import { checkTimer, fireTimer, Timer, type TimerOptions } from "./timer.ts";

const MINUTE_US = 6e7;

Deno.test("the options of a timer become times in microseconds and sets of days", () => {
  const { name, ...checked } = checkTimer({
    at: "15:45",
    every: "30m",
    offset: "-15m",
    weekdays: [1, 3],
    monthDays: [1, 15],
    carry: true,
    feed: "aapl",
  }, undefined);
  assertEquals(name, "15:45 every 30m offset -15m weekdays 1,3 monthDays 1,15 carry of aapl");
  assertEquals(checked, {
    at: "clock",
    clockUs: (15 * 60 + 45) * MINUTE_US,
    offsetUs: -15 * MINUTE_US,
    everyUs: 30 * MINUTE_US,
    weekdays: new Set([1, 3]),
    monthDays: new Set([1, 15]),
    carry: true,
    feed: "aapl",
  });
  assertEquals(checkTimer({ at: "session-open", name: "open" }, () => {}).at, "open");
  assertEquals(checkTimer({ at: "session-close", offset: "5m" }, undefined).offsetUs, 5 * MINUTE_US);
  assertEquals(checkTimer({ every: "1h" }, undefined).at, undefined);
});

Deno.test("wrong options of a timer are errors that name the timer, the value and the remedy", () => {
  const wrong = (options: unknown, kind: typeof RangeError | typeof TypeError, message: string): void => {
    assertThrows(() => checkTimer(options as TimerOptions, undefined), kind, message);
  };
  wrong({}, TypeError, "Cannot make a timer without a time: pass at");
  wrong({ at: "soon" }, RangeError, 'Cannot use "soon" as at of the timer "soon": write a time of day');
  wrong(
    { at: "open" },
    RangeError,
    'Cannot use "open" as at of the timer "open": write a time of day such as "15:45", or "session-open" or "session-close"',
  );
  wrong({ at: 15 }, TypeError, 'Cannot use 15 as at of the timer "15"');
  wrong(
    { every: "1d" },
    RangeError,
    'Cannot use every "1d" of the timer "every 1d": write a count and a unit below a day',
  );
  wrong({ every: "1mo" }, RangeError, "a unit below a day");
  wrong({ every: "500ms" }, RangeError, "a unit below a day");
  wrong({ every: 5 }, TypeError, "Cannot use every 5");
  wrong({ at: "15:45", offset: "later" }, RangeError, 'Cannot use offset "later"');
  wrong({ at: "15:45", offset: -15 }, TypeError, "Cannot use offset -15");
  wrong({ at: "15:45", weekdays: [0] }, RangeError, "pass a list of days, 1 for Monday to 7 for Sunday");
  wrong({ at: "15:45", weekdays: [] }, RangeError, "pass a list of days");
  wrong({ at: "15:45", weekdays: 1 }, TypeError, "pass a list of days");
  wrong({ at: "15:45", monthDays: [32] }, RangeError, "pass a list of days, 1 to 31");
  wrong({ at: "15:45", carry: true }, RangeError, "it has neither weekdays nor monthDays");
  wrong({ at: "15:45", monthDays: [1], carry: 1 }, TypeError, "Cannot use carry 1");
  wrong({ at: "15:45", name: "" }, TypeError, "as the name of a timer");
  wrong({ at: "15:45", cheat: true }, TypeError, 'Cannot use option "cheat" of a timer: the options are at, every');
  wrong("15:45", TypeError, 'Cannot make a timer from "15:45": pass an object');
  assertThrows(
    () => checkTimer({ at: "15:45" }, "rebalance"),
    TypeError,
    'Cannot call "rebalance" for the timer "15:45"',
  );
  assertThrows(() => checkTimer({ at: "15:45" }, async () => {}), TypeError, "Cannot call a function that is async");
});

Deno.test("a timer tells its last moment, and has none before it has fired", () => {
  const timer = new Timer("15:45");
  assertEquals(timer.moments, 0);
  assertThrows(() => timer.at, RangeError, 'Cannot read the moment of the timer "15:45" before it has fired');
  fireTimer(timer, 1_704_207_900_000_999, 2);
  assertEquals([timer.atUs, timer.moments], [1_704_207_900_000_999, 2]);
  assertEquals(timer.at.toISOString(), "2024-01-02T15:05:00.000Z");
});
