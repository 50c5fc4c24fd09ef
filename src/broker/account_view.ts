/**
 * The account between crossings: the state after the last notice of the core, valued at the current bars.
 *
 * Strategies read views far more often than a run crosses to the core. So a view applies the core's own valuation to
 * the data of its notices. A test compares both with the marks of either engine.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  COLUMN_CLOSE,
  CONFIG_INSTRUMENTS,
  INSTRUMENT_STRIDE,
  MARGIN_NONE,
} from "../contract/contract.gen.ts";
import { Instrument } from "../core/state/fields.gen.ts";
import { termsOf } from "../core/state/instrument_terms.ts";
import { markOf, shortCost } from "../core/exact/ledger.ts";
import { initialMargin, unpaidCost } from "../core/exact/margin.ts";
import type { Clock } from "../lines/clock.ts";
import { showBy, textOnly } from "../shown.ts";
import type { BrokerView, PositionView } from "../strategy/order_view.ts";
import { AveragePrice } from "./average_price.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { PackedBars } from "./pack.ts";

/** The parts of an account. */
export interface AccountParts {
  readonly config: Float64Array;
  /** Cash at the start, in money units. */
  readonly cashInitial: number;
  /** Money units of one unit of the currency. */
  readonly moneyUnits: number;
  readonly packed: Pick<PackedBars, "columns" | "counts">;
  readonly specs: readonly InstrumentSpec[];
  /** The current bar of each instrument in its columns. */
  readonly clocks: readonly CurrentBar[];
}

/** The place of a current bar. */
export type CurrentBar = Pick<Clock, "bar">;

/** Cash, positions and their value, for strategies. */
export class AccountView implements BrokerView {
  /** Positions by feed. */
  readonly positions: readonly PositionView[];
  /** Units of money in one unit of the currency. */
  readonly #moneyUnits: number;
  readonly #instruments: Instrument[];
  readonly #averages: readonly AveragePrice[];
  readonly #closes: Float64Array[];
  readonly #clocks: readonly CurrentBar[];
  #cash: number;

