/**
 * A catalogue: a folder of prices, by symbol, timeframe and month.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Bars, feedOf } from "../feeds/bars.ts";
import { loadedCalendar } from "../feeds/calendar/given_calendar.ts";
import { csv } from "../feeds/csv/csv.ts";
import type { CsvOptions } from "../feeds/csv/csv_options.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { checkChoice, checkFeedOptions, type FeedOptions, takenFeedOptions } from "../feeds/feed_options.ts";
import { readPart } from "../feeds/slice.ts";
import { DAY_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { type Moment, readMoment } from "../feeds/time/moment_text.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatTimeframe, parseTimeframe } from "../feeds/time/timeframe.ts";
import { checkedPath, inspected, kindOf, listFolder, readWhole } from "../host.ts";
import { takenOptions } from "../options.ts";
import { parquet } from "../parquet/parquet.ts";
import type { ParquetOptions } from "../parquet/parquet_options.ts";
import { withSessions } from "../parquet/sessions_anew.ts";
import { type CheckOptions, type CheckReport, checkSeries, type SeriesCheck } from "./check_series.ts";
import { importBars, type ImportReport, rowsBetween } from "./import_bars.ts";
import { joinedRows, monthOfDay } from "./months.ts";
import { diffFeeds, factFaults, type RowDiff } from "./row_diff.ts";
import { folderOfSymbol, symbolOfFolder } from "./safe_name.ts";
import { SeriesFolder } from "./series_folder.ts";
import { fileOfMonth, INDEX_FILE, type Revision, type SeriesIndex } from "./series_index.ts";

/** A series of a catalogue. */
export interface SeriesEntry {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe, as `5m`. */
  readonly timeframe: string;
  /** Number of bars. */
  readonly bars: number;
  /** End of the first bar in microseconds since the epoch. */
  readonly firstUs: number;
  /** End of the last bar. */
  readonly lastUs: number;
  /** IANA name of the zone of dates and sessions. */
  readonly timeZone: string;
  /** The months, as `2024-01`. */
  readonly months: readonly string[];
  /** The files that were kept when revisions took their places. */
  readonly revisions: readonly Revision[];
}

/** Options of an import. */
export interface ImportOptions {
  /** The symbol. Default: the name of the bars. */
  readonly symbol?: string;
  /** The timeframe, as `"5m"`, or microseconds. Default: that of the bars. */
  readonly timeframe?: string | number;
  /**
   * What is done with bars of a time that is stored with other values. `"refuse"` is an error that names the first of them,
   * and nothing is written. `"adopt"` makes the import the series between its first and its last bar, and keeps the older
   * file of each month under another name, listed in the index. Default: `"refuse"`.
   */
  readonly revision?: "refuse" | "adopt";
  /** Options of the reader, for a file: those of `ct.csv`, or of `parquet`. Default: none. */
  readonly read?: CsvOptions | ParquetOptions;
}

/** Options of the bars that are read from a catalogue. */
export interface ReadOptions
  extends Pick<FeedOptions, "name" | "trade" | "decimals" | "session" | "calendar" | "from" | "to"> {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe, as `"5m"`, or microseconds. */
  readonly timeframe: string | number;
}

const READ_OPTIONS: readonly string[] = ["name", "trade", "decimals", "session", "calendar", "from", "to"];
const IMPORT_OPTIONS: readonly string[] = ["symbol", "timeframe", "revision", "read"];
const PARQUET_MAGIC = "PAR1";

/**
 * Opens a catalogue: a folder of prices in Parquet files, one for each month of a symbol and timeframe, as in
 * `data/AAPL/1d/2024-01.parquet`, with an index beside them. The folder is made by the first import.
 *
 * It needs permission: `--allow-read` of the folder, and `--allow-write` of it to import.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { catalogue } from "@cracktrader/cracktrader/catalogue";
 *
 * const folder = await Deno.makeTempDir(), store = await catalogue(folder);
 * await store.import(await ct.sample("aapl"), { symbol: "AAPL" });
 * const bars = await store.read({ symbol: "AAPL", timeframe: "1d", from: "2017-01-01", to: "2017-12-31" });
 * assertEquals([bars.name, bars.length, store.list()[0]!.months.length], ["AAPL", 251, 25]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param path The folder, as a path or a `file:` URL.
 * @returns The catalogue.
 * @throws {TypeError} If the path is none.
 * @throws {RangeError} If something else than a folder lies there.
 */
