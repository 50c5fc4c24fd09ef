/**
 * Names of the columns of a bar that common sources use, and the search for them.
 *
 * Names are compared without case, spaces, punctuation and accents. The known names are those of Yahoo (also in its
 * older forms), Stooq, Nasdaq, Investing.com, TradingView, Binance, CryptoDataDownload, Alpha Vantage, MetaTrader,
 * Dukascopy, Polygon, Databento, Barchart, Sierra Chart, CoinAPI, Huobi, Deribit, R and common data frame libraries, and the usual ones in German,
 * French, Spanish, Italian, Portuguese, Polish and Chinese.
 *
 * @module
 */

import { countedVolume, countedVolumeNote } from "./volume_names.ts";

/**
 * The role of a column. `"date"` is the day beside a column `"time"` with the time of day. `"symbol"` names the
 * instrument of each row, in a file that holds several.
 */
export type ColumnRole = "time" | "date" | "open" | "high" | "low" | "close" | "volume" | "adjustedClose" | "symbol";

/** Known names, best first, in the form of {@linkcode normalizedName}. */
const NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: [
    "datetime",
    "timestamp",
    "opentime",
    "openingtime",
    "starttime",
    "windowstart",
    "tsevent",
    "timeperiodstart",
    "unix",
    "unixtime",
    "unixtimestamp",
    "epoch",
    "time",
    "timeutc",
    "datetimeutc",
    "dateutc",
    "gmttime",
    "localtime",
    "closetime",
    "closingtime",
    "endtime",
    "timeperiodend",
    "date",
    "day",
    "data",
    "datum",
    "fecha",
    "zeitstempel",
    "zeitpunkt",
    "zeit",
    "horodatage",
    "fechahora",
    "时间",
    "日期",
    "datahora",
    "dataora",
    "tradedate",
    "tradingdate",
    "t",
    "ts",
  ],
  date: ["date", "day", "datum", "fecha", "data", "tradedate", "tradingdate", "日期"],
  open: [
    "open",
    "o",
    "openprice",
    "openingprice",
    "priceopen",
    "开盘",
    ...["eroffnung", "eroeffnung", "eroffn", "eroffnungskurs", "erster"],
    ...["ouverture", "ouv", "apertura", "abertura", "otwarcie"],
  ],
  high: [
    "high",
    "h",
    "highprice",
    "pricehigh",
    "最高",
    ...["hoch", "hochst", "hochstkurs", "tageshoch"],
    ...["plushaut", "haut", "maximo", "maxima", "massimo", "najwyzszy"],
  ],
  low: [
    "low",
    "l",
    "lowprice",
    "pricelow",
    "最低",
    ...["tief", "tiefst", "tiefstkurs", "tagestief"],
    ...["plusbas", "bas", "minimo", "minima", "najnizszy"],
  ],
  close: [
    "close",
    "c",
    "closelast",
    "closeprice",
    "closingprice",
    "priceclose",
    "收盘",
    // A copy of the page of Yahoo has the explanation of the name behind it.
    "closeclosepriceadjustedforsplits",
    "price",
    ...["schluss", "schlusskurs", "cloture", "clot", "cierre", "chiusura", "fechamento", "zamkniecie"],
    // The last trade is the close where no other column is.
    ...["last", "lastprice", "latest", "zuletzt", "dernier", "ultimo"],
    // The price of settlement is that of a future whose last trade is not told.
    ...["settle", "settlement", "settlementprice", "settleprice"],
  ],
  // Where pieces are counted beside a volume, as in German files, the volume is an amount of money.
  volume: [
    ...["stuecke", "stucke", "volume", "vol", "v", "tradevolume", "volumetraded", "volumen", "wolumen"],
    ...["tickvolume", "tickvol", "noofshares", "numberofshares", "成交量"],
  ],
  adjustedClose: [
    ...["adjclose", "adjustedclose", "adjcloseprice", "adjusted"],
    "adjcloseadjustedclosepriceadjustedforsplitsanddividendandorcapitalgaindistributions",
  ],
  symbol: [
    "symbol",
    "ticker",
    "sym",
    "tic",
    "tickersymbol",
    "stocksymbol",
    "tradingsymbol",
    "actsymbol",
    "tckrsymb",
    "bloombergticker",
    "epic",
    "instrument",
    "instrumentname",
    "instrumentid",
    "instrumentkey",
    "instrumenttoken",
    "productid",
    "marketid",
    "isin",
    "secid",
    "seccode",
    "ric",
    "figi",
    "cusip",
    "sedol",
    "wkn",
    "permno",
    "gvkey",
    "stockcode",
    "股票代码",
    "code",
    "name",
    "stockname",
    "security",
    "securityname",
    "securityid",
    "company",
    "companyname",
    "indexname",
    "contract",
    "pair",
    "currencypair",
    "coin",
    "coinname",
    "crypto",
    "cryptocurrency",
    "currency",
    "currencyname",
    "slug",
    "token",
    "product",
    "asset",
    "stock",
    "market",
  ],
};

