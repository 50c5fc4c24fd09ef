import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function parse(text: string, options?: CsvOptions): FeedData {
  return parseCsv(new TextEncoder().encode(text), "x.csv", options);
}

/** A file of two days in which all four prices are one text, with another delimiter and dates of one's own. */
function file(price: string, { delimiter = ";", days = ["2024-01-02", "2024-01-03"], volume = "5" } = {}): string {
  const rows = days.map((day) => [day, price, price, price, price, volume].join(delimiter));
  return ["Date,Open,High,Low,Close,Volume".replaceAll(",", delimiter), ...rows, ""].join("\n");
}

const DOTTED = ["02.01.2024", "03.01.2024"];

Deno.test("the comma is the decimal sign where the numbers of the file show it, with points between thousands", () => {
  for (
    const [price, value] of [["145,12", 145.12], ["16.801,33", 16801.33], ["0,123", 0.123], [
      "1234,567",
      1234.567,
    ]] as const
  ) {
    for (const delimiter of [";", "\t"]) {
      const feed = parse(file(price, { delimiter, volume: "1.234.567" }));
      assertEquals([...feed.columns.close], [value, value], price);
      assertEquals([...feed.columns.volume], [1_234_567, 1_234_567]);
      assertEquals(feed.notes[0], `The decimal sign is the comma, as in "${price}" in line 2`);
    }
    const quoted = parse(file(`"${price}"`, { delimiter: ",", volume: '"1.234.567"' }));
    assertEquals([quoted.columns.close[0], quoted.columns.volume[0]], [value, 1_234_567]);
  }
  assertEquals(parse(file("145,12")).decimals, 2);
  assertEquals(parse(file("16.801,330")).decimals, 2);
});

Deno.test("the point is the decimal sign where the numbers of the file show it, with commas between thousands", () => {
  for (
    const [price, value] of [["145.12", 145.12], ["16,801.33", 16801.33], ["0.123", 0.123], [
      "1234.567",
      1234.567,
    ]] as const
  ) {
    for (const delimiter of [";", "\t"]) {
      const feed = parse(file(price, { delimiter, volume: "1,234,567" }));
      assertEquals([...feed.columns.close], [value, value], price);
      assertEquals([...feed.columns.volume], [1_234_567, 1_234_567]);
      assertEquals(feed.notes.some((note) => note.includes("decimal sign")), false);
    }
  }
});

