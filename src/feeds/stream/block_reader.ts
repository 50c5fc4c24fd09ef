/**
 * Reads a source of bars block by block, each with the facts that the first one settled.
 *
 * A block has a fixed number of bars, however the source cuts them, and the last one what is left. So nothing that is
 * inferred from the first block depends on how the bars come.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { isOptions } from "../../options.ts";
import { Bars, feedOf } from "../bars.ts";
import type { FeedData } from "../feed_data.ts";
import { rowsOf } from "../slice.ts";
import type { CheckedFeedOptions } from "../feed_options.ts";
import { type BarsInput, readColumns } from "../read_columns.ts";
import { DAY_US, formatWallTime } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { formatTimeframe, parseTimeframe } from "../time/timeframe.ts";
import { type BarItem, type BarStream, checkedOptions } from "./bar_stream.ts";
import { type ItemReader, type NextItem, readerOf } from "./item_reader.ts";
import { isBlock, RowBuffer } from "./row_buffer.ts";

/** Blocks of one feed, in order. */
export interface FeedBlocks {
  /** Returns the next block, or undefined after the last. It gives no promise where nothing has to be waited for. */
  next(): FeedData | undefined | Promise<FeedData | undefined>;
  /** Ends the source. */
  close(reason: unknown): Promise<void>;
}

/** Bars in memory, cut into blocks. */
export class BlocksOfBars implements FeedBlocks {
  readonly #feed: FeedData;
  readonly #size: number;
  #at = 0;

  /** Cuts bars into blocks of a size. */
  constructor(feed: FeedData, size: number) {
    this.#feed = feed;
    this.#size = size;
  }

