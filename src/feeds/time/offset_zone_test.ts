import { assertEquals } from "@std/assert";
import { HOUR_US } from "./civil_date.ts";
import { zoneOfOffsets } from "./offset_zone.ts";

function zoneOf(...runs: readonly (readonly [number, string, string])[]): string {
  const us = (date: string) => Date.parse(date) * 1000;
  return zoneOfOffsets(
    runs.map(([hours, first, last]) => ({ offsetUs: hours * HOUR_US, firstUs: us(first), lastUs: us(last) })),
  ).name;
}

Deno.test("zoneOfOffsets() finds the exchange whose clock has the offsets, changes included", () => {
  assertEquals(zoneOf([0, "2024-01-02", "2024-12-30"]), "UTC");
  assertEquals(zoneOf([-5, "2024-01-02", "2024-03-08"], [-4, "2024-03-11", "2024-10-30"]), "America/New_York");
  assertEquals(zoneOf([0, "2024-01-02", "2024-03-29"], [1, "2024-04-01", "2024-10-25"]), "Europe/London");
  assertEquals(zoneOf([-6, "2024-01-02", "2024-02-08"]), "America/Chicago");
  assertEquals(zoneOf([5.5, "2024-01-02", "2024-12-08"]), "Asia/Kolkata");
});

Deno.test("zoneOfOffsets() keeps the first offset where no exchange has them all", () => {
  assertEquals(zoneOf([-5, "2024-01-02", "2024-07-30"]), "-05:00");
  assertEquals(zoneOf([5.75, "2024-01-02", "2024-07-30"]), "+05:45");
  assertEquals(zoneOf([-3.5, "2024-01-02", "2024-01-30"], [4, "2024-02-01", "2024-02-02"]), "-03:30");
});
