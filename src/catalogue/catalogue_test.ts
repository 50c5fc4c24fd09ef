import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { type Bars, changedBars, feedOf } from "../feeds/bars.ts";
import { csv } from "../feeds/csv/csv.ts";
import { bars as makeBars } from "../feeds/read_columns.ts";
import { parquet } from "../parquet/parquet.ts";
import { writeParquet } from "../parquet/write_parquet.ts";
import { type Catalogue, catalogue } from "./catalogue.ts";

const AAPL = "fixtures/prices/aapl.csv", MINUTES = "fixtures/prices/2006-min-005.csv";
const OPTIONS = { timeZone: "America/New_York" } as const;

/** Opens a catalogue in a folder of its own. */
async function open(): Promise<{ store: Catalogue; path: string } & Disposable> {
  const folder = temporaryFolder(), path = `${pathOf(folder.url)}data`;
  return { store: await catalogue(path), path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** All files of a folder with their bytes, by path. */
function filesOf(path: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const { name, isDirectory } of [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    const inside = `${path}/${name}`;
    if (isDirectory) Object.assign(files, filesOf(inside));
    else files[inside] = Deno.readFileSync(inside);
  }
  return files;
}

/** Bars with another close in some rows. */
function revised(bars: Bars, rows: readonly number[]): Bars {
  const { columns } = feedOf(bars), close = columns.close.slice();
  for (const row of rows) close[row] = columns.low[row]!;
  return changedBars(bars, { columns: { ...columns, close } });
}

/** Bars without some rows. */
function without(bars: Bars, rows: readonly number[]): Bars {
  const { columns, extra } = feedOf(bars);
  const cut = (all: object) =>
    Object.fromEntries(
      Object.entries(all).map((
        [name, column],
      ) => [name, column.filter((_: number, row: number) => !rows.includes(row))]),
    );
  return changedBars(bars, { length: bars.length - rows.length, columns: cut(columns) as never, extra: cut(extra) });
}

function factsOf(bars: Bars): unknown {
  const { columns, extra, length, timeframeUs, stamp, timeZone, decimals, adjusted } = feedOf(bars);
  return { columns, extra, length, timeframeUs, stamp, timeZone, decimals, adjusted };
}

Deno.test("what is imported is read back, whole or in parts, and listed", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, OPTIONS);
  assertEquals(store.list(), []);
  const report = await store.import(AAPL, { symbol: "AAPL", timeframe: "1d", read: OPTIONS });
  assertEquals([report.added, report.same, report.months.length], [1260, 0, 61]);
  assertEquals(Object.keys(filesOf(path)).slice(0, 2), [
    `${path}/AAPL/1d/2013-05.parquet`,
    `${path}/AAPL/1d/2013-06.parquet`,
  ]);
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(bars));
  const part = { from: "2014-03-12", to: "2014-06-30" };
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d", ...part })), factsOf(bars.slice(part)));
  const moments = { from: new Date("2014-02-28T21:00Z"), to: new Date("2014-04-01T12:00Z") };
  assertEquals(
    factsOf(await store.read({ symbol: "AAPL", timeframe: "1d", ...moments })),
    factsOf(bars.slice(moments)),
  );
  const [entry] = store.list();
  assertEquals([entry!.symbol, entry!.timeframe, entry!.bars, entry!.timeZone], [
    "AAPL",
    "1d",
    1260,
    "America/New_York",
  ]);
  assertEquals([entry!.firstUs, entry!.lastUs], [bars.columns.timeUs[0], bars.columns.timeUs.at(-1)]);
});

Deno.test("bars of minutes keep their sessions' dates, and a calendar gives their hours when they are read", async () => {
  using place = await open();
  const { store } = place, options = { timeZone: "Europe/Berlin", stamp: "close" } as const;
  await store.import(MINUTES, { symbol: "FDAX", read: options });
  const read = await store.read({ symbol: "FDAX", timeframe: "5m", calendar: "XETR", name: "dax", trade: false });
  const bars = await csv(MINUTES, { ...options, calendar: "XETR" });
  assertEquals(factsOf(read), factsOf(bars));
  assertEquals([read.name, read.trade, read.sessions], ["dax", false, bars.sessions]);
  // A bar that would begin before the open begins with it, as where the hours are known from the start.
  const session = { open: "09:02", close: "17:30" };
  const late = await store.read({ symbol: "FDAX", timeframe: "5m", session });
  assertEquals(factsOf(late), factsOf(await csv(MINUTES, { ...options, session })));
  assertEquals(late.columns.beginUs[0]! - read.columns.beginUs[0]!, 120e6);
});

