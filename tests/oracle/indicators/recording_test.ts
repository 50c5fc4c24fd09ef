import { assertEquals, assertThrows } from "@std/assert";
import { isRecordings, parseRecordings } from "./recording.ts";

const GOOD = {
  args: "data, default params",
  params: { period: 2 },
  aliases: ["SMA"],
  minperiod: 2,
  line_minperiods: { sma: 2 },
  len: 3,
  lines: { sma: [null, 1.5, -0] },
};

Deno.test("a recording is read with NaN for null and for its texts of numbers that JSON lacks", () => {
  const [read] = parseRecordings({ Sma: { ...GOOD, lines: { sma: ["nan", "-inf", true] } } }, "a.json");
  assertEquals(read!.lines, { sma: Float64Array.of(NaN, -Infinity, 1) });
  const [other] = parseRecordings({ Sma: GOOD }, "a.json");
  assertEquals([other!.name, other!.args, other!.minPeriod, other!.length], ["Sma", GOOD.args, 2, 3]);
  assertEquals(other!.lines, { sma: Float64Array.of(NaN, 1.5, -0) });
});

Deno.test("an object of recordings is told from scenarios", () => {
  assertEquals(isRecordings({ Sma: GOOD }), true);
  assertEquals(isRecordings([{ name: "x", datas: [], actions: [] }]), false);
  assertEquals(isRecordings({ name: "x", datas: [], actions: [], events: [], final: {} }), false);
  assertEquals(isRecordings({}), false);
});

Deno.test("an error names file, set-up and field", () => {
  const cases: [unknown, string][] = [
    [7, 'set-up "Sma" of a.json as 7: it must be an object'],
    [{ ...GOOD, args: 1 }, 'set-up "Sma" of a.json: args as 1: it must be a text'],
    [{ ...GOOD, len: 2.5 }, 'set-up "Sma" of a.json: len as 2.5: it must be a whole number from 1 on'],
    [{ ...GOOD, line_minperiods: {} }, 'set-up "Sma" of a.json: line_minperiods as {}'],
    [{ ...GOOD, lines: { sma: [1] } }, 'set-up "Sma" of a.json: lines.sma as [1]: it must be an array of 3 numbers'],
    [{ ...GOOD, lines: { sma: [1, 2, "x"] } }, 'lines.sma[2] as "x": it must be a number, or null for NaN'],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => parseRecordings({ Sma: value }, "a.json"), TypeError, message);
  }
});
