import { assertEquals, assertThrows } from "@std/assert";
import { bars, type BarsInput } from "./read_columns.ts";
import { parseCsv } from "./csv/csv.ts";

const INPUT = {
  time: ["2024-01-02", "2024-01-03", "2024-01-04"],
  open: [10, 11, 10.5],
  high: [12, 11.25, 11],
  low: [9.5, 10, 10.125],
  close: [11, 10.5, 11],
  volume: [100, 0, 300],
};

Deno.test("bars() equals parseCsv() of the same values", () => {
  const lines = INPUT.time.map((time, row) =>
    [time, INPUT.open[row], INPUT.high[row], INPUT.low[row], INPUT.close[row], INPUT.volume[row], row * 0.5].join(",")
  );
  const text = `Date,Open,High,Low,Close,Volume,rate\n${lines.join("\n")}\n`;
  const file = parseCsv(new TextEncoder().encode(text), "bars.csv");
  assertEquals(bars({ ...INPUT, rate: [0, 0.5, 1] }), file);
  assertEquals(file.decimals, 3);
});

Deno.test("bars() finds columns by the names that files use, in any case", () => {
  const { time, open, high, low, close, volume } = INPUT, expected = bars(INPUT);
  const same = (columns: BarsInput, about: string) => assertEquals(bars(columns), expected, about);
  same({ Date: time, Open: open, High: high, Low: low, Close: close, Volume: volume }, "as in a file");
  same({ DATE: time, OPEN: open, HIGH: high, LOW: low, CLOSE: close, VOL: volume }, "in capital letters");
  same({ Datetime: time, o: open, h: high, l: low, c: close, v: volume }, "short");
  same({ timestamp: time, open, high, low, close, volume }, "a time of another name");
  same({ Datum: time, Eröffnung: open, Hoch: high, Tief: low, Schluss: close, Volumen: volume }, "in German");
  const moments = time.map((date) => `${date} 10:00`), clocks = time.map(() => "10:00");
  const stamped = bars({ ...INPUT, time: moments });
  assertEquals(
    bars({ Date: time, Time: clocks, Open: open, High: high, Low: low, Close: close, Volume: volume }),
    stamped,
  );
  assertEquals(bars({ date: time, time: clocks, open, high, low, close, volume }), stamped);
  const digits = time.map((date) => Number(date.replaceAll("-", "")));
  assertEquals(bars({ date: digits, time: clocks, open, high, low, close, volume }), stamped);
  assertEquals(bars({ open_time: moments, open, high, low, close }).stamp, "open");
});

Deno.test("bars() prefers the names of lines, and makes lines of all columns that it does not need", () => {
  const more = { Close: [1, 2, 3], date: [7, 8, 9], "Adj Close": [4, 5, 6], code: [1, 1, 1], Vol: [0, 0, 0] };
  const feed = bars({ ...INPUT, ...more });
  assertEquals(feed.columns, bars(INPUT).columns);
  assertEquals(Object.keys(feed.extra), Object.keys(more));
  const { close, ...rest } = INPUT, last = bars({ ...rest, Last: close } as unknown as BarsInput);
  assertEquals([last.columns, last.notes[0]], [
    bars(INPUT).columns,
    'Column "Last" is read as the close, as no column is named so',
  ]);
});

Deno.test("bars() lists the columns that were given, and not those that it looked for", () => {
  const refused = (columns: BarsInput, message: string) =>
    assertEquals(assertThrows(() => bars(columns), TypeError).message, message);
  const { time, open, high, low } = INPUT;
  refused(
    { When: time, Open: open, High: high, Low: low, Close: open },
    'Cannot find the column "time" in bars: its columns are When, Open, High, Low, Close; name it "time"',
  );
  refused(
    { Date: time, Open: open, High: high, Low: low, Volume: undefined },
    'Cannot find the column "close" in bars: ' +
      'its columns are Date, Open, High, Low; name it "close"',
  );
  refused({}, 'Cannot find the column "time" in bars: its columns are none; name it "time"');
  refused(
    { Date: time, Open: open, High: high, Low: low, Close: open, CLOSE: open },
    'Cannot tell which column of bars is the close: there are "Close" and "CLOSE"; name it "close"',
  );
  refused(
    { Date: time, Open: open, High: high, Low: low, Close: ["1", "2", "3"] },
    'Cannot read index 0 of bars, column "Close": expected a number, found "1"',
  );
  assertThrows(
    () => bars({ Date: time, Open: open, High: [1, 1, 1], Low: low, Close: open }),
    RangeError,
    'Cannot read index 0 of bars, column "High": the high 1 is below the low 9.5',
  );
});

Deno.test("bars() reads columns that an object of a class has as getters", () => {
  class Frame {
    get time(): string[] {
      return INPUT.time;
    }
    get open(): number[] {
      return INPUT.open;
    }
    get high(): number[] {
      return INPUT.high;
    }
    get low(): number[] {
      return INPUT.low;
    }
    get close(): number[] {
      return INPUT.close;
    }
  }
  assertEquals([...bars(new Frame() as unknown as BarsInput).columns.close], INPUT.close);
});

Deno.test("bars() reads times as texts, Dates and counts in any unit", () => {
  const texts = ["2024-01-02T10:00:00Z", "2024-01-02T10:05:00Z", "2024-01-02T10:10:00Z"];
  const dates = texts.map((text) => new Date(text));
  const expected = bars({ ...INPUT, time: texts });
  assertEquals(bars({ ...INPUT, time: dates }), expected);
  for (const perMs of [0.001, 1, 1000, 1_000_000]) {
    assertEquals(bars({ ...INPUT, time: dates.map((date) => date.getTime() * perMs) }), expected, `${perMs}`);
    assertEquals(bars({ ...INPUT, time: Float64Array.from(dates, (date) => date.getTime() * perMs) }), expected);
  }
  assertEquals(expected.timeframeUs, 300_000_000);
});