/** Columns of one source that have other names than anybody gives them. They are known by names that stand beside them. */
const SOURCES: readonly { readonly beside: readonly string[]; readonly roles: Readonly<Record<string, string>> }[] = [
  // Huobi counts the coin in "amount" and its price in "vol"; "id" is the begin of the bar.
  { beside: ["id", "amount", "vol", "count"], roles: { time: "id", volume: "amount" } },
  // Deribit.
  { beside: ["ticks", "cost", "status"], roles: { time: "ticks" } },
  { beside: ["ticks", "cost", "volume"], roles: { time: "ticks" } },
];

/** Names of a time of day beside a date. */
const CLOCK_NAMES = ["time", "时间", "uhrzeit", "zeit", "heure", "hora", "ora"];

/** Indices of columns by role; -1 for a role that no column has. */
export type RoleColumns = Readonly<Record<ColumnRole, number>>;

/** Two columns with the same known name. */
export interface TwoColumns {
  /** The role that both could have. */
  readonly role: ColumnRole;
  /** Indices of the columns. */
  readonly columns: readonly [number, number];
}

/**
 * Finds the columns of a bar by their names.
 *
 * A column `time` beside a column `date` has the time of day; either one alone has the whole stamp.
 *
 * @param written The names, as written.
 * @param mapped Columns by role that are known already; -1 for a role that no column shall have.
 * @returns The columns by role, or the first two between which the names do not decide.
 */
export function columnsOfRoles(
  written: readonly string[],
  mapped: Readonly<Partial<Record<ColumnRole, number>>>,
): RoleColumns | TwoColumns {
  const names = withoutInstrument(written);
  const normalized = names.map(normalizedName);
  const taken = new Set<number>(Object.values(mapped));
  const found: Record<ColumnRole, number> = { ...NO_COLUMNS, ...mapped };
  let twice: TwoColumns | undefined;
  const find = (role: ColumnRole) => {
    const known = knownColumn(role, normalized, taken);
    const column = known === -1 && role === "volume" ? countedVolume(names, taken) : known;
    if (typeof column === "number") return column;
    twice ??= { role, columns: column };
    return column[0];
  };
  const source = SOURCES.find(({ beside }) => beside.every((name) => normalized.includes(name)));
  const ofSource = (role: ColumnRole) => {
    const column = normalized.indexOf(source?.roles[role] ?? "");
    return source?.roles[role] === undefined || taken.has(column) ? -1 : column;
  };
  for (const role of ["open", "high", "low", "close", "adjustedClose", "volume"] as const) {
    if (mapped[role] === undefined) found[role] = ofSource(role) === -1 ? find(role) : ofSource(role);
    taken.add(found[role]);
  }
  if (mapped.time === undefined) {
    const clock = normalized.findIndex((name, index) => CLOCK_NAMES.includes(name) && !taken.has(index));
    if (mapped.date === undefined && clock !== -1) found.date = find("date");
    found.time = found.date !== -1 && found.date !== clock ? clock : find("time");
    // Data frames write their index, often the time, as the first column with an empty name.
    // R names it "Index".
    const isIndex = ["", "index"].includes(normalized[0]!) && !taken.has(0);
    if (found.time === -1 && found.date === -1) found.time = ofSource("time") === -1 && isIndex ? 0 : ofSource("time");
    if (found.time === -1 || found.time === found.date) found.time = found.date, found.date = -1;
  }
  taken.add(found.time).add(found.date);
  if (mapped.symbol === undefined) {
    const known = NAMES.symbol.find((name) => normalized.some((other, index) => other === name && !taken.has(index)));
    found.symbol = normalized.findIndex((name, index) => name === known && !taken.has(index));
  }
  return twice ?? found;
}

