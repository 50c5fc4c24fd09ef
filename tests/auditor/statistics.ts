/**
 * The figures of a run of one instrument, worked out again from its fills and closes alone: positions, profits, value at
 * every step and the statistics, in integers and fractions, rounded only where an amount is booked.
 *
 * @module
 */

import {
  compare,
  halfEven,
  minus,
  over,
  type Rational,
  rational,
  rationalOf,
  times,
} from "../../src/auditor/rational.ts";

/** The fields of a fill that the figures take. */
export interface AuditedFill {
  /** Index of its step. */
  readonly bar: number;
  readonly side: "buy" | "sell";
  readonly size: number;
  readonly price: number;
  readonly commission: number;
}

/** The grids that amounts lie on. */
export interface AuditedGrids {
  /** Money units in one unit of money. */
  readonly money: bigint;
  /** Steps in a price of one. */
  readonly resolution: bigint;
  /** Lots in a size of one. */
  readonly lots: bigint;
}

/** The figures; amounts in money units. */
export interface AuditedStatistics {
  /** Value at the end of each step. */
  readonly equity: readonly bigint[];
  readonly commission: bigint;
  readonly returnFraction: Rational;
  readonly maxDrawdown: Rational;
  readonly closed: number;
  readonly open: number;
  readonly winRate: Rational | null;
  readonly profitFactor: Rational | null;
  readonly expectancy: Rational | null;
  /** Fraction of the steps that ended with a position. */
  readonly exposure: Rational;
}

/** Works the figures out of fills in their order and the close of every step. */
export function auditStatistics(
  cash_initial: number,
  fills: readonly AuditedFill[],
  closes: Float64Array,
  grids: AuditedGrids,
): AuditedStatistics {
  const whole = (value: number, scale: bigint): bigint => halfEven(times(rationalOf(value), rational(scale)));
  const worth = (price: number, lots: bigint): bigint =>
    halfEven(rational(whole(price, grids.resolution) * lots * grids.money, grids.resolution * grids.lots));
  const start = whole(cash_initial, grids.money), equity: bigint[] = [], profits: bigint[] = [];
  let cash = start, size = 0n, cost = 0n, profit = 0n, commission = 0n, held = 0, next = 0;
  closes.forEach((close, step) => {
    for (; next < fills.length && fills[next]!.bar === step; next++) {
      const fill = fills[next]!, sign = fill.side === "buy" ? 1n : -1n, lots = whole(fill.size, grids.lots);
      const fee = whole(fill.commission, grids.money), value = sign * worth(fill.price, lots);
      commission += fee;
      cash -= value + fee;
      profit -= fee;
      if (size * sign < 0n) {
        // A simulated fill that closes never opens too: a flip is two fills.
        const all = size < 0n ? -size : size;
        const released = lots === all ? cost : halfEven(rational(cost * lots, all));
        profit += -value - released;
        cost -= released;
      } else cost += value;
      size += sign * lots;
      if (size !== 0n) continue;
      profits.push(profit);
      profit = 0n;
    }
    if (size !== 0n) held++;
    const lots = size < 0n ? -size : size, mark = worth(close, lots);
    equity.push(cash + (size < 0n ? -mark : mark));
  });
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const won = profits.filter((each) => each > 0n), lost = profits.filter((each) => each < 0n);
  const closed = BigInt(profits.length);
  return {
    equity,
    commission,
    returnFraction: over(minus(rational(equity.at(-1)!), rational(start)), rational(start)),
    maxDrawdown: worstDrawdown(start, equity),
    closed: profits.length,
    open: size === 0n ? 0 : 1,
    winRate: closed === 0n ? null : rational(BigInt(won.length), closed),
    profitFactor: lost.length === 0 ? null : rational(sum(won), -sum(lost)),
    expectancy: closed === 0n ? null : rational(sum(profits), closed * grids.money),
    exposure: rational(BigInt(held), BigInt(closes.length)),
  };
}

function worstDrawdown(start: bigint, equity: readonly bigint[]): Rational {
  let worst = rational(0n), peak = start;
  for (const value of equity) {
    if (value > peak) peak = value;
    const drawdown = rational(peak - value, peak);
    if (compare(drawdown, worst) > 0) worst = drawdown;
  }
  return worst;
}

/**
 * Whether a double is an exact figure but for so many roundings, each of at most half a unit in the last place of a
 * number of this magnitude.
 */
export function isRounded(value: number, exact: Rational, roundings: bigint, magnitude: Rational = exact): boolean {
  const error = minus(rationalOf(value), exact), bound = times(absolute(magnitude), rational(roundings, 2n ** 53n));
  return compare(absolute(error), bound) <= 0;
}

function absolute({ numerator, denominator }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}
