import { assertEquals, assertThrows } from "@std/assert";
import { indexText, readIndex, type SeriesIndex } from "./series_index.ts";

const INDEX: SeriesIndex = {
  ...{ symbol: "BTC/USDT", timeframe: "1d", timeZone: "UTC" },
  months: [{ month: "2024-01", sha256: "a".repeat(64), bars: 31, firstUs: 1, lastUs: 2 }],
  revisions: [{ month: "2024-01", file: "2024-01.r1.parquet", sha256: "b".repeat(64), bars: 30, note: "A note" }],
};

Deno.test("an index that is written is read back", () => {
  assertEquals(readIndex(indexText(INDEX), "index.json"), INDEX);
});

Deno.test("an index that nobody has written so is refused with the fault and the remedy", () => {
  const changed = (change: object): string => JSON.stringify({ format: 1, ...INDEX, ...change });
  const wrong: readonly (readonly [text: string, fault: string])[] = [
    ["{", "it is no JSON ("],
    ["[]", "it is no index of a series"],
    [changed({ format: 2 }), "its form is 2, and this version of the package knows 1"],
    [changed({ timeZone: 3 }), "a fact is missing"],
    [changed({ months: [{ ...INDEX.months[0], month: "2024-13" }] }), "its list of months is none"],
    [changed({ months: [{ ...INDEX.months[0], sha256: "A" }] }), "its list of months is none"],
    [changed({ revisions: [{ ...INDEX.revisions[0], file: "../../x" }] }), "its list of revisions is none"],
    [changed({ revisions: {} }), "its list of revisions is none"],
  ];
  for (const [text, fault] of wrong) {
    assertThrows(() => readIndex(text, "x/index.json"), RangeError, `Cannot read x/index.json: ${fault}`);
    assertThrows(() => readIndex(text, "x/index.json"), RangeError, "into another catalogue");
  }
});