Deno.test("imports in any order and with overlaps make one series, and the same import twice changes no byte", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, OPTIONS);
  const parts = [{ from: "2016-01-10" }, { to: "2014-05-15" }, { from: "2014-05-01", to: "2016-02-01" }];
  for (const part of parts) await store.import(bars.slice(part), { symbol: "AAPL" });
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(bars));
  const before = filesOf(path), again = await store.import(bars, { symbol: "AAPL" });
  assertEquals([again.added, again.same, again.months], [0, 1260, []]);
  assertEquals(filesOf(path), before);
});

Deno.test("revised bars are refused by the first of them, and nothing is written", async () => {
  using place = await open();
  const { store, path } = place,
    bars = await csv(AAPL, { ...OPTIONS, to: "2013-09-30" }),
    newer = await csv(AAPL, OPTIONS);
  await store.import(bars, { symbol: "AAPL" });
  const before = filesOf(path);
  const error = await assertRejects(() => store.import(revised(newer, [40, 41]), { symbol: "AAPL" }), RangeError);
  assertStringIncludes(
    error.message,
    'Cannot import the bars "aapl" into AAPL 1d: 2 bars have other values than those that are stored',
  );
  assertStringIncludes(
    error.message,
    "the first at 2013-07-10: close 60.104286 is now 59.75; look at diff",
  );
  assertEquals(filesOf(path), before);
});

Deno.test("adopted bars take the place of the stored ones, and the older files stay with a note", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-09-30" });
  await store.import(bars, { symbol: "AAPL" });
  const july = Deno.readFileSync(`${path}/AAPL/1d/2013-07.parquet`);
  const first = revised(bars, [40, 41]), second = without(revised(bars, [40]), [42]);
  const report = await store.import(first, { symbol: "AAPL", revision: "adopt" });
  assertEquals([report.revised, report.missing, report.months, report.revisions.length], [2, 0, ["2013-07"], 1]);
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(first));
  assertEquals(Deno.readFileSync(`${path}/AAPL/1d/2013-07.r1.parquet`), july);
  await store.import(second, { symbol: "AAPL", revision: "adopt" });
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(second));
  const { revisions } = store.list()[0]!;
  assertEquals(revisions.map(({ file, note }) => [file, note]), [
    ["2013-07.r1.parquet", "A later import has 2 bars with other values, 0 more and 0 less"],
    ["2013-07.r2.parquet", "A later import has 1 bars with other values, 0 more and 1 less"],
  ]);
  // An older file is a file as any other.
  assertEquals((await parquet(`${path}/AAPL/1d/2013-07.r1.parquet`)).length, 22);
  assertEquals((await store.check()).ok, true);
});

Deno.test("bars that an import lacks stay, and bars that fill a hole are added", async () => {
  using place = await open();
  const { store } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-09-30" });
  await store.import(without(bars, [5, 30]), { symbol: "AAPL" });
  const report = await store.import(without(bars, [50, 51]), { symbol: "AAPL" });
  assertEquals([report.added, report.missing, report.revised], [2, 2, 0]);
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(bars));
});

Deno.test("bars of another zone, stamp, adjustment or with other columns are refused, as are those of another timeframe", async () => {
  using place = await open();
  const { store } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-09-30" });
  await store.import(bars, { symbol: "AAPL" });
  const wrong: readonly (readonly [Bars, string])[] = [
    [await csv(AAPL, {}), "its time zone is UTC, and the stored bars have America/New_York"],
    [await csv(AAPL, { ...OPTIONS, adjust: "back" }), "its prices are adjusted, and the stored bars have not adjusted"],
    [changedBars(bars, { stamp: "open" }), "its stamp is open, and the stored bars have date"],
    [changedBars(bars, { extra: {} }), 'its further columns are none, and the stored bars have "Adj Close"'],
    // Also where no month of theirs is stored.
    [
      changedBars((await csv(AAPL, OPTIONS)).slice({ from: "2015-01-01" }), { extra: {} }),
      "its further columns are none",
    ],
  ];
  for (const [other, message] of wrong) {
    const error = await assertRejects(() => store.import(other, { symbol: "AAPL" }), RangeError);
    assertStringIncludes(error.message, message);
  }
  await assertRejects(
    () => store.import(bars.resample({ ticks: 3 }), { symbol: "AAPL" }),
    RangeError,
    "they have no length of time",
  );
  await assertRejects(
    () => store.import(bars, { timeframe: "1h" }),
    RangeError,
    'Cannot import the bars "aapl" as bars of 1h: they are of 1d; resample them first',
  );
});