Deno.test("bars() copies its columns", () => {
  const close = Float64Array.from(INPUT.close);
  const feed = bars({ ...INPUT, close });
  close[0] = 1;
  assertEquals(feed.columns.close[0], 11);
});

Deno.test("bars() names index and column of a bad row, or leaves it out", () => {
  const bad: BarsInput = { ...INPUT, high: [12, 9, 11] };
  assertThrows(
    () => bars(bad, { name: "abc" }),
    RangeError,
    'Cannot read index 1 of abc, column "high": the high 9 is below',
  );
  const feed = bars(bad, { onBadRow: "skip" });
  assertEquals([...feed.columns.open], [10, 10.5]);
  assertEquals(feed.notes[0], '1 bad row was left out, index 1 of bars, column "high": the high 9 is below the low 10');
  const later: BarsInput = { ...bad, time: ["2024-01-02", "2024-01-03", "2024-01-02"] };
  assertThrows(
    () => bars(later, { onBadRow: "skip" }),
    RangeError,
    "index 0 of bars and index 2 of bars have the same time",
  );
  const badTime = { ...INPUT, time: [new Date("2024-01-02"), new Date(NaN), new Date("2024-01-04")] };
  assertThrows(() => bars(badTime), RangeError, 'Cannot read index 1 of bars, column "time": the Date is invalid');
  const badText = { ...INPUT, time: ["2024-01-02", "soon", "2024-01-04"] };
  assertThrows(() => bars(badText), RangeError, 'index 1 of bars, column "time": expected a time, found "soon"');
  const repeated = { ...INPUT, time: ["2024-01-02", "2024-01-02", "2024-01-04"] };
  assertThrows(() => bars(repeated), RangeError, "index 0 of bars and index 1 of bars have the same time 2024-01-02");
});

Deno.test("bars() refuses columns that are missing, of another length or of another kind", () => {
  const refused = (columns: Record<string, unknown>, message: string) =>
    assertThrows(() => bars({ ...INPUT, ...columns } as unknown as BarsInput), Error, message);
  refused({ close: undefined }, 'Cannot find the column "close" in bars: its columns are time, open');
  refused({ close: [1, 2] }, 'Cannot read the column "close" of bars: it has 2 entries and the column "time" 3');
  refused({ close: 5 }, 'Cannot read the column "close" of bars: pass an array or a typed array, and not 5');
  refused({ close: null }, 'Cannot read the column "close" of bars: pass an array or a typed array, and not null');
  refused({ time: null }, 'Cannot read the column "time" of bars: pass an array or a typed array, and not null');
  refused({ rate: null }, 'Cannot read the column "rate" of bars: pass an array or a typed array, and not null');
  refused({ close: new DataView(new ArrayBuffer(24)) }, 'Cannot read the column "close" of bars: pass an array');
  const bigs = new BigInt64Array(3);
  const remedy = "it is a BigInt64Array; pass numbers, as in Float64Array.from(column, Number)";
  refused({ close: bigs }, `Cannot read the column "close" of bars: ${remedy}`);
  refused({ time: bigs }, `Cannot read the column "time" of bars: ${remedy}`);
  refused({ rate: bigs }, `Cannot read the column "rate" of bars: ${remedy}`);
  refused({ close: [1n, 2n, 3n] }, 'index 0 of bars, column "close": expected a number, found 1n');
  refused({ close: [1, , 3] }, 'index 1 of bars, column "close": expected a number, found undefined');
  refused({ close: [1, "2", 3] }, 'Cannot read index 1 of bars, column "close": expected a number, found "2"');
  refused({ time: ["2024-01-02", 5, 6] }, 'Cannot read index 1 of bars, column "time": expected a text, found 5');
  refused({ time: [1, "x", 6] }, 'index 1 of bars, column "time": expected a Date, a text or a number, found "x"');
  refused({ time: ["01/02/2024", "02/02/2024", "03/02/2024"] }, 'pass dateOrder: "mdy" (month first) or "dmy"');
  refused({ time: [], open: [], high: [], low: [], close: [], volume: [] }, "Cannot read bars: it has no rows");
});

Deno.test("bars() reads a further column of truth values as 1 and 0, and refuses one in a price", () => {
  const feed = bars({ ...INPUT, holiday: [true, false, true] });
  assertEquals([...feed.extra["holiday"]!], [1, 0, 1]);
  const refused = (columns: Record<string, unknown>, message: string) =>
    assertThrows(() => bars({ ...INPUT, ...columns } as unknown as BarsInput), TypeError, message);
  refused({ holiday: [true, 1, false] }, 'index 1 of bars, column "holiday": expected true or false, found 1');
  refused({ rate: [1, true, 0] }, 'index 1 of bars, column "rate": expected a number, found true');
  refused({ volume: [true, true, false] }, 'index 0 of bars, column "volume": expected a number, found true');
});

Deno.test("bars() refuses columns and options that are no objects", () => {
  const remedy = "pass an object of columns, { time, open, high, low, close }";
  for (const [columns, shown] of [[null, "null"], [5, "5"], [undefined, "undefined"], [[], "[]"]] as const) {
    assertThrows(() => bars(columns as never), TypeError, `Cannot read ${shown} as bars: ${remedy}`);
  }
  assertThrows(() => bars(INPUT, null as never), TypeError, "Cannot use null as options: pass an object");
});

Deno.test("bars() refuses an option that it does not have", () => {
  assertThrows(() => bars(INPUT, { adjust: "back" } as never), TypeError, 'Cannot use option "adjust"');
});
