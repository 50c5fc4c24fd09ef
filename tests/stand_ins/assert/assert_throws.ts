import type { AnyConstructor } from "./assert.ts";
import { AssertionError, assertionMessage } from "./assertion_error.ts";
import { formatValue } from "./format_value.ts";

/** Fails unless the function throws. Returns what was thrown. */
export function assertThrows(fn: () => unknown, message?: string): unknown;
/** Fails unless the function throws an error of the class whose message contains the text. Returns the error. */
export function assertThrows<E extends Error>(
  fn: () => unknown,
  ErrorClass: AnyConstructor<E>,
  messageIncludes?: string,
  message?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMessage?: AnyConstructor<Error> | string,
  messageIncludes?: string,
  message?: string,
): unknown {
  const expectation = readExpectation(classOrMessage, messageIncludes, message);
  let returned: unknown;
  try {
    returned = fn();
  } catch (error) {
    return checkThrown(error, expectation);
  }
  if (isPromiseLike(returned)) {
    // The rejection belongs to nobody now and would end the whole test run; the failure below says what to do.
    returned.then(undefined, () => {});
    throw new AssertionError(
      assertionMessage(
        "Expected the function to throw, but it returned a promise; use assertRejects",
        expectation.message,
      ),
    );
  }
  const what = `Expected the function to throw${classText(expectation)}, but it returned ${formatValue(returned)}`;
  throw new AssertionError(assertionMessage(what, expectation.message));
}

/** Fails unless the promise that the function returns rejects. Returns what it rejected with. */
export function assertRejects(fn: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
/** Fails unless the promise rejects with an error of the class whose message contains the text. Returns the error. */
export function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: AnyConstructor<E>,
  messageIncludes?: string,
  message?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMessage?: AnyConstructor<Error> | string,
  messageIncludes?: string,
  message?: string,
): Promise<unknown> {
  const expectation = readExpectation(classOrMessage, messageIncludes, message);
  let promise: unknown;
  try {
    promise = fn();
  } catch (error) {
    const what = `Expected the function to return a promise that rejects, but it threw ${formatValue(error)}`;
    throw new AssertionError(assertionMessage(what, expectation.message), { cause: error });
  }
  if (!isPromiseLike(promise)) {
    const what = `Expected the function to return a promise, but it returned ${formatValue(promise)}`;
    throw new AssertionError(assertionMessage(what, expectation.message));
  }
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (error) {
    return checkThrown(error, expectation);
  }
  const what = `Expected the promise to reject${classText(expectation)}, but it resolved to ${formatValue(resolved)}`;
  throw new AssertionError(assertionMessage(what, expectation.message));
}

interface Expectation {
  readonly ErrorClass: AnyConstructor<Error> | undefined;
  readonly messageIncludes: string | undefined;
  readonly message: string | undefined;
}

function readExpectation(
  classOrMessage: AnyConstructor<Error> | string | undefined,
  messageIncludes: string | undefined,
  message: string | undefined,
): Expectation {
  return typeof classOrMessage === "string"
    ? { ErrorClass: undefined, messageIncludes: undefined, message: classOrMessage }
    : { ErrorClass: classOrMessage, messageIncludes, message };
}

function classText(expectation: Expectation): string {
  return expectation.ErrorClass === undefined ? "" : ` ${expectation.ErrorClass.name}`;
}

function checkThrown(error: unknown, { ErrorClass, messageIncludes, message }: Expectation): unknown {
  if (ErrorClass !== undefined && !(error instanceof ErrorClass)) {
    const what = `Expected ${ErrorClass.name} to be thrown, but it was ${formatValue(error)}`;
    throw new AssertionError(assertionMessage(what, message), { cause: error });
  }
  if (messageIncludes !== undefined) {
    const text = error instanceof Error ? error.message : String(error);
    if (!text.includes(messageIncludes)) {
      const what = `Expected the error message to contain ${formatValue(messageIncludes)}, but it was ${
        formatValue(text)
      }`;
      throw new AssertionError(assertionMessage(what, message), { cause: error });
    }
  }
  return error;
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
