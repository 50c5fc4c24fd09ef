import { assertEquals } from "@std/assert";
import { parseCsv } from "./csv.ts";
import { sourceStampOf } from "./source_stamp.ts";

Deno.test("sourceStampOf() takes the end of the bar from the name of the time column", () => {
  const end = (time: string) => sourceStampOf([time, "open", "high", "low", "close"], time);
  assertEquals(end("Open time"), {
    end: "open",
    note: "The name of the time column says that times are the open of the bar",
    midnightsAreDates: false,
  });
  for (const name of ["open_time", "window_start", "ts_event"]) assertEquals(end(name)?.end, "open");
  for (const name of ["close_time", "Close time", "time_period_end"]) assertEquals(end(name)?.end, "close");
  for (const name of ["time", "date", "timestamp", "Datetime", ""]) assertEquals(end(name), undefined);
});

/** Files of sources, each with the name of its source, or `undefined` where the columns may be anybody's. */
const FILES: readonly (readonly [source: string | undefined, text: string])[] = [
  [
    "MetaTrader",
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n" +
    "2024.01.02\t10:00:00\t1.1\t1.2\t1.0\t1.1\t40\t0\t14\n2024.01.02\t10:01:00\t1.1\t1.2\t1.0\t1.1\t41\t0\t14\n",
  ],
  [
    "yfinance",
    "Datetime,Open,High,Low,Close,Volume,Dividends,Stock Splits\n" +
    "2024-01-02 09:30:00-05:00,10,11,9,10,5,0.0,0.0\n2024-01-02 09:35:00-05:00,10,11,9,10,5,0.0,0.0\n",
  ],
  [
    "yfinance",
    "Price,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDatetime,,,,,\n" +
    "2024-01-02 14:30:00+00:00,10,11,9,10,5\n2024-01-02 14:35:00+00:00,10,11,9,10,5\n",
  ],
  [
    "yfinance",
    "Datetime,Open,High,Low,Close,Adj Close,Volume\n" +
    "2024-01-02 09:30:00-05:00,10,11,9,10,10,5\n2024-01-02 09:35:00-05:00,10,11,9,10,10,5\n",
  ],
  [
    "CryptoDataDownload",
    "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume BTC,Volume USDT,tradecount\n" +
    "1704189900000,2024-01-02 10:05:00,BTCUSDT,10,11,9,10,5,50,7\n1704189600000,2024-01-02 10:00:00,BTCUSDT,10,11,9,10,5,50,7\n",
  ],
  [
    "Dukascopy",
    "Gmt time,Open,High,Low,Close,Volume\n" +
    "02.01.2024 10:00:00.000,1.1,1.2,1.0,1.1,49.9\n02.01.2024 10:01:00.000,1.1,1.2,1.0,1.1,9.9\n",
  ],
  [
    undefined,
    "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n" +
    "AAPL.US,5,20240102,153000,10,11,9,10,5,0\nAAPL.US,5,20240102,153500,10,11,9,10,5,0\n",
  ],
  [
    undefined,
    "Datetime,Open,High,Low,Close,Volume\n2024-01-02 10:00:00-05:00,10,11,9,10,5\n2024-01-02 10:05:00-05:00,10,11,9,10,5\n",
  ],
  [
    undefined,
    "time,open,high,low,close,Volume\n2024-01-02T10:00:00Z,10,11,9,10,5\n2024-01-02T10:05:00Z,10,11,9,10,5\n",
  ],
  [
    undefined,
    "date,symbol,open,high,low,close,volume\n2024-01-02 10:00:00,A,10,11,9,10,5\n2024-01-02 10:05:00,A,10,11,9,10,5\n",
  ],
];

Deno.test("a file of a source that stamps its bars with their open is read so, and a note names the source", () => {
  for (const [source, text] of FILES) {
    const { stamp, columns, timeframeUs, notes } = parseCsv(new TextEncoder().encode(text), "x.csv");
    const known = notes.filter((note) => note.startsWith("The columns are those of "));
    const about = text.slice(0, 60);
    if (source === undefined) {
      assertEquals([stamp, known], ["unknown", []], about);
      assertEquals(
        notes.some((note) => note.startsWith("Nothing tells whether a row's time is the open")),
        true,
        about,
      );
      continue;
    }
    assertEquals(known, [
      `The columns are those of ${source}, whose times are the open of the bar; stamp: "close" reads them as its close`,
    ]);
    assertEquals(stamp, "open", about);
    // The first bar begins at its time, as a bar that is stamped with its close ends at it.
    const closes = parseCsv(new TextEncoder().encode(text), "x.csv", { stamp: "close" });
    assertEquals(columns.timeUs[0], closes.columns.timeUs[0]! + timeframeUs, about);
  }
});

Deno.test("daily bars of Binance are those of their dates", () => {
  const header = "open_time,open,high,low,close,volume,close_time,quote_volume,count\n";
  const rows = "1704067200000,10,11,9,10,5,1704153599999,50,7\n1704153600000,10,11,9,10,5,1704239999999,50,7\n";
  const dates = "Date,Open,High,Low,Close,Volume\n2024-01-01,10,11,9,10,5\n2024-01-02,10,11,9,10,5\n";
  const read = (text: string) => parseCsv(new TextEncoder().encode(text), "x.csv");
  const { timeUs, sessionDay } = read(header + rows).columns, expected = read(dates).columns;
  assertEquals([sessionDay, timeUs], [expected.sessionDay, expected.timeUs.map((us) => us + 1)]);
});

Deno.test("weeks and months of MetaTrader, which have dates alone, are named by their first days", () => {
  const header = "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n";
  const rows = (...dates: string[]) => dates.map((date) => `${date}\t1.1\t1.2\t1.0\t1.1\t40\t0\t14\n`).join("");
  const ends = (text: string) => {
    const { columns, stamp } = parseCsv(new TextEncoder().encode(text), "x.csv");
    return [stamp, new Date(columns.timeUs[0]! / 1000 - 1).toISOString().slice(0, 10)];
  };
  assertEquals(ends(header + rows("2024.01.07", "2024.01.14", "2024.01.21")), ["open", "2024-01-13"]);
  assertEquals(ends(header + rows("2024.01.02", "2024.01.03", "2024.01.04")), ["date", "2024-01-02"]);
});
