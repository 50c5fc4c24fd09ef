/**
 * Reads numbers in the forms of price files, for every cell that the byte parser cannot read directly.
 *
 * @module
 */

/** The sign before the decimals of a number. */
export type DecimalSign = "." | ",";

/**
 * A plain decimal number, with or without an exponent: the texts that `Number()` reads, without its special cases. A
 * text is matched in one way at most, so that the time grows with its length and not with the square of it.
 */
const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** The same with a comma before the decimals. */
const COMMA_NUMBER = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A number with one sign between its thousands: `1,234,567.89`, `1'234.5`, `1 234,56`. A group cannot begin with a
 * zero, so that `0,123` is no thousands.
 */
const GROUPED_NUMBER: Readonly<Record<DecimalSign, RegExp>> = {
  ".": /^[+-]?[1-9]\d{0,2}([,'\u2019 \u00a0\u202f])\d{3}(?:\1\d{3})*(?:\.\d*)?$/,
  ",": /^[+-]?[1-9]\d{0,2}([.'\u2019 \u00a0\u202f])\d{3}(?:\1\d{3})*(?:,\d*)?$/,
};

/** A number with commas as in India, `12,34,567.89`: three digits in the last group and two in those before. */
const INDIAN_NUMBER = /^[+-]?[1-9]\d?(?:(,)\d{2})+,\d{3}(?:\.\d*)?$/;

/** Texts that sources write for a missing value. */
const MISSING = /^(?:|-|--|\u2013|\u2014|null|nil|none|nan|n\/a|na|n\.a\.|#n\/a|#n\/a n\/a|#na|#nv|\.)$/i;

/** Powers of ten of the letters and words behind a volume. */
const VOLUME_EXPONENTS: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9, t: 12, tsd: 3, mio: 6, mrd: 9 };

/** Such letters or words, with or without a space and a point. */
const VOLUME_UNIT = /^(.*[\d.,]) ?(?:([kmbt])|(tsd|mio|mrd)\.?)$/i;

/** Letters of a volume with a unit. */
const LONGEST_UNIT_TEXT = 64;

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
 * Returns the plain form of a number that may be written for people: with a currency sign, or with groups of thousands.
 *
 * Only signs between groups of three digits are removed: with the point as decimal sign `1,5` is no number.
 *
 * @param text The text of a cell, trimmed.
 * @param decimal The sign before its decimals.
 * @returns The text of the plain number, with a point before the decimals, or `undefined` if the text is no number with
 * this decimal sign.
 */
export function plainNumberText(text: string, decimal: DecimalSign = "."): string | undefined {
  const bare = withoutCurrency(text);
  if (decimal === "." ? PLAIN_NUMBER.test(bare) : COMMA_NUMBER.test(bare)) return bare.replace(",", ".");
  const grouped = GROUPED_NUMBER[decimal].exec(bare) ?? (decimal === "." ? INDIAN_NUMBER.exec(bare) : null);
  return grouped === null ? undefined : bare.replaceAll(grouped[1]!, "").replace(",", ".");
}

/**
 * Returns the plain form of a volume, which may also be written in thousands, millions, (American) billions or trillions:
 * `1.2K`, `3.45M`, `2B`, `1.2T`, or in German `1,2 Mio.`.
 *
 * @param text The text of a cell, trimmed.
 * @param decimal The sign before its decimals.
 * @returns As {@linkcode plainNumberText}.
 */
export function plainVolumeText(text: string, decimal: DecimalSign = "."): string | undefined {
  // A unit is at the end of a short text. A pattern would try each place of a long one.
  const match = text.length > LONGEST_UNIT_TEXT ? null : VOLUME_UNIT.exec(text);
  if (match === null) return plainNumberText(text, decimal);
  const plain = plainNumberText(match[1]!, decimal), exponent = VOLUME_EXPONENTS[(match[2] ?? match[3])!.toLowerCase()];
  return plain === undefined || /[eE]/.test(plain) ? undefined : `${plain}e${exponent}`;
}

/**
 * Returns the number of a truth value: 1 for `true` and 0 for `false`, in any case.
 *
 * @param text The text of a cell, trimmed.
 * @returns The number, or `undefined` for any other text.
 */
export function numberOfTruth(text: string): 0 | 1 | undefined {
  if (text.length > 5) return undefined;
  const lower = text.toLowerCase();
  return lower === "true" ? 1 : lower === "false" ? 0 : undefined;
}

/**
 * Returns whether a text means a missing value: empty, `null`, `NaN`, `n/a`, `#N/A N/A`, `-`, a dash.
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
  const fraction = withoutZerosAtEnd(match[1] ?? match[2] ?? "");
  if (fraction.length > 0) return clampDecimals(fraction.length - exponent);
  // A negative exponent moves zeros at the end of the whole part behind the point first, and they are no decimals.
  const whole = text.replace(/[eE].*$/, "").replace(/\..*$/, "");
  const wholeZeros = whole.length - withoutZerosAtEnd(whole).length;
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

/** Returns the double next to a number with so many decimals, at most {@linkcode DECIMALS_LIMIT}. */
export function roundedTo(decimals: number, value: number): number {
  return Number(value.toFixed(decimals));
}

/** Removes a currency sign from the beginning or the end of a number. */
function withoutCurrency(text: string): string {
  const bare = text.replace(/^([+-]?)\p{Sc}\s*/u, "$1");
  // The end is looked at by itself, as a pattern that begins with any spaces would try each of them.
  return /\p{Sc}/u.test(bare.at(-1) ?? "") ? bare.slice(0, -1).trimEnd() : bare;
}

/** A pattern for zeros at the end would begin anew at each zero, which takes the square of their number. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

function clampDecimals(decimals: number): number {
  return Math.min(Math.max(decimals, 0), DECIMALS_LIMIT);
}
