import { AssertionError } from "./assertion_error.ts";
import { formatValue } from "./format_value.ts";

/** A class of any shape; its constructor's arguments do not matter here. */
export type AnyConstructor<T> = abstract new (...args: never[]) => T;

/** Fails unless the value is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  if (!value) throw new AssertionError(message ?? `Expected a truthy value, got ${formatValue(value)}`);
}
