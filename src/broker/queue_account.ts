/**
 * The account under the queue model: plain doubles, and the marks of the engine as cash and value.
 *
 * The first read of a position fixes its place in the sum of the account's value, as in backtrader. So the run has to
 * hear of it.
 *
 * @module
 */

import type { ExecutionFacts } from "../records/execution_facts.ts";
import { type AccountParts, AccountView } from "./account_view.ts";
import type { RunClock } from "./run_clock.ts";

/** Parts of an account under the queue model. */
export interface QueueAccountParts extends AccountParts {
  readonly clock: RunClock;
  /** Cash of the steps, then their values; an object whose lanes may move. */
  readonly marks: { readonly lanes: Float64Array };
}

/** Cash, positions and their value as doubles, each as the engine counts it. */
export class QueueAccount extends AccountView {
  /** Hears of the first read of a position. */
  onRead: ((instrument: number) => void) | undefined;
  /** Instruments whose position was read, in the order of the first reads that {@linkcode onRead} took. */
  readonly reads: Set<number> = new Set();
  /** Those among them of which the core has not heard, as no bar had come. */
  untold: number[] = [];
  readonly #parts: QueueAccountParts;
  readonly #sizes: Float64Array;
  readonly #prices: Float64Array;

  /** Makes the account before the first step. */
  constructor(parts: QueueAccountParts) {
    super(parts);
    this.#parts = parts;
    this.#sizes = new Float64Array(parts.specs.length);
    this.#prices = new Float64Array(parts.specs.length);
  }

  override execute(facts: ExecutionFacts): void {
    this.#sizes[facts.instrument] = facts.positionSize;
    this.#prices[facts.instrument] = facts.positionBasis;
  }

  override get inMarket(): boolean {
    return this.#sizes.some((size) => size !== 0);
  }

  /** Cash after the last step of the broker. */
  override get cash(): number {
    const { clock, marks, cashInitial } = this.#parts;
    return clock.step < 0 ? cashInitial : marks.lanes[clock.step]!;
  }

  override get valueUnits(): number {
    const { clock, marks, cashInitial } = this.#parts;
    return clock.step < 0 ? cashInitial : marks.lanes[marks.lanes.length / 2 + clock.step]!;
  }

  /** All cash: the queue model sets none aside. */
  override get freeCash(): number {
    return this.cash;
  }

  override lots(id: number): number {
    if (!this.reads.has(id)) this.onRead?.(id);
    return this.#sizes[id]!;
  }

  /** Average price, whose unit is that of the data. */
  override averageSteps(id: number): number | null {
    if (!this.reads.has(id)) this.onRead?.(id);
    return this.#sizes[id] === 0 ? null : this.#prices[id]!;
  }

  /** Returns the close of the bar that an instrument shows. */
  price(id: number): number {
    return this.closeOf(id);
  }

  override markUnits(id: number): number {
    const size = this.lots(id);
    return size === 0 ? 0 : size * this.closeOf(id);
  }

  override profitUnits(id: number): number {
    const size = this.lots(id);
    return size === 0 ? 0 : size * (this.closeOf(id) - this.#prices[id]!) * this.#parts.specs[id]!.pointValue;
  }
}
