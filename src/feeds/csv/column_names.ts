/**
 * Finds the columns of a file by the names that common sources use.
 *
 * Names are compared without case, spaces and punctuation. The known names are those of Yahoo (also in its older
 * forms), Stooq, Nasdaq, Investing.com, TradingView, Binance, CryptoDataDownload, Alpha Vantage, MetaTrader, Dukascopy,
 * Polygon, Databento, and common data frame libraries.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { takenOptions } from "../../options.ts";

/**
 * The role of a column. `"date"` is the day beside a column `"time"` with the time of day. `"symbol"` names the
 * instrument of each row, in a file that holds several.
 */
export type ColumnRole = "time" | "date" | "open" | "high" | "low" | "close" | "volume" | "adjustedClose" | "symbol";

/**
 * Columns by role (`{ close: "Last" }`: the name in the file for each role that is not found automatically). For a file
 * without a header: the names of all columns by position, where an empty name leaves a column out. `{ symbol: "" }`
 * says that no column names instruments, so that all rows are one series.
 */
export type ColumnNames = Readonly<Partial<Record<ColumnRole, string>>> | readonly string[];

/** Indices of the columns of a bar; -1 for a column that the file lacks. */
export interface ColumnPlan {
  /** Names of all columns, as written in the file. */
  readonly names: readonly string[];
  /** The column of the whole time stamp, or of the time of day if the file has a column `date`. */
  readonly time: number;
  /** The column of the day, if the time of day has a separate column. */
  readonly date: number;
  /** The column of the first price. */
  readonly open: number;
  /** The column of the highest price. */
  readonly high: number;
  /** The column of the lowest price. */
  readonly low: number;
  /** The column of the last price. */
  readonly close: number;
  /** The column of the volume. */
  readonly volume: number;
  /** The close adjusted for splits and dividends. */
  readonly adjustedClose: number;
  /** The column that names the instrument of each row. */
  readonly symbol: number;
  /** Further columns, each a line of its own if it holds numbers. */
  readonly extra: readonly number[];
  /** Decisions, in sentences. */
  readonly notes: readonly string[];
}

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
    "tradedate",
    "tradingdate",
    "t",
    "ts",
  ],
  date: ["date", "day", "tradedate", "tradingdate"],
  open: ["open", "o", "openprice", "openingprice", "otwarcie"],
  high: ["high", "h", "highprice", "najwyzszy"],
  low: ["low", "l", "lowprice", "najnizszy"],
  close: ["close", "c", "closelast", "closeprice", "closingprice", "price", "zamkniecie"],
  volume: ["volume", "vol", "v", "tradevolume", "wolumen", "tickvolume", "tickvol"],
  adjustedClose: ["adjclose", "adjustedclose", "adjcloseprice"],
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

const REQUIRED = ["time", "open", "high", "low", "close"] as const;
const ROLES = Object.keys(NAMES) as readonly ColumnRole[];

/**
 * Finds the columns of a bar.
 *
 * @param names The names in the header, or those given by position.
 * @param mapping Names by role; they have priority over automatic names.
 * @param source The file, for messages.
 * @returns The indices of all columns.
 * @throws {RangeError} If a required column is missing or occurs twice, or a mapped column does not exist.
 */
