import { assert, assertEquals } from "@std/assert";
import { EVERY_CASE } from "../../tests/indicators/every_case.ts";
import { functionsReport, measureFunctions } from "./functions.ts";

Deno.test("every call of the cases is measured, the slowest first", () => {
  const times = measureFunctions(300);
  assertEquals(times.length, EVERY_CASE.length);
  assertEquals(times.toSorted((a, b) => b.ms - a.ms), times);
  assert(times.some(({ name, call }) => name === "dv2" && call === "ct.dv2(feed, period)"));
});

Deno.test("the list has the calls that are slow over a million bars", () => {
  const times = [{ name: "hurst", call: "ct.hurst(line, period)", ms: 40.06 }, { name: "a", call: "ct.a()", ms: 9.9 }];
  assertEquals(
    functionsReport(times, 100_000),
    "Milliseconds for a million bars, the faster of two runs: 1 of 2 calls take 100 or more\n" +
      "   401  ct.hurst(line, period)",
  );
});
