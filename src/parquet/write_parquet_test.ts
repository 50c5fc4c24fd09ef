import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { Bars, changedBars, feedOf } from "../feeds/bars.ts";
import { csv } from "../feeds/csv/csv.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { bars as makeBars, type BarsInput } from "../feeds/read_columns.ts";
import { type BarFacts, factsText, readFacts } from "./bar_facts.ts";
import { writtenBytes } from "./packages.ts";
import { parquet } from "./parquet.ts";
import { sealed } from "./checksum.ts";
import { parquetBytes, writeParquet, type WriteParquetOptions } from "./write_parquet.ts";

/** A feed whose columns are their bits. */
function withBits(feed: Pick<FeedData, "columns" | "extra">): unknown {
  const bits = (column: Float64Array) => new BigUint64Array(column.slice().buffer);
  const all = (columns: object) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, bits(column)]));
  return { ...feed, columns: all(feed.columns), extra: all(feed.extra) };
}

async function readBack(bars: Bars, options: WriteParquetOptions = {}): Promise<Bars> {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}any.parquet`;
  await writeParquet(path, bars, options);
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name), ["any.parquet"]);
  return await parquet(path);
}

const PRICES = { open: [10, 11, 12.5], high: [12, 11.25, 13], low: [9.5, 10, 12], close: [11, 10.5, 12.25] };
const DAYS = { time: ["2024-01-02", "2024-01-03", "2024-01-05"], ...PRICES };

async function everyKind(): Promise<Readonly<Record<string, Bars>>> {
  const aapl = await csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York", adjust: "back" });
  const minutes = await csv("fixtures/prices/2006-min-005.csv", {
    ...{ timeZone: "Europe/Berlin", stamp: "close", calendar: "XETR", to: "2006-01-10", trade: false },
  });
  const odd = {
    ...{ time: [1, NaN, -0], begin: [5e-324, -Infinity, 2 ** 60], session: [0.1, 0.2, 0.3], Low: [1, 2, 3] },
    "a b": [0, -0, NaN],
  };
  return {
    aapl,
    minutes,
    weeks: aapl.resample("1w"),
    months: makeBars({ ...DAYS, time: ["2024-01-31", "2024-02-29", "2024-03-31"] }, { timeframe: "1mo", decimals: 7 }),
    counted: minutes.resample({ ticks: 7 }),
    larger: minutes.resample("1h"),
    // Growing bars are lines alone, so that no user has them as bars.
    growing: changedBars(minutes, { growing: true, instrument: "dax", resampledFrom: "min", previousEndUs: -5 }),
    sliced: minutes.slice({ from: "2006-01-04", bars: 11 }),
    session: makeBars({ ...DAYS, time: ["2024-01-02 17:30", "2024-01-02 17:35", "2024-01-03 17:30"] }, {
      ...{ stamp: "open", session: { open: "17:00", close: "16:00" }, timeframe: "5m", name: "a/b \u00e9" },
    }),
    // Bars make no columns of these names, which a file of another source may have.
    odd: changedBars(makeBars(DAYS), {
      extra: Object.fromEntries(Object.entries(odd).map(([name, column]) => [name, Float64Array.from(column)])),
    }),
    one: makeBars({ time: ["2024-01-02"], open: [1], high: [1], low: [1], close: [1] }),
    none: new Bars({ ...feedOf(makeBars(DAYS)), length: 0, columns: noRows(), extra: {} }),
  };
}

function noRows(): FeedData["columns"] {
  const columns = feedOf(makeBars(DAYS)).columns;
  return Object.fromEntries(Object.keys(columns).map((name) => [name, new Float64Array()])) as never;
}

for (const compression of ["snappy", "gzip", "none"] as const) {
  Deno.test(`bars that are written with ${compression} and read are equal, every fact and every bit`, async () => {
    for (const [kind, bars] of Object.entries(await everyKind())) {
      assertEquals(withBits(feedOf(await readBack(bars, { compression }))), withBits(feedOf(bars)), kind);
    }
  });
}

Deno.test("name, trade, decimals, part and sessions of written bars can be changed when they are read", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}days.parquet`, options = { timeZone: "America/New_York", to: "2013-12-31" };
  await writeParquet(path, await csv("fixtures/prices/aapl.csv", options));
  const changes = { name: "other", trade: false, decimals: 9, from: "2013-06-03", calendar: "XNYS" };
  const { sessions, notes: _, ...changed } = feedOf(await parquet(path, changes));
  const { sessions: whole, notes: __, ...there } = feedOf(
    await csv("fixtures/prices/aapl.csv", { ...options, ...changes }),
  );
  assertEquals(withBits(changed), withBits(there));
  // The text goes on for years, and its sessions with it.
  assertEquals([sessions!.calendar, sessions!.openUs], ["XNYS", whole!.openUs.subarray(0, sessions!.openUs.length)]);
  assertEquals((await parquet(path, { timeframe: "1d", timeZone: "America/New_York" })).length, 162);
});

