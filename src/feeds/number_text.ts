/**
 * Numbers as price files write them, for every cell that the byte parser does not read at once.
 *
 * @module
 */

/** The digits of a plain decimal number, with or without an exponent: what `Number()` reads, less its oddities. */
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** A number whose thousands are set apart by commas, as in `1,234,567.89`. */
const GROUPED_NUMBER = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/** What sources write where they have no value. */
const MISSING = /^(?:|-|--|null|nil|none|nan|n\/a|na|#n\/a|\.)$/i;

/** Decimals beyond this many are not counted, since a price grid has at most so many. */
export const DECIMALS_LIMIT = 8;

/**
 * The number in a text.
 *
 * @param text The text of a cell, trimmed.
 * @returns Exactly `Number(text)` where the text is a plain decimal number, else NaN.
 */
export function numberOfText(text: string): number {
  return PLAIN_NUMBER.test(text) ? Number(text) : NaN;
}

/**
 * The plain form of a number that is written for people: without a currency sign and commas between thousands.
 *
 * Commas are taken away only where they stand between groups of three digits; `1,5` is left as it is.
 *
 * @param text The text of a cell, trimmed.
 * @returns The text of the plain number, or the text unchanged.
 */
export function plainNumberText(text: string): string {
  const bare = text.replace(/^([+-]?)[$€£¥]\s*/, "$1");
  return GROUPED_NUMBER.test(bare) ? bare.replaceAll(",", "") : bare;
}

/**
 * The plain form of a volume, which may besides be written in thousands, millions or (American) billions: `1.2K`,
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
 * Whether a text says that there is no value: nothing at all, `null`, `NaN`, `n/a`, `-`.
 *
 * @param text The text of a cell, trimmed.
 * @returns Whether the value is missing.
 */
export function isMissingText(text: string): boolean {
  return MISSING.test(text);
}

/**
 * How many decimals a number's text has. Trailing zeros do not count, an exponent does: `1.50` has 1, `1.5e-3` has 4,
 * `1.5e3` none.
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
  // Zeros at the end of the whole part are places that a negative exponent has not reached yet.
  const whole = text.replace(/[eE].*$/, "").replace(/\..*$/, "");
  const wholeZeros = whole.length - whole.replace(/0+$/, "").length;
  return clampDecimals(-wholeZeros - exponent);
}

/**
 * How many decimals a number needs: the fewest with which its decimal text reads back as the same double.
 *
 * @param value A finite number.
 * @param least Fewer than these are not tried, which makes the maximum over a column quick.
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
