import { assertEquals } from "@std/assert";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatMoment } from "./moment_text.ts";

const MIDNIGHT_US = Date.UTC(2024, 0, 3) * 1000;

Deno.test("formatMoment() writes a daily step as the date that it belongs to or ends", () => {
  const zone = new TimeZone("UTC");
  assertEquals(formatMoment(MIDNIGHT_US - 1, zone, true), "2024-01-02");
  assertEquals(formatMoment(MIDNIGHT_US, zone, true), "2024-01-02");
  assertEquals(formatMoment(MIDNIGHT_US - 8 * 3_600_000_000, zone, true), "2024-01-02");
  assertEquals(formatMoment(MIDNIGHT_US + 1, zone, true), "2024-01-03");
});

Deno.test("formatMoment() writes any other step with its time, midnight too", () => {
  const zone = new TimeZone("UTC");
  assertEquals(formatMoment(MIDNIGHT_US, zone, false), "2024-01-03T00:00:00");
  assertEquals(formatMoment(MIDNIGHT_US + 33_300_000_000, zone, false), "2024-01-03T09:15:00");
});

Deno.test("formatMoment() reads the clock of the zone", () => {
  const zone = new TimeZone("America/New_York");
  assertEquals(formatMoment(MIDNIGHT_US, zone, false), "2024-01-02T19:00:00");
  assertEquals(formatMoment(MIDNIGHT_US + 5 * 3_600_000_000, zone, true), "2024-01-02");
});
