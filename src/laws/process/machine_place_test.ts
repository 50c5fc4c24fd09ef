import { assert, assertEquals } from "@std/assert";
import { environmentOf, hasLanguage, hereIs, isInZone, OTHER_PLACES } from "./machine_place.ts";

Deno.test("a process is told to be elsewhere exactly if it is: by the offset of its zone, and by its language", () => {
  const [east, west] = OTHER_PLACES;
  const found = { minutesBehind: -840, language: "de" };
  assertEquals([isInZone(east!, found), isInZone(west!, found), isInZone({}, found)], [true, false, true]);
  assertEquals([hasLanguage(east!, found), hasLanguage(west!, found), hasLanguage({}, found)], [true, false, true]);
  assertEquals(hereIs().minutesBehind, new Date(2024, 0, 1).getTimezoneOffset());
});

Deno.test("of the first two zones no moment has the same date and hour in both, and the third has other minutes", () => {
  const [east, west, third] = OTHER_PLACES.map(({ minutesBehind }) => minutesBehind);
  assert(west! - east! >= 24 * 60 && (west! - east!) % (24 * 60) !== 0);
  assert(third! % 60 !== 0);
  for (const { timeZone, minutesBehind } of OTHER_PLACES) {
    const text = new Date(Date.UTC(2024, 0, 1)).toLocaleString("en", { timeZone, timeZoneName: "longOffset" });
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)$/.exec(text)!;
    assertEquals((sign === "+" ? -1 : 1) * (60 * Number(hours) + Number(minutes)), minutesBehind, text);
  }
});

Deno.test("only the parts that are given are in the environment", () => {
  assertEquals(environmentOf({}), {});
  assertEquals(environmentOf({ timeZone: "Etc/GMT-14" }), { TZ: "Etc/GMT-14" });
  assertEquals(environmentOf({ language: "de-DE" }), { LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" });
});
