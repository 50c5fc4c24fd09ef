/**
 * Texts of a file as messages show them.
 *
 * @module
 */

/**
 * Returns texts in quotes, for a message, and the number of those that are left out of a long list.
 *
 * @param texts The texts.
 * @param most The most that are shown.
 * @returns `"a", "b" and 3 more`.
 */
export function listOfTexts(texts: readonly string[], most: number = 20): string {
  const shown = texts.slice(0, most).map(shortText).join(", ");
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown;
}

/**
 * Returns a text in quotes, for a message; a long one is cut.
 *
 * @param text The text.
 * @returns The text in the form of JSON.
 */
export function shortText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