  constructor({ config, cashInitial, moneyUnits, packed, specs, clocks }: AccountParts) {
    this.#cash = cashInitial;
    this.#moneyUnits = moneyUnits;
    this.#clocks = clocks;
    this.#instruments = specs.map((_spec, id) =>
      new Instrument(id, termsOf(config, CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE))
    );
    this.#averages = specs.map(() => new AveragePrice());
    let offset = 0;
    this.#closes = Array.from(packed.counts, (count) => {
      const closes = packed.columns.subarray(offset + COLUMN_CLOSE * count, offset + (COLUMN_CLOSE + 1) * count);
      offset += BAR_COLUMNS * count;
      return closes;
    });
    this.positions = specs.map((spec, id) => new Position(this, spec, id));
  }

  /** Applies an execution. */
  execute(facts: ExecutionFacts): void {
    const instrument = this.#instruments[facts.instrument]!, average = this.#averages[facts.instrument]!;
    average.remove(Math.abs(facts.closed));
    average.add(facts.price, Math.abs(facts.quantity - facts.closed));
    instrument.position_size = facts.positionSize;
    instrument.position_cost = facts.positionBasis;
    this.#cash = facts.cash;
  }

  /** Moves money units from outside into the account, or below zero out of it. */
  transfer(units: number): void {
    this.#cash += units;
  }

  /** Gives a position the lots that a split made of its own, at the same cost. */
  split(id: number, after: number, before: number): void {
    this.#instruments[id]!.position_size = after;
    if (after !== 0) this.#averages[id]!.split(after, before);
  }

  /** True while any position is open. */
  get inMarket(): boolean {
    for (const instrument of this.#instruments) if (instrument.position_size !== 0) return true;
    return false;
  }

  /** Cash. */
  get cash(): number {
    return this.#cash / this.#moneyUnits;
  }

  /** Cash and positions at the current bars' closes. */
  get value(): number {
    return this.valueUnits / this.#moneyUnits;
  }

  /** Value in money units, equal to the core's mark. */
  get valueUnits(): number {
    let value = this.#cash;
    for (let id = 0; id < this.#instruments.length; id++) value += this.markUnits(id);
    return value;
  }

  /** Cash that an order may use to open a position. */
  get freeCash(): number {
    let free = this.#cash;
    for (const instrument of this.#instruments) {
      free -= 2 * shortCost(instrument);
      if (instrument.position_size === 0 || instrument.terms.margin_kind === MARGIN_NONE) continue;
      instrument.mark = this.markUnits(instrument.id);
      free += instrument.mark - initialMargin(instrument);
    }
    return free / this.#moneyUnits;
  }

  /** Returns the signed lots of a position. */
  lots(id: number): number {
    return this.#instruments[id]!.position_size;
  }

  /** Returns the average entry price in steps, or null without a position. */
  averageSteps(id: number): number | null {
    return this.#averages[id]!.value;
  }

  /**
   * Returns what a position adds to the account's value at the current close, in money units: its signed value, and of one
   * that settles at its close the profit.
   */
  markUnits(id: number): number {
    const instrument = this.#instruments[id]!;
    if (instrument.position_size === 0) return 0;
    instrument.close = this.#closes[id]![this.#clocks[id]!.bar]!;
    const mark = markOf(instrument);
    return (instrument.position_size < 0 ? -mark : mark) - unpaidCost(instrument);
  }

  /** Returns the open profit of a position at the current close, in money units. */
  profitUnits(id: number): number {
    const instrument = this.#instruments[id]!;
    return this.markUnits(id) + unpaidCost(instrument) - instrument.position_cost;
  }

  /** Returns the current close of an instrument in steps. */
  protected closeOf(id: number): number {
    return this.#closes[id]![this.#clocks[id]!.bar]!;
  }

  /** Converts money units to the account's currency. */
  money(units: number): number {
    return units / this.#moneyUnits;
  }

  /** Returns the numbers of the account as plain data. */
  toJSON(): BrokerView {
    const { cash, value, freeCash } = this;
    return { cash, value, freeCash };
  }

  /** @throws {TypeError} If the account itself is compared or computed with. */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(hint, "the account", "the account", "read broker.value or broker.cash");
  }

  static {
    showBy(AccountView.prototype, (account) => {
      return { title: "Account", facts: { ...account.toJSON(), positions: account.positions } };
    });
  }
}

/** A position; its values are computed on each read. */
class Position implements PositionView {
  readonly #account: AccountView;
  readonly #spec: InstrumentSpec;
  readonly #id: number;

  constructor(account: AccountView, spec: InstrumentSpec, id: number) {
    this.#account = account;
    this.#spec = spec;
    this.#id = id;
  }

  get size(): number {
    return this.#spec.size(this.#account.lots(this.#id));
  }

  get averagePrice(): number | null {
    const steps = this.#account.averageSteps(this.#id);
    return steps === null ? null : this.#spec.price(steps);
  }

  get value(): number {
    return this.#account.money(this.#account.markUnits(this.#id));
  }

  get openProfit(): number {
    return this.#account.money(this.#account.profitUnits(this.#id));
  }

  /** Returns the numbers of the position as plain data. */
  toJSON(): PositionView {
    const { size, averagePrice, value, openProfit } = this;
    return { size, averagePrice, value, openProfit };
  }

  /** @throws {TypeError} If the position itself is compared or computed with. */
  [Symbol.toPrimitive](hint: string): string {
    const what = `the position on ${this.#spec.name}`;
    return textOnly(hint, what, what, "read position.size");
  }

  static {
    showBy(Position.prototype, (position) => {
      return { title: `Position on ${position.#spec.name}`, facts: { ...position.toJSON() } };
    });
  }
}
