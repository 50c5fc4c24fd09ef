/**
 * The last bars as candles, each with the usual sizes of the candles before it, which patterns compare with.
 *
 * The sizes are those of TA-Lib's settings: a body is long or short beside the mean body of the ten candles before it, a
 * shadow or a body is very short beside a tenth of their mean range, and a distance is near or far beside parts of the mean
 * range of the five candles before it. Means are of exactly rounded sums, so that a pattern depends on its last bars alone;
 * the running sums of TA-Lib carry rounding errors on.
 *
 * @module
 */

import { SimpleAverage } from "../average/sma.ts";

/** Candles before one that its body and its shadows are compared with. */
const USUAL = 10;
/** Candles before one that distances to it are compared with. */
const NEARBY = 5;

/** Bars that a pattern needs before its first candle. */
export const CANDLES_BEFORE: number = USUAL;

/** A bar as a candle. */
export class Candle {
  open: number = NaN;
  high: number = NaN;
  low: number = NaN;
  close: number = NaN;
  /** Mean body of the ten candles before. */
  meanBody: number = NaN;
  /** Mean range, from low to high, of the ten candles before. */
  meanRange: number = NaN;
  /** Mean range of the five candles before. */
  nearbyRange: number = NaN;

  /** Size of the body, between open and close. */
  get body(): number {
    return Math.abs(this.close - this.open);
  }

  /** 1 for a rise or an equal close, -1 for a fall. */
  get color(): 1 | -1 {
    return this.close >= this.open ? 1 : -1;
  }

  /** The upper end of the body. */
  get top(): number {
    return this.close >= this.open ? this.close : this.open;
  }

  /** The lower end of the body. */
  get bottom(): number {
    return this.close >= this.open ? this.open : this.close;
  }

  /** Length of the shadow above the body. */
  get upper(): number {
    return this.high - this.top;
  }

  /** Length of the shadow below the body. */
  get lower(): number {
    return this.bottom - this.low;
  }

  /** The length below which a shadow is very short, and up to which a body is none. */
  get veryShort(): number {
    return 0.1 * this.meanRange;
  }

  /** The distance up to which a price is near. */
  get near(): number {
    return 0.2 * this.nearbyRange;
  }

  /** The distance from which on a size is far from another. */
  get far(): number {
    return 0.6 * this.nearbyRange;
  }
}

/** The last candles, one bar at a time. */
export class CandleHistory {
  readonly #candles: readonly Candle[];
  readonly #bodies = new SimpleAverage(USUAL);
  readonly #ranges = new SimpleAverage(USUAL);
  readonly #nearbyRanges = new SimpleAverage(NEARBY);
  #last = 0;
  #meanBody = NaN;
  #meanRange = NaN;
  #nearbyRange = NaN;

  /** Makes a history that keeps the last `count` candles. */
  constructor(count: number) {
    this.#candles = Array.from({ length: count }, () => new Candle());
  }

  /** Adds a bar. */
  push(open: number, high: number, low: number, close: number): void {
    this.#last = this.#last + 1 === this.#candles.length ? 0 : this.#last + 1;
    const candle = this.#candles[this.#last]!;
    candle.open = open;
    candle.high = high;
    candle.low = low;
    candle.close = close;
    candle.meanBody = this.#meanBody;
    candle.meanRange = this.#meanRange;
    candle.nearbyRange = this.#nearbyRange;
    this.#meanBody = this.#bodies.update(candle.body);
    this.#meanRange = this.#ranges.update(high - low);
    this.#nearbyRange = this.#nearbyRanges.update(high - low);
  }

  /** Returns the candle so many bars ago, 0 for the last one. It is another bar's after as many further ones. */
  ago(bars: number): Candle {
    const at = this.#last - bars;
    return this.#candles[at < 0 ? at + this.#candles.length : at]!;
  }
}
