import { assertEquals } from "@std/assert";
import { barTimeText } from "./bar_time.ts";

Deno.test("a bar of a day is shown by its date, and another one by the end of it", () => {
  const midnightUs = Date.UTC(2024, 0, 3, 5) * 1000, timeZone = "America/New_York", dayUs = 86_400e6;
  assertEquals(barTimeText(midnightUs, { timeZone, timeframeUs: dayUs }), "2024-01-02");
  assertEquals(barTimeText(midnightUs - 1, { timeZone, timeframeUs: dayUs }), "2024-01-02");
  assertEquals(barTimeText(midnightUs, { timeZone, timeframeUs: dayUs / 24 }), "2024-01-03T00:00:00");
  assertEquals(barTimeText(midnightUs + 60e6, { timeZone, timeframeUs: 60e6 }), "2024-01-03T00:01:00");
});
