/**
 * Renko bricks.
 *
 * @module
 */

import { GrowingSum } from "../exact_sum.ts";
import type { FeedData } from "../feed_data.ts";
import { decimalsOfNumber, roundedTo } from "../number_text.ts";

/** Bricks in columns. Those that one bar completes are known at the same time. */
export interface Bricks {
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Volume since the brick before; where one bar completes several, the first one has it. */
  readonly volume: Float64Array;
  /** The bar that completes each brick. */
  readonly bar: Int32Array;
}

/**
 * Makes bricks of a size from the closes, from one part of the bars to the next. The first begins at the first bar's open.
 * A brick goes on by a size in the direction of the one before, or against it from that one's other end, so that a turn
 * takes two sizes.
 */
export class BrickMaker {
  readonly #size: number;
  #base = NaN;
  #grid = 0;
  /** Ends of the last brick, counted in bricks above the base: no error adds up, as prices are rounded to the grid. */
  #top = 0;
  #bottom = 0;
  #sum = new GrowingSum();
  #traded = 0;

  /** Makes a maker before the first bar. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Ends of the last brick as prices, or the base before the first; infinite before the first bar. */
  get ends(): { readonly top: number; readonly bottom: number } {
    if (Number.isNaN(this.#base)) return { top: -Infinity, bottom: Infinity };
    return { top: this.#priceOf(this.#top), bottom: this.#priceOf(this.#bottom) };
  }

  /** Returns the bricks that bars complete behind those before them. */
  make({ length, columns: { open, close, volume }, decimals }: FeedData): Bricks {
    const opens: number[] = [], closes: number[] = [], volumes: number[] = [], bars: number[] = [];
    if (length > 0 && Number.isNaN(this.#base)) {
      this.#base = open[0]!;
      this.#grid = Math.max(decimals, decimalsOfNumber(this.#size, 0));
    }
    let above = this.#priceOf(this.#top + 1), below = this.#priceOf(this.#bottom - 1);
    const add = (from: number, to: number, bar: number): void => {
      opens.push(this.#priceOf(from));
      closes.push(this.#priceOf(to));
      volumes.push(this.#traded);
      bars.push(bar);
      this.#sum = new GrowingSum();
      this.#traded = 0;
      this.#top = Math.max(from, to);
      this.#bottom = Math.min(from, to);
      above = this.#priceOf(this.#top + 1);
      below = this.#priceOf(this.#bottom - 1);
    };
    for (let bar = 0; bar < length; bar++) {
      this.#traded = this.#sum.add(volume[bar]!);
      while (close[bar]! >= above) add(this.#top, this.#top + 1, bar);
      while (close[bar]! <= below) add(this.#bottom, this.#bottom - 1, bar);
    }
    return {
      open: Float64Array.from(opens),
      close: Float64Array.from(closes),
      volume: Float64Array.from(volumes),
      bar: Int32Array.from(bars),
    };
  }

  #priceOf(bricks: number): number {
    return roundedTo(this.#grid, this.#base + bricks * this.#size);
  }
}
