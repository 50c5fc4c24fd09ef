/**
 * Instruments of the fake venue, and their prices as whole steps.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isDecimalText } from "../venue/decimal_text.ts";

/** An instrument of the fake venue. */
export interface FakeInstrument {
  /** Name, such as `"BTC/USDT"`. */
  readonly symbol: string;
  /** Decimals of prices; a tick is the least of them. Default: 2. */
  readonly priceDecimals?: number;
  /** Decimals of sizes. Default: 5. */
  readonly sizeDecimals?: number;
  /** First price of the seeded walk. Default: 50000. */
  readonly startPrice?: number;
  /** Least notional of an order. Default: 5. */
  readonly notionalMin?: number;
  /** Candles of one minute instead of the walk, ascending; a minute without one had no trade. Default: the walk. */
  readonly candles?: readonly FakeCandle[];
}

/** A candle of one minute, in decimal text with no more decimals than its instrument. */
export interface FakeCandle {
  /** Begin in milliseconds since the epoch, a whole minute. */
  readonly time: number;
  /** First price. */
  readonly open: string;
  /** Highest price. */
  readonly high: string;
  /** Lowest price. */
  readonly low: string;
  /** Last price. */
  readonly close: string;
  /** Volume in the base currency. */
  readonly volume: string;
}

/** A candle in whole steps of price and size. */
export interface StepCandle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** An instrument with its defaults. */
export type FilledInstrument = Required<Omit<FakeInstrument, "candles">> & Pick<FakeInstrument, "candles">;

/** Returns an instrument with its defaults. */
export function filledInstrument(given: FakeInstrument): FilledInstrument {
  if (!/^[A-Z0-9]+\/[A-Z0-9]+$/.test(given.symbol)) {
    throw new RangeError(`Cannot use symbol ${inspected(given.symbol, 0)}: write it as "BTC/USDT"`);
  }
  return { priceDecimals: 2, sizeDecimals: 5, startPrice: 50_000, notionalMin: 5, ...given };
}

/** Returns whole steps as decimal text. */
export function stepText(steps: number, decimals: number): string {
  if (decimals === 0) return String(steps);
  const digits = String(steps).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Returns decimal text as whole steps.
 *
 * @throws {RangeError} If it is no such text, or has more decimals.
 */
export function stepsOf(text: string, decimals: number): number {
  if (isDecimalText(text) && !text.startsWith("-")) {
    const [whole = "", part = ""] = text.split(".");
    const rest = part.slice(decimals).replace(/0+$/, "");
    const steps = Number(whole + part.slice(0, decimals).padEnd(decimals, "0"));
    if (rest === "" && Number.isSafeInteger(steps)) return steps;
  }
  throw new RangeError(`Cannot read ${inspected(text, 0)}: pass decimal text of at most ${decimals} decimals`);
}

/** Returns the name of an instrument on the wire. */
export function wireName(symbol: string): string {
  return symbol.replace("/", "");
}
