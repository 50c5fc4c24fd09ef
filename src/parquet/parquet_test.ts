import { gzipSync } from "node:zlib";
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { feedOf } from "../feeds/bars.ts";
import { csv } from "../feeds/csv/csv.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { parquet } from "./parquet.ts";
import { ParquetFile } from "./parquet_file.ts";
import type { ParquetOptions } from "./parquet_options.ts";

const FOLDER = "fixtures/parquet/", PRICES = ["open", "high", "low", "close"] as const;
const EXPECTED = JSON.parse(Deno.readTextFileSync(new URL(`${FOLDER}expected.json`, ROOT))) as
  & {
    readonly [series in "minutes" | "days"]: Readonly<Record<"stampUs" | "volume" | (typeof PRICES)[number], number[]>>;
  }
  & { readonly decimals: Readonly<Record<(typeof PRICES)[number], string[]>> };

function read(name: string, options: ParquetOptions = {}): ReturnType<typeof parquet> {
  return parquet(`${FOLDER}${name}.parquet`, options);
}

/** The bits of doubles, as two zeros and two kinds of NaN are equal as numbers. */
function bitsOf(column: ArrayLike<number>): BigUint64Array {
  return new BigUint64Array(Float64Array.from(column).buffer);
}

/** Files of the same minutes, whose stamps are the opens of bars. */
const MINUTES: readonly (readonly [name: string, timeZone: string, options?: ParquetOptions])[] = [
  ["pandas_minutes", "America/New_York"],
  ["pandas_milliseconds", "UTC"],
  ["pandas_naive", "America/New_York", { timeZone: "America/New_York" }],
  ["polars_minutes", "America/New_York"],
  ["polars_seconds", "UTC"],
  ["duckdb_minutes", "UTC"],
  ["arrow_int96", "America/New_York"],
  ["arrow_version_2", "America/New_York"],
];

for (const [name, timeZone, options] of MINUTES) {
  Deno.test(`the file ${name} has the moments and the bits of its doubles`, async () => {
    const bars = await read(name, { stamp: "open", ...options }), { stampUs, ...columns } = EXPECTED.minutes;
    assertEquals([bars.name, bars.timeZone, bars.timeframeUs, bars.stamp], [name, timeZone, 60e6, "open"]);
    assertEquals([...bars.columns.timeUs], stampUs.map((stamp) => stamp + 60e6));
    assertEquals(bars.columns.beginUs, Float64Array.from(stampUs));
    for (const column of [...PRICES, "volume"] as const) {
      assertEquals(bitsOf(bars.columns[column]), bitsOf(columns[column]), column);
    }
  });
}

/** Files of the same days: an index without a name, columns of two levels, dates in texts. */
for (const name of ["pandas_days", "pandas_two_levels", "pandas_text_dates"]) {
  Deno.test(`the file ${name} has the dates and the bits of its doubles`, async () => {
    const bars = await read(name), { stampUs, ...columns } = EXPECTED.days;
    assertEquals([bars.stamp, bars.timeframeUs, Object.keys(bars.extra)], ["date", DAY_US, []]);
    assertEquals([...bars.columns.timeUs], stampUs.map((midnight) => midnight + DAY_US - 1));
    for (const column of [...PRICES, "volume"] as const) {
      assertEquals(bitsOf(bars.columns[column]), bitsOf(columns[column]), column);
    }
  });
}

Deno.test("decimal numbers of any width are the doubles of their texts", async () => {
  const bars = await read("duckdb_decimals");
  for (const column of PRICES) {
    assertEquals(bitsOf(bars.columns[column]), bitsOf(EXPECTED.decimals[column].map(Number)), column);
  }
  assertEquals(bars.decimals, 8);
});

Deno.test("numbers of any type become lines, and what holds no numbers is named", async () => {
  const { extra, columns, notes } = await read("arrow_types"), row = 39;
  assertEquals(Object.keys(extra), ["flag", "small", "large", "half", "gaps"]);
  assertEquals(Object.values(extra).map((column) => column[row]), [0, 19, 2 ** 32 - 1 - row, 39 / 8, 39 / 7]);
  assert(Number.isNaN(extra["gaps"]![5]!), "a value that is null");
  assertEquals(columns.close[0], Math.fround(EXPECTED.days.close[0]!));
  assertEquals(columns.volume[3], 0);
  const told = notes.join("\n");
  assertStringIncludes(told, 'Columns "nothing", "legs", "group", "saved" hold no numbers and are not used');
  assertStringIncludes(told, "Prices are numbers of 32 bits (open, high, low, close)");
  assertStringIncludes(told, "1 row has no volume, which is read as zero, the first at index 3 of");
});

