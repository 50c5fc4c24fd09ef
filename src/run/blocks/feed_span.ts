/**
 * What a run keeps of the bars of a feed: how many there were, and the first and the last one.
 *
 * @module
 */

import type { FeedData } from "../../feeds/feed_data.ts";
import { rowsOf } from "../../feeds/slice.ts";
import { type FeedFacts, feedFacts } from "../../results/feed_facts.ts";

/** The span of one feed. */
export class FeedSpan {
  /** Number of bars. */
  bars = 0;
  #first: FeedData | undefined;
  #last: FeedData | undefined;
  readonly #facts: FeedData;

  /** Makes the span of a feed before its first bar. */
  constructor(facts: FeedData) {
    this.#facts = rowsOf(facts, 0, 0);
  }

  /** Takes the bars of a block. */
  take(block: FeedData): void {
    if (block.length === 0) return;
    // Copies, so that the columns of the block can be let go.
    this.#first ??= copyOf(rowsOf(block, 0, 1));
    this.#last = copyOf(rowsOf(block, block.length - 1, block.length));
    this.bars += block.length;
  }

  /** Close of the first bar; undefined without one. */
  get firstClose(): number | undefined {
    return this.#first?.columns.close[0];
  }

  /** Close of the last bar; undefined without one. */
  get lastClose(): number | undefined {
    return this.#last?.columns.close[0];
  }

  /** The feed with its first and its last bar alone. */
  ends(): FeedData {
    const first = this.#first, last = this.#last;
    if (first === undefined || last === undefined) return this.#facts;
    if (this.bars === 1) return { ...this.#facts, length: 1, columns: first.columns };
    const names = Object.keys(first.columns) as (keyof FeedData["columns"])[];
    const columns = Object.fromEntries(
      names.map((name) => [name, Float64Array.of(first.columns[name][0]!, last.columns[name][0]!)]),
    ) as unknown as FeedData["columns"];
    return { ...this.#facts, length: 2, columns };
  }

  /** Facts for the result. */
  facts(): FeedFacts {
    return { ...feedFacts(this.ends()), bars: this.bars };
  }
}

function copyOf(feed: FeedData): FeedData {
  const columns = Object.fromEntries(Object.entries(feed.columns).map(([name, column]) => [name, column.slice()]));
  return { ...feed, columns: columns as unknown as FeedData["columns"] };
}
