import { assertEquals, assertThrows } from "@std/assert";
import { type ColumnNames, type ColumnPlan, planColumns, takenColumnNames } from "./column_plan.ts";

/** The names a plan chose, in the order time, date, open, high, low, close, volume, adjusted close; "" for none. */
function chosen(plan: ColumnPlan): string {
  const { time, date, open, high, low, close, volume, adjustedClose } = plan;
  return [time, date, open, high, low, close, volume, adjustedClose].map((column) => plan.names[column] ?? "").join(
    "|",
  );
}

Deno.test("planColumns() knows the names of the usual sources, in any order", () => {
  const cases = [
    ["Date,Open,High,Low,Close,Adj Close,Volume", "Date||Open|High|Low|Close|Volume|Adj Close"],
    ["Date,Open,High,Low,Close*,Adj. Close**,Volume", "Date||Open|High|Low|Close*|Volume|Adj. Close**"],
    ["VOLUME,close,LOW,High,open,DATE", "DATE||open|High|LOW|close|VOLUME|"],
    ["Date,Time,Open,High,Low,Close,Volume,OpenInterest", "Time|Date|Open|High|Low|Close|Volume|"],
    [
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
      "<TIME>|<DATE>|<OPEN>|<HIGH>|<LOW>|<CLOSE>|<VOL>|",
    ],
    ["Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen", "Data||Otwarcie|Najwyzszy|Najnizszy|Zamkniecie|Wolumen|"],
    ["Date,Close/Last,Volume,Open,High,Low", "Date||Open|High|Low|Close/Last|Volume|"],
    ["Date,Price,Open,High,Low,Vol.,Change %", "Date||Open|High|Low|Price|Vol.|"],
    ["time,open,high,low,close,Volume", "time||open|high|low|close|Volume|"],
    ["unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT", "unix||open|high|low|close|Volume BTC|"],
    ["open_time,open,high,low,close,volume,close_time,quote_volume", "open_time||open|high|low|close|volume|"],
    ["Open Time,Open,High,Low,Close,Volume,Close Time", "Open Time||Open|High|Low|Close|Volume|"],
    ["timestamp,open,high,low,close,adjusted_close,volume", "timestamp||open|high|low|close|volume|adjusted_close"],
    ["Gmt time,Open,High,Low,Close,Volume", "Gmt time||Open|High|Low|Close|Volume|"],
    ["ticker,volume,open,close,high,low,window_start,transactions", "window_start||open|high|low|close|volume|"],
    ["t,o,h,l,c,v", "t||o|h|l|c|v|"],
    [",Open,High,Low,Close", "||Open|High|Low|Close||"],
    ["Datetime,Open,High,Low,Close,Price", "Datetime||Open|High|Low|Close||"],
  ] as const;
  for (const [header, expected] of cases) assertEquals(chosen(planColumns(header.split(","), {}, "x.csv")), expected);
});

Deno.test("planColumns() knows the usual names in German, French, Spanish, Italian, Portuguese and Polish", () => {
  const cases = [
    ["Datum;Eröffnung;Hoch;Tief;Schluss;Volumen", "Datum||Eröffnung|Hoch|Tief|Schluss|Volumen|"],
    ["Datum;Uhrzeit;Eröffnung;Hoch;Tief;Schluss;Volumen", "Uhrzeit|Datum|Eröffnung|Hoch|Tief|Schluss|Volumen|"],
    ["Datum;Eroeffnung;Hoch;Tief;Schlusskurs;Volumen", "Datum||Eroeffnung|Hoch|Tief|Schlusskurs|Volumen|"],
    ["Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen", "Datum||Erster|Hoch|Tief|Schlusskurs|Stuecke|"],
    ["Datum;Eröffnung;Schluss;Tageshoch;Tagestief;Umsatz", "Datum||Eröffnung|Tageshoch|Tagestief|Schluss||"],
    ["Datum;Zuletzt;Eröffn.;Hoch;Tief;Vol.;+/- %", "Datum||Eröffn.|Hoch|Tief|Zuletzt|Vol.|"],
    ["Date;Dernier;Ouv.; Plus Haut;Plus Bas;Vol.;Variation %", "Date||Ouv.| Plus Haut|Plus Bas|Dernier|Vol.|"],
    ["Date;Heure;Ouverture;Haut;Bas;Clôture;Volume", "Heure|Date|Ouverture|Haut|Bas|Clôture|Volume|"],
    ["date;ouv;haut;bas;clot;vol;devise", "date||ouv|haut|bas|clot|vol|"],
    ["Fecha;Último;Apertura;Máximo;Mínimo;Vol.;% var.", "Fecha||Apertura|Máximo|Mínimo|Último|Vol.|"],
    ["Fecha;Hora;Apertura;Máximo;Mínimo;Cierre;Volumen", "Hora|Fecha|Apertura|Máximo|Mínimo|Cierre|Volumen|"],
    ["Data;Ultimo;Apertura;Massimo;Minimo;Vol.;Var. %", "Data||Apertura|Massimo|Minimo|Ultimo|Vol.|"],
    ["Data;Ora;Apertura;Massimo;Minimo;Chiusura;Volume", "Ora|Data|Apertura|Massimo|Minimo|Chiusura|Volume|"],
    ["Data;Último;Abertura;Máxima;Mínima;Vol.;Var%", "Data||Abertura|Máxima|Mínima|Último|Vol.|"],
    ["Data;Abertura;Máximo;Mínimo;Fechamento;Volume", "Data||Abertura|Máximo|Mínimo|Fechamento|Volume|"],
    ["Data;Otwarcie;Najwyższy;Najniższy;Zamknięcie;Wolumen", "Data||Otwarcie|Najwyższy|Najniższy|Zamknięcie|Wolumen|"],
  ] as const;
  for (const [header, expected] of cases) assertEquals(chosen(planColumns(header.split(";"), {}, "x.csv")), expected);
  // A letter with its accent behind it is the same letter.
  assertEquals(
    chosen(planColumns("Datum;Ero\u0308ffnung;Hoch;Tief;Schluss".split(";"), {}, "x.csv")),
    "Datum||Ero\u0308ffnung|Hoch|Tief|Schluss||",
  );
});

