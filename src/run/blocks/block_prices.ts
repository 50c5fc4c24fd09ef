/**
 * The prices of a block on the grids of the run.
 *
 * @module
 */

import { isCounted } from "../../broker/any_prices.ts";
import type { InstrumentSpec } from "../../broker/instrument_spec.ts";
import { packBars, type PackedBars } from "../../broker/pack.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { formatWallTime } from "../../feeds/time/civil_date.ts";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import { toText } from "../../broker/rational.ts";

/** A change of a price up to this share of it is noise, as in `packBars`. */
const NOISE = 1e-9;

/** Packs blocks of bars, and tells which of them rounds prices. */
export class BlockPrices {
  /** Notes on rounded prices, one for each feed. */
  readonly notes: string[] = [];
  readonly #specs: readonly InstrumentSpec[];
  /** For each feed whether its prices may be rounded: its grid was given, or its first block was rounded. */
  readonly #mayRound: boolean[];
  /** Bars of the first block, which gave the grids. */
  readonly #inferredFrom: readonly number[];
  readonly #counts: number[];
  #isFirst = true;

  /**
   * Packs on the grids of specs.
   *
   * @param isGiven For each feed whether its resolution was given.
   * @param inferredFrom For each feed the number of bars of which the grids were inferred.
   */
  constructor(specs: readonly InstrumentSpec[], isGiven: readonly boolean[], inferredFrom: readonly number[]) {
    this.#specs = specs;
    this.#mayRound = [...isGiven];
    this.#inferredFrom = inferredFrom;
    this.#counts = specs.map(() => 0);
  }

  /**
   * Packs a block.
   *
   * @throws {RangeError} If a price is off the grid that the first block gave.
   */
  pack(feeds: readonly FeedData[]): PackedBars {
    const packed = packBars(feeds, this.#specs);
    if (packed.notes.length > 0) {
      feeds.forEach((feed, id) => {
        const row = this.#offGrid(feed, id);
        if (row < 0) return;
        if (!this.#mayRound[id] && !this.#isFirst) throw this.#error(feed, id, row);
        const known = packed.notes.find((note) => note.startsWith(`Prices of ${feed.name} were`))!;
        if (!this.notes.some((note) => note.startsWith(`Prices of ${feed.name} were`))) this.notes.push(known);
        this.#mayRound[id] = true;
      });
    }
    this.#isFirst = false;
    feeds.forEach((feed, id) => this.#counts[id]! += feed.length);
    return packed;
  }

  /** Returns the first row with a price that is rounded by more than noise, or -1. */
  #offGrid(feed: FeedData, id: number): number {
    const { columns, length } = feed;
    if (!isCounted(feed)) return -1;
    for (let row = 0; row < length; row++) if (this.#offGridColumn(columns, row, id) !== undefined) return row;
    return -1;
  }

  #offGridColumn(columns: FeedData["columns"], row: number, id: number): "open" | "high" | "low" | "close" | undefined {
    const spec = this.#specs[id]!;
    return (["open", "high", "low", "close"] as const).find((name) => {
      const price = columns[name][row]!;
      return Math.abs(spec.price(spec.wholeSteps(price)) - price) / Math.abs(price) > NOISE;
    });
  }

  #error(feed: FeedData, id: number, row: number): RangeError {
    const column = this.#offGridColumn(feed.columns, row, id)!, price = feed.columns[column][row]!;
    const time = formatWallTime(new TimeZone(feed.timeZone).wallTimeUs(feed.columns.timeUs[row]!));
    const digits = /\.(\d+)/.exec(`${price}`)?.[1]?.length ?? 0, grid = toText(this.#specs[id]!.resolution);
    const finer = digits > 6
      ? JSON.stringify((10 ** -Math.min(digits, 12)).toFixed(Math.min(digits, 12)))
      : 10 ** -digits;
    return new RangeError(
      `Cannot use the ${column} ${price} of row ${
        this.#counts[id]! + row
      } of feed "${feed.name}", at ${time}: it is off ` +
        `the grid of ${grid}, which the first ${this.#inferredFrom[id]} bars gave; pass ` +
        `instruments: { ${JSON.stringify(feed.name)}: { resolution: ${finer} } }`,
    );
  }
}
