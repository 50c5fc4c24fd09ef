import { AssertionError, assertionMessage } from "./assertion_error.ts";
import { formatValue } from "./format_value.ts";

/** A class of any shape; its constructor's arguments do not matter here. */
export type AnyConstructor<T> = abstract new (...args: never[]) => T;

/** Fails unless the value is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  if (!value) throw new AssertionError(message ?? `Expected a truthy value, got ${formatValue(value)}`);
}

/** Fails unless the value is falsy. */
export function assertFalse(value: unknown, message?: string): asserts value is false | null | undefined | 0 | "" {
  if (value) throw new AssertionError(message ?? `Expected a falsy value, got ${formatValue(value)}`);
}

/** Fails when the value is `null` or `undefined`. */
export function assertExists<T>(value: T, message?: string): asserts value is NonNullable<T> {
  if (value === undefined || value === null) {
    throw new AssertionError(assertionMessage(`Expected a value, got ${value}`, message));
  }
}

/** Fails unless the value is an instance of the class. */
export function assertInstanceOf<T>(value: unknown, expected: AnyConstructor<T>, message?: string): asserts value is T {
  if (!(value instanceof expected)) {
    const what = `Expected an instance of ${expected.name}, got ${formatValue(value)}`;
    throw new AssertionError(assertionMessage(what, message));
  }
}

/** Always fails. */
export function fail(message?: string): never {
  throw new AssertionError(assertionMessage("Failed assertion", message));
}

/** Always fails: marks a place that no run may reach. */
export function unreachable(message?: string): never {
  throw new AssertionError(assertionMessage("Unreachable", message));
}