Deno.test("planColumns() takes the last trade for the close where no column is the close, and says so", () => {
  const cases = [
    ["Time,Open,High,Low,Last,Change,%Chg,Volume", "Time||Open|High|Low|Last|Volume|", "Last"],
    ["Time,Open,High,Low,Latest,Change,%Change,Volume", "Time||Open|High|Low|Latest|Volume|", "Latest"],
    [
      "Date, Time, Open, High, Low, Last, Volume, NumberOfTrades, BidVolume, AskVolume",
      " Time|Date| Open| High| Low| Last| Volume|",
      " Last",
    ],
    ["Date,Open,High,Low,Settle,Volume", "Date||Open|High|Low|Settle|Volume|", "Settle"],
    ["Date,Open,High,Low,Last,Change,Settle,Volume", "Date||Open|High|Low|Last|Volume|", "Last"],
    ["Date,Open,High,Low,Last,Close", "Date||Open|High|Low|Close||", undefined],
  ] as const;
  for (const [header, expected, last] of cases) {
    const plan = planColumns(header.split(","), {}, "x.csv");
    assertEquals(chosen(plan), expected);
    const note = `Column ${JSON.stringify(last)} is read as the close, as no column is named so`;
    assertEquals(plan.notes, last === undefined ? [] : [note]);
  }
});

Deno.test("planColumns() takes a volume by what its name says it counts, asks where two do, and leaves one out by an empty name", () => {
  const names = (...volumes: readonly string[]) => ["Date", "Open", "High", "Low", "Close", ...volumes];
  const coins = planColumns(names("Volume USD", "Volume BTC"), {}, "x.csv");
  assertEquals([chosen(coins), coins.extra], ["Date||Open|High|Low|Close|Volume BTC|", [5]]);
  assertEquals(coins.notes, ['Column "Volume BTC" is read as the volume, as no column is named so alone']);
  const made = planColumns(names("Volume Weighted Average Price", "Volume SMA"), {}, "x.csv");
  assertEquals([chosen(made), made.extra], ["Date||Open|High|Low|Close||", [5, 6]]);

  const two = names("Volume EUR", "Volume USD");
  assertThrows(
    () => planColumns(two, {}, "x.csv"),
    RangeError,
    'Cannot tell which column of x.csv is the volume: "Volume EUR" is column 6 and "Volume USD" column 7; ' +
      'pass columns: { volume: "Volume EUR" } or columns: { volume: "Volume USD" }',
  );
  assertEquals(planColumns(two, { volume: "Volume EUR" }, "x.csv").volume, 5);
  assertEquals(planColumns(names("Volume"), { volume: "" }, "x.csv").volume, -1);
  assertEquals(planColumns(names("Adj Close"), { adjustedClose: "" }, "x.csv").adjustedClose, -1);
});

