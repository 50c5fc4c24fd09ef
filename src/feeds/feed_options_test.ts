import { assertEquals, assertThrows } from "@std/assert";
import { checkFeedOptions, type FeedOptions } from "./feed_options.ts";

Deno.test("checkFeedOptions() fills in defaults", () => {
  const { timeZone, ...rest } = checkFeedOptions({}, "aapl");
  assertEquals(timeZone, undefined);
  assertEquals(rest, {
    name: "aapl",
    timeframe: undefined,
    stamp: undefined,
    session: undefined,
    dateOrder: undefined,
    onBadRow: "error",
    trade: true,
    decimals: undefined,
  });
});

Deno.test("checkFeedOptions() refuses values that are not allowed, with the value and the remedy", () => {
  const refused = (options: Record<string, unknown>, message: string) =>
    assertThrows(() => checkFeedOptions(options as FeedOptions, "x"), Error, message);
  refused({ stamp: "end" }, 'Cannot use stamp "end": pass "open" or "close"');
  refused({ onBadRow: "drop" }, 'Cannot use onBadRow "drop": pass "error" or "skip"');
  refused({ dateOrder: "ymd" }, 'Cannot use dateOrder "ymd": pass "mdy" or "dmy"');
  refused({ decimals: 13 }, "Cannot use decimals 13: pass a whole number from 0 to 12");
  refused({ name: "" }, 'Cannot use name "": pass a text that is not empty');
  refused({ trade: "no" }, 'Cannot use trade "no": pass true or false');
  refused({ timezone: "UTC" }, 'Cannot use option "timezone": the options are name, timeframe');
  refused({ timeZone: "Mars" }, 'Cannot use time zone "Mars"');
});