Deno.test("the zone of an offset is that of an exchange, whose midnights are dates", async () => {
  const bars = await read("arrow_offset");
  assertEquals([bars.timeZone, bars.stamp], ["Asia/Kolkata", "date"]);
  assertEquals(new Date(bars.columns.timeUs[0]! / 1000).toISOString(), "2024-01-01T18:29:59.999Z");
});

Deno.test("the zone of the file gives way to timeZone, and moments stay", async () => {
  const there = await read("pandas_minutes", { stamp: "open" });
  const berlin = await read("pandas_minutes", { stamp: "open", timeZone: "Europe/Berlin" });
  assertEquals([berlin.timeZone, berlin.columns.timeUs], ["Europe/Berlin", there.columns.timeUs]);
});

Deno.test("one instrument of a file with several is selected, and the bars are those of the instrument alone", async () => {
  const one = await read("pandas_long", { symbol: "BBB" }), { close } = EXPECTED.days;
  assertEquals([one.name, one.length], ["BBB", 40]);
  assertEquals(bitsOf(one.columns.close), bitsOf(close.map((price) => 2 * price)));
});

Deno.test("the options of readers mean what they mean for a file of text", async () => {
  const part = await read("pandas_days", {
    from: "2024-02-01",
    to: "2024-02-09",
    name: "days",
    decimals: 12,
    trade: false,
  });
  assertEquals([part.name, part.length, part.trade], ["days", 7, false]);
  const mapped = await read("pandas_days", { columns: { close: "open", open: "close" } });
  assertEquals(bitsOf(mapped.columns.close), bitsOf(EXPECTED.days.open));
  const exchange = await read("pandas_minutes", { stamp: "open", calendar: "XNYS" });
  assertEquals([exchange.sessions?.calendar, exchange.notes.filter((note) => note.includes("missing"))], ["XNYS", []]);
});

Deno.test("a price that is null is a bad row, which can be skipped", async () => {
  const bars = await read("bad_null", { onBadRow: "skip" });
  assertEquals(bars.length, 39);
  assertStringIncludes(bars.notes.join("\n"), "1 bad row was left out, index 25 of");
});

/** Wrong files and options, with the end of the message: place, fault and remedy. */
const REFUSED: readonly (readonly [name: string, options: ParquetOptions, message: string])[] = [
  [
    "bad_null",
    {},
    'Cannot read index 25 of FILE, in row group 1, column "close": the price is null; correct it, or pass onBadRow: "skip"',
  ],
  [
    "bad_text",
    {},
    'Cannot use the column "close" of FILE as close: it holds texts; write it as a plain column of numbers',
  ],
  [
    "bad_nested",
    {},
    'Cannot use the column "close" of FILE as close: it holds lists or groups of values (it is nested)',
  ],
  [
    "bad_no_high",
    {},
    'Cannot find the column high in FILE: its columns are "date", "open", "low", "close", "volume"; say which is meant ' +
    'with columns: { high: "..." }',
  ],
  ["bad_encrypted", {}, "Cannot read FILE: its footer is encrypted; write the file without encryption"],
  [
    "bad_encrypted_column",
    {},
    'Cannot read the column "close" of row group 0 of FILE: it is encrypted; write the file without encryption',
  ],
  [
    "pandas_long",
    {},
    'Cannot read FILE as one instrument: its column "symbol" has 2 symbols, "AAA", "BBB"; pass symbol to select one',
  ],
  ["pandas_long", { symbol: "CCC" }, 'Cannot find the symbol "CCC" in FILE: its column "symbol" has "AAA", "BBB"'],
  ["pandas_long", { columns: { symbol: "" } }, "Cannot read FILE as one instrument: its times repeat or run back"],
  [
    "pandas_days",
    { symbol: "AAPL" },
    'Cannot select the symbol "AAPL" in FILE: no column is known to name instruments',
  ],
  [
    "pandas_two_levels",
    { symbol: "MSFT" },
    'its columns are those of 1 instruments, "AAPL"; pass symbol to select one',
  ],
  ["pandas_days", { adjust: "back" }, "Cannot adjust FILE: it has no column of adjusted closes; name it with columns:"],
  [
    "pandas_days",
    { columns: { close: "settle" } },
    'Cannot find the column "settle", which was given for close, in FILE',
  ],
  ["pandas_days", { columns: { time: "volume" } }, "is no count since 1970"],
  [
    "arrow_types",
    { columns: { time: "legs" } },
    'Cannot use the column "legs" of FILE as time: it holds lists or groups',
  ],
];