Deno.test("planColumns() knows the names of R, CoinAPI, Huobi, Deribit, a copy of Yahoo's page and Chinese sources", () => {
  const cases = [
    ["Index,Open,High,Low,Close", "Index||Open|High|Low|Close||"],
    [
      ",AAPL.Open,AAPL.High,AAPL.Low,AAPL.Close,AAPL.Volume,AAPL.Adjusted",
      "||AAPL.Open|AAPL.High|AAPL.Low|AAPL.Close|AAPL.Volume|AAPL.Adjusted",
    ],
    ["Index,BRK.B.Open,BRK.B.High,BRK.B.Low,BRK.B.Close", "Index||BRK.B.Open|BRK.B.High|BRK.B.Low|BRK.B.Close||"],
    [
      "Date,Open,High,Low,Close Close price adjusted for splits.," +
      "Adj Close Adjusted close price adjusted for splits and dividend and/or capital gain distributions.,Volume",
      "Date||Open|High|Low|Close Close price adjusted for splits.|Volume|" +
      "Adj Close Adjusted close price adjusted for splits and dividend and/or capital gain distributions.",
    ],
    [
      "time_period_start,time_period_end,time_open,time_close,price_open,price_high,price_low,price_close," +
      "volume_traded,trades_count",
      "time_period_start||price_open|price_high|price_low|price_close|volume_traded|",
    ],
    ["id,open,close,low,high,amount,vol,count", "id||open|high|low|close|amount|"],
    ["ticks,open,high,low,close,volume,cost", "ticks||open|high|low|close|volume|"],
    ["日期,开盘,收盘,最高,最低,成交量,成交额,振幅", "日期||开盘|最高|最低|收盘|成交量|"],
    ["时间,开盘,收盘,最高,最低,成交量", "时间||开盘|最高|最低|收盘|成交量|"],
    ["日期,时间,开盘,收盘,最高,最低", "时间|日期|开盘|最高|最低|收盘||"],
    // What only looks like it stays as it is.
    ["date,id,open,high,low,close,vol", "date||open|high|low|close|vol|"],
    ["index,date,open,high,low,close,ticks", "date||open|high|low|close||"],
  ] as const;
  for (const [header, expected] of cases) assertEquals(chosen(planColumns(header.split(","), {}, "x.csv")), expected);
  const two = "Index,AAPL.Open,AAPL.High,AAPL.Low,AAPL.Close,MSFT.Open,MSFT.High,MSFT.Low,MSFT.Close".split(",");
  assertThrows(() => planColumns(two, {}, "x.csv"), RangeError, "Cannot find the columns open, high, low, close");
  const msft = { open: "MSFT.Open", high: "MSFT.High", low: "MSFT.Low", close: "MSFT.Close" };
  assertEquals(chosen(planColumns(two, msft, "x.csv")), "Index||MSFT.Open|MSFT.High|MSFT.Low|MSFT.Close||");
});

Deno.test("planColumns() leaves out second times", () => {
  const plan = planColumns("Open time,Open,High,Low,Close,Volume,Close time,Trades".split(","), {}, "x.csv");
  assertEquals(plan.extra, [7]);
  assertEquals(plan.notes, ['Column "Close time" is a second time and is not used']);
});

Deno.test("planColumns() puts mapped names first and leaves the rest to be found", () => {
  const names = "Stamp,Open,High,Low,Close,Last".split(",");
  const plan = planColumns(names, { time: "Stamp", close: "last" }, "x.csv");
  assertEquals(chosen(plan), "Stamp||Open|High|Low|Last||");
  assertEquals(plan.extra, [4]);
  const split = planColumns("Day,Clock,O,H,L,C".split(","), { date: "Day", time: "Clock" }, "x.csv");
  assertEquals(chosen(split), "Clock|Day|O|H|L|C||");
});

Deno.test("planColumns() gives no column two roles", () => {
  assertThrows(
    () => planColumns("Date,Open,High,Low,Close".split(","), { open: "Close" }, "x.csv"),
    RangeError,
    "Cannot find the column close in x.csv",
  );
});

Deno.test("planColumns() says what was found and what to do where a column is missing", () => {
  assertThrows(
    () => planColumns(["Date", "Open", "High", "Low", "Final"], {}, "x.csv"),
    RangeError,
    'Cannot find the column close in x.csv: its columns are "Date", "Open", "High", "Low", "Final"; ' +
      'say which is meant with columns: { close: "..." }',
  );
  assertThrows(
    () => planColumns(["Date", "Open"], {}, "x.csv"),
    RangeError,
    'columns: { high: "...", low: "...", close: "..." }',
  );
  assertThrows(
    () => planColumns(["Date", "Open", "High", "Low", "Last"], { close: "Final" }, "x.csv"),
    RangeError,
    'Cannot find the column "Final", which was given for close, in x.csv: its columns are "Date"',
  );
  assertThrows(
    () => planColumns(["Date", "Open", "High", "Low", "Close", "close"], {}, "x.csv"),
    RangeError,
    'Cannot tell which column of x.csv is the close: "Close" is column 5 and "close" column 6',
  );
});

Deno.test("takenColumnNames() refuses roles that a bar does not have", () => {
  takenColumnNames(["time", "open"]);
  takenColumnNames({ close: "Last" });
  const wrong = { last: "Last" } as unknown as ColumnNames;
  assertThrows(() => takenColumnNames(wrong), TypeError, 'Cannot map column "last": the columns of a bar are time');
  const number = ["time", 2] as unknown as ColumnNames;
  assertThrows(() => takenColumnNames(number), TypeError, "Cannot use 2 as the name of column 1: pass a text");
});
