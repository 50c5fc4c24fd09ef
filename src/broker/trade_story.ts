/**
 * The story of a trade for its row: causes, costs and excursions, which a strategy does not read while it runs.
 *
 * @module
 */

import type { Excursion } from "./excursion.ts";
import type { FillReason } from "./result_rows.ts";

/** The facts of a fill that the row of its trade tells. */
export interface StoryFill {
  /** Id of the order; zero without one. */
  readonly orderId: number;
  /** Cause of the fill. */
  readonly reason: FillReason | null;
  /** Name of the rule. */
  readonly rule: string;
  /** Tag of the order. */
  readonly tag: string | null;
  /** Session date of its bar. */
  readonly date: string;
  /** Money units that slippage cost; null if that is not known. */
  readonly slippage: number | null;
}

/** The story of one trade. */
export class TradeStory {
  /** The fill that opened the trade. */
  readonly entry: StoryFill;
  /** The last fill, which closed the trade if it has ended. */
  last: StoryFill;
  /** Its excursions. */
  readonly excursion: Excursion;
  #slippage: number | null = 0;

  /** Begins a story; {@linkcode TradeStory.add} takes each fill, the first included. */
  constructor(entry: StoryFill, excursion: Excursion) {
    this.entry = entry;
    this.last = entry;
    this.excursion = excursion;
  }

  /** Takes a fill of the trade. */
  add(fill: StoryFill): void {
    this.last = fill;
    this.#slippage = this.#slippage === null || fill.slippage === null ? null : this.#slippage + fill.slippage;
  }

  /** Money units that slippage cost in all fills; null if that of one is not known. */
  get slippage(): number | null {
    return this.#slippage;
  }
}
