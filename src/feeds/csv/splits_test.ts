import { assertEquals } from "@std/assert";
import { parseCsv } from "./csv.ts";
import { adjustBack } from "./splits.ts";
import type { CsvOptions } from "./csv_options.ts";

const DAYS = ["2020-08-27", "2020-08-28", "2020-08-31", "2020-09-01"];

/** The note about splits of a file with these closes, and with further columns. */
function splitNote(
  closes: readonly number[],
  further: Readonly<Record<string, readonly (number | string)[]>>,
  options: CsvOptions = {},
  newestFirst = false,
): string | undefined {
  const rows = closes.map((close, row) =>
    [DAYS[row], close, close, close, close, ...Object.values(further).map((column) => column[row])].join(",")
  );
  if (newestFirst) rows.reverse();
  const text = ["Date,Open,High,Low,Close", ...Object.keys(further)].join(",") + `\n${rows.join("\n")}\n`;
  const { notes } = parseCsv(new TextEncoder().encode(text), "x.csv", options);
  return notes.find((note) => note.includes("split"));
}

const RAW = [500.04, 499.23, 129.04, 134.18];
const BACK = 'pass adjust: "back" to use the adjusted close';
const FOUR =
  "A split stands beside prices that are not adjusted: 4:1 on 2020-08-31, where the price goes from 499.23 to 129.04";

Deno.test("a split beside raw prices is told with its date, its ratio and the remedy, in either order of the rows", () => {
  for (const newestFirst of [false, true]) {
    for (const name of ["Stock Splits", "split", "splitFactor", "split_coefficient", "Split Ratio"]) {
      for (const none of [0, 1]) {
        assertEquals(
          splitNote(RAW, { [name]: [none, none, 4, none] }, {}, newestFirst),
          `${FOUR}; take prices that are adjusted for splits`,
        );
      }
    }
    const adjusted = RAW.map((close, row) => row < 2 ? close / 4 : close);
    assertEquals(splitNote(RAW, { "Adj Close": adjusted }, {}, newestFirst), `${FOUR}; ${BACK}`);
    assertEquals(splitNote(RAW, { "Adj Close": adjusted, split: [1, 1, 4, 1] }, {}, newestFirst), `${FOUR}; ${BACK}`);
  }
});

Deno.test("several splits are counted, and the first is told; a reverse split has its ratio the other way", () => {
  assertEquals(
    splitNote([100, 50, 500, 505], { split: [0, 2, 0.1, 0] }),
    "2 splits stand beside prices that are not adjusted, the first of them 2:1 on 2020-08-28, where the price goes from " +
      "100 to 50; take prices that are adjusted for splits",
  );
  assertEquals(splitNote([1, 1, 10, 10], { split: [0, 0, 0.1, 0] })?.includes(": 1:10 on 2020-08-31"), true);
  assertEquals(splitNote([3, 3, 2, 2], { "Adj Close": [2, 2, 2, 2] })?.includes(": 3:2 on 2020-08-31"), true);
  assertEquals(splitNote([300, 300, 28, 28], { split: [1, 1, 10.7, 1] })?.includes(": 10.7:1 on 2020-08-31"), true);
});

Deno.test("a jump that looks like a split is told in a file that says nothing of splits, and no other jump", () => {
  assertEquals(
    splitNote(RAW, {}),
    "The price jumps from 499.23 to 129.04 on 2020-08-31, as after a split of 4:1; if it was one, take prices that are " +
      "adjusted for splits",
  );
  for (
    const [before, after, ratio] of [[200, 100, "2:1"], [150, 100, "3:2"], [1000, 101, "10:1"], [
      1,
      10,
      "1:10",
    ]] as const
  ) {
    assertEquals(splitNote([before, before, after, after], {})?.includes(`as after a split of ${ratio};`), true, ratio);
  }
  assertEquals(
    splitNote([100, 50, 50, 500], {})?.startsWith("The price jumps 2 times, first from 100"),
    true,
  );
  for (const after of [90, 75, 58, 45, 37, 130, 170, 270]) {
    assertEquals(splitNote([100, 100, after, after], {}), undefined);
  }
  assertEquals(splitNote([100, 100, 50, 50], { "Adj Close": [100, 100, 50, 50] }), undefined);
});

Deno.test("nothing is told where prices do not jump by the split, or no split is there", () => {
  const adjusted = [125, 124.8, 129.04, 134.18];
  assertEquals(splitNote(adjusted, { "Stock Splits": [0, 0, 4, 0] }), undefined);
  assertEquals(splitNote(RAW, { "Stock Splits": [0, 0, 0, 0] }), undefined);
  assertEquals(splitNote(RAW, { "Stock Splits": [1, 1, 1, 1] }), undefined);
  assertEquals(splitNote(RAW, { split: [1, 1, "", 1] }), undefined);
  // Dividends move the adjusted close as well.
  assertEquals(splitNote([100, 100, 97, 97], { "Adj Close": [97, 97, 97, 97] }), undefined);
  const back = RAW.map((close, row) => row < 2 ? close / 4 : close);
  assertEquals(splitNote(RAW, { "Adj Close": back, split: [1, 1, 4, 1] }, { adjust: "back" }), undefined);
});

Deno.test("an adjusted close is the close itself, to the last digit, and the extremes enclose it", () => {
  // 132.5 * (86.4 / 132.5) is 86.39999999999999.
  const rows = (open: number, high: number, low: number, close: number) => ({
    open: Float64Array.of(open),
    high: Float64Array.of(high),
    low: Float64Array.of(low),
    close: Float64Array.of(close),
    volume: Float64Array.of(100),
    adjustedClose: Float64Array.of(86.4),
  });
  assertEquals(132.5 * (86.4 / 132.5) < 86.4, true);
  const equal = rows(132.5, 132.5, 132.5, 132.5);
  adjustBack(equal);
  assertEquals([equal.open[0], equal.high[0], equal.low[0], equal.close[0]], [86.4, 86.4, 86.4, 86.4]);
  const near = rows(90, 132.50000000000003, 90, 132.5);
  adjustBack(near);
  assertEquals([near.high[0]! >= 86.4, near.close[0], near.low[0]], [true, 86.4, 90 * (86.4 / 132.5)]);
  let state = 11;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let trial = 0; trial < 2000; trial++) {
    const close = Math.round(random() * 1e4) / 100 + 1, after = Math.round(close * random() * 1e4) / 1e4 + 0.01;
    const bar = { ...rows(close, close, close, close), adjustedClose: Float64Array.of(after) };
    adjustBack(bar);
    assertEquals([bar.open[0], bar.high[0], bar.low[0], bar.close[0]], [after, after, after, after]);
  }
});
