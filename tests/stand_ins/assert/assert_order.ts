import { AssertionError, assertionMessage } from "./assertion_error.ts";
import { formatValue } from "./format_value.ts";

/** Fails unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  if (!(actual > expected)) throw orderError(actual, ">", expected, message);
}

/** Fails unless `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual >= expected)) throw orderError(actual, ">=", expected, message);
}

/** Fails unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  if (!(actual < expected)) throw orderError(actual, "<", expected, message);
}

/** Fails unless `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual <= expected)) throw orderError(actual, "<=", expected, message);
}

/**
 * Fails unless the numbers are the same or differ by at most `tolerance`, which is 10^-7 of the expected value unless
 * given. Where equality is the claim, `assertEquals` is the assertion.
 */
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, message?: string): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (!(allowed >= 0)) throw new RangeError(`Cannot compare within a tolerance of ${allowed} as it is negative or NaN`);
  const difference = Math.abs(actual - expected);
  if (!(difference <= allowed)) {
    const what = `Expected ${formatValue(actual)} to be within ${allowed} of ${formatValue(expected)}, ` +
      `got a difference of ${difference}`;
    throw new AssertionError(assertionMessage(what, message));
  }
}

function orderError(actual: unknown, operator: string, expected: unknown, message: string | undefined): AssertionError {
  const what = `Expected ${formatValue(actual)} ${operator} ${formatValue(expected)}`;
  return new AssertionError(assertionMessage(what, message));
}
