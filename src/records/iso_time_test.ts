import { assertEquals } from "@std/assert";
import { isoTime } from "./iso_time.ts";

Deno.test("a moment is that of a Date, in any order of days", () => {
  for (let at = 0; at < 2000; at++) {
    const ms = Math.floor(Math.sin(at) * 4e12);
    assertEquals(isoTime(ms * 1000 + 7), `${new Date(ms).toISOString().slice(0, -1)}007Z`);
  }
});

Deno.test("a moment has six digits behind the second, before 1970 too", () => {
  assertEquals(
    [0, 1_704_153_599_999_999, -1, -1_000_000, 1_704_208_200_000_000].map(isoTime),
    [
      "1970-01-01T00:00:00.000000Z",
      "2024-01-01T23:59:59.999999Z",
      "1969-12-31T23:59:59.999999Z",
      "1969-12-31T23:59:59.000000Z",
      "2024-01-02T15:10:00.000000Z",
    ],
  );
});
