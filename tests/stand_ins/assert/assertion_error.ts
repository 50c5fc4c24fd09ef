/** The error that every failed assertion throws. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

/** Joins what failed with the caller's own words, which come after a colon. */
export function assertionMessage(what: string, message: string | undefined): string {
  return message === undefined ? what : `${what}: ${message}`;
}