export function catalogue(path: string | URL): Promise<Catalogue> {
  // What is wrong is told by the promise, as everywhere else.
  return Promise.resolve().then(() => {
    const checked = checkedPath(path, "open"), folder = checked instanceof URL ? fileURLToPath(checked) : checked;
    if (typeof folder !== "string" || folder === "") {
      throw new TypeError(
        `Cannot open the catalogue ${inspected(path, 0)}: pass the path of a folder as a text, or a URL`,
      );
    }
    const kind = kindOf(folder);
    if (kind === "file" || kind === "device or pipe") {
      throw new RangeError(`Cannot open the catalogue ${folder}: it is a ${kind}; name a folder`);
    }
    return new Catalogue(folder);
  });
}

/** Changes of series that are under way, by folder: one waits for the other. */
const underWay = new Map<string, Promise<unknown>>();

/** A folder of prices; {@linkcode catalogue} opens it. */
export class Catalogue {
  /** Its path. */
  readonly path: string;

  /** Called by {@linkcode catalogue}. */
  constructor(path: string) {
    this.path = path;
    Object.freeze(this);
  }

  /**
   * Lists the series, by symbol and timeframe.
   *
   * @throws {RangeError} If an index cannot be read.
   */
  list(): SeriesEntry[] {
    return this.#folders().flatMap(({ folder }) => {
      const index = folder.index();
      return index === undefined || index.months.length === 0 ? [] : [entryOf(index)];
    });
  }

  /**
   * Imports bars, or a file of them. Bars that are new are added, and those that are there already are left alone; where
   * values were revised, the option `revision` decides. Each file is replaced whole, and the same import twice changes
   * nothing.
   *
   * @param source The bars, or the path or address of a file: Parquet, or delimited text.
   * @param options Symbol, timeframe, and what is done with revised bars.
   * @returns What was done.
   * @throws {TypeError} If an option is unknown or of the wrong kind.
   * @throws {RangeError} If the file cannot be read, bars of another kind are stored, or values were revised and that is
   * refused. Nothing is written then.
   * @throws {FileError} If a file cannot be written.
   */
  async import(source: Bars | string | URL, options: ImportOptions = {}): Promise<ImportReport> {
    const { symbol, timeframe, revision, read } = takenOptions(options, IMPORT_OPTIONS, {
      noObject: (shown) => `Cannot import with ${shown} as options: pass an object, such as { symbol: "AAPL" }`,
      unknown: (name) => `Cannot use option "${name}" of import: the options are ${IMPORT_OPTIONS.join(", ")}`,
    });
    const terms = { revision: checkChoice("revision", revision, ["refuse", "adopt"]) ?? "refuse" };
    const wanted = timeframe === undefined ? undefined : parseTimeframe(timeframe).us;
    if (symbol !== undefined) folderOfSymbol(symbol);
    const bars = feedOf(await readBars(source, timeframe, read)), name = symbol ?? bars.name;
    const asText = formatTimeframe(bars.timeframeUs);
    if (wanted !== undefined && wanted !== bars.timeframeUs) {
      throw new RangeError(
        `Cannot import the bars "${bars.name}" as bars of ${
          formatTimeframe(wanted)
        }: they are of ${asText}; resample them first`,
      );
    }
    const folder = this.#series(name, asText);
    this.#checkCase(name);
    return await this.#alone(folder, () => importBars(folder, bars, { ...terms, symbol: name, timeframe: asText }));
  }

  /**
   * Reads bars of a series, its months joined. Sessions are not stored: pass `calendar` or `session` to have them.
   *
   * @param options Symbol, timeframe, and the part that is wanted.
   * @returns The bars, by the name of their symbol unless a name is given.
   * @throws {TypeError} If an option is unknown or of the wrong kind.
   * @throws {RangeError} If there is no such series, a file of it is damaged or missing, or no bar is left.
   */
  async read(options: ReadOptions): Promise<Bars> {
    const { symbol, timeframe, ...rest } = takenFeedOptions<ReadOptions>(options, [
      "symbol",
      "timeframe",
      ...READ_OPTIONS,
    ]);
    const { folder, index } = this.#known(symbol, timeframe);
    const calendar = await loadedCalendar(rest.calendar, index.timeZone);
    const { calendar: _, ...others } = rest, given = calendar === undefined ? others : { ...others, calendar };
    const checked = checkFeedOptions({ ...given, timeZone: index.timeZone }, symbol);
    const zone = new TimeZone(index.timeZone), wanted = wantedMonths(index, checked.part, zone);
    // Without a bar of the part, the message tells from when to when there are any.
    const ends = [...new Set([index.months[0]!, index.months.at(-1)!])];
    const all = await monthsOf(folder, wanted.length === 0 ? ends : wanted);
    const place = (row: number): string => `bar ${row} of ${folder.path}`;
    const bars = withSessions(
      {
        ...joinedRows(all),
        name: checked.name,
        trade: checked.trade,
        ...(checked.decimals === undefined ? {} : { decimals: checked.decimals }),
      },
      checked,
      place,
    );
    const { from, to } = checked.part;
    return new Bars(from === undefined && to === undefined ? bars : readPart(bars, checked.part));
  }

  /**
   * Looks for what is wrong: files that are missing, damaged, or not those of the index; bars in two files or in that of
   * another month; holes, by a calendar if one is given; and it lists the revisions.
   *
   * @param options A part of the catalogue, and the calendar.
   * @throws {TypeError} If an option is unknown or of the wrong kind.
   * @throws {RangeError} If there is no such series or no such calendar.
   */
  async check(options: CheckOptions = {}): Promise<CheckReport> {
    const { symbol, timeframe, calendar } = takenOptions(options, ["symbol", "timeframe", "calendar"], {
      noObject: (shown) => `Cannot check with ${shown} as options: pass an object, such as { calendar: "XNYS" }`,
      unknown: (name) => `Cannot use option "${name}" of check: the options are symbol, timeframe, calendar`,
    });
    const wanted = timeframe === undefined ? undefined : formatTimeframe(parseTimeframe(timeframe).us);
    const chosen = this.#folders().filter((one) =>
      (symbol === undefined || one.symbol === symbol) && (wanted === undefined || one.timeframe === wanted)
    );
    if (chosen.length === 0 && (symbol !== undefined || wanted !== undefined)) {
      throw this.#unknown(symbol ?? "any symbol", wanted ?? "any timeframe");
    }
    const series: SeriesCheck[] = [];
    for (const { folder, ...names } of chosen) series.push(await checkSeries(folder, names, calendar));
    const isGood = ({ faults, overlaps, holes }: SeriesCheck): boolean =>
      faults.length + overlaps.length + holes.length === 0;
    return { ok: series.every(isGood), series };
  }

  /**
   * Compares a series with a newer download, between the first and the last bar of that: which bars the newer one has
   * more or less, and which with other values. Nothing is changed.
   *
   * @param symbol The symbol.
   * @param timeframe The timeframe, as `"5m"`, or microseconds.
   * @param newer The bars, or the path or address of a file.
   * @param read Options of the reader, for a file.
   * @throws {RangeError} If there is no such series, or the file cannot be read.
   */
  async diff(
    symbol: string,
    timeframe: string | number,
    newer: Bars | string | URL,
    read?: CsvOptions | ParquetOptions,
  ): Promise<RowDiff> {
    const { folder, index } = this.#known(symbol, timeframe), bars = feedOf(await readBars(newer, timeframe, read));
    const { timeUs } = bars.columns, stored = await monthsOf(folder, index.months);
    return diffFeeds(rowsBetween(stored, timeUs[0]!, timeUs.at(-1)!), bars);
  }

  #series(symbol: string, timeframe: string): SeriesFolder {
    return new SeriesFolder(join(this.path, folderOfSymbol(symbol), timeframe));
  }

  #known(symbol: string, given: string | number): { folder: SeriesFolder; index: SeriesIndex } {
    const timeframe = formatTimeframe(parseTimeframe(given).us), folder = this.#series(symbol, timeframe);
    const index = folder.index();
    if (index === undefined || index.months.length === 0) throw this.#unknown(symbol, timeframe);
    return { folder, index };
  }

  #unknown(symbol: string, timeframe: string): RangeError {
    const there = this.list().map((entry) => `${entry.symbol} ${entry.timeframe}`), most = 20;
    const listed = `${there.slice(0, most).join(", ")}${there.length > most ? ` and ${there.length - most} more` : ""}`;
    return new RangeError(
      `Cannot find ${symbol} ${timeframe} in the catalogue ${this.path}: it has ${
        listed || "nothing"
      }; import it first`,
    );
  }

  /** Returns the folders of all series, by symbol and timeframe. */
  #folders(): { symbol: string; timeframe: string; folder: SeriesFolder }[] {
    if (kindOf(this.path) === "nothing") return [];
    return listFolder(this.path).flatMap(({ name, isFolder }) => {
      const symbol = isFolder ? symbolOfFolder(name) : undefined;
      if (symbol === undefined) return [];
      const path = join(this.path, name), timeframes = listFolder(path).filter((entry) => entry.isFolder);
      return timeframes.map(({ name: timeframe }) => ({
        ...{ symbol, timeframe },
        folder: new SeriesFolder(join(path, timeframe)),
      })).filter(({ folder }) => folder.files().some((file) => file === INDEX_FILE || file.endsWith(".parquet")));
    }).toSorted((a, b) => a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0);
  }

  /** Refuses a symbol that differs from another one by upper and lower case alone. */
  #checkCase(symbol: string): void {
    const folder = folderOfSymbol(symbol), names = kindOf(this.path) === "nothing" ? [] : listFolder(this.path);
    const other = names.find(({ name }) => name !== folder && name.toLowerCase() === folder.toLowerCase());
    if (other === undefined) return;
    throw new RangeError(
      `Cannot import the symbol ${inspected(symbol)}: the catalogue has ${
        inspected(symbolOfFolder(other.name) ?? other.name)
      }, ` +
        "and some file systems take both for one folder; use one spelling",
    );
  }

  /** Runs a change of a series once those that this process began before have ended. */
  async #alone<T>(folder: SeriesFolder, change: () => Promise<T>): Promise<T> {
    const place = resolve(folder.path), before = underWay.get(place) ?? Promise.resolve();
    const mine = before.then(change, change);
    underWay.set(place, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(place) === mine) underWay.delete(place);
    }
  }
}

