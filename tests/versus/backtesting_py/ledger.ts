/**
 * The money of the bridge, in doubles as there or in whole units as here.
 *
 * @module
 */

/** Units of money and steps of prices in one. */
const UNITS = 1e6;
/** Lots in a unit of an instrument. */
const LOTS = 1e8;
/** Steps of a rate in one. */
export const RATES = 1e9;

/** A part of the position that one fill opened. */
export interface Lot {
  /** Units, negative for a short one. */
  size: number;
  readonly price: number;
  readonly bar: number;
}

/** Units of a lot that an order closes, with the sign of the lot. */
export interface ClosedPart {
  readonly size: number;
  readonly lot: Lot;
}

/** The money of a run. */
export interface Ledger {
  /** Pays the commission of an opening, and its value where value is paid. */
  open(size: number, price: number): void;
  /** Closes units of lots at a price by one order. */
  close(parts: readonly ClosedPart[], price: number): void;
  /** Returns the value of the account at a price. */
  equity(lots: readonly Lot[], price: number): number;
  /** Returns the cash that openings may use: all of it, less twice the cost of open shorts. */
  free(lots: readonly Lot[]): number;
  /** Returns whether an opening costs more than some money. */
  costsMore(size: number, price: number, money: number): boolean;
  /** Returns a multiple of some money, said in 10^-9; down to whole units where money has them. */
  multiple(money: number, nano: number): number;
  /** Returns whether the margin and the commission of an opening are more than some money. */
  marginIsMore(size: number, price: number, margin: number, money: number): boolean;
}

/** Doubles in the order of operations of backtesting.py: cash is the initial cash, profits and commissions. */
export class DoubleLedger implements Ledger {
  #cash: number;
  readonly #rate: number;

  constructor(cash: number, rate: number) {
    this.#cash = cash;
    this.#rate = rate;
  }

  open(size: number, price: number): void {
    this.#cash -= this.#commission(size, price);
  }

  close(parts: readonly ClosedPart[], price: number): void {
    for (const { size, lot } of parts) this.#cash += size * (price - lot.price) - this.#commission(size, price);
  }

  equity(lots: readonly Lot[], price: number): number {
    let held = 0, paid = 0;
    for (const lot of lots) {
      held += lot.size;
      paid += lot.size * lot.price;
    }
    return this.#cash + (price * held - paid);
  }

  free(lots: readonly Lot[]): number {
    return lots.reduce((sum, lot) => sum - Math.abs(lot.size) * lot.price, this.#cash);
  }

  costsMore(size: number, price: number, money: number): boolean {
    return Math.abs(size) * price + this.#commission(size, price) > money;
  }

  multiple(money: number, nano: number): number {
    return money * (nano / RATES);
  }

  marginIsMore(size: number, price: number, margin: number, money: number): boolean {
    return Math.abs(size) * price * margin + this.#commission(size, price) > money;
  }

  #commission(size: number, price: number): number {
    return Math.abs(size) * price * this.#rate;
  }
}

/** Returns a quotient of integers, the dividend zero or more, rounded half to even. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor, twice = 2n * (dividend % divisor);
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** Whole units of 10^-6, each amount rounded once, half to even: cash pays and gets the value of each fill. */
export class UnitLedger implements Ledger {
  #cash: bigint;
  readonly #rate: bigint;

  constructor(cash: number, rate: number) {
    this.#cash = BigInt(Math.round(cash * UNITS));
    this.#rate = BigInt(Math.round(rate * RATES));
  }

  open(size: number, price: number): void {
    this.#cash -= (size < 0 ? -1n : 1n) * this.#value(size, price) + this.#commission(size, price);
  }

  close(parts: readonly ClosedPart[], price: number): void {
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    this.#cash += (size < 0 ? -1n : 1n) * this.#value(size, price) - this.#commission(size, price);
  }

  equity(lots: readonly Lot[], price: number): number {
    const held = lots.reduce((sum, lot) => sum + lotsOf(lot.size), 0n), sign = held < 0n ? -1n : 1n;
    return Number(this.#cash + sign * divideHalfEven(sign * held * stepsOf(price), BigInt(LOTS))) / UNITS;
  }

  free(lots: readonly Lot[]): number {
    const shorts = lots.filter(({ size }) => size < 0);
    return Number(shorts.reduce((sum, lot) => sum - 2n * this.#value(lot.size, lot.price), this.#cash)) / UNITS;
  }

  costsMore(size: number, price: number, money: number): boolean {
    const units = BigInt(Math.round(money * UNITS)), value = lotsOf(Math.abs(size)) * stepsOf(price);
    // Both the unrounded sum and the booked one have to be within the money.
    const exact = value * BigInt(RATES) + value * this.#rate > units * BigInt(LOTS) * BigInt(RATES);
    return exact || this.#value(size, price) + this.#commission(size, price) > units;
  }

  multiple(money: number, nano: number): number {
    return Number(BigInt(Math.round(money * UNITS)) * BigInt(nano) / BigInt(RATES)) / UNITS;
  }

  marginIsMore(size: number, price: number, margin: number, money: number): boolean {
    const rated = this.#value(size, price) * BigInt(Math.round(margin * RATES));
    // A margin goes up to a unit.
    const needed = (rated + BigInt(RATES) - 1n) / BigInt(RATES) + this.#commission(size, price);
    return needed > BigInt(Math.round(money * UNITS));
  }

  #value(size: number, price: number): bigint {
    return divideHalfEven(lotsOf(Math.abs(size)) * stepsOf(price), BigInt(LOTS));
  }

  #commission(size: number, price: number): bigint {
    const value = lotsOf(Math.abs(size)) * stepsOf(price);
    return divideHalfEven(value * this.#rate, BigInt(LOTS) * BigInt(RATES));
  }
}

function lotsOf(size: number): bigint {
  return BigInt(Math.round(size * LOTS));
}

function stepsOf(price: number): bigint {
  return BigInt(Math.round(price * UNITS));
}

/** Returns the price of the grid that is nearest to a price. */
export function onGrid(price: number): number {
  return Math.round(price * UNITS) / UNITS;
}

/** Returns the largest size in lots of 10^-8 whose cost is within some money, or zero. */
export function largestSize(ledger: Ledger, price: number, money: number): number {
  let within = 0, beyond = Math.ceil(money / price * LOTS) + 1;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (ledger.costsMore(middle / LOTS, price, money)) beyond = middle;
    else within = middle;
  }
  return within / LOTS;
}
