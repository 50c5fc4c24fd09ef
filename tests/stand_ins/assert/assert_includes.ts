import { AssertionError, assertionMessage } from "./assertion_error.ts";
import { formatValue } from "./format_value.ts";

/** Fails unless the text contains the expected part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (typeof actual !== "string" || !actual.includes(expected)) {
    throw includesError(actual, "to contain", expected, message);
  }
}

/** Fails unless the text matches the pattern, from its start even if the pattern remembers a place. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!matches(actual, expected)) throw includesError(actual, "to match", expected, message);
}

/** Fails if the text matches the pattern. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  if (matches(actual, expected)) throw includesError(actual, "not to match", expected, message);
}

/** A global or sticky pattern keeps its place between calls; a copy begins anew and leaves the caller's alone. */
function matches(actual: string, pattern: RegExp): boolean {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(actual);
}

function includesError(actual: unknown, verb: string, expected: unknown, message: string | undefined): AssertionError {
  return new AssertionError(
    assertionMessage(`Expected ${formatValue(actual)} ${verb} ${formatValue(expected)}`, message),
  );
}