Deno.test("an option that contradicts what is written is refused with both", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}days.parquet`;
  await writeParquet(path, makeBars(DAYS));
  const wrong = [
    [{ timeframe: "1h" }, `with the timeframe "1h": writeParquet wrote it with "1d"; leave the option out`],
    [{ stamp: "open" }, `with the stamp "open": writeParquet wrote it with "date"`],
    [{ timeZone: "Asia/Tokyo" }, `with the timeZone "Asia/Tokyo": writeParquet wrote it with "UTC"`],
    [{ columns: { close: "open" } }, `Cannot use option "columns" for ${path}: writeParquet wrote it`],
    [{ symbol: "AAPL" }, `Cannot use option "symbol" for ${path}: writeParquet wrote it`],
  ] as const;
  for (const [options, message] of wrong) {
    const error = await assertRejects(() => parquet(path, options), RangeError);
    assertStringIncludes(error.message, message);
  }
});

/** A file with the facts of bars, whose columns another program has changed. */
async function changedFile(
  change: (name: string, values: Float64Array) => Float64Array | undefined,
): Promise<Uint8Array> {
  const bars = feedOf(makeBars(DAYS)), { extra: _, columns: written, length: __, ...rest } = bars;
  const { timeUs, sessionDay, beginUs: ___, ...prices } = written;
  const columns = Object.entries({ time: timeUs, session: sessionDay, ...prices }).flatMap(([name, values]) => {
    const changed = change(name, values.slice());
    return changed === undefined ? [] : [[name, changed] as const];
  });
  const elementOf = (name: string) =>
    name === "time"
      ? { name, type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } }
      : name === "session"
      ? { name, type: "INT32", converted_type: "DATE" }
      : { name, type: "DOUBLE" };
  return await writtenBytes({
    schema: [
      { name: "bars", num_children: columns.length },
      ...columns.map(([name]) => ({ ...elementOf(name), repetition_type: "REQUIRED" })),
    ],
    columnData: columns.map(([name, values]) => ({
      name,
      encoding: "PLAIN",
      data: name === "time"
        ? BigInt64Array.from(values, BigInt)
        : name === "session"
        ? Int32Array.from(values, (day) => day - 719_163)
        : values,
    })),
    kvMetadata: [{ key: "cracktrader", value: await sealed(factsText({ ...rest, extra: [] }), bars) }],
    ...{ createdBy: "test", codec: "SNAPPY", rowGroupSize: 2 },
  });
}

Deno.test("a written file that another program changed is refused by row and column", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}days.parquet`;
  Deno.writeFileSync(path, await changedFile((_, values) => values));
  assertEquals((await parquet(path)).length, 3);
  const wrong: readonly (readonly [Parameters<typeof changedFile>[0], string])[] = [
    [
      (name, values) => name === "high" ? values.map(() => 1) : values,
      `Cannot read index 0 of ${path}, in row group 0: the`,
    ],
    [
      (name, values) => name === "time" ? values.reverse() : values,
      `index 1 of ${path}, in row group 0: its time does not`,
    ],
    [
      (name, values) => name === "volume" ? values.with(1, values[1]! + 1) : values,
      `Cannot read ${path}: its content is not that of its checksum; the file was changed or damaged after`,
    ],
    [
      (name, values) => name === "low" ? undefined : values,
      `Cannot read the column "low" of ${path}: it has none; the file`,
    ],
  ];
  for (const [change, message] of wrong) {
    Deno.writeFileSync(path, await changedFile(change));
    const error = await assertRejects(() => parquet(path), RangeError);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.message, "write it anew");
  }
});

