/**
 * The texts of tags.
 *
 * @module
 */

/** Most characters of a tag. */
export const TAG_CHARACTERS_MAX = 64;

/** Returns the number of characters of a text; of one that is far too long, of its units. */
export function tagCharacters(text: string): number {
  // No text of so many units has few enough characters, and one that is far longer is not split.
  return text.length > 2 * TAG_CHARACTERS_MAX ? text.length : [...text].length;
}

/** Returns whether a value is a text that can be a tag. One with half a character could not be written to a file. */
export function isWellFormedTag(value: unknown): value is string {
  return typeof value === "string" && value !== "" && tagCharacters(value) <= TAG_CHARACTERS_MAX &&
    value.isWellFormed();
}
