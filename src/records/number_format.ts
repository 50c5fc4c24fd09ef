/**
 * Numbers as text for people, the same on every machine: the locale has no effect.
 *
 * @module
 */

/** Numbers from here on are written with an exponent, as so many digits are hard to read. */
const EXPONENT_LIMIT = 1e15;

/**
 * Writes an amount with two decimals and grouped thousands (`12,345.60`). An amount below a hundredth has four
 * significant digits (`0.00001234`), as two decimals would hide it.
 *
 * @param value The amount.
 * @returns Its text.
 */
export function formatAmount(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return plainDigits(value);
  return formatFixed(value, 2);
}

/**
 * Writes a fraction in per cent with two decimals: 0.1234 as `12.34 %`.
 *
 * @param fraction The fraction.
 * @returns Its text.
 */
export function formatPercent(fraction: number): string {
  return `${formatFixed(fraction * 100, 2)} %`;
}

/**
 * Writes a number with a given count of decimals and grouped thousands. A value that rounds to zero has no sign.
 *
 * @param value The number.
 * @param decimals Number of decimals, 0 to 100.
 * @returns Its text.
 */
export function formatFixed(value: number, decimals: number): string {
  if (!(Math.abs(value) < EXPONENT_LIMIT)) return value.toExponential(2);
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".") as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

function plainDigits(value: number): string {
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return exponent < -12 ? value.toExponential(2) : value.toFixed(3 - exponent).replace(/0+$/, "");
}