Deno.test("one number of the whole file decides, however many before it can be read with both signs", () => {
  const unclear = Array.from({ length: 300 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date};145.123;145.123;145.123;145.123\n`;
  }).join("");
  const rows = `Date;Open;High;Low;Close\n${unclear}`;
  assertEquals(parse(`${rows}2022-01-01;145.12;145.12;145.12;145.12\n`).columns.open[0], 145.123);
  assertEquals(parse(`${rows}2022-01-01;145.123,5;145.123,5;145.123,5;145.123,5\n`).columns.open[0], 145_123);
  // A column beside the prices decides only if no price does.
  const extra = rows.replaceAll("145.123\n", "145.123;0,5\n").replace("Close\n", "Close;Rate\n");
  assertEquals(parse(extra).columns.open[0], 145_123);
  assertEquals(parse(extra).extra["Rate"]![0], 0.5);
  const beside = parse(
    `Date;Open;High;Low;Close;Rate\n2024-01-02;1.5;1.5;1.5;1.5;0,5\n2024-01-03;1.5;1.5;1.5;1.5;0,5\n`,
  );
  assertEquals([beside.columns.open[0], Object.keys(beside.extra)], [1.5, []]);
});

Deno.test("a comma that can be either is the decimal sign beside semicolons and dates with points, which is told", () => {
  const told = 'The decimal sign is taken to be the comma, so that "145,123" in line 2 is 145.123: ' +
    'pass decimal: "." if it is 145123';
  for (const text of [file("145,123"), file("145,123", { delimiter: "\t", days: DOTTED })]) {
    const feed = parse(text);
    assertEquals([feed.columns.close[0], feed.notes[0]], [145.123, told]);
    assertEquals(parse(text, { decimal: "." }).columns.close[0], 145_123);
    assertEquals(parse(text, { decimal: "," }).columns.close[0], 145.123);
  }
});

Deno.test("numbers that can be read with both signs are an error that asks for the sign", () => {
  const refused = (text: string, first: string, one: number, other: number) => {
    for (const onBadRow of ["error", "skip"] as const) {
      assertThrows(
        () => parse(text, { onBadRow }),
        RangeError,
        `Cannot tell the decimal sign of x.csv: ${JSON.stringify(first)} in line 2 can be ${one} or ${other}, ` +
          `and no other number decides; pass decimal: "," or decimal: "."`,
      );
    }
  };
  refused(file("145.123"), "145.123", 145_123, 145.123);
  refused(file("145,123", { delimiter: "\t" }), "145,123", 145.123, 145_123);
  refused(file('"1,234"', { delimiter: "," }), "1,234", 1.234, 1234);
  refused(file("145,123", { volume: "1.234" }), "145,123", 145.123, 145_123);
  refused(file("145", { volume: "1.234" }), "1.234", 1234, 1.234);
  assertEquals(parse(file("145.123"), { decimal: "." }).columns.close[0], 145.123);
  assertEquals(parse(file("145.123"), { decimal: "," }).columns.close[0], 145_123);
  assertEquals(parse(file('"1,234"', { delimiter: "," }), { decimal: "." }).columns.close[0], 1234);
  assertEquals(parse(file('"1,234"', { delimiter: "," }), { decimal: "," }).columns.close[0], 1.234);
});

Deno.test("a point that can be either is the decimal sign where no cell can hold a comma", () => {
  assertEquals(parse(file("145.123", { delimiter: "," })).columns.close[0], 145.123);
  assertEquals(parse(file("145.123", { delimiter: "\t" })).columns.close[0], 145.123);
  assertEquals(parse(file("145", { volume: "12" })).columns.close[0], 145);
});

Deno.test("a number that contradicts the sign of the file is an error, also where bad rows are left out", () => {
  const two = (first: string, second: string, delimiter = ";") =>
    file(first, { delimiter }).replace(
      /(2024-01-03.)(.*)(\n)$/,
      (_, day, rest, end) => day + rest.replaceAll(first, second) + end,
    );
  for (const onBadRow of ["error", "skip"] as const) {
    assertThrows(
      () => parse(two("162,34", "162.6"), { onBadRow }),
      RangeError,
      'Cannot tell the decimal sign of x.csv: "162.6" in line 3 can only be read with the point, and the file was read ' +
        'with the comma, as in "162,34" in line 2; correct it, or pass decimal: "," or decimal: "."',
    );
    assertThrows(() => parse(two("1,162.34", "162,6"), { onBadRow }), RangeError, "can only be read with the comma");
    // Points between thousands in a file whose cells can hold no comma: the rows with one point are thousands as well.
    assertThrows(
      () => parse(two("16.801", "1.016.801", ","), { onBadRow }),
      RangeError,
      '"1.016.801" in line 3 can only be read with the comma, and the file was read with the point; correct it',
    );
  }
  assertEquals([...parse(two("16.801", "1.016.801", ","), { decimal: "," }).columns.close], [16_801, 1_016_801]);
  // Where the user gave the sign, such a row is a bad row.
  const bad = 'line 3 of x.csv, column "Open": expected a number with "," for its decimals, found "162.6"';
  assertThrows(() => parse(two("162,34", "162.6"), { decimal: "," }), RangeError, `Cannot read ${bad}`);
  const feed = parse(two("162,34", "162.6"), { decimal: ",", onBadRow: "skip", timeframe: "1d" });
  assertEquals([...feed.columns.close], [162.34]);
  assertEquals(feed.notes.some((note) => note.startsWith(`1 bad row was left out, ${bad}`)), true);
});

Deno.test("with a decimal comma every number reads as the one with a point", () => {
  let seed = 11;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const rows = Array.from({ length: 2000 }, (_, day) => {
    const low = (1 + next(100_000_000)) / 10 ** next(6), high = low * 2;
    const date = new Date(Date.UTC(1990, 0, 1 + day)).toISOString().slice(0, 10);
    return [date, low, high, low, low, next(1_000_000)].map(String);
  });
  const pointed = parse(["Date,Open,High,Low,Close,Volume", ...rows.map((row) => row.join(",")), ""].join("\n"));
  const dress = (cell: string, column: number) => {
    const text = column === 0 ? cell : cell.replace(".", ",");
    return [text, `"${text}"`, ` ${text} `][next(3)]!;
  };
  const commas = ["Date;Open;High;Low;Close;Volume", ...rows.map((row) => row.map(dress).join(";")), ""].join("\n");
  const feed = parse(commas);
  assertEquals(feed.columns, pointed.columns);
  assertEquals(feed.decimals, pointed.decimals);
  const quoted = [
    "Date,Open,High,Low,Close,Volume",
    ...rows.map((row) =>
      row.map((cell, column) => column > 0 && cell.includes(".") ? `"${cell.replace(".", ",")}"` : cell).join(",")
    ),
    "",
  ];
  assertEquals(parse(quoted.join("\n")).columns, pointed.columns);
});

Deno.test("the option decimal refuses what is no decimal sign", () => {
  assertThrows(
    () => parse(file("1"), { decimal: ";" } as never),
    RangeError,
    'Cannot use decimal ";": pass "," or "."',
  );
});
