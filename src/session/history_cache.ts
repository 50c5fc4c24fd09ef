/**
 * A catalogue as the cache of a session's history: bars that were asked for once are not asked for again.
 *
 * A venue may have no bar for some of its times, so the bars alone do not tell what was asked for. A file beside them,
 * `history.json`, has the ranges of each series.
 *
 * @module
 */

import { writeWhole } from "../checkpoint/atomic_file.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import { inspected, isNotFound, makeFolder, readWhole } from "../host.ts";
import { feedOfBars, type TimedBar } from "../journal/recorded_bars.ts";
import type { InstrumentTerms } from "../venue/venue.ts";

/** What a session needs of a catalogue; that of `@cracktrader/cracktrader/catalogue` has it. */
export interface HistoryCache {
  /** Its folder. */
  readonly path: string;
  /** Adds bars to a series. */
  import(source: Bars, options: { readonly symbol: string; readonly timeframe: string }): Promise<unknown>;
  /** Reads bars of a series. */
  read(
    options: { readonly symbol: string; readonly timeframe: string; readonly from: Date; readonly to: Date },
  ): Promise<Bars>;
}

/** Rejects what is no catalogue. */
export function checkHistoryCache(cache: unknown): asserts cache is HistoryCache {
  const { path, import: add, read } = (cache ?? {}) as Partial<Record<string, unknown>>;
  if (typeof path === "string" && typeof add === "function" && typeof read === "function") return;
  throw new TypeError(
    `Cannot use cache ${inspected(cache, 0)}: pass a catalogue, such as await catalogue("data") of ` +
      "@cracktrader/cracktrader/catalogue",
  );
}

/** A range of time in microseconds, from its begin to its end. */
export type TimeRange = readonly [fromUs: number, untilUs: number];

/** What is known of a series. */
interface Known {
  readonly terms: InstrumentTerms;
  /** Ranges that were asked for, ascending, apart from each other. */
  readonly ranges: readonly TimeRange[];
  /** False while the venue had no bar in any of them. */
  readonly hasBars?: boolean;
}

/** The cached history of a venue's instrument. */
export class CachedSeries {
  readonly #cache: HistoryCache;
  readonly #symbol: string;
  readonly #timeframe: string;
  readonly #stepUs: number;

  /** @param venue Name of the venue and the kind of its instruments, which a catalogue keeps apart. */
  constructor(cache: HistoryCache, venue: string, symbol: string, timeframe: string, stepUs: number) {
    this.#cache = cache;
    this.#symbol = `${venue} ${symbol}`;
    this.#timeframe = timeframe;
    this.#stepUs = stepUs;
  }

  /** Terms of the instrument as they were when it was last asked for; undefined before. */
  get terms(): InstrumentTerms | undefined {
    return this.#known()?.terms;
  }

  /** Returns the parts of a range that were not asked for. */
  missing(range: TimeRange): TimeRange[] {
    return missingOf(this.#known()?.ranges ?? [], range);
  }

  /** Adds what a venue answered about a range. */
  async add([fromUs, untilUs]: TimeRange, terms: InstrumentTerms, rows: readonly TimedBar[]): Promise<void> {
    const symbol = this.#symbol, timeframe = this.#timeframe;
    if (rows.length > 0) {
      const feed = feedOfBars({ name: symbol, timeframe, terms }, rows);
      await this.#cache.import(new Bars(feed), { symbol, timeframe });
    }
    const known = this.#known(), ranges = joined([...known?.ranges ?? [], [fromUs, untilUs]]);
    const hasBars = rows.length > 0 || (known !== undefined && known.hasBars !== false);
    makeFolder(this.#cache.path);
    const text = JSON.stringify({ ...this.#all(), [this.#key]: { terms, ranges, hasBars } });
    writeWhole(this.#path, new TextEncoder().encode(text));
  }

  /** Reads the bars of a range that was asked for; there may be none. */
  async read(range: TimeRange): Promise<TimedBar[]> {
    const known = this.#known();
    if (range[0] >= range[1] || known?.hasBars === false) return [];
    try {
      return await this.#rows(range);
    } catch (error) {
      if (!(error instanceof RangeError) || known === undefined) throw error;
      // A catalogue refuses a range without bars as it does one that is damaged: whether it is whole, all ranges tell.
      const all = await this.#rows([known.ranges[0]![0], known.ranges.at(-1)![1]]);
      if (all.some(({ beginUs, timeUs }) => beginUs >= range[0] && timeUs <= range[1])) throw error;
      return [];
    }
  }

  async #rows([fromUs, untilUs]: TimeRange): Promise<TimedBar[]> {
    const step = this.#stepUs;
    const bars = await this.#cache.read({
      ...{ symbol: this.#symbol, timeframe: this.#timeframe },
      // A bar is of the range by its begin and its end, whichever of them a catalogue counts by.
      ...{ from: new Date((fromUs - step) / 1000), to: new Date((untilUs + step) / 1000) },
    });
    const { columns, length } = feedOf(bars), { timeUs, open, high, low, close, volume } = columns;
    const rows = Array.from({ length }, (_, row): TimedBar => ({
      ...{ beginUs: timeUs[row]! - step, timeUs: timeUs[row]!, open: String(open[row]), high: String(high[row]) },
      ...{ low: String(low[row]), close: String(close[row]), volume: String(volume[row]) },
    }));
    return rows.filter(({ beginUs, timeUs }) => beginUs >= fromUs && timeUs <= untilUs);
  }

  get #path(): string {
    return `${this.#cache.path}/history.json`;
  }

  get #key(): string {
    return `${this.#symbol} ${this.#timeframe}`;
  }

  #known(): Known | undefined {
    return this.#all()[this.#key];
  }

  #all(): Readonly<Record<string, Known>> {
    let text: string;
    try {
      text = new TextDecoder().decode(readWhole(this.#path));
    } catch (error) {
      if (isNotFound(error)) return {};
      throw error;
    }
    try {
      const all = JSON.parse(text) as Record<string, Known>;
      if (Object.values(all).every(({ terms, ranges }) => typeof terms.tick === "string" && Array.isArray(ranges))) {
        return all;
      }
    } catch {
      // It is told below.
    }
    throw new RangeError(
      `Cannot use the cache ${this.#path}: no session wrote it so; remove it, and history is asked for anew`,
    );
  }
}

/** Returns the parts of a range that lie in none of others, which are ascending and apart. */
export function missingOf(known: readonly TimeRange[], [fromUs, untilUs]: TimeRange): TimeRange[] {
  const missing: TimeRange[] = [];
  let at = fromUs;
  for (const [begin, end] of known) {
    if (end <= at || begin >= untilUs) continue;
    if (begin > at) missing.push([at, begin]);
    at = Math.max(at, end);
  }
  if (at < untilUs) missing.push([at, untilUs]);
  return missing;
}

/** Returns ranges ascending, those that touch or overlap joined. */
export function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const all: [number, number][] = [];
  for (const [begin, end] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const last = all.at(-1);
    if (last !== undefined && begin <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > begin) all.push([begin, end]);
  }
  return all;
}