  next(): FeedData | undefined {
    const from = this.#at, until = Math.min(from + this.#size, this.#feed.length);
    // Bars without a row are a feed too, which gives its facts once.
    if (from >= until && !(from === 0 && this.#feed.length === 0)) return undefined;
    this.#at = Math.max(until, 1);
    return rowsOf(this.#feed, from, until);
  }

  async close(_reason: unknown): Promise<void> {}
}

/** A source of rows or of bars, cut into blocks. */
export class BlocksOfSource implements FeedBlocks {
  readonly #items: ItemReader;
  readonly #name: string;
  readonly #size: number;
  readonly #given: CheckedFeedOptions;
  readonly #rows: RowBuffer;
  /** Facts of the first block. */
  #facts: FeedData | undefined;
  #settled: CheckedFeedOptions | undefined;
  /** End of the last bar. */
  #lastUs = -Infinity;
  /** The part that is being read, and its first row that no block has. */
  #item: BarItem | undefined;
  #at = 0;
  #ended = false;

  /** Reads a stream in blocks of a size, under the name of its feed in the run. */
  constructor(stream: BarStream, name: string, size: number) {
    this.#items = readerOf(stream.source);
    this.#name = name;
    this.#size = size;
    this.#given = { ...checkedOptions(stream.options, name), epoch: {} };
    this.#rows = new RowBuffer(name);
  }

  next(): FeedData | undefined | Promise<FeedData | undefined> {
    while (true) {
      const made = this.#fill();
      if (made !== undefined) return made;
      if (this.#ended) return this.#rest();
      const item = this.#items.next();
      if (item instanceof Promise) return this.#waited(item);
      this.#take(item);
    }
  }

  async #waited(item: Promise<NextItem>): Promise<FeedData | undefined> {
    this.#take(await item);
    while (true) {
      const made = this.#fill();
      if (made !== undefined) return made;
      if (this.#ended) return this.#rest();
      const next = this.#items.next();
      this.#take(next instanceof Promise ? await next : next);
    }
  }

  async close(reason: unknown): Promise<void> {
    await this.#items.close(reason);
  }

  #take(next: NextItem): void {
    if (next.done === true) {
      this.#ended = true;
      return;
    }
    const item = next.value;
    if (!(item instanceof Bars) && !isOptions(item)) {
      throw new TypeError(
        `Cannot read row ${this.#row} of feed "${this.#name}": it is ${inspected(item, 0)}; yield a bar such as ` +
          "{ time, open, high, low, close }, or columns of several",
      );
    }
    this.#item = item;
    this.#at = 0;
  }

  /** Index of the next row in the source. */
  get #row(): number {
    return this.#rows.taken + this.#rows.length;
  }

  /** Moves rows of the part at hand into the block, and returns it if it is full. */
  #fill(): FeedData | undefined {
    const item = this.#item, rows = this.#rows, room = this.#size - rows.length;
    if (item === undefined) return undefined;
    if (item instanceof Bars) return this.#ofBars(item);
    if (!isBlock(item)) {
      rows.addBar(item as Readonly<Record<string, unknown>>);
      this.#item = undefined;
    } else {
      const length = rows.rowsOf(item), until = Math.min(length, this.#at + room);
      rows.addRows(item, this.#at, until);
      this.#at = until;
      if (until === length) this.#item = undefined;
    }
    return rows.length >= this.#size ? this.#read() : undefined;
  }

  /** Returns the rows that are left at the end of the source. */
  #rest(): FeedData | undefined {
    if (this.#rows.length > 0) return this.#read();
    if (this.#facts !== undefined) return undefined;
    throw new RangeError(
      `Cannot run over feed "${this.#name}": its source has no bar; check what it reads, or leave the feed out`,
    );
  }

  #read(): FeedData {
    const before = this.#rows.hasBefore ? 1 : 0, first = this.#rows.taken - before, count = this.#rows.length;
    const columns = this.#rows.take() as unknown as BarsInput;
    const feed = readColumns(columns, this.#settled ?? this.#given, first);
    if (this.#facts === undefined) return this.#settle(feed);
    // The row before the block stands first again, unless the times went back over it.
    const { timeUs } = feed.columns, facts = this.#facts;
    if (feed.length !== count + before || timeUs[0] !== this.#lastUs) throw this.#notAscending(feed);
    this.#check(feed);
    const block = rowsOf(feed, before, feed.length);
    this.#lastUs = timeUs[feed.length - 1]!;
    return { ...facts, length: block.length, columns: block.columns, extra: block.extra, ...sessionsOf(feed) };
  }

  /** Keeps the facts of the first block for all later ones. */
  #settle(feed: FeedData): FeedData {
    if (feed.notes.some((note) => note.startsWith("The rows were in descending order"))) throw this.#notAscending(feed);
    const given = this.#given, { stamp, timeframeUs, timeZone } = feed;
    // Of bars of a day and more the form of each time tells, which does not change from block to block.
    const told = timeframeUs >= DAY_US ? undefined : stamp === "open" ? "open" : "close";
    this.#settled = {
      ...given,
      timeframe: given.timeframe ?? parseTimeframe(formatTimeframe(timeframeUs)),
      stamp: given.stamp ?? told,
      timeZone: given.timeZone ?? new TimeZone(timeZone),
    };
    this.#lastUs = feed.columns.timeUs[feed.length - 1]!;
    return this.#facts = feed;
  }

  /** Rejects a block that is of another kind than the first one. */
  #check(feed: FeedData): void {
    const facts = this.#facts!, row = this.#rows.taken - feed.length;
    const isKnown = facts.stamp === feed.stamp || facts.timeframeUs < DAY_US;
    const differs = !isKnown
      ? `its times are read as "${feed.stamp}", and those of the first block as "${facts.stamp}"; pass stamp to ct.stream`
      : facts.timeZone !== feed.timeZone
      ? `its zone is ${feed.timeZone}, and that of the first block ${facts.timeZone}; pass timeZone to ct.stream`
      : undefined;
    if (differs === undefined) return;
    throw new RangeError(`Cannot read the block behind row ${row} of feed "${this.#name}": ${differs}`);
  }

  /** Cuts a block out of bars that a reader made. */
  #ofBars(bars: Bars): FeedData | undefined {
    if (this.#rows.taken > 0 || this.#rows.length > 0) {
      throw new TypeError(
        `Cannot read bars behind row ${this.#row} of feed "${this.#name}": the parts before were rows; yield parts of one ` +
          "kind",
      );
    }
    const feed = feedOf(bars), { timeUs, beginUs } = feed.columns, facts = this.#facts;
    const until = Math.min(feed.length, this.#at + this.#size);
    if (this.#at === 0 && facts !== undefined) {
      const fault = timeUs[0]! <= this.#lastUs
        ? `they begin with ${momentOf(feed, timeUs[0]!)}, and the part before ends with ${momentOf(feed, this.#lastUs)}`
        : facts.timeframeUs !== feed.timeframeUs || facts.timeZone !== feed.timeZone
        ? `their timeframe or zone is another one (${formatTimeframe(feed.timeframeUs)}, ${feed.timeZone})`
        : Object.keys(facts.extra).sort().join() !== Object.keys(feed.extra).sort().join()
        ? `their further columns are ${Object.keys(feed.extra).join(", ") || "none"}`
        : undefined;
      if (fault !== undefined) {
        throw new RangeError(`Cannot read the next bars of feed "${this.#name}": ${fault}; read all parts alike`);
      }
    }
    const block = rowsOf(feed, this.#at, until), begins = block.columns.beginUs.slice();
    if (begins.length > 0) begins[0] = Math.max(beginUs[this.#at]!, this.#lastUs);
    this.#at = until;
    if (until === feed.length) this.#item = undefined;
    if (block.length === 0) return undefined;
    this.#lastUs = timeUs[until - 1]!;
    const made = { ...block, columns: { ...block.columns, beginUs: begins } };
    if (facts === undefined) return this.#facts = { ...made, trade: this.#given.trade && feed.trade };
    return { ...facts, length: made.length, columns: made.columns, extra: made.extra, ...sessionsOf(feed) };
  }

  #notAscending(feed: FeedData): RangeError {
    const before = this.#lastUs === -Infinity ? "" : `, behind ${momentOf(feed, this.#lastUs)}`;
    return new RangeError(
      `Cannot read the rows up to ${
        this.#rows.taken - 1
      } of feed "${this.#name}"${before}: their times do not ascend; a ` +
        "source is read once and in order, so sort it before",
    );
  }
}

function sessionsOf({ sessions }: FeedData): Pick<FeedData, "sessions"> {
  return sessions === undefined ? {} : { sessions };
}

function momentOf(feed: FeedData, timeUs: number): string {
  return formatWallTime(new TimeZone(feed.timeZone).wallTimeUs(timeUs));
}
