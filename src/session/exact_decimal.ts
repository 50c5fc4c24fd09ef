/**
 * Decimal numbers without rounding, as whole counts of 10^-36: products of a price and a size are exact.
 *
 * @module
 */

import { decimalText } from "../venue/decimal_text.ts";

const HALF_DECIMALS = 18, DECIMALS = 36;

/** A decimal with up to 18 places, as a count of 10^-18; the product of two counts 10^-36. */
export function decimal(value: number | string, what: string): bigint {
  const [whole, part = ""] = decimalText(value, what).split(".") as [string, string?];
  if (part.length > HALF_DECIMALS) {
    throw new RangeError(`Cannot use ${what} ${value}: it has more than ${HALF_DECIMALS} places behind the point`);
  }
  return BigInt(whole + part.padEnd(HALF_DECIMALS, "0"));
}

/** Returns a decimal as an amount, which is a product of decimals. */
export function amount(value: bigint): bigint {
  return value * 10n ** BigInt(HALF_DECIMALS);
}

/** Returns an amount as decimal text, all of its places and no more. */
export function amountText(value: bigint): string {
  return textOf(value, DECIMALS);
}

/** Returns a decimal as its text. */
export function sizeText(value: bigint): string {
  return textOf(value, HALF_DECIMALS);
}

function textOf(value: bigint, decimals: number): string {
  const sign = value < 0n ? "-" : "", digits = String(value < 0n ? -value : value).padStart(decimals + 1, "0");
  const part = digits.slice(-decimals).replace(/0+$/, "");
  return sign + digits.slice(0, -decimals) + (part === "" ? "" : `.${part}`);
}