Deno.test("symbols of any letters have folders of their own, and two spellings of one name are refused", async () => {
  using place = await open();
  const { store } = place, bars = (await csv(AAPL, OPTIONS)).head(5);
  for (const symbol of ["BTC/USDT", "..", "CON", "日経"]) await store.import(bars, { symbol });
  assertEquals(store.list().map(({ symbol }) => symbol), ["..", "BTC/USDT", "CON", "日経"]);
  await assertRejects(
    () => store.import(bars, { symbol: "btc/usdt" }),
    RangeError,
    'the catalogue has "BTC/USDT", and some',
  );
});

Deno.test("imports that are begun together come one after the other", async () => {
  using place = await open();
  const { store } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-12-31" });
  const months = [5, 6, 7, 8, 9, 10, 11, 12].map((month) => `2013-${String(month).padStart(2, "0")}`);
  await Promise.all(
    months.map((month) =>
      store.import(
        bars.slice({
          from: `${month}-01`,
          to: `${month}-${month.endsWith("06") || month.endsWith("09") || month.endsWith("11") ? 30 : 31}`,
        }),
        { symbol: "AAPL" },
      )
    ),
  );
  assertEquals(factsOf(await store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(bars));
});

Deno.test("an import that was broken off at any file is gone on with by the same import", async () => {
  const bars = await csv(AAPL, { ...OPTIONS, to: "2013-08-30" }), half = bars.slice({ to: "2013-06-14" });
  using whole = await open();
  await whole.store.import(half, { symbol: "AAPL" });
  const older = filesOf(`${whole.path}/AAPL/1d`);
  await whole.store.import(bars, { symbol: "AAPL" });
  const newer = Object.entries(filesOf(`${whole.path}/AAPL/1d`)).filter(([path]) => path.endsWith(".parquet"));
  for (let written = 0; written <= newer.length; written++) {
    // The files as they are after so many of them were written, and before the index was.
    using broken = await open();
    Deno.mkdirSync(`${broken.path}/AAPL/1d`, { recursive: true });
    const files = {
      ...older,
      ...Object.fromEntries(newer.filter(([path]) => !(path in older) || written > 0).slice(0, written)),
    };
    for (const [path, bytes] of Object.entries(files)) {
      Deno.writeFileSync(`${broken.path}/AAPL/1d/${path.split("/").at(-1)}`, bytes);
    }
    await broken.store.import(bars, { symbol: "AAPL" });
    assertEquals(factsOf(await broken.store.read({ symbol: "AAPL", timeframe: "1d" })), factsOf(bars));
    assertEquals((await broken.store.check()).series[0]!.faults, []);
  }
});

Deno.test("a file that another program changed is told by the check, and no import writes over it", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-08-30" }), folder = `${path}/AAPL/1d`;
  await store.import(bars, { symbol: "AAPL" });
  const june = await parquet(`${folder}/2013-06.parquet`);
  await writeParquet(`${folder}/2013-06.parquet`, revised(june, [3]));
  Deno.writeFileSync(`${folder}/2013-07.parquet`, Deno.readFileSync(`${folder}/2013-07.parquet`).subarray(0, 900));
  Deno.copyFileSync(`${folder}/2013-05.parquet`, `${folder}/2013-09.parquet`);
  Deno.removeSync(`${folder}/2013-08.parquet`);
  Deno.writeTextFileSync(`${folder}/notes.txt`, "mine");
  Deno.writeTextFileSync(`${folder}/2013-05.parquet.part`, "");
  const before = filesOf(path), { ok, series } = await store.check();
  assertEquals(ok, false);
  assertEquals(series[0]!.faults.map((fault) => fault.replace(path, "data")), [
    "2013-05.parquet.part: it is a part of a file, as an import that was broken off leaves it; remove it",
    "2013-09.parquet: it is not in the index; import it, or move it away",
    "notes.txt: it is not in the index; import it, or move it away",
    "2013-06.parquet: it is not the file that the index has; it was changed",
    `2013-07.parquet: Cannot read data/AAPL/1d/2013-07.parquet: it is cut, as its footer is missing (it ends after 900 ` +
    `bytes without "PAR1"); get it anew`,
    "2013-08.parquet: it is missing",
  ]);
  for (const revision of ["refuse", "adopt"] as const) {
    const may = bars.slice({ from: "2013-06-03", to: "2013-06-28" });
    const error = await assertRejects(() => store.import(may, { symbol: "AAPL", revision }), RangeError);
    assertStringIncludes(error.message, "it is not the file that the index has, so another program changed it");
  }
  assertEquals(filesOf(path), before);
  await assertRejects(
    () => store.read({ symbol: "AAPL", timeframe: "1d", from: "2013-08-10" }),
    RangeError,
    "it is missing, and the index has it",
  );
});

