/**
 * What an account paid and received without fills, and how far it was extended: margin, leverage and liquidations.
 *
 * @module
 */

import type { Margin } from "../broker/margin_terms.ts";
import type { PaymentKind, PaymentRow } from "../broker/result_rows.ts";
import { exactSum } from "../feeds/exact_sum.ts";

/**
 * Payments without a fill, margin and leverage of the measured part of a run.
 *
 * @example The funding of a perpetual future
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 20 });
 *   }
 * }
 *
 * const prices = { open: [100, 100, 110], high: [100, 100, 110], low: [100, 100, 110], close: [100, 100, 110] };
 * const feed = ct.bars({ time: ["2024-01-01", "2024-01-02", "2024-01-03"], ...prices });
 * const funding = [{ time: "2024-01-03", rate: 0.001 }];
 * const { stats } = ct.backtest(Hold, feed, { cash: 1000, leverage: 10, settlement: "futures", funding });
 * const account: ct.AccountStats = stats.account!;
 * // 2,200 pay 2.2; 2,000 are twice the 1,000 of the account, and set a tenth aside, at the end a tenth of 2,200.
 * assertEquals([account.funding, account.leverageMax, account.marginMax], [-2.2, 2, 220]);
 * ```
 */
export interface AccountStats {
  /** Funding that was received, less what was paid, in the account's currency. */
  readonly funding: number;
  /** Cost of borrowing what was sold short; below 0 for what was paid. */
  readonly borrow: number;
  /** Interest that was received, less what was paid. */
  readonly interest: number;
  /** Dividends that were received, less what short positions paid. */
  readonly dividends: number;
  /** Number of positions that were liquidated in the whole run. */
  readonly liquidations: number;
  /** Most initial margin at the end of a step; null without a margin. */
  readonly marginMax: number | null;
  /**
   * Largest notional of all positions over the value of the account at the end of a step whose value is above zero; null
   * without a margin.
   */
  readonly leverageMax: number | null;
}

/** A feed as positions on margin need it. */
export interface MarginFeed {
  /** Value of one point of price for one unit. */
  readonly pointValue: number;
  /** Margin; absent where a position is paid in full. */
  readonly margin?: Margin;
  /** Converts lots to units. */
  size(lots: number): number;
}

/** The position of a feed from a step on. */
export interface PositionChange {
  /** Index of the step at whose end it is there. */
  readonly step: number;
  /** Place of the feed. */
  readonly instrument: number;
  /** Signed lots. */
  readonly lots: number;
}

/** Steps of a run in a row, with the closes of its feeds. */
export interface MarginSteps {
  /** Index of the first of them in the run. */
  readonly first: number;
  readonly timeUs: Float64Array;
  readonly equity: Float64Array;
  /** Bars of each feed. */
  readonly columns: readonly { readonly timeUs: Float64Array; readonly close: Float64Array }[];
  /** All changes of positions of the run so far, in order. */
  readonly changes: readonly PositionChange[];
}

/** Follows the margin and the leverage of an account at the ends of its steps. */
export class MarginMeter {
  /** Most initial margin so far. */
  marginMax = 0;
  /** Largest leverage so far. */
  leverageMax = 0;
  readonly #feeds: readonly MarginFeed[];
  readonly #sizes: number[];
  readonly #closes: number[];
  #change = 0;

  /** Begins without a position. */
  constructor(feeds: readonly MarginFeed[]) {
    this.#feeds = feeds;
    this.#sizes = feeds.map(() => 0);
    this.#closes = feeds.map(() => 0);
  }

  /** Takes the next steps, of which those from `measureStep` on are measured. */
  take({ first, timeUs, equity, columns, changes }: MarginSteps, measureStep: number): void {
    const rows = columns.map(() => 0);
    for (let at = 0; at < timeUs.length; at++) {
      for (; (changes[this.#change]?.step ?? Infinity) <= first + at; this.#change++) {
        const { instrument, lots } = changes[this.#change]!;
        this.#sizes[instrument] = Math.abs(this.#feeds[instrument]!.size(lots));
      }
      let margin = 0, notional = 0;
      this.#feeds.forEach(({ pointValue, margin: terms }, id) => {
        const { timeUs: times, close } = columns[id]!, size = this.#sizes[id]!;
        while (times[rows[id]!]! <= timeUs[at]!) this.#closes[id] = close[rows[id]!++]!;
        const value = Math.abs(size * this.#closes[id]! * pointValue);
        notional += value;
        if (terms !== undefined) margin += "initial" in terms ? value * terms.initial : size * terms.initialPerUnit;
      });
      if (first + at < measureStep) continue;
      if (margin > this.marginMax) this.marginMax = margin;
      const leverage = equity[at]! > 0 ? notional / equity[at]! : 0;
      if (leverage > this.leverageMax) this.leverageMax = leverage;
    }
  }
}

/** The facts that the account's figures are made of. */
export interface AccountFacts {
  readonly payments: readonly PaymentRow[];
  readonly liquidations: number;
  /** Index of the first measured step. */
  readonly measureStep: number;
  /** Margin and leverage; absent where no instrument has a margin. */
  readonly meter?: MarginMeter | undefined;
}

/** Returns the figures of the account, or undefined where nothing was paid and no instrument has a margin. */
export function accountStats({ payments, liquidations, measureStep, meter }: AccountFacts): AccountStats | undefined {
  if (payments.length === 0 && meter === undefined) return undefined;
  const sum = (wanted: PaymentKind): number =>
    exactSum(
      Float64Array.from(
        payments.filter(({ kind, bar }) => kind === wanted && bar >= measureStep),
        ({ amount }) => amount,
      ),
    );
  return {
    ...{ funding: sum("funding"), borrow: sum("borrow"), interest: sum("interest"), dividends: sum("dividend") },
    liquidations,
    marginMax: meter?.marginMax ?? null,
    leverageMax: meter?.leverageMax ?? null,
  };
}