Deno.test("no bit of a file that is not packed can be another one unnoticed", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}days.parquet`, bars = makeBars(DAYS);
  await writeParquet(path, bars, { compression: "none" });
  const bytes = Deno.readFileSync(path), read = await parquet(path);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    Deno.writeFileSync(path, bytes.with(at, bytes[at]! ^ 1 << at % 8));
    let damaged: Bars;
    try {
      damaged = await parquet(path);
    } catch (error) {
      assert(error instanceof RangeError, `byte ${at}: ${error}`);
      refused++;
      continue;
    }
    assertEquals(feedOf(damaged), feedOf(read), `byte ${at}`);
  }
  assert(refused > bytes.length / 2, `${refused} of ${bytes.length}`);
});

Deno.test("facts that nobody has written so are named", () => {
  const { columns: _, extra: __, length: ___, ...rest } = feedOf(makeBars(DAYS)),
    facts: BarFacts = { ...rest, extra: [["a", "b"]] };
  const text = factsText(facts),
    changed = (changes: object): string => JSON.stringify({ ...JSON.parse(text), ...changes });
  assertEquals((readFacts(text) as BarFacts).extra, [["a", "b"]]);
  assertEquals(readFacts("{"), "it is no JSON");
  assertEquals(readFacts("3"), "it is no object");
  assertEquals(readFacts(changed({ format: 2 })), "its form is 2, of a later version of this package than this one");
  assertEquals(readFacts(changed({ venue: 1 })), "its venue is not known to this version of the package");
  const wrong: readonly object[] = [
    ...[{ name: "" }, { timeZone: 5 }, { timeframeUs: 0 }, { decimals: 13 }, { stamp: "end" }, { notes: [1] }],
    ...[{ extra: [["a"]] }, { extra: {} }, { adjusted: "no" }, { trade: null }, { instrument: 1 }, { sessions: {} }],
    ...[{ growing: false }, { counted: 1 }, { previousEndUs: 0.5 }, { resampledFrom: {} }],
    {
      sessions: {
        calendar: null,
        timeZone: "UTC",
        day: [1],
        openUs: [1],
        closeUs: [],
        breakStartUs: [],
        breakEndUs: [],
      },
    },
  ];
  for (const change of wrong) assertEquals(readFacts(changed(change)), `its ${Object.keys(change)[0]} is none`);
});

Deno.test("wrong bars, paths and options are refused, and what was there before stays", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}x.parquet`, bars = makeBars(DAYS);
  await writeParquet(path, bars);
  const before = Deno.readFileSync(path), write = writeParquet as (...args: unknown[]) => Promise<void>;
  const wrong = [
    [[path, DAYS as BarsInput], "pass bars, as ct.csv returns"],
    [[path, bars, { codec: "zstd" }], 'Cannot use option "codec" of writeParquet: there is compression alone'],
    [["", bars], "pass the path of a file as a text, or a file: URL"],
    [[new URL("https://127.0.0.1/x"), bars], "Cannot write https://127.0.0.1/x: pass a path or a file: URL"],
  ] as const;
  for (const [args, message] of wrong) {
    const error = await assertRejects(() => write(...args), TypeError);
    assertStringIncludes(error.message, message);
  }
  await assertRejects(
    () => write(path, bars, { compression: "zstd" }),
    RangeError,
    'Cannot use compression "zstd": pass "snappy"',
  );
  await assertRejects(() => write(pathOf(folder.url), bars), Error, "it is a folder; name a file");
  bars.columns.close[0] = 7;
  await assertRejects(() => write(path, bars), TypeError, 'its column "close" was changed at row 0');
  assertEquals(Deno.readFileSync(path), before);
});

Deno.test("a file has many row groups where it has many bars, and begins are left out where they follow", async () => {
  const length = 250_000, all = (value: number) => new Float64Array(length).fill(value);
  const time = Float64Array.from({ length }, (_, row) => 1.7e15 + row * 6e7);
  const many = makeBars({ time, open: all(5), high: all(7), low: all(3), close: time.map((us) => 4 + us % 1.7) }, {
    stamp: "open",
  });
  assertEquals(withBits(feedOf(await readBack(many))), withBits(feedOf(many)));
  const text = new TextDecoder("latin1").decode(await parquetBytes(feedOf(many)));
  assert(!text.includes("begin"));
});
