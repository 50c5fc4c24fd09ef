import { AssertionError, assertionMessage } from "./assertion_error.ts";
import { firstDifference } from "./first_difference.ts";
import { formatValue } from "./format_value.ts";

/**
 * Fails unless the two are deeply equal. Numbers are compared as by `Object.is`, so `NaN` equals itself and `0` does not
 * equal `-0`; maps and sets are compared whatever their order; everything else has the same class and the same
 * enumerable properties. The message names the path of the first difference.
 */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  const difference = firstDifference(actual, expected);
  if (difference === undefined) return;
  const where = difference.path === "" ? "" : ` at ${difference.path}`;
  const what = `Values are not equal${where}: ${difference.reason}`;
  const whole = difference.path === ""
    ? ""
    : `\n  actual:   ${formatValue(actual)}\n  expected: ${formatValue(expected)}`;
  throw new AssertionError(assertionMessage(what, message) + whole);
}

/** Fails if the two are deeply equal, in the sense of {@linkcode assertEquals}. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  if (firstDifference(actual, expected) === undefined) {
    throw new AssertionError(assertionMessage(`Expected a value other than ${formatValue(actual)}`, message));
  }
}

/** Fails unless the two are the same value or the same object, as by `Object.is`. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const alike = firstDifference(actual, expected) === undefined ? " (equal in content, but two objects)" : "";
  const what = `Values are not the same: actual ${formatValue(actual)}, expected ${formatValue(expected)}${alike}`;
  throw new AssertionError(assertionMessage(what, message));
}

/** Fails if the two are the same value or the same object, as by `Object.is`. */
export function assertNotStrictEquals<T>(actual: T, expected: T, message?: string): void {
  if (Object.is(actual, expected)) {
    throw new AssertionError(assertionMessage(`Expected something other than ${formatValue(actual)}`, message));
  }
}

/** Whether the two are deeply equal, in the sense of {@linkcode assertEquals}. */
export function equal(a: unknown, b: unknown): boolean {
  return firstDifference(a, b) === undefined;
}
