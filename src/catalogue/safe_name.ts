/**
 * Names of folders for symbols, which every file system takes: `BTC/USDT` is the folder `BTC%2FUSDT`.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Letters that a name keeps; others are written as their bytes in UTF-8, `%2F` for a slash. */
const KEPT = /[A-Za-z0-9_=^.-]/;
/** Names that Windows keeps for devices, with or without an ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Most letters of a name, as file systems take 255 bytes. */
const NAME_LIMIT = 200;

const encoder = new TextEncoder();

/**
 * Returns the folder of a symbol.
 *
 * @throws {TypeError} If the symbol is no text, or is empty.
 * @throws {RangeError} If its name would be too long, or it is no text that can be written.
 */
export function folderOfSymbol(symbol: unknown): string {
  if (typeof symbol !== "string" || symbol === "") {
    throw new TypeError(`Cannot use symbol ${inspected(symbol, 0)}: pass a text that is not empty, such as "AAPL"`);
  }
  if (!symbol.isWellFormed()) {
    throw new RangeError(`Cannot use symbol ${inspected(symbol)}: it holds half a letter (a lone surrogate)`);
  }
  const letters = [...symbol], last = letters.length - 1;
  const name = letters.map((letter, at) => {
    // A point at the begin hides a file, and Windows drops one at the end.
    const isKept = KEPT.test(letter) && !(letter === "." && (at === 0 || at === last));
    return isKept && !(at === 0 && DEVICE.test(symbol)) ? letter : escaped(letter);
  }).join("");
  if (name.length <= NAME_LIMIT) return name;
  throw new RangeError(
    `Cannot use symbol ${
      inspected(symbol)
    }: its folder would have a name of ${name.length} letters, and ${NAME_LIMIT} ` +
      "are the most; use a shorter one",
  );
}

/** Returns the symbol of a folder, or undefined if the folder is that of none. */
export function symbolOfFolder(name: string): string | undefined {
  try {
    const symbol = decodeURIComponent(name);
    return folderOfSymbol(symbol) === name ? symbol : undefined;
  } catch {
    return undefined;
  }
}

function escaped(letter: string): string {
  return Array.from(encoder.encode(letter), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
