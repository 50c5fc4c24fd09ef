/**
 * Hashes of two words as text, as `Result.chain` shows them.
 *
 * @module
 */

/** Writes two words as 16 hexadecimal digits. */
export function hashText(low: number, high: number): string {
  return digits(low) + digits(high);
}

/** Reads two words from 16 hexadecimal digits, or returns undefined. */
export function parseHash(text: string): readonly [low: number, high: number] | undefined {
  if (!/^[0-9a-f]{16}$/.test(text)) return undefined;
  return [Number.parseInt(text.slice(0, 8), 16), Number.parseInt(text.slice(8), 16)];
}

function digits(word: number): string {
  return word.toString(16).padStart(8, "0");
}
