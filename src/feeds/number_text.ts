/**
 * Reads numbers in the forms of price files, for every cell that the byte parser cannot read directly.
 *
 * @module
 */

/** A plain decimal number, with or without an exponent: the texts that `Number()` reads, without its special cases. */
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** A number with commas between thousands, such as `1,234,567.89`. */
const GROUPED_NUMBER = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/** Texts that sources write for a missing value. */
const MISSING = /^(?:|-|--|null|nil|none|nan|n\/a|na|#n\/a|\.)$/i;

/** Most decimals that are counted, which is the limit of a price grid. */
export const DECIMALS_LIMIT = 12;

/**
 * Returns the number in a text.
 *
 * @param text The text of a cell, trimmed.
 * @returns Exactly `Number(text)` if the text is a plain decimal number, else NaN.
 */
export function numberOfText(text: string): number {
  return PLAIN_NUMBER.test(text) ? Number(text) : NaN;
}

/**
 * Returns the plain form of a number that is written for people: without a currency sign and commas between thousands.
 *
 * Only commas between groups of three digits are removed; `1,5` stays unchanged.
 *
 * @param text The text of a cell, trimmed.
 * @returns The text of the plain number, or the text unchanged.
 */
export function plainNumberText(text: string): string {
  const bare = text.replace(/^([+-]?)[$€£¥]\s*/, "$1");
  return GROUPED_NUMBER.test(bare) ? bare.replaceAll(",", "") : bare;
}

/**
 * Returns the plain form of a volume, which may also be written in thousands, millions or (American) billions: `1.2K`,
 * `3.45M`, `2B`.
 *
 * @param text The text of a cell, trimmed.
 * @returns The text of the plain number, or the text unchanged.
 */
export function plainVolumeText(text: string): string {
  const plain = plainNumberText(text);
  const scaled = /^([\d.]+)\s?([KMB])$/i.exec(plain);
  if (scaled === null) return plain;
  const exponent = { K: 3, M: 6, B: 9 }[scaled[2]!.toUpperCase()];
  return `${scaled[1]}e${exponent}`;
}

/**
 * Returns whether a text means a missing value: empty, `null`, `NaN`, `n/a`, `-`.
 *
 * @param text The text of a cell, trimmed.
 * @returns Whether the value is missing.
 */
export function isMissingText(text: string): boolean {
  return MISSING.test(text);
}

/**
 * Returns the number of decimals in a number's text. Trailing zeros do not count, an exponent does: `1.50` has 1,
 * `1.5e-3` has 4, `1.5e3` has none.
 *
 * @param text The text of a plain number.
 * @returns The decimals, at most {@linkcode DECIMALS_LIMIT}; 0 for a text that is not a number.
 */
export function decimalsOfText(text: string): number {
  const match = PLAIN_NUMBER.exec(text);
  if (match === null || Number(text) === 0) return 0;
  const exponent = match[3] === undefined ? 0 : Number(match[3]);
  const fraction = (match[1] ?? match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > 0) return clampDecimals(fraction.length - exponent);
  // A negative exponent moves zeros at the end of the whole part behind the point first, and they are no decimals.
  const whole = text.replace(/[eE].*$/, "").replace(/\..*$/, "");
  const wholeZeros = whole.length - whole.replace(/0+$/, "").length;
  return clampDecimals(-wholeZeros - exponent);
}

/**
 * Returns the decimals that a number needs: the fewest with which its decimal text reads back as the same double.
 *
 * @param value A finite number.
 * @param least The first count to try, which makes the maximum over a column fast.
 * @returns The decimals, from `least` to {@linkcode DECIMALS_LIMIT}.
 */
export function decimalsOfNumber(value: number, least: number = 0): number {
  for (let decimals = least; decimals < DECIMALS_LIMIT; decimals++) {
    const scale = 10 ** decimals;
    if (Math.round(value * scale) / scale === value) return decimals;
  }
  return DECIMALS_LIMIT;
}

function clampDecimals(decimals: number): number {
  return Math.min(Math.max(decimals, 0), DECIMALS_LIMIT);
}
