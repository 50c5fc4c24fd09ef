/**
 * Numbers in sentences: whole, as the rows have them, and never rounded to less.
 *
 * @module
 */

import { formatFixed } from "../records/number_format.ts";

/** Decimals of the least amount that is written in full; a finer number has an exponent. */
const DECIMALS_MAX = 12;

/** Returns a price or a size as text, with the digits that its double needs. */
export function numberText(value: number): string {
  return `${value + 0}`;
}

/** Returns an amount as text: with grouped thousands, and two decimals or as many as it has. */
export function moneyText(amount: number): string {
  const decimals = decimalsOf(amount);
  return decimals > DECIMALS_MAX ? `${amount}` : formatFixed(amount + 0, Math.max(2, decimals));
}

/** Returns an amount as text, with its sign. */
export function changeText(amount: number): string {
  return amount < 0 ? moneyText(amount) : `+${moneyText(amount)}`;
}

function decimalsOf(value: number): number {
  const [digits = "", exponent = "0"] = `${value}`.split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent));
}