for (const [name, options, message] of REFUSED) {
  Deno.test(`${name} with ${JSON.stringify(options)} is refused by place, fault and remedy`, async () => {
    const error = await assertRejects(() => read(name, options), RangeError);
    assertStringIncludes(error.message, message.replace("FILE", `${FOLDER}${name}.parquet`));
  });
}

Deno.test("an option of another kind is refused before the file is looked for", async () => {
  const wrong: readonly (readonly [options: unknown, message: string])[] = [
    [{ columns: ["time", "open"] }, "the columns of a Parquet file have names; pass names by role"],
    [{ decimal: "," }, 'Cannot use option "decimal": the options are name, timeframe'],
    [{ symbol: "" }, "Cannot use symbol"],
    [7, "Cannot use 7 as options"],
  ];
  for (const [options, message] of wrong) {
    const error = await assertRejects(() => parquet("nowhere.parquet", options as ParquetOptions), TypeError);
    assertStringIncludes(error.message, message);
  }
});

Deno.test("a file that is packed with gzip as a whole is unpacked", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}pandas_days.parquet.gz`;
  Deno.writeFileSync(path, gzipSync(Deno.readFileSync(`${FOLDER}pandas_days.parquet`)));
  assertEquals(feedOf(await parquet(path)), feedOf(await read("pandas_days")));
});

Deno.test("a footer that tells of more rows than fit into memory, or of fewer than none, is refused", () => {
  for (const rows of [2n ** 40n, -5n]) {
    const metadata = { schema: [{ name: "root" }], num_rows: rows, row_groups: [{ num_rows: rows, columns: [] }] };
    const open = (): unknown =>
      new ParquetFile("x.parquet", { byteLength: 0, slice: () => new ArrayBuffer(0) }, metadata, {} as never);
    assertThrows(
      open,
      RangeError,
      `Cannot read x.parquet: its footer tells of ${rows} rows, and 268435456 are the most`,
    );
  }
});

Deno.test("a file that is cut, damaged, empty or of another kind is refused with the remedy", async () => {
  using folder = temporaryFolder();
  const whole = Deno.readFileSync(new URL(`${FOLDER}pandas_minutes.parquet`, ROOT));
  const damaged = whole.slice();
  damaged.fill(255, 4, 2000);
  const footer = whole.slice();
  footer.fill(255, -1000, -8);
  const files: readonly (readonly [bytes: Uint8Array, message: string])[] = [
    [
      whole.subarray(0, 5000),
      'it is cut, as its footer is missing (it ends after 5000 bytes without "PAR1"); get it anew',
    ],
    [whole.subarray(0, 4), "it is cut, as its footer is missing (it ends after 4 bytes"],
    [new Uint8Array(), "it is no Parquet file, as it is empty"],
    [new TextEncoder().encode("Date,Open\n"), 'it does not begin with "PAR1"; csv() reads delimited text'],
    [damaged, 'Cannot read the column "open" of row group 0 of '],
    [footer, "its footer is damaged ("],
  ];
  const path = `${pathOf(folder.url)}x.parquet`;
  for (const [bytes, message] of files) {
    Deno.writeFileSync(path, bytes);
    const error = await assertRejects(() => parquet(path), RangeError);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.message, path);
  }
  await assertRejects(() => parquet(`${path}.not`), Deno.errors.NotFound, "Cannot read");
});

for (const adjust of ["none", "back"] as const) {
  Deno.test(`the bars of a file are those of its text in every column, fact and note, adjusted ${adjust}`, async () => {
    const options = { adjust, timeZone: "America/New_York", to: "2013-08-06", name: "aapl" };
    const { notes, ...there } = feedOf(await csv("fixtures/prices/aapl.csv", options));
    const { notes: told, ...here } = feedOf(await read("pandas_aapl", { ...options, from: "2013-05-13" }));
    assertEquals(here, there);
    // The text is longer, so that it tells of the part that was read, and of the spacing of all its rows.
    assertEquals(told, notes.filter((note) => !note.includes("bars were kept")));
  });
}
