import { assertEquals, assertThrows } from "@std/assert";
import {
  type CheckedFeedOptions,
  checkFeedOptions,
  FEED_OPTION_NAMES,
  type FeedOptions,
  takenFeedOptions,
} from "./feed_options.ts";

function checked(options: FeedOptions): CheckedFeedOptions {
  return checkFeedOptions(takenFeedOptions(options, FEED_OPTION_NAMES), "x");
}

Deno.test("checkFeedOptions() fills in defaults", () => {
  const { timeZone, ...rest } = checkFeedOptions({}, "aapl");
  assertEquals(timeZone, undefined);
  assertEquals(rest, {
    name: "aapl",
    timeframe: undefined,
    stamp: undefined,
    session: undefined,
    calendar: undefined,
    dateOrder: undefined,
    onBadRow: "error",
    trade: true,
    floor: 0,
    decimals: undefined,
    part: {},
  });
});

Deno.test("checkFeedOptions() refuses values that are not allowed, with the value and the remedy", () => {
  const refused = (options: Record<string, unknown>, message: string) =>
    assertThrows(() => checked(options as FeedOptions), Error, message);
  refused({ stamp: "end" }, 'Cannot use stamp "end": pass "open" or "close"');
  refused({ onBadRow: "drop" }, 'Cannot use onBadRow "drop": pass "error" or "skip"');
  refused({ dateOrder: "ymd" }, 'Cannot use dateOrder "ymd": pass "mdy" or "dmy"');
  refused({ decimals: 13 }, "Cannot use decimals 13: pass a whole number from 0 to 12");
  refused({ name: "" }, 'Cannot use name "": pass a text that is not empty');
  refused({ trade: "no" }, 'Cannot use trade "no": pass true or false');
  refused({ timezone: "UTC" }, 'Cannot use option "timezone": the options are name, timeframe');
  refused({ timeZone: "Mars" }, 'Cannot use time zone "Mars"');
  refused({ timeZone: 5n }, 'Cannot use timeZone 5n: pass an IANA name such as "America/New_York"');
  refused({ timeframe: { m: 5 } }, 'Cannot use timeframe { m: 5 }: pass a text such as "5m", or microseconds');
  refused({ stamp: 5n }, 'Cannot use stamp 5n: pass "open" or "close"');
  refused({ name: Symbol("x") }, "Cannot use name Symbol(x): pass a text that is not empty");
  refused({ trade: 5n }, "Cannot use trade 5n: pass true or false");
  refused({ name: null, timeZone: null }, "Cannot use name null: pass a text that is not empty");
  refused({ timeZone: null }, "Cannot use timeZone null: pass an IANA name");
  refused({ decimals: "2" }, 'Cannot use decimals "2": pass a whole number from 0 to 12');
});

Deno.test("checkFeedOptions() refuses options that are no object, with the value and the remedy", () => {
  for (const [options, shown] of [[null, "null"], [5, "5"], ["5m", '"5m"'], [[1], "[ 1 ]"], [true, "true"]] as const) {
    assertThrows(
      () => checked(options as unknown as FeedOptions),
      TypeError,
      `Cannot use ${shown} as options: pass an object, such as { timeframe: "5m" }`,
    );
  }
});
