import { assertEquals, AssertionError, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";

function raise(error: unknown): never {
  throw error;
}

Deno.test("assertThrows() returns what was thrown", () => {
  const error = new RangeError("of 5");
  assertStrictEquals(assertThrows(() => raise(error)), error);
  assertStrictEquals(assertThrows(() => raise(error), RangeError, "of 5"), error);
  assertStrictEquals(assertThrows(() => raise("text")), "text");
});

Deno.test("assertThrows() fails when nothing is thrown, and says what came back", () => {
  const error = assertThrows(() => assertThrows(() => 5, RangeError), AssertionError);
  assertEquals(error.message, "Expected the function to throw RangeError, but it returned 5");
});

Deno.test("assertThrows() fails for another class and for another message", () => {
  const wrongClass = () => assertThrows(() => raise(new TypeError("x")), RangeError);
  assertThrows(wrongClass, AssertionError, "Expected RangeError to be thrown, but it was TypeError: x");
  const wrongMessage = () => assertThrows(() => raise(new RangeError("x")), RangeError, "y");
  assertThrows(wrongMessage, AssertionError, `Expected the error message to contain "y", but it was "x"`);
});

Deno.test("assertThrows() fails for a function that returns a promise", () => {
  const late = () => assertThrows(() => Promise.reject(new Error("x")), Error);
  assertThrows(late, AssertionError, "it returned a promise; use assertRejects");
});

Deno.test("assertRejects() returns what the promise rejected with", async () => {
  const error = new RangeError("of 5");
  assertStrictEquals(await assertRejects(() => Promise.reject(error)), error);
  assertStrictEquals(await assertRejects(() => Promise.reject(error), RangeError, "of 5"), error);
});

Deno.test("assertRejects() fails for a promise that resolves, for none and for a synchronous error", async () => {
  const resolves = () => assertRejects(() => Promise.resolve(5), RangeError);
  await assertRejects(resolves, AssertionError, "Expected the promise to reject RangeError, but it resolved to 5");
  const none = () => assertRejects((() => 5) as unknown as () => Promise<number>);
  await assertRejects(none, AssertionError, "Expected the function to return a promise, but it returned 5");
  const synchronous = () => assertRejects(() => raise(new RangeError("x")), RangeError);
  await assertRejects(synchronous, AssertionError, "to return a promise that rejects, but it threw RangeError: x");
});

Deno.test("assertRejects() fails for another class and for another message", async () => {
  const wrongClass = () => assertRejects(() => Promise.reject(new TypeError("x")), RangeError);
  await assertRejects(wrongClass, AssertionError, "Expected RangeError to be thrown, but it was TypeError: x");
  const wrongMessage = () => assertRejects(() => Promise.reject(new RangeError("x")), RangeError, "y");
  await assertRejects(wrongMessage, AssertionError, `Expected the error message to contain "y", but it was "x"`);
});