Deno.test("bars in the file of another month and in two files are overlaps", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, { ...OPTIONS, to: "2013-08-30" }), folder = `${path}/AAPL/1d`;
  await store.import(bars, { symbol: "AAPL" });
  await writeParquet(`${folder}/2013-07.parquet`, bars.slice({ from: "2013-06-27", to: "2013-07-31" }));
  const { series } = await store.check();
  assertEquals(series[0]!.overlaps, [
    "2013-07.parquet: its bar 0 is of 2013-06",
    "2013-07.parquet: 2 of its bars do not lie behind those of 2013-06.parquet",
  ]);
});

Deno.test("holes are told by the calendar, session by session and place by place", async () => {
  using place = await open();
  const { store } = place, days = await csv(AAPL, { ...OPTIONS, to: "2013-12-31" });
  await store.import(without(days, [40, 41, 100]), { symbol: "AAPL" });
  const minutes = await csv(MINUTES, { timeZone: "Europe/Berlin", stamp: "close" });
  await store.import(without(minutes, [10, 11, 500]), { symbol: "FDAX" });
  const daily = await store.check({ symbol: "AAPL", calendar: "XNYS" });
  assertEquals([daily.ok, daily.series[0]!.holes], [
    false,
    [
      "The session of 2013-07-10 has no bar",
      "The session of 2013-07-11 has no bar",
      "The session of 2013-10-03 has no bar",
    ].map((text) => text),
  ]);
  const { holes } = (await store.check({ timeframe: "5m", calendar: "XETR" })).series[0]!;
  assert(holes.includes("2 bars are missing after 2006-01-02T09:50:00"), holes.join("\n"));
  assertEquals(
    (await store.check({ symbol: "AAPL" })).series[0]!.holes,
    [],
    "without a calendar two missing days may be holidays",
  );
  await assertRejects(
    () => store.check({ symbol: "MSFT" }),
    RangeError,
    "Cannot find MSFT any timeframe in the catalogue",
  );
});

Deno.test("a newer download is compared between its first and its last bar", async () => {
  using place = await open();
  const { store, path } = place, bars = await csv(AAPL, OPTIONS);
  await store.import(bars.slice({ to: "2014-12-31" }), { symbol: "AAPL" });
  const newer = without(revised(bars.slice({ from: "2014-06-02", to: "2015-01-09" }), [3]), [7]);
  const { changes, ...counts } = await store.diff("AAPL", "1d", newer);
  assertEquals(counts, { added: 6, removed: 1, revised: 1, same: 147, facts: [] });
  assertEquals(changes.length, 8);
  await writeParquet(`${path}/newer.parquet`, newer);
  assertEquals((await store.diff("AAPL", "1d", `${path}/newer.parquet`)).changes, changes);
});

Deno.test("wrong options, paths and series are refused with the remedy", async () => {
  using place = await open();
  const { store, path } = place, bars = makeBars({ time: ["2024-01-02"], open: [1], high: [1], low: [1], close: [1] });
  const anyhow = store as unknown as Record<"import" | "read" | "check", (...args: unknown[]) => Promise<unknown>>;
  const wrong: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => catalogue(7 as never), "Cannot open the catalogue 7: pass the path of a folder"],
    [() => catalogue(AAPL), `Cannot open the catalogue ${AAPL}: it is a file; name a folder`],
    [() => anyhow.import(bars, { name: "x" }), 'Cannot use option "name" of import: the options are symbol, timeframe'],
    [() => anyhow.import(bars, { revision: "yes" }), 'Cannot use revision "yes": pass "refuse" or "adopt"'],
    [() => anyhow.import(bars, { read: { stamp: "open" } }), "leave out read, or pass a file"],
    [() => anyhow.import(7), "Cannot read 7"],
    [
      () => anyhow.read({ symbol: "AAPL", timeframe: "1d" }),
      `Cannot find AAPL 1d in the catalogue ${path}: it has nothing`,
    ],
    [() => anyhow.read({ timeframe: "1d" }), "Cannot use symbol undefined"],
    [() => anyhow.check({ month: 1 }), 'Cannot use option "month" of check'],
  ];
  for (const [call, message] of wrong) {
    const error = await assertRejects(call, Error);
    assertStringIncludes(error.message, message);
  }
  await store.import(bars, { symbol: "A" });
  await assertRejects(() => store.read({ symbol: "B", timeframe: "1d" }), RangeError, "it has A 1d; import it first");
  await assertRejects(
    () => store.read({ symbol: "A", timeframe: "1d", from: "2025-01-01" }),
    RangeError,
    "no bar is left; it runs from 2024-01-02 to 2024-01-02",
  );
});