function entryOf({ symbol, timeframe, timeZone, months, revisions }: SeriesIndex): SeriesEntry {
  return {
    ...{ symbol, timeframe },
    bars: months.reduce((sum, { bars }) => sum + bars, 0),
    ...{ firstUs: months[0]!.firstUs, lastUs: months.at(-1)!.lastUs, timeZone },
    months: months.map(({ month }) => month),
    revisions,
  };
}

/** Returns bars, or reads them from a file by its first bytes. */
async function readBars(
  source: Bars | string | URL,
  timeframe: string | number | undefined,
  given: CsvOptions | ParquetOptions | undefined,
): Promise<Bars> {
  if (source instanceof Bars) {
    if (given === undefined) return source;
    throw new TypeError("Cannot read bars that are read already with other options: leave out read, or pass a file");
  }
  const read = { ...(timeframe === undefined ? {} : { timeframe }), ...given };
  return await (isParquet(source) ? parquet(source, read as ParquetOptions) : csv(source, read as CsvOptions));
}

/** Returns whether a file is a Parquet file by its name, or by its first bytes. */
function isParquet(source: string | URL): boolean {
  if (!(typeof source === "string" || source instanceof URL)) return false;
  const text = String(source);
  if (/\.(?:parquet|pq)$/i.test(text) || /^https?:/i.test(text)) return /\.(?:parquet|pq)(?:[?#].*)?$/i.test(text);
  try {
    return new TextDecoder().decode(readWhole(source).subarray(0, PARQUET_MAGIC.length)) === PARQUET_MAGIC;
  } catch {
    // The reader tells what is wrong with it.
    return false;
  }
}

async function monthsOf(folder: SeriesFolder, months: SeriesIndex["months"]): Promise<FeedData[]> {
  const read: FeedData[] = [];
  for (const { month } of months) {
    const found = await folder.month(month);
    if (found === undefined) {
      throw new RangeError(
        `Cannot read ${
          folder.pathOf(fileOfMonth(month))
        }: it is missing, and the index has it; get it back, or import ` +
          "the month anew",
      );
    }
    const [fault] = read.length === 0 ? [] : factFaults(read[0]!, found.feed);
    if (fault !== undefined) {
      throw new RangeError(
        `Cannot read ${
          folder.pathOf(fileOfMonth(month))
        }: its ${fault.fact} ${fault.newer}, and in the months before it ` +
          `${fault.older}; another program changed it, so get it back, or import it into another catalogue`,
      );
    }
    read.push(found.feed);
  }
  return read;
}

/** Returns the months that may have bars of a part: a calendar moves a bar by some days at most to another session. */
function wantedMonths(
  { months }: SeriesIndex,
  { from, to }: { readonly from?: Moment; readonly to?: Moment },
  zone: TimeZone,
): SeriesIndex["months"] {
  const monthOf = (name: string, moment: Moment | undefined, days: number, otherwise: string): string => {
    if (moment === undefined) return otherwise;
    const read = readMoment(name, moment, zone);
    const day = read.kind === "date" ? read.dayNumber : Math.floor(zone.wallTimeUs(read.timeUs) / DAY_US);
    return monthOfDay(day + days + SESSION_DAY_OFFSET);
  };
  const first = monthOf("from", from, -5, "0000-00"), last = monthOf("to", to, 5, "9999-99");
  return months.filter(({ month }) => month >= first && month <= last);
}
