/**
 * Slippage with queue matching: a price moves against the trader, up to a bound of the bar.
 *
 * @module
 */

import {
  FILL_FLAG_CLAMPED,
  FILL_FLAG_SLIPPED,
  FLOAT_SLIPPAGE_NONE,
  FLOAT_SLIPPAGE_RATE,
  SLIPPAGE_SWITCH_LIMIT,
  SLIPPAGE_SWITCH_MATCH,
  SLIPPAGE_SWITCH_OPEN,
  SLIPPAGE_SWITCH_OUT,
} from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";

/** A price after slippage, with the flags of its fill. */
export interface SlippedPrice {
  readonly price: number;
  readonly flags: number;
}

/** Returns whether a fill at the open slips. */
export function slipsAtOpen(instrument: Instrument): boolean {
  return (instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN) !== 0;
}

/**
 * Moves a price against the trader. Returns nothing if the price passes the bound and the switches let it fill there
 * not at all.
 *
 * @param bound highest price of a buy, lowest price of a sell
 * @param limits whether the order works as a limit order
 */
export function slip(
  instrument: Instrument,
  is_buy: boolean,
  price: number,
  bound: number,
  limits: boolean,
): SlippedPrice | undefined {
  const { slippage, slippage_size, slippage_switches } = instrument.terms.float;
  if (slippage === FLOAT_SLIPPAGE_NONE) return { price, flags: 0 };
  const slipped = slippedPrice(slippage, slippage_size, is_buy, price);
  if (is_buy ? slipped <= bound : slipped >= bound) return { price: slipped, flags: FILL_FLAG_SLIPPED };
  const fills = (slippage_switches & SLIPPAGE_SWITCH_MATCH) !== 0 ||
    (limits && (slippage_switches & SLIPPAGE_SWITCH_LIMIT) !== 0);
  if (!fills) return undefined;
  if ((slippage_switches & SLIPPAGE_SWITCH_OUT) !== 0) return { price: slipped, flags: FILL_FLAG_SLIPPED };
  return { price: bound, flags: FILL_FLAG_SLIPPED | FILL_FLAG_CLAMPED };
}

function slippedPrice(slippage: number, size: number, is_buy: boolean, price: number): number {
  if (slippage === FLOAT_SLIPPAGE_RATE) return is_buy ? price * (1 + size) : price * (1 - size);
  return is_buy ? price + size : price - size;
}