export function planColumns(
  names: readonly string[],
  mapping: Readonly<Partial<Record<ColumnRole, string>>>,
  source: string,
): ColumnPlan {
  const normalized = names.map(normalizedName);
  const found: Record<ColumnRole, number> = {
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
  const taken = new Set<number>();
  for (const role of Object.keys(mapping) as ColumnRole[]) {
    if (role === "symbol" && mapping[role] === "") continue;
    found[role] = mappedColumn(role, mapping, names, normalized, source);
    taken.add(found[role]);
  }
  for (const role of ["open", "high", "low", "close", "adjustedClose", "volume"] as const) {
    if (found[role] === -1) found[role] = knownColumn(role, names, normalized, taken, source);
    taken.add(found[role]);
  }
  if (found.time === -1) {
    // A column `time` beside a column `date` has the time of day; either one alone has the whole stamp.
    if (found.date === -1 && normalized.includes("time")) {
      found.date = knownColumn("date", names, normalized, taken, source);
    }
    if (found.date !== -1) found.time = normalized.indexOf("time");
    else found.time = knownColumn("time", names, normalized, taken, source);
    // Data frames write their index, often the time, as the first column with an empty name.
    if (found.time === -1 && found.date === -1 && normalized[0] === "" && !taken.has(0)) found.time = 0;
    if (found.time === -1) found.time = found.date, found.date = -1;
  }
  taken.add(found.time).add(found.date);
  if (mapping.symbol === undefined) {
    const known = NAMES.symbol.find((name) => normalized.some((other, index) => other === name && !taken.has(index)));
    found.symbol = normalized.findIndex((name, index) => name === known && !taken.has(index));
  }
  const other = ROLES.find((role) => role !== "symbol" && found[role] === found.symbol && found.symbol !== -1);
  if (other !== undefined) {
    throw new RangeError(
      `Cannot use column ${
        shortText(names[found.symbol]!)
      } of ${source} for its symbols and as its ${other}: name two columns`,
    );
  }
  taken.add(found.symbol);

  const missing = REQUIRED.filter((role) => found[role] === -1);
  if (missing.length > 0) {
    const remedy = missing.map((role) => `${role}: "..."`).join(", ");
    throw new RangeError(
      `Cannot find the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} in ${source}: its columns are ${
        listOfTexts(names)
      }; say which is meant with columns: { ${remedy} }`,
    );
  }

  const notes: string[] = [];
  const extra: number[] = [];
  for (let column = 0; column < names.length; column++) {
    if (taken.has(column) || names[column] === "") continue;
    if (NAMES.time.includes(normalized[column]!) && normalized[column]!.length > 2) {
      notes.push(`Column ${shortText(names[column]!)} is a second time and is not used`);
    } else extra.push(column);
  }
  return { names, ...found, extra, notes };
}

/**
 * Returns the option `columns`, each name read once.
 *
 * @param columns Names by role or by position.
 * @returns The names in the same form.
 * @throws {TypeError} If the option has neither form.
 */
export function takenColumnNames(columns: ColumnNames): ColumnNames {
  // A hole of an array is undefined here, so that it is refused too.
  const taken: ColumnNames = Array.isArray(columns) ? Array.from(columns) : takenOptions(columns, ROLES, {
    noObject: (shown) =>
      `Cannot use columns ${shown}: pass names by role, { close: "Last" }, or by position, ["time", "open"]`,
    unknown: (name) => `Cannot map column "${name}": the columns of a bar are ${ROLES.join(", ")}`,
  });
  for (const [key, name] of Array.isArray(taken) ? taken.entries() : Object.entries(taken)) {
    if (typeof name !== "string") {
      throw new TypeError(`Cannot use ${inspected(name)} as the name of column ${key}: pass a text`);
    }
  }
  return taken;
}

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
 * Returns texts in quotes, for a message, and the number of those that are left out of a long list.
 *
 * @param texts The texts.
 * @param most The most that are shown.
 * @returns `"a", "b" and 3 more`.
 */
export function listOfTexts(texts: readonly string[], most: number = 20): string {
  const shown = texts.slice(0, most).map(shortText).join(", ");
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown;
}

/**
 * Returns a text in quotes, for a message; a long one is cut.
 *
 * @param text The text.
 * @returns The text in the form of JSON.
 */
export function shortText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/**
 * Returns a name without case, spaces, punctuation and the number that some sources put before it.
 *
 * @param name The name, as written in the file.
 * @returns The form in which names are compared.
 */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/^\d+\.\s+/, "").replace(/[^\p{L}\p{N}]/gu, "");
}

function mappedColumn(
  role: ColumnRole,
  mapping: Readonly<Partial<Record<ColumnRole, string>>>,
  names: readonly string[],
  normalized: readonly string[],
  source: string,
): number {
  const wanted = mapping[role]!;
  const exact = names.indexOf(wanted);
  const column = exact === -1 ? normalized.indexOf(normalizedName(wanted)) : exact;
  if (column !== -1) return column;
  throw new RangeError(
    `Cannot find the column ${shortText(wanted)}, which was given for ${role}, in ${source}: its columns are ${
      listOfTexts(names)
    }`,
  );
}

function knownColumn(
  role: ColumnRole,
  names: readonly string[],
  normalized: readonly string[],
  taken: ReadonlySet<number>,
  source: string,
): number {
  for (const known of NAMES[role]) {
    const column = normalized.findIndex((name, index) => name === known && !taken.has(index));
    if (column === -1) continue;
    const second = normalized.findIndex((name, index) => name === known && index > column && !taken.has(index));
    if (second === -1) return column;
    throw new RangeError(
      `Cannot tell which column of ${source} is the ${role}: ${shortText(names[column]!)} is column ${column + 1} and ${
        shortText(names[second]!)
      } column ${second + 1}; name the columns by position with columns: ["time", "open", ...]`,
    );
  }
  // Sources of coins name the coin that counts the volume: "Volume BTC", "Volume USDT". The first column counts the
  // coin itself.
  if (role === "volume") {
    return normalized.findIndex((name, index) =>
      /^volume\p{L}+$/u.test(name) && name !== "volumema" && !taken.has(index)
    );
  }
  return -1;
}