const NO_COLUMNS: RoleColumns = {
  time: -1,
  date: -1,
  open: -1,
  high: -1,
  low: -1,
  close: -1,
  volume: -1,
  adjustedClose: -1,
  symbol: -1,
};

/**
 * Returns whether a name is one of those that are known for a role.
 *
 * @param role The role.
 * @param name The name, as written in the file.
 * @returns Whether it is.
 */
export function isKnownName(role: ColumnRole, name: string): boolean {
  return NAMES[role].includes(normalizedName(name));
}

/**
 * Returns a name without case, spaces, punctuation, accents and the number that some sources put before it.
 *
 * @param name The name, as written in the file.
 * @returns The form in which names are compared.
 */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/^\d+\.\s+/, "").normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Returns names without that of the one instrument before each of them, as R writes them: `AAPL.Open`, `AAPL.High`.
 *
 * @param names The names.
 * @returns The names; the same where the prices have no such name before them, or those of several instruments.
 */
export function withoutInstrument(names: readonly string[]): readonly string[] {
  const prefixes = names.flatMap((name) => /^(.+[._])open$/i.exec(name)?.[1] ?? []), [prefix] = prefixes;
  if (prefix === undefined || prefixes.length > 1) return names;
  const rest = names.map((name) => name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const isWhole = ["high", "low", "close"].every((price) =>
    rest.some((name, column) => name !== names[column] && name.toLowerCase() === price)
  );
  return isWhole ? rest : names;
}

/**
 * Returns a note if the close was found by the name of the last trade, which a table of quotes may mean otherwise, or of the
 * settlement.
 *
 * @param name The name of the column.
 * @returns The note, or `undefined`.
 */
export function lastTradeNote(name: string): string | undefined {
  const known = ["last", "lastprice", "latest", "settle", "settlement", "settlementprice", "settleprice"];
  if (!known.includes(normalizedName(name))) return undefined;
  return `Column ${JSON.stringify(name)} is read as the close, as no column is named so`;
}

/**
 * Returns a note if the volume was found by a name that says what it counts.
 *
 * @param names The names.
 * @param volume The column of the volume; -1 for none.
 * @returns The note, or `undefined`.
 */
export function volumeNote(names: readonly string[], volume: number): string | undefined {
  if (volume === -1 || isKnownName("volume", names[volume]!)) return undefined;
  return countedVolumeNote(names[volume]!);
}

/** Returns the column with the best known name of a role; -1 for none, both if two columns have that name. */
function knownColumn(
  role: ColumnRole,
  normalized: readonly string[],
  taken: ReadonlySet<number>,
): number | readonly [number, number] {
  for (const known of NAMES[role]) {
    const column = normalized.findIndex((name, index) => name === known && !taken.has(index));
    if (column === -1) continue;
    const second = normalized.findIndex((name, index) => name === known && index > column && !taken.has(index));
    return second === -1 ? column : [column, second];
  }
  return -1;
}
